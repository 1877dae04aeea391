/* More kinks at the point: concave ones, coincident ones, and some that cancel. */
#include "mistakes.h"

#define RIGHT CORPUS_RIGHT, false
#define WRONG CORPUS_WRONG, false

/* min(x, y) e^z, concave in its kink. */
static real least(const real *x) {
    return r_min(x[0], x[1]) * r_exp(x[2]);
}

static void least_with(const double *x, double *g, double a, double b) {
    g[0] = a * exp(x[2]);
    g[1] = b * exp(x[2]);
    g[2] = fmin(x[0], x[1]) * exp(x[2]);
}

static void least_first(const double *x, double *g) {
    least_with(x, g, 1, 0);
}

static void least_shared(const double *x, double *g) {
    least_with(x, g, 0.3, 0.7);
}

static void least_both(const double *x, double *g) {
    least_with(x, g, 1, 1);
}

static const corpus_function kink_least = {
    .name = "min-at-tie",
    POINT(-0.8127, -0.8127, 0.3194),
    .stays = true,
    .kink = true,
    .value = least,
    .gradient = least_first,
    .claims = (const corpus_claim[]){{"shared", least_shared, RIGHT},
                                     {"both", least_both, WRONG},
                                     {.name = NULL}},
};

/* relu(x - y) - relu(y - x) = x - y: smooth, although each part has its kink there; relu'(0)
 * = 0 makes of it (0, 0), which is wrong. */
static real no_kink(const real *x) {
    real d = x[0] - x[1];
    return r_max(d, 0.0 * d) - r_max(-d, 0.0 * d) + x[0] * x[1];
}

static void no_kink_gradient(const double *x, double *g) {
    g[0] = 1 + x[1];
    g[1] = -1 + x[0];
}

static void no_kink_zero(const double *x, double *g) {
    g[0] = x[1];
    g[1] = x[0];
}

static void no_kink_half(const double *x, double *g) {
    g[0] = 0.5 + x[1];
    g[1] = -0.5 + x[0];
}

static const corpus_function kink_none = {
    .name = "kinks-that-cancel",
    POINT(0.7731, 0.7731),
    .stays = true,
    .kink = true,
    .value = no_kink,
    .gradient = no_kink_gradient,
    .claims = (const corpus_claim[]){{"relu-slope-0-in-both", no_kink_zero, WRONG},
                                     {"half-in-both", no_kink_half, WRONG},
                                     {.name = NULL}},
};

/* Total variation |x - y| + |y - z| + smooth, all equal: two kinks at one point. */
static real variation(const real *x) {
    return r_abs(x[0] - x[1]) + 0.6 * r_abs(x[1] - x[2]) + r_sin(x[0] + x[1] * x[2]);
}

static void variation_with(const double *x, double *g, double a, double b, double extra) {
    double c = cos(x[0] + x[1] * x[2]);
    g[0] = a + c;
    g[1] = -a + 0.6 * b + c * x[2] + extra;
    g[2] = -0.6 * b + c * x[1];
}

static void variation_zero(const double *x, double *g) {
    variation_with(x, g, 0, 0, 0);
}

static void variation_mixed(const double *x, double *g) {
    variation_with(x, g, 0.31, -0.83, 0);
}

static void variation_unbalanced(const double *x, double *g) {
    variation_with(x, g, 0.31, -0.83, 0.4);
}

static void variation_beyond(const double *x, double *g) {
    variation_with(x, g, 0.2, 1.3, 0);
}

static const corpus_function kink_variation = {
    .name = "total-variation-of-a-constant",
    POINT(0.4173, 0.4173, 0.4173),
    .stays = true,
    .kink = true,
    .value = variation,
    .gradient = variation_zero,
    .claims = (const corpus_claim[]){{"mixed", variation_mixed, RIGHT},
                                     {"sum-not-0", variation_unbalanced, WRONG},
                                     {"beyond", variation_beyond, WRONG},
                                     {.name = NULL}},
};

/* Leaky relu, 0.1 on the left. */
static real leaky(const real *x) {
    return (r_value(x[0]) < 0 ? 0.1 * x[0] : x[0]) * x[1] + x[0] * x[0];
}

static void leaky_with(const double *x, double *g, double slope) {
    g[0] = slope * x[1] + 2 * x[0];
    g[1] = x[0] < 0 ? 0.1 * x[0] : x[0];
}

static void leaky_left(const double *x, double *g) {
    leaky_with(x, g, 0.1);
}

static void leaky_right(const double *x, double *g) {
    leaky_with(x, g, 1);
}

static void leaky_zero(const double *x, double *g) {
    leaky_with(x, g, 0);
}

static const corpus_function kink_leaky = {
    .name = "leaky-relu-at-0",
    POINT(0.0, 1.3947),
    .stays = true,
    .kink = true,
    .value = leaky,
    .gradient = leaky_left,
    .claims = (const corpus_claim[]){{"one", leaky_right, RIGHT},
                                     {"zero", leaky_zero, WRONG},
                                     {.name = NULL}},
};

/* Clamp at its upper bound, and the pinball loss (quantile 0.3) at a residual of 0. */
static real clamp(const real *x) {
    real residual = x[1] - x[2];
    return r_min(x[0], 1.25 + 0.0 * x[0]) * x[2] + r_max(0.3 * residual, -0.7 * residual);
}

static void clamp_with(const double *x, double *g, double inside, double pinball) {
    g[0] = inside * x[2];
    g[1] = pinball;
    g[2] = fmin(x[0], 1.25) - pinball;
}

static void clamp_in(const double *x, double *g) {
    clamp_with(x, g, 1, 0.3);
}

static void clamp_out(const double *x, double *g) {
    clamp_with(x, g, 0, -0.7);
}

static void clamp_zero(const double *x, double *g) {
    clamp_with(x, g, 0, 0);
}

static void clamp_swapped(const double *x, double *g) {
    clamp_with(x, g, 1, 0.7);
}

static void clamp_doubled(const double *x, double *g) {
    clamp_with(x, g, 2, 0.3);
}

static const corpus_function kink_clamp = {
    .name = "clamp-and-pinball",
    POINT(1.25, 0.6127, 0.6127),
    .stays = true,
    .kink = true,
    .value = clamp,
    .gradient = clamp_in,
    .claims = (const corpus_claim[]){{"outside", clamp_out, RIGHT},
                                     {"zero", clamp_zero, RIGHT},
                                     {"quantile-exchanged", clamp_swapped, WRONG},
                                     {"clamp-doubled", clamp_doubled, WRONG},
                                     {.name = NULL}},
};

/* The larger of a parabola and a line where they cross: branches of different curvature. */
static real crossing(const real *x) {
    return r_max(x[0] * x[0] + x[1], 2.5 * x[0] - x[1] + 0.75);
}

static void crossing_with(const double *x, double *g, double share) {
    g[0] = share * 2 * x[0] + (1 - share) * 2.5;
    g[1] = share - (1 - share);
}

static void crossing_first(const double *x, double *g) {
    crossing_with(x, g, 1);
}

static void crossing_second(const double *x, double *g) {
    crossing_with(x, g, 0);
}

static void crossing_between(const double *x, double *g) {
    crossing_with(x, g, 0.37);
}

static void crossing_mixed(const double *x, double *g) {
    g[0] = 2 * x[0];
    g[1] = -1;
}

static const corpus_function kink_crossing = {
    .name = "parabola-meets-line",
    POINT(0.5, 0.875),
    .stays = true,
    .kink = true,
    .value = crossing,
    .gradient = crossing_first,
    .claims = (const corpus_claim[]){{"line", crossing_second, RIGHT},
                                     {"between", crossing_between, RIGHT},
                                     {"one-entry-of-each", crossing_mixed, WRONG},
                                     {.name = NULL}},
};

/* Huber's loss at its joint: no kink, only the curvature jumps. */
static real huber(const real *x) {
    real r = r_abs(x[0] - x[1]);
    return r_value(r) <= 1.5 ? r * r / 2.0 : 1.5 * r - 1.125;
}

static void huber_gradient(const double *x, double *g) {
    double r = x[0] - x[1];
    g[0] = fmax(-1.5, fmin(1.5, r));
    g[1] = -g[0];
}

static void huber_zero_outside(const double *x, double *g) {
    double r = x[0] - x[1];
    g[0] = fabs(r) < 1.5 ? r : 0;
    g[1] = -g[0];
}

static const corpus_function kink_huber = {
    .name = "huber-at-joint",
    POINT(2.25, 0.75),
    .stays = true,
    .kink = true,
    .value = huber,
    .gradient = huber_gradient,
    .claims = (const corpus_claim[]){{"zero-beyond-joint", huber_zero_outside, WRONG},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_first_1e2),
};

const corpus_kind CORPUS_NAME(kind_kink_more) = {
    .name = "kink-more",
    .functions = (const corpus_function *const[]){&kink_least, &kink_none, &kink_variation,
                                                  &kink_leaky, &kink_clamp, &kink_crossing,
                                                  &kink_huber, NULL},
};
