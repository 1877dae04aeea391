/* Lanes against replay: every op, whole nets, entries, uses, directions, padding. */
#include "support.h"

/* Values differ from a replay by rounding only: the same sums, in another order. */
static const double rounding = 4e-14;

static double bound_of(const net *n) {
    double scale = 1.0;
    const size_t size = ag_shape_size(ag_graph_shape(n->graph, n->output));
    for (size_t i = 0; i < size; i++)
        scale += fabs(ag_graph_value(n->graph, n->output)[i]);
    return rounding * scale;
}

/* Each entry once, in one call that mixes parameters within a batch. */
static void check_entries(net *n, const char *name) {
    const double bound = bound_of(n);
    ag_lanes *lanes = ag_lanes_create(n->graph, 0);
    ag_change changes[3000];
    double values[3000];
    size_t count = 0;
    for (size_t i = 0; i < n->parameter_count; i++)
        for (size_t entry = 0; entry < n->parameters[i]->size && count < 3000; entry++) {
            changes[count] = ag_change_none();
            changes[count].parameter = n->parameters[i];
            changes[count].entry = entry;
            changes[count].at = n->parameters[i]->data[entry] + (count % 2 ? 0.0317 : -0.0241);
            count++;
        }
    ck_assert_int_eq(ag_lanes_evaluate(lanes, changes, count, &n->loss, 1, values), AG_OK);
    ag_lanes_destroy(lanes);
    for (size_t i = 0; i < count; i++) {
        double *at = &changes[i].parameter->data[changes[i].entry];
        const double before = *at;
        *at = changes[i].at;
        const double want = net_value(n);
        *at = before;
        ASSERT_NEAR(values[i], want, bound, "%s: %s[%zu]", name, changes[i].parameter->name,
                    changes[i].entry);
    }
    net_value(n);
}

/* Moves along a direction: one parameter, one use of it, everything. */
static void check_directions(net *n, const char *name) {
    const double bound = 4.0 * bound_of(n), step = 0.0173;
    double direction[3000], before[3000], values[3];
    ag_random random = ag_random_create(8, 8);
    fill_random(&random, direction, 3000);
    const ag_leaf leaf = ag_graph_leaf(n->graph, 0);
    ag_change changes[3] = {ag_change_none(), ag_change_none(), ag_change_none()};
    for (int i = 0; i < 3; i++) {
        changes[i].direction = direction;
        changes[i].step = step;
    }
    changes[0].parameter = leaf.parameter;
    changes[1].leaf = leaf.node;
    ag_lanes *lanes = ag_lanes_create(n->graph, 5);
    ck_assert_uint_eq(ag_lanes_width(lanes), 5);
    ck_assert_int_eq(ag_lanes_evaluate(lanes, changes, 3, &n->loss, 1, values), AG_OK);
    ag_lanes_destroy(lanes);
    memcpy(before, leaf.parameter->data, leaf.parameter->size * sizeof(double));
    for (size_t i = 0; i < leaf.parameter->size; i++)
        leaf.parameter->data[i] += step * direction[i];
    ASSERT_NEAR(values[0], net_value(n), bound, "%s: direction in a parameter", name);
    memcpy(leaf.parameter->data, before, leaf.parameter->size * sizeof(double));
    const double *d = direction;
    for (size_t i = 0; i < ag_graph_parameter_count(n->graph); i++) {
        ag_parameter *p = ag_graph_parameter(n->graph, i);
        for (size_t j = 0; j < p->size; j++)
            p->data[j] += step * *d++;
    }
    ASSERT_NEAR(values[2], net_value(n), bound, "%s: direction in everything", name);
}

START_TEST(lanes_equal_replay_for_every_op_and_entry) {
    for (size_t i = 0; i < ag_op_count; i++)
        for (size_t j = 0; j < ag_op_list[i]->example_count; j++)
            for (int behind = 0; behind < 2; behind++) {
                net n = net_of_op(ag_op_list[i], &ag_op_list[i]->examples[j], 31 * i + j,
                                  behind == 1);
                check_entries(&n, ag_op_list[i]->name);
                check_directions(&n, ag_op_list[i]->name);
                net_destroy(&n);
            }
}
END_TEST

START_TEST(lanes_equal_replay_for_whole_nets) {
    for (size_t i = 0; i < net_count; i++) {
        net n = net_makers[i](40 + i);
        check_entries(&n, net_names[i]);
        check_directions(&n, net_names[i]);
        net_destroy(&n);
    }
}
END_TEST

/* f(use changed) - f is to first order the use's own gradient. */
START_TEST(changing_one_use_moves_the_loss_by_that_uses_gradient) {
    net n = net_with_shared_layer(3);
    ck_assert_int_eq(ag_backward(n.graph, n.loss), AG_OK);
    ag_lanes *lanes = ag_lanes_create(n.graph, 0);
    for (size_t i = 0; i < ag_graph_leaf_count(n.graph); i++) {
        const ag_leaf leaf = ag_graph_leaf(n.graph, i);
        const size_t entry = leaf.parameter->size / 2;
        const double x = leaf.parameter->data[entry], h = 1e-5;
        ag_change changes[2] = {ag_change_none(), ag_change_none()};
        double f[2];
        changes[0].leaf = changes[1].leaf = leaf.node;
        changes[0].entry = changes[1].entry = entry;
        changes[0].at = x + h;
        changes[1].at = x - h;
        ck_assert_int_eq(ag_lanes_evaluate(lanes, changes, 2, &n.loss, 1, f), AG_OK);
        ASSERT_NEAR((f[0] - f[1]) / (2.0 * h), ag_graph_adjoint(n.graph, leaf.node)[entry],
                    1e-8, "use %zu (%s)", i, leaf.use);
    }
    ag_lanes_destroy(lanes);
    net_destroy(&n);
}
END_TEST

static bool same_bits(double a, double b) {
    uint64_t x, y;
    memcpy(&x, &a, sizeof x);
    memcpy(&y, &b, sizeof y);
    return x == y;
}

/* The first change keeps its bits, whatever else is asked in the same batch. */
START_TEST(the_bits_of_a_lane_do_not_depend_on_its_neighbours) {
    for (size_t i = 0; i < net_count; i++) {
        net n = net_makers[i](50 + i);
        ag_lanes *lanes = ag_lanes_create(n.graph, 0);
        ag_random random = ag_random_create(i, 2);
        ag_change changes[32];
        double alone, all[32];
        for (int trial = 0; trial < 60; trial++) {
            for (size_t j = 0; j < 32; j++) {
                ag_parameter *p = n.parameters[ag_random_next(&random) % n.parameter_count];
                changes[j] = ag_change_none();
                changes[j].parameter = p;
                changes[j].entry = ag_random_next(&random) % p->size;
                changes[j].at = random_signed(&random);
            }
            ag_lanes_evaluate(lanes, changes, 1, &n.loss, 1, &alone);
            ag_lanes_evaluate(lanes, changes, 32, &n.loss, 1, all);
            ck_assert_msg(same_bits(alone, all[0]), "%s: %.17g is %.17g", net_names[i], alone,
                          all[0]);
        }
        ag_lanes_destroy(lanes);
        net_destroy(&n);
    }
}
END_TEST

START_TEST(an_unperturbed_lane_has_the_bits_of_the_recording) {
    for (size_t i = 0; i < net_count; i++) {
        net n = net_makers[i](60 + i);
        ag_lanes *lanes = ag_lanes_create(n.graph, 0);
        ag_change changes[3] = {ag_change_none(), ag_change_none(), ag_change_none()};
        const ag_node targets[2] = {n.loss, 0};
        double values[3];
        changes[1].parameter = n.parameters[0];
        changes[1].at = 0.6173;
        ck_assert_int_eq(ag_lanes_evaluate(lanes, changes, 3, targets, 1, values), AG_OK);
        ck_assert_double_eq(values[0], *ag_graph_value(n.graph, n.loss));
        ck_assert_double_eq(values[2], *ag_graph_value(n.graph, n.loss));
        ck_assert_double_ne(values[1], values[0]);
        ag_lanes_destroy(lanes);
        net_destroy(&n);
    }
}
END_TEST

START_TEST(lanes_see_new_data_after_a_replay_and_touch_nothing) {
    net n = net_with_shared_layer(7);
    ag_lanes *lanes = ag_lanes_create(n.graph, 0);
    ag_change change = ag_change_none();
    double before, after, data = n.parameters[1]->data[2];
    change.parameter = n.parameters[2];
    change.entry = 11;
    change.at = 0.4217;
    const double kept = n.parameters[2]->data[11], loss = *ag_graph_value(n.graph, n.loss);
    ag_lanes_evaluate(lanes, &change, 1, &n.loss, 1, &before);
    ck_assert_double_eq(n.parameters[2]->data[11], kept);
    ck_assert_double_eq(*ag_graph_value(n.graph, n.loss), loss);
    n.parameters[1]->data[2] += 0.3713;
    net_value(&n);
    ag_lanes_evaluate(lanes, &change, 1, &n.loss, 1, &after);
    n.parameters[2]->data[11] = change.at;
    ASSERT_NEAR(after, net_value(&n), 1e-13, "after a replay");
    ck_assert_double_ne(before, after);
    ck_assert_double_ne(data, n.parameters[1]->data[2]);
    ag_lanes_destroy(lanes);
    net_destroy(&n);
}
END_TEST

START_TEST(changes_and_targets_that_make_no_sense_are_refused) {
    net n = net_with_shared_layer(7);
    ag_parameter *stranger = ag_parameter_create("stranger", ag_shape_vector(3));
    ag_lanes *lanes = ag_lanes_create(n.graph, 0);
    ag_change change = ag_change_none();
    double value = 0.7731;
    const ag_node none = AG_NO_NODE;
    change.parameter = stranger;
    ck_assert_int_eq(ag_lanes_evaluate(lanes, &change, 1, &n.loss, 1, &value), AG_ERR_ARGUMENT);
    change.parameter = n.parameters[0];
    change.entry = 32;
    ck_assert_int_eq(ag_lanes_evaluate(lanes, &change, 1, &n.loss, 1, &value), AG_ERR_ARGUMENT);
    change.entry = 0;
    ck_assert_int_eq(ag_lanes_evaluate(lanes, &change, 1, &none, 1, &value), AG_ERR_NODE);
    ck_assert_int_eq(ag_lanes_evaluate(lanes, &change, 1, &n.output, 1, &value), AG_ERR_SHAPE);
    change.leaf = n.loss;
    ck_assert_int_eq(ag_lanes_evaluate(lanes, &change, 1, &n.loss, 1, &value), AG_ERR_NODE);
    ck_assert_double_eq(value, 0.7731);
    ag_lanes_destroy(lanes);
    ag_parameter_release(stranger);
    net_destroy(&n);
}
END_TEST

int main(void) {
    ag_blas_single_thread();
    const TTest *const tests[] = {
        lanes_equal_replay_for_every_op_and_entry,
        lanes_equal_replay_for_whole_nets,
        changing_one_use_moves_the_loss_by_that_uses_gradient,
        the_bits_of_a_lane_do_not_depend_on_its_neighbours,
        an_unperturbed_lane_has_the_bits_of_the_recording,
        lanes_see_new_data_after_a_replay_and_touch_nothing,
        changes_and_targets_that_make_no_sense_are_refused,
    };
    return run_tests("lanes", tests, sizeof tests / sizeof *tests);
}
