/* Nothing passes by default, and what is demanded is demanded: hollow gradients, undecided
 * entries, resolution, subjects that break. */
#include "ccall_wave.h"

START_TEST(a_parameter_that_feeds_nothing_does_not_pass_unless_declared) {
    subject s = {.ignores = true};
    gv_problem problem = problem_of("feeds nothing", &s);
    gv_findings *findings = call_check(&problem, NULL);
    ck_assert_int_eq(findings->cases[0].verdict, GV_INCONCLUSIVE);
    ck_assert_int_eq(call_find(findings, "gradient", "first")->verdict, GV_PASS);
    const gv_check_finding *check = call_find(findings, "gradient", "second");
    ck_assert_int_eq(check->reason, GV_FEEDS_NOTHING);
    ck_assert_uint_eq(check->entries.zero, N / 2);
    ck_assert_int_eq(gv_exit_code(findings), 2);
    gv_findings_destroy(findings);
    static const unsigned char zeros[] = {1, 1, 1};
    gv_group declared[] = {halves[0], halves[1]};
    declared[1].expect_zero = zeros;
    problem.groups = declared;
    CALL_EXPECT(&problem, NULL, GV_PASS);
}
END_TEST

START_TEST(a_value_that_never_moves_does_not_pass) {
    subject s = {.constant = true};
    const gv_problem problem = problem_of("constant", &s);
    gv_findings *findings = call_check(&problem, NULL);
    ck_assert_int_eq(findings->cases[0].verdict, GV_INCONCLUSIVE);
    ck_assert(call_has(findings, "gradient", GV_FEEDS_NOTHING) ||
              call_has(findings, "gradient", GV_UNMOVED));
    ck_assert(call_has(findings, "gradient", GV_ALL_ZERO));
    gv_findings_destroy(findings);
    gv_options options = gv_options_default();
    options.on_inconclusive = GV_INCONCLUSIVE_FAIL;
    CALL_EXPECT(&problem, &options, GV_FAIL);
}
END_TEST

/* x at the bottom of a bowl: a gradient of zeros is right, and proves nothing. */
static gv_eval bowl(const double *x, size_t n, double *result, void *context) {
    (void)context;
    *result = 1.3;
    for (size_t i = 0; i < n; i++)
        *result += (0.7 + (double)i) * (x[i] - start[i]) * (x[i] - start[i]);
    return GV_EVAL_OK;
}

static gv_eval zeros(const double *x, size_t n, double *g, void *context) {
    (void)x;
    (void)context;
    memset(g, 0, n * sizeof *g);
    return GV_EVAL_OK;
}

START_TEST(a_gradient_of_zeros_only_does_not_pass) {
    gv_problem problem = problem_of("stationary", NULL);
    problem.value = bowl;
    problem.gradient = zeros;
    gv_findings *findings = call_check(&problem, NULL);
    ck_assert_int_eq(findings->cases[0].verdict, GV_INCONCLUSIVE);
    ck_assert_msg(call_has(findings, "gradient", GV_ALL_ZERO), "%s", call_told(findings));
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(undecided_entries_warn_or_fail_as_asked) {
    subject s = {.noise = 1e-3};
    const gv_problem problem = problem_of("noisy", &s);
    gv_options options = gv_options_default();
    gv_findings *findings = call_check(&problem, &options);
    ck_assert_int_eq(findings->cases[0].verdict, GV_INCONCLUSIVE);
    ck_assert_int_eq(gv_exit_code(findings), 2);
    const gv_check_finding *check = call_find(findings, "gradient", "first");
    ck_assert_int_eq(check->reason, GV_TOO_COARSE);
    ck_assert_uint_gt(check->entries.inconclusive, 0);
    ck_assert_ptr_nonnull(check->notable[0].advice);
    gv_findings_destroy(findings);
    options.on_inconclusive = GV_INCONCLUSIVE_FAIL;
    findings = call_check(&problem, &options);
    ck_assert_int_eq(findings->cases[0].verdict, GV_FAIL);
    ck_assert_int_eq(gv_exit_code(findings), 1);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(noise_never_accuses_and_never_widens_the_tolerance) {
    dice d = {.seed = 152};
    for (int i = 0; i < 60; i++) {
        subject right = {.noise = pow(10.0, dice_between(&d, -13.0, -1.0))};
        gv_options options = gv_options_default();
        options.seed = 1 + (uint64_t)i;
        const gv_problem problem = problem_of("noisy", &right);
        const char *told = NULL;
        const gv_verdict verdict = call_verdict(&problem, &options, &told);
        HOLDS(verdict != GV_FAIL, "noise %g: %s", right.noise, told);
        HOLDS(verdict == GV_PASS || right.noise > 1e-8, "noise %g: %s", right.noise, told);
    }
    for (int i = 0; i < 60; i++) {
        subject wrong = {.noise = pow(10.0, dice_between(&d, -13.0, -5.0)), .by = 0.05};
        wrong.entry = dice_below(&d, N);
        const gv_problem problem = problem_of("noisy and wrong", &wrong);
        const char *told = NULL;
        HOLDS(call_verdict(&problem, NULL, &told) != GV_PASS, "noise %g: %s", wrong.noise,
              told);
    }
}
END_TEST

START_TEST(a_pass_says_what_it_would_have_seen_and_may_be_held_to_it) {
    subject fine = {0}, coarse = {.noise = 1e-9};
    const gv_problem a = problem_of("fine", &fine), b = problem_of("coarse", &coarse);
    gv_findings *findings = call_check(&a, NULL);
    const gv_check_finding *check = call_find(findings, "gradient", "first");
    ck_assert(check->detectable > 0.0 && check->detectable <= 2.1e-6);
    ck_assert_uint_eq(check->entries.coarse, 0);
    gv_findings_destroy(findings);
    findings = call_check(&b, NULL);
    check = call_find(findings, "gradient", "first");
    ck_assert_int_eq(check->verdict, GV_PASS);
    ck_assert(check->detectable > 1e-6 && check->detectable < 1e-2);
    ck_assert_uint_gt(check->entries.coarse, 0);
    gv_findings_destroy(findings);
    gv_options options = gv_options_default();
    options.min_resolution = 3e-6;
    CALL_EXPECT(&a, &options, GV_PASS);
    options.min_resolution = 2e-6 * 0.5;
    CALL_EXPECT(&b, &options, GV_INCONCLUSIVE);
}
END_TEST

/* An entry alone off by what a pass claims that it would have seen, and a hair: it fails. */
START_TEST(an_error_above_the_smallest_detectable_is_detected) {
    for (int decade = -12; decade < -7; decade++) {
        const double noise = pow(10.0, decade);
        subject s = {.noise = noise};
        const gv_problem problem = problem_of("detectable", &s);
        gv_findings *findings = call_check(&problem, NULL);
        const gv_check_finding *check = call_find(findings, "gradient", "first");
        if (check->verdict != GV_PASS) {
            gv_findings_destroy(findings);
            continue;
        }
        const double detectable = check->detectable;
        gv_findings_destroy(findings);
        for (size_t i = 0; i < N / 2; i++) {
            subject wrong = {.noise = noise, .entry = i, .by = 1.001 * detectable};
            const gv_problem broken = problem_of("detectable, wrong", &wrong);
            CALL_EXPECT(&broken, NULL, GV_FAIL);
        }
    }
}
END_TEST

START_TEST(a_broken_subject_is_a_failed_case_not_a_failed_call) {
    subject at_start = {.value_answer = GV_EVAL_ERROR};
    subject later = {.value_answer = GV_EVAL_ERROR, .answers_after = 61};
    subject claim = {.gradient_answer = GV_EVAL_ERROR};
    subject unknown = {.value_answer = (gv_eval)17, .answers_after = 61};
    subject *const subjects[] = {&at_start, &later, &claim, &unknown};
    static const char *const words[] = {
        "the value callback reported an error at the point itself (call 1 of",
        "(call 62 of the callbacks)", "the gradient callback reported an error",
        "the value callback answered 17, which is no gv_eval, "};
    for (size_t i = 0; i < 4; i++) {
        const gv_problem problem = problem_of("breaks", subjects[i]);
        gv_findings *findings = call_check(&problem, NULL);
        ck_assert_msg(findings->cases[0].verdict == GV_FAIL &&
                          findings->cases[0].reason == GV_SUBJECT_BROKE,
                      "subject %zu: %s", i, call_told(findings));
        ck_assert_ptr_nonnull(findings->cases[0].message);
        ck_assert_msg(strstr(findings->cases[0].message, words[i]) != NULL, "subject %zu: %s",
                      i, findings->cases[0].message);
        ck_assert_int_eq(gv_exit_code(findings), 1);
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(a_point_outside_the_domain_decides_nothing) {
    subject s = {.value_answer = GV_EVAL_OUTSIDE};
    const gv_problem problem = problem_of("outside", &s);
    gv_findings *findings = call_check(&problem, NULL);
    ck_assert_int_eq(findings->cases[0].verdict, GV_INCONCLUSIVE);
    ck_assert_int_eq(findings->cases[0].reason, GV_VALUE_NOT_FINITE);
    gv_findings_destroy(findings);
    subject infinite = {.offset = INFINITY};
    const gv_problem other = problem_of("infinite", &infinite);
    CALL_EXPECT(&other, NULL, GV_INCONCLUSIVE);
}
END_TEST

START_TEST(a_claim_that_is_not_finite_fails_whatever_the_value_does) {
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    for (size_t k = 0; k < 3; k++)
        for (int i = 0; i < 4; i++) {
            subject s = {.entry = 4, .by = bad[k], .noise = 3e-2 * i};
            const gv_problem problem = problem_of("not finite", &s);
            gv_findings *findings = call_check(&problem, NULL);
            const gv_check_finding *check = call_find(findings, "gradient", "second");
            ck_assert_int_eq(check->verdict, GV_FAIL);
            ck_assert_int_eq(check->reason, GV_CLAIM_NOT_FINITE);
            ck_assert_uint_eq(check->worst.index, 1);
            gv_findings_destroy(findings);
        }
}
END_TEST

START_TEST(no_entry_costs_more_than_its_budget) {
    subject s = {.noise = 1e-5, .by = 0.3};
    const gv_problem problem = problem_of("budget", &s);
    gv_options options = gv_options_default();
    options.notable = N;
    for (options.evaluations = 16; options.evaluations < 500; options.evaluations *= 2) {
        gv_findings *findings = call_check(&problem, &options);
        for (size_t p = 0; p < 2; p++) {
            const gv_check_finding *check =
                call_find(findings, "gradient", p == 0 ? "first" : "second");
            for (size_t i = 0; i < check->notable_count; i++)
                ck_assert_uint_le(check->notable[i].evaluations, options.evaluations);
        }
        gv_findings_destroy(findings);
    }
}
END_TEST

int main(void) {
    const TTest *const tests[] = {a_parameter_that_feeds_nothing_does_not_pass_unless_declared,
                                  a_value_that_never_moves_does_not_pass,
                                  a_gradient_of_zeros_only_does_not_pass,
                                  undecided_entries_warn_or_fail_as_asked,
                                  noise_never_accuses_and_never_widens_the_tolerance,
                                  a_pass_says_what_it_would_have_seen_and_may_be_held_to_it,
                                  an_error_above_the_smallest_detectable_is_detected,
                                  a_broken_subject_is_a_failed_case_not_a_failed_call,
                                  a_point_outside_the_domain_decides_nothing,
                                  a_claim_that_is_not_finite_fails_whatever_the_value_does,
                                  no_entry_costs_more_than_its_budget,
                                  NULL};
    return suite_run("ccall_policy", tests);
}
