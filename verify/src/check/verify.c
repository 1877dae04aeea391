/* The C call: a problem becomes a subject, its checks become findings. */
#include "check/check.h"
#include "check/settings.h"
#include "error.h"
#include "subject/callback.h"
#include "verdict/collect.h"
#include <gradgate/verify/verify.h>
#include <fenv.h>
#include <math.h>

gv_options gv_options_default(void) {
    return (gv_options){.tolerance = 1e-6,
                        .resolution = 1e-3,
                        .evaluations = 400,
                        .step = 0x1p-8,
                        .directions = 4,
                        .seed = 1,
                        .notable = 10};
}

static bool is_share(double v) {
    return v >= 0.0 && v <= 1.0;
}

/* With a tolerance of the whole entry a flipped sign would nearly pass. */
static bool is_fraction(double v) {
    return v > 0.0 && v < 1.0;
}

static gv_status check_options(const gv_options *options, gv_error *error) {
    if (!is_fraction(options->tolerance) || !is_fraction(options->resolution))
        return gv_fail(error, GV_ERR_ARGUMENT,
                       "tolerance and resolution are positive and below 1: start from "
                       "gv_options_default()");
    if (options->evaluations < GV_EVALUATIONS_LEAST ||
        options->evaluations > GV_EVALUATIONS_MOST)
        return gv_fail(error, GV_ERR_ARGUMENT,
                       "evaluations per entry: %zu is not between %d and %d",
                       options->evaluations, GV_EVALUATIONS_LEAST, GV_EVALUATIONS_MOST);
    if (!is_share(options->min_coverage) || !(options->min_resolution >= 0.0))
        return gv_fail(error, GV_ERR_ARGUMENT,
                       "the minimum coverage is a share, 0..1, the minimum resolution not "
                       "negative");
    if (!is_share(options->step))
        return gv_fail(error, GV_ERR_ARGUMENT,
                       "the first step is a share of the size of the variable, up to 1; 0: the "
                       "usual one");
    if ((unsigned)options->method >= GV_METHOD_COUNT)
        return gv_fail(error, GV_ERR_ARGUMENT, "unknown method");
    if ((unsigned)options->precision >= GV_PRECISION_COUNT)
        return gv_fail(error, GV_ERR_ARGUMENT, "unknown precision");
    if (options->on_inconclusive != GV_INCONCLUSIVE_WARN &&
        options->on_inconclusive != GV_INCONCLUSIVE_FAIL)
        return gv_fail(error, GV_ERR_ARGUMENT, "unknown policy for what is inconclusive");
    return GV_OK;
}

enum { REQUESTS_MAX = 32 };

static gv_status chosen_requests(const gv_options *options, gv_request *requests, size_t *count,
                                 gv_error *error) {
    *count = 0;
    for (size_t i = 0; options->checks[i]; i++) {
        if (!gv_check_find(options->checks[i]))
            return gv_fail(error, GV_ERR_ARGUMENT, "there is no check named '%.100s'",
                           options->checks[i]);
        if (*count == REQUESTS_MAX)
            return gv_fail(error, GV_ERR_ARGUMENT, "more than %d checks", REQUESTS_MAX);
        requests[(*count)++] = (gv_request){options->checks[i], *options};
    }
    return GV_OK;
}

static bool samples(const gv_subject *subject) {
    for (size_t p = 0; p < subject->parameter_count; p++)
        if (gv_settings_sample(&subject->parameters[p].group.settings))
            return true;
    return false;
}

static gv_status check_subject(gv_subject *subject, const char *name, const gv_options *options,
                               gv_findings *findings, gv_error *error) {
    gv_request requests[REQUESTS_MAX];
    size_t count = 0;
    if (options->checks) {
        const gv_status status = chosen_requests(options, requests, &count, error);
        if (status != GV_OK)
            return status;
    } else {
        count = gv_checks_standard(options, samples(subject), requests, REQUESTS_MAX);
    }
    gv_case_finding *finding = gv_findings_add_case(findings, name ? name : "problem", NULL);
    if (!finding)
        return gv_fail(error, GV_ERR_MEMORY, "no memory for findings");
    finding->options = *options;
    finding->options.checks = NULL;
    const gv_status status =
        gv_checks_run(subject, requests, count, "start", NULL, finding, error);
    gv_case_conclude(finding);
    return status;
}

gv_status gv_check(const gv_problem *problem, const gv_options *options, gv_findings **findings,
                   gv_error *error) {
    const gv_options defaults = gv_options_default();
    const gv_options *applied = options ? options : &defaults;
    gv_subject *subject = NULL;
    gv_findings *made = NULL;
    fenv_t environment;
    if (error)
        *error = (gv_error){.status = GV_OK};
    if (!findings)
        return gv_fail(error, GV_ERR_ARGUMENT, "no place for the findings");
    *findings = NULL;
    if (!problem)
        return gv_fail(error, GV_ERR_ARGUMENT, "no problem");
    (void)feholdexcept(&environment); /* a caller's traps are for the caller's own arithmetic */
    (void)fesetround(FE_TONEAREST);
    gv_status status = check_options(applied, error);
    if (status == GV_OK)
        status = gv_callback_create(problem, applied, &subject, error);
    if (status != GV_OK)
        goto out;
    made = gv_findings_create();
    status = made ? check_subject(subject, problem->name, applied, made, error)
                  : gv_fail(error, GV_ERR_MEMORY, "no memory for findings");
out:
    gv_subject_destroy(subject);
    (void)fesetenv(&environment);
    if (status == GV_OK)
        *findings = made;
    else
        gv_findings_destroy(made);
    return status;
}

gv_status gv_check_vector(size_t n, const double *start, gv_value_fn *value,
                          gv_gradient_fn *gradient, void *context, gv_findings **findings) {
    const gv_group group = {.name = "x", .rank = 1, .shape = {n}};
    const gv_problem problem = {.name = "problem",
                                .groups = &group,
                                .group_count = 1,
                                .start = start,
                                .value = value,
                                .gradient = gradient,
                                .context = context};
    return gv_check(&problem, NULL, findings, NULL);
}

const char *gv_version(void) {
    return GRADGATE_VERSION;
}
