/* What good files come to. */
#include "case/spec.h"
#include "case_support.h"
#include "subject/engine.h"

#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static glob_t fixtures;

static const char tied[] =
    "schema: 1\nname: tied\nseed: 77\n"
    "model:\n"
    "  layers:\n"
    "    - {name: table, kind: embedding, out: 3}\n"
    "    - flatten\n"
    "    - {kind: linear, out: 3}\n"
    "    - tanh\n"
    "    - use: \"2\"\n"
    "    - {name: back, kind: linear, out: 5}\n"
    "  ties:\n"
    "    - [table.weight, back.weight]\n"
    "data:\n  tokens: {text: abracadabra, context: 1}\n"
    "loss: cross_entropy\n"
    "init:\n"
    "  default: {kind: constant, value: 0.25}\n"
    "  biases: {kind: uniform, low: 1, high: 2}\n"
    "  \"2\": {kind: uniform, low: 3, high: 4}\n"
    "  2.bias: {kind: normal, mean: 50, deviation: 0.1}\n"
    "l2:\n"
    "  - {lambda: 0.5, parameters: [back.weight, table.weight, 2.bias]}\n"
    "  - {name: rest, lambda: 0.25, except: [biases, table]}\n"
    "points:\n  - initial\n  - jitter: 0.01\n  - jitter: 0.02\n"
    "  - train: {steps: 3, rate: 0.01}\n"
    "checks: [uses, {gradient: {tolerance: 1e-7, on_inconclusive: fail}}]\n"
    "options: {resolution: 0.01}\nexpect: inconclusive\n";

START_TEST(every_fixture_loads_and_builds_at_each_of_its_points) {
    gv_issues issues = {0};
    gv_case *item;
    ck_assert_int_eq(gv_case_load(fixtures.gl_pathv[_i], &item, &issues), GV_OK);
    for (size_t point = 0; point < gv_case_point_count(item); point++) {
        gv_subject *subject = subject_of(item, point);
        gv_probe rest = at_rest(subject, GV_WHOLE);
        ck_assert(isfinite(value_at(subject, &rest)));
        ck_assert_uint_ge(subject->term_count, 1);
        gv_subject_destroy(subject);
    }
    gv_case_destroy(item);
}
END_TEST

START_TEST(points_are_named_and_numbered) {
    gv_case *item = load_good(tied);
    ck_assert_uint_eq(gv_case_point_count(item), 4);
    ck_assert_str_eq(gv_case_point_name(item, 0), "initial");
    ck_assert_str_eq(gv_case_point_name(item, 1), "jittered");
    ck_assert_str_eq(gv_case_point_name(item, 2), "jittered 2");
    ck_assert_str_eq(gv_case_point_name(item, 3), "trained");
    ck_assert_int_eq(gv_case_expected(item), GV_INCONCLUSIVE);
    ck_assert_str_eq(gv_case_name(item), "tied");
    ck_assert_ptr_null(gv_case_description(item));
    gv_case_destroy(item);
}
END_TEST

START_TEST(checks_take_the_common_options_and_their_own) {
    size_t count;
    gv_case *item = load_good(tied);
    const gv_request *requests = gv_case_requests(item, &count);
    gv_options standard = gv_options_default();
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(requests[0].kind, "uses");
    ck_assert_double_eq(requests[0].options.tolerance, standard.tolerance);
    ck_assert_double_eq(requests[0].options.resolution, 0.01);
    ck_assert_uint_eq(requests[0].options.seed, 77);
    ck_assert_str_eq(requests[1].kind, "gradient");
    ck_assert_double_eq(requests[1].options.tolerance, 1e-7);
    ck_assert_double_eq(requests[1].options.resolution, 0.01);
    ck_assert_int_eq(requests[1].options.on_inconclusive, GV_INCONCLUSIVE_FAIL);
    gv_case_destroy(item);
}
END_TEST

START_TEST(a_tied_parameter_is_there_once_under_all_its_names) {
    gv_case *item = load_good(tied);
    gv_subject *subject = subject_of(item, 0);
    const char *const *names;
    ck_assert_uint_eq(subject->parameter_count, 4);
    size_t table = parameter_named(subject, "table.weight");
    ck_assert_uint_eq(gv_engine_subject_names(subject, table, &names), 2);
    ck_assert_str_eq(names[0], "table.weight");
    ck_assert_str_eq(names[1], "back.weight");
    size_t twice = parameter_named(subject, "2.weight");
    ck_assert_uint_eq(gv_engine_subject_names(subject, twice, &names), 2);
    ck_assert_str_eq(names[1], "4.weight");
    ck_assert_uint_eq(subject->count, 15 + 9 + 3 + 5);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

START_TEST(uses_are_named_by_their_place_and_their_term) {
    gv_case *item = load_good(tied);
    gv_subject *subject = subject_of(item, 0);
    const gv_parameter *table = &subject->parameters[parameter_named(subject, "table.weight")];
    ck_assert_uint_eq(table->use_count, 3);
    ck_assert_str_eq(table->uses[0].name, "table.weight");
    ck_assert_str_eq(table->uses[1].name, "back.weight");
    ck_assert_str_eq(table->uses[2].name, "term l2.0");
    ck_assert_uint_eq(table->uses[1].term, 0);
    ck_assert_uint_eq(table->uses[2].term, term_named(subject, "l2.0"));
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

START_TEST(an_l2_term_covers_each_tied_parameter_once) {
    gv_case *item = load_good(tied);
    gv_subject *subject = subject_of(item, 0);
    const gv_term *first = &subject->terms[term_named(subject, "l2.0")];
    const gv_term *rest = &subject->terms[term_named(subject, "l2.rest")];
    ck_assert_str_eq(subject->terms[0].name, "data");
    ck_assert_double_eq(subject->terms[0].lambda, 0);
    ck_assert_double_eq(first->lambda, 0.5);
    ck_assert_uint_eq(first->cover_count, 2);
    ck_assert_uint_eq(first->covers[0], parameter_named(subject, "table.weight"));
    ck_assert_uint_eq(first->covers[1], parameter_named(subject, "2.bias"));
    ck_assert_uint_eq(rest->cover_count, 1);
    ck_assert_uint_eq(rest->covers[0], parameter_named(subject, "2.weight"));
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

START_TEST(of_initial_values_the_closest_name_wins) {
    gv_case *item = load_good(tied);
    gv_subject *subject = subject_of(item, 0);
    const struct {
        const char *name;
        double low, high;
    } ranges[] = {{"table.weight", 0.25, 0.25},
                  {"back.bias", 1, 2},
                  {"2.weight", 3, 4},
                  {"2.bias", 49, 51}};
    for (size_t r = 0; r < sizeof ranges / sizeof *ranges; r++) {
        const gv_parameter *p = &subject->parameters[parameter_named(subject, ranges[r].name)];
        for (size_t i = 0; i < p->count; i++) {
            ck_assert_double_ge(subject->point[p->offset + i], ranges[r].low);
            ck_assert_double_le(subject->point[p->offset + i], ranges[r].high);
        }
    }
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

static bool same_point(const gv_case *item, size_t a, const gv_case_overrides *overrides,
                       size_t b) {
    gv_subject *x = subject_of(item, a), *y;
    ck_assert_int_eq(gv_case_subject(item, b, overrides, &y, NULL), GV_OK);
    bool same = same_bits(x->point, y->point, x->count * sizeof *x->point);
    gv_subject_destroy(x);
    gv_subject_destroy(y);
    return same;
}

START_TEST(points_follow_from_the_seed_alone) {
    gv_case *item = load_good(tied);
    const gv_case_overrides other = {.has_seed = true, .seed = 78};
    const gv_case_overrides equal = {.has_seed = true, .seed = 77};
    for (size_t point = 0; point < 4; point++) {
        ck_assert(same_point(item, point, NULL, point));
        ck_assert(same_point(item, point, &equal, point));
        ck_assert(!same_point(item, point, &other, point));
        ck_assert(!same_point(item, point, NULL, (point + 1) % 4));
    }
    gv_case_destroy(item);
}
END_TEST

/* Names of one parameter: of layers that share it, and of ties between those. */
START_TEST(ties_within_ties_are_one_parameter) {
    gv_case *item = load_fixture("ties.yaml");
    gv_subject *subject = subject_of(item, 0);
    const char *const *names;
    const size_t square = parameter_named(subject, "square.weight");
    ck_assert_uint_eq(gv_engine_subject_names(subject, square, &names), 3);
    ck_assert_str_eq(names[1], "again.weight");
    ck_assert_str_eq(names[2], "other.weight");
    const gv_parameter *parameter = &subject->parameters[square];
    ck_assert_uint_eq(parameter->use_count, 3 + 2);
    ck_assert_str_eq(parameter->uses[3].name, "term l2.all");
    ck_assert_str_eq(parameter->uses[4].name, "term l2.table");
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

/* A linear model with known weights on inline data: the value by hand. */
START_TEST(the_value_of_a_small_case_is_what_it_is_by_hand) {
    gv_case *item = load_good("schema: 1\nname: x\n"
                              "model: {layers: [{name: a, kind: linear, out: 1}]}\n"
                              "init: {weights: {kind: constant, value: 0.5},"
                              " biases: {kind: constant, value: -0.25}}\n"
                              "data: {values: {inputs: [[1.5, -2.25], [0.75, 3.5]],"
                              " target: [0.125, -1.5]}}\n"
                              "loss: squared_error\nl2: [{lambda: 0.5}]\n");
    gv_subject *subject = subject_of(item, 0);
    double first = 0.5 * (1.5 - 2.25) - 0.25 - 0.125, second = 0.5 * (0.75 + 3.5) - 0.25 + 1.5;
    double data = (first * first + second * second) / 2, l2 = 0.5 * (2 * 0.25 + 0.0625);
    gv_probe whole = at_rest(subject, GV_WHOLE), part = at_rest(subject, 1);
    ck_assert_double_eq_tol(value_at(subject, &whole), data + l2, 1e-14);
    ck_assert_double_eq_tol(value_at(subject, &part), l2, 1e-15);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

START_TEST(quoted_cells_and_windows_line_ends_are_read) {
    gv_case *item = load_good("schema: 1\nname: x\n"
                              "model: {layers: [{name: a, kind: linear, out: 1}]}\n"
                              "init: {weights: {kind: constant, value: 2}, biases: zeros}\n"
                              "data: {csv: {file: " SOURCE_DIR
                              "/verify/tests/bad/data/quoted-good.csv, inputs: ['a, \"b\"'],"
                              " target: t}}\nloss: squared_error_sum\n");
    gv_subject *subject = subject_of(item, 0);
    gv_probe whole = at_rest(subject, GV_WHOLE);
    double value = (2 * 1.5 - 1) * (2 * 1.5 - 1) + (2 * -2.5 - 3) * (2 * -2.5 - 3);
    ck_assert_double_eq_tol(value_at(subject, &whole), value, 1e-12);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

/* Inputs of mean 0 and deviation 1: with all weights w and bias b the sum of squares of the
 * outputs is rows * (w^2 + b^2) for one column, whatever the units. */
START_TEST(standardized_columns_have_mean_0_and_deviation_1) {
    gv_case *item =
        load_good("schema: 1\nname: x\nmodel: {layers: [{name: a, kind: linear, out: 1}]}\n"
                  "init: {weights: {kind: constant, value: 3}, biases: {kind: constant,"
                  " value: 2}}\n"
                  "data: {csv: {file: " SOURCE_DIR "/fixtures/data/diabetes.csv, inputs: [s5],"
                  " target: s5, standardize: all, rows: {from: 4, count: 31, step: 7}}}\n"
                  "loss: squared_error\n");
    gv_subject *subject = subject_of(item, 0);
    gv_probe whole = at_rest(subject, GV_WHOLE);
    ck_assert_double_eq_tol(value_at(subject, &whole), 2.0 * 2.0 + 2.0 * 2.0, 1e-12);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

START_TEST(a_recurrent_cell_is_tied_over_its_steps) {
    gv_case *item = load_fixture("recurrent.yaml");
    gv_subject *subject = subject_of(item, 0);
    const gv_parameter *ih = &subject->parameters[parameter_named(subject, "cell.weight_ih")];
    const gv_parameter *hh = &subject->parameters[parameter_named(subject, "cell.weight_hh")];
    const gv_parameter *bias = &subject->parameters[parameter_named(subject, "cell.bias_hh")];
    ck_assert_uint_eq(ih->use_count, 7 + 1);
    ck_assert_uint_eq(hh->use_count, 6 + 1);
    ck_assert_uint_eq(bias->use_count, 7);
    ck_assert_str_eq(hh->uses[0].name, "cell[1].weight_hh");
    ck_assert_str_eq(hh->uses[6].name, "term l2.cell");
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

START_TEST(micrograds_mlp_has_its_337_scalars_and_four_uses_of_each) {
    gv_case *item = load_fixture("micrograd.yaml");
    gv_subject *subject = subject_of(item, 0);
    ck_assert_uint_eq(subject->count, 337);
    ck_assert_uint_eq(subject->parameter_count, 337);
    for (size_t i = 0; i < subject->parameter_count; i++) {
        ck_assert_uint_eq(subject->parameters[i].use_count, 4 + 1);
        ck_assert_uint_eq(subject->parameters[i].group.rank, 0);
    }
    ck_assert_str_eq(subject->parameters[2].group.name, "layers.0.neurons.0.b");
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

START_TEST(every_kind_of_fault_has_a_case_that_must_fail) {
    bool used[64] = {false};
    for (size_t i = 0; i < fixtures.gl_pathc; i++) {
        gv_issues issues = {0};
        gv_case *item;
        ck_assert_int_eq(gv_case_load(fixtures.gl_pathv[i], &item, &issues), GV_OK);
        for (size_t k = 0; gv_fault_list[k] != NULL; k++)
            used[k] |= item->has_fault && item->fault.kind == gv_fault_list[k];
        ck_assert(item->has_fault == (gv_case_expected(item) == GV_FAIL));
        gv_case_destroy(item);
    }
    for (size_t k = 0; gv_fault_list[k] != NULL; k++)
        ck_assert_msg(used[k], "%s", gv_fault_name(gv_fault_list[k]));
}
END_TEST

int main(void) {
    if (glob(FIXTURES "*.yaml", 0, NULL, &fixtures) != 0 ||
        glob(FIXTURES "must-fail/*.yaml", GLOB_APPEND, NULL, &fixtures) != 0)
        return EXIT_FAILURE;
    Suite *suite = suite_create("cases");
    TCase *tests = tcase_create("cases");
    tcase_set_timeout(tests, 0); /* ctest keeps the time */
    tcase_add_loop_test(tests, every_fixture_loads_and_builds_at_each_of_its_points, 0,
                        (int)fixtures.gl_pathc);
    tcase_add_test(tests, points_are_named_and_numbered);
    tcase_add_test(tests, checks_take_the_common_options_and_their_own);
    tcase_add_test(tests, a_tied_parameter_is_there_once_under_all_its_names);
    tcase_add_test(tests, uses_are_named_by_their_place_and_their_term);
    tcase_add_test(tests, an_l2_term_covers_each_tied_parameter_once);
    tcase_add_test(tests, of_initial_values_the_closest_name_wins);
    tcase_add_test(tests, points_follow_from_the_seed_alone);
    tcase_add_test(tests, ties_within_ties_are_one_parameter);
    tcase_add_test(tests, the_value_of_a_small_case_is_what_it_is_by_hand);
    tcase_add_test(tests, quoted_cells_and_windows_line_ends_are_read);
    tcase_add_test(tests, standardized_columns_have_mean_0_and_deviation_1);
    tcase_add_test(tests, a_recurrent_cell_is_tied_over_its_steps);
    tcase_add_test(tests, micrograds_mlp_has_its_337_scalars_and_four_uses_of_each);
    tcase_add_test(tests, every_kind_of_fault_has_a_case_that_must_fail);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    globfree(&fixtures);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
