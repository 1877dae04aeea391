#include "check/explain.h"
#include "check/entries.h"
#include "check/list.h"
#include "check/parts.h"
#include "verdict/collect.h"
#include <stdlib.h>

typedef struct explaining {
    const gv_options *options;
    const gv_target *targets;
    size_t count;
    const gv_target *target; /* that is looked at */
    gv_explained *explained;
    gv_entries entries;
    double *buffer; /* n numbers: the claim of a use or a term */
    gv_survey term; /* the survey of a term */
} explaining;

const char *gv_target_check(const gv_target *target) {
    if (target->use != GV_WHOLE)
        return gv_check_uses.name;
    return target->term != GV_WHOLE ? gv_check_terms.name : gv_check_gradient.name;
}

static gv_status claim_of_term(explaining *e, gv_checking *checking) {
    gv_subject *subject = checking->subject;
    const gv_parameter *parameter = &subject->parameters[e->target->parameter];
    if (subject->kind->gradient(subject, e->target->term, e->buffer) != GV_EVAL_OK)
        return GV_ERR_SUBJECT;
    e->entries.claimed = e->buffer + parameter->offset;
    const gv_status status = gv_survey_narrow(checking->survey, subject, checking->options,
                                              e->target->term, &e->term);
    checking->survey = &e->term;
    return status;
}

/* The claim that the target is about, and for a term the survey of it. */
static gv_status find_claim(explaining *e, gv_checking *checking) {
    gv_subject *subject = checking->subject;
    const gv_target *target = e->target;
    e->entries =
        (gv_entries){.parameter = target->parameter, .term = target->term, .use = target->use};
    e->entries.claimed =
        checking->survey->claim + subject->parameters[target->parameter].offset;
    if (target->use == GV_WHOLE && target->term == GV_WHOLE)
        return GV_OK;
    for (size_t i = 0; i < subject->count; i++)
        e->buffer[i] = 0.0;
    if (target->use == GV_WHOLE)
        return claim_of_term(e, checking);
    e->entries.claimed = e->buffer;
    return subject->kind->gradient_use(subject, target->parameter, target->use, e->buffer) ==
                   GV_EVAL_OK
               ? GV_OK
               : GV_ERR_SUBJECT;
}

static gv_check_finding *add(const gv_checking *checking, const gv_target *target) {
    const gv_subject *subject = checking->subject;
    const gv_parameter *parameter = &subject->parameters[target->parameter];
    gv_check_finding *check = gv_checking_add(checking, gv_target_check(target), parameter);
    gv_status status = check ? GV_OK : GV_ERR_MEMORY;
    if (status == GV_OK && target->use != GV_WHOLE)
        status = gv_set_text(&check->use, "%s", parameter->uses[target->use].name);
    if (status == GV_OK && target->term != GV_WHOLE)
        status = gv_set_text(&check->term, "%s", subject->terms[target->term].name);
    return status == GV_OK ? check : NULL;
}

/* The check of the whole parameter, as a run makes it, into findings of its own. */
static gv_status check_whole(const explaining *e, const gv_checking *checking,
                             gv_findings *scratch) {
    gv_checking aside = *checking;
    aside.finding = gv_findings_add_case(scratch, "whole", NULL);
    gv_check_finding *check = aside.finding ? add(&aside, e->target) : NULL;
    return check ? gv_entries_check(&aside, &e->entries, check) : GV_ERR_MEMORY;
}

/* What is true of the parameter as a whole, though no entry of it was refused, is true of the
 * entry as well: a value that nothing moves proves nothing of its zeros. */
static gv_status inherit(const gv_check_finding *whole, gv_check_finding *check) {
    const gv_counts *n = &whole->entries;
    if (check->verdict == GV_PASS && whole->verdict != GV_PASS && n->failed == 0 &&
        n->inconclusive == 0) {
        check->verdict = whole->verdict;
        check->reason = whole->reason;
        if (whole->message && gv_set_text(&check->message, "%s", whole->message) != GV_OK)
            return GV_ERR_MEMORY;
    }
    if (check->verdict == GV_FAIL && whole->diagnosis)
        return gv_set_text(&check->diagnosis, "%s", whole->diagnosis);
    return GV_OK;
}

static gv_status add_parts(const explaining *e, const gv_checking *checking,
                           gv_check_finding *check) {
    if (e->target->use != GV_WHOLE || e->target->term != GV_WHOLE)
        return GV_OK;
    const gv_status status = gv_parts_measure(checking, e->target->parameter, check);
    const bool asks = check->verdict == GV_FAIL && !check->diagnosis;
    return status == GV_OK && asks ? gv_parts_diagnose(check, "this entry") : status;
}

/* The entry alone, with every rung. */
static gv_status check_entry(explaining *e, const gv_checking *checking,
                             const gv_check_finding *whole) {
    const size_t moves = whole->entries.checked + whole->entries.skipped;
    gv_options one = *e->options;
    gv_checking alone = *checking;
    one.notable = 1;
    alone.options = &one;
    alone.ladder = true;
    gv_check_finding *check = add(checking, e->target);
    if (!check)
        return GV_ERR_MEMORY;
    e->entries.only = &e->explained->index;
    gv_status status = gv_entries_check(&alone, &e->entries, check);
    if (status == GV_OK) {
        check->entries.skipped = moves - check->entries.checked;
        status = inherit(whole, check);
    }
    return status == GV_OK ? add_parts(e, checking, check) : status;
}

static void note_point(const explaining *e, const gv_checking *checking,
                       const gv_check_finding *whole) {
    const gv_subject *subject = checking->subject;
    const gv_parameter *parameter = &subject->parameters[e->target->parameter];
    gv_explained *explained = e->explained;
    explained->index = e->target->index == GV_WHOLE ? whole->worst.index : e->target->index;
    explained->x = subject->point[parameter->offset + explained->index];
    explained->value = checking->survey->value;
    explained->noise = checking->survey->noise;
    explained->counts = whole->entries;
}

/* One target: its parameter, and then its entry. */
static gv_status explain(explaining *e, const gv_checking *surveyed) {
    gv_checking checking = *surveyed;
    gv_findings *scratch = gv_findings_create();
    gv_status status = scratch ? find_claim(e, &checking) : GV_ERR_MEMORY;
    if (status == GV_OK)
        status = check_whole(e, &checking, scratch);
    if (status == GV_OK) {
        const gv_check_finding *whole = &scratch->cases[0].checks[0];
        note_point(e, &checking, whole);
        status = check_entry(e, &checking, whole);
    }
    gv_findings_destroy(scratch);
    return status;
}

/* How bad the entry of a target is, or the worst of its parameter. */
static gv_status weigh(explaining *e, const gv_checking *surveyed, double *badness) {
    gv_checking checking = *surveyed;
    gv_findings *scratch = gv_findings_create();
    gv_status status = scratch ? find_claim(e, &checking) : GV_ERR_MEMORY;
    if (e->target->index != GV_WHOLE)
        e->entries.only = &e->target->index;
    if (status == GV_OK)
        status = check_whole(e, &checking, scratch);
    if (status == GV_OK)
        *badness = gv_entry_badness(&scratch->cases[0].checks[0].worst);
    gv_findings_destroy(scratch);
    return status;
}

/* The number of the worst target; nothing is measured where there is no choice. */
static gv_status choose(explaining *e, const gv_checking *checking) {
    double worst = -1.0, badness = 0.0;
    if (e->count == 0)
        return GV_ERR_ARGUMENT;
    for (size_t i = 0; i < e->count && e->count > 1; i++) {
        e->target = &e->targets[i];
        const gv_status status = weigh(e, checking, &badness);
        if (status != GV_OK)
            return status;
        if (badness > worst) {
            worst = badness;
            e->explained->target = i;
        }
    }
    e->target = &e->targets[e->explained->target];
    return GV_OK;
}

static gv_status make(const gv_checking *surveyed, void *context, gv_error *error) {
    explaining *e = context;
    gv_checking checking = *surveyed;
    (void)error;
    checking.options = e->options;
    e->buffer = calloc(surveyed->subject->count, sizeof *e->buffer);
    if (!e->buffer)
        return GV_ERR_MEMORY;
    const gv_status status = choose(e, &checking);
    return status == GV_OK ? explain(e, &checking) : status;
}

gv_status gv_explain(gv_subject *subject, const gv_options *surveying,
                     const gv_options *options, const gv_target *targets, size_t count,
                     const char *point, const gv_progress *progress, gv_case_finding *finding,
                     gv_explained *explained, gv_error *error) {
    explaining e = {
        .options = options, .targets = targets, .count = count, .explained = explained};
    *explained = (gv_explained){.index = GV_WHOLE};
    const gv_status status =
        gv_checks_make(subject, surveying, point, progress, finding, make, &e, error);
    free(e.buffer);
    return status;
}
