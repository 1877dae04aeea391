/* What makes no sense is refused, with a message that names it; nothing is left behind. */
#include "ccall_support.h"

static gv_eval bowl(const double *x, size_t n, double *value, void *context) {
    (void)context;
    *value = 0.0;
    for (size_t i = 0; i < n; i++)
        *value += (0.7 + (double)i) * x[i] * x[i];
    return GV_EVAL_OK;
}

static gv_eval bowl_gradient(const double *x, size_t n, double *gradient, void *context) {
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = 2.0 * (0.7 + (double)i) * x[i];
    return GV_EVAL_OK;
}

static const double start[] = {0.7731, -1.3947, 2.618, -0.5772, 1.2021, 0.9159};

/* A problem that makes sense, for one thing at a time to be broken. */
typedef struct sample {
    gv_group groups[2];
    double start[6];
    gv_problem problem;
} sample;

static void make(sample *s) {
    *s = (sample){.groups = {{.name = "weight", .rank = 2, .shape = {2, 2}},
                             {.name = "bias", .rank = 1, .shape = {2}}}};
    memcpy(s->start, start, sizeof start);
    s->problem = (gv_problem){.name = "bowl",
                              .groups = s->groups,
                              .group_count = 2,
                              .start = s->start,
                              .value = bowl,
                              .gradient = bowl_gradient};
}

static void expect_refused(const sample *s, const gv_options *options, const char *words) {
    gv_findings *findings = (gv_findings *)(void *)&start;
    gv_error error = {GV_OK, ""};
    const gv_status status = gv_check(&s->problem, options, &findings, &error);
    ck_assert_msg(status == GV_ERR_ARGUMENT, "status %d for \"%s\"", (int)status, words);
    ck_assert_int_eq(error.status, GV_ERR_ARGUMENT);
    ck_assert_ptr_null(findings);
    ck_assert_msg(strstr(error.message, words) != NULL, "\"%s\" lacks \"%s\"", error.message,
                  words);
    ck_assert_int_eq(gv_check(&s->problem, options, &findings, NULL), GV_ERR_ARGUMENT);
}

START_TEST(a_problem_that_makes_sense_is_checked) {
    sample s;
    make(&s);
    CALL_EXPECT(&s.problem, NULL, GV_PASS);
}
END_TEST

START_TEST(missing_callbacks_groups_and_start_are_named) {
    sample s;
    make(&s);
    s.problem.value = NULL;
    expect_refused(&s, NULL, "no value callback");
    make(&s);
    s.problem.gradient = NULL;
    expect_refused(&s, NULL, "no gradient callback");
    make(&s);
    s.problem.groups = NULL;
    expect_refused(&s, NULL, "no groups");
    make(&s);
    s.problem.group_count = 0;
    expect_refused(&s, NULL, "no groups");
    make(&s);
    s.problem.start = NULL;
    expect_refused(&s, NULL, "no start");
}
END_TEST

START_TEST(a_null_problem_and_a_null_place_are_refused) {
    sample s;
    make(&s);
    gv_error error;
    gv_findings *findings = NULL;
    ck_assert_int_eq(gv_check(NULL, NULL, &findings, &error), GV_ERR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.message, "no problem"));
    ck_assert_int_eq(gv_check(&s.problem, NULL, NULL, &error), GV_ERR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.message, "findings"));
}
END_TEST

START_TEST(a_shape_with_a_zero_or_an_overflow_is_refused) {
    sample s;
    make(&s);
    s.groups[0].shape[1] = 0;
    expect_refused(&s, NULL, "'weight'");
    make(&s);
    s.groups[1].shape[0] = SIZE_MAX / 2;
    expect_refused(&s, NULL, "'bias'");
    make(&s);
    s.groups[0].rank = 4;
    for (size_t axis = 0; axis < 4; axis++)
        s.groups[0].shape[axis] = (size_t)1 << 20;
    expect_refused(&s, NULL, "'weight'");
    make(&s);
    s.groups[0].rank = GV_RANK_MAX + 1;
    expect_refused(&s, NULL, "9 axes");
}
END_TEST

START_TEST(a_group_without_a_name_is_refused) {
    sample s;
    make(&s);
    s.groups[1].name = NULL;
    expect_refused(&s, NULL, "no name");
    s.groups[1].name = "";
    expect_refused(&s, NULL, "no name");
}
END_TEST

START_TEST(unknown_precisions_and_constraints_are_refused) {
    sample s;
    make(&s);
    s.groups[0].storage = (gv_precision)GV_PRECISION_COUNT;
    expect_refused(&s, NULL, "'weight'");
    make(&s);
    s.groups[0].constraint = (gv_constraint)GV_CONSTRAINT_COUNT;
    expect_refused(&s, NULL, "'weight'");
    make(&s);
    s.problem.claim = (gv_precision)GV_PRECISION_COUNT;
    expect_refused(&s, NULL, "claim");
}
END_TEST

START_TEST(a_symmetric_or_triangular_group_must_be_square) {
    static const gv_constraint squares[] = {GV_SYMMETRIC, GV_LOWER_TRIANGULAR};
    for (size_t i = 0; i < 2; i++) {
        sample s;
        make(&s);
        s.groups[1].constraint = squares[i];
        expect_refused(&s, NULL, "'bias'");
    }
}
END_TEST

START_TEST(tolerances_of_a_group_that_cannot_be_meant_are_refused) {
    static const double bad[] = {NAN, INFINITY, -1e-6, 1.0, 1e300};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        sample s;
        make(&s);
        s.groups[1].tolerance = bad[i];
        expect_refused(&s, NULL, "'bias': tolerance and resolution");
        make(&s);
        s.groups[1].resolution = bad[i];
        expect_refused(&s, NULL, "'bias': tolerance and resolution");
    }
}
END_TEST

START_TEST(two_groups_of_a_name_are_refused) {
    sample s;
    make(&s);
    s.groups[1].name = "weight";
    expect_refused(&s, NULL, "two groups are named 'weight'");
}
END_TEST

START_TEST(bounds_that_are_not_in_order_are_refused) {
    static const double low[] = {-3.1, NAN}, crossed[] = {-3.1, 2.2}, high[] = {5.3, 1.7};
    sample s;
    make(&s);
    s.groups[1].lower = low;
    expect_refused(&s, NULL, "bounds of entry 1");
    make(&s);
    s.groups[1].lower = crossed;
    s.groups[1].upper = high;
    expect_refused(&s, NULL, "bounds of entry 1");
}
END_TEST

START_TEST(a_start_that_is_not_what_its_group_declares_is_refused) {
    sample s;
    make(&s);
    s.groups[0].constraint = GV_SYMMETRIC;
    expect_refused(&s, NULL, "declared symmetric");
    s.start[2] = s.start[1] * (1.0 + 0x1p-50); /* as a product with its transpose may be */
    CALL_EXPECT(&s.problem, NULL, GV_PASS);
    make(&s);
    s.groups[1].constraint = GV_SIMPLEX;
    expect_refused(&s, NULL, "declared a simplex");
    s.start[4] = 1.31;
    s.start[5] = -0.31;
    expect_refused(&s, NULL, "declared a simplex");
    s.start[4] = 0.31;
    s.start[5] = 0.69;
    CALL_EXPECT(&s.problem, NULL, GV_PASS);
}
END_TEST

START_TEST(a_start_that_is_not_finite_is_refused_and_located) {
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < 6; i++) {
            sample s;
            make(&s);
            s.start[i] = bad[k];
            char words[40];
            (void)snprintf(words, sizeof words, "'%s': entry %zu", i < 4 ? "weight" : "bias",
                           i < 4 ? i : i - 4);
            expect_refused(&s, NULL, words);
        }
}
END_TEST

START_TEST(a_start_outside_its_bounds_is_refused) {
    sample s;
    make(&s);
    const double lower[] = {1.0, -2.0}, upper[] = {2.0, 2.0};
    s.groups[1].lower = lower;
    s.groups[1].upper = upper;
    CALL_EXPECT(&s.problem, NULL, GV_PASS);
    s.start[4] = 0.9;
    expect_refused(&s, NULL, "'bias': entry 0");
    s.start[4] = 1.2021;
    s.start[5] = 2.1;
    expect_refused(&s, NULL, "'bias': entry 1");
}
END_TEST

START_TEST(options_out_of_range_are_refused) {
    sample s;
    make(&s);
    const gv_options good = gv_options_default();
    static const double bad[] = {0.0, -1e-6, NAN, INFINITY, 1.0, 1e300};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        gv_options options = good;
        options.tolerance = bad[i];
        expect_refused(&s, &options, "tolerance");
        options = good;
        options.resolution = bad[i];
        expect_refused(&s, &options, "resolution");
    }
    static const double no_share[] = {-0.1, 1.1, NAN};
    for (size_t i = 0; i < sizeof no_share / sizeof *no_share; i++) {
        gv_options options = good;
        options.min_coverage = no_share[i];
        expect_refused(&s, &options, "coverage");
    }
    gv_options options = good;
    options.min_resolution = NAN;
    expect_refused(&s, &options, "resolution");
    static const double no_step[] = {-0.1, 1.1, NAN};
    for (size_t i = 0; i < 3; i++) {
        options = good;
        options.step = no_step[i];
        expect_refused(&s, &options, "step");
    }
    options = good;
    options.method = GV_METHOD_COUNT;
    expect_refused(&s, &options, "method");
    options = good;
    options.evaluations = 0;
    expect_refused(&s, &options, "evaluations");
    options.evaluations = SIZE_MAX;
    expect_refused(&s, &options, "evaluations");
    options = good;
    options.precision = (gv_precision)-1;
    expect_refused(&s, &options, "precision");
    options = good;
    options.on_inconclusive = (gv_on_inconclusive)7;
    expect_refused(&s, &options, "inconclusive");
}
END_TEST

START_TEST(an_unknown_check_is_refused_by_name) {
    sample s;
    make(&s);
    const char *const checks[] = {"gradient", "gradeint", NULL};
    gv_options options = gv_options_default();
    options.checks = checks;
    expect_refused(&s, &options, "'gradeint'");
}
END_TEST

START_TEST(an_empty_selection_of_checks_does_not_pass) {
    sample s;
    make(&s);
    const char *const checks[] = {NULL};
    gv_options options = gv_options_default();
    options.checks = checks;
    gv_findings *findings = call_check(&s.problem, &options);
    ck_assert_int_eq(findings->cases[0].verdict, GV_INCONCLUSIVE);
    ck_assert_int_eq(findings->cases[0].reason, GV_NOTHING_CHECKED);
    ck_assert_int_eq(gv_exit_code(findings), 2);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(only_the_chosen_checks_are_made) {
    sample s;
    make(&s);
    const char *const checks[] = {"contract", NULL};
    gv_options options = gv_options_default();
    options.checks = checks;
    gv_findings *findings = call_check(&s.problem, &options);
    ck_assert_uint_eq(findings->cases[0].check_count, 1);
    ck_assert_str_eq(findings->cases[0].checks[0].kind, "contract");
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(the_shorter_form_checks_a_plain_vector) {
    gv_findings *findings = NULL;
    ck_assert_int_eq(gv_check_vector(5, start, bowl, bowl_gradient, NULL, &findings), GV_OK);
    ck_assert_int_eq(findings->cases[0].verdict, GV_PASS);
    ck_assert_int_eq(gv_exit_code(findings), 0);
    const gv_check_finding *check = call_find(findings, "gradient", "x");
    ck_assert_ptr_nonnull(check);
    ck_assert_uint_eq(check->entries.passed, 5);
    ck_assert(check->rank == 1 && check->shape[0] == 5);
    gv_findings_destroy(findings);
    ck_assert_int_eq(gv_check_vector(0, start, bowl, bowl_gradient, NULL, &findings),
                     GV_ERR_ARGUMENT);
    ck_assert_ptr_null(findings);
    ck_assert_int_eq(gv_check_vector(5, start, NULL, bowl_gradient, NULL, &findings),
                     GV_ERR_ARGUMENT);
}
END_TEST

START_TEST(the_findings_echo_what_was_asked) {
    sample s;
    make(&s);
    gv_options options = gv_options_default();
    options.tolerance = 3.1e-7;
    options.resolution = 2.3e-4;
    options.seed = 77;
    gv_findings *findings = call_check(&s.problem, &options);
    const gv_case_finding *finding = &findings->cases[0];
    ck_assert_str_eq(finding->name, "bowl");
    ck_assert_uint_eq(finding->parameters, 6);
    ck_assert(finding->options.tolerance == 3.1e-7 && finding->options.resolution == 2.3e-4);
    ck_assert(finding->options.seed == 77 && finding->options.checks == NULL);
    const gv_check_finding *check = call_find(findings, "gradient", "weight");
    ck_assert(check->tolerance == 3.1e-7 && check->resolution == 2.3e-4);
    ck_assert(check->rank == 2 && check->shape[0] == 2 && check->shape[1] == 2);
    ck_assert(check->evaluations > 0);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(every_member_of_the_lists_has_a_name_and_others_have_none) {
    for (int i = 0; i < GV_VERDICT_COUNT; i++)
        ck_assert_str_ne(gv_verdict_name((gv_verdict)i), "unknown");
    for (int i = 0; i < GV_REASON_COUNT; i++) {
        ck_assert_str_ne(gv_reason_name((gv_reason)i), "unknown");
        ck_assert_str_ne(gv_reason_text((gv_reason)i), "unknown");
    }
    for (int i = 0; i < GV_PRECISION_COUNT; i++)
        ck_assert_str_ne(gv_precision_name((gv_precision)i), "unknown");
    for (int i = 0; i < GV_RULE_COUNT; i++)
        ck_assert_str_ne(gv_rule_name((gv_rule)i), gv_rule_text((gv_rule)i));
    for (int i = 0; i < GV_STATUS_COUNT; i++)
        ck_assert_str_ne(gv_status_message((gv_status)i), "unknown status");
    ck_assert_str_eq(gv_reason_name((gv_reason)GV_REASON_COUNT), "unknown");
    ck_assert_str_eq(gv_verdict_name((gv_verdict)-1), "unknown");
    ck_assert_str_eq(gv_status_message((gv_status)-1), "unknown status");
    ck_assert_str_ne(gv_version(), "");
}
END_TEST

int main(void) {
    const TTest *const tests[] = {a_problem_that_makes_sense_is_checked,
                                  missing_callbacks_groups_and_start_are_named,
                                  a_null_problem_and_a_null_place_are_refused,
                                  a_shape_with_a_zero_or_an_overflow_is_refused,
                                  a_group_without_a_name_is_refused,
                                  unknown_precisions_and_constraints_are_refused,
                                  a_symmetric_or_triangular_group_must_be_square,
                                  tolerances_of_a_group_that_cannot_be_meant_are_refused,
                                  two_groups_of_a_name_are_refused,
                                  bounds_that_are_not_in_order_are_refused,
                                  a_start_that_is_not_what_its_group_declares_is_refused,
                                  a_start_that_is_not_finite_is_refused_and_located,
                                  a_start_outside_its_bounds_is_refused,
                                  options_out_of_range_are_refused,
                                  an_unknown_check_is_refused_by_name,
                                  an_empty_selection_of_checks_does_not_pass,
                                  only_the_chosen_checks_are_made,
                                  the_shorter_form_checks_a_plain_vector,
                                  the_findings_echo_what_was_asked,
                                  every_member_of_the_lists_has_a_name_and_others_have_none,
                                  NULL};
    return suite_run("ccall_arguments", tests);
}
