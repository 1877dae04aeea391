/* The claim as a hostile witness: every breach of the contract is a finding by name, and honest
 * callbacks that look odd are not accused. */
#include "ccall_support.h"
#include <float.h>

enum { N = 7 };

/* How the callbacks of this subject behave; all zero is honest. */
typedef struct conduct {
    size_t values, gradients; /* calls so far */
    double scale;             /* of the value; 0: 1 */
    double seen[N];           /* at the last value */
    bool leaves_unwritten, adds, modifies, value_modifies, remembers, stale, only_first, noisy,
        jitters, grows, adds_one, overwrites_one, reads, spoils_value, value_modifies_elsewhere;
    size_t modifies_at; /* the gradient call that does; 0: none */
    double draws;       /* share of the value that is random */
    uint64_t state;     /* of its random numbers */
} conduct;

static double scale_of(const conduct *c) {
    return c->scale != 0.0 ? c->scale : 1.0;
}

static double draw(conduct *c) {
    return 2.0 * gv_random_unit(17, 0, c->state++) - 1.0;
}

static const double start[N] = {0.7731, -1.3947, 2.618, -0.5772, 1.2021, 0.9159, -1.7724};

static gv_eval value(const double *x, size_t n, double *result, void *context) {
    conduct *c = context;
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += sin((0.4 + 0.1 * (double)i) * x[i]) * (1.0 + x[(i + 1) % n] * x[(i + 1) % n]);
    *result = scale_of(c) * sum;
    memcpy(c->seen, x, sizeof c->seen);
    c->values++;
    if (c->value_modifies)
        ((double *)(uintptr_t)x)[3] += 0.125;
    if (c->draws > 0.0)
        *result *= 1.0 + c->draws * draw(c);
    if (c->jitters)
        *result *= 1.0 + 4.0 * DBL_EPSILON * draw(c);
    if (c->spoils_value && c->gradients > 1)
        *result *= 1.001;
    if (c->value_modifies_elsewhere && x[2] != start[2])
        ((double *)(uintptr_t)x)[3] += 0.125;
    if (c->grows)
        *result += 0.01 * (double)c->values;
    return GV_EVAL_OK;
}

static void right(const double *x, size_t n, double scale, double *gradient) {
    for (size_t i = 0; i < n; i++) {
        const double a = 0.4 + 0.1 * (double)i, next = x[(i + 1) % n];
        const size_t before = (i + n - 1) % n;
        const double b = 0.4 + 0.1 * (double)before;
        gradient[i] =
            scale * (a * cos(a * x[i]) * (1.0 + next * next) + 2.0 * x[i] * sin(b * x[before]));
    }
}

static gv_eval gradient(const double *x, size_t n, double *result, void *context) {
    conduct *c = context;
    double own[N];
    right(c->stale ? c->seen : x, n, scale_of(c), own);
    c->gradients++;
    for (size_t i = 0; i < n; i++) {
        if (c->remembers)
            own[i] *= 1.0 + 0.01 * (double)(c->gradients - 1);
        if (c->only_first && c->gradients > 1)
            own[i] *= 2.0;
        if (c->noisy)
            own[i] *= 1.0 + 0.01 * draw(c);
        if (c->leaves_unwritten && i == 4)
            continue;
        const bool adds = c->adds ? !(c->overwrites_one && i == 5) : c->adds_one && i == 5;
        if (c->reads && i == 3)
            own[i] += 0.0 * result[i];
        result[i] = adds ? result[i] + own[i] : own[i];
    }
    if (c->modifies || c->gradients == c->modifies_at)
        ((double *)(uintptr_t)x)[2] *= 1.0 + DBL_EPSILON;
    return GV_EVAL_OK;
}

static void reset(uint64_t seed, void *context) {
    ((conduct *)context)->state = seed;
}

static const gv_group group = {.name = "x", .rank = 1, .shape = {N}};

static gv_problem problem_of(const char *name, conduct *c) {
    return (gv_problem){.name = name,
                        .groups = &group,
                        .group_count = 1,
                        .start = start,
                        .value = value,
                        .gradient = gradient,
                        .context = c};
}

/* Runs it; the contract check has to fail for that reason. */
static void expect_breach(const gv_problem *problem, gv_reason reason) {
    gv_findings *findings = call_check(problem, NULL);
    ck_assert_msg(findings->cases[0].verdict == GV_FAIL, "%s: %s", problem->name,
                  call_told(findings));
    ck_assert_msg(call_has(findings, "contract", reason), "%s: not %s but %s", problem->name,
                  gv_reason_name(reason), call_told(findings));
    ck_assert_int_eq(gv_exit_code(findings), 1);
    gv_findings_destroy(findings);
}

START_TEST(honest_callbacks_keep_the_contract) {
    conduct c = {0};
    const gv_problem problem = problem_of("honest", &c);
    gv_findings *findings = call_check(&problem, NULL);
    ck_assert_msg(findings->cases[0].verdict == GV_PASS, "%s", call_told(findings));
    const gv_check_finding *check = call_find(findings, "contract", NULL);
    ck_assert_ptr_nonnull(check);
    ck_assert_int_eq(check->verdict, GV_PASS);
    gv_findings_destroy(findings);
    ck_assert_uint_ge(c.gradients, 3);
}
END_TEST

START_TEST(the_contract_does_not_depend_on_the_size_of_the_gradient) {
    for (int decade = -200; decade < 250; decade += 40) {
        const double scale = pow(10.0, decade);
        conduct honest = {.scale = scale}, adds = {.scale = scale, .adds = true};
        conduct unwritten = {.scale = scale, .leaves_unwritten = true};
        gv_problem problem = problem_of("honest", &honest);
        CALL_EXPECT(&problem, NULL, GV_PASS);
        problem.accumulates = true;
        expect_breach(&problem, GV_DOES_NOT_ACCUMULATE);
        problem = problem_of("adds", &adds);
        expect_breach(&problem, GV_ACCUMULATES);
        problem.accumulates = true;
        CALL_EXPECT(&problem, NULL, GV_PASS);
        problem = problem_of("unwritten", &unwritten);
        expect_breach(&problem, GV_UNWRITTEN);
    }
}
END_TEST

START_TEST(an_entry_left_unwritten_is_named_and_located) {
    conduct c = {.leaves_unwritten = true};
    const gv_problem problem = problem_of("unwritten", &c);
    expect_breach(&problem, GV_UNWRITTEN);
    gv_findings *findings = call_check(&problem, NULL);
    const gv_check_finding *check = call_find(findings, "contract", "x");
    ck_assert_ptr_nonnull(check);
    ck_assert_uint_eq(check->worst.index, 4);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(adding_to_the_buffer_is_a_breach_unless_declared) {
    conduct c = {.adds = true};
    gv_problem problem = problem_of("adds", &c);
    expect_breach(&problem, GV_ACCUMULATES);
    problem.accumulates = true;
    CALL_EXPECT(&problem, NULL, GV_PASS);
}
END_TEST

START_TEST(overwriting_the_buffer_is_a_breach_where_adding_is_declared) {
    conduct c = {0};
    gv_problem problem = problem_of("overwrites", &c);
    problem.accumulates = true;
    expect_breach(&problem, GV_DOES_NOT_ACCUMULATE);
}
END_TEST

START_TEST(a_gradient_that_changes_from_call_to_call_keeps_state) {
    conduct c = {.remembers = true};
    const gv_problem problem = problem_of("remembers", &c);
    expect_breach(&problem, GV_STATE);
}
END_TEST

START_TEST(a_gradient_that_is_right_on_the_first_call_only_keeps_state) {
    conduct c = {.only_first = true};
    const gv_problem problem = problem_of("only first", &c);
    expect_breach(&problem, GV_STATE);
}
END_TEST

START_TEST(a_gradient_from_the_activations_of_the_last_value_keeps_state) {
    conduct c = {.stale = true};
    const gv_problem problem = problem_of("stale", &c);
    expect_breach(&problem, GV_STATE);
}
END_TEST

START_TEST(a_gradient_drawn_anew_at_each_call_is_told_of_reset) {
    conduct c = {.noisy = true};
    const gv_problem problem = problem_of("noisy", &c);
    expect_breach(&problem, GV_RANDOM);
}
END_TEST

START_TEST(a_call_that_casts_const_away_is_seen_to_modify_the_parameters) {
    conduct gradient_does = {.modifies = true}, value_does = {.value_modifies = true};
    const gv_problem a = problem_of("gradient modifies", &gradient_does);
    const gv_problem b = problem_of("value modifies", &value_does);
    expect_breach(&a, GV_MODIFIES);
    expect_breach(&b, GV_MODIFIES);
}
END_TEST

START_TEST(one_entry_that_is_added_to_is_a_breach_and_located) {
    conduct c = {.adds_one = true};
    gv_problem problem = problem_of("adds to one", &c);
    expect_breach(&problem, GV_ACCUMULATES);
    conduct d = {.adds = true, .overwrites_one = true};
    problem = problem_of("overwrites one", &d);
    problem.accumulates = true;
    expect_breach(&problem, GV_DOES_NOT_ACCUMULATE);
    for (size_t k = 0; k < 2; k++) {
        conduct again = k == 0 ? (conduct){.adds_one = true}
                               : (conduct){.adds = true, .overwrites_one = true};
        problem = problem_of("one", &again);
        problem.accumulates = k == 1;
        gv_findings *findings = call_check(&problem, NULL);
        const gv_check_finding *check = call_find(findings, "contract", "x");
        ck_assert_ptr_nonnull(check);
        ck_assert_uint_eq(check->worst.index, 5);
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(a_buffer_that_is_read_without_a_trace_is_seen_by_its_nan) {
    conduct c = {.reads = true};
    const gv_problem problem = problem_of("reads", &c);
    expect_breach(&problem, GV_READS_BUFFER);
    gv_findings *findings = call_check(&problem, NULL);
    const gv_check_finding *check = call_find(findings, "contract", "x");
    ck_assert_ptr_nonnull(check);
    ck_assert_uint_eq(check->worst.index, 3);
    gv_findings_destroy(findings);
}
END_TEST

/* sin(x0 / 1e-10) + sin(x1 / 1e10): the second entry moves the value as much as the first. */
static double last_x1;

static gv_eval mixed_value(const double *x, size_t n, double *result, void *context) {
    (void)n;
    (void)context;
    *result = sin(x[0] / 1e-10) + sin(x[1] / 1e10);
    last_x1 = x[1];
    return GV_EVAL_OK;
}

static gv_eval mixed_gradient(const double *x, size_t n, double *result, void *context) {
    (void)n;
    (void)context;
    result[0] = cos(x[0] / 1e-10) / 1e-10;
    result[1] = cos(last_x1 / 1e10) / 1e10;
    return GV_EVAL_OK;
}

START_TEST(a_stale_entry_is_seen_however_small_beside_another) {
    static const double mixed_start[] = {3e-11, 9e9};
    const gv_group pair = {.name = "x", .rank = 1, .shape = {2}};
    const gv_problem problem = {.name = "stale and small",
                                .groups = &pair,
                                .group_count = 1,
                                .start = mixed_start,
                                .value = mixed_value,
                                .gradient = mixed_gradient};
    expect_breach(&problem, GV_STATE);
}
END_TEST

START_TEST(a_value_that_the_gradient_spoils_keeps_state) {
    conduct c = {.spoils_value = true};
    const gv_problem problem = problem_of("spoils the value", &c);
    expect_breach(&problem, GV_STATE);
}
END_TEST

START_TEST(every_call_is_watched_for_modifying_the_parameters) {
    for (size_t call = 1; call <= 4; call++) {
        conduct c = {.modifies_at = call};
        const gv_problem problem = problem_of("modifies once", &c);
        expect_breach(&problem, GV_MODIFIES);
    }
    conduct c = {.value_modifies_elsewhere = true};
    const gv_problem problem = problem_of("modifies at probes", &c);
    expect_breach(&problem, GV_MODIFIES);
}
END_TEST

/* The same numbers for every evaluation: one function, whose gradient is scaled with it. */
static gv_eval gradient_of_drawn(const double *x, size_t n, double *result, void *context) {
    conduct *c = context;
    right(x, n, 1.0 + c->draws * draw(c), result);
    return GV_EVAL_OK;
}

START_TEST(with_a_reset_the_same_function_passes) {
    conduct c = {.draws = 0.1};
    gv_problem problem = problem_of("draws, with reset", &c);
    problem.reset = reset;
    problem.gradient = gradient_of_drawn;
    CALL_EXPECT(&problem, NULL, GV_PASS);
}
END_TEST

static void reset_of_nothing(uint64_t seed, void *context) {
    (void)seed;
    (void)context;
}

START_TEST(a_value_that_draws_fresh_random_numbers_is_told_of_reset) {
    conduct c = {.draws = 0.1};
    const gv_problem problem = problem_of("draws", &c);
    expect_breach(&problem, GV_RANDOM);
}
END_TEST

START_TEST(a_reset_that_does_not_reset_leaves_it_non_deterministic) {
    conduct c = {.draws = 0.1};
    gv_problem problem = problem_of("draws, reset in vain", &c);
    problem.reset = reset_of_nothing;
    expect_breach(&problem, GV_NONDETERMINISTIC);
}
END_TEST

START_TEST(equal_calls_that_differ_by_rounding_are_noise) {
    conduct c = {.jitters = true};
    const gv_problem problem = problem_of("jitters", &c);
    CALL_EXPECT(&problem, NULL, GV_PASS);
}
END_TEST

START_TEST(a_value_that_grows_from_call_to_call_never_passes) {
    conduct c = {.grows = true};
    const gv_problem problem = problem_of("grows", &c);
    gv_findings *findings = call_check(&problem, NULL);
    ck_assert_msg(findings->cases[0].verdict == GV_FAIL, "%s", call_told(findings));
    gv_findings_destroy(findings);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {honest_callbacks_keep_the_contract,
                                  the_contract_does_not_depend_on_the_size_of_the_gradient,
                                  an_entry_left_unwritten_is_named_and_located,
                                  adding_to_the_buffer_is_a_breach_unless_declared,
                                  overwriting_the_buffer_is_a_breach_where_adding_is_declared,
                                  a_gradient_that_changes_from_call_to_call_keeps_state,
                                  a_gradient_that_is_right_on_the_first_call_only_keeps_state,
                                  a_gradient_from_the_activations_of_the_last_value_keeps_state,
                                  a_gradient_drawn_anew_at_each_call_is_told_of_reset,
                                  a_call_that_casts_const_away_is_seen_to_modify_the_parameters,
                                  one_entry_that_is_added_to_is_a_breach_and_located,
                                  a_buffer_that_is_read_without_a_trace_is_seen_by_its_nan,
                                  a_stale_entry_is_seen_however_small_beside_another,
                                  a_value_that_the_gradient_spoils_keeps_state,
                                  every_call_is_watched_for_modifying_the_parameters,
                                  with_a_reset_the_same_function_passes,
                                  a_value_that_draws_fresh_random_numbers_is_told_of_reset,
                                  a_reset_that_does_not_reset_leaves_it_non_deterministic,
                                  equal_calls_that_differ_by_rounding_are_noise,
                                  a_value_that_grows_from_call_to_call_never_passes,
                                  NULL};
    return suite_run("ccall_contract", tests);
}
