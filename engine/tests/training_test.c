/* The generator, initializers, SGD in place through layer, list and container. */
#include "support.h"

static void set_pair(ag_parameter *p) {
    p->data[0] = 10.0;
    p->data[1] = 20.0;
    p->grad[0] = p->grad[1] = 1.0;
}

static void expect_step(const ag_parameter *p) {
    ck_assert_double_eq_tol(p->data[0], 9.9, 1e-15);
    ck_assert_double_eq_tol(p->data[1], 19.9, 4e-15);
}

START_TEST(a_step_moves_every_entry_in_layer_and_list) {
    ag_module *layer = ag_linear_create(2, 1, false);
    ag_parameter *list[1];
    ck_assert_uint_eq(ag_module_parameters(layer, list, 1), 1);
    set_pair(list[0]);
    ag_sgd_step(list, 1, 0.1);
    expect_step(list[0]);
    expect_step(ag_module_parameter(layer, "weight"));
    ag_module_release(layer);
}
END_TEST

START_TEST(a_step_reaches_both_layers_of_a_container) {
    ag_module *all = ag_sequential_create();
    ag_sequential_take(all, ag_linear_create(2, 1, false));
    ag_sequential_take(all, ag_linear_create(1, 2, false));
    ag_parameter *list[2];
    ck_assert_uint_eq(ag_module_parameters(all, list, 2), 2);
    set_pair(list[0]);
    set_pair(list[1]);
    ag_sgd_step(list, 2, 0.1);
    expect_step(ag_module_parameter(all, "0.weight"));
    expect_step(ag_module_parameter(all, "1.weight"));
    ag_module_release(all);
}
END_TEST

START_TEST(a_frozen_parameter_is_not_stepped) {
    ag_parameter *p = ag_parameter_create("p", ag_shape_vector(2));
    set_pair(p);
    p->requires_grad = false;
    ag_sgd_step(&p, 1, 0.1);
    ck_assert_double_eq(p->data[0], 10.0);
    ag_parameter_release(p);
}
END_TEST

START_TEST(steps_lower_the_loss_of_a_tied_net) {
    net n = net_with_shared_layer(13);
    const double before = *ag_graph_value(n.graph, n.loss);
    for (int step = 0; step < 300; step++) {
        ag_zero_grad(n.parameters, n.parameter_count);
        ag_backward(n.graph, n.loss);
        ag_sgd_step(n.parameters, n.parameter_count, 0.02);
        ag_graph_replay(n.graph, 0);
    }
    ck_assert_double_lt(*ag_graph_value(n.graph, n.loss), 0.6 * before);
    net_destroy(&n);
}
END_TEST

/* Reference: xoshiro256** from the state {1, 2, 3, 4}, by the published C code. */
START_TEST(the_generator_gives_the_published_numbers) {
    ag_random random = {.state = {1, 2, 3, 4}};
    ck_assert_uint_eq(ag_random_next(&random), 11520);
    ck_assert_uint_eq(ag_random_next(&random), 0);
    ck_assert_uint_eq(ag_random_next(&random), 1509978240);
    ck_assert_uint_eq(ag_random_next(&random), 1215971899390074240);
}
END_TEST

START_TEST(seeds_and_streams_give_other_numbers_and_equal_ones_the_same) {
    ag_random a = ag_random_create(1, 2), b = ag_random_create(2, 1);
    ag_random c = ag_random_create(1, 2), d = ag_random_create(1, 3);
    const uint64_t first = ag_random_next(&a);
    ck_assert_uint_ne(first, ag_random_next(&b));
    ck_assert_uint_eq(first, ag_random_next(&c));
    ck_assert_uint_ne(first, ag_random_next(&d));
}
END_TEST

static void moments(const ag_parameter *p, double *mean, double *variance) {
    *mean = *variance = 0.0;
    for (size_t i = 0; i < p->size; i++)
        *mean += p->data[i] / (double)p->size;
    for (size_t i = 0; i < p->size; i++)
        *variance += (p->data[i] - *mean) * (p->data[i] - *mean) / (double)p->size;
}

/* Bounds: five standard errors of the moments at 40,000 draws. */
START_TEST(initializers_have_the_moments_they_promise) {
    ag_parameter *p = ag_parameter_create("p", ag_shape_matrix(200, 200));
    ag_random random = ag_random_create(4, 2);
    double mean, variance;
    ag_init_normal(p, &random, 0.3, 0.7);
    moments(p, &mean, &variance);
    ck_assert_double_eq_tol(mean, 0.3, 5 * 0.7 / 200.0);
    ck_assert_double_eq_tol(variance, 0.49, 5 * 0.49 * sqrt(2.0) / 200.0);
    ag_init_uniform(p, &random, -1.5, 0.5);
    moments(p, &mean, &variance);
    ck_assert_double_eq_tol(mean, -0.5, 5 * 0.5774 / 200.0);
    ck_assert_double_eq_tol(variance, 1.0 / 3.0, 5 * 0.3 / 200.0);
    for (size_t i = 0; i < p->size; i++)
        ck_assert(p->data[i] >= -1.5 && p->data[i] < 0.5);
    ag_init_constant(p, 0.7731);
    ck_assert_double_eq(p->data[39999], 0.7731);
    ag_init_zeros(p);
    ck_assert_double_eq(p->data[39999], 0.0);
    ag_parameter_release(p);
}
END_TEST

START_TEST(a_parameter_lives_as_long_as_someone_holds_it) {
    ag_parameter *p = ag_parameter_create(NULL, ag_shape_scalar());
    ck_assert_str_eq(p->name, "");
    ck_assert_ptr_eq(ag_parameter_retain(p), p);
    ag_parameter_release(p);
    ck_assert_int_eq(ag_parameter_rename(p, "bias"), AG_OK);
    ck_assert_str_eq(p->name, "bias");
    ag_parameter_release(p);
    ag_parameter_release(NULL);
    ck_assert_ptr_null(ag_parameter_retain(NULL));
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        a_step_moves_every_entry_in_layer_and_list,
        a_step_reaches_both_layers_of_a_container,
        a_frozen_parameter_is_not_stepped,
        steps_lower_the_loss_of_a_tied_net,
        the_generator_gives_the_published_numbers,
        seeds_and_streams_give_other_numbers_and_equal_ones_the_same,
        initializers_have_the_moments_they_promise,
        a_parameter_lives_as_long_as_someone_holds_it,
    };
    return run_tests("training", tests, sizeof tests / sizeof *tests);
}
