/* Values that come out of a search, a table or an adaptive rule: their errors are neither
 * rounding nor random, and the gradient is that of what they stand for. */
#include "mistakes.h"

/* The root of y^3 + a y = b by bisection, to 1e-10: a staircase of that height. */
static real bisected(const real *x) {
    real low = 0.0, high = 3.0;
    for (int k = 0; k < 120; k++) {
        real y = (low + high) / 2.0;
        if (r_value(y * y * y + x[0] * y - x[1]) < 0)
            low = y;
        else
            high = y;
        if (CORPUS_DONE(high - low, 1e-10))
            break;
    }
    real y = (low + high) / 2.0;
#ifdef CORPUS_EXACT /* bisection has no derivative; a step of Newton's has that of the root */
    y -= (y * y * y + x[0] * y - x[1]) / (3.0 * y * y + x[0]);
#endif
    return y + 0.2 * x[0] * x[1];
}

static void bisected_gradient(const double *x, double *g) {
    double y = 1;
    for (int k = 0; k < 100; k++)
        y -= (y * y * y + x[0] * y - x[1]) / (3 * y * y + x[0]);
    g[0] = -y / (3 * y * y + x[0]) + 0.2 * x[1];
    g[1] = 1 / (3 * y * y + x[0]) + 0.2 * x[0];
}

/* What automatic differentiation makes of a bisection. */
static void bisected_unrolled(const double *x, double *g) {
    g[0] = 0.2 * x[1];
    g[1] = 0.2 * x[0];
}

static const corpus_function by_bisection = {
    .name = "bisection",
    POINT(1.7731, 2.3947),
    .value = bisected,
    .gradient = bisected_gradient,
    .claims =
        (const corpus_claim[]){
            {"root-taken-as-constant", bisected_unrolled, CORPUS_WRONG, false}, {.name = NULL}},
    .mistakes = MISTAKES(&wrong_sign, &wrong_entry_1e2),
};

/* min over y of (y - x0)^2 + x1 y^4 / 4 + cos(y + x0), by ternary search to 1e-7 in y: by the
 * envelope theorem the derivative is that at the fixed minimiser. */
static real inner(real y, const real *x) {
    return r_square(y - x[0]) + x[1] * r_square(y * y) / 4.0 + r_cos(y + x[0]);
}

static real minimised(const real *x) {
    real low = -2.0, high = 3.0;
    for (int k = 0; k < 300; k++) {
        real a = (2.0 * low + high) / 3.0, b = (low + 2.0 * high) / 3.0;
        if (r_value(inner(a, x)) < r_value(inner(b, x)))
            high = b;
        else
            low = a;
        if (CORPUS_DONE(high - low, 1e-7))
            break;
    }
    return inner((low + high) / 2.0, x);
}

static void minimised_with(const double *x, double *g, double direct) {
    double y = x[0];
    for (int k = 0; k < 100; k++)
        y -= (2 * (y - x[0]) + x[1] * y * y * y - sin(y + x[0])) /
             (2 + 3 * x[1] * y * y - cos(y + x[0]));
    g[0] = -2 * (y - x[0]) - direct * sin(y + x[0]);
    g[1] = y * y * y * y / 4;
}

static void minimised_gradient(const double *x, double *g) {
    minimised_with(x, g, 1);
}

static void minimised_dropped(const double *x, double *g) {
    minimised_with(x, g, 0);
}

static const corpus_function by_search = {
    .name = "inner-minimum",
    POINT(0.7731, 0.8947),
    .value = minimised,
    .gradient = minimised_gradient,

    .claims = (const corpus_claim[]){{"term-dropped", minimised_dropped, CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_twice, &wrong_entry_1e2),
};

/* The integral of exp(-a t^2) cos(b t) over [0, 2] by adaptive Simpson: where intervals are
 * split changes with the parameters. */
static real integrand(const real *x, double t) {
    return r_exp(-x[0] * t * t) * r_cos(x[1] * t);
}

static real simpson(const real *x, double a, double b) {
    return (b - a) / 6 * (integrand(x, a) + 4.0 * integrand(x, (a + b) / 2) + integrand(x, b));
}

static real adaptive(const real *x, double a, double b, int depth) {
    double middle = (a + b) / 2;
    real whole = simpson(x, a, b), halves = simpson(x, a, middle) + simpson(x, middle, b);
    real error = (halves - whole) / 15.0;
    if (depth == 0 || CORPUS_DONE(error, 1e-9 * (b - a)))
        return halves + error;
    return adaptive(x, a, middle, depth - 1) + adaptive(x, middle, b, depth - 1);
}

static real integral(const real *x) {
    return adaptive(x, 0, 2, 7) + x[0] * x[1];
}

/* Its derivatives, by Simpson's rule on 4000 intervals. */
static void integral_gradient(const double *x, double *g) {
    g[0] = x[1];
    g[1] = x[0];
    for (int i = 0; i <= 4000; i++) {
        double t = i / 2000.0, w = (i == 0 || i == 4000 ? 1 : i % 2 ? 4 : 2) / 6000.0;
        g[0] -= w * t * t * exp(-x[0] * t * t) * cos(x[1] * t);
        g[1] -= w * t * exp(-x[0] * t * t) * sin(x[1] * t);
    }
}

static const corpus_function by_quadrature = {
    .name = "adaptive-quadrature",
    POINT(0.7731, 2.3947),
    .value = integral,
    .gradient = integral_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_entry_1e3, &wrong_swapped),
};

/* exp(-x) sin(3x) from a table of 200 points, linear in between: the slope of the chord is
 * right, that of the function in the table is not. */
static double knot(int i) {
    return exp(-i * 0.02) * sin(3 * i * 0.02);
}

static real interpolated(const real *x) {
    double at = (double)r_value(x[0]) / 0.02;
    int i = (int)at;
    real share = x[0] / 0.02 - (double)i;
    return ((1.0 - share) * knot(i) + share * knot(i + 1)) * x[1];
}

static void interpolated_gradient(const double *x, double *g) {
    int i = (int)(x[0] / 0.02);
    double share = x[0] / 0.02 - i;
    g[0] = (knot(i + 1) - knot(i)) / 0.02 * x[1];
    g[1] = (1 - share) * knot(i) + share * knot(i + 1);
}

static void interpolated_smooth(const double *x, double *g) {
    interpolated_gradient(x, g);
    g[0] = exp(-x[0]) * (3 * cos(3 * x[0]) - sin(3 * x[0])) * x[1];
}

static const corpus_function by_table = {
    .name = "interpolated-table",
    POINT(0.77313, -1.3947),
    .stays = true,
    .value = interpolated,
    .gradient = interpolated_gradient,
    .claims = (const corpus_claim[]){{"of-what-is-in-the-table", interpolated_smooth,
                                      CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e3),
};

/* A step of a width of 1e-7 at the point: there the slope is another than around. */
static real narrow(const real *x) {
    return x[0] * x[0] + 1e-7 * r_tanh((x[0] - 0.75) / 1e-7) + r_exp(x[1]);
}

static void narrow_gradient(const double *x, double *g) {
    double t = tanh((x[0] - 0.75) / 1e-7);
    g[0] = 2 * x[0] + 1 - t * t;
    g[1] = exp(x[1]);
}

static void narrow_overlooked(const double *x, double *g) {
    g[0] = 2 * x[0];
    g[1] = exp(x[1]);
}

static const corpus_function narrow_step = {
    .name = "step-of-width-1e-7",
    POINT(0.75000003137, -0.4173),
    .stays = true,
    .value = narrow,
    .gradient = narrow_gradient,
    .claims =
        (const corpus_claim[]){{"step-overlooked", narrow_overlooked, CORPUS_WRONG, false},
                               {.name = NULL}},
    .mistakes = MISTAKES(&wrong_first_1e2),
};

/* The weighted sum of sorted numbers: the gradient is the permuted weights. */
enum { SORTED = 12 };

static real sorted(const real *x) {
    real sum = 0.0;
    for (size_t i = 0; i < SORTED; i++) {
        size_t rank = 0;
        for (size_t j = 0; j < SORTED; j++)
            rank += r_value(x[j]) < r_value(x[i]);
        sum += corpus_uniform(251, rank) * x[i] + 0.1 * x[i] * x[i];
    }
    return sum;
}

static void sorted_gradient(const double *x, double *g) {
    for (size_t i = 0; i < SORTED; i++) {
        size_t rank = 0;
        for (size_t j = 0; j < SORTED; j++)
            rank += x[j] < x[i];
        g[i] = corpus_uniform(251, rank) + 0.2 * x[i];
    }
}

static void sorted_unpermuted(const double *x, double *g) {
    for (size_t i = 0; i < SORTED; i++)
        g[i] = corpus_uniform(251, i) + 0.2 * x[i];
}

static const corpus_function by_sorting = {
    .name = "order-statistics",
    .n = SORTED,
    .low = -1.3,
    .high = 1.9,
    .seed = 252,
    .value = sorted,
    .gradient = sorted_gradient,
    .claims =
        (const corpus_claim[]){
            {"permutation-forgotten", sorted_unpermuted, CORPUS_WRONG, false}, {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e4),
};

const corpus_kind CORPUS_NAME(kind_search) = {
    .name = "searched-or-looked-up",
    .functions = (const corpus_function *const[]){&by_bisection, &by_search, &by_quadrature,
                                                  &by_table, &narrow_step, &by_sorting, NULL},
};
