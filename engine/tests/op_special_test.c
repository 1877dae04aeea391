/* What is special to single ops: masks, ties and kinks, indices, many inputs. */
#include "support.h"

#include <inttypes.h>

static const double *value(ag_graph *graph, ag_node node) {
    ck_assert_msg(node != AG_NO_NODE, "%s", ag_graph_error(graph)->message);
    return ag_graph_value(graph, node);
}

static ag_node vector(ag_graph *graph, size_t count, const double *data) {
    return ag_constant(graph, ag_shape_vector(count), data);
}

/* ---- masks ---- */

START_TEST(softmax_of_masked_scores_ignores_the_future) {
    const double rows[9] = {0.7731, 9.0, 9.5, -1.3947, 0.4217, 8.0, 0.2, -0.3, 0.5};
    ag_graph *graph = ag_graph_create();
    ag_parameter *p = ag_parameter_create("scores", ag_shape_matrix(3, 3));
    ag_random random = ag_random_create(3, 3);
    memcpy(p->data, rows, sizeof rows);
    const ag_node weights =
        ag_softmax(graph, ag_causal_mask(graph, ag_use(graph, p, NULL)), -1);
    const double *w = value(graph, weights);
    const double second = 1.0 / (1.0 + exp(-1.3947 - 0.4217));
    ck_assert_double_eq(w[0], 1.0);
    ck_assert_double_eq(w[1], 0.0);
    ck_assert_double_eq(w[2], 0.0);
    ck_assert_double_eq_tol(w[4], second, 4e-16);
    ck_assert_double_eq(w[5], 0.0);
    ck_assert_double_eq_tol(w[6] + w[7] + w[8], 1.0, 4e-16);
    ag_backward(graph, weighted_sum(graph, weights, &random));
    for (size_t i = 0; i < 9; i++) {
        ck_assert(isfinite(p->grad[i]));
        ck_assert_int_eq(p->grad[i] != 0.0, i == 3 || i == 4 || i >= 6);
    }
    ag_graph_destroy(graph);
    ag_parameter_release(p);
}
END_TEST

static size_t count_zeros(const double *x, size_t size) {
    size_t zeros = 0;
    for (size_t i = 0; i < size; i++)
        zeros += x[i] == 0.0 ? 1 : 0;
    return zeros;
}

START_TEST(a_dropout_mask_is_a_function_of_seed_node_and_entry) {
    enum { SIZE = 4000 };
    double *x = calloc(SIZE, sizeof *x), *first = calloc(SIZE, sizeof *first);
    ag_graph *graph = ag_graph_create();
    for (size_t i = 0; i < SIZE; i++)
        x[i] = 0.7731;
    const ag_node input = vector(graph, SIZE, x);
    const double *y = value(graph, ag_dropout(graph, input, 0.3, 17, true));
    const double *later = value(graph, ag_dropout(graph, input, 0.3, 17, true));
    memcpy(first, y, SIZE * sizeof *y);
    /* 1200 expected, the deviation of a binomial being 29. */
    ck_assert_uint_ge(count_zeros(y, SIZE), 1050);
    ck_assert_uint_le(count_zeros(y, SIZE), 1350);
    for (size_t i = 0; i < SIZE; i++)
        ck_assert(y[i] == 0.0 || fabs(y[i] - 0.7731 / 0.7) < 1e-15);
    ck_assert_int_ne(memcmp(y, later, SIZE * sizeof *y), 0);
    ag_graph_replay(graph, 0);
    ck_assert_int_eq(memcmp(y, first, SIZE * sizeof *y), 0);
    ag_graph_clear(graph);
    const ag_node again = vector(graph, SIZE, x);
    y = value(graph, ag_dropout(graph, again, 0.3, 17, true));
    ck_assert_int_eq(memcmp(y, first, SIZE * sizeof *y), 0);
    ag_graph_clear(graph);
    y = value(graph, ag_dropout(graph, vector(graph, SIZE, x), 0.3, 18, true));
    ck_assert_int_ne(memcmp(y, first, SIZE * sizeof *y), 0);
    ag_graph_destroy(graph);
    free(x);
    free(first);
}
END_TEST

/* What a seed means must stay what it is: a kept case would be another one. The bits are those
 * of the formula in mask.c by exact arithmetic of integers, entry i being bit i. */
START_TEST(the_mask_of_a_seed_is_the_same_for_ever) {
    const uint64_t dropped = UINT64_C(0x2449028082d41808);
    double x[64];
    uint64_t seen = 0;
    for (size_t i = 0; i < 64; i++)
        x[i] = 0.7731;
    ag_graph *graph = ag_graph_create();
    const double *y = value(graph, ag_dropout(graph, vector(graph, 64, x), 0.3, 17, true));
    for (size_t i = 0; i < 64; i++)
        seen |= y[i] == 0.0 ? UINT64_C(1) << i : 0;
    ck_assert_msg(seen == dropped, "dropout drops 0x%016" PRIx64, seen);
    ag_graph_destroy(graph);
}
END_TEST

/* ---- kinks ---- */

static double margin_of(ag_graph *graph, ag_node node) {
    return ag_graph_kink_margin(graph, node);
}

START_TEST(the_margin_is_the_distance_to_the_nearest_kink) {
    const double a[4] = {0.75, -1.5, 0.25, 0.5}, b[4] = {0.5, -1.0, 1.25, 0.375};
    const double image[9] = {0.5, 0.25, 0.0, 1.0, 0.875, -1.0, 2.0, 0.5, 3.0};
    const size_t four[4] = {1, 1, 3, 3};
    ag_graph *graph = ag_graph_create();
    const ag_node x = vector(graph, 4, a), y = vector(graph, 4, b);
    const ag_node planes = ag_constant(graph, ag_shape_make(4, four), image);
    const ag_node bad = vector(graph, 2, (const double[]){0.25, NAN});
    ck_assert_double_eq(margin_of(graph, ag_relu(graph, x)), 0.25);
    ck_assert_double_eq(margin_of(graph, ag_abs(graph, x)), 0.25);
    ck_assert_double_eq(margin_of(graph, ag_clamp(graph, x, -1.0, 0.625)), 0.125);
    ck_assert_double_eq(margin_of(graph, ag_maximum(graph, x, y)), 0.125);
    ck_assert_double_eq(margin_of(graph, ag_max(graph, x, 0)), 0.25);
    ck_assert_double_eq(margin_of(graph, ag_min(graph, x, 0)), 1.75);
    ck_assert_double_eq(margin_of(graph, ag_norm(graph, vector(graph, 1, a), 0)), 0.75);
    ck_assert_double_eq(margin_of(graph, ag_max_pool2d(graph, planes, 2, 1, 0)), 0.125);
    ck_assert(isinf(margin_of(graph, ag_tanh(graph, x))));
    ck_assert(isinf(margin_of(graph, ag_max(graph, ag_scalar(graph, 0.5), AG_ALL_AXES))));
    ck_assert(isinf(margin_of(graph, AG_NO_NODE)));
    ck_assert_double_nan(margin_of(graph, ag_relu(graph, bad)));
    ck_assert_double_nan(margin_of(graph, ag_clamp(graph, bad, -1.0, 1.0)));
    ck_assert_double_nan(margin_of(graph, ag_maximum(graph, bad, ag_scalar(graph, 0.1))));
    ck_assert_double_nan(margin_of(graph, ag_norm(graph, bad, 0)));
    ag_graph_destroy(graph);
}
END_TEST

/* Sum over the tangents (0.25, -0.5, 1, 2) along the tied entries. */
START_TEST(a_tangent_at_a_tie_is_that_of_the_shared_gradient) {
    const double tangent[4] = {0.25, -0.5, 1.0, 2.0};
    const double *tangents[1] = {tangent};
    ag_parameter *p = ag_parameter_create("p", ag_shape_vector(4));
    ag_graph *graph = ag_graph_create();
    double ydot[4];
    memcpy(p->data, (const double[]){0.7, 0.7, -1.3, 0.7}, 4 * sizeof(double));
    const ag_node x = ag_use(graph, p, NULL);
    ag_jvp(graph, &p, tangents, 1, ag_max(graph, x, 0), ydot);
    ASSERT_NEAR(ydot[0], (0.25 - 0.5 + 2.0) / 3.0, 3e-16, "max");
    ag_jvp(graph, &p, tangents, 1, ag_maximum(graph, x, ag_scalar(graph, 0.7)), ydot);
    ASSERT_NEAR(ydot[0], 0.125, 0.0, "maximum");
    ASSERT_NEAR(ydot[2], 0.0, 0.0, "maximum");
    memset(p->data, 0, 4 * sizeof(double));
    ag_graph_replay(graph, 0);
    ag_jvp(graph, &p, tangents, 1, ag_norm(graph, x, 0), ydot);
    ASSERT_NEAR(ydot[0], 0.0, 0.0, "norm");
    ag_graph_destroy(graph);
    ag_parameter_release(p);
}
END_TEST

/* ---- indices ---- */

/* A bad index leaves the gradients of the others as they are. */
START_TEST(an_index_outside_the_range_gets_no_gradient) {
    const double indices[3] = {1.0, 3.0, 1.0};
    ag_parameter *p = ag_parameter_create("p", ag_shape_vector(3));
    for (int i = 0; i < 2; i++) {
        ag_graph *graph = ag_graph_create();
        const double ybar[3] = {0.25, 0.5, 1.0};
        const ag_node x = ag_use(graph, p, NULL), at = vector(graph, 3, indices);
        ag_zero_grad(&p, 1);
        ag_vjp(graph, i == 0 ? ag_gather(graph, x, 0, at) : ag_index_select(graph, x, 0, at),
               ybar);
        const char *name = i == 0 ? "gather" : "index_select";
        ASSERT_NEAR(p->grad[0], 0.0, 0.0, "%s", name);
        ASSERT_NEAR(p->grad[1], 1.25, 0.0, "%s", name);
        ASSERT_NEAR(p->grad[2], 0.0, 0.0, "%s", name);
        ag_graph_destroy(graph);
    }
    ag_parameter_release(p);
}
END_TEST

START_TEST(a_class_outside_the_range_makes_the_loss_and_its_gradient_nan) {
    const double classes[2] = {1.0, 3.0};
    ag_parameter *p = ag_parameter_create("logits", ag_shape_matrix(2, 3));
    ag_graph *graph = ag_graph_create();
    const double *tangents[1] = {p->grad};
    double tangent;
    const ag_node loss =
        ag_cross_entropy(graph, ag_use(graph, p, NULL), vector(graph, 2, classes));
    ck_assert_double_nan(*value(graph, loss));
    ag_jvp(graph, &p, tangents, 1, loss, &tangent);
    ck_assert_msg(isnan(tangent), "cross_entropy: tangent %g", tangent);
    ag_backward(graph, loss);
    ck_assert_msg(isfinite(p->grad[0]) && isnan(p->grad[3]), "cross_entropy: gradients");
    ag_graph_destroy(graph);
    ag_parameter_release(p);
}
END_TEST

/* ---- several inputs ---- */

START_TEST(a_node_given_several_times_gets_all_gradients) {
    const double ybar[6] = {0.25, 0.5, 1.0, 2.0, 4.0, 8.0};
    ag_parameter *p = ag_parameter_create("p", ag_shape_vector(2));
    ag_graph *graph = ag_graph_create();
    const ag_node x = ag_use(graph, p, NULL);
    ag_vjp(graph, ag_concatenate(graph, (const ag_node[]){x, x, x}, 3, 0), ybar);
    ck_assert_double_eq(p->grad[0], 5.25);
    ck_assert_double_eq(p->grad[1], 10.5);
    ag_graph_destroy(graph);
    ag_parameter_release(p);
}
END_TEST

START_TEST(forty_inputs_are_recorded_replayed_and_perturbed) {
    enum { COUNT = 40 };
    ag_parameter *p[COUNT];
    ag_node x[COUNT];
    double values[COUNT];
    ag_change changes[COUNT];
    ag_random random = ag_random_create(6, 6);
    ag_graph *graph = ag_graph_create();
    for (size_t i = 0; i < COUNT; i++) {
        p[i] = ag_parameter_create("p", ag_shape_vector(1 + i % 3));
        fill_random(&random, p[i]->data, p[i]->size);
        x[i] = ag_use(graph, p[i], NULL);
        changes[i] = ag_change_none();
        changes[i].parameter = p[i];
        changes[i].at = 0.4173 * (double)i;
    }
    const ag_node y = ag_concatenate(graph, x, COUNT, 0);
    const ag_node loss = weighted_sum(graph, ag_sin(graph, y), &random);
    ck_assert_uint_eq(ag_graph_input_count(graph, y), COUNT);
    ag_lanes *lanes = ag_lanes_create(graph, 0);
    ck_assert_int_eq(ag_lanes_evaluate(lanes, changes, COUNT, &loss, 1, values), AG_OK);
    for (size_t i = 0; i < COUNT; i++) {
        const double before = p[i]->data[0];
        p[i]->data[0] = changes[i].at;
        ag_graph_replay(graph, 0);
        ck_assert_double_eq_tol(values[i], *ag_graph_value(graph, loss), 1e-14);
        p[i]->data[0] = before;
    }
    ck_assert_int_eq(ag_backward(graph, loss), AG_OK);
    for (size_t i = 0; i < COUNT; i++)
        ck_assert_double_ne(p[i]->grad[p[i]->size - 1], 0.0);
    ag_lanes_destroy(lanes);
    ag_graph_destroy(graph);
    for (size_t i = 0; i < COUNT; i++)
        ag_parameter_release(p[i]);
}
END_TEST

static void expect_op(const ag_graph *graph, ag_node node, const char *name) {
    ck_assert_msg(node != AG_NO_NODE, "%s: %s", name, ag_graph_error(graph)->message);
    ck_assert_str_eq(ag_graph_node_op(graph, node)->name, name);
}

/* Those of which no module and no other test makes use; the axis arrives. */
START_TEST(the_functions_record_the_ops_of_their_names) {
    ag_graph *graph = ag_graph_create();
    const double data[6] = {0.7731, 1.3947, 0.4173, 2.118, 0.3, 0.9};
    const ag_node x = ag_constant(graph, ag_shape_matrix(2, 3), data);
    expect_op(graph, ag_div(graph, x, x), "div");
    expect_op(graph, ag_power(graph, x, x), "power");
    const ag_node sums = ag_cumulative_sum(graph, x, 0), means = ag_mean_axis(graph, x, 0);
    expect_op(graph, sums, "cumulative_sum");
    expect_op(graph, means, "mean");
    ck_assert_double_eq(value(graph, sums)[3], data[0] + data[3]);
    ck_assert_double_eq(value(graph, means)[0], 0.5 * (data[0] + data[3]));
    ag_graph_destroy(graph);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        softmax_of_masked_scores_ignores_the_future,
        a_dropout_mask_is_a_function_of_seed_node_and_entry,
        the_mask_of_a_seed_is_the_same_for_ever,
        the_margin_is_the_distance_to_the_nearest_kink,
        a_tangent_at_a_tie_is_that_of_the_shared_gradient,
        the_functions_record_the_ops_of_their_names,
        an_index_outside_the_range_gets_no_gradient,
        a_class_outside_the_range_makes_the_loss_and_its_gradient_nan,
        a_node_given_several_times_gets_all_gradients,
        forty_inputs_are_recorded_replayed_and_perturbed,
    };
    return run_tests("op_special", tests, sizeof tests / sizeof *tests);
}
