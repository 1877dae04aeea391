/* Ops at extreme inputs: far out, at 0, at infinity and NaN. */
#include "support.h"

static const double *value(ag_graph *graph, ag_node node) {
    ck_assert_msg(node != AG_NO_NODE, "%s", ag_graph_error(graph)->message);
    return ag_graph_value(graph, node);
}

static ag_node vector(ag_graph *graph, size_t count, const double *data) {
    return ag_constant(graph, ag_shape_vector(count), data);
}

START_TEST(nothing_overflows_that_need_not) {
    const double x[3] = {-1000.0, 0.7731, 1000.0}, wide[3] = {3e200, 4e200, 0.0};
    const double narrow[2] = {3e-200, -4e-200};
    ag_graph *graph = ag_graph_create();
    const ag_node node = vector(graph, 3, x);
    const double *s = value(graph, ag_softplus(graph, node));
    ck_assert_double_eq(s[0], 0.0);
    ck_assert_double_eq(s[2], 1000.0);
    ck_assert_double_eq(value(graph, ag_silu(graph, node))[0], -0.0);
    ck_assert_double_eq(value(graph, ag_gelu(graph, node))[0], -0.0);
    ck_assert_double_eq(value(graph, ag_gelu_tanh(graph, node))[2], 1000.0);
    ck_assert_double_eq(value(graph, ag_log_sum_exp(graph, node, 0))[0], 1000.0);
    ck_assert_double_eq(value(graph, ag_softmax(graph, node, 0))[2], 1.0);
    ck_assert_double_eq_tol(*value(graph, ag_norm(graph, vector(graph, 3, wide), 0)), 5e200,
                            2e185);
    ck_assert_double_eq_tol(*value(graph, ag_norm(graph, vector(graph, 2, narrow), 0)), 5e-200,
                            2e-215);
    /* x times the lower tail, by the asymptotic series of A & S 7.1.23. */
    const double low = *value(graph, ag_gelu(graph, ag_scalar(graph, -10.0)));
    ck_assert_double_eq_tol(low / -7.6198530241605e-23, 1.0, 1e-12);
    ag_graph_destroy(graph);
}
END_TEST

/* Value, slope and bend of an op of one input at x. */
static void bend_at(const char *name, double x, double found[3]) {
    const double one = 1.0, *tangents = &one;
    double *products = &found[2];
    ag_parameter *p = ag_parameter_create("p", ag_shape_scalar());
    ag_graph *graph = ag_graph_create();
    p->data[0] = x;
    const ag_node use = ag_use(graph, p, NULL);
    const ag_node y = ag_record(graph, ag_op_find(name), &use, 1, NULL, 0);
    ck_assert_int_eq(ag_backward(graph, y), AG_OK);
    ck_assert_int_eq(ag_hvp(graph, y, &p, &tangents, &products, 1), AG_OK);
    found[0] = *ag_graph_value(graph, y);
    found[1] = p->grad[0];
    ag_graph_destroy(graph);
    ag_parameter_release(p);
}

START_TEST(far_out_a_curve_is_its_asymptote_and_so_are_its_derivatives) {
    static const struct {
        const char *name;
        bool ramp; /* 0 and x; or a step of height 1 */
        double below;
    } curves[] = {{"relu", true, 0.0},    {"softplus", true, 0.0},  {"silu", true, 0.0},
                  {"gelu", true, 0.0},    {"gelu_tanh", true, 0.0}, {"tanh", false, -1.0},
                  {"sigmoid", false, 0.0}};
    static const double far[] = {1e3, 1e110, 1e200};
    for (size_t i = 0; i < sizeof curves / sizeof *curves; i++)
        for (size_t k = 0; k < sizeof far / sizeof *far; k++) {
            const char *name = curves[i].name;
            const double above = curves[i].ramp ? far[k] : 1.0;
            double up[3], down[3];
            bend_at(name, far[k], up);
            bend_at(name, -far[k], down);
            ASSERT_NEAR(up[0], above, 0.0, "%s of %g", name, far[k]);
            ASSERT_NEAR(up[1], curves[i].ramp ? 1.0 : 0.0, 0.0, "%s' of %g", name, far[k]);
            ASSERT_NEAR(up[2], 0.0, 0.0, "%s'' of %g", name, far[k]);
            ASSERT_NEAR(down[0], curves[i].below, 0.0, "%s of -%g", name, far[k]);
            ASSERT_NEAR(down[1], 0.0, 0.0, "%s' of -%g", name, far[k]);
            ASSERT_NEAR(down[2], 0.0, 0.0, "%s'' of -%g", name, far[k]);
        }
}
END_TEST

/* Where c (c - 1) x^(c - 2) and its kin are 0 times infinity, the limit. */
START_TEST(powers_of_zero_have_the_second_derivatives_of_their_limits) {
    static const double exponents[] = {0.0, 1.0, 2.0, 3.0};
    static const double bends[] = {0.0, 0.0, 2.0, 0.0}, mixed[] = {NAN, -INFINITY, 0.0, 0.0};
    const double one = 1.0;
    for (size_t i = 0; i < sizeof exponents / sizeof *exponents; i++) {
        ag_parameter *p[2] = {ag_parameter_create("a", ag_shape_scalar()),
                              ag_parameter_create("b", ag_shape_scalar())};
        double by_constant, of_a, of_b;
        p[1]->data[0] = exponents[i];
        ag_graph *graph = ag_graph_create();
        const ag_node a = ag_use(graph, p[0], NULL), b = ag_use(graph, p[1], NULL);
        const ag_node constant = ag_pow(graph, a, exponents[i]), both = ag_power(graph, a, b);
        ag_hvp(graph, constant, p, (const double *const[]){&one},
               (double *const[]){&by_constant}, 1);
        ag_hvp(graph, both, p, (const double *const[]){&one, NULL},
               (double *const[]){&of_a, &of_b}, 2);
        ASSERT_NEAR(by_constant, bends[i], 0.0, "x^%g", exponents[i]);
        ASSERT_NEAR(of_a, bends[i], 0.0, "a^%g, by a", exponents[i]);
        if (isfinite(mixed[i]))
            ASSERT_NEAR(of_b, mixed[i], 0.0, "a^%g, by a and b", exponents[i]);
        else
            ck_assert_msg(!isfinite(of_b), "a^%g, by a and b", exponents[i]);
        ag_graph_destroy(graph);
        ag_parameter_release(p[0]);
        ag_parameter_release(p[1]);
    }
}
END_TEST

START_TEST(nan_and_infinity_pass_through) {
    const double x[3] = {0.5, NAN, 1.0}, top[2] = {INFINITY, 0.3},
                 none[2] = {-INFINITY, -INFINITY};
    ag_graph *graph = ag_graph_create();
    const ag_node node = vector(graph, 3, x), one = ag_scalar(graph, 1.0);
    const ag_node two = vector(graph, 2, (const double[]){2.0, -1.0});
    expect_nan(graph, ag_max(graph, node, 0), 0);
    expect_nan(graph, ag_min(graph, node, 0), 0);
    expect_nan(graph, ag_norm(graph, node, 0), 0);
    expect_nan(graph, ag_maximum(graph, node, one), 1);
    expect_nan(graph, ag_minimum(graph, one, node), 1);
    expect_nan(graph, ag_abs(graph, node), 1);
    expect_nan(graph, ag_clamp(graph, node, 0.0, 1.0), 1);
    expect_nan(graph, ag_leaky_relu(graph, node, 0.1), 1);
    expect_nan(graph, ag_variance(graph, one, AG_ALL_AXES, 1), 0);
    ck_assert(isinf(*value(graph, ag_norm(graph, vector(graph, 2, top), 0))));
    ck_assert(isinf(*value(graph, ag_log_sum_exp(graph, vector(graph, 2, top), 0))));
    ck_assert_double_eq(*value(graph, ag_log_sum_exp(graph, vector(graph, 2, none), 0)),
                        -INFINITY);
    expect_nan(graph, ag_softmax(graph, vector(graph, 2, none), 0), 0);
    const ag_node picked = ag_gather(graph, node, 0, two);
    ck_assert_double_eq(value(graph, picked)[0], 1.0);
    expect_nan(graph, picked, 1);
    expect_nan(graph, ag_index_select(graph, node, 0, two), 1);
    ag_graph_destroy(graph);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        nothing_overflows_that_need_not,
        far_out_a_curve_is_its_asymptote_and_so_are_its_derivatives,
        powers_of_zero_have_the_second_derivatives_of_their_limits,
        nan_and_infinity_pass_through,
    };
    return run_tests("op_extreme", tests, sizeof tests / sizeof *tests);
}
