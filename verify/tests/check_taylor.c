/* The taylor check: orders of right claims, of wrong ones, and of those that noise or a kink
 * hides. */
#include "check_power.h"

#define SLOPE "with the slope"
#define CURVATURE "with the curvature"

static gv_findings *check_with(const power *p, const char *words,
                               const gv_check_finding **check) {
    power copy = *p;
    copy.base.kind = &copy.kind;
    copy.base.point = copy.point;
    gv_findings *findings = power_check(&copy, "taylor");
    *check = power_find(findings, words);
    ck_assert_ptr_nonnull(*check);
    return findings;
}

static void expect(const power *p, const char *words, gv_verdict verdict, gv_reason reason) {
    const gv_check_finding *check = NULL;
    gv_findings *findings = check_with(p, words, &check);
    ck_assert_str_eq(gv_verdict_name(check->verdict), gv_verdict_name(verdict));
    if (verdict != GV_PASS)
        ck_assert_str_eq(gv_reason_name(check->reason), gv_reason_name(reason));
    gv_findings_destroy(findings);
}

START_TEST(right_claims_leave_the_second_and_the_third_order) {
    power p;
    const gv_check_finding *check = NULL;
    power_start(&p);
    gv_findings *findings = check_with(&p, SLOPE, &check);
    ck_assert_int_eq(check->verdict, GV_PASS);
    ck_assert_uint_eq(check->entries.checked, 4);
    for (size_t i = 0; i < check->notable_count; i++)
        ck_assert_double_eq_tol(check->notable[i].measured, 2.0, 0.05);
    check = power_find(findings, CURVATURE);
    ck_assert_int_eq(check->verdict, GV_PASS);
    for (size_t i = 0; i < check->notable_count; i++)
        ck_assert_double_eq_tol(check->notable[i].measured, 3.0, 0.2);
    gv_findings_destroy(findings);
}
END_TEST

/* Two of the directions may cancel an error of one entry, but not all: one entry is off. */
START_TEST(a_wrong_slope_leaves_the_first_order) {
    static const double errors[] = {-2.0, 1.0, 1e-2, 1e-4, -1e-5};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        power p;
        const gv_check_finding *check = NULL;
        power_start(&p);
        p.slope_error = errors[i];
        gv_findings *findings = check_with(&p, SLOPE, &check);
        ck_assert_int_eq(check->verdict, GV_FAIL);
        ck_assert_int_eq(check->reason, GV_ORDER);
        ck_assert_double_eq_tol(check->worst.measured, 1.0, 0.25);
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(an_error_below_the_tolerance_is_none) {
    power p;
    power_start(&p);
    p.linear = true; /* so that nothing but the error is left */
    p.slope_error = 1e-9;
    expect(&p, SLOPE, GV_PASS, GV_SETTLED);
}
END_TEST

START_TEST(a_wrong_curvature_leaves_the_second_order_and_the_slope_alone) {
    static const double errors[] = {-2.0, 0.5, 1e-2};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        power p;
        power_start(&p);
        p.curvature_error = errors[i];
        expect(&p, SLOPE, GV_PASS, GV_SETTLED);
        expect(&p, CURVATURE, GV_FAIL, GV_ORDER);
    }
}
END_TEST

START_TEST(a_wrong_slope_fails_with_the_curvature_too) {
    power p;
    power_start(&p);
    p.slope_error = 0.1;
    expect(&p, CURVATURE, GV_FAIL, GV_ORDER);
}
END_TEST

START_TEST(a_straight_value_leaves_nothing_and_passes_only_with_the_right_slope) {
    power p;
    power_start(&p);
    p.linear = true;
    expect(&p, SLOPE, GV_PASS, GV_SETTLED);
    p.slope_error = 1e-4;
    expect(&p, SLOPE, GV_FAIL, GV_ORDER);
}
END_TEST

/* On a grid that the noise does not show, for the value stands still on it. */
START_TEST(a_staircase_accuses_nobody_and_clears_nobody) {
    static const double grids[] = {1e-7, 1e-3, 0.03, 0.3, 7.0};
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) {
        power p;
        power_start(&p);
        p.grid = grids[i];
        const gv_check_finding *check = NULL;
        gv_findings *findings = check_with(&p, SLOPE, &check);
        ck_assert_int_ne(check->verdict, GV_FAIL); /* fine steps leave an order to be seen */
        if (p.grid > 0.01)
            ck_assert_int_eq(check->verdict, GV_INCONCLUSIVE);
        gv_findings_destroy(findings);
        p.slope_error = -2.0;
        findings = check_with(&p, SLOPE, &check);
        ck_assert_int_ne(check->verdict, GV_PASS);
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(noise_that_hides_the_order_is_said_to) {
    power p;
    power_start(&p);
    p.noise = 0.01;
    expect(&p, SLOPE, GV_INCONCLUSIVE, GV_NO_ORDER);
    p.noise = 1e-9; /* it leaves steps enough */
    expect(&p, SLOPE, GV_PASS, GV_SETTLED);
    p.slope_error = -2.0;
    expect(&p, SLOPE, GV_FAIL, GV_ORDER);
}
END_TEST

START_TEST(a_kink_at_the_point_has_no_order) {
    power p;
    power_start(&p);
    p.value_kink = 0.63;
    expect(&p, SLOPE, GV_INCONCLUSIVE, GV_NO_ORDER);
}
END_TEST

START_TEST(nan_passes_nowhere) {
    power p;
    power_start(&p);
    p.slope_error = NAN;
    expect(&p, SLOPE, GV_FAIL, GV_CLAIM_NOT_FINITE);
    power_start(&p);
    p.curvature_error = NAN;
    expect(&p, SLOPE, GV_PASS, GV_SETTLED);
    expect(&p, CURVATURE, GV_FAIL, GV_CLAIM_NOT_FINITE);
}
END_TEST

START_TEST(without_products_the_slope_alone_is_looked_at) {
    power p;
    power_start(&p);
    p.kind.hvp = NULL;
    gv_findings *findings = power_check(&p, "taylor");
    ck_assert_uint_eq(findings->cases[0].check_count, 1);
    ck_assert_int_eq(power_verdict(findings), GV_PASS);
    gv_findings_destroy(findings);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        right_claims_leave_the_second_and_the_third_order,
        a_wrong_slope_leaves_the_first_order,
        an_error_below_the_tolerance_is_none,
        a_wrong_curvature_leaves_the_second_order_and_the_slope_alone,
        a_wrong_slope_fails_with_the_curvature_too,
        a_straight_value_leaves_nothing_and_passes_only_with_the_right_slope,
        a_staircase_accuses_nobody_and_clears_nobody,
        noise_that_hides_the_order_is_said_to,
        a_kink_at_the_point_has_no_order,
        nan_passes_nowhere,
        without_products_the_slope_alone_is_looked_at,
        NULL};
    return suite_run("check_taylor", tests);
}
