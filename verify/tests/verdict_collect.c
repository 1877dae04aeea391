/* Findings: what is counted, kept and concluded; the verdict over cases and the exit code. */
#include "verdict/collect.h"
#include "check/check.h"
#include "verdict_suite.h"
#include <gradgate/verify/verify.h>

static gv_check_finding *new_check(gv_findings **findings) {
    *findings = gv_findings_create();
    gv_case_finding *finding = gv_findings_add_case(*findings, "case", NULL);
    return gv_case_add_check(finding, "gradient", "initial", "weight");
}

static gv_entry entry_of(size_t index, gv_verdict verdict, double gap) {
    return (gv_entry){.index = index,
                      .verdict = verdict,
                      .reason = verdict == GV_PASS   ? GV_WITHIN_TOLERANCE
                                : verdict == GV_FAIL ? GV_GAP
                                                     : GV_TOO_COARSE,
                      .gap = gap,
                      .allowed = 1e-6,
                      .scale = 1.0,
                      .evaluations = 4};
}

/* Worse: a verdict that is worse, and of the same verdict the larger gap. */
static bool worse(const gv_entry *a, const gv_entry *b) {
    static const int ranks[] = {[GV_PASS] = 0, [GV_INCONCLUSIVE] = 1, [GV_FAIL] = 2};
    return ranks[a->verdict] > ranks[b->verdict] ||
           (a->verdict == b->verdict && a->gap > b->gap);
}

START_TEST(the_notable_entries_are_the_worst_sorted_and_no_more_than_asked) {
    enum { ENTRIES = 300 };
    for (size_t most = 0; most < 40; most += 3) {
        dice d = {.seed = 171 + most};
        gv_findings *findings = NULL;
        gv_check_finding *check = new_check(&findings);
        static gv_entry all[ENTRIES];
        for (size_t i = 0; i < ENTRIES; i++) {
            all[i] = entry_of(i, (gv_verdict)dice_below(&d, GV_VERDICT_COUNT),
                              dice_between(&d, 0.0, 4e-6));
            ck_assert_int_eq(gv_check_count(check, &all[i], most), GV_OK);
        }
        HOLDS(check->notable_count == most, "%zu", check->notable_count);
        for (size_t i = 0; i < most; i++) {
            size_t above = 0;
            for (size_t k = 0; k < ENTRIES; k++)
                above += worse(&all[k], &check->notable[i]);
            HOLDS(above == i, "place %zu has %zu above", i, above);
            HOLDS((check->notable[i].advice != NULL) ==
                      (check->notable[i].verdict == GV_INCONCLUSIVE),
                  "place %zu", i);
            HOLDS(gv_check_notable(check, check->notable[i].index) == &check->notable[i],
                  "place %zu", i);
        }
        if (most > 0)
            HOLDS(check->worst.index == check->notable[0].index, "%zu", most);
        ck_assert(check->has_worst);
        ck_assert_ptr_null(gv_check_notable(check, ENTRIES));
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(entries_are_counted_by_what_they_came_to) {
    gv_findings *findings = NULL;
    gv_check_finding *check = new_check(&findings);
    static const struct {
        gv_verdict verdict;
        gv_reason reason;
        size_t times;
    } kinds[] = {{GV_PASS, GV_WITHIN_TOLERANCE, 7}, {GV_PASS, GV_WITHIN_BOUND, 5},
                 {GV_PASS, GV_BOTH_ZERO, 3},        {GV_PASS, GV_NEGLIGIBLE, 11},
                 {GV_PASS, GV_AT_KINK, 2},          {GV_FAIL, GV_GAP, 13},
                 {GV_INCONCLUSIVE, GV_BUDGET, 17}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t i = 0; i < kinds[k].times; i++) {
            gv_entry entry = entry_of(i, kinds[k].verdict, 1e-9);
            entry.reason = kinds[k].reason;
            entry.kink = kinds[k].reason == GV_AT_KINK;
            ck_assert_int_eq(gv_check_count(check, &entry, 3), GV_OK);
        }
    const gv_counts *n = &check->entries;
    ck_assert_uint_eq(n->checked, 58);
    ck_assert_uint_eq(n->checked, n->passed + n->failed + n->inconclusive + n->negligible);
    ck_assert_uint_eq(n->failed, 13);
    ck_assert_uint_eq(n->inconclusive, 17);
    ck_assert_uint_eq(n->negligible, 11);
    ck_assert_uint_eq(n->zero, 3);
    ck_assert_uint_eq(n->coarse, 5);
    ck_assert_uint_eq(n->at_kink, 2);
    ck_assert_uint_eq(check->evaluations, 4 * 58);
    gv_findings_destroy(findings);
}
END_TEST

/* The advice is about what made the bound: an edge, a kink, or noise. */
START_TEST(advice_is_about_what_makes_the_bound) {
    static const struct {
        gv_entry entry;
        const char *says;
    } undecided[] = {
        {{.reason = GV_TOO_COARSE, .one_sided = true}, "further inside the domain"},
        {{.reason = GV_TOO_COARSE, .kink = true}, "away from the kink"},
        {{.reason = GV_TOO_COARSE}, "less noise"},
        {{.reason = GV_UNRESOLVED}, "smaller size"},
        {{.reason = GV_CONTRADICTORY}, "no slope there"},
    };
    for (size_t i = 0; i < sizeof undecided / sizeof *undecided; i++) {
        gv_findings *findings = NULL;
        gv_check_finding *check = new_check(&findings);
        gv_entry entry = undecided[i].entry;
        entry.verdict = GV_INCONCLUSIVE;
        entry.error = 0.5;
        for (size_t k = 0; k < 2; k++) { /* a scale of zero makes no share */
            entry.scale = (double)k;
            entry.index = k;
            ck_assert_int_eq(gv_check_count(check, &entry, 2), GV_OK);
            ck_assert_ptr_nonnull(strstr(check->notable[k].advice, undecided[i].says));
            ck_assert_ptr_null(strstr(check->notable[k].advice, "inf"));
        }
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(what_would_have_been_detected_is_the_coarsest_of_the_passes) {
    gv_findings *findings = NULL;
    gv_check_finding *check = new_check(&findings);
    ck_assert(isnan(check->detectable));
    static const double allowed[] = {1e-6, 3e-4, 2e-5};
    for (size_t i = 0; i < 3; i++) {
        gv_entry entry = entry_of(i, GV_PASS, 0.0);
        entry.allowed = allowed[i];
        entry.scale = 2.0;
        ck_assert_int_eq(gv_check_count(check, &entry, 3), GV_OK);
    }
    gv_entry told_from_zero = entry_of(3, GV_PASS, 0.0);
    told_from_zero.claimed = told_from_zero.measured = 1e-3;
    told_from_zero.allowed = 3e-7;
    told_from_zero.error = 1e-7;
    told_from_zero.scale = 5.0; /* of no interest: 4e-7 is 4e-4 of the entry */
    ck_assert_int_eq(gv_check_count(check, &told_from_zero, 3), GV_OK);
    gv_entry failed = entry_of(4, GV_FAIL, 1.0);
    failed.allowed = 0.5;
    ck_assert_int_eq(gv_check_count(check, &failed, 3), GV_OK);
    ck_assert_double_eq_tol(check->detectable, 4e-4, 1e-18);
    gv_findings_destroy(findings);
}
END_TEST

/* A check with so many of each, concluded. */
static void conclude(size_t passed, size_t failed, size_t inconclusive, size_t skipped,
                     const gv_options *options, gv_verdict verdict, gv_reason reason) {
    gv_findings *findings = NULL;
    gv_check_finding *check = new_check(&findings);
    const struct {
        size_t times;
        gv_verdict verdict;
    } kinds[] = {{passed, GV_PASS}, {failed, GV_FAIL}, {inconclusive, GV_INCONCLUSIVE}};
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < kinds[k].times; i++) {
            const gv_entry entry = entry_of(i, kinds[k].verdict, 1e-7);
            ck_assert_int_eq(gv_check_count(check, &entry, 2), GV_OK);
        }
    check->entries.skipped = skipped;
    gv_check_conclude(check, options);
    ck_assert_msg(check->verdict == verdict && check->reason == reason,
                  "%zu passed, %zu failed, %zu inconclusive: %s, %s", passed, failed,
                  inconclusive, gv_verdict_name(check->verdict), gv_reason_name(check->reason));
    gv_findings_destroy(findings);
}

START_TEST(a_check_is_what_its_worst_entry_is) {
    gv_options options = gv_options_default();
    conclude(5, 0, 0, 0, &options, GV_PASS, GV_SETTLED);
    conclude(5, 1, 0, 0, &options, GV_FAIL, GV_GAP);
    conclude(5, 1, 3, 0, &options, GV_FAIL, GV_GAP);
    conclude(5, 0, 1, 0, &options, GV_INCONCLUSIVE, GV_TOO_COARSE);
    conclude(0, 0, 0, 0, &options, GV_INCONCLUSIVE, GV_NOTHING_CHECKED);
    options.on_inconclusive = GV_INCONCLUSIVE_FAIL;
    conclude(5, 0, 1, 0, &options, GV_FAIL, GV_TOO_COARSE);
    conclude(0, 0, 0, 0, &options, GV_FAIL, GV_NOTHING_CHECKED);
    conclude(5, 0, 0, 0, &options, GV_PASS, GV_SETTLED);
}
END_TEST

START_TEST(coverage_and_resolution_are_demanded_of_a_pass) {
    gv_options options = gv_options_default();
    options.min_coverage = 0.3;
    conclude(5, 0, 0, 20, &options, GV_INCONCLUSIVE, GV_COVERAGE);
    conclude(5, 0, 0, 5, &options, GV_PASS, GV_SETTLED);
    conclude(5, 1, 0, 50, &options, GV_FAIL, GV_GAP);
    options.min_coverage = 0.0;
    conclude(5, 0, 0, 20, &options, GV_PASS, GV_SETTLED);
    options.min_resolution = 1e-5; /* passes detect 1e-6 here */
    conclude(5, 0, 0, 0, &options, GV_PASS, GV_SETTLED);
    options.min_resolution = 1e-7;
    conclude(5, 0, 0, 0, &options, GV_INCONCLUSIVE, GV_LESS_THAN_DEMANDED);
}
END_TEST

/* A case with checks of these verdicts, ends with GV_VERDICT_COUNT. */
static void add_case(gv_findings *findings, gv_verdict expected, const gv_verdict *verdicts) {
    gv_case_finding *finding = gv_findings_add_case(findings, "case", "file.yaml");
    finding->expected = expected;
    for (; *verdicts != GV_VERDICT_COUNT; verdicts++) {
        gv_check_finding *check = gv_case_add_check(finding, "gradient", NULL, NULL);
        check->verdict = *verdicts;
        check->reason = *verdicts == GV_PASS ? GV_SETTLED : GV_GAP;
    }
    gv_case_conclude(finding);
}

#define VERDICTS(...) ((const gv_verdict[]){__VA_ARGS__, GV_VERDICT_COUNT})

static void expect_exit(gv_verdict expected, const gv_verdict *verdicts, int code) {
    gv_findings *findings = gv_findings_create();
    add_case(findings, GV_PASS, VERDICTS(GV_PASS, GV_PASS));
    add_case(findings, expected, verdicts);
    add_case(findings, GV_FAIL, VERDICTS(GV_FAIL));
    ck_assert_msg(gv_exit_code(findings) == code, "%d, not %d", gv_exit_code(findings), code);
    gv_findings_destroy(findings);
}

START_TEST(the_exit_code_says_whether_every_case_met_its_expectation) {
    expect_exit(GV_PASS, VERDICTS(GV_PASS), 0);
    expect_exit(GV_PASS, VERDICTS(GV_PASS, GV_FAIL), 1);
    expect_exit(GV_PASS, VERDICTS(GV_INCONCLUSIVE, GV_PASS), 2);
    expect_exit(GV_PASS, VERDICTS(GV_INCONCLUSIVE, GV_FAIL), 1);
    expect_exit(GV_FAIL, VERDICTS(GV_PASS, GV_FAIL, GV_INCONCLUSIVE), 0);
    expect_exit(GV_FAIL, VERDICTS(GV_PASS), 1);
    expect_exit(GV_FAIL, VERDICTS(GV_INCONCLUSIVE), 2);
    expect_exit(GV_INCONCLUSIVE, VERDICTS(GV_INCONCLUSIVE), 0);
    expect_exit(GV_INCONCLUSIVE, VERDICTS(GV_PASS), 1);
    expect_exit(GV_PASS, (const gv_verdict[]){GV_VERDICT_COUNT}, 2);
}
END_TEST

START_TEST(a_failure_comes_before_the_undecided) {
    gv_findings *findings = gv_findings_create();
    add_case(findings, GV_PASS, VERDICTS(GV_INCONCLUSIVE));
    ck_assert_int_eq(gv_findings_verdict(findings), GV_INCONCLUSIVE);
    add_case(findings, GV_PASS, VERDICTS(GV_FAIL));
    ck_assert_int_eq(gv_findings_verdict(findings), GV_FAIL);
    add_case(findings, GV_PASS, VERDICTS(GV_PASS));
    ck_assert_int_eq(gv_findings_verdict(findings), GV_FAIL);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(findings_without_a_case_and_no_findings_have_codes_of_their_own) {
    gv_findings *findings = gv_findings_create();
    ck_assert_int_eq(gv_findings_verdict(findings), GV_INCONCLUSIVE);
    ck_assert_int_eq(gv_exit_code(findings), 2);
    ck_assert_int_eq(gv_exit_code(NULL), 4);
    gv_findings_destroy(findings);
    gv_findings_destroy(NULL);
}
END_TEST

START_TEST(a_subject_that_broke_fails_even_where_a_failure_is_expected) {
    gv_findings *findings = gv_findings_create();
    gv_case_finding *finding = gv_findings_add_case(findings, "broken", NULL);
    finding->expected = GV_FAIL;
    finding->reason = GV_SUBJECT_BROKE;
    gv_case_conclude(finding);
    ck_assert_int_eq(finding->verdict, GV_FAIL);
    ck_assert_int_eq(gv_exit_code(findings), 1);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(strings_are_copied_replaced_and_freed) {
    char name[] = "weight";
    gv_findings *findings = gv_findings_create();
    gv_case_finding *finding = gv_findings_add_case(findings, name, name);
    gv_check_finding *check = gv_case_add_check(finding, "uses", name, name);
    ck_assert_int_eq(gv_check_add_part(check, name, 0.7, 0.6, 0.1), GV_OK);
    memset(name, 'x', sizeof name - 1);
    ck_assert_str_eq(finding->name, "weight");
    ck_assert_str_eq(finding->file, "weight");
    ck_assert_str_eq(check->parameter, "weight");
    ck_assert_str_eq(check->parts[0].name, "weight");
    ck_assert_int_eq(gv_set_text(&check->message, "%s %d", name, 1), GV_OK);
    ck_assert_int_eq(gv_set_text(&check->message, "%.3f of %s", 0.7731, "it"), GV_OK);
    ck_assert_str_eq(check->message, "0.773 of it");
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(findings_grow_to_any_number_of_cases_checks_and_parts) {
    gv_findings *findings = gv_findings_create();
    for (size_t i = 0; i < 40; i++) {
        gv_case_finding *finding = gv_findings_add_case(findings, "case", NULL);
        for (size_t k = 0; k < i; k++) {
            gv_check_finding *check = gv_case_add_check(finding, "terms", NULL, NULL);
            for (size_t p = 0; p < k; p++)
                ck_assert_int_eq(gv_check_add_part(check, "part", (double)p, 0, 0), GV_OK);
        }
    }
    ck_assert_uint_eq(findings->case_count, 40);
    for (size_t i = 0; i < 40; i++) {
        ck_assert_uint_eq(findings->cases[i].check_count, i);
        for (size_t k = 0; k < i; k++) {
            const gv_check_finding *check = &findings->cases[i].checks[k];
            ck_assert_uint_eq(check->part_count, k);
            HOLDS(k == 0 || check->parts[k - 1].claimed == (double)(k - 1), "%zu", k);
        }
    }
    gv_findings_destroy(findings);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        the_notable_entries_are_the_worst_sorted_and_no_more_than_asked,
        entries_are_counted_by_what_they_came_to,
        advice_is_about_what_makes_the_bound,
        what_would_have_been_detected_is_the_coarsest_of_the_passes,
        a_check_is_what_its_worst_entry_is,
        coverage_and_resolution_are_demanded_of_a_pass,
        the_exit_code_says_whether_every_case_met_its_expectation,
        a_failure_comes_before_the_undecided,
        findings_without_a_case_and_no_findings_have_codes_of_their_own,
        a_subject_that_broke_fails_even_where_a_failure_is_expected,
        strings_are_copied_replaced_and_freed,
        findings_grow_to_any_number_of_cases_checks_and_parts,
        NULL};
    return suite_run("verdict_collect", tests);
}
