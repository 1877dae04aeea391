/* One case: its requests with the run's overrides on top, at every point, to a verdict. */
#include "error.h"
#include "run/plan.h"
#include "verdict/collect.h"
#include "verdict/outline.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static gv_status no_memory(gv_error *error) {
    (void)gv_fail(error, GV_ERR_MEMORY, "out of memory");
    return GV_ERR_MEMORY;
}

static double now(void) {
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void override(const gv_overrides *overrides, gv_options *options) {
    for (size_t i = 0; i < overrides->count; i++) {
        const gv_override *field = &overrides->fields[i];
        memcpy((char *)options + field->at, (const char *)&overrides->values + field->at,
               field->size);
    }
}

/* The case's own request for a check, or NULL. */
static const gv_request *find_request(const gv_request *requests, size_t count,
                                      const char *kind) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(requests[i].kind, kind) == 0)
            return &requests[i];
    return NULL;
}

/* Which checks are standard depends on what is set: entries left out bring directions in. */
static gv_request *plan_standard(const gv_plan *plan, const gv_case *item, size_t *count) {
    size_t most = 0;
    gv_options options = *gv_case_options(item);
    gv_request *requests;

    while (gv_check_list[most])
        most++;
    requests = calloc(most + 1, sizeof *requests);
    if (!requests)
        return NULL;
    override(&plan->overrides, &options);
    *count = gv_checks_standard(&options, gv_case_samples(item), requests, most);
    return requests;
}

gv_request *gv_plan_requests(const gv_plan *plan, const gv_case *item, size_t *count) {
    size_t own_count = 0;
    const gv_request *own = gv_case_requests(item, &own_count);
    gv_request *requests;

    if (!plan->checks.count && !gv_case_chooses_checks(item))
        return plan_standard(plan, item, count);
    *count = plan->checks.count ? plan->checks.count : own_count;
    requests = calloc(*count + 1, sizeof *requests);
    if (!requests)
        return NULL;
    for (size_t i = 0; i < *count; i++) {
        const char *kind = plan->checks.count ? plan->checks.items[i] : own[i].kind;
        const gv_request *found =
            plan->checks.count ? find_request(own, own_count, kind) : &own[i];
        requests[i].kind = kind;
        requests[i].options = found ? found->options : *gv_case_options(item);
        override(&plan->overrides, &requests[i].options);
    }
    return requests;
}

gv_status gv_plan_set_command(const gv_plan *plan, const gv_case *item, gv_command_line *line,
                              gv_case_finding *finding, gv_error *error) {
    const uint64_t seed =
        plan->overrides.has_seed ? plan->overrides.values.seed : gv_case_seed(item);
    gv_status status = GV_OK;
    char number[24];

    snprintf(number, sizeof number, "%" PRIu64, seed);
    gv_command_add(line, "--seed");
    gv_command_add(line, number);
    if (!line->failed)
        status = gv_set_text(&finding->command, "%s%s%s", line->text,
                             plan->settings && *plan->settings ? " " : "",
                             plan->settings ? plan->settings : "");
    return line->failed || status != GV_OK ? no_memory(error) : GV_OK;
}

/* `gradgate run FILE --case NAME --seed N` and the settings that were given. */
static gv_status set_command(const gv_plan *plan, const gv_case *item, gv_case_finding *finding,
                             gv_error *error) {
    gv_command_line line = {0};

    gv_command_add(&line, "gradgate");
    gv_command_add(&line, "run");
    gv_command_add_path(&line, gv_case_file(item));
    gv_command_add(&line, "--case");
    gv_command_add_glob(&line, gv_case_name(item));
    const gv_status status = gv_plan_set_command(plan, item, &line, finding, error);
    free(line.text);
    return status;
}

/* A point that cannot be reached is a finding: the subject broke there. */
static gv_status add_broken(gv_case_finding *finding, const char *point, const char *message,
                            gv_error *error) {
    gv_check_finding *check = gv_case_add_check(finding, "subject", point, NULL);

    if (!check || gv_set_text(&check->message, "%s", message) != GV_OK)
        return no_memory(error);
    if (!finding->message && gv_set_text(&finding->message, "%s", message) != GV_OK)
        return no_memory(error);
    check->verdict = GV_FAIL;
    check->reason = GV_SUBJECT_BROKE;
    check->options = finding->options;
    finding->reason = GV_SUBJECT_BROKE;
    return GV_OK;
}

/* Where the losses of training go. */
typedef struct tracing {
    gv_point_finding *point;
    gv_status status;
} tracing;

static void trace(void *context, const gv_training_news *news) {
    tracing *t = context;

    if (t->status == GV_OK && news->measured)
        t->status = gv_point_add_loss(t->point, news->step, news->loss);
}

/* float64 as well, where it is said: then whatever the case has of other formats is lifted. */
static bool overrides_precision(const gv_plan *plan) {
    for (size_t i = 0; i < plan->overrides.count; i++)
        if (plan->overrides.fields[i].at == offsetof(gv_options, precision))
            return true;
    return false;
}

gv_status gv_plan_reach(const gv_plan *plan, const gv_case *item, size_t point,
                        gv_case_finding *finding, gv_subject **subject, gv_error *error) {
    const char *name = gv_case_point_name(item, point);
    tracing traced = {.point = gv_case_point(finding, name)};
    const gv_case_overrides overrides = {.has_seed = plan->overrides.has_seed,
                                         .seed = plan->overrides.values.seed,
                                         .told = trace,
                                         .context = &traced,
                                         .has_precision = overrides_precision(plan),
                                         .precision = finding->options.precision};
    gv_error cause = {GV_OK, ""};
    gv_subject *made = NULL;
    gv_status status = traced.point ? gv_case_subject(item, point, &overrides, &made, &cause)
                                    : no_memory(&cause);

    if (status == GV_OK)
        status = traced.status;
    if (status == GV_OK) {
        *subject = made;
        return GV_OK;
    }
    gv_subject_destroy(made);
    if (status == GV_ERR_SUBJECT)
        return add_broken(finding, name, cause.message, error);
    if (error)
        *error = cause;
    return status;
}

static gv_status run_point(const gv_plan *plan, const gv_case *item, size_t point,
                           const gv_request *requests, size_t count,
                           const gv_progress *progress, gv_case_finding *finding,
                           gv_error *error) {
    const char *name = gv_case_point_name(item, point);
    gv_error cause = {GV_OK, ""};
    gv_subject *subject = NULL;
    gv_status status = gv_plan_reach(plan, item, point, finding, &subject, error);

    if (status == GV_OK && subject) {
        finding->parameters = subject->count;
        status = gv_checks_run(subject, requests, count, name, progress, finding, &cause);
        if (status != GV_OK && error)
            *error = cause;
    }
    gv_subject_destroy(subject);
    return status;
}

static size_t evaluations_of(const gv_case_finding *finding) {
    size_t evaluations = 0;

    for (size_t i = 0; i < finding->check_count; i++)
        evaluations += finding->checks[i].evaluations;
    return evaluations;
}

gv_status gv_run_case(const gv_plan *plan, const gv_case *item, const gv_progress *progress,
                      gv_findings *findings, gv_error *error) {
    const double began = now();
    size_t count = 0;
    gv_case_finding *finding =
        gv_findings_add_case(findings, gv_case_name(item), gv_case_file(item));
    gv_request *requests = finding ? gv_plan_requests(plan, item, &count) : NULL;
    gv_status status = requests ? GV_OK : no_memory(error);

    if (status == GV_OK) {
        finding->expected = gv_case_expected(item);
        finding->options = *gv_case_options(item);
        override(&plan->overrides, &finding->options);
        finding->options.checks = NULL;
        status = set_command(plan, item, finding, error);
    }
    if (status == GV_OK)
        status = gv_case_outline(item, &finding->outline);
    for (size_t i = 0; i < gv_case_point_count(item) && status == GV_OK; i++)
        status = run_point(plan, item, i, requests, count, progress, finding, error);
    if (finding) {
        gv_case_conclude(finding);
        finding->evaluations = evaluations_of(finding);
        finding->seconds = now() - began;
    }
    free(requests);
    return status;
}
