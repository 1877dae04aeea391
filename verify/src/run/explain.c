/* Every candidate (a parameter at a point, or one part of its derivative) is explained, and the
 * worst kept: what is not asked for is what a reader of a failed run is looking for. */
#include "error.h"
#include "run/explain_one.h"
#include "run/plan.h"
#include "run/target.h"
#include "verdict/collect.h"
#include <stdlib.h>
#include <string.h>

typedef struct explaining {
    gv_explaining common;
    const gv_wanted *wanted;
    gv_explanation best;
} explaining;

void gv_explanation_clear(gv_explanation *explanation) {
    gv_findings_destroy(explanation->findings);
    *explanation = (gv_explanation){0};
}

const gv_check_finding *gv_explanation_check(const gv_explanation *explanation) {
    const gv_case_finding *finding = explanation->findings->cases;

    return finding->check_count ? &finding->checks[0] : NULL;
}

const gv_entry *gv_explanation_entry(const gv_explanation *explanation) {
    const gv_check_finding *check = gv_explanation_check(explanation);

    return check && check->notable_count ? &check->notable[0] : NULL;
}

/* As gv_entry_badness: a subject that breaks is worse than any entry, a point that cannot be
 * measured as bad as an undecided one. */
static double badness(const gv_explanation *explanation) {
    const gv_entry *entry = gv_explanation_entry(explanation);

    if (explanation->findings->cases[0].reason == GV_SUBJECT_BROKE)
        return 8.0;
    return entry ? gv_entry_badness(entry) : 3.0;
}

/* Keeps the worse of two; takes `one` over. */
static void keep(explaining *e, gv_explanation *one) {
    if (!e->best.findings || badness(one) > badness(&e->best)) {
        gv_explanation_clear(&e->best);
        e->best = *one;
    } else {
        gv_explanation_clear(one);
    }
}

/* What might be explained at a point. */
typedef struct candidates {
    gv_target *targets;
    size_t count, room;
} candidates;

static bool add(candidates *all, gv_target target) {
    if (all->count == all->room) {
        const size_t room = all->room ? 2 * all->room : 16;
        gv_target *more = realloc(all->targets, room * sizeof *more);
        if (!more)
            return false;
        all->targets = more;
        all->room = room;
    }
    all->targets[all->count++] = target;
    return true;
}

/* The uses of a parameter that are wanted, one by one. */
static bool add_uses(const explaining *e, const gv_subject *subject, size_t p, size_t index,
                     candidates *all) {
    const gv_parameter *parameter = &subject->parameters[p];
    const char *name = e->wanted->use;
    bool good = true;

    for (size_t use = 0; use < parameter->use_count && good; use++)
        if (subject->kind->gradient_use &&
            (name ? strcmp(parameter->uses[use].name, name) == 0 : parameter->use_count > 1))
            good = add(all, (gv_target){p, index, .term = GV_WHOLE, .use = use});
    return good;
}

static bool add_terms(const explaining *e, const gv_subject *subject, size_t p, size_t index,
                      candidates *all) {
    const char *name = e->wanted->term;
    bool good = true;

    for (size_t term = 0; term < subject->term_count && good; term++)
        if (name ? strcmp(subject->terms[term].name, name) == 0
                 : gv_term_covers(&subject->terms[term], p))
            good = add(all, (gv_target){p, index, .term = term, .use = GV_WHOLE});
    return good;
}

static bool wants(const explaining *e, const char *check) {
    return e->wanted->check && strcmp(e->wanted->check, check) == 0;
}

static bool add_parameter(const explaining *e, const gv_subject *subject, size_t p,
                          size_t index, candidates *all) {
    if (e->wanted->use || wants(e, "uses"))
        return add_uses(e, subject, p, index, all);
    if (e->wanted->term || wants(e, "terms"))
        return add_terms(e, subject, p, index, all);
    return add(all, (gv_target){p, index, .term = GV_WHOLE, .use = GV_WHOLE});
}

/* The names of uses or terms that there are, for a message about one that there is not. */
static gv_status no_such_part(const explaining *e, const gv_subject *subject,
                              size_t parameter) {
    const size_t first = parameter == GV_WHOLE ? 0 : parameter;
    const size_t end = parameter == GV_WHOLE ? subject->parameter_count : parameter + 1;
    const bool term = e->wanted->term != NULL;
    size_t most = subject->term_count, count = 0, number = 0;
    const char **names;
    gv_status status;

    for (size_t p = first; p < end; p++)
        most += subject->parameters[p].use_count;
    names = calloc(most + 1, sizeof *names);
    if (!names)
        return gv_fail(e->common.error, GV_ERR_MEMORY, "out of memory");
    for (size_t t = 0; t < subject->term_count && term; t++)
        names[count++] = subject->terms[t].name;
    for (size_t p = first; p < end && !term; p++)
        for (size_t u = 0; u < subject->parameters[p].use_count; u++)
            names[count++] = subject->parameters[p].uses[u].name;
    status =
        gv_word_find(term ? "the terms" : "the uses", term ? e->wanted->term : e->wanted->use,
                     names, count, &number, e->common.error);
    free(names);
    return status;
}

static gv_status nothing_met(const explaining *e, const gv_subject *subject, size_t parameter) {
    if (e->wanted->use || e->wanted->term)
        return no_such_part(e, subject, parameter);
    return gv_fail(e->common.error, GV_ERR_INPUT,
                   wants(e, "uses")
                       ? "there is no use to be told apart: each parameter is read once"
                       : "there are no terms to be told apart");
}

static gv_status explain_subject(explaining *e, gv_subject *subject, const char *point) {
    size_t parameter = GV_WHOLE, index = GV_WHOLE;
    candidates all = {0};
    gv_explanation one;
    bool good = true;
    gv_status status = GV_OK;

    if (e->wanted->entry)
        status =
            gv_target_parse(subject, e->wanted->entry, &parameter, &index, e->common.error);
    for (size_t p = 0; p < subject->parameter_count && good; p++)
        if (parameter == GV_WHOLE || p == parameter)
            good = add_parameter(e, subject, p, index, &all);
    if (status == GV_OK && !good)
        status = gv_fail(e->common.error, GV_ERR_MEMORY, "out of memory");
    if (status == GV_OK && all.count == 0)
        status = nothing_met(e, subject, parameter);
    if (status == GV_OK)
        status = gv_explain_one(&e->common, subject, all.targets, all.count, point, &one);
    if (status == GV_OK)
        keep(e, &one);
    free(all.targets);
    return status;
}

/* One point; where it cannot be reached, that is the finding. */
static gv_status explain_point(explaining *e, size_t point) {
    const gv_options options = gv_explain_options(&e->common, "gradient");
    gv_subject *subject = NULL;
    gv_explanation broken;
    gv_case_finding *finding = gv_explain_begin(&e->common, &options, &broken);
    gv_status status = finding ? gv_plan_reach(e->common.plan, e->common.item, point, finding,
                                               &subject, e->common.error)
                               : GV_ERR_MEMORY;

    if (status == GV_OK && !subject) {
        gv_case_conclude(finding);
        keep(e, &broken);
        return GV_OK;
    }
    gv_explanation_clear(&broken);
    if (status == GV_OK)
        status = explain_subject(e, subject, gv_case_point_name(e->common.item, point));
    gv_subject_destroy(subject);
    return status;
}

static gv_status find_point(const explaining *e, size_t *point) {
    const size_t count = gv_case_point_count(e->common.item);
    const char **names = calloc(count + 1, sizeof *names);
    gv_status status;

    if (!names)
        return gv_fail(e->common.error, GV_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        names[i] = gv_case_point_name(e->common.item, i);
    status = gv_word_find("the points", e->wanted->point, names, count, point, e->common.error);
    free(names);
    return status;
}

static gv_status explain_points(explaining *e) {
    size_t point = 0;
    gv_status status = GV_OK;

    if (e->wanted->point) {
        status = find_point(e, &point);
        return status == GV_OK ? explain_point(e, point) : status;
    }
    for (; point < gv_case_point_count(e->common.item) && status == GV_OK; point++)
        status = explain_point(e, point);
    return status;
}

gv_status gv_explain_case(const gv_plan *plan, const gv_case *item, const gv_wanted *wanted,
                          const gv_progress *progress, gv_explanation *explanation,
                          gv_error *error) {
    explaining e = {
        .common = {.plan = plan, .item = item, .progress = progress, .error = error},
        .wanted = wanted};
    gv_request *requests = gv_plan_requests(plan, item, &e.common.request_count);
    gv_status status;

    e.common.requests = requests;
    status = requests ? explain_points(&e) : gv_fail(error, GV_ERR_MEMORY, "out of memory");
    free(requests);
    if (status == GV_OK)
        *explanation = e.best;
    else
        gv_explanation_clear(&e.best);
    return status;
}
