/* What is said of entries that were not looked at one by one: samples say what they may miss,
 * zeros are declared, directions cover the rest and name the entries at fault. */
#include "ccall_waves.h"

enum { ROWS = 4, SIDE = 3 };

static const gv_group plain[] = {{.name = "first", .rank = 1, .shape = {ROWS}},
                                 {.name = "second", .rank = 1, .shape = {ROWS}}};

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
    return suite_run("ccall_entries", tests);
}
