/* Values whose slope at the first steps is not the one that counts: features narrower than the
 * steps, roots whose slopes converge slowly, pieces between leaps, roundings in step with the
 * steps, waves that no first step resolves. */
#include "mistakes.h"

/* A dead zone of half width a about the middle: the derivative inside is what is beside it. */
static real dead_zone(real t, double a) {
    return t - r_min(r_max(t, -a + 0.0 * t), a + 0.0 * t);
}

#define DEAD_ZONE(name_, text, x0, a)                                                          \
    static real name_##_value(const real *x) {                                                 \
        return 1.3 * dead_zone(x[0] - (x0), (a)) + 0.7 * r_sin(x[1] + x[0]);                   \
    }                                                                                          \
    static void name_##_gradient(const double *x, double *g) {                                 \
        g[0] = g[1] = 0.7 * cos(x[1] + x[0]);                                                  \
    }                                                                                          \
    static const corpus_function name_##_at = {                                                \
        .name = (text),                                                                        \
        POINT((x0), 0.4173),                                                                   \
        .stays = true,                                                                         \
        .value = name_##_value,                                                                \
        .gradient = name_##_gradient,                                                          \
        .mistakes = MISTAKES(&wrong_sign, &wrong_twice, &wrong_first_1e2),                     \
    };

DEAD_ZONE(dead_zone_7, "dead-zone-1e-7", 0.7731, 1.13e-7)
DEAD_ZONE(dead_zone_10, "dead-zone-1e-10", 0.7731, 0.93e-10)
DEAD_ZONE(dead_zone_0, "dead-zone-1e-12-at-0", 0.0, 1.07e-12)

/* |x|^p beside a line: the slopes of both sides go to the line's, as slowly as t^(p-1). */
#define ROOT(name_, text, p)                                                                   \
    static real name_##_value(const real *x) {                                                 \
        return 0.8 * r_pow(r_abs(x[0]), (p)) + 0.6 * x[0] * x[1] + r_exp(x[1]);                \
    }                                                                                          \
    static void name_##_gradient(const double *x, double *g) {                                 \
        g[0] = 0.6 * x[1];                                                                     \
        g[1] = exp(x[1]);                                                                      \
    }                                                                                          \
    static const corpus_function name_##_at = {                                                \
        .name = (text),                                                                        \
        POINT(0.0, 0.7731),                                                                    \
        .stays = true,                                                                         \
        .value = name_##_value,                                                                \
        .gradient = name_##_gradient,                                                          \
        .open = true,                                                                          \
        .mistakes = MISTAKES(&wrong_sign, &wrong_last_1e3),                                    \
    };

ROOT(root_15, "power-1.5", 1.5)
ROOT(root_125, "power-1.25", 1.25)

/* A parameter that is rounded to a grid on its way: treads that have a slope of their own. */
static real on_grid(const real *x) {
    real y = CORPUS_GRID(x[0], 1e-5);
    return r_sin(y) + 0.4 * x[0] * x[0] + x[1] * x[1];
}

static void on_grid_gradient(const double *x, double *g) {
    g[0] = cos(x[0]) + 0.8 * x[0];
    g[1] = 2 * x[1];
}

static const corpus_function grid_inside = {
    .name = "grid-inside-1e-5",
    POINT(0.7731, -0.3947),
    .value = on_grid,
    .gradient = on_grid_gradient,
    .open = true,
    .mistakes = MISTAKES(&wrong_sign, &wrong_twice),
};

/* y = cos(a y) + b, stopped at a change of 1e-6: between changes of the count the slope is off.
 */
static real stopped(const real *x) {
    real y = 0.5;
    for (int k = 0; k < 200; k++) {
        real next = r_cos(x[0] * y) + x[1];
        real change = next - y;
        y = next;
        if (CORPUS_DONE(change, 1e-6))
            break;
    }
    return y * y;
}

static void stopped_gradient(const double *x, double *g) {
    double y = 0.5;
    for (int k = 0; k < 400; k++)
        y = cos(x[0] * y) + x[1];
    double s = sin(x[0] * y), c = 1 + x[0] * s;
    g[0] = -2 * y * y * s / c;
    g[1] = 2 * y / c;
}

static const corpus_function stopped_early = {
    .name = "fixed-point-1e-6",
    POINT(0.4331, 0.2147),
    .value = stopped,
    .gradient = stopped_gradient,
    .open = true,
    .mistakes = MISTAKES(&wrong_sign, &wrong_first_1e2),
};

/* Seconds since an epoch: the scale of the function is nothing like that of the number. */
static real timestamp(const real *x) {
    real since = x[0] - 1e9;
    return r_sin(5.0 * since) + x[1] * since;
}

static void timestamp_gradient(const double *x, double *g) {
    g[0] = 5 * cos(5 * (x[0] - 1e9)) + x[1];
    g[1] = x[0] - 1e9;
}

static const corpus_function since_epoch = {
    .name = "timestamp",
    POINT(1000000000.3125, 0.7),
    .stays = true,
    .value = timestamp,
    .gradient = timestamp_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_first_1e2),
};

/* log(1 + x) / x for a small x: 1 + x rounds all x + 2^e alike. */
static real in_step(const real *x) {
    return r_log(1.0 + x[0]) / x[0] + x[1] * x[1];
}

static void in_step_gradient(const double *x, double *g) {
    g[0] = -0.5 + x[0] * (2.0 / 3 - 0.75 * x[0]);
    g[1] = 2 * x[1];
}

static const corpus_function rounded_in_step = {
    .name = "log-1-plus-x",
    POINT(1.0713e-7, 0.7731),
    .value = in_step,
    .gradient = in_step_gradient,
    .open = true,
    .mistakes = MISTAKES(&wrong_sign, &wrong_last_1e3),
};

/* A special function whose branch below the point was coded in float32: noise on one side,
 * which the survey, for which the quieter side counts, does not see. */
#define ONE_SIDE(name_, text, x0)                                                              \
    static real name_##_value(const real *x) {                                                 \
        real y = r_exp(-0.3 * x[0]) * r_sin(1.7 * x[0]) + 2.0;                                 \
        if (r_value(x[0]) < (x0))                                                              \
            y = CORPUS_GRID(y, 0x1p-23);                                                       \
        return y + 0.37 * x[1] * x[1];                                                         \
    }                                                                                          \
    static void name_##_gradient(const double *x, double *g) {                                 \
        g[0] = exp(-0.3 * x[0]) * (1.7 * cos(1.7 * x[0]) - 0.3 * sin(1.7 * x[0]));             \
        g[1] = 0.74 * x[1];                                                                    \
    }                                                                                          \
    static const corpus_function name_##_at = {                                                \
        .name = (text),                                                                        \
        POINT((x0), -0.3947),                                                                  \
        .stays = true,                                                                         \
        .value = name_##_value,                                                                \
        .gradient = name_##_gradient,                                                          \
        .mistakes = MISTAKES(&wrong_sign, &wrong_twice, &wrong_first_1e2),                     \
    };

ONE_SIDE(one_side_1, "one-side-in-float32", 0.7731)
ONE_SIDE(one_side_2, "one-side-in-float32-left", -1.2947)
ONE_SIDE(one_side_3, "one-side-in-float32-right", 1.6180)

/* Phases: waves far shorter than the first steps, down to a few numbers long.  At 1e20 the
 * numbers are thousands of waves apart: there nobody can tell. */
#define PHASE(name_, text, x0, open_, ...)                                                     \
    static real name_##_value(const real *x) {                                                 \
        return 0.9 * r_sin(x[0]) + 0.37 * x[1] * x[1];                                         \
    }                                                                                          \
    static void name_##_gradient(const double *x, double *g) {                                 \
        g[0] = 0.9 * cos(x[0]);                                                                \
        g[1] = 0.74 * x[1];                                                                    \
    }                                                                                          \
    static const corpus_function name_##_at = {                                                \
        .name = (text),                                                                        \
        POINT((x0), -0.3947),                                                                  \
        .stays = true,                                                                         \
        .value = name_##_value,                                                                \
        .gradient = name_##_gradient,                                                          \
        .open = (open_),                                                                       \
        .mistakes = MISTAKES(__VA_ARGS__),                                                     \
    };

PHASE(phase_9, "phase-1e9", 3754710124.80140138, false, &wrong_sign, &wrong_first_1e2)
PHASE(phase_12, "phase-1e12", 7701774605198.5889, false, &wrong_sign, &wrong_first_1e2)
PHASE(phase_15, "phase-1e15", 1021988990231.1875 * 0x1p10, false, &wrong_sign, &wrong_first_1e2)
PHASE(phase_20, "phase-1e20", 1.0171247081e20, true, NULL)

const corpus_kind CORPUS_NAME(kind_doubted) = {
    .name = "doubted",
    .functions = (const corpus_function *const[]){&dead_zone_7_at, &dead_zone_10_at,
                                                  &dead_zone_0_at, &root_15_at, &root_125_at,
                                                  &grid_inside, &stopped_early, &since_epoch,
                                                  &rounded_in_step, &one_side_1_at,
                                                  &one_side_2_at, &one_side_3_at, &phase_9_at,
                                                  &phase_12_at, &phase_15_at, &phase_20_at,
                                                  NULL},
};
