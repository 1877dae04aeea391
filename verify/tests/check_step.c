/* The step check: formulas, aliases, places and remainders of updates. */
#include "check_power.h"

#define FORMULA "by its formula"
#define IN_PLACE "in place, for every use"
#define REMAINDER "the remainder along the update"

static const gv_optimizer rules[] = {
    {.name = "sgd", .rate = 0.0531},
    {.name = "sgd",
     .rate = 0.0213,
     .momentum = 0.87,
     .dampening = 0.19,
     .weight_decay = 0.0137},
    {.name = "sgd", .rate = 0.0317, .momentum = 0.83, .nesterov = true},
    {.name = "adam",
     .rate = 0.0079,
     .weight_decay = 0.0117,
     .beta1 = 0.9,
     .beta2 = 0.999,
     .epsilon = 1e-8},
    {.name = "adamw",
     .rate = 0.0083,
     .weight_decay = 0.0171,
     .beta1 = 0.9,
     .beta2 = 0.999,
     .epsilon = 1e-8},
};
enum { RULES = sizeof rules / sizeof *rules };

static void expect(power *p, const char *words, gv_verdict verdict, gv_reason reason,
                   const char *diagnosis) {
    gv_findings *findings = power_check(p, "step");
    const gv_check_finding *check = power_find(findings, words);
    ck_assert_ptr_nonnull(check);
    ck_assert_str_eq(gv_verdict_name(check->verdict), gv_verdict_name(verdict));
    ck_assert_str_eq(gv_reason_name(check->reason), gv_reason_name(reason));
    if (diagnosis)
        ck_assert_msg(check->diagnosis && strstr(check->diagnosis, diagnosis), "%s",
                      check->diagnosis ? check->diagnosis : "no diagnosis");
    gv_findings_destroy(findings);
}

START_TEST(every_right_update_passes) {
    for (size_t i = 0; i < RULES; i++) {
        power p;
        power_start(&p);
        p.optimizer = rules[i];
        gv_findings *findings = power_check(&p, "step");
        ck_assert_uint_eq(findings->cases[0].check_count, 3);
        ck_assert_int_eq(power_verdict(findings), GV_PASS);
        ck_assert_uint_eq(power_find(findings, FORMULA)->entries.passed, 3 * POWER_COUNT);
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(an_update_through_two_aliases_is_told_so) {
    power p;
    power_start(&p);
    p.step_times = 2.0;
    expect(&p, FORMULA, GV_FAIL, GV_FORMULA_DIFFERS, "a is moved twice as far");
}
END_TEST

START_TEST(an_update_uphill_or_of_another_length_fails) {
    for (size_t i = 0; i < RULES; i++) {
        power p;
        power_start(&p);
        p.optimizer = rules[i];
        p.step_times = -1.0;
        expect(&p, FORMULA, GV_FAIL, GV_FORMULA_DIFFERS, "uphill");
        p.step_times = 1.0 + 1e-9;
        expect(&p, FORMULA, GV_FAIL, GV_FORMULA_DIFFERS, NULL);
    }
}
END_TEST

START_TEST(a_lost_term_of_a_formula_fails) {
    power p;
    power_start(&p);
    p.optimizer = rules[1];
    p.no_memory = true;
    expect(&p, FORMULA, GV_FAIL, GV_FORMULA_DIFFERS, NULL);
    power_start(&p);
    p.optimizer = rules[3];
    p.no_correction = true;
    expect(&p, FORMULA, GV_FAIL, GV_FORMULA_DIFFERS, NULL);
}
END_TEST

START_TEST(an_update_into_a_copy_is_not_in_place) {
    power p;
    power_start(&p);
    p.step_elsewhere = true;
    expect(&p, FORMULA, GV_PASS, GV_SETTLED, NULL);
    expect(&p, IN_PLACE, GV_FAIL, GV_NOT_IN_PLACE, NULL);
}
END_TEST

START_TEST(a_gradient_that_is_wrong_shows_along_the_update) {
    power p;
    power_start(&p);
    p.slope_error = 0.01;
    expect(&p, FORMULA, GV_PASS, GV_SETTLED,
           NULL); /* the step has followed what it was given */
    expect(&p, REMAINDER, GV_FAIL, GV_ORDER, NULL);
}
END_TEST

START_TEST(an_update_of_no_known_formula_is_not_passed) {
    power p;
    power_start(&p);
    p.optimizer = rules[3];
    p.optimizer.name = "lion";
    expect(&p, "no formula of this name", GV_INCONCLUSIVE, GV_NOTHING_CHECKED, NULL);
}
END_TEST

START_TEST(an_update_that_moves_nothing_is_not_passed) {
    power p;
    power_start(&p);
    p.optimizer.rate = 0.0;
    expect(&p, REMAINDER, GV_INCONCLUSIVE, GV_UNMOVED, NULL);
    power_start(&p);
    p.slope_error = NAN;
    expect(&p, FORMULA, GV_INCONCLUSIVE, GV_CLAIM_NOT_FINITE, NULL);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {every_right_update_passes,
                                  an_update_through_two_aliases_is_told_so,
                                  an_update_uphill_or_of_another_length_fails,
                                  a_lost_term_of_a_formula_fails,
                                  an_update_into_a_copy_is_not_in_place,
                                  a_gradient_that_is_wrong_shows_along_the_update,
                                  an_update_of_no_known_formula_is_not_passed,
                                  an_update_that_moves_nothing_is_not_passed,
                                  NULL};
    return suite_run("check_step", tests);
}
