/* A fit with an L2 term, tied weights beside it, and what becomes of the term's gradient. */
#include "mistakes.h"
#include <string.h>

/* y = w' tanh(E a) + w' tanh(E c) + b: E (3x4) is used twice, the penalty counts it once;
 * loss = mean squares + lambda (|E|^2 + |w|^2), biases free. */
enum { ROWS = 3, COLUMNS = 4, W = ROWS * COLUMNS, B = W + ROWS, COUNT = B + 1, SAMPLES = 5 };
static const double lambda = 0.013;

static double datum(uint64_t which, uint64_t s, uint64_t i) {
    return corpus_uniform(151 + which, s * COLUMNS + i);
}

static real fit(const real *x) {
    real loss = 0.0;
    for (uint64_t s = 0; s < SAMPLES; s++) {
        real y = x[B];
        for (size_t i = 0; i < ROWS; i++)
            for (uint64_t use = 0; use < 2; use++) {
                real z = 0.0;
                for (size_t j = 0; j < COLUMNS; j++)
                    z += x[i * COLUMNS + j] * datum(use, s, j);
                y += x[W + i] * r_tanh(z);
            }
        loss += r_square(y - datum(2, s, 0)) / SAMPLES;
    }
    for (size_t i = 0; i < B; i++)
        loss += lambda * x[i] * x[i];
    return loss;
}

static void backward(const double *x, double *g, double l2_e, double l2_w, double l2_b) {
    memset(g, 0, COUNT * sizeof *g);
    for (uint64_t s = 0; s < SAMPLES; s++) {
        double a[2][ROWS], y = x[B];
        for (size_t i = 0; i < ROWS; i++)
            for (uint64_t use = 0; use < 2; use++) {
                double z = 0;
                for (size_t j = 0; j < COLUMNS; j++)
                    z += x[i * COLUMNS + j] * datum(use, s, j);
                a[use][i] = tanh(z);
                y += x[W + i] * a[use][i];
            }
        double ybar = 2 * (y - datum(2, s, 0)) / SAMPLES;
        g[B] += ybar;
        for (size_t i = 0; i < ROWS; i++)
            for (uint64_t use = 0; use < 2; use++) {
                g[W + i] += ybar * a[use][i];
                for (size_t j = 0; j < COLUMNS; j++)
                    g[i * COLUMNS + j] +=
                        ybar * x[W + i] * (1 - a[use][i] * a[use][i]) * datum(use, s, j);
            }
    }
    for (size_t i = 0; i < COUNT; i++)
        g[i] += 2 * lambda * x[i] * (i < W ? l2_e : i < B ? l2_w : l2_b);
}

static void gradient(const double *x, double *g) {
    backward(x, g, 1, 1, 0);
}

static void missing(const double *x, double *g) {
    backward(x, g, 0, 0, 0);
}

static void missing_for_one(const double *x, double *g) {
    backward(x, g, 1, 0, 0);
}

static void doubled(const double *x, double *g) {
    backward(x, g, 2, 2, 0);
}

static void once_per_use(const double *x, double *g) {
    backward(x, g, 2, 1, 0);
}

static void on_biases(const double *x, double *g) {
    backward(x, g, 1, 1, 1);
}

static void without_factor_two(const double *x, double *g) {
    backward(x, g, 0.5, 0.5, 0);
}

/* lambda |x| in place of 2 lambda x. */
static void of_l1(const double *x, double *g) {
    backward(x, g, 0, 0, 0);
    for (size_t i = 0; i < B; i++)
        g[i] += lambda * (x[i] > 0 ? 1 : -1);
}

static const gv_group groups[] = {{.name = "E", .rank = 2, .shape = {ROWS, COLUMNS}},
                                  {.name = "w", .rank = 1, .shape = {ROWS}},
                                  {.name = "b", .rank = 0}};

static const corpus_claim claims[] = {
    {"l2-missing", missing, CORPUS_WRONG, false},
    {"l2-missing-for-w", missing_for_one, CORPUS_WRONG, false},
    {"l2-doubled", doubled, CORPUS_WRONG, false},
    {"l2-once-per-use", once_per_use, CORPUS_WRONG, false},
    {"l2-on-bias", on_biases, CORPUS_WRONG, false},
    {"l2-without-factor-2", without_factor_two, CORPUS_WRONG, false},
    {"l1-for-l2", of_l1, CORPUS_WRONG, false},
    {.name = NULL}};

static const corpus_function penalised = {
    .name = "tied-fit-with-l2",
    .n = COUNT,
    .low = -1.3,
    .high = 1.1,
    .seed = 154,
    .value = fit,
    .gradient = gradient,
    .groups = groups,
    .group_count = 3,
    .claims = claims,
    .mistakes = MISTAKES(&wrong_entry_1e5, &wrong_pair),
};

/* A weak penalty: missing, it changes entries by 1e-5 of the slope. */
static real weak(const real *x) {
    real sum = 0.0;
    for (size_t i = 0; i < 5; i++)
        sum += r_log(1.0 + r_exp(x[i] + 0.2 * (double)i)) + 1e-5 * x[i] * x[i];
    return sum;
}

static void weak_gradient(const double *x, double *g) {
    for (size_t i = 0; i < 5; i++)
        g[i] = 1 / (1 + exp(-x[i] - 0.2 * (double)i)) + 2e-5 * x[i];
}

static void weak_missing(const double *x, double *g) {
    for (size_t i = 0; i < 5; i++)
        g[i] = 1 / (1 + exp(-x[i] - 0.2 * (double)i));
}

static const corpus_function weakly = {
    .name = "weak-l2",
    POINT(0.7731, -1.3947, 2.2101, 0.417, -0.861),
    .value = weak,
    .gradient = weak_gradient,
    .claims = (const corpus_claim[]){{"l2-missing", weak_missing, CORPUS_WRONG, false},
                                     {.name = NULL}},
};

const corpus_kind CORPUS_NAME(kind_regularised) = {
    .name = "regularised",
    .ordinary = true,
    .functions = (const corpus_function *const[]){&penalised, &weakly, NULL},
};
