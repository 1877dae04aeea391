/* Layers whose backward passes people get wrong: normalisation, attention, convolution. */
#include "mistakes.h"
#include <string.h>

/* Layer norm of 2 rows of 6 with scale and shift, against random cotangents. */
enum { ROWS = 2, COLUMNS = 6, GAIN = ROWS * COLUMNS, SHIFT = GAIN + COLUMNS };
enum { NORM = SHIFT + COLUMNS };

static real layer_norm(const real *x) {
    real sum = 0.0;
    for (size_t r = 0; r < ROWS; r++) {
        const real *row = x + r * COLUMNS;
        real mean = 0.0, variance = 0.0;
        for (size_t i = 0; i < COLUMNS; i++)
            mean += row[i] / (double)COLUMNS;
        for (size_t i = 0; i < COLUMNS; i++)
            variance += r_square(row[i] - mean) / (double)COLUMNS;
        for (size_t i = 0; i < COLUMNS; i++)
            sum += corpus_uniform(111, r * COLUMNS + i) *
                   ((row[i] - mean) / r_sqrt(variance + 1e-5) * x[GAIN + i] + x[SHIFT + i]);
    }
    return sum;
}

/* The terms that flow through mean and variance, each with its factor: 1 when right. */
static void layer_norm_backward(const double *x, double *g, double through_mean,
                                double through_variance) {
    memset(g, 0, NORM * sizeof *g);
    for (size_t r = 0; r < ROWS; r++) {
        const double *row = x + r * COLUMNS;
        double mean = 0, variance = 0, first = 0, second = 0;
        for (size_t i = 0; i < COLUMNS; i++)
            mean += row[i] / COLUMNS;
        for (size_t i = 0; i < COLUMNS; i++)
            variance += (row[i] - mean) * (row[i] - mean) / COLUMNS;
        double inverse = 1 / sqrt(variance + 1e-5);
        for (size_t i = 0; i < COLUMNS; i++) {
            double ybar = corpus_uniform(111, r * COLUMNS + i);
            double hat = (row[i] - mean) * inverse;
            g[GAIN + i] += ybar * hat;
            g[SHIFT + i] += ybar;
            first += ybar * x[GAIN + i] / COLUMNS;
            second += ybar * x[GAIN + i] * hat / COLUMNS;
        }
        for (size_t i = 0; i < COLUMNS; i++)
            g[r * COLUMNS + i] =
                inverse *
                (corpus_uniform(111, r * COLUMNS + i) * x[GAIN + i] - through_mean * first -
                 through_variance * second * (row[i] - mean) * inverse);
    }
}

static void layer_norm_gradient(const double *x, double *g) {
    layer_norm_backward(x, g, 1, 1);
}

static void layer_norm_no_mean(const double *x, double *g) {
    layer_norm_backward(x, g, 0, 1);
}

static void layer_norm_no_variance(const double *x, double *g) {
    layer_norm_backward(x, g, 1, 0);
}

static const gv_group norm_groups[] = {{.name = "x", .rank = 2, .shape = {ROWS, COLUMNS}},
                                       {.name = "gain", .rank = 1, .shape = {COLUMNS}},
                                       {.name = "shift", .rank = 1, .shape = {COLUMNS}}};

static const corpus_function layer_norm_two = {
    .name = "layer-norm",
    .n = NORM,
    .low = -1.2,
    .high = 1.6,
    .seed = 112,
    .value = layer_norm,
    .gradient = layer_norm_gradient,
    .groups = norm_groups,
    .group_count = 3,
    .claims =
        (const corpus_claim[]){
            {"mean-term-dropped", layer_norm_no_mean, CORPUS_WRONG, false},
            {"variance-term-dropped", layer_norm_no_variance, CORPUS_WRONG, false},
            {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e4, &right_float32),
};

/* One head of attention: 4 tokens of 3 numbers; Wq, Wk, Wv 3x3; causal. */
enum { TOKENS = 4, WIDTH = 3, Q = 0, K = 9, V = 18, ATTENTION = 27 };

static double token(uint64_t t, uint64_t i) {
    return 1.3 * corpus_uniform(113, t * WIDTH + i);
}

static double out_bar(uint64_t t, uint64_t i) {
    return corpus_uniform(114, t * WIDTH + i);
}

static real attention(const real *x) {
    real sum = 0.0;
    for (uint64_t t = 0; t < TOKENS; t++) {
        real weight[TOKENS], total = 0.0;
        for (uint64_t u = 0; u <= t; u++) {
            real score = 0.0;
            for (size_t i = 0; i < WIDTH; i++) {
                real q = 0.0, k = 0.0;
                for (uint64_t j = 0; j < WIDTH; j++) {
                    q += x[Q + i * WIDTH + j] * token(t, j);
                    k += x[K + i * WIDTH + j] * token(u, j);
                }
                score += q * k;
            }
            weight[u] = r_exp(score / sqrt((double)WIDTH));
            total += weight[u];
        }
        for (uint64_t u = 0; u <= t; u++)
            for (uint64_t i = 0; i < WIDTH; i++)
                for (uint64_t j = 0; j < WIDTH; j++)
                    sum +=
                        out_bar(t, i) * weight[u] / total * x[V + i * WIDTH + j] * token(u, j);
    }
    return sum;
}

static void project(const double *w, uint64_t t, double *y) {
    for (uint64_t i = 0; i < WIDTH; i++) {
        y[i] = 0;
        for (uint64_t j = 0; j < WIDTH; j++)
            y[i] += w[i * WIDTH + j] * token(t, j);
    }
}

/* `scale` is 1 / sqrt(width), and `centred` 1, when right. */
static void attention_backward(const double *x, double *g, double scale, double centred) {
    memset(g, 0, ATTENTION * sizeof *g);
    for (uint64_t t = 0; t < TOKENS; t++) {
        double q[WIDTH], k[TOKENS][WIDTH], v[TOKENS][WIDTH], p[TOKENS], pbar[TOKENS];
        double total = 0, mean = 0;
        project(x + Q, t, q);
        for (uint64_t u = 0; u <= t; u++) {
            double score = 0;
            project(x + K, u, k[u]);
            project(x + V, u, v[u]);
            for (size_t i = 0; i < WIDTH; i++)
                score += q[i] * k[u][i];
            p[u] = exp(score / sqrt((double)WIDTH));
            total += p[u];
        }
        for (uint64_t u = 0; u <= t; u++) {
            p[u] /= total;
            pbar[u] = 0;
            for (uint64_t i = 0; i < WIDTH; i++)
                pbar[u] += out_bar(t, i) * v[u][i];
            mean += p[u] * pbar[u];
        }
        for (uint64_t u = 0; u <= t; u++) {
            double sbar = p[u] * (pbar[u] - centred * mean) * scale;
            for (uint64_t i = 0; i < WIDTH; i++)
                for (uint64_t j = 0; j < WIDTH; j++) {
                    g[Q + i * WIDTH + j] += sbar * k[u][i] * token(t, j);
                    g[K + i * WIDTH + j] += sbar * q[i] * token(u, j);
                    g[V + i * WIDTH + j] += p[u] * out_bar(t, i) * token(u, j);
                }
        }
    }
}

static void attention_gradient(const double *x, double *g) {
    attention_backward(x, g, 1 / sqrt((double)WIDTH), 1);
}

static void attention_unscaled(const double *x, double *g) {
    attention_backward(x, g, 1, 1);
}

static void attention_uncentred(const double *x, double *g) {
    attention_backward(x, g, 1 / sqrt((double)WIDTH), 0);
}

static void attention_swapped(const double *x, double *g) {
    double right[ATTENTION];
    attention_gradient(x, right);
    memcpy(g, right, sizeof right);
    memcpy(g + Q, right + K, 9 * sizeof *g);
    memcpy(g + K, right + Q, 9 * sizeof *g);
}

static const gv_group attention_groups[] = {{.name = "Wq", .rank = 2, .shape = {WIDTH, WIDTH}},
                                            {.name = "Wk", .rank = 2, .shape = {WIDTH, WIDTH}},
                                            {.name = "Wv", .rank = 2, .shape = {WIDTH, WIDTH}}};

static const corpus_function attention_head = {
    .name = "attention",
    .n = ATTENTION,
    .low = -1.1,
    .high = 1.4,
    .seed = 115,
    .value = attention,
    .gradient = attention_gradient,
    .groups = attention_groups,
    .group_count = 3,
    .claims =
        (const corpus_claim[]){
            {"scale-forgotten", attention_unscaled, CORPUS_WRONG, false},
            {"softmax-not-centred", attention_uncentred, CORPUS_WRONG, false},
            {"query-and-key-exchanged", attention_swapped, CORPUS_WRONG, false},
            {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e4),
};

/* A convolution of 12 numbers with 2 kernels of 3, softplus, and a sum of squares. */
enum { LENGTH = 12, KERNELS = 2, TAPS = 3, CONVOLUTION = KERNELS * TAPS + LENGTH };

static real convolution(const real *x) {
    real sum = 0.0;
    for (size_t c = 0; c < KERNELS; c++)
        for (size_t t = 0; t + TAPS <= LENGTH; t++) {
            real z = 0.0;
            for (size_t i = 0; i < TAPS; i++)
                z += x[c * TAPS + i] * x[KERNELS * TAPS + t + i];
            sum += corpus_uniform(116, c * LENGTH + t) * r_log(1.0 + r_exp(z));
        }
    return sum;
}

/* `flip`: the kernel taken backwards for the input's gradient. */
static void convolution_backward(const double *x, double *g, bool flip) {
    memset(g, 0, CONVOLUTION * sizeof *g);
    for (size_t c = 0; c < KERNELS; c++)
        for (size_t t = 0; t + TAPS <= LENGTH; t++) {
            double z = 0;
            for (size_t i = 0; i < TAPS; i++)
                z += x[c * TAPS + i] * x[KERNELS * TAPS + t + i];
            double zbar = corpus_uniform(116, c * LENGTH + t) / (1 + exp(-z));
            for (size_t i = 0; i < TAPS; i++) {
                g[c * TAPS + i] += zbar * x[KERNELS * TAPS + t + i];
                g[KERNELS * TAPS + t + i] += zbar * x[c * TAPS + (flip ? TAPS - 1 - i : i)];
            }
        }
}

static void convolution_gradient(const double *x, double *g) {
    convolution_backward(x, g, false);
}

static void convolution_flipped(const double *x, double *g) {
    convolution_backward(x, g, true);
}

static const corpus_function convolution_two = {
    .name = "convolution",
    .n = CONVOLUTION,
    .low = -1.3,
    .high = 1.1,
    .seed = 117,
    .value = convolution,
    .gradient = convolution_gradient,
    .claims =
        (const corpus_claim[]){{"kernel-flipped", convolution_flipped, CORPUS_WRONG, false},
                               {.name = NULL}},
    .mistakes = MISTAKES(&wrong_last_1e3, &wrong_mean),
};

/* A bilinear form u' A v + log(1 + |A|^2), A 5x4. */
enum { BILINEAR = 20 };

static real bilinear(const real *x) {
    real sum = 0.0, norm = 1.0;
    for (uint64_t i = 0; i < 5; i++)
        for (uint64_t j = 0; j < 4; j++) {
            sum += corpus_uniform(118, i) * x[i * 4 + j] * corpus_uniform(119, j);
            norm += x[i * 4 + j] * x[i * 4 + j];
        }
    return r_tanh(sum) + r_log(norm);
}

static void bilinear_gradient(const double *x, double *g) {
    double sum = 0, norm = 1;
    for (uint64_t i = 0; i < 5; i++)
        for (uint64_t j = 0; j < 4; j++) {
            sum += corpus_uniform(118, i) * x[i * 4 + j] * corpus_uniform(119, j);
            norm += x[i * 4 + j] * x[i * 4 + j];
        }
    double slope = 1 - tanh(sum) * tanh(sum);
    for (uint64_t i = 0; i < 5; i++)
        for (uint64_t j = 0; j < 4; j++)
            g[i * 4 + j] = slope * corpus_uniform(118, i) * corpus_uniform(119, j) +
                           2 * x[i * 4 + j] / norm;
}

static void bilinear_transposed(const double *x, double *g) {
    double right[BILINEAR];
    bilinear_gradient(x, right);
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 4; j++)
            g[j * 5 + i] = right[i * 4 + j];
}

static const corpus_function bilinear_form = {
    .name = "bilinear",
    .n = BILINEAR,
    .low = -1.2,
    .high = 0.9,
    .seed = 120,
    .value = bilinear,
    .gradient = bilinear_gradient,
    .claims = (const corpus_claim[]){{"transposed", bilinear_transposed, CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e5),
};

const corpus_kind CORPUS_NAME(kind_layers) = {
    .name = "layers",
    .ordinary = true,
    .functions = (const corpus_function *const[]){&layer_norm_two, &attention_head,
                                                  &convolution_two, &bilinear_form, NULL},
};
