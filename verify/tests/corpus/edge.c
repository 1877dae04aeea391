/* At or near the edge of the domain: a step leaves it, the value is NaN, infinite or refused.
 */
#include "mistakes.h"

/* log at 1e-12, and at 1e-300. */
static real logarithm(const real *x) {
    return r_log(x[0]) + x[0] * x[1] + r_sin(x[1]);
}

static void logarithm_gradient(const double *x, double *g) {
    g[0] = 1 / x[0] + x[1];
    g[1] = x[0] + cos(x[1]);
}

static const corpus_function edge_log_12 = {
    .name = "log-at-1e-12",
    POINT(1.137e-12, 0.7731),
    .value = logarithm,
    .gradient = logarithm_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_twice, &wrong_first_1e2, &wrong_entry_1e4),
};

static const corpus_function edge_log_300 = {
    .name = "log-at-1e-300",
    POINT(2.317e-300, 0.7731),
    .value = logarithm,
    .gradient = logarithm_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_first_1e2),
};

/* The gradient clamped where the logarithm is steep. */
static void logarithm_guarded(const double *x, double *g) {
    logarithm_gradient(x, g);
    g[0] = 1 / (x[0] + 1e-8) + x[1];
}

static const corpus_function edge_log_guard = {
    .name = "log-at-1e-9",
    POINT(1.137e-9, 0.7731),
    .value = logarithm,
    .gradient = logarithm_gradient,
    .claims = (const corpus_claim[]){{"epsilon-in-gradient-only", logarithm_guarded,
                                      CORPUS_WRONG, false},
                                     {.name = NULL}},
};

/* Entropy with small probabilities. */
static real entropy(const real *x) {
    real sum = 0.0;
    for (size_t i = 0; i < 4; i++)
        sum -= x[i] * r_log(x[i]);
    return sum;
}

static void entropy_gradient(const double *x, double *g) {
    for (size_t i = 0; i < 4; i++)
        g[i] = -log(x[i]) - 1;
}

static void entropy_dropped(const double *x, double *g) {
    for (size_t i = 0; i < 4; i++)
        g[i] = -log(x[i]);
}

static const corpus_function edge_entropy = {
    .name = "entropy",
    POINT(0.6137, 1.913e-9, 3.137e-4, 0.3859),
    .value = entropy,
    .gradient = entropy_gradient,
    .claims = (const corpus_claim[]){{"-1-dropped", entropy_dropped, CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e3),
};

/* x sqrt(x) at 0, whose derivative there is 0, from one side. */
static real power(const real *x) {
    return x[0] * r_sqrt(x[0]) + r_square(x[1] - 0.3);
}

static void power_gradient(const double *x, double *g) {
    g[0] = 1.5 * sqrt(x[0]);
    g[1] = 2 * (x[1] - 0.3);
}

static void power_one(const double *x, double *g) {
    power_gradient(x, g);
    g[0] = 1;
}

/* sqrt'(0) * 0 = infinity * 0, as automatic differentiation has it. */
static void power_nan(const double *x, double *g) {
    power_gradient(x, g);
    g[0] = sqrt(x[0]) + x[0] * (0.5 / sqrt(x[0]));
}

static const double inwards[] = {1, 1};

static const corpus_function edge_power = {
    .name = "x-sqrt-x-at-0",
    POINT(0.0, 0.7731),
    .stays = true,
    .value = power,
    .gradient = power_gradient,
    .side = inwards,
    .negligible = 1e-12,
    .claims = (const corpus_claim[]){{"one", power_one, CORPUS_WRONG, false},
                                     {"0-times-infinity", power_nan, CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_nonzero_1e3, &wrong_last_1e3),
};

/* sqrt close to 0, and at 0, where no derivative exists. */
static real root(const real *x) {
    return r_sqrt(x[0]) * x[1] + x[0];
}

static void root_gradient(const double *x, double *g) {
    g[0] = 0.5 / sqrt(x[0]) * x[1] + 1;
    g[1] = sqrt(x[0]);
}

static const corpus_function edge_root = {
    .name = "sqrt-at-1e-10",
    POINT(1.7137e-10, 1.3947),
    .value = root,
    .gradient = root_gradient,
    .mistakes = MISTAKES(&wrong_half, &wrong_entry_1e4),
};

/* acos near 1 and asin's edge seen from inside. */
static real angle(const real *x) {
    return r_acos(x[0]) * x[1] + r_acos(x[1]);
}

static void angle_gradient(const double *x, double *g) {
    g[0] = -x[1] / sqrt((1 - x[0]) * (1 + x[0]));
    g[1] = acos(x[0]) - 1 / sqrt((1 - x[1]) * (1 + x[1]));
}

static void angle_simplified(const double *x, double *g) {
    angle_gradient(x, g);
    g[0] = -x[1] / sqrt(1 - x[0] * x[0] + 1e-10);
}

static const corpus_function edge_acos = {
    .name = "acos-near-1",
    POINT(0.99999999913, -0.3947),
    .stays = true,
    .value = angle,
    .gradient = angle_gradient,
    .claims = (const corpus_claim[]){{"epsilon-in-gradient-only", angle_simplified,
                                      CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_sign, &wrong_first_1e2),
};

/* A logarithmic barrier, 1e-9 from its wall; beyond it the value is infinite. */
static real barrier(const real *x) {
    real room = 1.0 - x[0];
    if (r_value(room) <= 0)
        return INFINITY + 0.0 * x[0];
    return x[0] * x[0] - 1e-3 * r_log(room) + x[1] * x[0];
}

static void barrier_gradient(const double *x, double *g) {
    g[0] = 2 * x[0] + 1e-3 / (1 - x[0]) + x[1];
    g[1] = x[0];
}

static void barrier_forgotten(const double *x, double *g) {
    barrier_gradient(x, g);
    g[0] = 2 * x[0] + x[1];
}

static const corpus_function edge_barrier = {
    .name = "barrier",
    POINT(0.99999999871, 0.4173),
    .stays = true,
    .value = barrier,
    .gradient = barrier_gradient,
    .claims =
        (const corpus_claim[]){{"barrier-forgotten", barrier_forgotten, CORPUS_WRONG, false},
                               {.name = NULL}},
    .mistakes = MISTAKES(&wrong_first_1e2),
};

/* A smooth function that is refused for x0 < 0, asked exactly there. */
static real smooth(const real *x) {
    return r_exp(x[0]) * r_cos(x[1]) + 2.3 * x[0] * x[1];
}

static void smooth_gradient(const double *x, double *g) {
    g[0] = exp(x[0]) * cos(x[1]) + 2.3 * x[1];
    g[1] = -exp(x[0]) * sin(x[1]) + 2.3 * x[0];
}

static bool below_zero(const double *x) {
    return x[0] < 0;
}

static const corpus_function edge_refused = {
    .name = "refused-below-0",
    POINT(0.0, 0.7731),
    .stays = true,
    .value = smooth,
    .outside = below_zero,
    .gradient = smooth_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_first_1e2, &wrong_swapped),
};

static bool below_near(const double *x) {
    return x[0] < 0.61347 || x[1] > 1.2;
}

static const corpus_function edge_refused_near = {
    .name = "refused-1e-9-away",
    POINT(0.613470001, 0.7731),
    .stays = true,
    .value = smooth,
    .outside = below_near,
    .gradient = smooth_gradient,
    .mistakes = MISTAKES(&wrong_half, &wrong_entry_1e3),
};

/* A corridor of a width of 1e-6. */
static bool outside_corridor(const double *x) {
    return fabs(x[0] - 0.6134) > 1e-6;
}

static const corpus_function edge_corridor = {
    .name = "corridor-1e-6",
    POINT(0.61340031, 0.7731),
    .stays = true,
    .value = smooth,
    .outside = outside_corridor,
    .gradient = smooth_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_first_1e2),
};

/* A half circle of radius 1e-7: NaN on both sides of a narrow domain. */
static real circle(const real *x) {
    return r_sqrt(1e-14 - r_square(x[0] - 0.25)) + x[1] * 1e-7;
}

static void circle_gradient(const double *x, double *g) {
    g[0] = -(x[0] - 0.25) / sqrt(1e-14 - (x[0] - 0.25) * (x[0] - 0.25));
    g[1] = 1e-7;
}

static const corpus_function edge_circle = {
    .name = "half-circle-1e-7",
    POINT(0.25000003713, 0.7731),
    .stays = true,
    .value = circle,
    .gradient = circle_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_first_1e2),
};

/* Defined on a single point along x0: nothing can be known. */
static bool elsewhere(const double *x) {
    return x[0] < 0.7731 || x[0] > 0.7731;
}

static const corpus_function edge_point = {
    .name = "defined-on-a-line",
    POINT(0.7731, -1.3947),
    .stays = true,
    .value = smooth,
    .outside = elsewhere,
    .gradient = smooth_gradient,
    .open = true,
    .mistakes = MISTAKES(&wrong_last_1e3),
};

/* A deviation at its declared bound 0: beyond it the value has no meaning, and one is given. */
static real bounded(const real *x) {
    return r_exp(-x[0]) * x[1] + r_max(-x[0], 0.0 * x[0]) * 1e6 + x[1] * x[1];
}

static void bounded_gradient(const double *x, double *g) {
    g[0] = -exp(-x[0]) * x[1];
    g[1] = exp(-x[0]) + 2 * x[1];
}

static const double lower[] = {0, -10}, upper[] = {1, 10};
static const gv_group bounds[] = {
    {.name = "x", .rank = 1, .shape = {2}, .lower = lower, .upper = upper}};

static const corpus_function edge_bound = {
    .name = "at-declared-bound",
    POINT(0.0, 0.7731),
    .stays = true,
    .value = bounded,
    .gradient = bounded_gradient,
    .groups = bounds,
    .group_count = 1,
    .side = inwards,
    .mistakes = MISTAKES(&wrong_sign, &wrong_first_1e2),
};

/* 1 / x close to its pole, and the gamma function's logarithm. */
static real pole(const real *x) {
    return 1.0 / x[0] + r_lgamma(x[1]) * x[0];
}

static void pole_gradient(const double *x, double *g) {
    /* digamma(x) = -1/x - gamma + pi^2/6 x - zeta(3) x^2 + ..., for small x */
    double y = x[1];
    double digamma = -1 / y - 0.57721566490153286 + 1.6449340668482264 * y -
                     1.2020569031595943 * y * y + 1.0823232337111382 * y * y * y;
    g[0] = -1 / (x[0] * x[0]) + lgamma(x[1]);
    g[1] = digamma * x[0];
}

static const corpus_function edge_pole = {
    .name = "pole",
    POINT(3.1713e-5, 2.713e-6),
    .value = pole,
    .gradient = pole_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_last_1e3, &wrong_entry_1e4),
};

const corpus_kind CORPUS_NAME(kind_edge) = {
    .name = "edge",
    .functions = (const corpus_function *const[]){&edge_log_12, &edge_log_300, &edge_log_guard,
                                                  &edge_entropy, &edge_power, &edge_root,
                                                  &edge_acos, &edge_barrier, &edge_refused,
                                                  &edge_refused_near, &edge_corridor,
                                                  &edge_circle, &edge_point, &edge_bound,
                                                  &edge_pole, NULL},
};
