/* Replay, lanes, and every backward, jvp and hvp but the first call malloc not once. */
#include "support.h"

static size_t calls;

/* Counted, and never refused. */
static bool refuses(void) {
    calls++;
    return false;
}
#include "wrapped.h"

START_TEST(recording_is_counted) {
    calls = 0;
    net n = net_with_shared_layer(2);
    ck_assert_uint_gt(calls, 10);
    net_destroy(&n);
}
END_TEST

/* Backward, jvp and hvp. */
static void differentiate(net *n) {
    const double *tangents[1] = {n->parameters[0]->data};
    double *products[1] = {NULL}; /* none is wanted: what is allocated does not depend on it */
    double tangent;
    ag_backward(n->graph, n->loss);
    ag_jvp(n->graph, n->parameters, tangents, 1, n->loss, &tangent);
    ag_hvp(n->graph, n->loss, n->parameters, tangents, products, 1);
}

START_TEST(replay_and_a_second_backward_allocate_nothing) {
    for (size_t i = 0; i < net_count; i++) {
        net n = net_makers[i](i);
        differentiate(&n);
        calls = 0;
        ag_graph_replay(n.graph, 0);
        differentiate(&n);
        ag_zero_grad(n.parameters, n.parameter_count);
        ag_sgd_step(n.parameters, n.parameter_count, 0.01);
        const size_t counted = calls;
        ck_assert_msg(counted == 0, "%s: %zu calls", net_names[i], counted);
        net_destroy(&n);
    }
}
END_TEST

START_TEST(evaluating_lanes_allocates_nothing) {
    for (size_t i = 0; i < net_count; i++) {
        net n = net_makers[i](i);
        ag_lanes *lanes = ag_lanes_create(n.graph, 0);
        ag_change changes[70];
        double values[70];
        for (size_t j = 0; j < 70; j++) {
            changes[j] = ag_change_none();
            changes[j].parameter = n.parameters[j % n.parameter_count];
            changes[j].at = 0.01 * (double)j;
        }
        calls = 0;
        const ag_status status = ag_lanes_evaluate(lanes, changes, 70, &n.loss, 1, values);
        const size_t counted = calls; /* Check allocates too */
        ck_assert_int_eq(status, AG_OK);
        ck_assert_msg(counted == 0, "%s: %zu calls", net_names[i], counted);
        ag_lanes_destroy(lanes);
        net_destroy(&n);
    }
}
END_TEST

/* Each op alone, with every example: replay, derivatives and lanes. */
START_TEST(no_op_allocates) {
    for (size_t i = 0; i < ag_op_count; i++)
        for (size_t j = 0; j < ag_op_list[i]->example_count; j++) {
            net n = net_of_op(ag_op_list[i], &ag_op_list[i]->examples[j], i, true);
            ag_change change = ag_change_none();
            double value;
            change.parameter = n.parameters[0];
            change.at = 0.7731;
            ag_lanes *lanes = ag_lanes_create(n.graph, 0);
            differentiate(&n);
            calls = 0;
            ag_graph_replay(n.graph, 0);
            differentiate(&n);
            ag_lanes_evaluate(lanes, &change, 1, &n.loss, 1, &value);
            const size_t counted = calls;
            ck_assert_msg(counted == 0, "%s: %zu calls", ag_op_list[i]->name, counted);
            ag_lanes_destroy(lanes);
            net_destroy(&n);
        }
}
END_TEST

START_TEST(recording_again_after_a_clear_takes_no_more_memory) {
    double x = 0.7731;
    ag_graph *graph = ag_graph_create();
    for (int round = 0; round < 3; round++) {
        calls = 0;
        ag_graph_clear(graph);
        ag_node node = ag_input(graph, ag_shape_scalar(), &x);
        for (int i = 0; i < 20000; i++)
            node = ag_neg(graph, node);
    }
    ck_assert_uint_eq(calls, 0);
    ag_graph_destroy(graph);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        recording_is_counted,
        replay_and_a_second_backward_allocate_nothing,
        evaluating_lanes_allocates_nothing,
        no_op_allocates,
        recording_again_after_a_clear_takes_no_more_memory,
    };
    return run_tests("allocation", tests, sizeof tests / sizeof *tests);
}
