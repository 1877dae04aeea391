/* How a claim behaves between calls, what there is to check at all, and entries that are not
 * free. */
#include "mistakes.h"
#include <string.h>

/* An ordinary function of two groups; entry 4 does not matter where x3 < 0. */
static real ordinary(const real *x) {
    return r_sin(x[0]) * x[1] + r_exp(x[2] / 2.0) * x[5] + r_max(x[3], 0.0 * x[3]) * x[4] +
           x[1] * x[5];
}

static void ordinary_gradient(const double *x, double *g) {
    g[0] = cos(x[0]) * x[1];
    g[1] = sin(x[0]) + x[5];
    g[2] = exp(x[2] / 2) * x[5] / 2;
    g[3] = x[3] > 0 ? x[4] : 0;
    g[4] = fmax(x[3], 0);
    g[5] = exp(x[2] / 2) + x[1];
}

static const gv_group two[] = {{.name = "a", .rank = 1, .shape = {2}},
                               {.name = "b", .rank = 2, .shape = {2, 2}}};

static const corpus_function conduct = {
    .name = "conduct",
    POINT(0.7731, -1.3947, 0.4123, -0.8865, 2.218, 1.6679),
    .value = ordinary,
    .gradient = ordinary_gradient,
    .groups = two,
    .group_count = 2,
    .mistakes = MISTAKES(
        &wrong_unwritten, &wrong_unwritten_zero, &wrong_nan, &wrong_nan_zero, &wrong_infinite,
        &wrong_accumulating, &wrong_first_call_only, &wrong_stale, &wrong_modifies,
        &wrong_not_accumulating, &wrong_random_value, &wrong_counts_calls, &right_accumulating,
        &right_reset, &right_last_bits, &right_last_bits_value, &right_float32),
};

/* Forty entries, of which one is unwritten or NaN. */
static real many(const real *x) {
    real sum = 0.0;
    for (uint64_t i = 0; i < 40; i++)
        sum += corpus_uniform(231, i) * r_sin(x[i]) * x[(i + 7) % 40];
    return sum;
}

static void many_gradient(const double *x, double *g) {
    memset(g, 0, 40 * sizeof *g);
    for (uint64_t i = 0; i < 40; i++) {
        g[i] += corpus_uniform(231, i) * cos(x[i]) * x[(i + 7) % 40];
        g[(i + 7) % 40] += corpus_uniform(231, i) * sin(x[i]);
    }
}

static const corpus_function conduct_of_many = {
    .name = "conduct-of-40",
    .n = 40,
    .low = -1.3,
    .high = 1.7,
    .seed = 232,
    .value = many,
    .gradient = many_gradient,
    .mistakes = MISTAKES(&wrong_unwritten, &wrong_nan, &wrong_accumulating, &wrong_stale,
                         &right_accumulating, &right_last_bits),
};

/* Nothing to see: the value does not depend on anything, all zeros are claimed. */
static real constant(const real *x) {
    return 0.37 + 0.0 * x[0];
}

static void zeros2(const double *x, double *g) {
    (void)x;
    g[0] = g[1] = 0;
}

static const corpus_function hollow_constant = {
    .name = "constant",
    POINT(0.7731, -1.3947),
    .value = constant,
    .gradient = zeros2,
    .hollow = true,
    .mistakes = MISTAKES(&wrong_nonzero_1e3),
};

/* Two groups of which the second feeds nothing; and the same, declared. */
static real first_only(const real *x) {
    return r_sin(x[0]) * x[1];
}

static void first_only_gradient(const double *x, double *g) {
    g[0] = cos(x[0]) * x[1];
    g[1] = sin(x[0]);
    g[2] = g[3] = 0;
}

static const gv_group used_and_unused[] = {{.name = "used", .rank = 1, .shape = {2}},
                                           {.name = "unused", .rank = 1, .shape = {2}}};
static const unsigned char zeros_declared[] = {1, 1};
static const gv_group declared[] = {
    {.name = "used", .rank = 1, .shape = {2}},
    {.name = "unused", .rank = 1, .shape = {2}, .expect_zero = zeros_declared}};

static const corpus_function hollow_unused = {
    .name = "unused-group",
    POINT(0.7731, -1.3947, 0.412, 2.218),
    .value = first_only,
    .gradient = first_only_gradient,
    .groups = used_and_unused,
    .group_count = 2,
    .hollow = true,
};

static const corpus_function declared_unused = {
    .name = "unused-group-declared",
    POINT(0.7731, -1.3947, 0.412, 2.218),
    .value = first_only,
    .gradient = first_only_gradient,
    .groups = declared,
    .group_count = 2,
    .mistakes = MISTAKES(&wrong_nonzero_1e3, &wrong_first_1e2),
};

/* A relu that is dead, alone in its group: every gradient is 0 on both sides. */
static real dead(const real *x) {
    real z = x[0] * x[1] - 3.0;
    return r_max(z, 0.0 * z);
}

static const corpus_function hollow_dead = {
    .name = "dead-altogether",
    POINT(0.7731, -1.3947),
    .value = dead,
    .gradient = zeros2,
    .hollow = true,
};

/* Symmetric 3x3, read from its lower triangle; claims may split as they like. */
static real symmetric(const real *x) {
    real a = x[0], b = x[3], c = x[4], d = x[6], e = x[7], f = x[8];
    return r_log(a * (c * f - e * e) - b * (b * f - d * e) + d * (b * e - c * d)) +
           r_sin(b) * e;
}

static void symmetric_lower(const double *x, double *g) {
    double a = x[0], b = x[3], c = x[4], d = x[6], e = x[7], f = x[8];
    double det = a * (c * f - e * e) - b * (b * f - d * e) + d * (b * e - c * d);
    memset(g, 0, 9 * sizeof *g);
    g[0] = (c * f - e * e) / det;
    g[3] = -2 * (b * f - d * e) / det + cos(b) * e;
    g[4] = (a * f - d * d) / det;
    g[6] = 2 * (b * e - c * d) / det;
    g[7] = -2 * (a * e - b * d) / det + sin(b);
    g[8] = (a * c - b * b) / det;
}

static void symmetric_halves(const double *x, double *g) {
    symmetric_lower(x, g);
    g[1] = g[3] /= 2;
    g[2] = g[6] /= 2;
    g[5] = g[7] /= 2;
}

static void symmetric_doubled(const double *x, double *g) {
    symmetric_lower(x, g);
    g[1] = g[3];
    g[2] = g[6];
    g[5] = g[7];
}

static void mirror(double *x) {
    x[1] = x[3];
    x[2] = x[6];
    x[5] = x[7];
}

static const gv_group symmetric_group[] = {
    {.name = "A", .rank = 2, .shape = {3, 3}, .constraint = GV_SYMMETRIC}};

static const corpus_function constrained_symmetric = {
    .name = "symmetric",
    POINT(2.7731, 0, 0, 0.6947, 3.1182, 0, -0.4123, 0.5186, 1.9679),
    .settle = mirror,
    .value = symmetric,
    .gradient = symmetric_lower,
    .groups = symmetric_group,
    .group_count = 1,
    .claims =
        (const corpus_claim[]){{"in-halves", symmetric_halves, CORPUS_RIGHT, false},
                               {"off-diagonal-doubled", symmetric_doubled, CORPUS_WRONG, false},
                               {.name = NULL}},
    .mistakes = MISTAKES(&wrong_sign, &wrong_first_1e2),
};

/* A Cholesky factor: the upper triangle is not looked at, whatever is claimed there. */
static real lower_factor(const real *x) {
    return r_square(x[0] * x[3] - 0.4) + r_square(x[3] * x[6] + x[4] * x[7] - 0.7) -
           r_log(x[0] * x[4] * x[8]);
}

static void lower_factor_gradient(const double *x, double *g) {
    double a = 2 * (x[0] * x[3] - 0.4), b = 2 * (x[3] * x[6] + x[4] * x[7] - 0.7);
    memset(g, 0, 9 * sizeof *g);
    g[0] = a * x[3] - 1 / x[0];
    g[3] = a * x[0] + b * x[6];
    g[4] = b * x[7] - 1 / x[4];
    g[6] = b * x[3];
    g[7] = b * x[4];
    g[8] = -1 / x[8];
}

static void lower_factor_transposed(const double *x, double *g) {
    double right[9];
    lower_factor_gradient(x, right);
    for (size_t i = 0; i < 9; i++)
        g[i] = right[i % 3 * 3 + i / 3];
}

static const gv_group lower_group[] = {
    {.name = "L", .rank = 2, .shape = {3, 3}, .constraint = GV_LOWER_TRIANGULAR}};

static const corpus_function constrained_lower = {
    .name = "lower-triangular",
    POINT(1.2731, 0.0, 0.0, 0.6947, 1.1182, 0.0, -0.4123, 0.5186, 0.9679),
    .value = lower_factor,
    .gradient = lower_factor_gradient,
    .groups = lower_group,
    .group_count = 1,
    .claims =
        (const corpus_claim[]){{"transposed", lower_factor_transposed, CORPUS_WRONG, false},
                               {.name = NULL}},
    .mistakes = MISTAKES(&wrong_half, &wrong_entry_1e3),
};

/* Probabilities: what is added to every entry of the claim does not matter. */
static real mixture(const real *x) {
    real sum = 0.0, odd = 0.0;
    for (size_t i = 0; i < 4; i++)
        sum -= x[i] * r_log(x[i]);
    odd = x[0] * 1.7 + x[2] * 0.4 + x[3] * x[1];
    return sum + odd * odd;
}

static void mixture_gradient(const double *x, double *g) {
    double odd = x[0] * 1.7 + x[2] * 0.4 + x[3] * x[1];
    for (size_t i = 0; i < 4; i++)
        g[i] = -log(x[i]) - 1;
    g[0] += 3.4 * odd;
    g[1] += 2 * odd * x[3];
    g[2] += 0.8 * odd;
    g[3] += 2 * odd * x[1];
}

static void mixture_shifted(const double *x, double *g) {
    mixture_gradient(x, g);
    for (size_t i = 0; i < 4; i++)
        g[i] += 1;
}

static void mixture_dropped(const double *x, double *g) {
    mixture_gradient(x, g);
    g[2] += 0.1;
}

static void to_sum_1(double *x) {
    double sum = x[0] + x[1] + x[2] + x[3];
    for (size_t i = 0; i < 4; i++)
        x[i] /= sum;
    x[3] = 1 - x[0] - x[1] - x[2];
}

static const gv_group simplex_group[] = {
    {.name = "p", .rank = 1, .shape = {4}, .constraint = GV_SIMPLEX}};

static const corpus_function constrained_simplex = {
    .name = "simplex",
    POINT(0.3137, 0.1913, 0.4131, 0.0819),
    .settle = to_sum_1,
    .value = mixture,
    .gradient = mixture_gradient,
    .groups = simplex_group,
    .group_count = 1,
    .claims = (const corpus_claim[]){{"a-constant-added", mixture_shifted, CORPUS_RIGHT, false},
                                     {"0.1-added-to-one", mixture_dropped, CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_twice),
};

const corpus_kind CORPUS_NAME(kind_contract) = {
    .name = "contract",
    .functions = (const corpus_function *const[]){&conduct, &conduct_of_many, NULL},
};

const corpus_kind CORPUS_NAME(kind_hollow) = {
    .name = "hollow",
    .functions = (const corpus_function *const[]){&hollow_constant, &hollow_unused,
                                                  &declared_unused, &hollow_dead, NULL},
};

const corpus_kind CORPUS_NAME(kind_constrained) = {
    .name = "constrained",
    .functions = (const corpus_function *const[]){&constrained_symmetric, &constrained_lower,
                                                  &constrained_simplex, NULL},
};
