/* Whole nets with ties: gradients against differences, L2. */
#include "support.h"

START_TEST(gradients_of_whole_nets_agree_with_differences) {
    for (size_t i = 0; i < net_count; i++) {
        net n = net_makers[i](20 + i);
        ag_backward(n.graph, n.loss);
        for (size_t j = 0; j < n.parameter_count; j++)
            for (size_t entry = 0; entry < n.parameters[j]->size; entry += 1 + j % 3) {
                double *at = &n.parameters[j]->data[entry];
                const double x = *at, h = 1e-5;
                *at = x + h;
                const double up = net_value(&n);
                *at = x - h;
                const double down = net_value(&n);
                *at = x;
                ASSERT_NEAR(n.parameters[j]->grad[entry], (up - down) / (2.0 * h), 2e-7,
                            "%s: %s[%zu]", net_names[i], n.parameters[j]->name, entry);
            }
        net_destroy(&n);
    }
}
END_TEST

START_TEST(tangents_of_whole_nets_agree_with_gradients) {
    for (size_t i = 0; i < net_count; i++) {
        net n = net_makers[i](30 + i);
        ag_random random = ag_random_create(i, 4);
        double *tangents[32], tangent, sum = 0.0;
        ag_backward(n.graph, n.loss);
        for (size_t j = 0; j < n.parameter_count; j++) {
            tangents[j] = calloc(n.parameters[j]->size, sizeof(double));
            fill_random(&random, tangents[j], n.parameters[j]->size);
            for (size_t k = 0; k < n.parameters[j]->size; k++)
                sum += tangents[j][k] * n.parameters[j]->grad[k];
        }
        ag_jvp(n.graph, n.parameters, (const double *const *)tangents, n.parameter_count,
               n.loss, &tangent);
        ASSERT_NEAR(tangent, sum, 1e-11, "%s", net_names[i]);
        for (size_t j = 0; j < n.parameter_count; j++)
            free(tangents[j]);
        net_destroy(&n);
    }
}
END_TEST

START_TEST(l2_counts_a_tied_parameter_once_and_gives_two_lambda_p) {
    ag_parameter *p = ag_parameter_create("p", ag_shape_vector(3));
    ag_parameter *q = ag_parameter_create("q", ag_shape_scalar());
    const double data[3] = {0.7731, -1.3947, 0.2113};
    memcpy(p->data, data, sizeof data);
    q->data[0] = 0.6173;
    ag_graph *graph = ag_graph_create();
    ag_parameter *list[] = {p, q, p, p};
    const ag_node loss = ag_l2(graph, list, 4, 0.0173);
    const double squares =
        0.7731 * 0.7731 + 1.3947 * 1.3947 + 0.2113 * 0.2113 + 0.6173 * 0.6173;
    ck_assert_double_eq_tol(*ag_graph_value(graph, loss), 0.0173 * squares, 1e-16);
    ck_assert_uint_eq(ag_graph_leaf_count(graph), 2);
    ag_l2(graph, &p, 1, 0.5);
    ck_assert_uint_eq(ag_graph_leaf_count(graph), 3);
    ck_assert_int_eq(ag_backward(graph, loss), AG_OK);
    ck_assert_double_eq_tol(p->grad[1], 2.0 * 0.0173 * -1.3947, 1e-16);
    ck_assert_double_eq_tol(q->grad[0], 2.0 * 0.0173 * 0.6173, 1e-16);
    ck_assert_double_eq(*ag_graph_value(graph, ag_l2(graph, NULL, 0, 0.3)), 0.0);
    ag_graph_destroy(graph);
    ag_parameter_release(p);
    ag_parameter_release(q);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        gradients_of_whole_nets_agree_with_differences,
        tangents_of_whole_nets_agree_with_gradients,
        l2_counts_a_tied_parameter_once_and_gives_two_lambda_p,
    };
    return run_tests("nets", tests, sizeof tests / sizeof *tests);
}
