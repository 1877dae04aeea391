/* An explained entry has the verdict that a check gives it, to the last bit, and beyond that
 * the whole ladder of steps and the parts of its own derivative. */
#include "ccall_toys.h"
#include "check/explain.h"
#include "check_fake.h"
#include "subject/callback.h"

enum { ENTRIES_MOST = 12 };

static bool same(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0;
}

static void expect_same(const char *name, const gv_entry *told, const gv_entry *entry) {
    ck_assert_uint_gt(told->evaluations, 0);
    ck_assert_msg(entry->index == told->index && entry->verdict == told->verdict &&
                      entry->reason == told->reason && entry->kink == told->kink &&
                      entry->one_sided == told->one_sided && entry->fitted == told->fitted &&
                      entry->evaluations == told->evaluations,
                  "%s [%zu]: %s after %zu evaluations, explained %s after %zu", name,
                  told->index, gv_reason_name(told->reason), told->evaluations,
                  gv_reason_name(entry->reason), entry->evaluations);
    ck_assert_msg(same(entry->claimed, told->claimed) &&
                      same(entry->measured, told->measured) &&
                      same(entry->error, told->error) && same(entry->gap, told->gap) &&
                      same(entry->allowed, told->allowed) && same(entry->scale, told->scale) &&
                      same(entry->step, told->step) && same(entry->kink_at, told->kink_at) &&
                      same(entry->slope_left, told->slope_left) &&
                      same(entry->slope_right, told->slope_right),
                  "%s [%zu]: numbers differ", name, told->index);
}

/* Explains one entry of the first parameter.  Owns: free *findings. */
static const gv_check_finding *explain(gv_subject *subject, const gv_options *options,
                                       gv_target target, gv_findings **findings,
                                       gv_explained *explained) {
    *findings = gv_findings_create();
    ck_assert_ptr_nonnull(*findings);
    gv_case_finding *finding = gv_findings_add_case(*findings, "explained", NULL);
    ck_assert_ptr_nonnull(finding);
    ck_assert_int_eq(gv_explain(subject, options, options, &target, 1, "start", NULL, finding,
                                explained, NULL),
                     GV_OK);
    ck_assert_uint_eq(finding->check_count, 1);
    return &finding->checks[0];
}

static gv_target whole_entry(size_t index) {
    return (gv_target){.index = index, .term = GV_WHOLE, .use = GV_WHOLE};
}

/* Every entry of a problem, as gv_check decides it and as it is explained. */
static void compare(const gv_problem *problem) {
    static const char *const gradient[] = {"gradient", NULL};
    gv_options options = gv_options_default();
    options.checks = gradient;
    options.notable = ENTRIES_MOST;
    gv_findings *told = call_check(problem, &options);
    const gv_check_finding *check = call_find(told, "gradient", NULL);
    for (size_t i = 0; check && i < check->notable_count; i++) {
        gv_subject *subject = NULL;
        gv_findings *findings = NULL;
        gv_explained explained;
        ck_assert_int_eq(gv_callback_create(problem, &options, &subject, NULL), GV_OK);
        const gv_check_finding *one = explain(
            subject, &options, whole_entry(check->notable[i].index), &findings, &explained);
        ck_assert_uint_eq(one->notable_count, 1);
        expect_same(problem->name, &check->notable[i], &one->notable[0]);
        ck_assert_uint_eq(one->entries.checked, 1);
        ck_assert_uint_eq(explained.counts.failed, check->entries.failed);
        gv_findings_destroy(findings);
        gv_subject_destroy(subject);
    }
    gv_findings_destroy(told);
}

START_TEST(right_claims_are_explained_as_they_were_judged) {
    size_t compared = 0;
    for (const toy *const *one = toys; *one; one++) {
        toy_problem made;
        if ((*one)->n > ENTRIES_MOST)
            continue;
        toy_make(&made, *one);
        compare(&made.problem);
        compared++;
    }
    ck_assert_uint_gt(compared, 10);
}
END_TEST

static gv_eval kinked(const double *x, size_t n, double *f, void *context) {
    const double *factor = context;
    (void)n;
    *f = *factor * (fmax(x[0], 0.0) + fabs(x[1] - 1e-9) + log(x[2]) + sqrt(fabs(x[3])));
    return x[2] > 0.0 ? GV_EVAL_OK : GV_EVAL_OUTSIDE;
}

static gv_eval wrong(const double *x, size_t n, double *g, void *context) {
    const double *factor = context;
    (void)n;
    g[0] = 0.3 * *factor;
    g[1] = *factor;
    g[2] = 1.001 * *factor / x[2];
    g[3] = (double)NAN;
    return GV_EVAL_OK;
}

START_TEST(wrong_claims_kinks_and_edges_are_explained_as_they_were_judged) {
    static double factor = 1.3947;
    static const double start[] = {0.0, 0.0, 1e-7, 0.7731};
    const gv_group group = call_vector("x", 4);
    const gv_problem problem = {.name = "kinked",
                                .groups = &group,
                                .group_count = 1,
                                .start = start,
                                .value = kinked,
                                .gradient = wrong,
                                .context = &factor};
    compare(&problem);
}
END_TEST

START_TEST(the_whole_ladder_is_there_although_the_verdict_came_at_first_sight) {
    toy_problem made;
    gv_subject *subject = NULL;
    gv_findings *findings = NULL;
    gv_explained explained;
    const gv_options options = gv_options_default();
    toy_make(&made, toys[0]);
    ck_assert_int_eq(gv_callback_create(&made.problem, &options, &subject, NULL), GV_OK);
    const gv_entry *entry =
        explain(subject, &options, whole_entry(0), &findings, &explained)->notable;
    ck_assert_uint_le(entry->evaluations, 16);
    ck_assert_uint_ge(entry->rung_count, GV_RUNGS_MAX - 4);
    bool chosen = false;
    for (size_t i = 0; i < entry->rung_count; i++) {
        chosen = chosen || entry->rungs[i].step == entry->step;
        if (i > 0)
            ck_assert(entry->rungs[i].step == 0.5 * entry->rungs[i - 1].step);
        ck_assert(isfinite(entry->rungs[i].error));
    }
    ck_assert_msg(chosen, "the chosen step is no rung");
    gv_findings_destroy(findings);
    gv_subject_destroy(subject);
}
END_TEST

START_TEST(a_ladder_that_has_no_room_in_the_budget_takes_none_from_the_verdict) {
    toy_problem made;
    gv_subject *subject = NULL;
    gv_findings *findings = NULL;
    gv_explained explained;
    gv_options options = gv_options_default();
    options.evaluations = 16;
    toy_make(&made, toys[0]);
    ck_assert_int_eq(gv_callback_create(&made.problem, &options, &subject, NULL), GV_OK);
    const gv_entry *entry =
        explain(subject, &options, whole_entry(0), &findings, &explained)->notable;
    ck_assert_uint_le(entry->evaluations, 16);
    ck_assert_uint_ge(entry->rung_count, GV_RUNGS_MAX - 4);
    gv_findings_destroy(findings);
    gv_subject_destroy(subject);
}
END_TEST

/* One entry of the fake subject's shared weight, and its parts. */
START_TEST(parts_are_those_of_the_entry_and_add_up_to_it) {
    for (size_t index = 0; index < FAKE_WEIGHTS; index++) {
        fake f;
        gv_findings *findings = NULL;
        gv_explained explained;
        const gv_options options = gv_options_default();
        double uses = 0.0, terms = 0.0;
        fake_make(&f);
        const gv_check_finding *check =
            explain(&f.base, &options, whole_entry(index), &findings, &explained);
        ck_assert_int_eq(check->verdict, GV_PASS);
        ck_assert_uint_eq(check->worst.index, index);
        ck_assert_uint_eq(explained.index, index);
        ck_assert(explained.x == f.point[index]);
        ck_assert_uint_eq(check->part_count, FAKE_USES + FAKE_TERMS);
        for (size_t k = 0; k < check->part_count; k++)
            *(strncmp(check->parts[k].name, "use ", 4) == 0 ? &uses : &terms) +=
                check->parts[k].measured;
        ck_assert(fabs(uses - check->worst.measured) <= 1e-6 * fabs(uses));
        ck_assert(fabs(terms - check->worst.measured) <= 1e-6 * fabs(terms));
        ck_assert_msg(!check->diagnosis, "of a right claim: %s", check->diagnosis);
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(a_right_claim_of_which_one_part_is_all_has_no_diagnosis) {
    fake f;
    gv_findings *findings = NULL;
    gv_explained explained;
    const gv_options options = gv_options_default();
    fake_make(&f);
    f.point[1] = 1e-7; /* its decay is nothing beside the data */
    const gv_check_finding *check =
        explain(&f.base, &options, whole_entry(1), &findings, &explained);
    ck_assert_int_eq(check->verdict, GV_PASS);
    ck_assert_msg(!check->diagnosis, "%s", check->diagnosis);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(a_lost_use_is_named_for_the_entry_that_is_explained) {
    fake f;
    gv_findings *findings = NULL;
    gv_explained explained;
    const gv_options options = gv_options_default();
    fake_make(&f);
    f.slips.of_use[1] = 0.0;
    const gv_check_finding *check =
        explain(&f.base, &options, whole_entry(2), &findings, &explained);
    ck_assert_int_eq(check->verdict, GV_FAIL);
    ck_assert_msg(check->diagnosis && strstr(check->diagnosis, "without use decoder"), "%s",
                  check->diagnosis ? check->diagnosis : "no diagnosis");
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(without_an_index_the_worst_entry_is_explained) {
    fake f;
    gv_explained explained;
    gv_findings *findings = NULL;
    const gv_options options = gv_options_default();
    fake_make(&f);
    f.slips.of_use[1] = 0.0;
    gv_findings *told = fake_check(&f, "gradient", NULL);
    const gv_check_finding *whole = fake_find(told, "gradient", "shared", NULL, GV_FAIL);
    ck_assert_ptr_nonnull(whole);
    const gv_check_finding *check =
        explain(&f.base, &options, whole_entry(GV_WHOLE), &findings, &explained);
    ck_assert_uint_eq(explained.index, whole->worst.index);
    expect_same("shared", &whole->worst, &check->worst);
    ck_assert_uint_eq(explained.counts.checked, FAKE_WEIGHTS);
    gv_findings_destroy(findings);
    gv_findings_destroy(told);
}
END_TEST

START_TEST(of_several_targets_the_worst_is_explained) {
    fake f;
    gv_explained explained;
    const gv_options options = gv_options_default();
    gv_target targets[FAKE_USES];
    gv_findings *findings = gv_findings_create();
    fake_make(&f);
    f.slips.use_factor[3] = 1.5;
    for (size_t use = 0; use < FAKE_USES; use++)
        targets[use] = (gv_target){.index = 1, .term = GV_WHOLE, .use = use};
    gv_case_finding *finding = gv_findings_add_case(findings, "explained", NULL);
    ck_assert_int_eq(gv_explain(&f.base, &options, &options, targets, FAKE_USES, "start", NULL,
                                finding, &explained, NULL),
                     GV_OK);
    ck_assert_uint_eq(explained.target, 3);
    ck_assert_str_eq(finding->checks[0].kind, "uses");
    ck_assert_str_eq(finding->checks[0].use, "l2 strong");
    ck_assert_uint_eq(finding->checks[0].worst.index, 1);
    ck_assert_int_eq(finding->checks[0].verdict, GV_FAIL);
    gv_findings_destroy(findings);
}
END_TEST

static gv_eval flat(const double *x, size_t n, double *f, void *context) {
    (void)x, (void)n, (void)context;
    *f = 0.7731;
    return GV_EVAL_OK;
}

static gv_eval nothing(const double *x, size_t n, double *g, void *context) {
    (void)x, (void)context;
    memset(g, 0, n * sizeof *g);
    return GV_EVAL_OK;
}

START_TEST(an_entry_that_passes_in_a_parameter_that_feeds_nothing_is_undecided) {
    static const double start[] = {0.7731, -1.3947};
    const gv_group group = call_vector("x", 2);
    const gv_problem problem = {.name = "flat",
                                .groups = &group,
                                .group_count = 1,
                                .start = start,
                                .value = flat,
                                .gradient = nothing};
    gv_subject *subject = NULL;
    gv_findings *findings = NULL;
    gv_explained explained;
    const gv_options options = gv_options_default();
    ck_assert_int_eq(gv_callback_create(&problem, &options, &subject, NULL), GV_OK);
    const gv_check_finding *check =
        explain(subject, &options, whole_entry(1), &findings, &explained);
    ck_assert_int_eq(check->notable[0].reason, GV_BOTH_ZERO);
    ck_assert_int_eq(check->verdict, GV_INCONCLUSIVE);
    ck_assert_int_eq(check->reason, GV_FEEDS_NOTHING);
    gv_findings_destroy(findings);
    gv_subject_destroy(subject);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        right_claims_are_explained_as_they_were_judged,
        wrong_claims_kinks_and_edges_are_explained_as_they_were_judged,
        the_whole_ladder_is_there_although_the_verdict_came_at_first_sight,
        a_ladder_that_has_no_room_in_the_budget_takes_none_from_the_verdict,
        parts_are_those_of_the_entry_and_add_up_to_it,
        a_right_claim_of_which_one_part_is_all_has_no_diagnosis,
        a_lost_use_is_named_for_the_entry_that_is_explained,
        without_an_index_the_worst_entry_is_explained,
        of_several_targets_the_worst_is_explained,
        an_entry_that_passes_in_a_parameter_that_feeds_nothing_is_undecided,
        NULL};
    return suite_run("check_explain", tests);
}
