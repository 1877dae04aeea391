/* What is set for one group, for its steps, and for its directions holds for it alone and is
 * echoed. */
#include "ccall_waves.h"

enum { ROWS = 4 };

static const gv_group plain[] = {{.name = "first", .rank = 1, .shape = {ROWS}},
                                 {.name = "second", .rank = 1, .shape = {ROWS}}};

/* Two groups, with settings of the second. */
static gv_findings *check_with(waves *w, const gv_group_settings *own,
                               const gv_options *options) {
    gv_group groups[] = {plain[0], plain[1]};
    groups[1].settings = *own;
    const gv_problem problem = problem_of(w, groups, 2);
    return call_check(&problem, options);
}

START_TEST(each_setting_of_a_group_is_echoed_with_its_checks_and_no_others) {
    waves w = {0};
    const gv_group_settings own = {.evaluations = 1234,
                                   .entries = 2,
                                   .directions = 7,
                                   .min_coverage = 0.25,
                                   .min_resolution = 0.5,
                                   .on_inconclusive = GV_POLICY_FAIL};
    gv_findings *findings = check_with(&w, &own, NULL);
    ck_assert_msg(findings->cases[0].verdict == GV_PASS, "%s", call_told(findings));
    static const char *const kinds[] = {"gradient", "direction"};
    for (size_t k = 0; k < 2; k++) {
        const gv_options *o = &call_find(findings, kinds[k], "second")->options;
        ck_assert(o->evaluations == 1234 && o->entries == 2 && o->directions == 7);
        ck_assert(o->min_coverage == 0.25 && o->min_resolution == 0.5);
        ck_assert(o->on_inconclusive == GV_INCONCLUSIVE_FAIL);
        const gv_options usual = gv_options_default();
        o = &call_find(findings, kinds[k], "first")->options;
        ck_assert(o->evaluations == usual.evaluations && o->entries == 0);
        ck_assert(o->directions == usual.directions && o->min_coverage == 0.0);
        ck_assert(o->min_resolution == 0.0 && o->on_inconclusive == usual.on_inconclusive);
    }
    ck_assert_uint_eq(call_find(findings, "direction", "second")->entries.checked, 7);
    ck_assert_uint_eq(call_find(findings, "direction", "first")->entries.checked, 4);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(the_budget_of_a_group_is_its_own) {
    waves w = {.noise = 1e-5, .wrong = {1, ROWS + 1}, .by = {0.3, 0.3}, .wrong_count = 2};
    const gv_group_settings own = {.evaluations = GV_EVALUATIONS_LEAST};
    gv_findings *findings = check_with(&w, &own, NULL);
    const gv_check_finding *tight = call_find(findings, "gradient", "second");
    const gv_check_finding *free = call_find(findings, "gradient", "first");
    for (size_t i = 0; i < tight->notable_count; i++)
        ck_assert_uint_le(tight->notable[i].evaluations, GV_EVALUATIONS_LEAST);
    ck_assert_uint_gt(free->worst.evaluations, GV_EVALUATIONS_LEAST);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(a_sample_of_one_group_skips_nothing_of_the_other_and_brings_directions_in) {
    waves w = {0};
    const gv_group_settings own = {.entries = 2};
    gv_findings *findings = check_with(&w, &own, NULL);
    ck_assert_uint_eq(call_find(findings, "gradient", "second")->entries.skipped, ROWS - 2);
    ck_assert_uint_eq(call_find(findings, "gradient", "first")->entries.skipped, 0);
    ck_assert_ptr_nonnull(call_find(findings, "direction", "second"));
    gv_findings_destroy(findings);
    gv_options options = gv_options_default();
    options.entries = 2;
    const gv_group_settings all = {.entries = GV_EVERY_ENTRY};
    findings = check_with(&w, &all, &options);
    ck_assert_uint_eq(call_find(findings, "gradient", "second")->entries.skipped, 0);
    ck_assert_uint_eq(call_find(findings, "gradient", "first")->entries.skipped, ROWS - 2);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(demands_on_a_group_are_made_of_it_and_can_be_lifted) {
    waves w = {0};
    const gv_group_settings strict = {.min_resolution = 1e-12};
    gv_findings *findings = check_with(&w, &strict, NULL);
    ck_assert_int_eq(call_find(findings, "gradient", "second")->reason, GV_LESS_THAN_DEMANDED);
    ck_assert_int_eq(call_find(findings, "gradient", "first")->verdict, GV_PASS);
    gv_findings_destroy(findings);
    gv_options options = gv_options_default();
    options.entries = 2;
    options.min_coverage = 0.9;
    const gv_group_settings lifted = {.min_coverage = -1.0};
    findings = check_with(&w, &lifted, &options);
    ck_assert_int_eq(call_find(findings, "gradient", "second")->verdict, GV_PASS);
    ck_assert_int_eq(call_find(findings, "gradient", "first")->reason, GV_COVERAGE);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(the_policy_of_a_group_is_its_own) {
    waves w = {.noise = 1e-2};
    const gv_group_settings fails = {.on_inconclusive = GV_POLICY_FAIL};
    const gv_group_settings warns = {.on_inconclusive = GV_POLICY_WARN};
    gv_options options = gv_options_default();
    gv_findings *findings = check_with(&w, &fails, &options);
    ck_assert_int_eq(call_find(findings, "gradient", "second")->verdict, GV_FAIL);
    ck_assert_int_eq(call_find(findings, "gradient", "first")->verdict, GV_INCONCLUSIVE);
    gv_findings_destroy(findings);
    options.on_inconclusive = GV_INCONCLUSIVE_FAIL;
    findings = check_with(&w, &warns, &options);
    ck_assert_int_eq(call_find(findings, "gradient", "second")->verdict, GV_INCONCLUSIVE);
    ck_assert_int_eq(call_find(findings, "gradient", "first")->verdict, GV_FAIL);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(settings_of_a_group_that_make_no_sense_are_refused) {
    waves w = {0};
    static const gv_group_settings bad[] = {{.evaluations = GV_EVALUATIONS_LEAST - 1},
                                            {.evaluations = GV_EVALUATIONS_MOST + 1},
                                            {.min_coverage = 1.5},
                                            {.min_coverage = NAN},
                                            {.min_resolution = NAN},
                                            {.step = -0.1},
                                            {.step = 1.5},
                                            {.method = (gv_group_method)4},
                                            {.on_inconclusive = (gv_group_policy)3}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        gv_group group = plain[0];
        gv_findings *findings = NULL;
        gv_error error;
        group.settings = bad[i];
        const gv_problem problem = problem_of(&w, &group, 1);
        ck_assert_int_eq(gv_check(&problem, NULL, &findings, &error), GV_ERR_ARGUMENT);
        ck_assert_msg(strstr(error.message, "'first'") != NULL, "%s", error.message);
    }
}
END_TEST

START_TEST(a_direction_is_held_to_the_tolerance_of_its_group) {
    waves w = {.wrong = {1}, .by = {1e-4}, .wrong_count = 1};
    const char *const checks[] = {"direction", NULL};
    gv_options options = gv_options_default();
    options.checks = checks;
    gv_group groups[] = {plain[0], plain[1]};
    const gv_problem problem = problem_of(&w, groups, 2);
    gv_findings *findings = call_check(&problem, &options);
    ck_assert_int_eq(call_find(findings, "direction", "first")->verdict, GV_FAIL);
    gv_findings_destroy(findings);
    groups[0].tolerance = 0.3;
    findings = call_check(&problem, &options);
    ck_assert_int_eq(call_find(findings, "direction", "first")->verdict, GV_PASS);
    ck_assert_double_eq(call_find(findings, "direction", "first")->tolerance, 0.3);
    gv_findings_destroy(findings);
}
END_TEST

/* ---- steps and sides ---- */

/* Bent at the start in its first entry: slopes -1 and 2 there. */
static const double joint[] = {0.75, -1.5};

static gv_eval bent(const double *x, size_t n, double *result, void *context) {
    double *extremes = context;
    (void)n;
    const double t = x[0] - joint[0];
    extremes[0] = fmin(extremes[0], t);
    extremes[1] = fmax(extremes[1], t);
    *result = 1.0 + (t > 0.0 ? 2.0 * t : -t) + x[1] * x[1];
    return GV_EVAL_OK;
}

static gv_eval slopes(const double *x, size_t n, double *g, void *context) {
    (void)n;
    g[0] = ((const double *)context)[2];
    g[1] = 2.0 * x[1];
    return GV_EVAL_OK;
}

static gv_findings *check_bent(double *context, const gv_group *group,
                               const gv_options *options) {
    const gv_problem problem = {.name = "bent",
                                .groups = group,
                                .group_count = 1,
                                .start = joint,
                                .value = bent,
                                .gradient = slopes,
                                .context = context};
    return call_check(&problem, options);
}

START_TEST(a_method_measures_from_its_side_alone) {
    static const struct {
        gv_method method;
        double claim;
        gv_verdict verdict;
    } cases[] = {
        {GV_CENTRAL, 2.0, GV_PASS}, {GV_CENTRAL, -1.0, GV_PASS},  {GV_CENTRAL, 0.3, GV_PASS},
        {GV_CENTRAL, 2.1, GV_FAIL}, {GV_FORWARD, 2.0, GV_PASS},   {GV_FORWARD, -1.0, GV_FAIL},
        {GV_FORWARD, 0.3, GV_FAIL}, {GV_BACKWARD, -1.0, GV_PASS}, {GV_BACKWARD, 2.0, GV_FAIL}};
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        const gv_method method = cases[i / 2].method;
        const bool of_group = i % 2 == 1; /* set for the run, and for the group */
        const char *const checks[] = {"gradient", NULL};
        gv_group group = {.name = "x", .rank = 1, .shape = {2}};
        gv_options options = gv_options_default();
        options.checks = checks;
        if (of_group)
            group.settings.method = (gv_group_method)(GV_METHOD_CENTRAL + method);
        options.method = of_group ? (gv_method)((method + 1) % GV_METHOD_COUNT) : method;
        double context[] = {0.0, 0.0, cases[i / 2].claim};
        gv_findings *findings = check_bent(context, &group, &options);
        const gv_check_finding *check = call_find(findings, "gradient", "x");
        ck_assert_msg(check->verdict == cases[i / 2].verdict, "%zu: %s", i,
                      call_told(findings));
        ck_assert_int_eq(check->options.method, method);
        ck_assert(method == GV_CENTRAL || check->notable[0].one_sided);
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(a_direction_is_measured_by_the_method_that_is_set) {
    /* Along a direction both entries move; its sign says which side is forward. */
    for (gv_method method = GV_FORWARD; method <= GV_BACKWARD; method++) {
        const char *const checks[] = {"direction", NULL};
        const gv_group group = {.name = "x", .rank = 1, .shape = {2}};
        gv_options options = gv_options_default();
        options.checks = checks;
        options.method = method;
        options.directions = 8;
        double context[] = {0.0, 0.0, 2.0};
        gv_findings *findings = check_bent(context, &group, &options);
        const gv_check_finding *check = call_find(findings, "direction", "x");
        ck_assert_uint_gt(check->entries.passed, 0); /* where the first entry rises */
        ck_assert_uint_gt(check->entries.failed, 0); /* where it falls */
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(the_first_step_is_where_it_is_set) {
    const char *const checks[] = {"gradient", NULL};
    gv_group group = {.name = "x", .rank = 1, .shape = {2}};
    gv_options options = gv_options_default();
    options.checks = checks;
    double steps[3] = {0};
    for (size_t k = 0; k < 3; k++) {
        options.step = k == 1 ? 0x1p-5 : 0.0;
        group.settings.step = k == 2 ? 0x1p-3 : 0.0;
        double context[] = {0.0, 0.0, 2.0};
        gv_findings *findings = check_bent(context, &group, &options);
        const gv_check_finding *check = call_find(findings, "gradient", "x");
        for (size_t i = 0; i < check->notable_count; i++)
            if (check->notable[i].index == 1) /* a parabola: settled at first sight */
                steps[k] = check->notable[i].step;
        gv_findings_destroy(findings);
    }
    ck_assert_double_eq(steps[0], 0x1p-8);
    ck_assert_double_eq(steps[1], 0x1p-5);
    ck_assert_double_eq(steps[2], 0x1p-3);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        each_setting_of_a_group_is_echoed_with_its_checks_and_no_others,
        the_budget_of_a_group_is_its_own,
        a_sample_of_one_group_skips_nothing_of_the_other_and_brings_directions_in,
        demands_on_a_group_are_made_of_it_and_can_be_lifted,
        the_policy_of_a_group_is_its_own,
        settings_of_a_group_that_make_no_sense_are_refused,
        a_direction_is_held_to_the_tolerance_of_its_group,
        a_method_measures_from_its_side_alone,
        a_direction_is_measured_by_the_method_that_is_set,
        the_first_step_is_where_it_is_set,
        NULL};
    return suite_run("ccall_settings", tests);
}
