/* uses: of a tied parameter each use alone, and their sum against the whole. */
#include "check_fake.h"

static const char *const uses[FAKE_USES] = {"encoder", "decoder", "output", "l2 strong",
                                            "l2 weak"};

START_TEST(a_right_subject_passes_every_check_it_can_answer) {
    fake f;
    fake_make(&f);
    gv_findings *findings = fake_check(&f, NULL, NULL);
    const gv_case_finding *finding = &findings->cases[0];
    ck_assert_msg(finding->verdict == GV_PASS, "%s", call_told(findings));
    static const char *const kinds[] = {"determinism", "gradient", "uses", "terms", "contract"};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        ck_assert_msg(call_find(findings, kinds[k], NULL) != NULL, "%s", kinds[k]);
    ck_assert_uint_eq(finding->parameters, FAKE_N);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(each_use_of_a_tied_parameter_is_checked_alone_and_all_in_sum) {
    fake f;
    fake_make(&f);
    gv_findings *findings = fake_check(&f, "uses", NULL);
    ck_assert_uint_eq(findings->cases[0].check_count, FAKE_USES + 1);
    for (size_t u = 0; u < FAKE_USES; u++) {
        const gv_check_finding *check = fake_find(findings, "uses", "shared", uses[u], GV_PASS);
        ck_assert_msg(check != NULL, "%s", uses[u]);
        ck_assert_uint_eq(check->entries.checked, FAKE_WEIGHTS);
    }
    ck_assert_ptr_nonnull(fake_find(findings, "uses", "shared", "sum", GV_PASS));
    gv_findings_destroy(findings);
}
END_TEST

/* The whole has `weight` times what use u contributes: the sum names it. */
static void expect_named(size_t u, double weight, const char *words) {
    fake f;
    fake_make(&f);
    f.slips.of_use[u] = weight;
    gv_findings *findings = fake_check(&f, NULL, NULL);
    ck_assert_int_eq(findings->cases[0].verdict, GV_FAIL);
    ck_assert_ptr_nonnull(fake_find(findings, "gradient", "shared", NULL, GV_FAIL));
    for (size_t k = 0; k < FAKE_USES; k++)
        ck_assert_ptr_nonnull(fake_find(findings, "uses", "shared", uses[k], GV_PASS));
    const gv_check_finding *sum = fake_find(findings, "uses", "shared", "sum", GV_FAIL);
    ck_assert_ptr_nonnull(sum);
    ck_assert_int_eq(sum->reason, GV_SUM_DIFFERS);
    ck_assert_msg(sum->diagnosis && strstr(sum->diagnosis, words) &&
                      strstr(sum->diagnosis, uses[u]),
                  "%s %g: %s", uses[u], weight, sum->diagnosis ? sum->diagnosis : "none");
    gv_findings_destroy(findings);
}

START_TEST(a_lost_a_doubled_and_a_flipped_use_are_named) {
    for (size_t u = 0; u < FAKE_USES; u++) {
        expect_named(u, 0.0, "is lost");
        expect_named(u, 2.0, "counted twice");
        expect_named(u, -1.0, "wrong sign");
    }
}
END_TEST

START_TEST(a_use_that_overwrites_the_others_is_named) {
    for (size_t u = 0; u < FAKE_USES; u++) {
        fake f;
        fake_make(&f);
        for (size_t k = 0; k < FAKE_USES; k++)
            f.slips.of_use[k] = k == u ? 1.0 : 0.0;
        gv_findings *findings = fake_check(&f, "uses", NULL);
        const gv_check_finding *sum = fake_find(findings, "uses", "shared", "sum", GV_FAIL);
        ck_assert_ptr_nonnull(sum);
        ck_assert_msg(sum->diagnosis && strstr(sum->diagnosis, "overwritten") &&
                          strstr(sum->diagnosis, uses[u]),
                      "%s: %s", uses[u], sum->diagnosis ? sum->diagnosis : "none");
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(a_use_that_is_wrong_itself_fails_alone) {
    for (size_t u = 0; u < FAKE_USES; u++) {
        fake f;
        fake_make(&f);
        f.slips.use_factor[u] = 1.01;
        gv_findings *findings = fake_check(&f, "uses", NULL);
        for (size_t k = 0; k < FAKE_USES; k++)
            ck_assert_ptr_nonnull(
                fake_find(findings, "uses", "shared", uses[k], k == u ? GV_FAIL : GV_PASS));
        ck_assert_ptr_nonnull(fake_find(findings, "uses", "shared", "sum", GV_PASS));
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(a_failing_tied_entry_is_shown_with_its_uses_and_terms) {
    fake f;
    fake_make(&f);
    f.slips.of_use[1] = 0.0;
    gv_findings *findings = fake_check(&f, "gradient", NULL);
    const gv_check_finding *check = fake_find(findings, "gradient", "shared", NULL, GV_FAIL);
    ck_assert_uint_eq(check->part_count, FAKE_USES + FAKE_TERMS);
    double of_uses = 0.0, of_terms = 0.0;
    for (size_t i = 0; i < check->part_count; i++) {
        const gv_part *part = &check->parts[i];
        ck_assert_msg(fabs(part->claimed - part->measured) <=
                          part->error + 1e-6 * fabs(part->measured),
                      "%s: %g, not %g", part->name, part->claimed, part->measured);
        if (strncmp(part->name, "use ", 4) == 0)
            of_uses += part->measured;
        else
            of_terms += part->measured;
    }
    ck_assert_double_eq_tol(of_uses, check->worst.measured, 1e-6);
    ck_assert_double_eq_tol(of_terms, check->worst.measured, 1e-6);
    gv_findings_destroy(findings);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {a_right_subject_passes_every_check_it_can_answer,
                                  each_use_of_a_tied_parameter_is_checked_alone_and_all_in_sum,
                                  a_lost_a_doubled_and_a_flipped_use_are_named,
                                  a_use_that_overwrites_the_others_is_named,
                                  a_use_that_is_wrong_itself_fails_alone,
                                  a_failing_tied_entry_is_shown_with_its_uses_and_terms,
                                  NULL};
    return suite_run("check_uses", tests);
}
