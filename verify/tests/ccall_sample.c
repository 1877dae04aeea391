/* A part of the entries: what a sample leaves out, coverage, and directions over all of them.
 */
#include "ccall_wave.h"

/* Many entries in one group, of which few are looked at. */
enum { MANY = 2000 };

typedef struct large {
    gv_group group;
    double start[MANY];
    subject s;
    gv_problem problem;
} large;

static void make_large(large *l) {
    *l = (large){.group = {.name = "weight", .rank = 2, .shape = {40, 50}}};
    for (size_t i = 0; i < MANY; i++)
        l->start[i] = 4.0 * gv_random_unit(153, 0, i) - 2.0;
    l->problem = problem_of("large", &l->s);
    l->problem.groups = &l->group;
    l->problem.group_count = 1;
    l->problem.start = l->start;
}

START_TEST(a_sample_counts_what_it_skips_and_coverage_can_be_demanded) {
    static large l;
    make_large(&l);
    gv_options options = gv_options_default();
    options.entries = 50;
    gv_findings *findings = call_check(&l.problem, &options);
    const gv_check_finding *check = call_find(findings, "gradient", "weight");
    ck_assert_uint_le(check->entries.checked, 50);
    ck_assert_uint_ge(check->entries.checked, 40);
    ck_assert_uint_eq(check->entries.checked + check->entries.skipped, MANY);
    ck_assert_int_eq(findings->cases[0].verdict, GV_PASS);
    gv_findings_destroy(findings);
    options.min_coverage = 0.5;
    findings = call_check(&l.problem, &options);
    ck_assert_int_eq(findings->cases[0].verdict, GV_INCONCLUSIVE);
    ck_assert(call_has(findings, "gradient", GV_COVERAGE));
    gv_findings_destroy(findings);
    options.min_coverage = 0.01;
    CALL_EXPECT(&l.problem, &options, GV_PASS);
}
END_TEST

START_TEST(a_sample_differs_from_seed_to_seed) {
    static large l;
    make_large(&l);
    gv_options options = gv_options_default();
    options.entries = 20;
    options.notable = 20;
    size_t seen[2][20];
    for (uint64_t seed = 0; seed < 2; seed++) {
        options.seed = 5 + seed;
        gv_findings *findings = call_check(&l.problem, &options);
        const gv_check_finding *check = call_find(findings, "gradient", "weight");
        for (size_t i = 0; i < 20; i++)
            seen[seed][i] = i < check->notable_count ? check->notable[i].index : 0;
        gv_findings_destroy(findings);
    }
    ck_assert(memcmp(seen[0], seen[1], sizeof seen[0]) != 0);
}
END_TEST

START_TEST(directions_pass_on_a_right_gradient_and_state_their_power) {
    static large l;
    make_large(&l);
    const char *const checks[] = {"direction", NULL};
    gv_options options = gv_options_default();
    options.checks = checks;
    options.directions = 7;
    gv_findings *findings = call_check(&l.problem, &options);
    const gv_check_finding *check = call_find(findings, "direction", "weight");
    ck_assert_msg(check->verdict == GV_PASS, "%s", call_told(findings));
    ck_assert_uint_eq(check->entries.checked, 7);
    ck_assert_msg(strstr(check->message, "7 directions over 2000 entries") &&
                      strstr(check->message, "2^-7"),
                  "%s", check->message);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(a_wrong_entry_is_found_by_directions_and_located) {
    static const size_t entries[] = {0, 1, 777, 1024, 1999};
    for (size_t k = 0; k < sizeof entries / sizeof *entries; k++) {
        static large l;
        make_large(&l);
        l.s.entry = entries[k];
        l.s.by = 0.5;
        const char *const checks[] = {"direction", NULL};
        gv_options options = gv_options_default();
        options.checks = checks;
        options.directions = 2;
        gv_findings *findings = call_check(&l.problem, &options);
        const gv_check_finding *check = call_find(findings, "direction", "weight");
        char words[40];
        (void)snprintf(words, sizeof words, "weight[%zu]", entries[k]);
        ck_assert_msg(check->verdict == GV_FAIL, "%s", call_told(findings));
        ck_assert_msg(check->diagnosis && strstr(check->diagnosis, words), "%s",
                      check->diagnosis ? check->diagnosis : "none");
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(a_wrong_entry_outside_the_sample_is_caught_by_directions) {
    dice d = {.seed = 154};
    for (int i = 0; i < 4; i++) {
        static large l;
        make_large(&l);
        l.s.entry = 100 + dice_below(&d, MANY - 200);
        l.s.by = i % 2 ? -0.04 : 0.04;
        gv_options options = gv_options_default();
        options.entries = 20;
        CALL_EXPECT(&l.problem, &options, GV_FAIL);
    }
}
END_TEST

START_TEST(a_wrong_entry_outside_the_sample_is_caught_within_bounds_too) {
    static large l;
    static double lower[MANY], upper[MANY];
    make_large(&l);
    for (size_t i = 0; i < MANY; i++) {
        lower[i] = l.start[i] - 3.0;
        upper[i] = l.start[i] + 3.0;
    }
    l.group.lower = lower;
    l.group.upper = upper;
    gv_options options = gv_options_default();
    options.entries = 20;
    CALL_EXPECT(&l.problem, &options, GV_PASS);
    l.s.entry = 1234;
    l.s.by = 0.3;
    CALL_EXPECT(&l.problem, &options, GV_FAIL);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {a_sample_counts_what_it_skips_and_coverage_can_be_demanded,
                                  a_sample_differs_from_seed_to_seed,
                                  directions_pass_on_a_right_gradient_and_state_their_power,
                                  a_wrong_entry_is_found_by_directions_and_located,
                                  a_wrong_entry_outside_the_sample_is_caught_by_directions,
                                  a_wrong_entry_outside_the_sample_is_caught_within_bounds_too,
                                  NULL};
    return suite_run("ccall_sample", tests);
}
