/* The accumulation check: each habit of a gradient that is added to, and its breach. */
#include "check_power.h"

static void expect(power *p, gv_verdict verdict, gv_reason reason) {
    gv_findings *findings = power_check(p, "accumulation");
    ck_assert_str_eq(gv_verdict_name(power_verdict(findings)), gv_verdict_name(verdict));
    ck_assert_str_eq(gv_reason_name(findings->cases[0].reason), gv_reason_name(reason));
    gv_findings_destroy(findings);
}

START_TEST(a_gradient_that_adds_and_is_zeroed_passes) {
    power p;
    power_start(&p);
    gv_findings *findings = power_check(&p, "accumulation");
    ck_assert_int_eq(power_verdict(findings), GV_PASS);
    ck_assert_ptr_nonnull(power_find(findings, "a second backward doubles"));
    ck_assert_ptr_nonnull(power_find(findings, "a filled gradient"));
    ck_assert_ptr_nonnull(power_find(findings, "zeroing leaves nothing"));
    ck_assert_ptr_nonnull(power_find(findings, "after zeroing"));
    ck_assert_uint_eq(findings->cases[0].check_count, 2 + 2 + 1 + 2);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(one_that_overwrites_is_told_so) {
    power p;
    power_start(&p);
    p.adding = OVERWRITES;
    expect(&p, GV_FAIL, GV_DOES_NOT_ACCUMULATE);
}
END_TEST

START_TEST(one_that_adds_twice_or_drops_half_of_what_was_there_fails) {
    static const power_adding ways[] = {ADDS_TWICE_LATER, FORGETS_HALF};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        power p;
        power_start(&p);
        p.adding = ways[i];
        expect(&p, GV_FAIL, GV_NOT_ADDED);
    }
}
END_TEST

START_TEST(zeroing_that_forgets_one_entry_fails_at_it) {
    power p;
    power_start(&p);
    p.left_by_zero = 1 + 3;
    gv_findings *findings = power_check(&p, "accumulation");
    const gv_check_finding *check = power_find(findings, "zeroing leaves nothing");
    ck_assert_int_eq(check->reason, GV_NOT_ZEROED);
    ck_assert_uint_eq(check->worst.index, 3);
    ck_assert_uint_eq(check->entries.failed, 1);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(nan_in_the_gradient_does_not_pass_for_its_double) {
    power p;
    power_start(&p);
    p.slope_error = NAN;
    expect(&p, GV_FAIL, GV_CLAIM_NOT_FINITE);
}
END_TEST

START_TEST(a_subject_that_does_not_declare_it_is_not_asked) {
    power p;
    power_start(&p);
    p.base.accumulates = false;
    p.adding = OVERWRITES;
    expect(&p, GV_INCONCLUSIVE, GV_NOTHING_CHECKED);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {a_gradient_that_adds_and_is_zeroed_passes,
                                  one_that_overwrites_is_told_so,
                                  one_that_adds_twice_or_drops_half_of_what_was_there_fails,
                                  zeroing_that_forgets_one_entry_fails_at_it,
                                  nan_in_the_gradient_does_not_pass_for_its_double,
                                  a_subject_that_does_not_declare_it_is_not_asked,
                                  NULL};
    return suite_run("check_accumulation", tests);
}
