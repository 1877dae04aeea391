/* Every op of the list: three legs (vjp, jvp, differences), shape mistakes, attributes. */
#include "support.h"

typedef void (*op_check)(const ag_op *op, const ag_op_example *example, uint64_t seed);

static void for_every_op(op_check check) {
    ck_assert_uint_ge(ag_op_count, 25);
    for (size_t i = 0; i < ag_op_count; i++) {
        ck_assert_msg(ag_op_list[i]->example_count > 0, "%s has examples", ag_op_list[i]->name);
        for (size_t j = 0; j < ag_op_list[i]->example_count; j++)
            check(ag_op_list[i], &ag_op_list[i]->examples[j], 100 * i + j);
    }
}

static double dot(const double *a, const double *b, size_t count) {
    double sum = 0.0;
    for (size_t i = 0; i < count; i++)
        sum += a[i] * b[i];
    return sum;
}

/* <ybar, J xdot> and <J' ybar, xdot>, with random signed ybar and xdot. */
static void check_adjoint(const ag_op *op, const ag_op_example *example, uint64_t seed) {
    net n = net_of_op(op, example, seed, false);
    ag_random random = ag_random_create(seed, 1);
    double ybar[700], ydot[700], *xdot[AG_MAX_EXAMPLE_INPUTS];
    const size_t size = ag_shape_size(ag_graph_shape(n.graph, n.output));
    ck_assert_uint_le(size, 700);
    fill_random(&random, ybar, size);
    for (size_t i = 0; i < n.parameter_count; i++) {
        xdot[i] = calloc(n.parameters[i]->size, sizeof(double));
        fill_random(&random, xdot[i], n.parameters[i]->size);
    }
    ck_assert_int_eq(ag_vjp(n.graph, n.output, ybar), AG_OK);
    ck_assert_int_eq(ag_jvp(n.graph, n.parameters, (const double *const *)xdot,
                            n.parameter_count, n.output, ydot),
                     AG_OK);
    double back = 0.0, scale = 1.0;
    for (size_t i = 0; i < n.parameter_count; i++) {
        back += dot(n.parameters[i]->grad, xdot[i], n.parameters[i]->size);
        scale += fabs(dot(n.parameters[i]->grad, xdot[i], n.parameters[i]->size));
        free(xdot[i]);
    }
    ASSERT_NEAR(dot(ybar, ydot, size), back, 1e-12 * scale, "%s: adjoint identity", op->name);
    net_destroy(&n);
}

/* One entry: gradient and tangent of the loss against central differences. */
static void check_entry(net *n, const ag_op *op, ag_parameter *p, size_t entry) {
    const double x = p->data[entry], h = 1e-5;
    p->data[entry] = x + h;
    const double up = net_value(n);
    p->data[entry] = x - h;
    const double down = net_value(n);
    p->data[entry] = x;
    net_value(n);
    const double measured = (up - down) / (2.0 * h), bound = 2e-7 * (1.0 + fabs(measured));
    ASSERT_NEAR(p->grad[entry], measured, bound, "%s: vjp of %s[%zu]", op->name, p->name,
                entry);
    double *unit = calloc(p->size, sizeof *unit), tangent;
    unit[entry] = 1.0;
    ag_jvp(n->graph, &p, (const double *const *)&unit, 1, n->loss, &tangent);
    ASSERT_NEAR(tangent, measured, bound, "%s: jvp of %s[%zu]", op->name, p->name, entry);
    free(unit);
}

static void check_differences(const ag_op *op, const ag_op_example *example, uint64_t seed) {
    net n = net_of_op(op, example, seed, false);
    ck_assert_int_eq(ag_backward(n.graph, n.loss), AG_OK);
    for (size_t i = 0; i < n.parameter_count; i++)
        for (size_t entry = 0; entry < n.parameters[i]->size; entry++)
            check_entry(&n, op, n.parameters[i], entry);
    net_destroy(&n);
}

START_TEST(vjp_and_jvp_are_adjoint_for_every_op) {
    for_every_op(check_adjoint);
}
END_TEST

START_TEST(vjp_and_jvp_agree_with_differences_for_every_op) {
    for_every_op(check_differences);
}
END_TEST

START_TEST(every_op_says_what_it_computes_and_from_where) {
    for (size_t i = 0; i < ag_op_count; i++) {
        const ag_op *op = ag_op_list[i];
        ck_assert_ptr_nonnull(op->formula);
        ck_assert_ptr_nonnull(op->source);
        ck_assert(op->domain.low < op->domain.high);
        ck_assert_ptr_eq(ag_op_find(op->name), op);
    }
    ck_assert_ptr_null(ag_op_find("no_such_op"));
    ck_assert_ptr_null(ag_op_list[ag_op_count]);
}
END_TEST

/* Two inputs of the same node: both gradients arrive. */
START_TEST(a_node_used_twice_by_one_op_gets_both_gradients) {
    ag_parameter *p = ag_parameter_create("p", ag_shape_vector(2));
    ag_graph *graph = ag_graph_create();
    p->data[0] = 0.7731;
    p->data[1] = -1.3947;
    const ag_node x = ag_use(graph, p, NULL);
    ck_assert_int_eq(ag_backward(graph, ag_sum(graph, ag_mul(graph, x, x))), AG_OK);
    ck_assert_double_eq(p->grad[0], 2 * 0.7731);
    ck_assert_double_eq(p->grad[1], 2 * -1.3947);
    ag_graph_destroy(graph);
    ag_parameter_release(p);
}
END_TEST

static void expect_error(ag_graph *graph, ag_node node, ag_status status, const char *a,
                         const char *b, const char *c) {
    const ag_error *error = ag_graph_error(graph);
    ck_assert_uint_eq(node, AG_NO_NODE);
    ck_assert_int_eq(error->status, status);
    ck_assert_msg(strstr(error->message, a) != NULL && strstr(error->message, b) != NULL &&
                      strstr(error->message, c) != NULL,
                  "\"%s\" names %s, %s, %s", error->message, a, b, c);
    ag_graph_clear_error(graph);
}

START_TEST(a_shape_mistake_names_the_op_and_both_shapes) {
    const double data[35] = {0.3};
    ag_graph *graph = ag_graph_create();
    const ag_node a = ag_input(graph, ag_shape_matrix(3, 5), data);
    const ag_node b = ag_input(graph, ag_shape_matrix(7, 4), data);
    const ag_node v = ag_input(graph, ag_shape_vector(11), data);
    const ag_status bad = AG_ERR_SHAPE;
    expect_error(graph, ag_add(graph, a, b), bad, "add", "(3, 5)", "(7, 4)");
    expect_error(graph, ag_matmul(graph, a, b), bad, "matmul", "(3, 5)", "(7, 4)");
    expect_error(graph, ag_matmul(graph, a, v), bad, "matmul", "(3, 5)", "(11,)");
    expect_error(graph, ag_squared_error(graph, a, b), bad, "squared_error", "(3, 5)",
                 "(7, 4)");
    expect_error(graph, ag_cross_entropy(graph, a, v), bad, "cross_entropy", "(3, 5)", "(11,)");
    expect_error(graph, ag_embedding(graph, v, a), bad, "embedding", "(11,)", "(3, 5)");
    expect_error(graph, ag_transpose(graph, v), bad, "transpose", "(11,)", "");
    expect_error(graph, ag_reshape(graph, a, ag_shape_vector(14)), bad, "reshape", "(3, 5)",
                 "(14,)");
    expect_error(graph, ag_broadcast_to(graph, v, ag_shape_vector(14)), bad, "broadcast_to",
                 "(11,)", "(14,)");
    expect_error(graph, ag_sum_axis(graph, a, 2), bad, "sum", "axis", "(3, 5)");
    expect_error(graph, ag_log_softmax(graph, ag_scalar(graph, 0.3)), bad, "log_softmax", "()",
                 "");
    ag_graph_destroy(graph);
}
END_TEST

START_TEST(an_attribute_that_is_unknown_missing_or_of_another_kind_is_refused) {
    ag_graph *graph = ag_graph_create();
    const ag_node x = ag_scalar(graph, 0.7731);
    const ag_attribute wrong = ag_attribute_real("exponant", 2.0);
    const ag_attribute kind = ag_attribute_int("exponent", 2);
    const ag_op *op = ag_op_find("pow");
    const ag_status bad = AG_ERR_ATTRIBUTE;
    const ag_attribute both[] = {ag_attribute_real("exponent", 2.0), wrong};
    expect_error(graph, ag_record(graph, op, &x, 1, NULL, 0), bad, "pow", "exponent",
                 "missing");
    expect_error(graph, ag_record(graph, op, &x, 1, both, 2), bad, "pow", "exponant", "known");
    expect_error(graph, ag_record(graph, op, &x, 1, &kind, 1), bad, "pow", "exponent", "kind");
    expect_error(graph, ag_record(graph, NULL, &x, 1, NULL, 0), AG_ERR_NAME, "op", "", "");
    expect_error(graph, ag_record(graph, op, &x, 0, both, 1), AG_ERR_ARGUMENT, "pow", "", "");
    ag_graph_destroy(graph);
}
END_TEST

START_TEST(outside_its_domain_an_op_yields_nan_and_no_error) {
    ag_graph *graph = ag_graph_create();
    const ag_node x = ag_scalar(graph, -0.7731), seven = ag_scalar(graph, 7.0);
    const double rows[6] = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
    const ag_node table = ag_input(graph, ag_shape_matrix(2, 3), rows);
    ck_assert_double_nan(*ag_graph_value(graph, ag_log(graph, x)));
    ck_assert_double_nan(*ag_graph_value(graph, ag_sqrt(graph, x)));
    ck_assert_double_nan(*ag_graph_value(graph, ag_relu(graph, ag_log(graph, x))));
    ck_assert_double_nan(*ag_graph_value(graph, ag_embedding(graph, table, seven)));
    ck_assert_double_nan(*ag_graph_value(graph, ag_embedding(graph, table, ag_log(graph, x))));
    ck_assert_int_eq(ag_graph_error(graph)->status, AG_OK);
    ag_graph_destroy(graph);
}
END_TEST

START_TEST(sigmoid_and_log_softmax_do_not_overflow) {
    const double x[3] = {-1000.0, 3.0, 1000.0};
    ag_graph *graph = ag_graph_create();
    const ag_node node = ag_input(graph, ag_shape_vector(3), x);
    const double *s = ag_graph_value(graph, ag_sigmoid(graph, node));
    const double *l = ag_graph_value(graph, ag_log_softmax(graph, node));
    ck_assert_double_eq(s[0], 0.0);
    ck_assert_double_eq_tol(s[1], 0.95257412682243322, 3e-16);
    ck_assert_double_eq(s[2], 1.0);
    ck_assert_double_eq(l[0], -2000.0);
    ck_assert_double_eq(l[2], 0.0);
    ag_graph_destroy(graph);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        vjp_and_jvp_are_adjoint_for_every_op,
        vjp_and_jvp_agree_with_differences_for_every_op,
        every_op_says_what_it_computes_and_from_where,
        a_node_used_twice_by_one_op_gets_both_gradients,
        a_shape_mistake_names_the_op_and_both_shapes,
        an_attribute_that_is_unknown_missing_or_of_another_kind_is_refused,
        outside_its_domain_an_op_yields_nan_and_no_error,
        sigmoid_and_log_softmax_do_not_overflow,
    };
    return run_tests("ops", tests, sizeof tests / sizeof *tests);
}
