/* The graph: recording, replay, errors, accumulation, uses, wrapping from outside. */
#include "support.h"

START_TEST(replay_has_the_bits_of_a_fresh_recording) {
    for (size_t i = 0; i < net_count; i++) {
        net a = net_makers[i](70 + i), b = net_makers[i](70 + i);
        ag_random random = ag_random_create(i, 3);
        const double first = *ag_graph_value(a.graph, a.loss);
        for (size_t j = 0; j < a.parameter_count; j++)
            fill_random(&random, a.parameters[j]->data, a.parameters[j]->size);
        ck_assert_double_ne(net_value(&a), first);
        for (size_t j = 0; j < a.parameter_count; j++)
            memcpy(a.parameters[j]->data, b.parameters[j]->data,
                   a.parameters[j]->size * sizeof(double));
        ck_assert_double_eq(net_value(&a), *ag_graph_value(b.graph, b.loss));
        net_destroy(&a);
        net_destroy(&b);
    }
}
END_TEST

START_TEST(replay_from_a_node_leaves_what_is_before_it) {
    double x = 0.7731;
    ag_graph *graph = ag_graph_create();
    const ag_node leaf = ag_input(graph, ag_shape_scalar(), &x);
    const ag_node square = ag_mul(graph, leaf, leaf);
    const ag_node sum = ag_add(graph, square, leaf);
    x = -1.3947;
    ck_assert_int_eq(ag_graph_replay(graph, sum), AG_OK);
    ck_assert_double_eq(*ag_graph_value(graph, square), 0.7731 * 0.7731);
    ck_assert_double_eq(*ag_graph_value(graph, sum), 0.7731 * 0.7731 - 1.3947);
    ck_assert_int_eq(ag_graph_replay(graph, 17), AG_ERR_NODE);
    ag_graph_destroy(graph);
}
END_TEST

START_TEST(values_never_move_while_recording_goes_on) {
    ag_graph *graph = ag_graph_create();
    ag_node node = ag_scalar(graph, 0.7731);
    const double *first = ag_graph_value(graph, node);
    for (int i = 0; i < 40000; i++)
        node = ag_neg(graph, node);
    ck_assert_ptr_eq(ag_graph_value(graph, 0), first);
    ck_assert_double_eq(*ag_graph_value(graph, node), 0.7731);
    ck_assert_uint_eq(ag_graph_node_count(graph), 40001);
    ag_graph_destroy(graph);
}
END_TEST

START_TEST(the_first_error_stays_and_bad_nodes_pass_through) {
    const double data[6] = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
    ag_graph *graph = ag_graph_create();
    const ag_node a = ag_input(graph, ag_shape_matrix(2, 3), data);
    const ag_node bad = ag_matmul(graph, a, a);
    const ag_node after = ag_sum(graph, ag_relu(graph, ag_add(graph, bad, a)));
    ck_assert_uint_eq(after, AG_NO_NODE);
    ck_assert_int_eq(ag_graph_error(graph)->status, AG_ERR_SHAPE);
    ck_assert_ptr_nonnull(strstr(ag_graph_error(graph)->message, "matmul"));
    ck_assert_ptr_null(ag_graph_value(graph, after));
    ck_assert_ptr_null(ag_graph_shape(graph, after));
    ck_assert_ptr_null(ag_graph_node_op(graph, after));
    ck_assert_uint_eq(ag_use(graph, NULL, "x"), AG_NO_NODE);
    ck_assert_uint_eq(ag_constant(graph, ag_shape_vector(0), data), AG_NO_NODE);
    ag_graph_clear(graph);
    ck_assert_int_eq(ag_graph_error(graph)->status, AG_OK);
    ck_assert_uint_eq(ag_graph_node_count(graph), 0);
    ag_graph_destroy(graph);
}
END_TEST

START_TEST(a_loss_that_is_no_scalar_leaves_gradients_untouched) {
    net n = net_with_shared_layer(5);
    n.parameters[0]->grad[3] = 0.4217;
    ck_assert_int_eq(ag_backward(n.graph, n.output), AG_ERR_SHAPE);
    ck_assert_int_eq(ag_backward(n.graph, AG_NO_NODE), AG_ERR_NODE);
    ck_assert_double_eq(n.parameters[0]->grad[3], 0.4217);
    ck_assert_double_eq(n.parameters[0]->grad[2], 0.0);
    ck_assert_ptr_nonnull(strstr(ag_graph_error(n.graph)->message, "(5, 1)"));
    net_destroy(&n);
}
END_TEST

START_TEST(gradients_accumulate_until_zeroed) {
    for (size_t i = 0; i < net_count; i++) {
        net n = net_makers[i](80 + i);
        ag_parameter *p = n.parameters[0];
        ck_assert_int_eq(ag_backward(n.graph, n.loss), AG_OK);
        const double once = p->grad[0];
        ck_assert_double_ne(once, 0.0);
        ag_backward(n.graph, n.loss);
        ASSERT_NEAR(p->grad[0], 2.0 * once, 1e-13, "%s: twice", net_names[i]);
        ag_zero_grad(n.parameters, n.parameter_count);
        ck_assert_double_eq(p->grad[0], 0.0);
        p->grad[0] = 3.0;
        ag_backward(n.graph, n.loss);
        ASSERT_NEAR(p->grad[0], once + 3.0, 1e-13, "%s: added", net_names[i]);
        net_destroy(&n);
    }
}
END_TEST

/* ---- wrapping from outside ---- */

typedef struct wrapper {
    ag_op op; /* first, so that call->op is the wrapper */
    const ag_op *original;
    double factor;
} wrapper;

static void wrapped_vjp(const ag_vjp_call *call) {
    const wrapper *w = (const wrapper *)(const void *)call->op;
    double *scaled = calloc(call->output_size, sizeof *scaled);
    for (size_t i = 0; i < call->output_size; i++)
        scaled[i] = w->factor * call->cotangent[i];
    ag_vjp_call inner = *call;
    inner.op = w->original;
    inner.cotangent = scaled;
    w->original->vjp(&inner);
    free(scaled);
}

static wrapper wrap(const ag_op *op, double factor) {
    wrapper w = {.op = *op, .original = op, .factor = factor};
    w.op.vjp = wrapped_vjp;
    return w;
}

static void check_flipped(const ag_op *op, net *n) {
    ag_parameter *p = n->parameters[0];
    double *right = calloc(p->size, sizeof *right), largest = 0.0;
    wrapper flipped = wrap(op, -1.0);
    ag_backward(n->graph, n->loss);
    memcpy(right, p->grad, p->size * sizeof *right);
    ck_assert_int_eq(ag_graph_wrap(n->graph, n->output, &flipped.op), AG_OK);
    ck_assert_ptr_eq(ag_graph_node_op(n->graph, n->output), &flipped.op);
    ag_zero_grad(n->parameters, n->parameter_count);
    ag_backward(n->graph, n->loss);
    for (size_t i = 0; i < p->size; i++) {
        ck_assert_msg(p->grad[i] == -right[i], "%s[%zu]", op->name, i);
        largest = fmax(largest, fabs(right[i]));
    }
    ck_assert_msg(largest > 1e-3, "%s has a gradient", op->name);
    free(right);
}

START_TEST(a_flipped_sign_changes_the_gradient_of_every_op) {
    for (size_t i = 0; i < ag_op_count; i++) {
        net n = net_of_op(ag_op_list[i], &ag_op_list[i]->examples[0], i, false);
        check_flipped(ag_op_list[i], &n);
        net_destroy(&n);
    }
}
END_TEST

START_TEST(a_lost_use_takes_its_part_from_the_gradient) {
    net n = net_with_shared_layer(9);
    ag_parameter *weight = ag_module_parameter(n.module, "2.weight");
    ag_backward(n.graph, n.loss);
    ag_leaf lost = {.node = AG_NO_NODE};
    for (size_t i = 0; i < ag_graph_leaf_count(n.graph); i++)
        if (strcmp(ag_graph_leaf(n.graph, i).use, "4.weight") == 0)
            lost = ag_graph_leaf(n.graph, i);
    ck_assert_ptr_eq(lost.parameter, weight);
    ck_assert_uint_eq(lost.ordinal, 1);
    const double whole = weight->grad[9], part = ag_graph_adjoint(n.graph, lost.node)[9];
    wrapper losing = wrap(ag_graph_node_op(n.graph, lost.node), 0.0);
    ck_assert_int_eq(ag_graph_wrap(n.graph, lost.node, &losing.op), AG_OK);
    ag_zero_grad(n.parameters, n.parameter_count);
    ag_backward(n.graph, n.loss);
    ck_assert_double_ne(part, 0.0);
    ASSERT_NEAR(weight->grad[9], whole - part, 1e-14, "without the lost use");
    net_destroy(&n);
}
END_TEST

START_TEST(a_wrapper_of_another_arity_is_refused) {
    net n = net_with_shared_layer(9);
    ck_assert_int_eq(ag_graph_wrap(n.graph, n.loss, ag_op_find("neg")), AG_ERR_ARGUMENT);
    ck_assert_int_eq(ag_graph_wrap(n.graph, n.loss, ag_op_find("matmul")), AG_ERR_ARGUMENT);
    ck_assert_int_eq(ag_graph_wrap(n.graph, AG_NO_NODE, ag_op_find("neg")), AG_ERR_NODE);
    net_destroy(&n);
}
END_TEST

/* ---- uses, freezing, attributes ---- */

START_TEST(the_gradient_of_a_tied_parameter_is_the_sum_over_its_uses) {
    for (size_t i = 0; i < net_count; i++) {
        net n = net_makers[i](90 + i);
        ck_assert_int_eq(ag_backward(n.graph, n.loss), AG_OK);
        ck_assert_uint_eq(ag_graph_parameter_count(n.graph), n.parameter_count);
        for (size_t j = 0; j < n.parameter_count; j++) {
            ag_parameter *p = ag_graph_parameter(n.graph, j);
            ck_assert_uint_eq(ag_graph_parameter_index(n.graph, p), j);
            for (size_t entry = 0; entry < p->size; entry++) {
                double sum = 0.0;
                for (size_t k = 0; k < ag_graph_leaf_count(n.graph); k++)
                    if (ag_graph_leaf(n.graph, k).parameter == p)
                        sum += ag_graph_adjoint(n.graph, ag_graph_leaf(n.graph, k).node)[entry];
                ASSERT_NEAR(p->grad[entry], sum, 1e-13, "%s: %s", net_names[i], p->name);
            }
        }
        net_destroy(&n);
    }
}
END_TEST

START_TEST(a_frozen_parameter_gets_no_gradient) {
    ag_parameter *p = ag_parameter_create("p", ag_shape_vector(3));
    ag_parameter *frozen = ag_parameter_create("frozen", ag_shape_vector(3));
    ag_graph *graph = ag_graph_create();
    frozen->requires_grad = false;
    ag_init_constant(p, 0.7731);
    ag_init_constant(frozen, -1.3947);
    const ag_node leaf = ag_use(graph, frozen, NULL);
    const ag_node loss = ag_sum(graph, ag_mul(graph, ag_use(graph, p, NULL), leaf));
    ck_assert_int_eq(ag_backward(graph, loss), AG_OK);
    ck_assert_double_eq(p->grad[1], -1.3947);
    ck_assert_double_eq(frozen->grad[1], 0.0);
    ck_assert(!ag_graph_node_active(graph, leaf));
    ck_assert_ptr_null(ag_graph_adjoint(graph, leaf));
    ag_graph_destroy(graph);
    ag_parameter_release(p);
    ag_parameter_release(frozen);
}
END_TEST

START_TEST(a_node_tells_its_op_inputs_and_attributes) {
    ag_graph *graph = ag_graph_create();
    const ag_node x = ag_scalar(graph, 0.7731), y = ag_pow(graph, x, 2.5);
    ck_assert_str_eq(ag_graph_node_op(graph, y)->name, "pow");
    ck_assert_uint_eq(ag_graph_input_count(graph, y), 1);
    ck_assert_uint_eq(ag_graph_node_input(graph, y, 0), x);
    ck_assert_uint_eq(ag_graph_node_input(graph, y, 1), AG_NO_NODE);
    ck_assert_double_eq(ag_graph_attribute(graph, y, "exponent")->real, 2.5);
    ck_assert_ptr_null(ag_graph_attribute(graph, y, "axis"));
    ag_graph_destroy(graph);
}
END_TEST

START_TEST(a_graph_keeps_the_parameters_it_uses) {
    ag_parameter *p = ag_parameter_create("p", ag_shape_scalar());
    ag_graph *graph = ag_graph_create();
    p->data[0] = 0.7731;
    const ag_node node = ag_exp(graph, ag_use(graph, p, NULL));
    ag_parameter_release(p);
    ck_assert_int_eq(ag_graph_replay(graph, 0), AG_OK);
    ck_assert_double_eq(*ag_graph_value(graph, node), exp(0.7731));
    ag_graph_destroy(graph);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        replay_has_the_bits_of_a_fresh_recording,
        replay_from_a_node_leaves_what_is_before_it,
        values_never_move_while_recording_goes_on,
        the_first_error_stays_and_bad_nodes_pass_through,
        a_loss_that_is_no_scalar_leaves_gradients_untouched,
        gradients_accumulate_until_zeroed,
        a_flipped_sign_changes_the_gradient_of_every_op,
        a_lost_use_takes_its_part_from_the_gradient,
        a_wrapper_of_another_arity_is_refused,
        the_gradient_of_a_tied_parameter_is_the_sum_over_its_uses,
        a_frozen_parameter_gets_no_gradient,
        a_node_tells_its_op_inputs_and_attributes,
        a_graph_keeps_the_parameters_it_uses,
    };
    return run_tests("graph", tests, sizeof tests / sizeof *tests);
}
