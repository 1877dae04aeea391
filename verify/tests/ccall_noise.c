/* Values whose noise hides the derivative from every single step. */
#include "ccall_support.h"
#include <float.h>

enum { N = 3 };
static const double start[N] = {0.7, -0.4, 1.1};

/* A smooth value, under noise of each point's own or rounded; and how wrong the claim is. */
typedef struct veiled {
    double noise;
    bool single, grid;
    double by; /* of the first entry, as a share of it */
} veiled;

static double noise_at(const double *x) {
    uint64_t bits = 0;
    for (size_t i = 0; i < N; i++) {
        uint64_t own = 0;
        memcpy(&own, &x[i], sizeof own);
        bits = gv_mix(bits ^ own);
    }
    return 2.0 * gv_random_unit(157, 0, bits) - 1.0;
}

static gv_eval value(const double *x, size_t n, double *result, void *context) {
    const veiled *v = context;
    (void)n;
    const double f = exp(x[0]) * sin(3.0 * x[1]) + x[2] * x[2] * x[0];
    *result = v->single ? (double)(float)f
              : v->grid ? v->noise * rint(f / v->noise)
                        : f + v->noise * noise_at(x);
    return GV_EVAL_OK;
}

static gv_eval gradient(const double *x, size_t n, double *g, void *context) {
    const veiled *v = context;
    (void)n;
    g[0] = (exp(x[0]) * sin(3.0 * x[1]) + x[2] * x[2]) * (1.0 + v->by);
    g[1] = 3.0 * exp(x[0]) * cos(3.0 * x[1]);
    g[2] = 2.0 * x[2] * x[0];
    return GV_EVAL_OK;
}

static gv_findings *check_veiled(veiled *v, unsigned without) {
    const gv_group group = call_vector("x", N);
    gv_options options = gv_options_default();
    const gv_problem problem = {.name = "veiled",
                                .groups = &group,
                                .group_count = 1,
                                .start = start,
                                .value = value,
                                .gradient = gradient,
                                .claim = GV_FLOAT64,
                                .context = v};
    options.without = without;
    return call_check(&problem, &options);
}

static gv_verdict verdict_of(veiled v, unsigned without) {
    gv_findings *findings = check_veiled(&v, without);
    const gv_verdict verdict = findings->cases[0].verdict;
    gv_findings_destroy(findings);
    return verdict;
}

static const unsigned no_fit = 1U << GV_RULE_FIT;

/* Noise that leaves a bound above the resolution at the best step. */
static const veiled veils[] = {{.noise = 1e-4}, {.noise = 3e-5}, {.noise = 1e-4, .grid = true}};
enum { VEILS = sizeof veils / sizeof *veils };

START_TEST(many_points_show_what_no_step_does) {
    for (size_t i = 0; i < VEILS; i++) {
        HOLDS(verdict_of(veils[i], no_fit) == GV_INCONCLUSIVE, "veil %zu", i);
        HOLDS(verdict_of(veils[i], 0) == GV_PASS, "veil %zu", i);
    }
}
END_TEST

START_TEST(many_points_refute_what_no_step_does) {
    for (size_t i = 0; i < VEILS; i++) {
        veiled v = veils[i];
        v.by = 3.2e-3;
        HOLDS(verdict_of(v, no_fit) == GV_INCONCLUSIVE, "veil %zu", i);
        HOLDS(verdict_of(v, 0) == GV_FAIL, "veil %zu", i);
    }
}
END_TEST

START_TEST(an_entry_says_that_it_was_fitted_and_within_what) {
    veiled v = {.noise = 1e-4, .by = 3.2e-3};
    gv_findings *stepped = check_veiled(&v, no_fit), *fitted = check_veiled(&v, 0);
    const gv_entry *a = &call_find(stepped, "gradient", "x")->worst;
    const gv_entry *b = &call_find(fitted, "gradient", "x")->worst;
    ck_assert(!a->fitted && b->fitted);
    ck_assert(a->index == b->index && b->error < 0.25 * a->error);
    ck_assert(b->step <= 0.5 && b->evaluations >= a->evaluations + 96);
    gv_findings_destroy(stepped);
    gv_findings_destroy(fitted);
}
END_TEST

/* The bound of the best step is within the resolution, and half of it is more than the error.
 */
START_TEST(a_coarse_pass_that_many_points_refute_is_taken_back) {
    const double noises[] = {2.3e-7, 1.7e-6, 1.3e-5};
    for (size_t i = 0; i < sizeof noises / sizeof *noises; i++) {
        const veiled v = {.noise = noises[i], .by = 2e-4}, right = {.noise = noises[i]};
        HOLDS(verdict_of(v, no_fit) == GV_PASS, "noise %g", v.noise);
        HOLDS(verdict_of(v, 0) != GV_PASS, "noise %g", v.noise);
        HOLDS(verdict_of(right, 0) == GV_PASS, "noise %g", v.noise);
    }
}
END_TEST

START_TEST(values_in_float32_are_decided_to_a_ten_thousandth) {
    const veiled right = {.single = true}, wrong = {.single = true, .by = 2e-4};
    ck_assert_int_eq(verdict_of(right, 0), GV_PASS);
    ck_assert_int_eq(verdict_of(wrong, 0), GV_FAIL);
}
END_TEST

/* At -1.3 the slope is 30 exp(-39), a hundredth of what can be seen beside 1, and farther out
 * it is more than that. */
static gv_eval steep(const double *x, size_t n, double *result, void *context) {
    (void)n;
    (void)context;
    *result = 1.0 + exp(30.0 * x[0]) + x[1] * x[1] + x[2];
    return GV_EVAL_OK;
}

static gv_eval steep_gradient(const double *x, size_t n, double *g, void *context) {
    const veiled *v = context;
    (void)n;
    g[0] = 30.0 * exp(30.0 * x[0]) * (1.0 + v->by);
    g[1] = 2.0 * x[1];
    g[2] = 1.0;
    return GV_EVAL_OK;
}

START_TEST(no_entry_passes_by_a_bound_that_is_larger_for_what_the_value_does_far_away) {
    const double at[] = {-1.2, 0.5, 0.3};
    const gv_group group = call_vector("x", N);
    const double shares[] = {-2.0, 0.0, 2.0, 4.0};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        veiled v = {.by = shares[i]};
        const gv_problem problem = {.name = "steep",
                                    .groups = &group,
                                    .group_count = 1,
                                    .start = at,
                                    .value = steep,
                                    .gradient = steep_gradient,
                                    .context = &v};
        gv_findings *findings = call_check(&problem, NULL);
        const gv_counts *counts = &call_find(findings, "gradient", "x")->entries;
        HOLDS(counts->checked == N && counts->coarse == 0, "by %g: %s", v.by,
              call_told(findings));
        HOLDS(counts->passed == N - 1, "by %g: %zu passed", v.by, counts->passed);
        gv_findings_destroy(findings);
    }
}
END_TEST

/* A joint at 1 beside a large constant, and a corner at 0 in float32. */
static gv_eval jointed(const double *x, size_t n, double *result, void *context) {
    (void)n;
    (void)context;
    *result = 1e8 + fmax(x[0] - 1.0, 0.0) + x[1] * x[1];
    return GV_EVAL_OK;
}

static gv_eval cornered(const double *x, size_t n, double *result, void *context) {
    (void)n;
    (void)context;
    *result = (double)(float)(0.7 + fabs(x[0]) + x[1] * x[1]);
    return GV_EVAL_OK;
}

/* The claim of the first entry; the second's is right. */
static gv_eval told(const double *x, size_t n, double *g, void *context) {
    const double *first = context;
    (void)n;
    g[0] = *first;
    g[1] = 2.0 * x[1];
    return GV_EVAL_OK;
}

static gv_verdict verdict_at(gv_eval (*f)(const double *, size_t, double *, void *), double at,
                             double claimed) {
    const double point[] = {at, 0.5};
    const gv_group group = call_vector("x", 2);
    const gv_problem problem = {.name = "kink in noise",
                                .groups = &group,
                                .group_count = 1,
                                .start = point,
                                .value = f,
                                .gradient = told,
                                .context = &claimed};
    gv_findings *findings = call_check(&problem, NULL);
    const gv_verdict verdict = findings->cases[0].verdict;
    gv_findings_destroy(findings);
    return verdict;
}

START_TEST(slopes_beside_a_kink_are_measured_at_steps_that_noise_allows) {
    const double away[] = {1e-3, 1e-4, 1e-5};
    for (size_t i = 0; i < sizeof away / sizeof *away; i++) {
        HOLDS(verdict_at(jointed, 1.0 + away[i], 1.0) == GV_PASS, "%g right of it", away[i]);
        HOLDS(verdict_at(jointed, 1.0 + away[i], 0.9) == GV_FAIL, "%g right of it", away[i]);
        HOLDS(verdict_at(jointed, 1.0 + away[i], 0.0) == GV_FAIL, "%g right of it", away[i]);
        HOLDS(verdict_at(jointed, 1.0 - away[i], 0.5) == GV_FAIL, "%g left of it", away[i]);
    }
    ck_assert_int_eq(verdict_at(cornered, 0.0, 1.2), GV_FAIL);
    ck_assert_int_eq(verdict_at(cornered, 0.0, -1.2), GV_FAIL);
    ck_assert_int_ne(verdict_at(cornered, 0.0, 0.5), GV_FAIL);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        many_points_show_what_no_step_does,
        many_points_refute_what_no_step_does,
        an_entry_says_that_it_was_fitted_and_within_what,
        a_coarse_pass_that_many_points_refute_is_taken_back,
        values_in_float32_are_decided_to_a_ten_thousandth,
        no_entry_passes_by_a_bound_that_is_larger_for_what_the_value_does_far_away,
        slopes_beside_a_kink_are_measured_at_steps_that_noise_allows,
        NULL};
    return suite_run("ccall_noise", tests);
}
