/* The curvature check: products with the second derivatives, against differences and turned
 * around. */
#include "check_power.h"

#define SYMMETRY "symmetry"

START_TEST(right_products_pass_entry_by_entry) {
    power p;
    power_start(&p);
    gv_findings *findings = power_check(&p, "curvature");
    ck_assert_int_eq(power_verdict(findings), GV_PASS);
    ck_assert_uint_eq(power_find(findings, "a")->entries.passed, 3);
    ck_assert_uint_eq(power_find(findings, "b")->entries.passed, 2);
    ck_assert_int_eq(power_find(findings, SYMMETRY)->verdict, GV_PASS);
    gv_findings_destroy(findings);
}
END_TEST

/* Row and column 1 off alike: still symmetric, and wrong in the entries that they reach. */
START_TEST(a_symmetric_mistake_is_seen_by_the_differences_alone) {
    static const double errors[] = {-2.0, 1e-2, 1e-5};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        power p;
        power_start(&p);
        p.curvature_error = errors[i];
        gv_findings *findings = power_check(&p, "curvature");
        const gv_check_finding *check = power_find(findings, "a");
        ck_assert_int_eq(check->verdict, GV_FAIL);
        ck_assert_int_eq(check->reason, GV_GAP);
        ck_assert_uint_eq(check->entries.failed, 2);
        ck_assert_int_eq(power_find(findings, "b")->verdict, GV_PASS);
        ck_assert_int_eq(power_find(findings, SYMMETRY)->verdict, GV_PASS);
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(a_product_that_is_not_symmetric_is_told_so) {
    static const double skews[] = {1.7, 1e-3, -1e-5};
    for (size_t i = 0; i < sizeof skews / sizeof *skews; i++) {
        power p;
        power_start(&p);
        p.skew = skews[i];
        gv_findings *findings = power_check(&p, "curvature");
        ck_assert_int_eq(power_find(findings, SYMMETRY)->reason, GV_NOT_SYMMETRIC);
        ck_assert_int_eq(power_find(findings, "a")->verdict, GV_FAIL);
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(nan_passes_neither_leg) {
    power p;
    power_start(&p);
    p.curvature_error = NAN;
    gv_findings *findings = power_check(&p, "curvature");
    ck_assert_int_eq(power_find(findings, "a")->reason, GV_CLAIM_NOT_FINITE);
    ck_assert_int_eq(power_find(findings, SYMMETRY)->reason, GV_CLAIM_NOT_FINITE);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(a_value_without_curvature_proves_nothing) {
    power p;
    power_start(&p);
    p.linear = true;
    gv_findings *findings = power_check(&p, "curvature");
    ck_assert_int_eq(power_verdict(findings), GV_INCONCLUSIVE);
    ck_assert_int_eq(power_find(findings, "a")->reason, GV_FEEDS_NOTHING);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(a_subject_without_products_is_not_asked) {
    power p;
    power_start(&p);
    p.kind.hvp = NULL;
    gv_findings *findings = power_check(&p, "curvature");
    ck_assert_uint_eq(findings->cases[0].check_count, 0);
    gv_findings_destroy(findings);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {right_products_pass_entry_by_entry,
                                  a_symmetric_mistake_is_seen_by_the_differences_alone,
                                  a_product_that_is_not_symmetric_is_told_so,
                                  nan_passes_neither_leg,
                                  a_value_without_curvature_proves_nothing,
                                  a_subject_without_products_is_not_asked,
                                  NULL};
    return suite_run("check_curvature", tests);
}
