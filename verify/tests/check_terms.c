/* terms: each additive part alone, L2 by its formula, and the sum against the whole; and what
 * else a subject with parts is asked. */
#include "check_fake.h"

static const char *const terms[FAKE_TERMS] = {"data", "strong decay", "weak decay"};

START_TEST(every_term_is_checked_alone_and_all_in_sum) {
    fake f;
    fake_make(&f);
    gv_findings *findings = fake_check(&f, "terms", NULL);
    ck_assert_int_eq(findings->cases[0].verdict, GV_PASS);
    for (size_t t = 0; t < FAKE_TERMS; t++)
        ck_assert_msg(fake_find(findings, "terms", "shared", terms[t], GV_PASS) != NULL, "%s",
                      terms[t]);
    ck_assert_ptr_nonnull(fake_find(findings, "terms", "bias", "data", GV_PASS));
    ck_assert_ptr_nonnull(fake_find(findings, "terms", "shared", "sum", GV_PASS));
    ck_assert_ptr_nonnull(fake_find(findings, "terms", "bias", "sum", GV_PASS));
    gv_findings_destroy(findings);
}
END_TEST

/* The sum of the claims of the terms is right; the whole has lost, or doubled, an L2 term. */
START_TEST(an_l2_term_lost_or_doubled_in_the_whole_is_named) {
    for (size_t t = 1; t < FAKE_TERMS; t++)
        for (int twice = 0; twice < 2; twice++) {
            fake f;
            fake_make(&f);
            f.slips.of_use[FAKE_DATA_USES + t - 1] = twice ? 2.0 : 0.0;
            gv_findings *findings = fake_check(&f, "terms", NULL);
            const gv_check_finding *sum =
                fake_find(findings, "terms", "shared", "sum", GV_FAIL);
            ck_assert_ptr_nonnull(sum);
            ck_assert_msg(sum->diagnosis && strstr(sum->diagnosis, terms[t]) &&
                              strstr(sum->diagnosis, twice ? "counted twice" : "is lost"),
                          "%s: %s", terms[t], sum->diagnosis ? sum->diagnosis : "none");
            ck_assert_ptr_nonnull(fake_find(findings, "terms", "shared", terms[t], GV_PASS));
            gv_findings_destroy(findings);
        }
}
END_TEST

/* Wrong already in the term's own claim: it fails against measurement and formula. */
START_TEST(an_l2_term_that_is_wrong_itself_fails_by_measurement_and_formula) {
    static const double factors[] = {0.0, 0.5, 2.0, 3.0, 1.0 + 1e-5};
    for (size_t t = 1; t < FAKE_TERMS; t++)
        for (size_t k = 0; k < sizeof factors / sizeof *factors; k++) {
            fake f;
            fake_make(&f);
            f.slips.term_factor[t] = factors[k];
            gv_findings *findings = fake_check(&f, "terms", NULL);
            bool by_measurement = false, by_formula = false;
            for (size_t i = 0; i < findings->cases[0].check_count; i++) {
                const gv_check_finding *check = &findings->cases[0].checks[i];
                if (!check->term || strcmp(check->term, terms[t]) != 0)
                    continue;
                by_measurement = by_measurement || check->reason == GV_GAP;
                by_formula = by_formula || check->reason == GV_FORMULA_DIFFERS;
            }
            ck_assert_msg(by_measurement && by_formula, "%s by %g: %s", terms[t], factors[k],
                          call_told(findings));
            ck_assert_ptr_nonnull(fake_find(findings, "terms", "shared", "data", GV_PASS));
            gv_findings_destroy(findings);
        }
}
END_TEST

START_TEST(an_error_of_a_few_ulps_is_seen_by_the_formula_alone) {
    fake f;
    fake_make(&f);
    f.slips.term_factor[1] = 1.0 + 1e-13;
    gv_findings *findings = fake_check(&f, "terms", NULL);
    ck_assert(call_has(findings, "terms", GV_FORMULA_DIFFERS));
    ck_assert(!call_has(findings, "terms", GV_GAP));
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(l2_on_biases_that_it_does_not_cover_fails) {
    fake f;
    fake_make(&f);
    f.slips.bias_decay = 1.0;
    gv_findings *findings = fake_check(&f, NULL, NULL);
    ck_assert_ptr_nonnull(fake_find(findings, "gradient", "bias", NULL, GV_FAIL));
    const gv_check_finding *check =
        fake_find(findings, "terms", "bias", "strong decay", GV_FAIL);
    ck_assert_ptr_nonnull(check);
    ck_assert_int_eq(check->reason, GV_FORMULA_DIFFERS);
    ck_assert_ptr_nonnull(fake_find(findings, "gradient", "shared", NULL, GV_PASS));
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(a_data_term_that_is_wrong_fails_alone) {
    fake f;
    fake_make(&f);
    f.slips.term_factor[0] = -1.0;
    gv_findings *findings = fake_check(&f, "terms", NULL);
    ck_assert_ptr_nonnull(fake_find(findings, "terms", "shared", "data", GV_FAIL));
    ck_assert_ptr_nonnull(fake_find(findings, "terms", "bias", "data", GV_FAIL));
    for (size_t t = 1; t < FAKE_TERMS; t++)
        ck_assert_ptr_nonnull(fake_find(findings, "terms", "shared", terms[t], GV_PASS));
    gv_findings_destroy(findings);
}
END_TEST

/* A strong term beside a weak one: each is measured by its own value, not by the whole's. */
START_TEST(a_weak_term_is_measured_in_its_own_scale) {
    fake f;
    fake_make(&f);
    gv_findings *findings = fake_check(&f, "terms", NULL);
    const gv_check_finding *check =
        fake_find(findings, "terms", "shared", "weak decay", GV_PASS);
    ck_assert(check->detectable <= 2.1e-6);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(a_replay_that_differs_from_a_fresh_recording_is_named) {
    static const double off[] = {1e-3, -1e-12};
    for (size_t i = 0; i < 2; i++) {
        fake f;
        fake_make(&f);
        f.slips.anew = off[i];
        gv_findings *findings = fake_check(&f, "determinism", NULL);
        ck_assert_int_eq(findings->cases[0].verdict, GV_FAIL);
        ck_assert(call_has(findings, "determinism", GV_NONDETERMINISTIC));
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(a_gradient_that_differs_when_called_again_is_named) {
    fake f;
    fake_make(&f);
    f.slips.forgets_after = 1;
    gv_findings *findings = fake_check(&f, "determinism", NULL);
    ck_assert(call_has(findings, "determinism", GV_NONDETERMINISTIC));
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(a_check_that_the_subject_cannot_answer_appends_nothing) {
    fake f;
    fake_make(&f);
    gv_subject_kind without = *f.base.kind;
    without.gradient_use = NULL;
    without.value_anew = NULL;
    f.base.kind = &without;
    f.base.term_count = 0;
    static const char *const kinds[] = {"uses", "terms", "determinism"};
    for (size_t k = 0; k < 3; k++) {
        gv_findings *findings = fake_check(&f, kinds[k], NULL);
        ck_assert_uint_eq(findings->cases[0].check_count, 0);
        ck_assert_int_eq(findings->cases[0].verdict, GV_INCONCLUSIVE);
        ck_assert_int_eq(findings->cases[0].reason, GV_NOTHING_CHECKED);
        gv_findings_destroy(findings);
    }
    gv_findings *findings = fake_check(&f, NULL, NULL);
    ck_assert_int_eq(findings->cases[0].verdict, GV_PASS);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(every_check_has_a_name_of_its_own_and_is_found_by_it) {
    for (size_t i = 0; gv_check_list[i]; i++) {
        ck_assert_ptr_eq(gv_check_find(gv_check_list[i]->name), gv_check_list[i]);
        ck_assert_uint_gt(strlen(gv_check_list[i]->question), 0);
    }
    ck_assert_ptr_null(gv_check_find("gradeint"));
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        every_term_is_checked_alone_and_all_in_sum,
        an_l2_term_lost_or_doubled_in_the_whole_is_named,
        an_l2_term_that_is_wrong_itself_fails_by_measurement_and_formula,
        an_error_of_a_few_ulps_is_seen_by_the_formula_alone,
        l2_on_biases_that_it_does_not_cover_fails,
        a_data_term_that_is_wrong_fails_alone,
        a_weak_term_is_measured_in_its_own_scale,
        a_replay_that_differs_from_a_fresh_recording_is_named,
        a_gradient_that_differs_when_called_again_is_named,
        a_check_that_the_subject_cannot_answer_appends_nothing,
        every_check_has_a_name_of_its_own_and_is_found_by_it,
        NULL};
    return suite_run("check_terms", tests);
}
