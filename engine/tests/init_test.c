/* Initializers: fans and gains as PyTorch has them, distributions by GSL's statistics (GSL is
 * for this test alone), and apply as the place where a model is initialized. */
#include "support.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>

/* ---- distributions ---- */

#define DRAWS 40000

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* What is promised: a normal or a uniform distribution of this mean and deviation. */
typedef struct promise {
    const char *name;
    bool normal;
    double mean, deviation;
} promise;

static double cumulative(const promise *p, double x) {
    if (p->normal)
        return gsl_cdf_gaussian_P(x - p->mean, p->deviation);
    const double half = sqrt(3.0) * p->deviation;
    return gsl_cdf_flat_P(x, p->mean - half, p->mean + half);
}

/* Largest distance of the empirical distribution from the promised one; sorts the data. */
static double kolmogorov_smirnov(const promise *p, double *data, size_t n) {
    double distance = 0.0;
    qsort(data, n, sizeof *data, ascending);
    for (size_t i = 0; i < n; i++) {
        const double f = cumulative(p, data[i]);
        distance =
            fmax(distance, fmax(f - (double)i / (double)n, (double)(i + 1) / (double)n - f));
    }
    return distance;
}

/* Bounds: five standard errors of each moment, and the distance that a sample exceeds once in a
 * million, sqrt(ln(2 / 1e-6) / (2 n)). Source: Massart, Annals of Probability 18 (1990). */
static void expect_distribution(const ag_parameter *parameter, const promise *p) {
    const size_t n = parameter->size;
    const double root = sqrt((double)n);
    double *data = calloc(n, sizeof *data);
    memcpy(data, parameter->data, n * sizeof *data);
    ASSERT_NEAR(gsl_stats_mean(data, 1, n), p->mean, 5.0 * p->deviation / root, "%s: mean",
                p->name);
    const double variance = p->deviation * p->deviation;
    /* Variance of a sample variance: (kurtosis - 1) / n, of 3 for normal and 9 / 5 for uniform.
     */
    const double spread = sqrt((p->normal ? 2.0 : 0.8)) * variance / root;
    ASSERT_NEAR(gsl_stats_variance_m(data, 1, n, p->mean), variance, 5.0 * spread,
                "%s: variance", p->name);
    ASSERT_NEAR(gsl_stats_skew(data, 1, n), 0.0, 5.0 * sqrt(6.0) / root, "%s: skew", p->name);
    ASSERT_NEAR(gsl_stats_kurtosis(data, 1, n), p->normal ? 0.0 : -1.2, 5.0 * sqrt(24.0) / root,
                "%s: kurtosis", p->name);
    /* Draws do not lean on the one before. */
    ASSERT_NEAR(gsl_stats_lag1_autocorrelation(data, 1, n), 0.0, 5.0 / root, "%s: lag",
                p->name);
    const double bound = sqrt(log(2.0 / 1e-6) / (2.0 * (double)n));
    ck_assert_msg(kolmogorov_smirnov(p, data, n) <= bound, "%s: distribution", p->name);
    free(data);
}

START_TEST(normal_and_uniform_have_the_distribution_they_promise) {
    ag_parameter *p = ag_parameter_create("p", ag_shape_vector(DRAWS));
    ag_random random = ag_random_create(404, 3);
    ag_init_normal(p, &random, 0.31, 0.72);
    expect_distribution(p, &(promise){"normal", true, 0.31, 0.72});
    ag_init_uniform(p, &random, -1.5, 0.6);
    expect_distribution(p, &(promise){"uniform", false, -0.45, 2.1 / sqrt(12.0)});
    ag_parameter_release(p);
}
END_TEST

START_TEST(a_wrong_distribution_is_seen) {
    ag_parameter *p = ag_parameter_create("p", ag_shape_vector(DRAWS));
    ag_random random = ag_random_create(405, 3);
    const promise half = {"uniform", false, 0.5, 0.5 / sqrt(12.0)}; /* 0.25 to 0.75 */
    ag_init_uniform(p, &random, 0.23, 0.77);                        /* 8 % too wide */
    const double bound = sqrt(log(2.0 / 1e-6) / (2.0 * DRAWS));
    ck_assert_double_gt(kolmogorov_smirnov(&half, p->data, p->size), bound);
    ag_parameter_release(p);
}
END_TEST

START_TEST(constants_are_constant) {
    ag_parameter *p = ag_parameter_create("p", ag_shape_matrix(3, 7));
    ag_init_constant(p, 0.7731);
    ck_assert_double_eq(p->data[20], 0.7731);
    ag_init_ones(p);
    ck_assert_double_eq(p->data[0], 1.0);
    ck_assert_double_eq(p->data[20], 1.0);
    ag_init_zeros(p);
    ck_assert_double_eq(p->data[20], 0.0);
    ag_parameter_release(p);
}
END_TEST

/* ---- fans and gains ---- */

START_TEST(fans_are_those_of_pytorch) {
    size_t in = 0, out = 0;
    ag_shape shape = ag_shape_matrix(30, 20);
    ck_assert_int_eq(ag_init_fans(&shape, &in, &out), AG_OK);
    ck_assert_uint_eq(in, 20);
    ck_assert_uint_eq(out, 30);
    shape = ag_shape_make(4, (const size_t[]){6, 5, 3, 2});
    ck_assert_int_eq(ag_init_fans(&shape, &in, &out), AG_OK);
    ck_assert_uint_eq(in, 30);
    ck_assert_uint_eq(out, 36);
    ck_assert_int_eq(ag_init_fans(&shape, NULL, NULL), AG_OK);
    shape = ag_shape_vector(9);
    ck_assert_int_eq(ag_init_fans(&shape, &in, &out), AG_ERR_SHAPE);
}
END_TEST

START_TEST(gains_are_those_of_pytorch) {
    static const struct {
        const char *name;
        double gain;
    } gains[] = {{"linear", 1.0},
                 {"sigmoid", 1.0},
                 {"tanh", 1.6666666666666667},
                 {"relu", 1.4142135623730951},
                 {"leaky_relu", 1.3867504905630728}, /* slope 0.2 */
                 {"selu", 0.75}};
    double gain = 0.0;
    for (size_t i = 0; i < sizeof gains / sizeof *gains; i++) {
        ck_assert_int_eq(ag_init_gain(gains[i].name, 0.2, &gain), AG_OK);
        ASSERT_NEAR(gain, gains[i].gain, 3e-16, "%s", gains[i].name);
    }
    ck_assert_int_eq(ag_init_gain("swish", 0.0, &gain), AG_ERR_NAME);
}
END_TEST

START_TEST(xavier_and_kaiming_have_the_deviation_of_their_fans) {
    ag_parameter *p = ag_parameter_create("p", ag_shape_matrix(250, 160));
    ag_parameter *k =
        ag_parameter_create("k", ag_shape_make(4, (const size_t[]){32, 50, 5, 5}));
    ag_random random = ag_random_create(406, 3);
    const double gain = 5.0 / 3.0;
    ag_init_xavier_normal(p, &random, gain);
    expect_distribution(p, &(promise){"xavier normal", true, 0.0, gain * sqrt(2.0 / 410.0)});
    ag_init_xavier_uniform(p, &random, gain);
    expect_distribution(p, &(promise){"xavier uniform", false, 0.0, gain * sqrt(2.0 / 410.0)});
    ag_init_xavier_uniform(k, &random, 1.0);
    expect_distribution(k, &(promise){"xavier conv", false, 0.0, sqrt(2.0 / 2050.0)});
    ag_init_kaiming_normal(p, &random, AG_FAN_IN, sqrt(2.0));
    expect_distribution(p, &(promise){"kaiming in", true, 0.0, sqrt(2.0 / 160.0)});
    ag_init_kaiming_normal(k, &random, AG_FAN_OUT, sqrt(2.0));
    expect_distribution(k, &(promise){"kaiming conv out", true, 0.0, sqrt(2.0 / 800.0)});
    ag_init_kaiming_uniform(p, &random, AG_FAN_OUT, 1.0);
    expect_distribution(p, &(promise){"kaiming out", false, 0.0, sqrt(1.0 / 250.0)});
    ag_init_kaiming_uniform(k, &random, AG_FAN_IN, 1.0);
    expect_distribution(k, &(promise){"kaiming conv in", false, 0.0, sqrt(1.0 / 1250.0)});
    ag_parameter_release(p);
    ag_parameter_release(k);
}
END_TEST

START_TEST(a_bias_has_no_fans_and_is_left_alone) {
    ag_parameter *p = ag_parameter_create("bias", ag_shape_vector(4));
    ag_random random = ag_random_create(407, 3);
    const ag_random before = random;
    ag_init_constant(p, 0.7731);
    ck_assert_int_eq(ag_init_xavier_normal(p, &random, 1.0), AG_ERR_SHAPE);
    ck_assert_int_eq(ag_init_xavier_uniform(p, &random, 1.0), AG_ERR_SHAPE);
    ck_assert_int_eq(ag_init_kaiming_normal(p, &random, AG_FAN_IN, 1.0), AG_ERR_SHAPE);
    ck_assert_int_eq(ag_init_kaiming_uniform(p, &random, AG_FAN_OUT, 1.0), AG_ERR_SHAPE);
    ck_assert_double_eq(p->data[3], 0.7731);
    ck_assert_mem_eq(&random, &before, sizeof random);
    ag_parameter_release(p);
}
END_TEST

/* ---- apply ---- */

typedef struct plan {
    ag_random random;
    size_t linears, others;
} plan;

/* As one writes it in PyTorch: by the kind of module. */
static ag_status initialize(void *context, const char *dotted_name, ag_module *module) {
    plan *p = context;
    (void)dotted_name;
    if (strcmp(ag_module_get_kind(module)->name, "Linear") != 0) {
        p->others++;
        return AG_OK;
    }
    p->linears++;
    ag_init_constant(ag_module_parameter(module, "bias"), 0.01);
    return ag_init_xavier_uniform(ag_module_parameter(module, "weight"), &p->random, 1.0);
}

START_TEST(apply_initializes_by_kind_and_a_shared_module_once) {
    net n = net_with_shared_layer(2);
    plan p = {.random = ag_random_create(1, 1)};
    ag_random once = ag_random_create(1, 1);
    ck_assert_int_eq(ag_module_apply(n.module, initialize, &p), AG_OK);
    ck_assert_uint_eq(p.linears, 3);
    ck_assert_uint_eq(p.others, 3);
    for (int i = 0; i < 4 * 8 + 8 * 8 + 8; i++)
        ag_random_uniform(&once);
    ck_assert_mem_eq(&p.random, &once, sizeof once);
    ck_assert_double_eq(ag_module_parameter(n.module, "4.bias")->data[7], 0.01);
    net_destroy(&n);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        normal_and_uniform_have_the_distribution_they_promise,
        a_wrong_distribution_is_seen,
        constants_are_constant,
        fans_are_those_of_pytorch,
        gains_are_those_of_pytorch,
        xavier_and_kaiming_have_the_deviation_of_their_fans,
        a_bias_has_no_fans_and_is_left_alone,
        apply_initializes_by_kind_and_a_shared_module_once,
    };
    return run_tests("init", tests, sizeof tests / sizeof *tests);
}
