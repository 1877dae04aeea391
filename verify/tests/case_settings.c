/* What a case sets for single parameters, and the precision of all of it. */
#include "case_support.h"
#include "run/run.h"
#include "verdict/collect.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define MODEL                                                                                  \
    "schema: 1\nname: x\nseed: 41\n"                                                           \
    "model:\n  layers:\n    - {name: in, kind: linear, out: 3}\n    - relu\n"                  \
    "    - {name: out, kind: linear, out: 2}\n"                                                \
    "data: {random: {rows: 5, inputs: 4, outputs: 2}}\nloss: squared_error\n"

/* The first layer is never active. */
#define DEAD MODEL "init: {in.bias: {kind: constant, value: -60}}\n"

static const gv_group *group_of(const gv_subject *subject, const char *name) {
    return &subject->parameters[parameter_named(subject, name)].group;
}

/* The verdict of a run of a case with a plan of nothing but overrides. */
static gv_findings *run_case(const char *yaml, const gv_plan *plan) {
    gv_case *item = load_good(yaml);
    gv_findings *findings = gv_findings_create();
    gv_error error = {GV_OK, ""};
    ck_assert_int_eq(gv_run_case(plan, item, NULL, findings, &error), GV_OK);
    gv_case_destroy(item);
    return findings;
}

static gv_verdict verdict_of(const char *yaml) {
    const gv_plan plan = {.settings = ""};
    gv_findings *findings = run_case(yaml, &plan);
    gv_verdict verdict = findings->cases[0].verdict;
    gv_findings_destroy(findings);
    return verdict;
}

static bool has_check(const gv_findings *findings, const char *kind) {
    for (size_t i = 0; i < findings->cases[0].check_count; i++)
        if (strcmp(findings->cases[0].checks[i].kind, kind) == 0)
            return true;
    return false;
}

START_TEST(of_each_setting_the_closest_name_wins) {
    gv_case *item = load_good(MODEL "parameters:\n"
                                    "  in.weight: {tolerance: 1e-4}\n"
                                    "  weights: {tolerance: 1e-3, resolution: 0.01}\n"
                                    "  in: {resolution: 0.02}\n"
                                    "  all: {storage: bfloat16, tolerance: 1e-2}\n"
                                    "  out.bias: {storage: float64}\n");
    gv_subject *subject = subject_of(item, 0);
    ck_assert_double_eq(group_of(subject, "in.weight")->tolerance, 1e-4);
    ck_assert_double_eq(group_of(subject, "in.weight")->resolution, 0.02);
    ck_assert_double_eq(group_of(subject, "out.weight")->tolerance, 1e-3);
    ck_assert_double_eq(group_of(subject, "out.weight")->resolution, 0.01);
    ck_assert_double_eq(group_of(subject, "in.bias")->tolerance, 1e-2);
    ck_assert_double_eq(group_of(subject, "out.bias")->resolution, 0);
    ck_assert_int_eq(group_of(subject, "in.bias")->storage, GV_BFLOAT16);
    ck_assert_int_eq(group_of(subject, "out.bias")->storage, GV_FLOAT64);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

START_TEST(regions_mark_the_entries_that_are_to_be_zero) {
    gv_case *item = load_good(MODEL "parameters:\n"
                                    "  in.weight: {expect_zero: [[1, 1:3], [2, all]]}\n"
                                    "  in.bias: {expect_zero: true}\n"
                                    "  out.bias: {expect_zero: false}\n");
    gv_subject *subject = subject_of(item, 0);
    static const unsigned char weight[] = {0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1, 1};
    static const unsigned char bias[] = {1, 1, 1};
    ck_assert_mem_eq(group_of(subject, "in.weight")->expect_zero, weight, sizeof weight);
    ck_assert_mem_eq(group_of(subject, "in.bias")->expect_zero, bias, sizeof bias);
    ck_assert_ptr_null(group_of(subject, "out.bias")->expect_zero);
    ck_assert_ptr_null(group_of(subject, "out.weight")->expect_zero);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

START_TEST(a_dead_relu_is_undecided_unless_it_is_declared) {
    ck_assert_int_eq(verdict_of(DEAD), GV_INCONCLUSIVE);
    ck_assert_int_eq(verdict_of(DEAD "parameters: {in: {expect_zero: true},"
                                     " out.weight: {expect_zero: [[all, 0:3]]}}\n"),
                     GV_PASS);
    ck_assert_int_eq(verdict_of(DEAD "parameters: {in: {expect_zero: true},"
                                     " out.weight: {expect_zero: [[all, 0:2]]}}\n"),
                     GV_INCONCLUSIVE);
}
END_TEST

START_TEST(what_is_declared_to_be_zero_and_is_not_fails) {
    ck_assert_int_eq(verdict_of(MODEL), GV_PASS);
    ck_assert_int_eq(verdict_of(MODEL "parameters: {out.bias: {expect_zero: [[1]]}}\n"),
                     GV_FAIL);
}
END_TEST

START_TEST(a_tolerance_of_one_parameter_is_that_of_its_entries_alone) {
#define OFF "fault: {kind: factor, factor: 1.001, at: {parameter: out.bias, use: 0}}\n"
    ck_assert_int_eq(verdict_of(MODEL OFF), GV_FAIL);
    ck_assert_int_eq(verdict_of(MODEL OFF "parameters: {out.bias: {tolerance: 0.01}}\n"),
                     GV_PASS);
    ck_assert_int_eq(verdict_of(MODEL OFF "parameters: {out.weight: {tolerance: 0.01}}\n"),
                     GV_FAIL);
#undef OFF
}
END_TEST

START_TEST(the_point_is_rounded_to_its_storage) {
    gv_case *item = load_good(MODEL "parameters: {in: {storage: float32}}\n");
    gv_subject *subject = subject_of(item, 0);
    const gv_parameter *in = &subject->parameters[parameter_named(subject, "in.weight")];
    const gv_parameter *out = &subject->parameters[parameter_named(subject, "out.weight")];
    size_t exact = 0;
    for (size_t i = 0; i < in->count; i++) {
        double x = subject->point[in->offset + i];
        ck_assert(x == (double)(float)x);
    }
    for (size_t i = 0; i < out->count; i++) {
        double x = subject->point[out->offset + i];
        exact += x == (double)(float)x;
    }
    ck_assert_uint_eq(exact, 0);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

/* A step of a tenth of an ulp of float32 does not move what is stored in it. */
START_TEST(probes_along_a_direction_are_rounded_to_the_storage) {
    gv_case *item = load_good(MODEL "parameters: {all: {storage: float32}}\n");
    gv_subject *subject = subject_of(item, 0);
    double *direction = calloc(subject->count, sizeof *direction);
    ck_assert_ptr_nonnull(direction);
    for (size_t i = 0; i < subject->count; i++)
        direction[i] = subject->point[i];
    gv_probe rest = at_rest(subject, GV_WHOLE);
    gv_probe probe = {.term = GV_WHOLE, .use = GV_WHOLE, .direction = direction};
    const double value = value_at(subject, &rest);
    probe.step = 0.05 * (double)FLT_EPSILON;
    ck_assert_double_eq(value_at(subject, &probe), value);
    probe.step = 8 * (double)FLT_EPSILON;
    ck_assert_double_ne(value_at(subject, &probe), value);
    free(direction);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

START_TEST(a_precision_of_the_case_is_that_of_storage_and_claim) {
    gv_case *item = load_good(MODEL "options: {precision: float32}\n");
    const gv_case_overrides other = {.has_precision = true, .precision = GV_FLOAT16};
    gv_subject *subject = subject_of(item, 0), *half;
    ck_assert_int_eq(subject->claim, GV_FLOAT32);
    for (size_t p = 0; p < subject->parameter_count; p++)
        ck_assert_int_eq(subject->parameters[p].group.storage, GV_FLOAT32);
    ck_assert_int_eq(gv_case_subject(item, 0, &other, &half, NULL), GV_OK);
    ck_assert_int_eq(half->claim, GV_FLOAT16);
    ck_assert_int_eq(half->parameters[0].group.storage, GV_FLOAT16);
    gv_subject_destroy(half);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
    item = load_good(MODEL "claim: float32\n");
    subject = subject_of(item, 0);
    ck_assert_int_eq(subject->claim, GV_FLOAT32);
    ck_assert_int_eq(subject->parameters[0].group.storage, GV_FLOAT64);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

static gv_precision claim_of(const char *yaml, const gv_plan *plan, gv_precision *storage) {
    gv_findings *findings = run_case(yaml, plan);
    const gv_precision claim = findings->cases[0].claim;
    *storage = findings->cases[0].outline.parameters[0].storage;
    gv_findings_destroy(findings);
    return claim;
}

START_TEST(findings_tell_the_claims_precision_and_a_run_overrides_it_float64_included) {
    static const char yaml[] = MODEL "claim: float32\nparameters: {all: {storage: float16}}\n";
    gv_plan plan = {.settings = ""};
    gv_precision storage;
    ck_assert_int_eq(claim_of(yaml, &plan, &storage), GV_FLOAT32);
    ck_assert_int_eq(storage, GV_FLOAT16);
    plan.overrides.fields[0] =
        (gv_override){offsetof(gv_options, precision), sizeof plan.overrides.values.precision};
    plan.overrides.count = 1;
    static const gv_precision given[] = {GV_FLOAT64, GV_BFLOAT16};
    for (size_t i = 0; i < 2; i++) {
        plan.overrides.values.precision = given[i];
        ck_assert_int_eq(claim_of(yaml, &plan, &storage), given[i]);
        ck_assert_int_eq(storage, given[i]);
    }
}
END_TEST

START_TEST(every_fixture_passes_in_float32) {
    static const char *const files[] = {"iris.yaml", "shared.yaml", "language.yaml"};
    gv_plan plan = {.settings = ""};
    plan.overrides.values.precision = GV_FLOAT32;
    plan.overrides.fields[0] =
        (gv_override){offsetof(gv_options, precision), sizeof plan.overrides.values.precision};
    plan.overrides.count = 1;
    gv_case *item = load_fixture(files[_i]);
    gv_findings *findings = gv_findings_create();
    ck_assert_int_eq(gv_run_case(&plan, item, NULL, findings, NULL), GV_OK);
    ck_assert_int_eq(findings->cases[0].options.precision, GV_FLOAT32);
    ck_assert_int_eq(findings->cases[0].verdict, GV_PASS);
    gv_findings_destroy(findings);
    gv_case_destroy(item);
}
END_TEST

START_TEST(entries_left_out_bring_directions_in_unless_checks_are_named) {
    gv_plan plan = {.settings = ""};
    gv_findings *findings = run_case(MODEL "options: {entries: 2}\n", &plan);
    ck_assert(has_check(findings, "direction"));
    gv_findings_destroy(findings);
    findings = run_case(MODEL, &plan);
    ck_assert(!has_check(findings, "direction"));
    gv_findings_destroy(findings);
    plan.overrides.values.entries = 2;
    plan.overrides.fields[0] =
        (gv_override){offsetof(gv_options, entries), sizeof plan.overrides.values.entries};
    plan.overrides.count = 1;
    findings = run_case(MODEL, &plan);
    ck_assert(has_check(findings, "direction"));
    gv_findings_destroy(findings);
    findings = run_case(MODEL "checks: [gradient]\n", &plan);
    ck_assert(!has_check(findings, "direction"));
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(whatever_holds_for_a_check_can_be_set_for_a_parameter) {
    gv_plan plan = {.settings = ""};
    gv_findings *findings = run_case(
        MODEL "options: {min_coverage: 0.5, evaluations: 300}\n"
              "parameters:\n"
              "  all: {directions: 9}\n"
              "  in: {entries: 2}\n"
              "  in.bias: {entries: 0, min_coverage: 0}\n"
              "  out.weight: {evaluations: 2000, on_inconclusive: fail, min_resolution: 0.1}\n"
              "  out.bias: {step: 0.125, method: forward}\n"
              "checks:\n"
              "  - gradient: {evaluations: 100, on_inconclusive: warn, method: backward}\n"
              "  - direction: {step: 0.0625}\n",
        &plan);
    const gv_case_finding *finding = &findings->cases[0];
    ck_assert_uint_eq(finding->options.evaluations, 300);
    ck_assert_double_eq(finding->options.min_coverage, 0.5);
    for (size_t i = 0; i < finding->check_count; i++) {
        const gv_check_finding *check = &finding->checks[i];
        const gv_options *o = &check->options;
        const char *name = check->parameter ? check->parameter : "";
        const bool gradient = strcmp(check->kind, "gradient") == 0;
        const bool own = strcmp(name, "out.weight") == 0;
        const size_t entries = strcmp(name, "in.weight") == 0 ? 2 : 0;
        ck_assert_uint_eq(o->directions, *name ? 9 : 4);
        ck_assert_uint_eq(o->entries, entries);
        ck_assert_uint_eq(o->evaluations, own ? 2000 : gradient ? 100 : 300);
        ck_assert_double_eq(o->min_coverage, strcmp(name, "in.bias") == 0 ? 0.0 : 0.5);
        ck_assert_double_eq(o->min_resolution, own ? 0.1 : 0.0);
        ck_assert_int_eq(o->on_inconclusive, own ? GV_INCONCLUSIVE_FAIL : GV_INCONCLUSIVE_WARN);
        const bool guided = strcmp(name, "out.bias") == 0;
        ck_assert_double_eq(o->step, guided ? 0.125 : gradient ? 0x1p-8 : 0.0625);
        ck_assert_int_eq(o->method, guided ? GV_FORWARD : gradient ? GV_BACKWARD : GV_CENTRAL);
        if (gradient && *name)
            ck_assert_int_eq(check->entries.skipped > 0, entries > 0);
    }
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(a_sample_of_one_parameter_brings_directions_in) {
    gv_plan plan = {.settings = ""};
    gv_findings *findings = run_case(MODEL "parameters: {out.weight: {entries: 2}}\n", &plan);
    ck_assert(has_check(findings, "direction"));
    gv_findings_destroy(findings);
    findings = run_case(MODEL "parameters: {out.weight: {entries: 0}}\n", &plan);
    ck_assert(!has_check(findings, "direction"));
    gv_findings_destroy(findings);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("settings of parameters");
    TCase *tests = tcase_create("settings of parameters");
    tcase_set_timeout(tests, 0); /* ctest keeps the time */
    tcase_add_test(tests, of_each_setting_the_closest_name_wins);
    tcase_add_test(tests, regions_mark_the_entries_that_are_to_be_zero);
    tcase_add_test(tests, a_dead_relu_is_undecided_unless_it_is_declared);
    tcase_add_test(tests, what_is_declared_to_be_zero_and_is_not_fails);
    tcase_add_test(tests, a_tolerance_of_one_parameter_is_that_of_its_entries_alone);
    tcase_add_test(tests, the_point_is_rounded_to_its_storage);
    tcase_add_test(tests, probes_along_a_direction_are_rounded_to_the_storage);
    tcase_add_test(tests, a_precision_of_the_case_is_that_of_storage_and_claim);
    tcase_add_test(tests,
                   findings_tell_the_claims_precision_and_a_run_overrides_it_float64_included);
    tcase_add_loop_test(tests, every_fixture_passes_in_float32, 0, 3);
    tcase_add_test(tests, entries_left_out_bring_directions_in_unless_checks_are_named);
    tcase_add_test(tests, whatever_holds_for_a_check_can_be_set_for_a_parameter);
    tcase_add_test(tests, a_sample_of_one_parameter_brings_directions_in);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
