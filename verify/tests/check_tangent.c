/* The tangent check: three legs and the steps; whichever is broken is named. */
#include "check_power.h"

#define FORWARD "forward mode against the measurement"
#define REVERSE "reverse mode against the measurement"
#define CLAIMS "forward mode against reverse mode"
#define STEPS "every step alone"

static gv_verdict leg(const gv_findings *findings, const char *words) {
    const gv_check_finding *check = power_find(findings, words);
    ck_assert_ptr_nonnull(check);
    return check->verdict;
}

static void expect(power *p, gv_verdict forward, gv_verdict reverse, gv_verdict claims,
                   const char *diagnosis) {
    gv_findings *findings = power_check(p, "tangent");
    ck_assert_int_eq(leg(findings, FORWARD), forward);
    ck_assert_int_eq(leg(findings, REVERSE), reverse);
    ck_assert_int_eq(leg(findings, CLAIMS), claims);
    ck_assert_int_eq(leg(findings, STEPS), GV_PASS);
    for (size_t i = 0; i < findings->cases[0].check_count; i++) {
        const gv_check_finding *check = &findings->cases[0].checks[i];
        if (check->verdict == GV_FAIL)
            ck_assert_msg(check->diagnosis && strstr(check->diagnosis, diagnosis), "%s",
                          check->diagnosis ? check->diagnosis : "no diagnosis");
        else
            ck_assert_ptr_null(check->diagnosis);
    }
    gv_findings_destroy(findings);
}

START_TEST(three_legs_that_agree_pass) {
    power p;
    power_start(&p);
    expect(&p, GV_PASS, GV_PASS, GV_PASS, "");
}
END_TEST

START_TEST(a_wrong_jvp_is_named) {
    static const double errors[] = {-2.0, 1e-3, 1e-5, NAN, INFINITY};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        power p;
        power_start(&p);
        p.tangent_error = errors[i];
        expect(&p, GV_FAIL, GV_PASS, GV_FAIL, "forward mode is broken");
    }
}
END_TEST

START_TEST(a_wrong_vjp_is_named) {
    static const double errors[] = {-2.0, 1e-3, NAN};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        power p;
        power_start(&p);
        p.slope_error = errors[i];
        expect(&p, GV_PASS, GV_FAIL, GV_FAIL, "reverse mode is broken");
    }
}
END_TEST

START_TEST(two_wrong_in_two_ways_are_both_named) {
    power p;
    power_start(&p);
    p.slope_error = 0.3;
    p.tangent_error = -0.2;
    expect(&p, GV_FAIL, GV_FAIL, GV_FAIL, "each in its own way");
}
END_TEST

START_TEST(claims_that_agree_with_each_other_alone_point_at_the_value) {
    power p;
    power_start(&p);
    p.value_shear = 0.37;
    expect(&p, GV_FAIL, GV_FAIL, GV_PASS, "the value is another function");
}
END_TEST

START_TEST(a_step_that_is_not_its_transpose_is_named) {
    power p;
    power_start(&p);
    p.bad_node = 1 + 1;
    gv_findings *findings = power_check(&p, "tangent");
    const gv_check_finding *check = power_find(findings, STEPS);
    ck_assert_int_eq(check->reason, GV_NOT_TRANSPOSED);
    ck_assert_uint_eq(check->worst.index, 1);
    ck_assert_uint_eq(check->entries.checked, 2); /* the third has no derivative */
    ck_assert_ptr_nonnull(strstr(check->diagnosis, "step 1, scale"));
    ck_assert_int_eq(leg(findings, CLAIMS), GV_PASS);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(bounds_keep_it_from_being_asked) {
    static const double low[3] = {-9.0, -9.0, -9.0};
    power p;
    power_start(&p);
    gv_parameter bounded[2] = {p.base.parameters[0], p.base.parameters[1]};
    bounded[0].group.lower = low;
    p.base.parameters = bounded;
    gv_findings *findings = power_check(&p, "tangent");
    ck_assert_uint_eq(findings->cases[0].check_count, 0);
    gv_findings_destroy(findings);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {three_legs_that_agree_pass,
                                  a_wrong_jvp_is_named,
                                  a_wrong_vjp_is_named,
                                  two_wrong_in_two_ways_are_both_named,
                                  claims_that_agree_with_each_other_alone_point_at_the_value,
                                  a_step_that_is_not_its_transpose_is_named,
                                  bounds_keep_it_from_being_asked,
                                  NULL};
    return suite_run("check_tangent", tests);
}
