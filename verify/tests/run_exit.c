/* The exit code of several reasons at once, and what a run makes of cases. */
#include "report_suite.h"
#include "run/run.h"
#include "verdict/collect.h"
#include <string.h>

static const char cases[] = SOURCE_DIR "/verify/tests/cli/cases";

/* Runs one of the cases of the scripts with overrides. */
static gv_status run_case(const char *name, const gv_overrides *overrides,
                          gv_outcome *outcome) {
    const char *path = cases;
    gv_plan plan = {.paths = {&path, 1}, .names = {&name, 1}, .settings = "--entries 3"};

    if (overrides)
        plan.overrides = *overrides;
    return gv_run(&plan, NULL, outcome, NULL);
}

START_TEST(four_goes_before_three_before_one_before_two_before_zero) {
    static const int order[] = {4, 3, 1, 2, 0};

    for (size_t i = 0; i < 5; i++)
        for (size_t k = i; k < 5; k++) {
            ck_assert_int_eq(gv_exit_code_worst(order[i], order[k]), order[i]);
            ck_assert_int_eq(gv_exit_code_worst(order[k], order[i]), order[i]);
        }
}
END_TEST

START_TEST(an_exit_code_has_the_most_pressing_reason) {
    gv_outcome outcome = {.findings = gv_findings_create()};
    gv_case_finding *finding;

    ck_assert_ptr_nonnull(outcome.findings);
    ck_assert_int_eq(gv_outcome_exit_code(&outcome, GV_OK), 2); /* nothing was checked */
    finding = gv_findings_add_case(outcome.findings, "x", NULL);
    finding->verdict = finding->expected = GV_PASS;
    ck_assert_int_eq(gv_outcome_exit_code(&outcome, GV_OK), 0);
    outcome.empty_count = 1;
    ck_assert_int_eq(gv_outcome_exit_code(&outcome, GV_OK), 2);
    finding->verdict = GV_FAIL;
    ck_assert_int_eq(gv_outcome_exit_code(&outcome, GV_OK), 1);
    outcome.issue_count = 1;
    ck_assert_int_eq(gv_outcome_exit_code(&outcome, GV_OK), 3);
    ck_assert_int_eq(gv_outcome_exit_code(&outcome, GV_ERR_MEMORY), 4);
    ck_assert_int_eq(gv_outcome_exit_code(&outcome, GV_ERR_INTERNAL), 4);
    outcome.empty_count = outcome.issue_count = 0; /* were only said to be there */
    gv_outcome_clear(&outcome);
}
END_TEST

START_TEST(overrides_reach_every_check_and_the_case_itself) {
    gv_overrides overrides = {.values = gv_options_default(), .count = 2, .has_seed = true};
    gv_outcome outcome;

    overrides.values.seed = 91;
    overrides.values.tolerance = 2.5e-5;
    overrides.fields[0] = (gv_override){offsetof(gv_options, seed), sizeof(uint64_t)};
    overrides.fields[1] = (gv_override){offsetof(gv_options, tolerance), sizeof(double)};
    ck_assert_int_eq(run_case("right", &overrides, &outcome), GV_OK);
    ck_assert_uint_eq(outcome.findings->case_count, 1);
    const gv_case_finding *finding = &outcome.findings->cases[0];
    ck_assert_uint_eq(finding->options.seed, 91);
    ck_assert(finding->options.resolution == gv_options_default().resolution);
    for (size_t i = 0; i < finding->check_count; i++)
        ck_assert(finding->checks[i].tolerance == 2.5e-5);
    ck_assert_ptr_nonnull(strstr(finding->command, "/right.yaml --case right --seed 91 "
                                                   "--entries 3"));
    gv_outcome_clear(&outcome);
}
END_TEST

START_TEST(another_seed_is_another_point_and_the_same_seed_is_the_same) {
    gv_overrides overrides = {.values = gv_options_default(), .count = 1, .has_seed = true};
    gv_outcome own, same, other;

    overrides.fields[0] = (gv_override){offsetof(gv_options, seed), sizeof(uint64_t)};
    ck_assert_int_eq(run_case("right", NULL, &own), GV_OK);
    overrides.values.seed = own.findings->cases[0].options.seed;
    ck_assert_int_eq(run_case("right", &overrides, &same), GV_OK);
    overrides.values.seed = 92;
    ck_assert_int_eq(run_case("right", &overrides, &other), GV_OK);
    const double claimed = own.findings->cases[0].checks[0].worst.claimed;
    ck_assert(same.findings->cases[0].checks[0].worst.claimed == claimed);
    ck_assert(other.findings->cases[0].checks[0].worst.claimed != claimed);
    gv_outcome_clear(&own);
    gv_outcome_clear(&same);
    gv_outcome_clear(&other);
}
END_TEST

START_TEST(a_broken_file_does_not_stop_the_others) {
    gv_outcome outcome;

    ck_assert_int_eq(run_case("*", NULL, &outcome), GV_OK);
    ck_assert_uint_eq(outcome.issue_count, 1);
    ck_assert_uint_ge(outcome.findings->case_count, 4);
    ck_assert_int_eq(gv_outcome_exit_code(&outcome, GV_OK), 3);
    gv_outcome_clear(&outcome);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {four_goes_before_three_before_one_before_two_before_zero,
                                  an_exit_code_has_the_most_pressing_reason,
                                  overrides_reach_every_check_and_the_case_itself,
                                  another_seed_is_another_point_and_the_same_seed_is_the_same,
                                  a_broken_file_does_not_stop_the_others,
                                  NULL};

    return run_suite("run_exit", tests);
}
