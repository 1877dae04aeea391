/* A check leaves everything as it found it, and comes to the same findings every time. */
#include "ccall_support.h"
#include <fenv.h>
#include <gsl/gsl_errno.h>

enum { N = 6 };
static const double point[N] = {0.7731, -1.3947, 2.618, -0.5772, 1.2021, 0.0};

/* A smooth part, a kink at 0 in the last entry, and one wrong entry: every part of the
 * machinery has something to do. */
static gv_eval value(const double *x, size_t n, double *result, void *context) {
    (void)context;
    *result = 0.4 + fabs(x[n - 1]);
    for (size_t i = 0; i + 1 < n; i++)
        *result += sin((0.4 + 0.1 * (double)i) * x[i]) * (1.0 + x[i + 1] * x[i + 1]);
    return GV_EVAL_OK;
}

static gv_eval gradient(const double *x, size_t n, double *g, void *context) {
    (void)context;
    memset(g, 0, n * sizeof *g);
    g[n - 1] = 0.3;
    for (size_t i = 0; i + 1 < n; i++) {
        const double a = 0.4 + 0.1 * (double)i;
        g[i] += a * cos(a * x[i]) * (1.0 + x[i + 1] * x[i + 1]);
        g[i + 1] += 2.0 * x[i + 1] * sin(a * x[i]);
    }
    g[2] *= 1.01;
    return GV_EVAL_OK;
}

static gv_group groups[] = {{.name = "first", .rank = 1, .shape = {2}},
                            {.name = "second", .rank = 2, .shape = {2, 2}}};

static gv_problem problem_at(const double *start) {
    return (gv_problem){.name = "state",
                        .groups = groups,
                        .group_count = 2,
                        .start = start,
                        .value = value,
                        .gradient = gradient};
}

static void same_text(const char *a, const char *b) {
    ck_assert(!a == !b);
    if (a)
        ck_assert_str_eq(a, b);
}

/* Field by field: padding has no meaning. */
static void same_entry(const gv_entry *a, const gv_entry *b) {
    ck_assert(a->index == b->index && a->verdict == b->verdict && a->reason == b->reason);
    ck_assert(same_bits(a->claimed, b->claimed) && same_bits(a->measured, b->measured));
    ck_assert(same_bits(a->error, b->error) && same_bits(a->gap, b->gap));
    ck_assert(same_bits(a->allowed, b->allowed) && same_bits(a->scale, b->scale));
    ck_assert(same_bits(a->scatter, b->scatter) && same_bits(a->step, b->step));
    ck_assert(a->kink == b->kink && same_bits(a->kink_at, b->kink_at));
    ck_assert(same_bits(a->slope_left, b->slope_left));
    ck_assert(same_bits(a->slope_right, b->slope_right));
    ck_assert(a->one_sided == b->one_sided && a->fitted == b->fitted);
    ck_assert(a->evaluations == b->evaluations);
    ck_assert_uint_eq(a->rung_count, b->rung_count);
    for (size_t i = 0; i < a->rung_count; i++)
        ck_assert(same_bits(a->rungs[i].step, b->rungs[i].step) &&
                  same_bits(a->rungs[i].estimate, b->rungs[i].estimate) &&
                  same_bits(a->rungs[i].error, b->rungs[i].error));
    same_text(a->advice, b->advice);
}

static void same_check(const gv_check_finding *a, const gv_check_finding *b) {
    ck_assert_str_eq(a->kind, b->kind);
    same_text(a->parameter, b->parameter);
    same_text(a->message, b->message);
    same_text(a->diagnosis, b->diagnosis);
    ck_assert(a->verdict == b->verdict && a->reason == b->reason);
    ck_assert(memcmp(&a->entries, &b->entries, sizeof a->entries) == 0);
    ck_assert(a->has_worst == b->has_worst && a->evaluations == b->evaluations);
    ck_assert(same_bits(a->detectable, b->detectable));
    if (a->has_worst)
        same_entry(&a->worst, &b->worst);
    ck_assert_uint_eq(a->notable_count, b->notable_count);
    for (size_t i = 0; i < a->notable_count; i++)
        same_entry(&a->notable[i], &b->notable[i]);
}

static void same_findings(const gv_findings *a, const gv_findings *b) {
    const gv_case_finding *x = &a->cases[0], *y = &b->cases[0];
    ck_assert(x->verdict == y->verdict && x->reason == y->reason);
    ck_assert(same_bits(x->noise, y->noise) && x->evaluations == y->evaluations);
    ck_assert_uint_eq(x->check_count, y->check_count);
    for (size_t i = 0; i < x->check_count; i++)
        same_check(&x->checks[i], &y->checks[i]);
}

START_TEST(two_equal_runs_give_equal_findings_bit_for_bit) {
    const gv_problem problem = problem_at(point);
    gv_options options = gv_options_default();
    const char *const checks[] = {"gradient", "kinks", "direction", "contract", NULL};
    options.checks = checks;
    for (uint64_t seed = 1; seed < 6; seed++) {
        options.seed = seed;
        gv_findings *a = call_check(&problem, &options), *b = call_check(&problem, &options);
        ck_assert_int_eq(a->cases[0].verdict, GV_FAIL);
        same_findings(a, b);
        gv_findings_destroy(a);
        gv_findings_destroy(b);
    }
}
END_TEST

/* The point stands in the caller's memory wherever it likes, and what stands next to it is not
 * read. */
START_TEST(the_start_vector_is_untouched_and_may_stand_anywhere) {
    double aligned[N + 2], moved[N + 3];
    for (size_t i = 0; i < N + 2; i++)
        aligned[i] = moved[i + 1] = i == 0 || i > N ? NAN : point[i - 1];
    const gv_problem a = problem_at(aligned + 1), b = problem_at(moved + 2);
    gv_findings *x = call_check(&a, NULL), *y = call_check(&b, NULL);
    same_findings(x, y);
    ck_assert(same_numbers(aligned + 1, point, N));
    ck_assert(same_numbers(moved + 2, point, N));
    gv_findings_destroy(x);
    gv_findings_destroy(y);
}
END_TEST

/* log of a negative number, 1/0, and an overflow: all flags, at every other call. */
static gv_eval raising(const double *x, size_t n, double *result, void *context) {
    volatile double zero = 0.0, large = 1e308, sink[3];
    sink[0] = log(-1.0 - zero);
    sink[1] = 1.0 / zero;
    sink[2] = large * 10.0;
    (void)sink;
    return value(x, n, result, context);
}

START_TEST(the_floating_point_environment_is_left_as_it_was_found) {
    static const int modes[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
    static const int flags[] = {0, FE_INEXACT, FE_DIVBYZERO | FE_INVALID, FE_ALL_EXCEPT};
    for (size_t i = 0; i < 4; i++) {
        gv_problem problem = problem_at(point);
        problem.value = raising;
        gv_findings *findings = NULL;
        ck_assert_int_eq(fesetround(modes[i]), 0);
        (void)feclearexcept(FE_ALL_EXCEPT);
        (void)feraiseexcept(flags[i]);
        const int before = fetestexcept(FE_ALL_EXCEPT);
        const gv_status status = gv_check(&problem, NULL, &findings, NULL);
        const int after = fetestexcept(FE_ALL_EXCEPT), mode = fegetround();
        (void)fesetround(FE_TONEAREST);
        (void)feclearexcept(FE_ALL_EXCEPT);
        ck_assert_int_eq(status, GV_OK);
        ck_assert_int_eq(mode, modes[i]);
        ck_assert_int_eq(after, before);
        gv_findings_destroy(findings);
    }
}
END_TEST

/* A caller that traps on invalid operations is not killed by a NaN of the checker's own, and
 * has its traps back afterwards. */
START_TEST(traps_of_the_caller_are_held_off_and_put_back) {
    static const int traps = FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW;
    const gv_problem problem = problem_at(point);
    gv_findings *findings = NULL;
    (void)feclearexcept(FE_ALL_EXCEPT);
    ck_assert_int_ne(feenableexcept(traps), -1);
    const gv_status status = gv_check(&problem, NULL, &findings, NULL);
    const int enabled = fegetexcept();
    (void)fedisableexcept(FE_ALL_EXCEPT);
    ck_assert_int_eq(status, GV_OK);
    ck_assert_int_eq(enabled, traps);
    gv_findings_destroy(findings);
}
END_TEST

static size_t handled;

static void count_errors(const char *reason, const char *file, int line, int number) {
    (void)reason;
    (void)file;
    (void)line;
    (void)number;
    handled++;
}

START_TEST(the_error_handler_of_gsl_is_left_alone) {
    gsl_error_handler_t *before = gsl_set_error_handler(count_errors);
    const gv_problem problem = problem_at(point);
    gv_findings_destroy(call_check(&problem, NULL));
    ck_assert(gsl_set_error_handler(before) == count_errors);
    ck_assert_uint_eq(handled, 0);
}
END_TEST

/* Calls of the value and the gradient see numbers, never the caller's vector. */
static gv_eval never_the_start(const double *x, size_t n, double *result, void *context) {
    ck_assert_ptr_ne(x, context);
    return value(x, n, result, context);
}

START_TEST(callbacks_are_never_given_the_start_vector_itself) {
    double start[N];
    memcpy(start, point, sizeof start);
    gv_problem problem = problem_at(start);
    problem.value = never_the_start;
    problem.context = start;
    gv_findings_destroy(call_check(&problem, NULL));
}
END_TEST

/* A value that itself checks another problem: nothing is shared between two checks. */
static gv_eval nested(const double *x, size_t n, double *result, void *context) {
    size_t *left = context;
    if (*left > 0) {
        --*left;
        const gv_problem problem = problem_at(point);
        gv_findings_destroy(call_check(&problem, NULL));
    }
    return value(x, n, result, NULL);
}

START_TEST(a_check_within_a_callback_changes_nothing) {
    size_t left = 5;
    gv_problem problem = problem_at(point);
    gv_findings *plain = call_check(&problem, NULL);
    problem.value = nested;
    problem.context = &left;
    gv_findings *outer = call_check(&problem, NULL);
    ck_assert_uint_eq(left, 0);
    same_findings(plain, outer);
    gv_findings_destroy(plain);
    gv_findings_destroy(outer);
    gv_findings_destroy(NULL);
}
END_TEST

/* Another seed draws other directions; what is measured of an entry does not depend on it. */
START_TEST(the_seed_does_not_change_what_is_measured_of_an_entry) {
    const gv_problem problem = problem_at(point);
    gv_options options = gv_options_default();
    gv_findings *a = call_check(&problem, &options);
    options.seed = 991;
    gv_findings *b = call_check(&problem, &options);
    const gv_check_finding *x = call_find(a, "gradient", "second");
    const gv_check_finding *y = call_find(b, "gradient", "second");
    ck_assert(x->verdict == y->verdict && x->worst.index == y->worst.index);
    ck_assert_double_eq_tol(x->worst.measured, y->worst.measured,
                            x->worst.error + y->worst.error);
    gv_findings_destroy(a);
    gv_findings_destroy(b);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {two_equal_runs_give_equal_findings_bit_for_bit,
                                  the_start_vector_is_untouched_and_may_stand_anywhere,
                                  the_floating_point_environment_is_left_as_it_was_found,
                                  traps_of_the_caller_are_held_off_and_put_back,
                                  the_error_handler_of_gsl_is_left_alone,
                                  callbacks_are_never_given_the_start_vector_itself,
                                  a_check_within_a_callback_changes_nothing,
                                  the_seed_does_not_change_what_is_measured_of_an_entry,
                                  NULL};
    return suite_run("ccall_state", tests);
}
