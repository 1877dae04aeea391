/* Smooth functions whose shape is the difficulty: steep, fast, of high order, long products. */
#include "mistakes.h"

/* exp(50 x) and its kin. */
static real steep(const real *x) {
    return r_exp(50.0 * x[0]) + r_exp(-30.0 * x[1]) * x[2] + x[2] * x[2];
}

static void steep_gradient(const double *x, double *g) {
    g[0] = 50 * exp(50 * x[0]);
    g[1] = -30 * exp(-30 * x[1]) * x[2];
    g[2] = exp(-30 * x[1]) + 2 * x[2];
}

static const corpus_function steep_gentle = {
    .name = "exp-50x",
    POINT(0.0731, 0.1194, 1.337),
    .value = steep,
    .gradient = steep_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_sign),
};

static const corpus_function steep_far = {
    .name = "exp-50x-at-2",
    POINT(1.9471, -1.218, 0.773),
    .value = steep,
    .gradient = steep_gradient,
    .mistakes = MISTAKES(&wrong_largest_1e3, &wrong_twice),
};

/* exp(exp(x)) and a power law. */
static real tower(const real *x) {
    return r_exp(r_exp(x[0])) + 1e3 * r_pow(x[1], 12.5);
}

static void tower_gradient(const double *x, double *g) {
    g[0] = exp(x[0] + exp(x[0]));
    g[1] = 12.5e3 * pow(x[1], 11.5);
}

static const corpus_function steep_tower = {
    .name = "exp-exp",
    POINT(1.7133, 1.2217),
    .value = tower,
    .gradient = tower_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_half),
};

/* A narrow resonance, of width 1e-3 around 0.7, and one of width 1e-5 seen off its middle. */
static real resonance(const real *x) {
    return 1.0 / (1.0 + r_square((x[0] - 0.7) / 1e-3)) +
           1.0 / (1.0 + r_square((x[1] + 0.3) / 1e-5));
}

static void resonance_gradient(const double *x, double *g) {
    double u = (x[0] - 0.7) / 1e-3, v = (x[1] + 0.3) / 1e-5;
    g[0] = -2 * u / 1e-3 / pow(1 + u * u, 2);
    g[1] = -2 * v / 1e-5 / pow(1 + v * v, 2);
}

static const corpus_function steep_resonance = {
    .name = "narrow-resonance",
    POINT(0.70071, -0.3000113),
    .stays = true,
    .value = resonance,
    .gradient = resonance_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_sign),
};

/* Steep sigmoid in its middle. */
static real steep_sigmoid(const real *x) {
    real sum = 0.0;
    for (size_t i = 0; i < 4; i++)
        sum += corpus_uniform(61, i) / (1.0 + r_exp(-200.0 * (x[i] - 0.5)));
    return sum;
}

static void steep_sigmoid_gradient(const double *x, double *g) {
    for (size_t i = 0; i < 4; i++) {
        double s = 1 / (1 + exp(-200 * (x[i] - 0.5)));
        g[i] = 200 * corpus_uniform(61, i) * s * (1 - s);
    }
}

static const corpus_function steep_step = {
    .name = "steep-sigmoid",
    POINT(0.5073, 0.4911, 0.5234, 0.4867),
    .stays = true,
    .value = steep_sigmoid,
    .gradient = steep_sigmoid_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_clipped),
};

/* Fast oscillation: sin(1e3 x), and a chirp. */
static real oscillating(const real *x) {
    return r_sin(1e3 * x[0]) + 0.5 * r_cos(437.0 * x[1] + x[0]) + x[0] * x[1];
}

static void oscillating_gradient(const double *x, double *g) {
    g[0] = 1e3 * cos(1e3 * x[0]) - 0.5 * sin(437 * x[1] + x[0]) + x[1];
    g[1] = -218.5 * sin(437 * x[1] + x[0]) + x[0];
}

static const corpus_function oscillation_1e3 = {
    .name = "sin-1e3-x",
    POINT(0.7731, -1.3947),
    .value = oscillating,
    .gradient = oscillating_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_swapped, &wrong_entry_1e4),
};

static real fast(const real *x) {
    return r_sin(1e6 * x[0]) + x[1] * x[1] + 3.0 * x[0];
}

static void fast_gradient(const double *x, double *g) {
    g[0] = 1e6 * cos(1e6 * x[0]) + 3;
    g[1] = 2 * x[1];
}

static const corpus_function oscillation_1e6 = {
    .name = "sin-1e6-x",
    POINT(0.3371713, 0.912),
    .stays = true,
    .value = fast,
    .gradient = fast_gradient,
    .mistakes = MISTAKES(&wrong_first_1e2, &wrong_sign),
};

/* A small fast ripple on a slow slope: the ripple is half of the derivative. */
static real ripple(const real *x) {
    return x[0] + 1e-4 * r_sin(1e4 * x[0]) + r_square(x[1]) + 1e-3 * r_cos(300.0 * x[1]);
}

static void ripple_gradient(const double *x, double *g) {
    g[0] = 1 + cos(1e4 * x[0]);
    g[1] = 2 * x[1] - 0.3 * sin(300 * x[1]);
}

static void ripple_smoothed(const double *x, double *g) {
    g[0] = 1;
    g[1] = 2 * x[1];
}

static const corpus_function oscillation_ripple = {
    .name = "ripple",
    POINT(0.77313, 1.3947),
    .value = ripple,
    .gradient = ripple_gradient,
    .claims = (const corpus_claim[]){{"ripple-ignored", ripple_smoothed, CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e3),
};

static real chirp(const real *x) {
    return r_sin(40.0 * x[0] * x[0]) * r_exp(-x[1] * x[1]);
}

static void chirp_gradient(const double *x, double *g) {
    g[0] = 80 * x[0] * cos(40 * x[0] * x[0]) * exp(-x[1] * x[1]);
    g[1] = -2 * x[1] * sin(40 * x[0] * x[0]) * exp(-x[1] * x[1]);
}

static const corpus_function oscillation_chirp = {
    .name = "chirp",
    POINT(2.7183, -0.4112),
    .value = chirp,
    .gradient = chirp_gradient,
    .mistakes = MISTAKES(&wrong_elsewhere, &wrong_half, &wrong_entry_1e4),
};

/* Products of many factors. */
enum { FACTORS = 40 };

static real product(const real *x) {
    real p = 1.0;
    for (size_t i = 0; i < FACTORS; i++)
        p *= x[i];
    return p;
}

static void product_gradient(const double *x, double *g) {
    double before = 1, after = 1;
    for (size_t i = 0; i < FACTORS; i++) {
        g[i] = before;
        before *= x[i];
    }
    for (size_t i = FACTORS; i-- > 0;) {
        g[i] *= after;
        after *= x[i];
    }
}

static const corpus_function product_near_1 = {
    .name = "product-of-40",
    .n = FACTORS,
    .low = 0.6,
    .high = 1.5,
    .seed = 71,
    .value = product,
    .gradient = product_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e5, &wrong_pair, &wrong_sign),
};

static const corpus_function product_small = {
    .name = "product-of-40-near-1e-24",
    .n = FACTORS,
    .low = 0.1,
    .high = 0.45,
    .seed = 72,
    .value = product,
    .gradient = product_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_shifted, &wrong_zero),
};

/* One factor is 0: only its own entry is not. */
static void one_zero(double *x) {
    x[17] = 0;
}

static void divided_gradient(const double *x, double *g) {
    double p = 1;
    for (size_t i = 0; i < FACTORS; i++)
        p *= x[i];
    for (size_t i = 0; i < FACTORS; i++)
        g[i] = x[i] != 0 ? p / x[i] : 0;
}

static const corpus_function product_zero = {
    .name = "product-with-a-zero",
    .n = FACTORS,
    .low = 0.7,
    .high = 1.6,
    .seed = 73,
    .settle = one_zero,
    .value = product,
    .gradient = product_gradient,
    .claims = (const corpus_claim[]){{"divided", divided_gradient, CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_nonzero_1e3),
};

/* Sixty factors, each a softplus. */
static real softplus_product(const real *x) {
    real p = 1.0;
    for (size_t i = 0; i < 60; i++)
        p *= r_log(1.0 + r_exp(x[i]));
    return p;
}

static void softplus_product_gradient(const double *x, double *g) {
    double p = 1;
    for (size_t i = 0; i < 60; i++)
        p *= log(1 + exp(x[i]));
    for (size_t i = 0; i < 60; i++)
        g[i] = p / log(1 + exp(x[i])) / (1 + exp(-x[i]));
}

static const corpus_function product_softplus = {
    .name = "product-of-60-softplus",
    .n = 60,
    .low = -0.4,
    .high = 1.5,
    .seed = 74,
    .value = softplus_product,
    .gradient = softplus_product_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_mean),
};

const corpus_kind CORPUS_NAME(kind_steep) = {
    .name = "steep",
    .functions = (const corpus_function *const[]){&steep_gentle, &steep_far, &steep_tower,
                                                  &steep_resonance, &steep_step, NULL},
};

const corpus_kind CORPUS_NAME(kind_oscillation) = {
    .name = "oscillation",
    .functions = (const corpus_function *const[]){&oscillation_1e3, &oscillation_1e6,
                                                  &oscillation_ripple, &oscillation_chirp,
                                                  NULL},
};

const corpus_kind CORPUS_NAME(kind_product) = {
    .name = "long-product",
    .functions = (const corpus_function *const[]){&product_near_1, &product_small,
                                                  &product_zero, &product_softplus, NULL},
};
