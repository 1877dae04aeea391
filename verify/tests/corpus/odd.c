/* Functions of unusual smoothness: jumps nearby, slopes that vanish or stand alone. */
#include "mistakes.h"
#include <string.h>

/* A quantised input: the derivative is 0 between the jumps, at 0.8, 0.9 ... */
static real quantised(const real *x) {
    real level = 0.0;
    for (int k = 0; k < 20; k++)
        if (r_value(x[0]) >= 0.1 * k)
            level = level + 0.1;
    return level * x[1] + x[1] * x[1];
}

static double level_of(double x) {
    double level = 0;
    for (int k = 0; k < 20; k++)
        level += x >= 0.1 * k ? 0.1 : 0;
    return level;
}

static void quantised_gradient(const double *x, double *g) {
    g[0] = 0;
    g[1] = level_of(x[0]) + 2 * x[1];
}

static void quantised_straight_through(const double *x, double *g) {
    g[0] = x[1];
    g[1] = level_of(x[0]) + 2 * x[1];
}

static const corpus_function quantised_input = {
    .name = "quantised",
    POINT(0.7731, -1.3947),
    .stays = true,
    .value = quantised,
    .gradient = quantised_gradient,
    .claims = (const corpus_claim[]){{"straight-through", quantised_straight_through,
                                      CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_nonzero_1e3, &wrong_last_1e3),
};

/* A jump of 0.3 at a distance of 1e-3, 1e-6: the slope is that of this side. */
static real jump(const real *x) {
    return r_sin(x[0]) * x[1] + (r_value(x[0]) > 0.75 ? 0.3 : 0.0);
}

static void jump_gradient(const double *x, double *g) {
    g[0] = cos(x[0]) * x[1];
    g[1] = sin(x[0]);
}

static void jump_smeared(const double *x, double *g) {
    jump_gradient(x, g);
    g[0] += 0.3;
}

static const corpus_claim jump_claims[] = {{"jump-smeared", jump_smeared, CORPUS_WRONG, false},
                                           {.name = NULL}};

static const corpus_function jump_3 = {
    .name = "jump-1e-3-away",
    POINT(0.75113, -1.3947),
    .stays = true,
    .value = jump,
    .gradient = jump_gradient,
    .claims = jump_claims,
    .mistakes = MISTAKES(&wrong_first_1e2),
};

static const corpus_function jump_6 = {
    .name = "jump-1e-6-away",
    POINT(0.74999887, 0.6137),
    .stays = true,
    .value = jump,
    .gradient = jump_gradient,
    .claims = jump_claims,
    .mistakes = MISTAKES(&wrong_sign),
};

/* Powers at 0: |x|^1.5, x^3, x^4, and x^2 beside them: every derivative is 0. */
static real flat(const real *x) {
    real sum = 0.0;
    if (r_value(x[0]) != 0)
        sum = r_abs(x[0]) * r_sqrt(r_abs(x[0]));
    return sum + x[1] * x[1] * x[1] + r_square(r_square(x[2])) + x[3] * x[3] + 0.7 * x[4];
}

static void flat_gradient(const double *x, double *g) {
    g[0] = (x[0] < 0 ? -1.5 : 1.5) * sqrt(fabs(x[0]));
    g[1] = 3 * x[1] * x[1];
    g[2] = 4 * x[2] * x[2] * x[2];
    g[3] = 2 * x[3];
    g[4] = 0.7;
}

static const corpus_function powers_at_0 = {
    .name = "powers-at-0",
    POINT(0.0, 0.0, 0.0, 0.0, 1.3947),
    .stays = true,
    .value = flat,
    .gradient = flat_gradient,
    .mistakes = MISTAKES(&wrong_nonzero_1e3, &wrong_last_1e3),
};

/* Even and odd parts that hide from central differences: cos at 0 and sinh's kin at 0. */
static real even(const real *x) {
    return r_cos(x[0]) + r_exp(x[1]) + r_exp(-x[1]) + x[2] * r_cos(3.0 * x[0]);
}

static void even_gradient(const double *x, double *g) {
    g[0] = -sin(x[0]) - 3 * x[2] * sin(3 * x[0]);
    g[1] = exp(x[1]) - exp(-x[1]);
    g[2] = cos(3 * x[0]);
}

static const corpus_function even_at_0 = {
    .name = "even-at-0",
    POINT(0.0, 0.0, 0.7731),
    .stays = true,
    .value = even,
    .gradient = even_gradient,
    .mistakes = MISTAKES(&wrong_nonzero_1e3, &wrong_last_1e3),
};

/* A tiny bump on the way: narrow, high enough to matter, at the point. */
static real bump(const real *x) {
    return x[0] * x[0] + 1e-3 * r_exp(-r_square((x[0] - 0.773) / 1e-3)) + r_sin(x[1]);
}

static void bump_gradient(const double *x, double *g) {
    double u = (x[0] - 0.773) / 1e-3;
    g[0] = 2 * x[0] - 2 * u * exp(-u * u);
    g[1] = cos(x[1]);
}

static void bump_overlooked(const double *x, double *g) {
    g[0] = 2 * x[0];
    g[1] = cos(x[1]);
}

static const corpus_function bump_on_parabola = {
    .name = "narrow-bump",
    POINT(0.77361, -0.4173),
    .stays = true,
    .value = bump,
    .gradient = bump_gradient,
    .claims = (const corpus_claim[]){{"bump-overlooked", bump_overlooked, CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_first_1e2),
};

/* exp near its overflow: half of the steps end in infinity. */
static real overflowing(const real *x) {
    return r_exp(x[0]) * (1.0 + x[1]);
}

static void overflowing_gradient(const double *x, double *g) {
    g[0] = exp(x[0]) * (1 + x[1]);
    g[1] = exp(x[0]);
}

static const corpus_function overflow_near = {
    .name = "near-overflow",
    POINT(709.137, 0.3371),
    .stays = true,
    .value = overflowing,
    .gradient = overflowing_gradient,
    .mistakes = MISTAKES(&wrong_half, &wrong_entry_1e3),
};

/* Values at the lower end of the range, 1e-306: products of such underflow. */
static real bottom(const real *x) {
    return 1e-306 * (r_sin(x[0]) + x[1] * x[1] * x[0]);
}

static void bottom_gradient(const double *x, double *g) {
    g[0] = 1e-306 * (cos(x[0]) + x[1] * x[1]);
    g[1] = 2e-306 * x[1] * x[0];
}

static const corpus_function bottom_of_range = {
    .name = "value-1e-306",
    POINT(0.7731, -1.3947),
    .value = bottom,
    .gradient = bottom_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_first_1e2),
};

/* An offset that leaves two digits, and one that leaves none: who can know. */
static real offset_14(const real *x) {
    return 1e14 + 3.7 * x[0] + x[1] * x[1];
}

static void offset_14_gradient(const double *x, double *g) {
    g[0] = 3.7;
    g[1] = 2 * x[1];
}

static const corpus_function offset_hopeless = {
    .name = "offset-1e14",
    POINT(0.7731, -1.3947),
    .value = offset_14,
    .gradient = offset_14_gradient,
    .open = true,
};

/* Sparse use of many: an embedding of 40 rows of 6, of which 7 are looked up. */
enum { ROWS = 40, WIDTH = 6, LOOKUPS = 9, EMBEDDING = ROWS * WIDTH };
static const size_t looked_up[LOOKUPS] = {3, 17, 3, 28, 31, 17, 9, 22, 38};

static real embedding(const real *x) {
    real sum = 0.0;
    for (uint64_t t = 0; t < LOOKUPS; t++) {
        real z = 0.0;
        for (uint64_t j = 0; j < WIDTH; j++)
            z += corpus_uniform(241, t * WIDTH + j) * x[looked_up[t] * WIDTH + j];
        sum += r_tanh(z) * corpus_uniform(242, t);
    }
    return sum;
}

/* `repeat`: what a second lookup of a row does: 1 adds (right), 0 overwrites.  `shift`: rows
 * off by so many. */
static void embedding_backward(const double *x, double *g, double repeat, size_t shift) {
    memset(g, 0, EMBEDDING * sizeof *g);
    for (uint64_t t = 0; t < LOOKUPS; t++) {
        double z = 0;
        for (uint64_t j = 0; j < WIDTH; j++)
            z += corpus_uniform(241, t * WIDTH + j) * x[looked_up[t] * WIDTH + j];
        double zbar = (1 - tanh(z) * tanh(z)) * corpus_uniform(242, t);
        for (uint64_t j = 0; j < WIDTH; j++) {
            size_t k = (looked_up[t] + shift) * WIDTH + j;
            g[k] = repeat * g[k] + zbar * corpus_uniform(241, t * WIDTH + j);
        }
    }
}

static void embedding_gradient(const double *x, double *g) {
    embedding_backward(x, g, 1, 0);
}

static void embedding_overwritten(const double *x, double *g) {
    embedding_backward(x, g, 0, 0);
}

static void embedding_off_by_one(const double *x, double *g) {
    embedding_backward(x, g, 1, 1);
}

static const gv_group embedding_groups[] = {{.name = "E", .rank = 2, .shape = {ROWS, WIDTH}}};

static const corpus_function sparse_embedding = {
    .name = "embedding",
    .n = EMBEDDING,
    .low = -1.1,
    .high = 1.4,
    .seed = 243,
    .value = embedding,
    .gradient = embedding_gradient,
    .groups = embedding_groups,
    .group_count = 1,
    .claims =
        (const corpus_claim[]){
            {"repeated-row-overwritten", embedding_overwritten, CORPUS_WRONG, false},
            {"row-off-by-one", embedding_off_by_one, CORPUS_WRONG, false},
            {.name = NULL}},
    .mistakes = MISTAKES(&wrong_nonzero_1e3, &wrong_entry_1e4, &wrong_nan_zero),
};

/* A factorisation M = U V' of a 10x12 table of which a third is known: 22 x 5 numbers. */
enum { USERS = 10, ITEMS = 12, RANK = 5, FACTORS = (USERS + ITEMS) * RANK };

static bool is_known(uint64_t i, uint64_t j) {
    return corpus_uniform(244, i * ITEMS + j) > 0.3;
}

static real factorisation(const real *x) {
    real sum = 0.0;
    for (uint64_t i = 0; i < USERS; i++)
        for (uint64_t j = 0; j < ITEMS; j++) {
            real r = 3.0 * corpus_uniform(245, i * ITEMS + j);
            for (size_t k = 0; k < RANK && is_known(i, j); k++)
                r -= x[i * RANK + k] * x[(USERS + j) * RANK + k];
            if (is_known(i, j))
                sum += r * r;
        }
    return sum / 2.0;
}

static void factorisation_gradient(const double *x, double *g) {
    memset(g, 0, FACTORS * sizeof *g);
    for (uint64_t i = 0; i < USERS; i++)
        for (uint64_t j = 0; j < ITEMS; j++) {
            double r = 3 * corpus_uniform(245, i * ITEMS + j);
            if (!is_known(i, j))
                continue;
            for (size_t k = 0; k < RANK; k++)
                r -= x[i * RANK + k] * x[(USERS + j) * RANK + k];
            for (size_t k = 0; k < RANK; k++) {
                g[i * RANK + k] -= r * x[(USERS + j) * RANK + k];
                g[(USERS + j) * RANK + k] -= r * x[i * RANK + k];
            }
        }
}

static const corpus_function sparse_factors = {
    .name = "factorisation",
    .n = FACTORS,
    .low = -1.2,
    .high = 1.3,
    .seed = 246,
    .value = factorisation,
    .gradient = factorisation_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e5, &wrong_shifted, &wrong_per_mille, &wrong_times_x,
                         &wrong_elsewhere, &wrong_forward_difference),
};

const corpus_kind CORPUS_NAME(kind_odd) = {
    .name = "odd",
    .functions = (const corpus_function *const[]){&quantised_input, &jump_3, &jump_6,
                                                  &powers_at_0, &even_at_0, &bump_on_parabola,
                                                  &overflow_near, &bottom_of_range,
                                                  &offset_hopeless, NULL},
};

const corpus_kind CORPUS_NAME(kind_sparse) = {
    .name = "sparse",
    .ordinary = true,
    .functions = (const corpus_function *const[]){&sparse_embedding, &sparse_factors, NULL},
};
