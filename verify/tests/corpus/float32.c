/* Values computed in float32 throughout; gradients in double, of the exact function. */
#define CORPUS_NARROW
#include "mistakes.h"

#ifdef CORPUS_EXACT
#define IN_FLOAT32(function) .value = function
#else
#define IN_FLOAT32(function) .value32 = function
#endif

/* A constant as float32 has it, also where the rest is exact. */
#define R(constant) ((real)(float)(constant))

/* A net of 3 tanh units and a linear readout on 4 samples of 2 numbers. */
enum { UNITS = 3, NET = 4 * UNITS };

static double sample(uint64_t s, uint64_t i) {
    return (double)(float)corpus_uniform(181, 3 * s + i);
}

static real net(const real *x) {
    real loss = R(0);
    for (uint64_t s = 0; s < 4; s++) {
        real y = R(0);
        for (size_t i = 0; i < UNITS; i++)
            y += x[3 * UNITS + i] * r_tanh(x[3 * i] * R(sample(s, 0)) +
                                           x[3 * i + 1] * R(sample(s, 1)) + x[3 * i + 2]);
        y -= R(sample(s, 2));
        loss += y * y / R(4);
    }
    return loss;
}

static void net_gradient(const double *x, double *g) {
    for (size_t i = 0; i < NET; i++)
        g[i] = 0;
    for (uint64_t s = 0; s < 4; s++) {
        double a[UNITS], y = -sample(s, 2);
        for (size_t i = 0; i < UNITS; i++) {
            a[i] = tanh(x[3 * i] * sample(s, 0) + x[3 * i + 1] * sample(s, 1) + x[3 * i + 2]);
            y += x[3 * UNITS + i] * a[i];
        }
        for (size_t i = 0; i < UNITS; i++) {
            double zbar = y / 2 * x[3 * UNITS + i] * (1 - a[i] * a[i]);
            g[3 * i] += zbar * sample(s, 0);
            g[3 * i + 1] += zbar * sample(s, 1);
            g[3 * i + 2] += zbar;
            g[3 * UNITS + i] += y / 2 * a[i];
        }
    }
}

/* The parameters are doubles, and are rounded on the way in. */
static const corpus_function net_in_float32 = {
    .name = "net",
    .n = NET,
    .low = -1.1,
    .high = 1.4,
    .seed = 182,
    IN_FLOAT32(net),
    .gradient = net_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_twice, &wrong_mean, &wrong_swapped),
};

/* The parameters are stored in float32: points are exact, values still are not. */
static const gv_group stored[] = {
    {.name = "w", .rank = 1, .shape = {NET}, .storage = GV_FLOAT32}};

static const corpus_function net_stored_in_float32 = {
    .name = "net-stored",
    .n = NET,
    .low = -1.1,
    .high = 1.4,
    .seed = 183,
    IN_FLOAT32(net),
    .gradient = net_gradient,
    .groups = stored,
    .group_count = 1,
    .mistakes = MISTAKES(&wrong_sign, &wrong_half, &wrong_first_1e2),
};

/* Gradients computed in float32, too, and declared so. */
static void net_gradient32(const double *x, double *g) {
    float sum[NET] = {0};
    for (uint64_t s = 0; s < 4; s++) {
        float a[UNITS], y = (float)-sample(s, 2);
        for (size_t i = 0; i < UNITS; i++) {
            a[i] = tanhf((float)x[3 * i] * (float)sample(s, 0) +
                         (float)x[3 * i + 1] * (float)sample(s, 1) + (float)x[3 * i + 2]);
            y += (float)x[3 * UNITS + i] * a[i];
        }
        for (size_t i = 0; i < UNITS; i++) {
            float zbar = y / 2 * (float)x[3 * UNITS + i] * (1 - a[i] * a[i]);
            sum[3 * i] += zbar * (float)sample(s, 0);
            sum[3 * i + 1] += zbar * (float)sample(s, 1);
            sum[3 * i + 2] += zbar;
            sum[3 * UNITS + i] += y / 2 * a[i];
        }
    }
    for (size_t i = 0; i < NET; i++)
        g[i] = (double)sum[i];
}

static const corpus_function net_all_float32 = {
    .name = "net-and-gradient",
    .n = NET,
    .low = -1.1,
    .high = 1.4,
    .seed = 184,
    IN_FLOAT32(net),
    .gradient = net_gradient32,
    .groups = stored,
    .group_count = 1,
    .claim = GV_FLOAT32,
    .mistakes = MISTAKES(&wrong_entry_sign, &wrong_twice),
};

/* Rosenbrock, whose terms cancel, near its valley. */
static real rosenbrock(const real *x) {
    real t = x[1] - x[0] * x[0], u = R(1) - x[0];
    return R(100) * t * t + u * u;
}

static void rosenbrock_gradient(const double *x, double *g) {
    double t = x[1] - x[0] * x[0];
    g[0] = -400 * x[0] * t - 2 * (1 - x[0]);
    g[1] = 200 * t;
}

static const corpus_function rosenbrock_float32 = {
    .name = "rosenbrock",
    POINT(-0.7731, 1.3947),
    IN_FLOAT32(rosenbrock),
    .gradient = rosenbrock_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_swapped, &wrong_first_1e2),
};

/* A sum of 200 terms, accumulated in float32; parameters of 1e-3. */
static real sum200(const real *x) {
    real sum = R(0);
    for (uint64_t i = 0; i < 200; i++)
        sum += r_exp(R(corpus_uniform(185, i)) * x[0] * R(300)) * R(corpus_uniform(186, i));
    return sum + x[1] * x[1] * R(1e5);
}

static void sum200_gradient(const double *x, double *g) {
    g[0] = 0;
    for (uint64_t i = 0; i < 200; i++) {
        double a = (double)(float)corpus_uniform(185, i);
        double b = (double)(float)corpus_uniform(186, i);
        g[0] += 300 * a * b * exp(a * x[0] * 300);
    }
    g[1] = 2e5 * x[1];
}

static const corpus_function sum_float32 = {
    .name = "sum-of-200",
    POINT(2.7731e-3, -1.3947e-3),
    IN_FLOAT32(sum200),
    .gradient = sum200_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_last_1e3),
};

const corpus_kind CORPUS_NAME(kind_float32) = {
    .name = "float32-value",
    .functions = (const corpus_function *const[]){&net_in_float32, &net_stored_in_float32,
                                                  &net_all_float32, &rosenbrock_float32,
                                                  &sum_float32, NULL},
};
