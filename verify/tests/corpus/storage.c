/* Parameters stored in fewer digits than double, and claims computed in fewer. */
#include "mistakes.h"
#include <string.h>

/* The value is in double, the parameters are float32 numbers: a step of 1e-6 is another one
 * once it is stored. */
static real smooth(const real *x) {
    real sum = 0.0;
    for (uint64_t i = 0; i < 6; i++)
        sum += r_sin(x[i] + 0.3) * x[(i + 1) % 6] + corpus_uniform(191, i) * r_exp(x[i] / 2.0);
    return sum;
}

static void smooth_gradient(const double *x, double *g) {
    memset(g, 0, 6 * sizeof *g);
    for (uint64_t i = 0; i < 6; i++) {
        g[i] += cos(x[i] + 0.3) * x[(i + 1) % 6] + corpus_uniform(191, i) * exp(x[i] / 2) / 2;
        g[(i + 1) % 6] += sin(x[i] + 0.3);
    }
}

static void smooth_gradient32(const double *x, double *g) {
    float sum[6] = {0};
    for (uint64_t i = 0; i < 6; i++) {
        float v = (float)x[i], next = (float)x[(i + 1) % 6];
        sum[i] += cosf(v + 0.3f) * next + (float)corpus_uniform(191, i) * expf(v / 2) / 2;
        sum[(i + 1) % 6] += sinf(v + 0.3f);
    }
    for (size_t i = 0; i < 6; i++)
        g[i] = (double)sum[i];
}

static const gv_group stored32[] = {
    {.name = "w", .rank = 1, .shape = {6}, .storage = GV_FLOAT32}};

static const corpus_function stored_float32 = {
    .name = "stored-in-float32",
    .n = 6,
    .low = -1.4,
    .high = 1.9,
    .seed = 192,
    .value = smooth,
    .gradient = smooth_gradient,
    .groups = stored32,
    .group_count = 1,
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_sign, &wrong_pair),
};

static const corpus_function claimed_float32 = {
    .name = "claim-in-float32",
    .n = 6,
    .low = -1.4,
    .high = 1.9,
    .seed = 193,
    .value = smooth,
    .gradient = smooth_gradient32,
    .groups = stored32,
    .group_count = 1,
    .claim = GV_FLOAT32,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_sign, &wrong_mean),
};

/* A key bias before a softmax: its gradient is exactly 0, in float32 it comes out as 1e-9. */
static real shifted_softmax(const real *x) {
    real sum = 0.0, first = 0.0;
    for (uint64_t i = 0; i < 5; i++) {
        real e = r_exp(x[0] * corpus_uniform(194, i) + x[1]);
        sum += e;
        first += corpus_uniform(195, i) * e;
    }
    return first / sum;
}

static void shifted_softmax_gradient32(const double *x, double *g) {
    float p[5], sum = 0, mean = 0, by0 = 0, by1 = 0;
    for (uint64_t i = 0; i < 5; i++) {
        p[i] = expf((float)x[0] * (float)corpus_uniform(194, i) + (float)x[1]);
        sum += p[i];
    }
    for (uint64_t i = 0; i < 5; i++) {
        p[i] /= sum;
        mean += p[i] * (float)corpus_uniform(195, i);
    }
    for (uint64_t i = 0; i < 5; i++) {
        float sbar = p[i] * ((float)corpus_uniform(195, i) - mean);
        by0 += sbar * (float)corpus_uniform(194, i);
        by1 += sbar;
    }
    g[0] = (double)by0;
    g[1] = (double)by1;
}

static const gv_group softmax_groups[] = {{.name = "w", .rank = 0, .storage = GV_FLOAT32},
                                          {.name = "bias", .rank = 0, .storage = GV_FLOAT32}};

static const corpus_function key_bias = {
    .name = "key-bias",
    POINT(0.77313, -1.39472),
    .value = shifted_softmax,
    .gradient = shifted_softmax_gradient32,
    .groups = softmax_groups,
    .group_count = 2,
    .claim = GV_FLOAT32,
    .negligible = 3e-8,
    .mistakes = MISTAKES(&wrong_first_1e2),
};

/* Half precision storage: the smallest step is 1e-3 of the entry. */
static const gv_group stored16[] = {
    {.name = "w", .rank = 1, .shape = {4}, .storage = GV_FLOAT16}};
static const gv_group brain[] = {
    {.name = "w", .rank = 1, .shape = {4}, .storage = GV_BFLOAT16}};

static real gentle(const real *x) {
    return r_sin(x[0]) * x[1] + r_exp(x[2] / 3.0) * x[3] + x[0] * x[2];
}

static void gentle_gradient(const double *x, double *g) {
    double e = exp(x[2] / 3);
    g[0] = cos(x[0]) * x[1] + x[2];
    g[1] = sin(x[0]);
    g[2] = e * x[3] / 3 + x[0];
    g[3] = e;
}

static const corpus_function stored_float16 = {
    .name = "stored-in-float16",
    POINT(0.7734375, -1.39453125, 0.409423828125, 1.728515625),
    .stays = true,
    .value = gentle,
    .gradient = gentle_gradient,
    .groups = stored16,
    .group_count = 1,
    .mistakes = MISTAKES(&wrong_sign, &wrong_first_1e2),
};

static const corpus_function stored_bfloat16 = {
    .name = "stored-in-bfloat16",
    POINT(0.7734375, -1.3984375, 0.41015625, 1.7265625),
    .stays = true,
    .value = gentle,
    .gradient = gentle_gradient,
    .groups = brain,
    .group_count = 1,
    .mistakes = MISTAKES(&wrong_twice, &wrong_swapped),
};

/* Values rounded to a grid: a table of so many digits, a counter of ticks, money. */
static real coarse(const real *x) {
    real sum = 0.0;
    for (uint64_t i = 0; i < 4; i++)
        sum += r_sin(x[i] + corpus_uniform(196, i)) + 0.4 * x[i] * x[(i + 1) % 4];
    return sum;
}

static real coarse_10(const real *x) {
    return CORPUS_GRID(coarse(x), 1e-10);
}

static real coarse_6(const real *x) {
    return CORPUS_GRID(coarse(x), 1e-6);
}

static real coarse_4(const real *x) {
    return CORPUS_GRID(coarse(x), 1e-4);
}

static void coarse_gradient(const double *x, double *g) {
    for (uint64_t i = 0; i < 4; i++)
        g[i] = cos(x[i] + corpus_uniform(196, i)) + 0.4 * x[(i + 1) % 4] + 0.4 * x[(i + 3) % 4];
}

static const corpus_function grid_10 = {
    .name = "grid-1e-10",
    POINT(0.7731, -1.3947, 0.2181, 1.4123),
    .value = coarse_10,
    .gradient = coarse_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_entry_1e3, &wrong_swapped),
};

static const corpus_function grid_6 = {
    .name = "grid-1e-6",
    POINT(0.7731, -1.3947, 0.2181, 1.4123),
    .value = coarse_6,
    .gradient = coarse_gradient,
    .mistakes = MISTAKES(&wrong_twice, &wrong_entry_sign, &wrong_dropped_entry),
};

static const corpus_function grid_4 = {
    .name = "grid-1e-4",
    POINT(0.7731, -1.3947, 0.2181, 1.4123),
    .value = coarse_4,
    .gradient = coarse_gradient,
    .open = true,
    .mistakes = MISTAKES(&wrong_sign, &wrong_reversed, &wrong_dropped_entry),
};

/* Printed and read back with 9 significant digits, as by a program in a pipe. */
static real printed(const real *x) {
    return CORPUS_GRID(1234.5 + coarse(x), 1e-5) * 1e-3;
}

static void printed_gradient(const double *x, double *g) {
    coarse_gradient(x, g);
    for (size_t i = 0; i < 4; i++)
        g[i] *= 1e-3;
}

static const corpus_function grid_printed = {
    .name = "nine-digits",
    POINT(0.7731, -1.3947, 0.2181, 1.4123),
    .value = printed,
    .gradient = printed_gradient,
    .mistakes = MISTAKES(&wrong_half, &wrong_sign),
};

/* Treads far wider than the finest steps: near x the value stands still, as for a dead entry.
 */
static real treads(const real *x) {
    return CORPUS_GRID(3.0 + 2.0 * x[0] - x[1] + 0.3 * x[0] * x[0] * x[1], 1e-3);
}

static void treads_gradient(const double *x, double *g) {
    g[0] = 2.0 + 0.6 * x[0] * x[1];
    g[1] = -1.0 + 0.3 * x[0] * x[0];
}

static const corpus_function grid_treads = {
    .name = "treads-1e-3",
    POINT(0.0303, -0.0261),
    .value = treads,
    .gradient = treads_gradient,
    .mistakes = MISTAKES(&wrong_dropped_entry, &wrong_sign),
};

const corpus_kind CORPUS_NAME(kind_storage) = {
    .name = "storage",
    .functions = (const corpus_function *const[]){&stored_float32, &claimed_float32, &key_bias,
                                                  &stored_float16, &stored_bfloat16, NULL},
};

const corpus_kind CORPUS_NAME(kind_grid) = {
    .name = "grid",
    .functions = (const corpus_function *const[]){&grid_10, &grid_6, &grid_4, &grid_printed,
                                                  &grid_treads, NULL},
};
