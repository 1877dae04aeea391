/* Where a case begins, and where training takes it. */
#include "case/spec.h"
#include "case_support.h"
#include "subject/engine.h"

#include <math.h>
#include <string.h>

/* Each as the engine draws it, from the parameter's own stream. */
static void draw_by_hand(size_t kind, ag_parameter *p, ag_random *random) {
    double tanh_gain, leaky_gain;
    ck_assert_int_eq(ag_init_gain("tanh", 0, &tanh_gain), AG_OK);
    ck_assert_int_eq(ag_init_gain("leaky_relu", 0.3, &leaky_gain), AG_OK);
    if (kind == 0)
        ag_init_ones(p);
    else if (kind == 1)
        ag_init_xavier_normal(p, random, tanh_gain);
    else if (kind == 2)
        ag_init_xavier_uniform(p, random, 1);
    else if (kind == 3)
        ag_init_kaiming_normal(p, random, AG_FAN_OUT, leaky_gain);
    else
        ag_init_kaiming_uniform(p, random, AG_FAN_IN, 1);
}

START_TEST(initializers_of_the_engine_are_kinds_of_initial_values) {
    static const char *const kinds[] = {
        "ones", "{kind: xavier_normal, nonlinearity: tanh}", "xavier_uniform",
        "{kind: kaiming_normal, nonlinearity: leaky_relu, slope: 0.3, fan: out}",
        "{kind: kaiming_uniform}"};
    char yaml[1024];
    snprintf(yaml, sizeof yaml,
             "schema: 1\nname: x\nseed: 23\nmodel: {layers: [{name: a, kind: linear, out: 5, "
             "bias: false}]}\ninit: {a: %s}\n"
             "data: {random: {rows: 2, inputs: 7, outputs: 5}}\nloss: squared_error\n",
             kinds[_i]);
    gv_case *item = load_good(yaml);
    gv_subject *subject = subject_of(item, 0);
    ag_parameter *expected = ag_parameter_create("", ag_shape_matrix(5, 7));
    ag_random random = ag_random_create(23, GV_STREAM_INIT);
    draw_by_hand((size_t)_i, expected, &random);
    ck_assert_uint_eq(subject->count, expected->size);
    ck_assert(same_bits(subject->point, expected->data, expected->size * sizeof(double)));
    ag_parameter_release(expected);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

/* The loss at the third point of a fixture, as a share of that at its first. */
static double loss_left(const char *fixture) {
    gv_case *item = load_fixture(fixture);
    gv_subject *before = subject_of(item, 0), *after = subject_of(item, 2);
    gv_probe first = at_rest(before, GV_WHOLE), last = at_rest(after, GV_WHOLE);
    const double left = value_at(after, &last) / value_at(before, &first);
    gv_subject_destroy(before);
    gv_subject_destroy(after);
    gv_case_destroy(item);
    return left;
}

START_TEST(training_lowers_the_loss) {
    ck_assert_double_lt(loss_left("iris.yaml"), 0.9);
}
END_TEST

START_TEST(micrograds_training_loop_falls_below_a_hundredth_of_its_start) {
    ck_assert_double_lt(loss_left("training.yaml"), 0.01);
}
END_TEST

START_TEST(training_that_leaves_the_finite_numbers_is_an_error_of_the_subject) {
    gv_case *item = load_good("schema: 1\nname: x\nmodel: {layers: [{kind: linear, out: 1}]}\n"
                              "data: {random: {rows: 3, inputs: 2, outputs: 1}}\n"
                              "loss: squared_error_sum\n"
                              "points: [{train: {steps: 5000, rate: 100}}]\n");
    gv_subject *subject;
    gv_error error;
    ck_assert_int_eq(gv_case_subject(item, 0, NULL, &subject, &error), GV_ERR_SUBJECT);
    ck_assert_ptr_null(subject);
    ck_assert_ptr_nonnull(strstr(error.message, "lower the rate"));
    gv_case_destroy(item);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("points of cases");
    TCase *tests = tcase_create("points of cases");
    tcase_set_timeout(tests, 0); /* ctest keeps the time */
    tcase_add_loop_test(tests, initializers_of_the_engine_are_kinds_of_initial_values, 0, 5);
    tcase_add_test(tests, training_lowers_the_loss);
    tcase_add_test(tests, micrograds_training_loop_falls_below_a_hundredth_of_its_start);
    tcase_add_test(tests, training_that_leaves_the_finite_numbers_is_an_error_of_the_subject);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
