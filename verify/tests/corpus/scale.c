/* Where the scale of things is not 1: offsets, tiny values, extreme parameters, mixtures. */
#include "mistakes.h"

/* A well-behaved function of `count` numbers, the core of several below:
 * sum a_i (y_i + y_i^2 y_{i+1} / 3) with y = x / scale. */
static real core(const real *x, size_t count, uint64_t seed) {
    real sum = 0.0;
    for (size_t i = 0; i < count; i++)
        sum += corpus_uniform(seed, i) * (x[i] + x[i] * x[i] * x[(i + 1) % count] / 3.0);
    return sum;
}

static void core_gradient(const double *x, size_t count, uint64_t seed, double *g) {
    for (size_t i = 0; i < count; i++)
        g[i] = 0;
    for (size_t i = 0; i < count; i++) {
        size_t j = (i + 1) % count;
        double a = corpus_uniform(seed, i);
        g[i] += a * (1 + 2 * x[i] * x[j] / 3);
        g[j] += a * x[i] * x[i] / 3;
    }
}

/* A constant offset: the same function as far as derivatives go. */
static real offset_1e8(const real *x) {
    return 1e8 + core(x, 6, 51);
}

static void offset_gradient(const double *x, double *g) {
    core_gradient(x, 6, 51, g);
}

static real offset_1e12(const real *x) {
    return core(x, 6, 51) + 1e12;
}

static real offset_minus(const real *x) {
    return core(x, 6, 51) - 7.3e9;
}

#define CORE_POINT POINT(0.7731, -1.3947, 2.218, 0.4123, -0.8865, 1.6679)
static const corpus_function offset_8 = {
    .name = "offset-1e8",
    CORE_POINT,
    .value = offset_1e8,
    .gradient = offset_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_twice, &wrong_entry_1e2, &wrong_largest_1e3,
                         &right_float32),
};

static const corpus_function offset_12 = {
    .name = "offset-1e12",
    CORE_POINT,
    .value = offset_1e12,
    .gradient = offset_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_half, &wrong_swapped),
};

static const corpus_function offset_negative = {
    .name = "offset-minus-7e9",
    CORE_POINT,
    .value = offset_minus,
    .gradient = offset_gradient,
    .mistakes = MISTAKES(&wrong_entry_sign, &wrong_pair),
};

/* A log-likelihood with its constant: the offset of ordinary life. */
static real offset_likelihood(const real *x) {
    real sum = 3.1e6;
    for (uint64_t i = 0; i < 40; i++)
        sum += r_square(corpus_uniform(52, i) - x[0] - x[1] * corpus_uniform(53, i)) *
               r_exp(-x[2]) / 2.0;
    return sum + 20.0 * x[2];
}

static void offset_likelihood_gradient(const double *x, double *g) {
    g[0] = g[1] = 0;
    g[2] = 20;
    for (uint64_t i = 0; i < 40; i++) {
        double t = corpus_uniform(53, i), r = corpus_uniform(52, i) - x[0] - x[1] * t;
        g[0] -= r * exp(-x[2]);
        g[1] -= r * t * exp(-x[2]);
        g[2] -= r * r * exp(-x[2]) / 2;
    }
}

static const corpus_function offset_fit = {
    .name = "likelihood-with-constant",
    POINT(0.413, -0.772, -0.318),
    .value = offset_likelihood,
    .gradient = offset_likelihood_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_twice),
};

/* Tiny values: all of it times 1e-20, 1e-150. */
static real tiny_20(const real *x) {
    return 1e-20 * core(x, 6, 54);
}

static void tiny_20_gradient(const double *x, double *g) {
    core_gradient(x, 6, 54, g);
    for (size_t i = 0; i < 6; i++)
        g[i] *= 1e-20;
}

static const corpus_function tiny_value_20 = {
    .name = "value-1e-20",
    CORE_POINT,
    .value = tiny_20,
    .gradient = tiny_20_gradient,
    .mistakes =
        MISTAKES(&wrong_sign, &wrong_zero, &wrong_entry_1e4, &wrong_pair, &wrong_absolute),
};

static real tiny_150(const real *x) {
    return 1e-150 * core(x, 6, 54);
}

static void tiny_150_gradient(const double *x, double *g) {
    core_gradient(x, 6, 54, g);
    for (size_t i = 0; i < 6; i++)
        g[i] *= 1e-150;
}

static const corpus_function tiny_value_150 = {
    .name = "value-1e-150",
    CORE_POINT,
    .value = tiny_150,
    .gradient = tiny_150_gradient,
    .mistakes = MISTAKES(&wrong_twice, &wrong_entry_1e3, &wrong_zero),
};

/* A probability, not its logarithm: a product of 8 Gaussian densities, 1e-11 or so. */
static real density(const real *x) {
    real product = 1.0;
    for (uint64_t i = 0; i < 8; i++) {
        real z = (3.0 * corpus_uniform(55, i) - x[0]) / x[1];
        product *= r_exp(-z * z / 2.0) / (x[1] * sqrt(2 * CORPUS_PI));
    }
    return product;
}

static void density_gradient(const double *x, double *g) {
    double product = 1, first = 0, second = 0;
    for (uint64_t i = 0; i < 8; i++) {
        double z = (3 * corpus_uniform(55, i) - x[0]) / x[1];
        product *= exp(-z * z / 2) / (x[1] * sqrt(2 * CORPUS_PI));
        first += z / x[1];
        second += (z * z - 1) / x[1];
    }
    g[0] = product * first;
    g[1] = product * second;
}

static const corpus_function tiny_density = {
    .name = "likelihood-itself",
    POINT(0.2371, 1.1134),
    .value = density,
    .gradient = density_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_entry_1e4),
};

/* Huge values. */
static real huge(const real *x) {
    return 1e200 * core(x, 6, 56);
}

static void huge_gradient(const double *x, double *g) {
    core_gradient(x, 6, 56, g);
    for (size_t i = 0; i < 6; i++)
        g[i] *= 1e200;
}

static const corpus_function huge_value = {
    .name = "value-1e200",
    CORE_POINT,
    .value = huge,
    .gradient = huge_gradient,
    .mistakes = MISTAKES(&wrong_half, &wrong_entry_1e4),
};

/* Parameters of another scale, which is also that on which the function varies. */
#define SCALED(suffix, scale)                                                                  \
    static real scaled_##suffix(const real *x) {                                               \
        real y[6];                                                                             \
        for (size_t i = 0; i < 6; i++)                                                         \
            y[i] = x[i] / (scale);                                                             \
        return core(y, 6, 57);                                                                 \
    }                                                                                          \
    static void scaled_##suffix##_gradient(const double *x, double *g) {                       \
        double y[6];                                                                           \
        for (size_t i = 0; i < 6; i++)                                                         \
            y[i] = x[i] / (scale);                                                             \
        core_gradient(y, 6, 57, g);                                                            \
        for (size_t i = 0; i < 6; i++)                                                         \
            g[i] /= (scale);                                                                   \
    }                                                                                          \
    static const corpus_function scaled_##suffix##_point = {                                   \
        .name = "parameters-" #suffix,                                                         \
        POINT(0.7731 * (scale), -1.3947 * (scale), 2.218 * (scale), 0.4123 * (scale),          \
              -0.8865 * (scale), 1.6679 * (scale)),                                            \
        .value = scaled_##suffix,                                                              \
        .gradient = scaled_##suffix##_gradient,                                                \
        .mistakes = MISTAKES(&wrong_sign, &wrong_entry_1e4, &wrong_pair, &wrong_mean),         \
    };
SCALED(1e_8, 1e-8)
SCALED(1e6, 1e6)
SCALED(1e12, 1e12)
SCALED(1e_300, 1e-300)
#undef SCALED

/* The same parameters where the function varies on a scale of 1: nothing in the point tells. */
static real unscaled(const real *x) {
    return r_exp(x[0]) + r_square(x[1] - 0.731) + r_sin(x[2] + 0.5) * (1.0 + x[3]) +
           x[0] * x[3] * 2.3;
}

static void unscaled_gradient(const double *x, double *g) {
    g[0] = exp(x[0]) + 2.3 * x[3];
    g[1] = 2 * (x[1] - 0.731);
    g[2] = cos(x[2] + 0.5) * (1 + x[3]);
    g[3] = sin(x[2] + 0.5) + 2.3 * x[0];
}

static const corpus_function unscaled_1e_300 = {
    .name = "parameters-1e-300-scale-1",
    POINT(1.37e-300, -2.2e-300, 7.1e-301, -3.3e-300),
    .value = unscaled,
    .gradient = unscaled_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_entry_1e4, &wrong_swapped),
};

static const corpus_function unscaled_1e_8 = {
    .name = "parameters-1e-8-scale-1",
    POINT(1.37e-8, -2.2e-8, 7.1e-9, -3.3e-8),
    .value = unscaled,
    .gradient = unscaled_gradient,
    .mistakes = MISTAKES(&wrong_twice, &wrong_entry_1e5),
};

static const corpus_function unscaled_zero = {
    .name = "parameters-0-scale-1",
    POINT(0.0, 0.0, -0.0, 0.0),
    .value = unscaled,
    .gradient = unscaled_gradient,
    .mistakes = MISTAKES(&wrong_half, &wrong_entry_1e5),
};

/* Large parameters around which the function varies on a scale of 1: a year, a timestamp. */
static real around(const real *x) {
    return r_sin(x[0] - 1e6) + r_exp(0.7 * (x[1] - 1e6)) * (x[0] - 1e6 + 2.0);
}

static void around_gradient(const double *x, double *g) {
    double e = exp(0.7 * (x[1] - 1e6));
    g[0] = cos(x[0] - 1e6) + e;
    g[1] = 0.7 * e * (x[0] - 1e6 + 2);
}

static const corpus_function around_1e6 = {
    .name = "parameters-1e6-scale-1",
    POINT(1000000.3731, 999999.1094),
    .stays = true,
    .value = around,
    .gradient = around_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_twice),
};

/* Parameters of 1e10 and of 1e-10 in one function. */
static const double mixed_scale[] = {1e10, 1e-10, 1, 1e5, 1e-5, 1e7};

static real mixed(const real *x) {
    real y[6];
    for (size_t i = 0; i < 6; i++)
        y[i] = x[i] / mixed_scale[i];
    return core(y, 6, 58);
}

static void mixed_gradient(const double *x, double *g) {
    double y[6];
    for (size_t i = 0; i < 6; i++)
        y[i] = x[i] / mixed_scale[i];
    core_gradient(y, 6, 58, g);
    for (size_t i = 0; i < 6; i++)
        g[i] /= mixed_scale[i];
}

static const corpus_function mixed_point = {
    .name = "parameters-1e-10-to-1e10",
    POINT(0.7731e10, -1.3947e-10, 2.218, 0.4123e5, -0.8865e-5, 1.6679e7),
    .value = mixed,
    .gradient = mixed_gradient,
    .mistakes = MISTAKES(&wrong_times_x, &wrong_first_1e2, &wrong_entry_1e4, &wrong_last_1e3,
                         &wrong_clipped, &wrong_absolute),
};

/* Terms of very different weight: the entries of the gradient span 1e-6 to 1e6. */
static real weights(const real *x) {
    real sum = 0.0;
    for (int i = 0; i < 5; i++)
        sum += pow(10, 3 * i - 6) * (r_sin(x[i]) + x[i] * x[i]);
    return sum;
}

static void weights_gradient(const double *x, double *g) {
    for (int i = 0; i < 5; i++)
        g[i] = pow(10, 3 * i - 6) * (cos(x[i]) + 2 * x[i]);
}

static const corpus_function weights_point = {
    .name = "terms-1e-6-to-1e6",
    POINT(0.3371, 1.2947, -1.118, 0.8124, 1.4487),
    .value = weights,
    .gradient = weights_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_reversed, &wrong_norm_clipped),
};

/* MGH 4, Brown badly scaled, and MGH 3, Powell badly scaled. */
static real brown_badly(const real *x) {
    return r_square(x[0] - 1e6) + r_square(x[1] - 2e-6) + r_square(x[0] * x[1] - 2.0);
}

static void brown_badly_gradient(const double *x, double *g) {
    double r = x[0] * x[1] - 2;
    g[0] = 2 * (x[0] - 1e6) + 2 * r * x[1];
    g[1] = 2 * (x[1] - 2e-6) + 2 * r * x[0];
}

static const corpus_function brown_badly_start = {
    .name = "brown-badly-scaled",
    POINT(1.0, 1.0),
    .value = brown_badly,
    .gradient = brown_badly_gradient,
    .mistakes = MISTAKES(&wrong_twice, &wrong_first_1e2),
};

static const corpus_function brown_badly_near = {
    .name = "brown-badly-scaled-near-minimiser",
    POINT(1000000.731, 2.0317e-6),
    .stays = true,
    .value = brown_badly,
    .gradient = brown_badly_gradient,
    .mistakes = MISTAKES(&wrong_last_1e3, &wrong_sign),
};

static real powell_badly(const real *x) {
    return r_square(1e4 * x[0] * x[1] - 1.0) + r_square(r_exp(-x[0]) + r_exp(-x[1]) - 1.0001);
}

static void powell_badly_gradient(const double *x, double *g) {
    double a = 1e4 * x[0] * x[1] - 1, b = exp(-x[0]) + exp(-x[1]) - 1.0001;
    g[0] = 2e4 * a * x[1] - 2 * b * exp(-x[0]);
    g[1] = 2e4 * a * x[0] - 2 * b * exp(-x[1]);
}

static const corpus_function powell_badly_start = {
    .name = "powell-badly-scaled",
    POINT(1.37e-5, 9.106),
    .value = powell_badly,
    .gradient = powell_badly_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_swapped),
};

const corpus_kind CORPUS_NAME(kind_offset) = {
    .name = "offset",
    .functions = (const corpus_function *const[]){&offset_8, &offset_12, &offset_negative,
                                                  &offset_fit, NULL},
};

const corpus_kind CORPUS_NAME(kind_tiny) = {
    .name = "tiny-or-huge",
    .functions = (const corpus_function *const[]){&tiny_value_20, &tiny_value_150,
                                                  &tiny_density, &huge_value, NULL},
};

const corpus_kind CORPUS_NAME(kind_extreme) = {
    .name = "extreme-parameter",
    .functions = (const corpus_function *const[]){&scaled_1e_8_point, &scaled_1e6_point,
                                                  &scaled_1e12_point, &scaled_1e_300_point,
                                                  &unscaled_1e_300, &unscaled_1e_8,
                                                  &unscaled_zero, &around_1e6, NULL},
};

const corpus_kind CORPUS_NAME(kind_mixed) = {
    .name = "mixed-scale",
    .functions = (const corpus_function *const[]){&mixed_point, &weights_point,
                                                  &brown_badly_start, &brown_badly_near,
                                                  &powell_badly_start, NULL},
};
