/* Every op of the list: three legs (vjp, jvp, differences), shape mistakes, attributes. */
#include "op_checks.h"

START_TEST(an_op_agrees_with_differences_and_its_legs_with_each_other) {
    op_words words;
    ck_assert_msg(op_is_sound(ag_op_list[_i], &words), "%s", words.text);
}
END_TEST

START_TEST(second_derivatives_of_an_op_agree_with_differences_of_its_gradient) {
    op_words words;
    ck_assert_msg(op_curves_soundly(ag_op_list[_i], &words), "%s", words.text);
}
END_TEST

START_TEST(every_op_says_what_it_computes_and_from_where) {
    ck_assert_uint_ge(ag_op_count, 57);
    for (size_t i = 0; i < ag_op_count; i++) {
        op_words words;
        ck_assert_msg(op_is_described(ag_op_list[i], &words), "%s", words.text);
        ck_assert_ptr_eq(ag_op_find(ag_op_list[i]->name), ag_op_list[i]);
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
    expect_nan(graph, ag_log(graph, x), 0);
    expect_nan(graph, ag_sqrt(graph, x), 0);
    expect_nan(graph, ag_relu(graph, ag_log(graph, x)), 0);
    for (size_t j = 0; j < 3; j++) {
        expect_nan(graph, ag_embedding(graph, table, seven), j);
        expect_nan(graph, ag_embedding(graph, table, ag_log(graph, x)), j);
    }
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

/* One case per op, of its name: so a crash or an endless loop names the op as well. */
static void add_ops(Suite *suite) {
    for (size_t i = 0; i < ag_op_count; i++) {
        TCase *one = tcase_create(ag_op_list[i]->name);
        tcase_set_timeout(one, 30);
        tcase_add_loop_test(one, an_op_agrees_with_differences_and_its_legs_with_each_other,
                            (int)i, (int)i + 1);
        tcase_add_loop_test(one,
                            second_derivatives_of_an_op_agree_with_differences_of_its_gradient,
                            (int)i, (int)i + 1);
        suite_add_tcase(suite, one);
    }
}

int main(void) {
    const TTest *const tests[] = {
        every_op_says_what_it_computes_and_from_where,
        a_node_used_twice_by_one_op_gets_both_gradients,
        a_shape_mistake_names_the_op_and_both_shapes,
        an_attribute_that_is_unknown_missing_or_of_another_kind_is_refused,
        outside_its_domain_an_op_yields_nan_and_no_error,
        sigmoid_and_log_softmax_do_not_overflow,
    };
    Suite *suite = suite_create("ops");
    TCase *cases = tcase_create("ops");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tcase_add_test(cases, tests[i]);
    suite_add_tcase(suite, cases);
    add_ops(suite);
    return run_suite(suite);
}
