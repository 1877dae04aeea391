/* What is set for one group holds for it alone and is echoed; samples say what they may miss;
 * directions cover the rest, and name the entries at fault. */
#include "ccall_support.h"

enum { ROWS = 4, SIDE = 3, MANY = 300 };

/* A sum of waves, whose claim is wrong where it is said to be. */
typedef struct waves {
    double noise; /* of the value */
    size_t wrong[3];
    double by[3]; /* share of the claim */
    size_t wrong_count;
    bool dead; /* the value does not read the first group */
    size_t first;
    double least; /* number that the value was given */
} waves;

static double weight(size_t i) {
    return (i % 2 ? -1.0 : 1.0) * exp(2.0 * gv_random_unit(171, 0, i) - 1.0);
}

static gv_eval value(const double *x, size_t n, double *result, void *context) {
    waves *w = context;
    uint64_t bits = 0;
    *result = 0.4;
    for (size_t i = 0; i < n; i++) {
        uint64_t own = 0;
        memcpy(&own, &x[i], sizeof own);
        bits = gv_mix(bits ^ own);
        if (!w->dead || i >= w->first)
            *result += weight(i) * sin(0.9 * x[i] + (double)i);
        w->least = fmin(w->least, x[i]);
    }
    *result += w->noise * (2.0 * gv_random_unit(172, 0, bits) - 1.0);
    return GV_EVAL_OK;
}

static gv_eval gradient(const double *x, size_t n, double *g, void *context) {
    const waves *w = context;
    for (size_t i = 0; i < n; i++)
        g[i] = w->dead && i < w->first ? 0.0 : 0.9 * weight(i) * cos(0.9 * x[i] + (double)i);
    for (size_t k = 0; k < w->wrong_count; k++)
        g[w->wrong[k]] *= 1.0 + w->by[k];
    return GV_EVAL_OK;
}

static double start[MANY];

static gv_problem problem_of(waves *w, const gv_group *groups, size_t count) {
    for (size_t i = 0; i < MANY; i++)
        start[i] = 4.0 * gv_random_unit(173, 0, i) - 2.0;
    return (gv_problem){.name = "waves",
                        .groups = groups,
                        .group_count = count,
                        .start = start,
                        .value = value,
                        .gradient = gradient,
                        .context = w};
}

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

/* ---- samples ---- */

static const gv_group many = {.name = "many", .rank = 1, .shape = {MANY}};

START_TEST(a_sample_misses_an_error_as_often_as_stated_and_no_more) {
    enum { TRIALS = 400, SAMPLE = 60 };
    const char *const checks[] = {"gradient", NULL};
    gv_options options = gv_options_default();
    options.checks = checks;
    options.entries = SAMPLE;
    /* what makes a claim larger brings it among those that are looked at, what makes it smaller
     * takes it out */
    static const double errors[] = {1e-3, -0.9, 4.0};
    for (size_t k = 0; k < sizeof errors / sizeof *errors; k++) {
        dice d = {.seed = 174 + k};
        size_t missed = 0;
        double skipped = 0.0, stated = 0.0;
        for (size_t t = 0; t < TRIALS; t++) {
            waves w = {.wrong = {dice_below(&d, MANY)}, .by = {errors[k]}, .wrong_count = 1};
            const gv_problem problem = problem_of(&w, &many, 1);
            options.seed = 500 + t;
            gv_findings *findings = call_check(&problem, &options);
            const gv_check_finding *check = call_find(findings, "gradient", "many");
            const char *at = strstr(check->message, "with a chance of at most ");
            ck_assert_ptr_nonnull(at);
            stated = 0.01 * strtod(at + strlen("with a chance of at most "), NULL);
            missed += check->verdict == GV_PASS;
            skipped += (double)check->entries.skipped / MANY / TRIALS;
            gv_findings_destroy(findings);
        }
        const double found = (double)missed / TRIALS;
        const double deviation = sqrt(stated * (1.0 - stated) / TRIALS);
        ck_assert_msg(found <= stated + 4.0 * deviation, "missed %.3f, stated %.3f", found,
                      stated);
        ck_assert_msg(k > 0 || fabs(found - skipped) <= 4.0 * deviation,
                      "missed %.3f, skipped %.3f", found, skipped);
        ck_assert(stated > 0.5 && stated < 0.95);
    }
}
END_TEST

/* The check says of how many entries an error of one percent is seen: of those and no others.
 */
START_TEST(the_chance_that_directions_miss_an_error_is_as_stated) {
    const char *const checks[] = {"direction", NULL};
    gv_options options = gv_options_default();
    options.checks = checks;
    options.directions = 2;
    options.tolerance = 3e-4; /* so that some escape */
    waves right = {0};
    gv_problem problem = problem_of(&right, &many, 1);
    gv_findings *findings = call_check(&problem, &options);
    const gv_check_finding *check = call_find(findings, "direction", "many");
    const char *at = strstr(check->message, "would be seen in ");
    ck_assert_ptr_nonnull(at);
    const size_t stated = (size_t)strtoul(at + strlen("would be seen in "), NULL, 10);
    gv_findings_destroy(findings);
    size_t seen = 0;
    for (size_t i = 0; i < MANY; i++) {
        waves w = {.wrong = {i}, .by = {0.01}, .wrong_count = 1};
        problem = problem_of(&w, &many, 1);
        findings = call_check(&problem, &options);
        seen += call_find(findings, "direction", "many")->verdict == GV_FAIL;
        gv_findings_destroy(findings);
    }
    ck_assert_uint_gt(stated, MANY / 10);
    ck_assert_uint_lt(stated, MANY);
    ck_assert_msg(seen >= stated && seen <= stated + MANY / 20, "seen %zu, stated %zu", seen,
                  stated);
}
END_TEST

START_TEST(a_sample_that_sees_zeros_alone_does_not_say_that_nothing_is_fed) {
    waves w = {.dead = true, .first = MANY - 1};
    const char *const checks[] = {"gradient", NULL};
    gv_options options = gv_options_default();
    options.checks = checks;
    options.entries = 1;
    const gv_problem problem = problem_of(&w, &many, 1);
    gv_findings *findings = call_check(&problem, &options);
    const gv_check_finding *check = call_find(findings, "gradient", "many");
    ck_assert_uint_eq(check->entries.zero, 1);
    ck_assert_int_eq(check->reason, GV_SETTLED);
    gv_findings_destroy(findings);
    w.first = MANY;
    findings = call_check(&problem, &options);
    ck_assert_int_eq(call_find(findings, "gradient", "many")->reason, GV_FEEDS_NOTHING);
    gv_findings_destroy(findings);
}
END_TEST

/* ---- zeros ---- */

START_TEST(a_zero_that_is_declared_and_not_claimed_fails_however_coarse_the_measurement) {
    waves w = {.noise = 1e-2};
    static const unsigned char zeros[ROWS] = {0, 1, 0, 0};
    gv_group group = plain[0];
    group.expect_zero = zeros;
    const gv_problem problem = problem_of(&w, &group, 1);
    gv_findings *findings = call_check(&problem, NULL);
    const gv_check_finding *check = call_find(findings, "gradient", "first");
    ck_assert_msg(check->verdict == GV_FAIL && check->reason == GV_NOT_ZERO, "%s",
                  call_told(findings));
    ck_assert_uint_eq(check->worst.index, 1);
    ck_assert_uint_eq(check->entries.failed, 1);
    gv_findings_destroy(findings);
}
END_TEST

static gv_eval bowl(const double *x, size_t n, double *result, void *context) {
    (void)context;
    *result = 1.3;
    for (size_t i = 0; i < n; i++)
        *result += (0.7 + (double)i) * (x[i] - start[i]) * (x[i] - start[i]);
    return GV_EVAL_OK;
}

static gv_eval nothing(const double *x, size_t n, double *g, void *context) {
    (void)x;
    (void)context;
    memset(g, 0, n * sizeof *g);
    return GV_EVAL_OK;
}

START_TEST(one_declared_zero_does_not_excuse_a_gradient_of_zeros) {
    unsigned char zeros[ROWS] = {0, 1, 0, 0};
    gv_group group = plain[0];
    group.expect_zero = zeros;
    gv_problem problem = problem_of(NULL, &group, 1);
    problem.value = bowl;
    problem.gradient = nothing;
    gv_findings *findings = call_check(&problem, NULL);
    ck_assert_int_eq(findings->cases[0].verdict, GV_INCONCLUSIVE);
    ck_assert(call_has(findings, "gradient", GV_ALL_ZERO));
    gv_findings_destroy(findings);
    memset(zeros, 1, sizeof zeros);
    CALL_EXPECT(&problem, NULL, GV_PASS);
}
END_TEST

/* ---- directions ---- */

static gv_findings *check_directions(waves *w, const gv_group *group, const double *at,
                                     size_t directions) {
    const char *const checks[] = {"direction", NULL};
    gv_options options = gv_options_default();
    options.checks = checks;
    options.directions = directions;
    gv_problem problem = problem_of(w, group, 1);
    if (at)
        problem.start = at;
    return call_check(&problem, &options);
}

START_TEST(several_wrong_entries_are_named_with_their_numbers) {
    waves w = {.wrong = {3, 150, 298}, .by = {0.5, -0.25, 1.0}, .wrong_count = 3};
    gv_findings *findings = check_directions(&w, &many, NULL, 2);
    const gv_check_finding *check = call_find(findings, "direction", "many");
    ck_assert_int_eq(check->verdict, GV_FAIL);
    double g[MANY], truth[MANY];
    waves right = {0};
    (void)gradient(start, MANY, g, &w);
    (void)gradient(start, MANY, truth, &right);
    for (size_t k = 0; k < 3; k++) {
        char words[120];
        (void)snprintf(words, sizeof words, "an error in many[%zu]: claimed %.6g", w.wrong[k],
                       g[w.wrong[k]]);
        words[strlen(words) - 1] = '\0'; /* its last digit may be rounded up */
        const char *at = strstr(check->diagnosis, words);
        ck_assert_msg(at, "'%s' is not in '%s'", words, check->diagnosis);
        at = strstr(at, "measured ");
        ck_assert(at && fabs(strtod(at + 9, NULL) - truth[w.wrong[k]]) < 1e-6);
    }
    ck_assert_msg(!strstr(check->diagnosis, "others"), "%s", check->diagnosis);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(where_every_entry_is_wrong_the_first_few_are_named) {
    waves w = {0};
    gv_group group = many;
    group.shape[0] = 12;
    gv_problem problem = problem_of(&w, &group, 1);
    problem.gradient = nothing;
    const char *const checks[] = {"direction", NULL};
    gv_options options = gv_options_default();
    options.checks = checks;
    gv_findings *findings = call_check(&problem, &options);
    const char *said = call_find(findings, "direction", "many")->diagnosis;
    for (size_t i = 0; i < 4; i++) {
        char words[40];
        (void)snprintf(words, sizeof words, "in many[%zu]", i);
        ck_assert_msg(strstr(said, words), "%s", said);
    }
    ck_assert_msg(strstr(said, "and others"), "%s", said);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(a_wrong_pair_of_a_symmetric_group_is_named_and_no_right_one) {
    static const double at[] = {0.77, -1.39, 0.61, -1.39, 1.2, 0.91, 0.61, 0.91, -0.57};
    const gv_group group = {
        .name = "S", .rank = 2, .shape = {SIDE, SIDE}, .constraint = GV_SYMMETRIC};
    static const size_t lower[] = {0, 3, 4, 6, 7, 8};
    for (size_t k = 0; k < sizeof lower / sizeof *lower; k++) {
        waves w = {.wrong = {lower[k]}, .by = {0.2}, .wrong_count = 1};
        gv_findings *findings = check_directions(&w, &group, at, 3);
        const gv_check_finding *check = call_find(findings, "direction", "S");
        char words[40];
        (void)snprintf(words, sizeof words, "an error in S[%zu]:", lower[k]);
        ck_assert_int_eq(check->verdict, GV_FAIL);
        ck_assert_msg(strncmp(check->diagnosis, words, strlen(words)) == 0 &&
                          !strchr(check->diagnosis, ';'),
                      "%s", check->diagnosis);
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(directions_over_a_simplex_reach_every_entry_and_keep_its_sum) {
    enum { ODD = 7 };
    double at[ODD] = {0.05, 0.2, 0.11, 0.13, 0.17, 0.15, 0.19};
    const gv_group group = {.name = "P", .rank = 1, .shape = {ODD}, .constraint = GV_SIMPLEX};
    for (size_t i = 0; i < ODD; i++) {
        waves w = {.wrong = {i}, .by = {0.05}, .wrong_count = 1};
        gv_findings *findings = check_directions(&w, &group, at, 4);
        ck_assert_msg(findings->cases[0].verdict == GV_FAIL, "entry %zu", i);
        gv_findings_destroy(findings);
        /* what is added to two neighbours is hidden from whatever pairs them always */
        waves both = {.wrong = {i, (i + 1) % ODD}, .wrong_count = 2};
        double g[ODD];
        waves right = {0};
        (void)gradient(at, ODD, g, &right);
        both.by[0] = 0.01 / g[both.wrong[0]];
        both.by[1] = 0.01 / g[both.wrong[1]];
        findings = check_directions(&both, &group, at, 4);
        ck_assert_msg(findings->cases[0].verdict == GV_FAIL, "pair from %zu", i);
        gv_findings_destroy(findings);
    }
    waves right = {0};
    gv_findings *findings = check_directions(&right, &group, at, 4);
    ck_assert_msg(findings->cases[0].verdict == GV_PASS, "%s", call_told(findings));
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(no_probe_of_a_simplex_is_negative_not_even_on_its_faces) {
    static const double at[] = {0.0, 0.35, 0.0, 0.4, 0.25};
    const gv_group group = {.name = "P", .rank = 1, .shape = {5}, .constraint = GV_SIMPLEX};
    const char *const checks[] = {"gradient", "direction", "contract", NULL};
    gv_options options = gv_options_default();
    options.checks = checks;
    waves w = {0};
    gv_problem problem = problem_of(&w, &group, 1);
    problem.start = at;
    gv_findings *findings = call_check(&problem, &options);
    ck_assert_msg(findings->cases[0].verdict == GV_PASS, "%s", call_told(findings));
    ck_assert_msg(w.least >= 0.0, "%g", w.least);
    gv_findings_destroy(findings);
    w = (waves){.wrong = {2}, .by = {0.01}, .wrong_count = 1};
    CALL_EXPECT(&problem, &options, GV_FAIL);
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
        a_sample_misses_an_error_as_often_as_stated_and_no_more,
        the_chance_that_directions_miss_an_error_is_as_stated,
        a_sample_that_sees_zeros_alone_does_not_say_that_nothing_is_fed,
        a_zero_that_is_declared_and_not_claimed_fails_however_coarse_the_measurement,
        one_declared_zero_does_not_excuse_a_gradient_of_zeros,
        several_wrong_entries_are_named_with_their_numbers,
        where_every_entry_is_wrong_the_first_few_are_named,
        a_wrong_pair_of_a_symmetric_group_is_named_and_no_right_one,
        directions_over_a_simplex_reach_every_entry_and_keep_its_sum,
        no_probe_of_a_simplex_is_negative_not_even_on_its_faces,
        NULL};
    return suite_run("ccall_settings", tests);
}
