/* Test functions of any number of variables, 10 to 500 of them.
 * Source: MGH as in classic.c, with the number of the problem. */
#include "mistakes.h"

/* MGH 21, extended Rosenbrock. */
enum { ROSENBROCK = 100 };

static real extended_rosenbrock(const real *x) {
    real sum = 0.0;
    for (size_t i = 0; i < ROSENBROCK; i += 2)
        sum += 100.0 * r_square(x[i + 1] - x[i] * x[i]) + r_square(1.0 - x[i]);
    return sum;
}

static void extended_rosenbrock_gradient(const double *x, double *g) {
    for (size_t i = 0; i < ROSENBROCK; i += 2) {
        double t = x[i + 1] - x[i] * x[i];
        g[i] = -400 * x[i] * t - 2 * (1 - x[i]);
        g[i + 1] = 200 * t;
    }
}

static const corpus_function extended_rosenbrock_spread = {
    .name = "extended-rosenbrock",
    .n = ROSENBROCK,
    .low = -1.7,
    .high = 1.9,
    .seed = 21,
    .value = extended_rosenbrock,
    .gradient = extended_rosenbrock_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_pair, &wrong_mean),
};

/* MGH 23, penalty I. */
static real penalty(const real *x) {
    real sum = 0.0, squares = -0.25;
    for (size_t i = 0; i < 10; i++) {
        sum += 1e-5 * r_square(x[i] - 1.0);
        squares += x[i] * x[i];
    }
    return sum + squares * squares;
}

static void penalty_gradient(const double *x, double *g) {
    double squares = -0.25;
    for (size_t i = 0; i < 10; i++)
        squares += x[i] * x[i];
    for (size_t i = 0; i < 10; i++)
        g[i] = 2e-5 * (x[i] - 1) + 4 * squares * x[i];
}

static const corpus_function penalty_start = {
    .name = "penalty-1",
    POINT(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0),
    .value = penalty,
    .gradient = penalty_gradient,
    .mistakes = MISTAKES(&wrong_half, &wrong_last_1e3),
};

/* MGH 24, penalty II. */
static real penalty2(const real *x) {
    real sum = r_square(x[0] - 0.2), squares = -1.0;
    for (int i = 0; i < 4; i++)
        squares += (4.0 - i) * x[i] * x[i];
    for (int i = 1; i < 4; i++) {
        double y = exp((i + 1) / 10.0) + exp(i / 10.0);
        sum += 1e-5 * r_square(r_exp(x[i] / 10.0) + r_exp(x[i - 1] / 10.0) - y);
        sum += 1e-5 * r_square(r_exp(x[i] / 10.0) - exp(-0.1));
    }
    return sum + squares * squares;
}

static void penalty2_gradient(const double *x, double *g) {
    double squares = -1;
    for (int i = 0; i < 4; i++)
        squares += (4 - i) * x[i] * x[i];
    for (int i = 0; i < 4; i++)
        g[i] = 4 * squares * (4 - i) * x[i];
    g[0] += 2 * (x[0] - 0.2);
    for (int i = 1; i < 4; i++) {
        double y = exp((i + 1) / 10.0) + exp(i / 10.0);
        double a = exp(x[i] / 10), b = exp(x[i - 1] / 10);
        g[i] += 2e-6 * ((a + b - y) * a + (a - exp(-0.1)) * a);
        g[i - 1] += 2e-6 * (a + b - y) * b;
    }
}

static const corpus_function penalty2_start = {
    .name = "penalty-2",
    POINT(0.5, 0.5, 0.5, 0.5),
    .value = penalty2,
    .gradient = penalty2_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e5, &wrong_first_1e2),
};

/* MGH 25, variably dimensioned. */
static real variably(const real *x) {
    real sum = 0.0, s = 0.0;
    for (int i = 0; i < 12; i++) {
        sum += r_square(x[i] - 1.0);
        s += (i + 1.0) * (x[i] - 1.0);
    }
    return sum + s * s + r_square(s * s);
}

static void variably_gradient(const double *x, double *g) {
    double s = 0;
    for (int i = 0; i < 12; i++)
        s += (i + 1) * (x[i] - 1);
    for (int i = 0; i < 12; i++)
        g[i] = 2 * (x[i] - 1) + (i + 1) * (2 * s + 4 * s * s * s);
}

static const corpus_function variably_start = {
    .name = "variably-dimensioned",
    .n = 12,
    .low = -0.2,
    .high = 1.1,
    .seed = 25,
    .value = variably,
    .gradient = variably_gradient,
    .mistakes = MISTAKES(&wrong_shifted, &wrong_entry_1e4),
};

/* MGH 26, trigonometric. */
enum { TRIGONOMETRIC = 20 };

static real trigonometric(const real *x) {
    real sum = 0.0, cosines = 0.0;
    for (int i = 0; i < TRIGONOMETRIC; i++)
        cosines += r_cos(x[i]);
    for (int i = 0; i < TRIGONOMETRIC; i++)
        sum +=
            r_square(TRIGONOMETRIC - cosines + (i + 1.0) * (1.0 - r_cos(x[i])) - r_sin(x[i]));
    return sum;
}

static void trigonometric_gradient(const double *x, double *g) {
    double r[TRIGONOMETRIC], cosines = 0, total = 0;
    for (int i = 0; i < TRIGONOMETRIC; i++)
        cosines += cos(x[i]);
    for (int i = 0; i < TRIGONOMETRIC; i++) {
        r[i] = TRIGONOMETRIC - cosines + (i + 1) * (1 - cos(x[i])) - sin(x[i]);
        total += r[i];
    }
    for (int i = 0; i < TRIGONOMETRIC; i++)
        g[i] = 2 * total * sin(x[i]) + 2 * r[i] * ((i + 1) * sin(x[i]) - cos(x[i]));
}

static const corpus_function trigonometric_spread = {
    .name = "trigonometric",
    .n = TRIGONOMETRIC,
    .low = -1.1,
    .high = 1.4,
    .seed = 26,
    .value = trigonometric,
    .gradient = trigonometric_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_mean_removed),
};

/* MGH 28, discrete boundary value. */
enum { BOUNDARY = 30 };

static real boundary(const real *x) {
    double h = 1.0 / (BOUNDARY + 1);
    real sum = 0.0;
    for (int i = 0; i < BOUNDARY; i++) {
        real left = i > 0 ? x[i - 1] : 0.0, right = i + 1 < BOUNDARY ? x[i + 1] : 0.0;
        real cube = x[i] + (i + 1) * h + 1.0;
        sum += r_square(2.0 * x[i] - left - right + h * h / 2 * cube * cube * cube);
    }
    return sum;
}

static void boundary_gradient(const double *x, double *g) {
    double h = 1.0 / (BOUNDARY + 1), r[BOUNDARY + 2] = {0};
    for (int i = 0; i < BOUNDARY; i++) {
        double left = i > 0 ? x[i - 1] : 0, right = i + 1 < BOUNDARY ? x[i + 1] : 0;
        r[i + 1] = 2 * x[i] - left - right + h * h / 2 * pow(x[i] + (i + 1) * h + 1, 3);
    }
    for (int i = 0; i < BOUNDARY; i++)
        g[i] = 2 * (2 + 1.5 * h * h * pow(x[i] + (i + 1) * h + 1, 2)) * r[i + 1] - 2 * r[i] -
               2 * r[i + 2];
}

static const corpus_function boundary_spread = {
    .name = "discrete-boundary-value",
    .n = BOUNDARY,
    .low = -0.26,
    .high = 0.31,
    .seed = 28,
    .value = boundary,
    .gradient = boundary_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_reversed),
};

/* MGH 30, Broyden tridiagonal, 500 unknowns: one entry among many. */
enum { BROYDEN = 500 };

static real broyden(const real *x) {
    real sum = 0.0;
    for (size_t i = 0; i < BROYDEN; i++) {
        real left = i > 0 ? x[i - 1] : 0.0, right = i + 1 < BROYDEN ? x[i + 1] : 0.0;
        sum += r_square((3.0 - 2.0 * x[i]) * x[i] - left - 2.0 * right + 1.0);
    }
    return sum;
}

static void broyden_gradient(const double *x, double *g) {
    double r[BROYDEN + 2] = {0};
    for (size_t i = 0; i < BROYDEN; i++) {
        double left = i > 0 ? x[i - 1] : 0, right = i + 1 < BROYDEN ? x[i + 1] : 0;
        r[i + 1] = (3 - 2 * x[i]) * x[i] - left - 2 * right + 1;
    }
    for (size_t i = 0; i < BROYDEN; i++)
        g[i] = 2 * (3 - 4 * x[i]) * r[i + 1] - 2 * r[i + 2] - 4 * r[i];
}

static const corpus_function broyden_spread = {
    .name = "broyden-500",
    .n = BROYDEN,
    .low = -1.3,
    .high = 0.9,
    .seed = 30,
    .value = broyden,
    .gradient = broyden_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e2, &wrong_entry_1e3, &wrong_entry_1e4, &wrong_entry_1e5,
                         &wrong_pair, &right_float32),
};

/* MGH 27, Brown almost-linear: a sum and a product. */
static real brown_almost_linear(const real *x) {
    real sum = 0.0, total = 0.0, product = 1.0;
    for (size_t i = 0; i < 8; i++) {
        total += x[i];
        product *= x[i];
    }
    for (size_t i = 0; i < 7; i++)
        sum += r_square(x[i] + total - 9.0);
    return sum + r_square(product - 1.0);
}

static void brown_almost_linear_gradient(const double *x, double *g) {
    double total = 0, product = 1, r = 0;
    for (size_t i = 0; i < 8; i++) {
        total += x[i];
        product *= x[i];
    }
    for (size_t i = 0; i < 7; i++)
        r += 2 * (x[i] + total - 9);
    for (size_t i = 0; i < 8; i++)
        g[i] = r + (i < 7 ? 2 * (x[i] + total - 9) : 0) + 2 * (product - 1) * product / x[i];
}

static const corpus_function brown_almost_linear_start = {
    .name = "brown-almost-linear",
    POINT(0.53, 0.61, 0.47, 0.712, 0.398, 0.567, 0.744, 1.93),
    .value = brown_almost_linear,
    .gradient = brown_almost_linear_gradient,
    .mistakes = MISTAKES(&wrong_last_1e3, &wrong_sign),
};

/* The mean of 1024 squares of a linear model: an ordinary loss. */
static real mean_squares(const real *x) {
    real sum = 0.0;
    for (uint64_t i = 0; i < 1024; i++) {
        real r = corpus_uniform(41, i);
        for (uint64_t j = 0; j < 4; j++)
            r += corpus_uniform(42, 4 * i + j) * x[j];
        sum += r * r;
    }
    return sum / 1024.0;
}

static void mean_squares_gradient(const double *x, double *g) {
    for (uint64_t j = 0; j < 4; j++)
        g[j] = 0;
    for (uint64_t i = 0; i < 1024; i++) {
        double r = corpus_uniform(41, i);
        for (uint64_t j = 0; j < 4; j++)
            r += corpus_uniform(42, 4 * i + j) * x[j];
        for (uint64_t j = 0; j < 4; j++)
            g[j] += 2 * r * corpus_uniform(42, 4 * i + j) / 1024;
    }
}

static const corpus_function mean_squares_start = {
    .name = "mean-of-1024-squares",
    POINT(0.7731, -1.3947, 0.311, 2.207),
    .value = mean_squares,
    .gradient = mean_squares_gradient,
    .mistakes = MISTAKES(&wrong_mean, &wrong_entry_1e5),
};

const corpus_kind CORPUS_NAME(kind_classic_many) = {
    .name = "many",
    .ordinary = true,
    .functions = (const corpus_function *const[]){&extended_rosenbrock_spread, &penalty_start,
                                                  &penalty2_start, &variably_start,
                                                  &trigonometric_spread, &boundary_spread,
                                                  &broyden_spread, &brown_almost_linear_start,
                                                  &mean_squares_start, NULL},
};
