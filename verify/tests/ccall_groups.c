/* What a group declares is honoured: bounds, storage, precision of the claim,
 * tolerances of its own, zeros that are expected; and a reference value. */
#include "ccall_support.h"
#include <float.h>

/* A right gradient with one entry scaled, of a function that `check_point` watches. */
typedef struct watched {
    size_t n;
    const double *lower, *upper;
    bool float32; /* every number given must be one */
    size_t outside, not_stored, values;
    size_t entry;
    double by;
} watched;

static double smooth(const double *x, size_t n) {
    double f = 0.4;
    for (size_t i = 0; i < n; i++)
        f += sin((0.4 + 0.1 * (double)i) * x[i]) * (1.0 + x[(i + 1) % n] * x[(i + 1) % n]);
    return f;
}

static void smooth_gradient(const double *x, size_t n, double *g) {
    for (size_t i = 0; i < n; i++) {
        const size_t before = (i + n - 1) % n;
        const double a = 0.4 + 0.1 * (double)i, b = 0.4 + 0.1 * (double)before;
        const double next = x[(i + 1) % n];
        g[i] = a * cos(a * x[i]) * (1.0 + next * next) + 2.0 * x[i] * sin(b * x[before]);
    }
}

static gv_eval value(const double *x, size_t n, double *result, void *context) {
    watched *w = context;
    w->values++;
    for (size_t i = 0; i < n; i++) {
        w->outside +=
            (w->lower && !(x[i] >= w->lower[i])) || (w->upper && !(x[i] <= w->upper[i]));
        w->not_stored += w->float32 && (double)(float)x[i] != x[i];
    }
    *result = smooth(x, n);
    return GV_EVAL_OK;
}

static gv_eval gradient(const double *x, size_t n, double *g, void *context) {
    const watched *w = context;
    smooth_gradient(x, n, g);
    g[w->entry] *= 1.0 + w->by;
    return GV_EVAL_OK;
}

static gv_problem problem_of(const char *name, const gv_group *group, const double *start,
                             watched *w) {
    return (gv_problem){.name = name,
                        .groups = group,
                        .group_count = 1,
                        .start = start,
                        .value = value,
                        .gradient = gradient,
                        .context = w};
}

enum { N = 5 };
static const double start[N] = {0.7731, -1.3947, 2.618, -0.5772, 1.2021};

START_TEST(no_probe_leaves_the_bounds_however_tight_they_are) {
    for (int decade = -9; decade <= 0; decade++) {
        const double room = pow(10.0, decade);
        dice d = {.seed = 141};
        double lower[N], upper[N];
        for (size_t i = 0; i < N; i++) {
            lower[i] = start[i] - room * dice_between(&d, 0.0, 1.0);
            upper[i] = start[i] + room * dice_between(&d, 0.0, 1.0);
        }
        lower[1] = start[1]; /* at its bound */
        upper[3] = start[3];
        gv_group group = call_vector("x", N);
        group.lower = lower;
        group.upper = upper;
        watched w = {.lower = lower, .upper = upper};
        const gv_problem problem = problem_of("bounds", &group, start, &w);
        gv_findings *findings = call_check(&problem, NULL);
        ck_assert_msg(w.outside == 0, "room %g: %zu of %zu outside", room, w.outside, w.values);
        ck_assert_msg(findings->cases[0].verdict != GV_FAIL, "room %g: %s", room,
                      call_told(findings));
        if (room > 1e-4)
            ck_assert_msg(findings->cases[0].verdict == GV_PASS, "room %g: %s", room,
                          call_told(findings));
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(a_wrong_entry_at_its_bound_fails_by_the_open_side) {
    const double upper[N] = {0.7731, 5.0, 5.0, 5.0, 5.0};
    gv_group group = call_vector("x", N);
    group.upper = upper;
    watched w = {.upper = upper, .entry = 0, .by = 1e-3};
    const gv_problem problem = problem_of("wrong at a bound", &group, start, &w);
    gv_findings *findings = call_check(&problem, NULL);
    const gv_check_finding *check = call_find(findings, "gradient", "x");
    ck_assert_msg(check->verdict == GV_FAIL && check->worst.index == 0 &&
                      check->worst.one_sided,
                  "%s", call_told(findings));
    ck_assert_uint_eq(w.outside, 0);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(an_entry_without_any_room_is_undecided_for_that_reason) {
    gv_group group = call_vector("x", N);
    double lower[N], upper[N];
    for (size_t i = 0; i < N; i++) {
        lower[i] = i == 2 ? start[i] : start[i] - 1.0;
        upper[i] = i == 2 ? start[i] : start[i] + 1.0;
    }
    group.lower = lower;
    group.upper = upper;
    watched w = {.lower = lower, .upper = upper};
    const gv_problem problem = problem_of("no room", &group, start, &w);
    gv_findings *findings = call_check(&problem, NULL);
    const gv_check_finding *check = call_find(findings, "gradient", "x");
    ck_assert_int_eq(check->verdict, GV_INCONCLUSIVE);
    ck_assert_int_eq(check->reason, GV_NO_ROOM);
    ck_assert_uint_eq(check->entries.inconclusive, 1);
    ck_assert_uint_eq(check->worst.index, 2);
    ck_assert_ptr_nonnull(check->notable[0].advice);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(every_probe_of_a_float32_group_is_a_float32_number) {
    gv_group group = call_vector("x", N);
    group.storage = GV_FLOAT32;
    double stored[N];
    for (size_t i = 0; i < N; i++)
        stored[i] = (double)(float)start[i];
    watched right = {.float32 = true}, wrong = {.float32 = true, .entry = 3, .by = 1e-4};
    const gv_problem a = problem_of("float32 storage", &group, stored, &right);
    const gv_problem b = problem_of("float32 storage, wrong", &group, stored, &wrong);
    CALL_EXPECT(&a, NULL, GV_PASS);
    CALL_EXPECT(&b, NULL, GV_FAIL);
    ck_assert_msg(right.not_stored == 0, "%zu of %zu", right.not_stored, right.values);
    ck_assert_uint_eq(wrong.not_stored, 0);
}
END_TEST

START_TEST(the_float32_preset_rounds_the_point_of_every_group) {
    const gv_group group = call_vector("x", N);
    watched w = {.float32 = true};
    const gv_problem problem = problem_of("preset", &group, start, &w);
    gv_options options = gv_options_default();
    options.precision = GV_FLOAT32;
    CALL_EXPECT(&problem, &options, GV_PASS);
    ck_assert_uint_eq(w.not_stored, 0);
}
END_TEST

/* A gradient computed in float32: every intermediate is rounded, and digits are lost to
 * 50 y, so that the tolerance alone does not cover it. */
static gv_eval gradient32(const double *x, size_t n, double *g, void *context) {
    const watched *w = context;
    for (size_t i = 0; i < n; i++) {
        const size_t before = (i + n - 1) % n;
        const float a = 0.4F + 0.1F * (float)i, b = 0.4F + 0.1F * (float)before;
        const float y = (float)x[i], next = (float)x[(i + 1) % n];
        const volatile float one = 50.0F * y + a * cosf(a * y) * (1.0F + next * next);
        g[i] = (double)(one - 50.0F * y + 2.0F * y * sinf(b * (float)x[before]));
    }
    g[w->entry] *= 1.0 + w->by;
    return GV_EVAL_OK;
}

START_TEST(a_float32_claim_passes_with_its_scatter_and_its_errors_are_seen) {
    const gv_group group = call_vector("x", N);
    watched right = {0}, wrong = {.entry = 2, .by = 1e-2};
    gv_problem problem = problem_of("float32 claim", &group, start, &right);
    problem.claim = GV_FLOAT32;
    problem.gradient = gradient32;
    gv_findings *findings = call_check(&problem, NULL);
    ck_assert_msg(findings->cases[0].verdict == GV_PASS, "%s", call_told(findings));
    const gv_check_finding *check = call_find(findings, "gradient", "x");
    ck_assert(check->worst.scatter > 0.0);
    gv_findings_destroy(findings);
    problem.context = &wrong;
    CALL_EXPECT(&problem, NULL, GV_FAIL);
    problem.context = &right;
    problem.claim = GV_FLOAT64; /* as such it is wrong */
    CALL_EXPECT(&problem, NULL, GV_FAIL);
}
END_TEST

/* Scatter of a hundredth is not rounding in float32. */
static gv_eval scattering(const double *x, size_t n, double *g, void *context) {
    const gv_eval eval = gradient32(x, n, g, context);
    uint64_t bits = 0;
    memcpy(&bits, &x[1], sizeof bits);
    g[1] *= 1.0 + 1e-2 * gv_random_unit(142, 0, bits);
    return eval;
}

START_TEST(scatter_beyond_what_the_precision_explains_never_passes) {
    const gv_group group = call_vector("x", N);
    watched w = {0};
    gv_problem problem = problem_of("scatter", &group, start, &w);
    problem.claim = GV_FLOAT32;
    problem.gradient = scattering;
    gv_findings *findings = call_check(&problem, NULL);
    ck_assert_msg(findings->cases[0].verdict != GV_PASS, "%s", call_told(findings));
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(the_tolerance_of_a_group_overrides_that_of_the_run) {
    gv_group group = call_vector("x", N);
    watched w = {.entry = 1, .by = 1e-4};
    const gv_problem problem = problem_of("tolerance", &group, start, &w);
    CALL_EXPECT(&problem, NULL, GV_FAIL);
    group.tolerance = 1e-3;
    CALL_EXPECT(&problem, NULL, GV_PASS);
    gv_options options = gv_options_default();
    options.tolerance = 1e-2;
    group.tolerance = 1e-5;
    gv_findings *findings = call_check(&problem, &options);
    ck_assert_int_eq(findings->cases[0].verdict, GV_FAIL);
    ck_assert(call_find(findings, "gradient", "x")->tolerance == 1e-5);
    gv_findings_destroy(findings);
}
END_TEST

/* A value with a hundredth of noise and more: undecided at the resolution of the run. */
static gv_eval grainy(const double *x, size_t n, double *result, void *context) {
    const gv_eval eval = value(x, n, result, context);
    uint64_t bits = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t own = 0;
        memcpy(&own, &x[i], sizeof own);
        bits = gv_mix(bits ^ own);
    }
    *result += 5e-3 * (2.0 * gv_random_unit(143, 0, bits) - 1.0);
    return eval;
}

START_TEST(the_resolution_of_a_group_overrides_that_of_the_run) {
    gv_group group = call_vector("x", N);
    watched w = {0};
    gv_problem problem = problem_of("resolution", &group, start, &w);
    problem.value = grainy;
    CALL_EXPECT(&problem, NULL, GV_INCONCLUSIVE);
    group.resolution = 0.2;
    CALL_EXPECT(&problem, NULL, GV_PASS);
}
END_TEST

static gv_eval reference(const double *x, size_t n, double *result, void *context) {
    (void)context;
    *result = smooth(x, n);
    return GV_EVAL_OK;
}

static gv_eval other_reference(const double *x, size_t n, double *result, void *context) {
    (void)context;
    *result = 2.0 * smooth(x, n);
    return GV_EVAL_OK;
}

START_TEST(a_reference_value_decides_what_the_value_is_too_noisy_for) {
    const gv_group group = call_vector("x", N);
    watched right = {0}, wrong = {.entry = 4, .by = 1e-5};
    gv_problem problem = problem_of("reference", &group, start, &right);
    problem.value = grainy;
    problem.reference = reference;
    CALL_EXPECT(&problem, NULL, GV_PASS);
    problem.context = &wrong;
    CALL_EXPECT(&problem, NULL, GV_FAIL);
}
END_TEST

START_TEST(a_reference_that_disagrees_at_the_point_is_not_used) {
    const gv_group group = call_vector("x", N);
    watched right = {0};
    gv_problem problem = problem_of("disagreeing reference", &group, start, &right);
    problem.reference = other_reference;
    CALL_EXPECT(&problem, NULL, GV_PASS); /* by the value itself */
    gv_findings *findings = call_check(&problem, NULL);
    const gv_check_finding *told = call_find(findings, "survey", NULL);
    ck_assert_ptr_nonnull(told);
    ck_assert_int_eq(told->reason, GV_REFERENCE_UNUSED);
    ck_assert_ptr_nonnull(strstr(told->message, "it was not used"));
    gv_findings_destroy(findings);
    problem.reference = NULL;
    findings = call_check(&problem, NULL);
    ck_assert_ptr_null(call_find(findings, "survey", NULL));
    gv_findings_destroy(findings);
}
END_TEST

/* Entry 2 of this value is not read. */
static gv_eval partly(const double *x, size_t n, double *result, void *context) {
    (void)n;
    (void)context;
    *result = sin(0.9 * x[0]) * x[1] + 0.3 * x[3] + x[4] * x[4];
    return GV_EVAL_OK;
}

static gv_eval partly_gradient(const double *x, size_t n, double *g, void *context) {
    (void)n;
    g[0] = 0.9 * cos(0.9 * x[0]) * x[1];
    g[1] = sin(0.9 * x[0]);
    g[2] = context ? *(const double *)context : 0.0;
    g[3] = 0.3;
    g[4] = 2.0 * x[4];
    return GV_EVAL_OK;
}

static gv_problem partly_of(const gv_group *group, void *context) {
    return (gv_problem){.name = "partly read",
                        .groups = group,
                        .group_count = 1,
                        .start = start,
                        .value = partly,
                        .gradient = partly_gradient,
                        .context = context};
}

START_TEST(a_zero_that_is_expected_passes_and_anything_else_there_fails) {
    static const unsigned char zeros[N] = {0, 0, 1, 0, 0};
    gv_group group = call_vector("x", N);
    group.expect_zero = zeros;
    const gv_problem right = partly_of(&group, NULL);
    CALL_EXPECT(&right, NULL, GV_PASS);
    static const double sizes[] = {1e-30, -1e-17, 1e-9, 1e-3};
    for (size_t i = 0; i < 4; i++) {
        double claimed = sizes[i];
        const gv_problem wrong = partly_of(&group, &claimed);
        CALL_EXPECT(&wrong, NULL, GV_FAIL);
    }
}
END_TEST

START_TEST(an_expected_zero_where_the_truth_is_not_zero_fails) {
    static const unsigned char zeros[N] = {0, 0, 1, 1, 0};
    gv_group group = call_vector("x", N);
    group.expect_zero = zeros;
    const gv_problem problem = partly_of(&group, NULL);
    gv_findings *findings = call_check(&problem, NULL);
    const gv_check_finding *check = call_find(findings, "gradient", "x");
    ck_assert_int_eq(check->verdict, GV_FAIL);
    ck_assert_uint_eq(check->worst.index, 3);
    gv_findings_destroy(findings);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        no_probe_leaves_the_bounds_however_tight_they_are,
        a_wrong_entry_at_its_bound_fails_by_the_open_side,
        an_entry_without_any_room_is_undecided_for_that_reason,
        every_probe_of_a_float32_group_is_a_float32_number,
        the_float32_preset_rounds_the_point_of_every_group,
        a_float32_claim_passes_with_its_scatter_and_its_errors_are_seen,
        scatter_beyond_what_the_precision_explains_never_passes,
        the_tolerance_of_a_group_overrides_that_of_the_run,
        the_resolution_of_a_group_overrides_that_of_the_run,
        a_reference_value_decides_what_the_value_is_too_noisy_for,
        a_reference_that_disagrees_at_the_point_is_not_used,
        a_zero_that_is_expected_passes_and_anything_else_there_fails,
        an_expected_zero_where_the_truth_is_not_zero_fails,
        NULL};
    return suite_run("ccall_groups", tests);
}
