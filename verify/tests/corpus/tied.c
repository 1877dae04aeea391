/* Parameters read in several places: tied weights, recurrent nets, L2 terms. */
#include "mistakes.h"
#include <string.h>

/* An autoencoder whose decoder is the encoder transposed: x -> W' tanh(W x + b), W 3x5. */
enum { CODE = 3, DATA = 5, TIED = CODE * DATA + CODE, SAMPLES = 4 };

static double datum(uint64_t s, uint64_t i) {
    return 1.2 * corpus_uniform(141, s * DATA + i);
}

static real autoencoder(const real *x) {
    real loss = 0.0;
    for (uint64_t s = 0; s < SAMPLES; s++) {
        real code[CODE];
        for (size_t i = 0; i < CODE; i++) {
            code[i] = x[CODE * DATA + i];
            for (size_t j = 0; j < DATA; j++)
                code[i] += x[i * DATA + j] * datum(s, j);
            code[i] = r_tanh(code[i]);
        }
        for (size_t j = 0; j < DATA; j++) {
            real y = 0.0;
            for (size_t i = 0; i < CODE; i++)
                y += x[i * DATA + j] * code[i];
            loss += r_square(y - datum(s, j)) / SAMPLES;
        }
    }
    return loss;
}

/* The shares of the two uses of W, 1 each when right. */
static void autoencoder_backward(const double *x, double *g, double encoder, double decoder) {
    memset(g, 0, TIED * sizeof *g);
    for (uint64_t s = 0; s < SAMPLES; s++) {
        double code[CODE], ybar[DATA];
        for (size_t i = 0; i < CODE; i++) {
            code[i] = x[CODE * DATA + i];
            for (size_t j = 0; j < DATA; j++)
                code[i] += x[i * DATA + j] * datum(s, j);
            code[i] = tanh(code[i]);
        }
        for (size_t j = 0; j < DATA; j++) {
            double y = 0;
            for (size_t i = 0; i < CODE; i++)
                y += x[i * DATA + j] * code[i];
            ybar[j] = 2 * (y - datum(s, j)) / SAMPLES;
        }
        for (size_t i = 0; i < CODE; i++) {
            double zbar = 0;
            for (size_t j = 0; j < DATA; j++)
                zbar += ybar[j] * x[i * DATA + j] * (1 - code[i] * code[i]);
            g[CODE * DATA + i] += zbar;
            for (size_t j = 0; j < DATA; j++)
                g[i * DATA + j] += encoder * zbar * datum(s, j) + decoder * ybar[j] * code[i];
        }
    }
}

static void autoencoder_gradient(const double *x, double *g) {
    autoencoder_backward(x, g, 1, 1);
}

static void autoencoder_lost(const double *x, double *g) {
    autoencoder_backward(x, g, 1, 0);
}

static void autoencoder_doubled(const double *x, double *g) {
    autoencoder_backward(x, g, 2, 1);
}

static void autoencoder_overwritten(const double *x, double *g) {
    autoencoder_backward(x, g, 0, 1);
}

static void autoencoder_averaged(const double *x, double *g) {
    autoencoder_backward(x, g, 0.5, 0.5);
}

static const gv_group tied_groups[] = {{.name = "W", .rank = 2, .shape = {CODE, DATA}},
                                       {.name = "b", .rank = 1, .shape = {CODE}}};

static const corpus_function tied_autoencoder = {
    .name = "autoencoder",
    .n = TIED,
    .low = -1.0,
    .high = 1.2,
    .seed = 142,
    .value = autoencoder,
    .gradient = autoencoder_gradient,
    .groups = tied_groups,
    .group_count = 2,
    .claims =
        (const corpus_claim[]){
            {"decoder-use-lost", autoencoder_lost, CORPUS_WRONG, false},
            {"encoder-use-doubled", autoencoder_doubled, CORPUS_WRONG, false},
            {"overwritten-by-decoder", autoencoder_overwritten, CORPUS_WRONG, false},
            {"uses-averaged", autoencoder_averaged, CORPUS_WRONG, false},
            {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e4),
};

/* A tied pair of scalars: w used in both layers of a two-step map, Ipopt #487's shape. */
static real shared(const real *x) {
    return r_tanh(x[0] * x[1] + 0.3) * x[0] + r_exp(-x[0] * x[0]) * x[1];
}

static void shared_gradient(const double *x, double *g) {
    double t = tanh(x[0] * x[1] + 0.3), e = exp(-x[0] * x[0]);
    g[0] = t + (1 - t * t) * x[1] * x[0] - 2 * x[0] * e * x[1];
    g[1] = (1 - t * t) * x[0] * x[0] + e;
}

static void shared_lost(const double *x, double *g) {
    shared_gradient(x, g);
    g[0] -= tanh(x[0] * x[1] + 0.3);
}

static const corpus_function tied_scalar = {
    .name = "shared-scalar",
    POINT(0.7731, -1.3947),
    .value = shared,
    .gradient = shared_gradient,
    .claims = (const corpus_claim[]){{"a-use-lost", shared_lost, CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_twice),
};

/* A recurrent net: h <- tanh(W h + U x_t + b), 12 steps; W 3x3, U 3, b 3, readout 3. */
enum { STATE = 3, RU = 9, RB = 12, RV = 15, RECURRENT = 18, STEPS = 12 };

static double signal(uint64_t t) {
    return corpus_uniform(143, t);
}

static real recurrent(const real *x) {
    real h[STATE] = {0}, loss = 0.0;
    for (uint64_t t = 0; t < STEPS; t++) {
        real next[STATE], y = 0.0;
        for (size_t i = 0; i < STATE; i++) {
            next[i] = x[RU + i] * signal(t) + x[RB + i];
            for (size_t j = 0; j < STATE; j++)
                next[i] += x[i * STATE + j] * h[j];
        }
        for (size_t i = 0; i < STATE; i++) {
            h[i] = r_tanh(next[i]);
            y += x[RV + i] * h[i];
        }
        loss += r_square(y - signal(t + 1)) / STEPS;
    }
    return loss;
}

/* Back through time, `reach` steps of it: all of them when right. */
static void recurrent_backward(const double *x, double *g, size_t reach) {
    double h[STEPS + 1][STATE] = {{0}}, ybar[STEPS];
    memset(g, 0, RECURRENT * sizeof *g);
    for (uint64_t t = 0; t < STEPS; t++) {
        double y = 0;
        for (size_t i = 0; i < STATE; i++) {
            double z = x[RU + i] * signal(t) + x[RB + i];
            for (size_t j = 0; j < STATE; j++)
                z += x[i * STATE + j] * h[t][j];
            h[t + 1][i] = tanh(z);
            y += x[RV + i] * h[t + 1][i];
        }
        ybar[t] = 2 * (y - signal(t + 1)) / STEPS;
    }
    for (size_t last = 0; last < STEPS; last++) {
        double hbar[STATE];
        for (size_t i = 0; i < STATE; i++) {
            hbar[i] = ybar[last] * x[RV + i];
            g[RV + i] += ybar[last] * h[last + 1][i];
        }
        for (size_t t = last + 1; t-- > 0 && last - t < reach;) {
            double before[STATE] = {0};
            for (size_t i = 0; i < STATE; i++) {
                double zbar = hbar[i] * (1 - h[t + 1][i] * h[t + 1][i]);
                g[RU + i] += zbar * signal(t);
                g[RB + i] += zbar;
                for (size_t j = 0; j < STATE; j++) {
                    g[i * STATE + j] += zbar * h[t][j];
                    before[j] += zbar * x[i * STATE + j];
                }
            }
            memcpy(hbar, before, sizeof hbar);
        }
    }
}

static void recurrent_gradient(const double *x, double *g) {
    recurrent_backward(x, g, STEPS);
}

static void recurrent_truncated(const double *x, double *g) {
    recurrent_backward(x, g, 3);
}

static void recurrent_one_step(const double *x, double *g) {
    recurrent_backward(x, g, 1);
}

static const gv_group recurrent_groups[] = {{.name = "W", .rank = 2, .shape = {STATE, STATE}},
                                            {.name = "U", .rank = 1, .shape = {STATE}},
                                            {.name = "b", .rank = 1, .shape = {STATE}},
                                            {.name = "v", .rank = 1, .shape = {STATE}}};

static const corpus_function recurrent_net = {
    .name = "recurrent-net",
    .n = RECURRENT,
    .low = -0.9,
    .high = 1.0,
    .seed = 144,
    .value = recurrent,
    .gradient = recurrent_gradient,
    .groups = recurrent_groups,
    .group_count = 4,
    .claims =
        (const corpus_claim[]){
            {"truncated-after-3-steps", recurrent_truncated, CORPUS_WRONG, false},
            {"last-step-only", recurrent_one_step, CORPUS_WRONG, false},
            {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_mean),
};

/* The logistic map, 9 times: one parameter, used at every step, near chaos. */
static real map(const real *x) {
    real y = x[1];
    for (int i = 0; i < 9; i++)
        y = x[0] * y * (1.0 - y);
    return y;
}

static void map_gradient(const double *x, double *g) {
    double y = x[1], by_r = 0, by_y = 1;
    for (int i = 0; i < 9; i++) {
        by_r = y * (1 - y) + x[0] * (1 - 2 * y) * by_r;
        by_y *= x[0] * (1 - 2 * y);
        y = x[0] * y * (1 - y);
    }
    g[0] = by_r;
    g[1] = by_y;
}

static const corpus_function recurrent_map = {
    .name = "logistic-map",
    POINT(3.4713, 0.3137),
    .value = map,
    .gradient = map_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_half),
};

const corpus_kind CORPUS_NAME(kind_tied) = {
    .name = "tied",
    .ordinary = true,
    .functions = (const corpus_function *const[]){&tied_autoencoder, &tied_scalar, NULL},
};

const corpus_kind CORPUS_NAME(kind_recurrent) = {
    .name = "recurrent",
    .functions = (const corpus_function *const[]){&recurrent_net, &recurrent_map, NULL},
};
