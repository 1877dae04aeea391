/* Small networks written by hand, as ordinary functions of their weights. */
#include "mistakes.h"
#include <string.h>

/* Two layers of tanh and a linear one on 6 samples of 4 numbers, mean squared error.
 * Weights: W1 5x4, b1 5, W2 3x5, b2 3, w3 3, b3. */
enum { IN = 4, H1 = 5, H2 = 3, SAMPLES = 6 };
enum { W1 = 0, B1 = W1 + H1 * IN, W2 = B1 + H1, B2 = W2 + H2 * H1, W3 = B2 + H2 };
enum { B3 = W3 + H2, MLP = B3 + 1 };

static double input(uint64_t s, uint64_t i) {
    return 1.5 * corpus_uniform(101, s * 16 + i);
}

static double target(uint64_t s) {
    return corpus_uniform(102, s);
}

static real mlp(const real *x) {
    real loss = 0.0;
    for (uint64_t s = 0; s < SAMPLES; s++) {
        real a[H1], y = x[B3];
        for (size_t i = 0; i < H1; i++) {
            real z = x[B1 + i];
            for (size_t j = 0; j < IN; j++)
                z += x[W1 + i * IN + j] * input(s, j);
            a[i] = r_tanh(z);
        }
        for (size_t i = 0; i < H2; i++) {
            real z = x[B2 + i];
            for (size_t j = 0; j < H1; j++)
                z += x[W2 + i * H1 + j] * a[j];
            y += x[W3 + i] * r_tanh(z);
        }
        loss += r_square(y - target(s)) / SAMPLES;
    }
    return loss;
}

/* `slope` is the derivative of tanh from its value: 1 - a^2, and what people make of it. */
static void mlp_backward(const double *x, double *g, double (*slope)(double)) {
    memset(g, 0, MLP * sizeof *g);
    for (uint64_t s = 0; s < SAMPLES; s++) {
        double a[H1], b[H2], y = x[B3];
        for (size_t i = 0; i < H1; i++) {
            a[i] = x[B1 + i];
            for (size_t j = 0; j < IN; j++)
                a[i] += x[W1 + i * IN + j] * input(s, j);
            a[i] = tanh(a[i]);
        }
        for (size_t i = 0; i < H2; i++) {
            b[i] = x[B2 + i];
            for (size_t j = 0; j < H1; j++)
                b[i] += x[W2 + i * H1 + j] * a[j];
            b[i] = tanh(b[i]);
            y += x[W3 + i] * b[i];
        }
        double ybar = 2 * (y - target(s)) / SAMPLES, abar[H1] = {0};
        g[B3] += ybar;
        for (size_t i = 0; i < H2; i++) {
            double zbar = ybar * x[W3 + i] * slope(b[i]);
            g[W3 + i] += ybar * b[i];
            g[B2 + i] += zbar;
            for (size_t j = 0; j < H1; j++) {
                g[W2 + i * H1 + j] += zbar * a[j];
                abar[j] += zbar * x[W2 + i * H1 + j];
            }
        }
        for (size_t i = 0; i < H1; i++) {
            double zbar = abar[i] * slope(a[i]);
            g[B1 + i] += zbar;
            for (size_t j = 0; j < IN; j++)
                g[W1 + i * IN + j] += zbar * input(s, j);
        }
    }
}

static double tanh_slope(double a) {
    return 1 - a * a;
}

static double sigmoid_slope(double a) {
    return a * (1 - a);
}

static double clipped_slope(double a) {
    return fabs(a) > 0.9 ? 0 : 1 - a * a;
}

static void mlp_gradient(const double *x, double *g) {
    mlp_backward(x, g, tanh_slope);
}

static void mlp_wrong_activation(const double *x, double *g) {
    mlp_backward(x, g, sigmoid_slope);
}

static void mlp_clipped(const double *x, double *g) {
    mlp_backward(x, g, clipped_slope);
}

/* The weights of the second layer, written as if they stood by columns. */
static void mlp_transposed(const double *x, double *g) {
    double right[MLP];
    mlp_gradient(x, right);
    memcpy(g, right, sizeof right);
    for (size_t i = 0; i < H2; i++)
        for (size_t j = 0; j < H1; j++)
            g[W2 + j * H2 + i] = right[W2 + i * H1 + j];
}

static void mlp_bias_forgotten(const double *x, double *g) {
    mlp_gradient(x, g);
    for (size_t i = 0; i < H1; i++)
        g[B1 + i] = 0;
}

static void mlp_last_sample_only(const double *x, double *g) {
    mlp_gradient(x, g);
    double y = x[B3];
    for (size_t i = 0; i < H2; i++) {
        double z = x[B2 + i];
        for (size_t j = 0; j < H1; j++) {
            double a = x[B1 + j];
            for (size_t k = 0; k < IN; k++)
                a += x[W1 + j * IN + k] * input(SAMPLES - 1, k);
            z += x[W2 + i * H1 + j] * tanh(a);
        }
        y += x[W3 + i] * tanh(z);
    }
    g[B3] = 2 * (y - target(SAMPLES - 1)) / SAMPLES;
}

static const corpus_claim mlp_claims[] = {
    {"derivative-of-sigmoid-for-tanh", mlp_wrong_activation, CORPUS_WRONG, false},
    {"transposed", mlp_transposed, CORPUS_WRONG, false},
    {"bias-forgotten", mlp_bias_forgotten, CORPUS_WRONG, false},
    {"bias-overwritten-by-last-sample", mlp_last_sample_only, CORPUS_WRONG, false},
    {.name = NULL}};

static const gv_group mlp_groups[] = {
    {.name = "W1", .rank = 2, .shape = {H1, IN}}, {.name = "b1", .rank = 1, .shape = {H1}},
    {.name = "W2", .rank = 2, .shape = {H2, H1}}, {.name = "b2", .rank = 1, .shape = {H2}},
    {.name = "w3", .rank = 1, .shape = {H2}},     {.name = "b3", .rank = 0}};

static const corpus_function mlp_tanh = {
    .name = "tanh-net",
    .n = MLP,
    .low = -0.9,
    .high = 1.1,
    .seed = 101,
    .value = mlp,
    .gradient = mlp_gradient,
    .groups = mlp_groups,
    .group_count = 6,
    .claims = mlp_claims,
    .mistakes = MISTAKES(&wrong_elsewhere, &wrong_entry_1e4, &wrong_entry_1e5, &wrong_pair,
                         &right_float32),
};

static const corpus_function mlp_saturated = {
    .name = "tanh-net-saturating",
    .n = MLP,
    .low = -4.9,
    .high = 5.1,
    .seed = 103,
    .value = mlp,
    .gradient = mlp_gradient,
    .groups = mlp_groups,
    .group_count = 6,
    .claims =
        (const corpus_claim[]){
            {"wrong-in-the-saturated-part", mlp_clipped, CORPUS_WRONG, false}, {.name = NULL}},
};

/* Softmax cross-entropy of 5 classes, a linear layer W 5x4 and b 5, with the max trick. */
enum { CLASSES = 5, SOFTMAX = CLASSES * IN + CLASSES };

static real cross_entropy(const real *x) {
    real loss = 0.0;
    for (uint64_t s = 0; s < SAMPLES; s++) {
        real z[CLASSES], top, sum = 0.0;
        for (size_t i = 0; i < CLASSES; i++) {
            z[i] = x[CLASSES * IN + i];
            for (size_t j = 0; j < IN; j++)
                z[i] += x[i * IN + j] * input(s, j);
        }
        top = z[0];
        for (size_t i = 1; i < CLASSES; i++)
            top = r_max(top, z[i]);
        for (size_t i = 0; i < CLASSES; i++)
            sum += r_exp(z[i] - top);
        loss += (top + r_log(sum) - z[s % CLASSES]) / SAMPLES;
    }
    return loss;
}

/* `hot` is what is taken from the probability of the label: 1. */
static void cross_entropy_backward(const double *x, double *g, double hot) {
    memset(g, 0, SOFTMAX * sizeof *g);
    for (uint64_t s = 0; s < SAMPLES; s++) {
        double z[CLASSES], top = -INFINITY, sum = 0;
        for (size_t i = 0; i < CLASSES; i++) {
            z[i] = x[CLASSES * IN + i];
            for (size_t j = 0; j < IN; j++)
                z[i] += x[i * IN + j] * input(s, j);
            top = fmax(top, z[i]);
        }
        for (size_t i = 0; i < CLASSES; i++)
            sum += exp(z[i] - top);
        /* The label's own entry by the others: p - 1 would cancel where p is near 1. */
        double rest = 0;
        for (size_t i = 0; i < CLASSES; i++)
            rest += i == s % CLASSES ? 0 : exp(z[i] - top) / sum;
        for (size_t i = 0; i < CLASSES; i++) {
            double p = exp(z[i] - top) / sum;
            double zbar = (i == s % CLASSES ? -rest + 1 - hot : p) / SAMPLES;
            g[CLASSES * IN + i] += zbar;
            for (size_t j = 0; j < IN; j++)
                g[i * IN + j] += zbar * input(s, j);
        }
    }
}

static void cross_entropy_gradient(const double *x, double *g) {
    cross_entropy_backward(x, g, 1);
}

static void cross_entropy_smoothed(const double *x, double *g) {
    cross_entropy_backward(x, g, 0.9);
}

static const gv_group softmax_groups[] = {{.name = "W", .rank = 2, .shape = {CLASSES, IN}},
                                          {.name = "b", .rank = 1, .shape = {CLASSES}}};

static const corpus_function softmax_net = {
    .name = "softmax-cross-entropy",
    .n = SOFTMAX,
    .low = -1.3,
    .high = 1.2,
    .seed = 104,
    .value = cross_entropy,
    .gradient = cross_entropy_gradient,
    .groups = softmax_groups,
    .group_count = 2,
    .claims = (const corpus_claim[]){{"label-smoothing-in-gradient-only",
                                      cross_entropy_smoothed, CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_mean, &wrong_entry_1e4, &wrong_swapped),
};

/* Logistic regression of 200 weights: rows of sparse data. */
enum { WIDE = 200, ROWS = 120 };

static double feature(uint64_t row, uint64_t column) {
    double u = corpus_uniform(105, row * WIDE + column);
    return u > 0.7 ? 4 * (u - 0.7) + 0.1 : 0;
}

static real logistic(const real *x) {
    real loss = 0.0;
    for (uint64_t s = 0; s < ROWS; s++) {
        real z = 0.0;
        for (uint64_t j = 0; j < WIDE; j++)
            if (feature(s, j) != 0)
                z += feature(s, j) * x[j];
        loss += r_log(1.0 + r_exp(target(s) > 0 ? -z : z)) / ROWS;
    }
    return loss;
}

static void logistic_gradient(const double *x, double *g) {
    memset(g, 0, WIDE * sizeof *g);
    for (uint64_t s = 0; s < ROWS; s++) {
        double z = 0, sign = target(s) > 0 ? -1 : 1;
        for (uint64_t j = 0; j < WIDE; j++)
            z += feature(s, j) * x[j];
        for (uint64_t j = 0; j < WIDE; j++)
            g[j] += sign * feature(s, j) / (1 + exp(-sign * z)) / ROWS;
    }
}

static const corpus_function logistic_wide = {
    .name = "logistic-200",
    .n = WIDE,
    .low = -1.1,
    .high = 1.0,
    .seed = 106,
    .value = logistic,
    .gradient = logistic_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_entry_1e5, &wrong_mean),
};

const corpus_kind CORPUS_NAME(kind_nets) = {
    .name = "nets",
    .ordinary = true,
    .functions = (const corpus_function *const[]){&mlp_tanh, &softmax_net, &logistic_wide,
                                                  NULL},
};

const corpus_kind CORPUS_NAME(kind_nets_saturating) = {
    .name = "saturating",
    .functions = (const corpus_function *const[]){&mlp_saturated, NULL},
};
