/* Products with second derivatives of whole graphs: closed forms, nets and modules against
 * differences of their gradients, what is left untouched, and what is refused. */
#include "hvp_checks.h"
#include "nn_cases.h"

/* f = exp(a b): f_aa = b^2 f, f_ab = (1 + a b) f, f_bb = a^2 f. */
START_TEST(the_product_of_a_closed_form_is_right) {
    ag_parameter *p[2] = {ag_parameter_create("a", ag_shape_scalar()),
                          ag_parameter_create("b", ag_shape_scalar())};
    const double a = 0.7731, b = -1.3947, va = 0.4173, vb = 2.118, f = exp(a * b);
    double ha = NAN, hb = NAN;
    p[0]->data[0] = a;
    p[1]->data[0] = b;
    ag_graph *graph = ag_graph_create();
    const ag_node y =
        ag_exp(graph, ag_mul(graph, ag_use(graph, p[0], NULL), ag_use(graph, p[1], NULL)));
    ck_assert_int_eq(
        ag_hvp(graph, y, p, (const double *const[]){&va, &vb}, (double *const[]){&ha, &hb}, 2),
        AG_OK);
    ASSERT_NEAR(ha, f * (b * b * va + (1 + a * b) * vb), 1e-15, "row of a");
    ASSERT_NEAR(hb, f * ((1 + a * b) * va + a * a * vb), 1e-15, "row of b");
    ck_assert_int_eq(ag_hvp(graph, y, p, (const double *const[]){NULL, &vb},
                            (double *const[]){&ha, NULL}, 2),
                     AG_OK);
    ASSERT_NEAR(ha, f * (1 + a * b) * vb, 1e-15, "row of a, a at rest");
    ag_graph_destroy(graph);
    ag_parameter_release(p[0]);
    ag_parameter_release(p[1]);
}
END_TEST

/* ---- against differences ---- */

/* Four of them stay clear of the kinks of these nets and modules at these seeds. */
static const double step = 0x1p-15;

static void expect_differences(net *n, uint64_t seed, const char *name) {
    double *v = hvp_direction(n, seed), *hv = hvp_zeros(n), largest = 0.0;
    op_words words;
    ck_assert_int_eq(hvp_product(n, v, SIZE_MAX, hv), AG_OK);
    ck_assert_msg(hvp_agrees(n, name, step, v, hv, &words), "%s", words.text);
    for (size_t i = 0; i < hvp_size(n); i++)
        largest = fmax(largest, fabs(hv[i]));
    ck_assert_msg(largest > 1e-3, "%s does not curve", name);
    free(v);
    free(hv);
}

START_TEST(products_of_every_net_are_differences_of_gradients) {
    for (uint64_t seed = 1; seed < 4; seed++) {
        net n = net_makers[_i](seed);
        expect_differences(&n, seed, net_names[_i]);
        net_destroy(&n);
    }
}
END_TEST

/* The square of what comes out, so that every module curves. */
START_TEST(products_of_every_module_are_differences_of_gradients) {
    const nn_case *c = &nn_cases[_i];
    for (uint64_t seed = 1; seed < 3; seed++) {
        net n = net_of_case(c, seed);
        ag_random random = ag_random_create(seed, 22);
        n.loss = weighted_sum(n.graph, ag_mul(n.graph, n.output, n.output), &random);
        expect_differences(&n, seed, c->name);
        net_destroy(&n);
    }
}
END_TEST

/* ---- what it leaves alone ---- */

START_TEST(gradients_and_adjoints_stay_as_they_are) {
    net n = net_with_shared_layer(5);
    double *v = hvp_direction(&n, 6), *hv = hvp_zeros(&n);
    double before[64], *grad = n.parameters[2]->grad;
    ck_assert_uint_eq(n.parameters[2]->size, 64);
    ag_backward(n.graph, n.loss);
    memcpy(before, grad, sizeof before);
    const ag_leaf leaf = ag_graph_leaf(n.graph, 0);
    const double adjoint = *ag_graph_adjoint(n.graph, leaf.node);
    ck_assert_int_eq(hvp_product(&n, v, SIZE_MAX, hv), AG_OK);
    ck_assert_mem_eq(before, grad, sizeof before);
    ck_assert_double_eq(*ag_graph_adjoint(n.graph, leaf.node), adjoint);
    ck_assert_double_ne(adjoint, 0.0);
    free(v);
    free(hv);
    net_destroy(&n);
}
END_TEST

START_TEST(a_frozen_parameter_moves_and_has_no_product_and_a_strange_one_neither) {
    ag_parameter *p[3] = {ag_parameter_create("a", ag_shape_scalar()),
                          ag_parameter_create("b", ag_shape_scalar()),
                          ag_parameter_create("strange", ag_shape_scalar())};
    const double v[3] = {0.4173, 0.8, 3.1};
    double h[3] = {NAN, NAN, NAN};
    p[0]->data[0] = 0.7731;
    p[1]->data[0] = -1.3947;
    p[1]->requires_grad = false;
    ag_graph *graph = ag_graph_create();
    const ag_node y = ag_mul(graph, ag_use(graph, p[0], NULL), ag_use(graph, p[1], NULL));
    ck_assert_int_eq(ag_hvp(graph, y, p, (const double *const[]){&v[0], &v[1], &v[2]},
                            (double *const[]){&h[0], &h[1], &h[2]}, 3),
                     AG_OK);
    ck_assert_double_eq(h[0], v[1]); /* d2 (a b) / da db = 1 */
    ck_assert_double_eq(h[1], 0.0);
    ck_assert_double_eq(h[2], 0.0);
    ag_graph_destroy(graph);
    for (size_t i = 0; i < 3; i++)
        ag_parameter_release(p[i]);
}
END_TEST

/* ---- leaves and ops from outside ---- */

static void deposit_nothing(const ag_vjp_call *call) {
    (void)call;
}

START_TEST(a_use_that_is_lost_is_lost_in_the_product_too) {
    ag_parameter *p = ag_parameter_create("p", ag_shape_scalar());
    const double v = 0.4173;
    double product, *products = &product;
    const double *tangents = &v;
    p->data[0] = 0.7731;
    ag_graph *graph = ag_graph_create();
    const ag_node first = ag_use(graph, p, NULL), second = ag_use(graph, p, NULL);
    const ag_node y = ag_mul(graph, first, second);
    ck_assert_int_eq(ag_hvp(graph, y, &p, &tangents, &products, 1), AG_OK);
    ck_assert_double_eq(product, 2.0 * v);
    ag_op lost = *ag_graph_node_op(graph, second);
    lost.vjp = deposit_nothing;
    ck_assert_int_eq(ag_graph_wrap(graph, second, &lost), AG_OK);
    ck_assert_int_eq(ag_hvp(graph, y, &p, &tangents, &products, 1), AG_OK);
    ck_assert_double_eq(product, v);
    ag_graph_destroy(graph);
    ag_parameter_release(p);
}
END_TEST

/* Only where it is on the way from what moves to the loss. */
START_TEST(an_op_without_second_derivatives_is_refused_by_name) {
    ag_parameter *p = ag_parameter_create("p", ag_shape_scalar());
    const double v = 0.4173;
    double product = 7.0, *products = &product;
    const double *tangents = &v, *rest = NULL;
    p->data[0] = 0.7731;
    ag_graph *graph = ag_graph_create();
    ag_op unknown = *ag_op_find("sin");
    unknown.name = "unknown";
    unknown.hvp = NULL;
    const ag_node x = ag_use(graph, p, NULL);
    const ag_node y = ag_record(graph, &unknown, &x, 1, NULL, 0);
    ck_assert_int_eq(ag_hvp(graph, y, &p, &tangents, &products, 1), AG_ERR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(ag_graph_error(graph)->message, "unknown"));
    ck_assert_double_eq(product, 7.0);
    ag_graph_clear_error(graph);
    const ag_node other = ag_sin(graph, x);
    ck_assert_int_eq(ag_hvp(graph, other, &p, &tangents, &products, 1), AG_OK);
    ASSERT_NEAR(product, -sin(0.7731) * v, 1e-16, "sin, past an op of no concern");
    ck_assert_int_eq(ag_hvp(graph, y, &p, &rest, &products, 1), AG_OK);
    ck_assert_double_eq(product, 0.0);
    ag_graph_destroy(graph);
    ag_parameter_release(p);
}
END_TEST

START_TEST(a_loss_that_is_no_scalar_or_no_node_is_refused) {
    const double x[2] = {0.3, 0.4};
    ag_graph *graph = ag_graph_create();
    const ag_node node = ag_input(graph, ag_shape_vector(2), x);
    ck_assert_int_eq(ag_hvp(graph, node, NULL, NULL, NULL, 0), AG_ERR_SHAPE);
    ck_assert_ptr_nonnull(strstr(ag_graph_error(graph)->message, "hvp"));
    ag_graph_clear_error(graph);
    ck_assert_int_eq(ag_hvp(graph, 7, NULL, NULL, NULL, 0), AG_ERR_NODE);
    ag_graph_destroy(graph);
}
END_TEST

/* A constant loss has no way back; nothing is to be done, and that is no error. */
START_TEST(a_loss_that_no_parameter_feeds_has_a_product_of_zero) {
    ag_parameter *p = ag_parameter_create("p", ag_shape_scalar());
    const double v = 0.4173;
    double product = 7.0, *products = &product;
    const double *tangents = &v;
    ag_graph *graph = ag_graph_create();
    ag_use(graph, p, NULL);
    const ag_node y = ag_sin(graph, ag_scalar(graph, 0.3));
    ck_assert_int_eq(ag_hvp(graph, y, &p, &tangents, &products, 1), AG_OK);
    ck_assert_double_eq(product, 0.0);
    ag_graph_destroy(graph);
    ag_parameter_release(p);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        the_product_of_a_closed_form_is_right,
        gradients_and_adjoints_stay_as_they_are,
        a_frozen_parameter_moves_and_has_no_product_and_a_strange_one_neither,
        a_use_that_is_lost_is_lost_in_the_product_too,
        an_op_without_second_derivatives_is_refused_by_name,
        a_loss_that_is_no_scalar_or_no_node_is_refused,
        a_loss_that_no_parameter_feeds_has_a_product_of_zero,
    };
    Suite *suite = suite_create("hvp");
    TCase *cases = tcase_create("hvp");
    tcase_set_timeout(cases, 60);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tcase_add_test(cases, tests[i]);
    tcase_add_loop_test(cases, products_of_every_net_are_differences_of_gradients, 0,
                        (int)net_count);
    tcase_add_loop_test(cases, products_of_every_module_are_differences_of_gradients, 0,
                        (int)nn_case_count);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
