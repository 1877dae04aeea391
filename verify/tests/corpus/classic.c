/* Small test functions of optimisation, at their standard starts and elsewhere.
 * Source: Moré, Garbow & Hillstrom, Testing unconstrained optimization software, 1981 (MGH,
 * with the number of the problem). */
#include "mistakes.h"

/* MGH 1: 100 (x2 - x1^2)^2 + (1 - x1)^2. */
static real rosenbrock(const real *x) {
    return 100.0 * r_square(x[1] - x[0] * x[0]) + r_square(1.0 - x[0]);
}

static void rosenbrock_gradient(const double *x, double *g) {
    double t = x[1] - x[0] * x[0];
    g[0] = -400 * x[0] * t - 2 * (1 - x[0]);
    g[1] = 200 * t;
}

static void rosenbrock_dropped(const double *x, double *g) {
    rosenbrock_gradient(x, g);
    g[0] = -400 * x[0] * (x[1] - x[0] * x[0]);
}

static const corpus_function rosenbrock_start = {
    .name = "rosenbrock",
    POINT(-1.2, 1.0),
    .value = rosenbrock,
    .gradient = rosenbrock_gradient,
    .claims = (const corpus_claim[]){{"term-dropped", rosenbrock_dropped, CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_sign, &wrong_swapped, &wrong_entry_1e5, &right_float32),
};

static const corpus_function rosenbrock_elsewhere = {
    .name = "rosenbrock-elsewhere",
    POINT(0.7731, -1.3947),
    .value = rosenbrock,
    .gradient = rosenbrock_gradient,
    .mistakes = MISTAKES(&wrong_twice, &wrong_pair, &wrong_last_1e3),
};

/* MGH 2, Freudenstein and Roth. */
static real freudenstein(const real *x) {
    real a = -13.0 + x[0] + ((5.0 - x[1]) * x[1] - 2.0) * x[1];
    real b = -29.0 + x[0] + ((x[1] + 1.0) * x[1] - 14.0) * x[1];
    return a * a + b * b;
}

static void freudenstein_gradient(const double *x, double *g) {
    double y = x[1];
    double a = -13 + x[0] + ((5 - y) * y - 2) * y;
    double b = -29 + x[0] + ((y + 1) * y - 14) * y;
    g[0] = 2 * a + 2 * b;
    g[1] = 2 * a * (10 * y - 3 * y * y - 2) + 2 * b * (3 * y * y + 2 * y - 14);
}

static const corpus_function freudenstein_start = {
    .name = "freudenstein-roth",
    POINT(0.5, -2.0),
    .value = freudenstein,
    .gradient = freudenstein_gradient,
    .mistakes = MISTAKES(&wrong_half, &wrong_entry_1e4),
};

/* MGH 5, Beale: residuals y_i - x1 (1 - x2^i). */
static real beale(const real *x) {
    static const double y[] = {1.5, 2.25, 2.625};
    real sum = 0.0, power = 1.0;
    for (size_t i = 0; i < 3; i++) {
        power *= x[1];
        sum += r_square(y[i] - x[0] * (1.0 - power));
    }
    return sum;
}

static void beale_gradient(const double *x, double *g) {
    static const double y[] = {1.5, 2.25, 2.625};
    double power = 1;
    g[0] = g[1] = 0;
    for (int i = 0; i < 3; i++) {
        double below = power;
        power *= x[1];
        double r = y[i] - x[0] * (1 - power);
        g[0] -= 2 * r * (1 - power);
        g[1] += 2 * r * x[0] * (i + 1) * below;
    }
}

static const corpus_function beale_start = {
    .name = "beale",
    POINT(1.37, 0.81),
    .value = beale,
    .gradient = beale_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_entry_1e2),
};

/* MGH 7, helical valley; the angle is that of the branch x1 < 0 at the standard start. */
static real helical(const real *x) {
    real theta = r_atan(x[1] / x[0]) / (2 * CORPUS_PI) + (r_value(x[0]) < 0 ? 0.5 : 0.0);
    real r = r_sqrt(x[0] * x[0] + x[1] * x[1]);
    return 100.0 * (r_square(x[2] - 10.0 * theta) + r_square(r - 1.0)) + x[2] * x[2];
}

static void helical_gradient(const double *x, double *g) {
    double s = x[0] * x[0] + x[1] * x[1], r = sqrt(s);
    double theta = atan(x[1] / x[0]) / (2 * CORPUS_PI) + (x[0] < 0 ? 0.5 : 0);
    double t = x[2] - 10 * theta;
    g[0] = 200 * (t * 10 * x[1] / (2 * CORPUS_PI * s) + (r - 1) * x[0] / r);
    g[1] = 200 * (-t * 10 * x[0] / (2 * CORPUS_PI * s) + (r - 1) * x[1] / r);
    g[2] = 200 * t + 2 * x[2];
}

static const corpus_function helical_start = {
    .name = "helical-valley",
    POINT(-1.0, 0.0, 0.0),
    .value = helical,
    .gradient = helical_gradient,
    .mistakes = MISTAKES(&wrong_nonzero_1e3),
};

static const corpus_function helical_elsewhere = {
    .name = "helical-valley-elsewhere",
    POINT(-0.871, 0.353, 1.217),
    .value = helical,
    .gradient = helical_gradient,
    .mistakes = MISTAKES(&wrong_shifted, &wrong_entry_1e3),
};

/* MGH 13, Powell's singular function. */
static real powell_singular(const real *x) {
    return r_square(x[0] + 10.0 * x[1]) + 5.0 * r_square(x[2] - x[3]) +
           r_square(r_square(x[1] - 2.0 * x[2])) + 10.0 * r_square(r_square(x[0] - x[3]));
}

static void powell_singular_gradient(const double *x, double *g) {
    double a = x[0] + 10 * x[1], b = x[2] - x[3], c = x[1] - 2 * x[2], d = x[0] - x[3];
    g[0] = 2 * a + 40 * d * d * d;
    g[1] = 20 * a + 4 * c * c * c;
    g[2] = 10 * b - 8 * c * c * c;
    g[3] = -10 * b - 40 * d * d * d;
}

static const corpus_function powell_singular_start = {
    .name = "powell-singular",
    POINT(3.0, -1.0, 0.0, 1.0),
    .value = powell_singular,
    .gradient = powell_singular_gradient,
    .mistakes = MISTAKES(&wrong_mean, &wrong_pair, &wrong_entry_1e5),
};

/* MGH 14, Wood. */
static real wood(const real *x) {
    return 100.0 * r_square(x[1] - x[0] * x[0]) + r_square(1.0 - x[0]) +
           90.0 * r_square(x[3] - x[2] * x[2]) + r_square(1.0 - x[2]) +
           10.0 * r_square(x[1] + x[3] - 2.0) + 0.1 * r_square(x[1] - x[3]);
}

static void wood_terms(const double *x, double *g, double last) {
    double a = x[1] - x[0] * x[0], b = x[3] - x[2] * x[2];
    double c = x[1] + x[3] - 2, d = x[1] - x[3];
    g[0] = -400 * x[0] * a - 2 * (1 - x[0]);
    g[1] = 200 * a + 20 * c + last * d;
    g[2] = -360 * x[2] * b - 2 * (1 - x[2]);
    g[3] = 180 * b + 20 * c - last * d;
}

static void wood_gradient(const double *x, double *g) {
    wood_terms(x, g, 0.2);
}

static void wood_dropped(const double *x, double *g) {
    wood_terms(x, g, 0);
}

static const corpus_function wood_start = {
    .name = "wood",
    POINT(-3.0, -1.09, -2.87, -1.31),
    .value = wood,
    .gradient = wood_gradient,
    .claims = (const corpus_claim[]){{"weak-term-dropped", wood_dropped, CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_forward_difference, &wrong_reversed, &wrong_per_mille),
};

/* MGH 24 and 25 are in classic_many.c.  Himmelblau's function. */
static real himmelblau(const real *x) {
    return r_square(x[0] * x[0] + x[1] - 11.0) + r_square(x[0] + x[1] * x[1] - 7.0);
}

static void himmelblau_gradient(const double *x, double *g) {
    double a = x[0] * x[0] + x[1] - 11, b = x[0] + x[1] * x[1] - 7;
    g[0] = 4 * x[0] * a + 2 * b;
    g[1] = 2 * a + 4 * x[1] * b;
}

static const corpus_function himmelblau_start = {
    .name = "himmelblau",
    POINT(0.1937, -2.411),
    .value = himmelblau,
    .gradient = himmelblau_gradient,
    .mistakes = MISTAKES(&wrong_elsewhere, &wrong_absolute, &wrong_dropped_entry),
};

/* Branin, with its cosine. */
static real branin(const real *x) {
    real t = x[1] - 0.129184 * x[0] * x[0] + 1.591549 * x[0] - 6.0;
    return t * t + 9.602113 * r_cos(x[0]) + 10.0;
}

static void branin_gradient(const double *x, double *g) {
    double t = x[1] - 0.129184 * x[0] * x[0] + 1.591549 * x[0] - 6;
    g[0] = 2 * t * (1.591549 - 2 * 0.129184 * x[0]) - 9.602113 * sin(x[0]);
    g[1] = 2 * t;
}

static const corpus_function branin_start = {
    .name = "branin",
    POINT(4.137, 9.262),
    .value = branin,
    .gradient = branin_gradient,
    .mistakes = MISTAKES(&wrong_times_x, &wrong_entry_1e4, &wrong_swapped),
};

/* Dropped: the chain rule's inner factor.  log(1 + |x|^2) + sin(a . x). */
static real smooth_mix(const real *x) {
    real s = 0.0, t = 0.0;
    for (size_t i = 0; i < 5; i++) {
        s += x[i] * x[i];
        t += corpus_uniform(11, i) * x[i];
    }
    return r_log(1.0 + s) + r_sin(t);
}

static void smooth_mix_terms(const double *x, double *g, double inner) {
    double s = 0, t = 0;
    for (size_t i = 0; i < 5; i++) {
        s += x[i] * x[i];
        t += corpus_uniform(11, i) * x[i];
    }
    for (size_t i = 0; i < 5; i++)
        g[i] = inner * x[i] / (1 + s) + corpus_uniform(11, i) * cos(t);
}

static void smooth_mix_gradient(const double *x, double *g) {
    smooth_mix_terms(x, g, 2);
}

static void smooth_mix_inner(const double *x, double *g) {
    smooth_mix_terms(x, g, 1);
}

static const corpus_function smooth_mix_start = {
    .name = "log-and-sine",
    POINT(0.317, -1.412, 0.893, 2.171, -0.638),
    .value = smooth_mix,
    .gradient = smooth_mix_gradient,
    .claims =
        (const corpus_claim[]){{"inner-factor-dropped", smooth_mix_inner, CORPUS_WRONG, false},
                               {.name = NULL}},
    .mistakes = MISTAKES(&wrong_mean_removed, &right_float32),
};

const corpus_kind CORPUS_NAME(kind_classic) = {
    .name = "ordinary",
    .ordinary = true,
    .functions = (const corpus_function *const[]){&rosenbrock_start, &rosenbrock_elsewhere,
                                                  &freudenstein_start, &beale_start,
                                                  &helical_start, &helical_elsewhere,
                                                  &powell_singular_start, &wood_start,
                                                  &himmelblau_start, &branin_start,
                                                  &smooth_mix_start, NULL},
};
