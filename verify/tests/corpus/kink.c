/* At a kink: right is a subgradient (in the sense of Clarke), nothing else.
 *
 * The derivatives of the smooth parts are in each claim; what differs is the share that the
 * kink's branches get. */
#include "mistakes.h"

#define RIGHT CORPUS_RIGHT, false
#define WRONG CORPUS_WRONG, false

/* |x - y| + x y at x = y: the slopes are (s, -s), |s| <= 1. */
static real distance(const real *x) {
    return r_abs(x[0] - x[1]) + x[0] * x[1];
}

static void distance_with(const double *x, double *g, double first, double second) {
    g[0] = x[1] + first;
    g[1] = x[0] + second;
}

static void distance_zero(const double *x, double *g) {
    distance_with(x, g, 0, 0);
}

static void distance_half(const double *x, double *g) {
    distance_with(x, g, 0.5, -0.5);
}

static void distance_one(const double *x, double *g) {
    distance_with(x, g, 1, -1);
}

/* Each entry lies between its one-sided slopes; together they are no subgradient. */
static void distance_same_sign(const double *x, double *g) {
    distance_with(x, g, 0.5, 0.5);
}

static void distance_one_and_zero(const double *x, double *g) {
    distance_with(x, g, 1, 0);
}

static void distance_beyond(const double *x, double *g) {
    distance_with(x, g, 1.2, -1.2);
}

static const corpus_function kink_distance = {
    .name = "distance-at-tie",
    POINT(0.7731, 0.7731),
    .stays = true,
    .kink = true,
    .value = distance,
    .gradient = distance_zero,
    .claims = (const corpus_claim[]){{"half-and-minus-half", distance_half, RIGHT},
                                     {"one-and-minus-one", distance_one, RIGHT},
                                     {"half-and-half", distance_same_sign, WRONG},
                                     {"one-and-zero", distance_one_and_zero, WRONG},
                                     {"beyond", distance_beyond, WRONG},
                                     {.name = NULL}},
};

/* max(x, y, z) + sin(x) z at a tie of three. */
static real top(const real *x) {
    return r_max(x[0], r_max(x[1], x[2])) + r_sin(x[0]) * x[2];
}

static void top_with(const double *x, double *g, double a, double b, double c) {
    g[0] = a + cos(x[0]) * x[2];
    g[1] = b;
    g[2] = c + sin(x[0]);
}

static void top_first(const double *x, double *g) {
    top_with(x, g, 1, 0, 0);
}

static void top_shared(const double *x, double *g) {
    top_with(x, g, 1.0 / 3, 1.0 / 3, 1.0 / 3);
}

static void top_all(const double *x, double *g) {
    top_with(x, g, 1, 1, 1);
}

static void top_none(const double *x, double *g) {
    top_with(x, g, 0, 0, 0);
}

static void top_halves(const double *x, double *g) {
    top_with(x, g, 0.5, 0.5, 0.5);
}

static const corpus_function kink_top = {
    .name = "max-of-three-at-tie",
    POINT(0.4123, 0.4123, 0.4123),
    .stays = true,
    .kink = true,
    .value = top,
    .gradient = top_first,
    .claims = (const corpus_claim[]){{"shared", top_shared, RIGHT},
                                     {"every-winner-gets-all", top_all, WRONG},
                                     {"nobody-gets-anything", top_none, WRONG},
                                     {"halves", top_halves, WRONG},
                                     {.name = NULL}},
};

/* A relu at 0, weighted, with a product. */
static real relu(const real *x) {
    return r_max(x[0] - 2.0 * x[1], 0.0 * x[0]) * 1.7 + x[0] * x[1] * x[2];
}

static void relu_with(const double *x, double *g, double share) {
    g[0] = 1.7 * share + x[1] * x[2];
    g[1] = -3.4 * share + x[0] * x[2];
    g[2] = x[0] * x[1];
}

static void relu_zero(const double *x, double *g) {
    relu_with(x, g, 0);
}

static void relu_one(const double *x, double *g) {
    relu_with(x, g, 1);
}

static void relu_half(const double *x, double *g) {
    relu_with(x, g, 0.5);
}

static void relu_negative(const double *x, double *g) {
    relu_with(x, g, -0.4);
}

static void relu_oblique(const double *x, double *g) {
    relu_with(x, g, 0);
    g[0] += 0.85;
}

static void relu_other_entry(const double *x, double *g) {
    relu_with(x, g, 0);
    g[2] *= 1.001;
}

static const corpus_function kink_relu = {
    .name = "relu-at-0",
    POINT(0.75, 0.375, -1.3947),
    .stays = true,
    .kink = true,
    .value = relu,
    .gradient = relu_zero,
    .claims = (const corpus_claim[]){{"one", relu_one, RIGHT},
                                     {"half", relu_half, RIGHT},
                                     {"minus-0.4", relu_negative, WRONG},
                                     {"half-for-one-entry-only", relu_oblique, WRONG},
                                     {"smooth-entry-off-by-1e-3", relu_other_entry, WRONG},
                                     {.name = NULL}},
};

/* Hinge loss of 3 samples, one of them exactly at the margin. */
static const double samples[3][2] = {{0.5, 0.25}, {-0.77, 0.31}, {1.13, -0.59}};

static real hinge(const real *x) {
    real sum = 0.0;
    for (size_t s = 0; s < 3; s++)
        sum += r_max(1.0 - samples[s][0] * x[0] - samples[s][1] * x[1], 0.0 * x[0]) / 3.0;
    return sum + 0.05 * (x[0] * x[0] + x[1] * x[1]);
}

static void hinge_with(const double *x, double *g, double share) {
    g[0] = 0.1 * x[0];
    g[1] = 0.1 * x[1];
    for (size_t s = 0; s < 3; s++) {
        double margin = 1 - samples[s][0] * x[0] - samples[s][1] * x[1];
        double active = margin > 0 ? 1 : margin < 0 ? 0 : share;
        g[0] -= active * samples[s][0] / 3;
        g[1] -= active * samples[s][1] / 3;
    }
}

static void hinge_inactive(const double *x, double *g) {
    hinge_with(x, g, 0);
}

static void hinge_active(const double *x, double *g) {
    hinge_with(x, g, 1);
}

static void hinge_twice(const double *x, double *g) {
    hinge_with(x, g, 2);
}

static void hinge_reversed(const double *x, double *g) {
    hinge_with(x, g, -1);
}

static const corpus_function kink_hinge = {
    .name = "hinge-at-margin",
    POINT(1.5, 1.0),
    .stays = true,
    .kink = true,
    .value = hinge,
    .gradient = hinge_inactive,
    .claims = (const corpus_claim[]){{"active", hinge_active, RIGHT},
                                     {"twice", hinge_twice, WRONG},
                                     {"sign-of-active", hinge_reversed, WRONG},
                                     {.name = NULL}},
};

/* Lasso: a quadratic and |x|_1, with two coefficients at 0. */
static real lasso(const real *x) {
    real sum = 0.0, fit = -0.31;
    for (uint64_t i = 0; i < 4; i++) {
        sum += 0.4 * r_abs(x[i]);
        fit += corpus_uniform(211, i) * x[i];
    }
    return sum + fit * fit;
}

static void lasso_with(const double *x, double *g, double at_zero) {
    double fit = -0.31;
    for (uint64_t i = 0; i < 4; i++)
        fit += corpus_uniform(211, i) * x[i];
    for (uint64_t i = 0; i < 4; i++)
        g[i] = 2 * fit * corpus_uniform(211, i) + 0.4 * (x[i] > 0   ? 1
                                                         : x[i] < 0 ? -1
                                                                    : at_zero);
}

static void lasso_zero(const double *x, double *g) {
    lasso_with(x, g, 0);
}

static void lasso_one(const double *x, double *g) {
    lasso_with(x, g, 1);
}

static void lasso_beyond(const double *x, double *g) {
    lasso_with(x, g, 1.5);
}

static void lasso_all_positive(const double *x, double *g) {
    lasso_with(x, g, 1);
    for (size_t i = 0; i < 4; i++)
        g[i] += x[i] < 0 ? 0.8 : 0;
}

static const corpus_function kink_lasso = {
    .name = "lasso-with-zeros",
    POINT(0.7731, 0.0, -1.3947, 0.0),
    .stays = true,
    .kink = true,
    .value = lasso,
    .gradient = lasso_zero,
    .claims = (const corpus_claim[]){{"sign-of-0-is-1", lasso_one, RIGHT},
                                     {"beyond", lasso_beyond, WRONG},
                                     {"sign-forgotten", lasso_all_positive, WRONG},
                                     {.name = NULL}},
};

/* Max-pool of windows of 3 with a stride of 3, a tie in the first window. */
static real pool(const real *x) {
    return 1.3 * r_square(r_max(x[0], r_max(x[1], x[2]))) -
           0.7 * r_max(x[3], r_max(x[4], x[5]));
}

static void pool_with(const double *x, double *g, double first, double second) {
    double top_value = fmax(x[0], fmax(x[1], x[2]));
    for (size_t i = 0; i < 6; i++)
        g[i] = 0;
    g[1] = 2.6 * top_value * first;
    g[2] = 2.6 * top_value * second;
    g[x[3] > x[4] && x[3] > x[5] ? 3 : x[4] > x[5] ? 4 : 5] = -0.7;
}

static void pool_first(const double *x, double *g) {
    pool_with(x, g, 1, 0);
}

static void pool_last(const double *x, double *g) {
    pool_with(x, g, 0, 1);
}

static void pool_both(const double *x, double *g) {
    pool_with(x, g, 1, 1);
}

static const corpus_function kink_pool = {
    .name = "max-pool-at-tie",
    POINT(0.2317, 1.4123, 1.4123, -0.881, 0.6173, 0.1094),
    .stays = true,
    .kink = true,
    .value = pool,
    .gradient = pool_first,
    .claims = (const corpus_claim[]){{"last-winner", pool_last, RIGHT},
                                     {"both-winners", pool_both, WRONG},
                                     {.name = NULL}},
};

/* A norm at 0: the slopes are the unit disc, of which coordinates see the square around it. */
static real norm(const real *x) {
    return r_sqrt(x[0] * x[0] + x[1] * x[1]) + 0.3 * x[0] - x[1] * x[1];
}

static void norm_zero(const double *x, double *g) {
    g[0] = 0.3;
    g[1] = -2 * x[1];
}

static void norm_inside(const double *x, double *g) {
    g[0] = 0.3 + 0.61;
    g[1] = -0.37 - 2 * x[1];
}

static void norm_corner(const double *x, double *g) {
    g[0] = 0.3 + 0.9;
    g[1] = 0.9 - 2 * x[1];
}

static void norm_nan(const double *x, double *g) {
    double length = sqrt(x[0] * x[0] + x[1] * x[1]);
    g[0] = x[0] / length + 0.3;
    g[1] = x[1] / length - 2 * x[1];
}

static const corpus_function kink_norm = {
    .name = "norm-at-0",
    POINT(0.0, 0.0),
    .stays = true,
    .kink = true,
    .value = norm,
    .gradient = norm_zero,
    .claims = (const corpus_claim[]){{"inside-the-disc", norm_inside, RIGHT},
                                     {"in-the-corner", norm_corner, WRONG},
                                     {"0/0", norm_nan, WRONG},
                                     {.name = NULL}},
};

const corpus_kind CORPUS_NAME(kind_kink) = {
    .name = "kink",
    .functions = (const corpus_function *const[]){&kink_distance, &kink_top, &kink_relu,
                                                  &kink_hinge, &kink_lasso, &kink_pool,
                                                  &kink_norm, NULL},
};
