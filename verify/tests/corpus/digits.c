/* Where digits get lost inside the function: conditioning, high order, cancellation. */
#include "mistakes.h"

/* (1e6 + e^x) - 1e6: the value is good to 1e-10 only, and looks exact. */
static real hidden(const real *x) {
    volatile double big = 1e6;
    return (r_exp(x[0]) + big) - big + r_square(x[1]);
}

static void hidden_gradient(const double *x, double *g) {
    g[0] = exp(x[0]);
    g[1] = 2 * x[1];
}

static const corpus_function hidden_exp = {
    .name = "1e6-added-and-taken",
    POINT(0.7731, -1.3947),
    .value = hidden,
    .gradient = hidden_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_entry_1e2, &wrong_per_mille),
};

/* Two nearly equal large terms. */
static real difference(const real *x) {
    return r_sqrt(1e10 + x[0] * x[0]) - r_sqrt(1e10 + x[1] * x[1]);
}

static void difference_gradient(const double *x, double *g) {
    g[0] = x[0] / sqrt(1e10 + x[0] * x[0]);
    g[1] = -x[1] / sqrt(1e10 + x[1] * x[1]);
}

static const corpus_function hidden_roots = {
    .name = "difference-of-roots",
    POINT(31.337, -17.41),
    .value = difference,
    .gradient = difference_gradient,
    .mistakes = MISTAKES(&wrong_entry_sign, &wrong_half),
};

/* The textbook variance E x^2 - (E x)^2, of data with a mean of 1e4. */
static real variance(const real *x) {
    real sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < 12; i++) {
        sum += x[i] / 12.0;
        squares += x[i] * x[i] / 12.0;
    }
    return squares - sum * sum;
}

static void variance_gradient(const double *x, double *g) {
    double mean = 0;
    for (size_t i = 0; i < 12; i++)
        mean += (x[i] - 1e4) / 12;
    for (size_t i = 0; i < 12; i++)
        g[i] = 2 * (x[i] - 1e4 - mean) / 12;
}

static const corpus_function hidden_variance = {
    .name = "textbook-variance",
    .n = 12,
    .low = 9997.3,
    .high = 10002.9,
    .seed = 81,
    .value = variance,
    .gradient = variance_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_entry_1e2, &wrong_swapped),
};

/* 1 - cos x at a small angle, by the formula that cancels. */
static real versine(const real *x) {
    return (1.0 - r_cos(x[0])) / (x[0] * x[0]) + x[1] * (1.0 - r_cos(x[1]));
}

static void versine_gradient(const double *x, double *g) {
    /* By its series: x sin x - 2 (1 - cos x) cancels even worse than the value. */
    double y = x[0] * x[0], k = sin(x[1] / 2);
    g[0] = x[0] * (-1.0 / 12 + y * (1.0 / 180 - y * (1.0 / 6720 - y / 453600)));
    g[1] = 2 * k * k + x[1] * sin(x[1]);
}

static const corpus_function hidden_versine = {
    .name = "1-minus-cos",
    POINT(0.01773, 0.2394),
    .value = versine,
    .gradient = versine_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_last_1e3),
};

/* Log-sum-exp without the trick, where it does not overflow. */
static real log_sum_exp(const real *x) {
    real sum = 0.0;
    for (size_t i = 0; i < 9; i++)
        sum += r_exp(x[i]);
    return r_log(sum);
}

static void log_sum_exp_gradient(const double *x, double *g) {
    double sum = 0;
    for (size_t i = 0; i < 9; i++)
        sum += exp(x[i]);
    for (size_t i = 0; i < 9; i++)
        g[i] = exp(x[i]) / sum;
}

static const corpus_function log_sum_exp_wide = {
    .name = "log-sum-exp",
    .n = 9,
    .low = -21.0,
    .high = 16.0,
    .seed = 82,
    .value = log_sum_exp,
    .gradient = log_sum_exp_gradient,
    .mistakes = MISTAKES(&wrong_largest_1e3, &wrong_sign, &wrong_mean),
};

/* Hilbert's matrix: x' H x / 2 - b' x, condition 1e13 at n = 10. */
enum { HILBERT = 10 };

static real hilbert(const real *x) {
    real sum = 0.0;
    for (int i = 0; i < HILBERT; i++) {
        real row = 0.0;
        for (int j = 0; j < HILBERT; j++)
            row += x[j] / (i + j + 1.0);
        sum += x[i] * (row / 2.0 - corpus_uniform(83, (uint64_t)i));
    }
    return sum;
}

static void hilbert_gradient(const double *x, double *g) {
    for (int i = 0; i < HILBERT; i++) {
        g[i] = -corpus_uniform(83, (uint64_t)i);
        for (int j = 0; j < HILBERT; j++)
            g[i] += x[j] / (i + j + 1.0);
    }
}

static const corpus_function conditioned_hilbert = {
    .name = "hilbert-quadratic",
    .n = HILBERT,
    .low = -1.4,
    .high = 1.7,
    .seed = 83,
    .value = hilbert,
    .gradient = hilbert_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_half, &wrong_pair),
};

/* Eigenvalues 1e-6 to 1e6 in a rotated frame (a Householder reflection): condition 1e12. */
enum { ROTATED = 7 };

static double reflector(int i) {
    static const double v[ROTATED] = {0.41, -0.23, 0.57, 0.31, -0.19, 0.47, 0.33};
    double norm = 0;
    for (int j = 0; j < ROTATED; j++)
        norm += v[j] * v[j];
    return v[i] / sqrt(norm);
}

static real rotated(const real *x) {
    real along = 0.0, sum = 0.0;
    for (int i = 0; i < ROTATED; i++)
        along += reflector(i) * x[i];
    for (int i = 0; i < ROTATED; i++)
        sum += pow(10, 2 * i - 6) * r_square(x[i] - 2.0 * along * reflector(i));
    return sum / 2.0;
}

static void rotated_gradient(const double *x, double *g) {
    double along = 0, back = 0;
    for (int i = 0; i < ROTATED; i++)
        along += reflector(i) * x[i];
    for (int i = 0; i < ROTATED; i++) {
        g[i] = pow(10, 2 * i - 6) * (x[i] - 2 * along * reflector(i));
        back += reflector(i) * g[i];
    }
    for (int i = 0; i < ROTATED; i++)
        g[i] -= 2 * back * reflector(i);
}

static const corpus_function conditioned_rotated = {
    .name = "condition-1e12",
    .n = ROTATED,
    .low = -1.1,
    .high = 1.3,
    .seed = 84,
    .value = rotated,
    .gradient = rotated_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_per_mille, &wrong_swapped),
};

/* A least squares fit of a polynomial in powers of t: the Vandermonde matrix. */
static real vandermonde(const real *x) {
    real sum = 0.0;
    for (int i = 0; i < 30; i++) {
        double t = i / 29.0;
        real p = 0.0;
        for (int j = 11; j >= 0; j--)
            p = p * t + x[j];
        sum += r_square(p - sin(7 * t));
    }
    return sum;
}

static void vandermonde_gradient(const double *x, double *g) {
    for (int j = 0; j < 12; j++)
        g[j] = 0;
    for (int i = 0; i < 30; i++) {
        double t = i / 29.0, p = 0;
        for (int j = 11; j >= 0; j--)
            p = p * t + x[j];
        for (int j = 0; j < 12; j++)
            g[j] += 2 * (p - sin(7 * t)) * pow(t, j);
    }
}

static const corpus_function conditioned_vandermonde = {
    .name = "vandermonde-fit",
    .n = 12,
    .low = -1.3,
    .high = 1.8,
    .seed = 85,
    .value = vandermonde,
    .gradient = vandermonde_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e5, &wrong_shifted),
};

/* Polynomials of high order: Chebyshev's T_25 by its recurrence, and x^30 sums by Horner. */
static real chebyshev(const real *x) {
    real sum = 0.0;
    for (int i = 0; i < 3; i++) {
        real before = 1.0, now = x[i];
        for (int k = 1; k < 25; k++) {
            real next = 2.0 * x[i] * now - before;
            before = now;
            now = next;
        }
        sum += (i + 1.0) * now;
    }
    return sum;
}

/* T_n'(cos t) = n sin(n t) / sin t. */
static void chebyshev_gradient(const double *x, double *g) {
    for (int i = 0; i < 3; i++) {
        double t = acos(x[i]);
        g[i] = (i + 1) * 25 * sin(25 * t) / sin(t);
    }
}

static const corpus_function polynomial_chebyshev = {
    .name = "chebyshev-25",
    POINT(0.7731, -0.3947, 0.1218),
    .value = chebyshev,
    .gradient = chebyshev_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_sign),
};

static real horner(const real *x) {
    real sum = 0.0;
    for (int i = 0; i < 2; i++) {
        real p = 0.0;
        for (uint64_t k = 0; k <= 30; k++)
            p = p * x[i] + corpus_uniform(86, k);
        sum += p;
    }
    return sum;
}

static void horner_gradient(const double *x, double *g) {
    for (int i = 0; i < 2; i++) {
        double p = 0, slope = 0;
        for (uint64_t k = 0; k <= 30; k++) {
            slope = slope * x[i] + p;
            p = p * x[i] + corpus_uniform(86, k);
        }
        g[i] = slope;
    }
}

static const corpus_function polynomial_horner = {
    .name = "order-30",
    POINT(1.1731, -1.2947),
    .value = horner,
    .gradient = horner_gradient,
    .mistakes = MISTAKES(&wrong_forward_difference, &wrong_entry_1e5, &wrong_twice),
};

/* (x - 1)^9 expanded, near its root: the value is all rounding (a standard example). */
static real expanded(const real *x) {
    static const double c[] = {1, -9, 36, -84, 126, -126, 84, -36, 9, -1};
    real p = 0.0;
    for (size_t k = 0; k < 10; k++)
        p = p * x[0] + c[k];
    return p + 0.5 * x[1];
}

static void expanded_gradient(const double *x, double *g) {
    g[0] = 9 * pow(x[0] - 1, 8);
    g[1] = 0.5;
}

static const corpus_function polynomial_expanded = {
    .name = "expanded-power",
    POINT(1.2731, 0.4112),
    .value = expanded,
    .gradient = expanded_gradient,
    .mistakes = MISTAKES(&wrong_last_1e3, &wrong_twice),
};

const corpus_kind CORPUS_NAME(kind_cancellation) = {
    .name = "cancellation",
    .functions = (const corpus_function *const[]){&hidden_exp, &hidden_roots, &hidden_variance,
                                                  &hidden_versine, &log_sum_exp_wide, NULL},
};

const corpus_kind CORPUS_NAME(kind_conditioned) = {
    .name = "ill-conditioned",
    .functions = (const corpus_function *const[]){&conditioned_hilbert, &conditioned_rotated,
                                                  &conditioned_vandermonde, NULL},
};

const corpus_kind CORPUS_NAME(kind_polynomial) = {
    .name = "polynomial",
    .functions = (const corpus_function *const[]){&polynomial_chebyshev, &polynomial_horner,
                                                  &polynomial_expanded, NULL},
};
