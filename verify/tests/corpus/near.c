/* A kink close to the point, not at it: the gradient is that of the branch, and is simply right
 * or wrong.  Five distances, four functions; claimed are the branch, the other branch, the
 * mean of both. */
#include "mistakes.h"

/* Each function has x_0 at the distance from its kink, and the branch that this makes. */

/* relu(x0 - 0.7731) 1.3 + sin(x1) x0, on the right of the kink. */
static real unit(const real *x) {
    return 1.3 * r_max(x[0] - 0.7731, 0.0 * x[0]) + r_sin(x[1]) * x[0];
}

static void unit_with(const double *x, double *g, double share) {
    g[0] = 1.3 * share + sin(x[1]);
    g[1] = cos(x[1]) * x[0];
}

static double unit_kink(const double *x) {
    (void)x;
    return 0.7731;
}

/* |x0 - x1| + x0^2, on the left of the kink. */
static real apart(const real *x) {
    return r_abs(x[0] - x[1]) + x[0] * x[0];
}

static void apart_with(const double *x, double *g, double share) {
    g[0] = 1 - 2 * share + 2 * x[0];
    g[1] = 2 * share - 1;
}

static double apart_kink(const double *x) {
    return x[1];
}

/* max(x0^2, x1) + x0 x2, on the side of the parabola. */
static real larger(const real *x) {
    return r_max(x[0] * x[0], x[1]) + x[0] * x[2];
}

static void larger_with(const double *x, double *g, double share) {
    g[0] = 2 * x[0] * share + x[2];
    g[1] = 1 - share;
    g[2] = x[0];
}

static double larger_kink(const double *x) {
    return sqrt(x[1]);
}

/* A loss of a layer of three relus, one of them dead by the distance. */
static real layer(const real *x) {
    real y = -0.4;
    y += 0.9 * r_max(x[0] - 0.5 * x[1] + 0.25, 0.0 * x[0]);
    y += 1.1 * r_max(0.3 * x[0] + x[1] + 1.7, 0.0 * x[0]);
    y -= 0.6 * r_max(x[1] * x[2] + 2.1, 0.0 * x[0]);
    return y * y;
}

static void layer_with(const double *x, double *g, double share) {
    double a = x[0] - 0.5 * x[1] + 0.25, b = 0.3 * x[0] + x[1] + 1.7;
    double c = x[1] * x[2] + 2.1;
    double y = -0.4 + 0.9 * fmax(a, 0) + 1.1 * fmax(b, 0) - 0.6 * fmax(c, 0);
    double first = 0.9 * (1 - share), second = b > 0 ? 1.1 : 0, third = c > 0 ? 0.6 : 0;
    g[0] = 2 * y * (first + 0.3 * second);
    g[1] = 2 * y * (-0.5 * first + second - third * x[2]);
    g[2] = -2 * y * third * x[1];
}

static double layer_kink(const double *x) {
    return 0.5 * x[1] - 0.25;
}

static const double near_start[] = {0, 0.61347, 1.19411};

/* Share 1 is the branch that the point is in. */
#define NEAR(f, count, tag, text, distance, side)                                              \
    static void f##_settle_##tag(double *x) {                                                  \
        x[0] = f##_kink(x) + (side) * (distance);                                              \
    }                                                                                          \
    static const corpus_function f##_##tag = {                                                 \
        .name = #f "-" text,                                                                   \
        .n = (count),                                                                          \
        .start = near_start,                                                                   \
        .settle = f##_settle_##tag,                                                            \
        .value = (f),                                                                          \
        .gradient = f##_branch,                                                                \
        .claims = f##_claims,                                                                  \
        .mistakes = MISTAKES(&wrong_first_1e2),                                                \
    };

#define NEAR_ALL(f, count, side)                                                               \
    static void f##_branch(const double *x, double *g) {                                       \
        f##_with(x, g, 1);                                                                     \
    }                                                                                          \
    static void f##_other(const double *x, double *g) {                                        \
        f##_with(x, g, 0);                                                                     \
    }                                                                                          \
    static void f##_mean(const double *x, double *g) {                                         \
        f##_with(x, g, 0.5);                                                                   \
    }                                                                                          \
    static const corpus_claim f##_claims[] = {                                                 \
        {"other-branch", f##_other, W, false}, {"mean", f##_mean, W, false}, {.name = NULL}};  \
    NEAR(f, count, 12, "1e-12", 1.0137e-12, side)                                              \
    NEAR(f, count, 9, "1e-9", 0.9713e-9, side)                                                 \
    NEAR(f, count, 7, "1e-7", 1.1307e-7, side)                                                 \
    NEAR(f, count, 5, "1e-5", 0.8713e-5, side)                                                 \
    NEAR(f, count, 4, "1e-4", 1.2117e-4, side)

#define W CORPUS_WRONG
NEAR_ALL(unit, 2, 1)
NEAR_ALL(apart, 2, -1)
NEAR_ALL(larger, 3, 1)
NEAR_ALL(layer, 3, -1)
#undef W

#define FIVE(f) &f##_12, &f##_9, &f##_7, &f##_5, &f##_4
const corpus_kind CORPUS_NAME(kind_near) = {
    .name = "near-kink",
    .functions = (const corpus_function *const[]){FIVE(unit), FIVE(apart), FIVE(larger),
                                                  FIVE(layer), NULL},
};
