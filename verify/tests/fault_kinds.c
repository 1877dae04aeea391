/* Each kind of fault changes what it says it changes, and nothing else. */
#include "case_support.h"
#include "fault/fault.h"
#include "subject/engine.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* A square weight that is used three times, and once in an L2 term. */
#define MODEL                                                                                  \
    "schema: 1\nname: x\nseed: 31\n"                                                           \
    "model:\n  layers:\n    - {name: in, kind: linear, out: 5}\n    - tanh\n"                  \
    "    - {name: w, kind: linear, out: 5}\n    - sigmoid\n    - use: w\n    - tanh\n"         \
    "    - use: w\n    - {name: out, kind: linear, out: 3}\n"                                  \
    "data: {random: {rows: 7, inputs: 4, classes: 3}}\nloss: cross_entropy\n"                  \
    "l2:\n  - {lambda: 0.03, parameters: [w, in]}\n"

static gv_case *right_case, *wrong_case;
static gv_subject *right, *wrong;

static void plant(const char *fault) {
    char text[2048];
    snprintf(text, sizeof text, MODEL "fault: %s\nexpect: fail\n", fault);
    right_case = load_good(MODEL);
    wrong_case = load_good(text);
    right = subject_of(right_case, 0);
    wrong = subject_of(wrong_case, 0);
}

static void set_up(void) {
    right_case = wrong_case = NULL;
    right = wrong = NULL;
}

static void tear_down(void) {
    gv_subject_destroy(right);
    gv_subject_destroy(wrong);
    gv_case_destroy(right_case);
    gv_case_destroy(wrong_case);
}

/* The claim of a parameter's use; GV_WHOLE: of the whole gradient. */
static double *claim_of(gv_subject *subject, size_t parameter, size_t use) {
    const gv_parameter *p = &subject->parameters[parameter];
    double *part = calloc(p->count, sizeof *part);
    ck_assert_ptr_nonnull(part);
    if (use == GV_WHOLE) {
        double *whole = claim(subject, GV_WHOLE);
        memcpy(part, whole + p->offset, p->count * sizeof *part);
        free(whole);
    } else {
        ck_assert_int_eq(subject->kind->gradient_use(subject, parameter, use, part),
                         GV_EVAL_OK);
    }
    return part;
}

/* Is wrong = right + sum of weight_u times the claim of use u, for one parameter? */
static void expect_whole(const char *name, const double *weights) {
    size_t p = parameter_named(right, name);
    const gv_parameter *parameter = &right->parameters[p];
    double *expected = claim_of(right, p, GV_WHOLE), *found = claim_of(wrong, p, GV_WHOLE);
    for (size_t u = 0; u < parameter->use_count; u++) {
        double *part = claim_of(right, p, u);
        for (size_t i = 0; i < parameter->count; i++)
            expected[i] += weights[u] * part[i];
        free(part);
    }
    for (size_t i = 0; i < parameter->count; i++)
        ck_assert_double_eq_tol(found[i], expected[i], 1e-14);
    free(expected);
    free(found);
}

/* Does the claim of one use differ by a factor? */
static void expect_use(const char *name, size_t use, double factor) {
    size_t p = parameter_named(right, name);
    double *expected = claim_of(right, p, use), *found = claim_of(wrong, p, use);
    for (size_t i = 0; i < right->parameters[p].count; i++)
        ck_assert_double_eq_tol(found[i], factor * expected[i], 1e-14);
    free(expected);
    free(found);
}

/* Are the claims of all parameters but this one the same, bit for bit? */
static void expect_others_right(const char *name) {
    double *expected = claim(right, GV_WHOLE), *found = claim(wrong, GV_WHOLE);
    for (size_t p = 0; p < right->parameter_count; p++) {
        const gv_parameter *parameter = &right->parameters[p];
        if (strcmp(parameter->group.name, name) != 0)
            ck_assert(same_bits(expected + parameter->offset, found + parameter->offset,
                                parameter->count * sizeof *found));
    }
    free(expected);
    free(found);
}

START_TEST(the_value_stays_right_whatever_the_fault) {
    static const char *const faults[] = {
        "{kind: sign, at: {op: tanh}}", "{kind: nan, at: {parameter: in.weight, use: 0}}",
        "{kind: lost, at: {term: l2}}",
        "{kind: overwritten, at: {parameter: w.weight, use: 0}}"};
    plant(faults[_i]);
    for (size_t entry = 0; entry < right->count; entry++) {
        gv_probe probe = {.term = GV_WHOLE, .use = GV_WHOLE, .entry = entry};
        probe.at = right->point[entry] + 0.0173;
        double expected = value_at(right, &probe), found = value_at(wrong, &probe);
        ck_assert(same_bits(&expected, &found, sizeof found));
    }
}
END_TEST

START_TEST(a_sign_is_flipped_at_one_use_alone) {
    plant("{kind: sign, at: {parameter: w.weight, use: 1}}");
    expect_whole("w.weight", (const double[]){0, -2, 0, 0});
    expect_use("w.weight", 0, 1);
    expect_use("w.weight", 1, -1);
    expect_others_right("w.weight");
}
END_TEST

START_TEST(a_factor_is_of_all_uses_when_none_is_named) {
    plant("{kind: factor, factor: 1.25, at: {parameter: w.bias}}");
    expect_whole("w.bias", (const double[]){0.25, 0.25, 0.25, 0.25});
    expect_others_right("w.bias");
}
END_TEST

START_TEST(a_factor_can_be_of_one_entry) {
    plant("{kind: factor, factor: 3, entry: 7, at: {parameter: w.weight, use: 2}}");
    size_t p = parameter_named(right, "w.weight");
    double *before = claim_of(right, p, 2), *after = claim_of(wrong, p, 2);
    for (size_t i = 0; i < 25; i++)
        ck_assert_double_eq_tol(after[i], (i == 7 ? 3 : 1) * before[i], 1e-15);
    free(before);
    free(after);
    expect_others_right("w.weight");
}
END_TEST

START_TEST(a_lost_use_never_arrives) {
    plant("{kind: lost, at: {parameter: w.weight, use: 2}}");
    expect_whole("w.weight", (const double[]){0, 0, -1, 0});
    expect_use("w.weight", 2, 0);
    expect_others_right("w.weight");
}
END_TEST

START_TEST(an_overwriting_use_wipes_out_those_recorded_after_it) {
    plant("{kind: overwritten, at: {parameter: w.weight, use: 1}}");
    expect_whole("w.weight", (const double[]){0, 0, -1, -1});
    for (size_t use = 0; use < 4; use++)
        expect_use("w.weight", use, 1);
    expect_others_right("w.weight");
}
END_TEST

START_TEST(an_overwriting_use_wipes_out_what_was_in_the_buffer) {
    plant("{kind: overwritten, at: {parameter: w.weight, use: 0}}");
    const gv_parameter *p = &wrong->parameters[parameter_named(wrong, "w.weight")];
    double *once = claim(wrong, GV_WHOLE), *twice = claim(wrong, GV_WHOLE);
    wrong->kind->gradient(wrong, GV_WHOLE, twice);
    ck_assert(same_bits(once + p->offset, twice + p->offset, p->count * sizeof *once));
    free(once);
    free(twice);
}
END_TEST

START_TEST(a_doubled_use_counts_twice_in_the_whole) {
    plant("{kind: doubled, at: {parameter: w.bias, use: 0}}");
    expect_whole("w.bias", (const double[]){1, 0, 0, 0});
    expect_use("w.bias", 0, 1);
    expect_others_right("w.bias");
}
END_TEST

START_TEST(a_transposed_use_is_transposed) {
    plant("{kind: transposed, at: {parameter: w.weight, use: 0}}");
    size_t p = parameter_named(right, "w.weight");
    double *before = claim_of(right, p, 0), *after = claim_of(wrong, p, 0);
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++)
            ck_assert_double_eq(after[i * 5 + j], before[j * 5 + i]);
    free(before);
    free(after);
    expect_others_right("w.weight");
}
END_TEST

START_TEST(a_shifted_use_arrives_one_entry_further) {
    plant("{kind: shifted, at: {parameter: in.weight, use: 0}}");
    size_t p = parameter_named(right, "in.weight");
    double *before = claim_of(right, p, 0), *after = claim_of(wrong, p, 0);
    for (size_t i = 0; i < 20; i++)
        ck_assert_double_eq(after[(i + 1) % 20], before[i]);
    free(before);
    free(after);
    expect_others_right("in.weight");
}
END_TEST

START_TEST(nan_arrives_at_one_entry) {
    plant("{kind: nan, entry: 2, at: {parameter: out.bias, use: 0}}");
    double *found = claim_of(wrong, parameter_named(wrong, "out.bias"), GV_WHOLE);
    ck_assert(isfinite(found[0]) && isfinite(found[1]) && isnan(found[2]));
    free(found);
    expect_others_right("out.bias");
}
END_TEST

START_TEST(l2_without_its_2_is_half_of_the_term) {
    plant("{kind: l2_half, at: {term: l2}}");
    expect_whole("w.weight", (const double[]){0, 0, 0, -0.5});
    expect_whole("in.bias", (const double[]){0, -0.5});
    expect_whole("out.weight", (const double[]){0});
}
END_TEST

START_TEST(l2_per_use_decays_tied_parameters_once_for_each_use) {
    plant("{kind: l2_per_use, at: {term: l2}}");
    expect_whole("w.weight", (const double[]){0, 0, 0, 2});
    expect_whole("w.bias", (const double[]){0, 0, 0, 2});
    expect_whole("in.weight", (const double[]){0, 0});
}
END_TEST

START_TEST(a_lost_term_takes_its_gradient_with_it) {
    plant("{kind: lost, at: {term: l2}}");
    double *part = claim(wrong, term_named(wrong, "l2"));
    for (size_t i = 0; i < wrong->count; i++)
        ck_assert_double_eq(part[i], 0);
    free(part);
    expect_whole("w.weight", (const double[]){0, 0, 0, -1});
}
END_TEST

/* The first tanh stands right after the first layer, which then gets nothing from the data. */
START_TEST(an_op_is_struck_at_one_occurrence) {
    plant("{kind: lost, at: {op: tanh, occurrence: 0}}");
    expect_whole("in.bias", (const double[]){-1, 0});
    expect_whole("in.weight", (const double[]){-1, 0});
    expect_whole("w.weight", (const double[]){0, 0, 0, 0});
}
END_TEST

START_TEST(one_input_of_an_op_can_be_lost) {
    plant("{kind: lost, at: {op: matmul, occurrence: 2, input: 1}}");
    expect_use("w.weight", 1, 0);
    expect_whole("w.weight", (const double[]){0, -1, 0, 0});
    expect_others_right("w.weight");
}
END_TEST

START_TEST(every_kind_says_what_it_is_and_where_it_sits) {
    for (size_t k = 0; gv_fault_list[k] != NULL; k++) {
        const gv_fault_kind *kind = gv_fault_list[k];
        ck_assert(gv_fault_name(kind)[0] != '\0' && gv_fault_meaning(kind)[0] != '\0');
        ck_assert(gv_fault_sits_at(kind, GV_FAULT_AT_NODE) ||
                  gv_fault_sits_at(kind, GV_FAULT_AT_USE) ||
                  gv_fault_sits_at(kind, GV_FAULT_AT_TERM));
        for (size_t other = 0; other < k; other++)
            ck_assert_str_ne(gv_fault_name(kind), gv_fault_name(gv_fault_list[other]));
    }
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        a_sign_is_flipped_at_one_use_alone,
        a_factor_is_of_all_uses_when_none_is_named,
        a_factor_can_be_of_one_entry,
        a_lost_use_never_arrives,
        an_overwriting_use_wipes_out_those_recorded_after_it,
        an_overwriting_use_wipes_out_what_was_in_the_buffer,
        a_doubled_use_counts_twice_in_the_whole,
        a_transposed_use_is_transposed,
        a_shifted_use_arrives_one_entry_further,
        nan_arrives_at_one_entry,
        l2_without_its_2_is_half_of_the_term,
        l2_per_use_decays_tied_parameters_once_for_each_use,
        a_lost_term_takes_its_gradient_with_it,
        an_op_is_struck_at_one_occurrence,
        one_input_of_an_op_can_be_lost,
        every_kind_says_what_it_is_and_where_it_sits,
    };
    Suite *suite = suite_create("faults");
    TCase *of_faults = tcase_create("faults");
    tcase_add_checked_fixture(of_faults, set_up, tear_down);
    for (size_t t = 0; t < sizeof tests / sizeof *tests; t++)
        tcase_add_test(of_faults, tests[t]);
    tcase_add_loop_test(of_faults, the_value_stays_right_whatever_the_fault, 0, 4);
    suite_add_tcase(suite, of_faults);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
