/* Where the value hardly moves: saturated functions, dead units, minimisers. */
#include "mistakes.h"

/* Sigmoid at 40: true entries of 4e-18, and one at 71, of 1e-31; beside ordinary ones. */
static real sigmoid_far(const real *x) {
    real sum = 0.0;
    for (uint64_t i = 0; i < 5; i++)
        sum += (1.0 + corpus_uniform(131, i) / 2.0) / (1.0 + r_exp(-x[i]));
    return sum;
}

static void sigmoid_far_gradient(const double *x, double *g) {
    for (uint64_t i = 0; i < 5; i++) {
        double e = exp(-fabs(x[i]));
        g[i] = (1 + corpus_uniform(131, i) / 2) * e / ((1 + e) * (1 + e));
    }
}

/* 1 - s cancels: exactly 0 at 40, which is as good as 4e-18. */
static void sigmoid_far_rounded(const double *x, double *g) {
    for (uint64_t i = 0; i < 5; i++) {
        double s = 1 / (1 + exp(-x[i]));
        g[i] = (1 + corpus_uniform(131, i) / 2) * s * (1 - s);
    }
}

static void sigmoid_far_leaky(const double *x, double *g) {
    sigmoid_far_gradient(x, g);
    for (uint64_t i = 0; i < 5; i++)
        g[i] = fmax(g[i], 1e-3);
}

static const corpus_function saturated_sigmoid = {
    .name = "sigmoid-40",
    POINT(40.17, 0.7731, 71.33, -1.3947, 38.2),
    .value = sigmoid_far,
    .gradient = sigmoid_far_gradient,
    .claims =
        (const corpus_claim[]){{"1e-3-where-saturated", sigmoid_far_leaky, CORPUS_WRONG, false},
                               {.name = NULL}},
    .mistakes = MISTAKES(&wrong_largest_1e3, &wrong_sign, &right_float32),
};

/* The same, the claim rounded to 0: proven right as far as the value can tell. */
static const corpus_function saturated_rounded = {
    .name = "sigmoid-40-rounded-to-0",
    POINT(40.17, 0.7731, 71.33, -1.3947, 38.2),
    .value = sigmoid_far,
    .gradient = sigmoid_far_rounded,
    .negligible = 1e-15,
};

/* The logarithm of it: gradients of 1e-18, of an ordinary value; and the other side, -1. */
static real log_sigmoid(const real *x) {
    return -r_log1p(r_exp(-x[0])) - r_log1p(r_exp(-x[1])) + 0.5 * x[2] * x[2];
}

static void log_sigmoid_gradient(const double *x, double *g) {
    g[0] = 1 / (1 + exp(x[0]));
    g[1] = 1 / (1 + exp(x[1]));
    g[2] = x[2];
}

static const corpus_function saturated_log = {
    .name = "log-sigmoid-40",
    POINT(40.31, -37.12, 0.617),
    .value = log_sigmoid,
    .gradient = log_sigmoid_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_entry_1e4),
};

/* Softmax of logits 60 apart, minus the logarithm of the winner. */
static real softmax_far(const real *x) {
    real sum = 0.0;
    for (size_t i = 1; i < 4; i++)
        sum += r_exp(x[i] - x[0]);
    return r_log1p(sum) + 0.1 * x[4] * x[4];
}

static void softmax_far_gradient(const double *x, double *g) {
    double sum = 0;
    for (size_t i = 1; i < 4; i++)
        sum += exp(x[i] - x[0]);
    g[0] = -sum / (1 + sum);
    for (size_t i = 1; i < 4; i++)
        g[i] = exp(x[i] - x[0]) / (1 + sum);
    g[4] = 0.2 * x[4];
}

static void softmax_far_uncentred(const double *x, double *g) {
    softmax_far_gradient(x, g);
    g[0] += 1;
}

static const corpus_function saturated_softmax = {
    .name = "softmax-60-apart",
    POINT(37.13, -23.4, 3.117, -7.92, 1.271),
    .value = softmax_far,
    .gradient = softmax_far_gradient,
    .claims =
        (const corpus_claim[]){
            {"label-term-dropped", softmax_far_uncentred, CORPUS_WRONG, false}, {.name = NULL}},
    .mistakes = MISTAKES(&wrong_last_1e3),
};

/* tanh at 19.5 and 3.1, erf at 6.2. */
static real tanh_far(const real *x) {
    return r_tanh(x[0]) + 2.0 * r_tanh(x[1]) + r_erf(x[2]) + r_sin(x[3]);
}

static void tanh_far_gradient(const double *x, double *g) {
    g[0] = 1 / (cosh(x[0]) * cosh(x[0]));
    g[1] = 2 / (cosh(x[1]) * cosh(x[1]));
    g[2] = 2 / sqrt(CORPUS_PI) * exp(-x[2] * x[2]);
    g[3] = cos(x[3]);
}

static void tanh_far_linear(const double *x, double *g) {
    tanh_far_gradient(x, g);
    if (fabs(x[0]) > 10)
        g[0] = 1;
}

static const corpus_function saturated_tanh = {
    .name = "tanh-19",
    POINT(19.53, 3.117, 6.213, 0.7731),
    .value = tanh_far,
    .gradient = tanh_far_gradient,
    .claims = (const corpus_claim[]){{"straight-through-where-saturated", tanh_far_linear,
                                      CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_twice),
};

/* A layer of 6 relus of which 3 are dead for every sample. */
enum { UNITS = 6, INPUTS = 3, DEAD = UNITS * INPUTS + UNITS };

static real dead(const real *x) {
    real loss = 0.0;
    for (uint64_t s = 0; s < 4; s++) {
        real y = -0.37;
        for (size_t i = 0; i < UNITS; i++) {
            real z = i % 2 ? -9.0 : 4.0;
            for (uint64_t j = 0; j < INPUTS; j++)
                z += x[i * INPUTS + j] * corpus_uniform(132, s * INPUTS + j);
            y += x[UNITS * INPUTS + i] * r_max(z, 0.0 * z);
        }
        loss += y * y / 4.0;
    }
    return loss;
}

/* `leak` of the negative part, 0 when right. */
static void dead_backward(const double *x, double *g, double leak) {
    for (size_t i = 0; i < DEAD; i++)
        g[i] = 0;
    for (uint64_t s = 0; s < 4; s++) {
        double z[UNITS], y = -0.37;
        for (size_t i = 0; i < UNITS; i++) {
            z[i] = i % 2 ? -9 : 4;
            for (uint64_t j = 0; j < INPUTS; j++)
                z[i] += x[i * INPUTS + j] * corpus_uniform(132, s * INPUTS + j);
            y += x[UNITS * INPUTS + i] * fmax(z[i], 0);
        }
        for (size_t i = 0; i < UNITS; i++) {
            double zbar = y / 2 * x[UNITS * INPUTS + i] * (z[i] > 0 ? 1 : leak);
            g[UNITS * INPUTS + i] += y / 2 * fmax(z[i], 0);
            for (uint64_t j = 0; j < INPUTS; j++)
                g[i * INPUTS + j] += zbar * corpus_uniform(132, s * INPUTS + j);
        }
    }
}

static void dead_gradient(const double *x, double *g) {
    dead_backward(x, g, 0);
}

static void dead_leaky(const double *x, double *g) {
    dead_backward(x, g, 0.01);
}

static void dead_linear(const double *x, double *g) {
    dead_backward(x, g, 1);
}

static const corpus_function dead_units = {
    .name = "half-of-the-units",
    .n = DEAD,
    .low = -1.2,
    .high = 1.3,
    .seed = 133,
    .value = dead,
    .gradient = dead_gradient,
    .claims = (const corpus_claim[]){{"leaky", dead_leaky, CORPUS_WRONG, false},
                                     {"mask-forgotten", dead_linear, CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_nonzero_1e3, &wrong_entry_1e4, &wrong_nan_zero),
};

/* One relu well on each side, and a clamp out of whose range x lies. */
static real clamped(const real *x) {
    real c = r_min(r_max(x[2], -1.0 + 0.0 * x[2]), 1.0 + 0.0 * x[2]);
    return r_max(x[0], 0.0 * x[0]) + x[3] * r_max(x[1], 0.0 * x[1]) + c * x[3] + x[3] * x[3];
}

static void clamped_gradient(const double *x, double *g) {
    g[0] = x[0] > 0 ? 1 : 0;
    g[1] = x[1] > 0 ? x[3] : 0;
    g[2] = fabs(x[2]) < 1 ? x[3] : 0;
    g[3] = fmax(x[1], 0) + fmin(fmax(x[2], -1), 1) + 2 * x[3];
}

static void clamped_straight(const double *x, double *g) {
    clamped_gradient(x, g);
    g[2] = x[3];
}

static const corpus_function dead_clamp = {
    .name = "relu-and-clamp",
    POINT(0.7731, -1.3947, 1.771, 0.613),
    .value = clamped,
    .gradient = clamped_gradient,
    .claims =
        (const corpus_claim[]){
            {"straight-through-clamp", clamped_straight, CORPUS_WRONG, false}, {.name = NULL}},
    .mistakes = MISTAKES(&wrong_nonzero_1e3, &wrong_unwritten_zero),
};

/* Rosenbrock at its minimiser, where the gradient is 0, and near it. */
static real rosenbrock(const real *x) {
    return 100.0 * r_square(x[1] - x[0] * x[0]) + r_square(1.0 - x[0]);
}

static void rosenbrock_gradient(const double *x, double *g) {
    double t = x[1] - x[0] * x[0];
    g[0] = -400 * x[0] * t - 2 * (1 - x[0]);
    g[1] = 200 * t;
}

static const corpus_function minimiser_exact = {
    .name = "rosenbrock-at-minimiser",
    POINT(1.0, 1.0),
    .stays = true,
    .open = true,
    .value = rosenbrock,
    .gradient = rosenbrock_gradient,
    .mistakes = MISTAKES(&wrong_nonzero_1e3),
};

/* All zeros is also what a backward pass claims that was forgotten: undecided is honest unless
 * the zeros are declared. */
static const unsigned char both_zero[] = {1, 1};
static const gv_group declared_zero[] = {
    {.name = "x", .rank = 1, .shape = {2}, .expect_zero = both_zero}};

static const corpus_function minimiser_declared = {
    .name = "rosenbrock-at-minimiser-declared",
    POINT(1.0, 1.0),
    .stays = true,
    .value = rosenbrock,
    .gradient = rosenbrock_gradient,
    .groups = declared_zero,
    .group_count = 1,
    .mistakes = MISTAKES(&wrong_nonzero_1e3),
};

static const corpus_function minimiser_near = {
    .name = "rosenbrock-1e-6-from-minimiser",
    POINT(1.0000013731, 1.0000021947),
    .stays = true,
    .value = rosenbrock,
    .gradient = rosenbrock_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_twice, &wrong_entry_1e3),
};

/* Powell's singular function near its minimiser: fourth powers of 1e-3. */
static real powell(const real *x) {
    return r_square(x[0] + 10.0 * x[1]) + 5.0 * r_square(x[2] - x[3]) +
           r_square(r_square(x[1] - 2.0 * x[2])) + 10.0 * r_square(r_square(x[0] - x[3]));
}

static void powell_gradient(const double *x, double *g) {
    double a = x[0] + 10 * x[1], b = x[2] - x[3], c = x[1] - 2 * x[2], d = x[0] - x[3];
    g[0] = 2 * a + 40 * d * d * d;
    g[1] = 20 * a + 4 * c * c * c;
    g[2] = 10 * b - 8 * c * c * c;
    g[3] = -10 * b - 40 * d * d * d;
}

static const corpus_function minimiser_powell = {
    .name = "powell-singular-near-minimiser",
    POINT(1.337e-3, -1.219e-4, 2.71e-4, 2.912e-4),
    .value = powell,
    .gradient = powell_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_sign),
};

/* A fit at its optimum: means of data, gradient 0 but for rounding, value not 0. */
static real optimum(const real *x) {
    real sum = 0.0;
    for (uint64_t i = 0; i < 16; i++)
        sum += r_square(corpus_uniform(134, i) - x[0]) + 0.3 * r_square(x[1] - 0.25);
    return sum;
}

static void optimum_gradient(const double *x, double *g) {
    g[0] = 0;
    for (uint64_t i = 0; i < 16; i++)
        g[0] -= 2 * (corpus_uniform(134, i) - x[0]);
    g[1] = 9.6 * (x[1] - 0.25);
}

static void at_optimum(double *x) {
    x[0] = 0;
    for (uint64_t i = 0; i < 16; i++)
        x[0] += corpus_uniform(134, i) / 16;
    x[1] = 0.25;
}

static const corpus_function minimiser_fit = {
    .name = "mean-at-optimum",
    POINT(0.0, 0.25),
    .settle = at_optimum,
    .stays = true,
    .value = optimum,
    .gradient = optimum_gradient,
    .mistakes = MISTAKES(&wrong_nonzero_1e3),
};

const corpus_kind CORPUS_NAME(kind_saturated) = {
    .name = "saturated",
    .functions = (const corpus_function *const[]){&saturated_sigmoid, &saturated_rounded,
                                                  &saturated_log, &saturated_softmax,
                                                  &saturated_tanh, NULL},
};

const corpus_kind CORPUS_NAME(kind_dead) = {
    .name = "dead-relu",
    .functions = (const corpus_function *const[]){&dead_units, &dead_clamp, NULL},
};

const corpus_kind CORPUS_NAME(kind_minimiser) = {
    .name = "minimiser",
    .functions = (const corpus_function *const[]){&minimiser_exact, &minimiser_declared,
                                                  &minimiser_near, &minimiser_powell,
                                                  &minimiser_fit, NULL},
};
