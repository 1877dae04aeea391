/* Negative log-likelihoods of statistical models. */
#include "mistakes.h"

/* The digamma function: recurrence up to 12, then its asymptotic series.
 * Source: Abramowitz & Stegun 6.3.5 and 6.3.18. */
static double digamma(double x) {
    double sum = 0;
    while (x < 12) {
        sum -= 1 / x;
        x += 1;
    }
    double y = 1 / (x * x);
    return sum + log(x) - 0.5 / x -
           y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y / 132))));
}

/* GARCH(1,1): variance_t = omega + alpha r_(t-1)^2 + beta variance_(t-1), 60 returns. */
enum { RETURNS = 60 };

static double returned(uint64_t t) {
    return corpus_uniform(161, t) * (1 + 0.8 * corpus_uniform(162, t / 8));
}

static real garch(const real *x) {
    real sum = 0.0, variance = x[0] / (1.0 - x[1] - x[2]);
    for (uint64_t t = 0; t < RETURNS; t++) {
        sum += (r_log(variance) + r_square(returned(t)) / variance) / 2.0;
        variance = x[0] + x[1] * r_square(returned(t)) + x[2] * variance;
    }
    return sum;
}

static void garch_backward(const double *x, double *g, double recursion) {
    double c = 1 - x[1] - x[2], v = x[0] / c;
    double dv[3] = {1 / c, v / c, v / c};
    g[0] = g[1] = g[2] = 0;
    for (uint64_t t = 0; t < RETURNS; t++) {
        double square = returned(t) * returned(t);
        for (int i = 0; i < 3; i++)
            g[i] += (1 / v - square / (v * v)) / 2 * dv[i];
        dv[0] = 1 + recursion * x[2] * dv[0];
        dv[1] = square + recursion * x[2] * dv[1];
        dv[2] = v + recursion * x[2] * dv[2];
        v = x[0] + x[1] * square + x[2] * v;
    }
}

static void garch_gradient(const double *x, double *g) {
    garch_backward(x, g, 1);
}

static void garch_no_recursion(const double *x, double *g) {
    garch_backward(x, g, 0);
}

static const corpus_function garch_fit = {
    .name = "garch",
    POINT(0.0931, 0.1874, 0.6217),
    .value = garch,
    .gradient = garch_gradient,
    .claims =
        (const corpus_claim[]){{"recursion-dropped", garch_no_recursion, CORPUS_WRONG, false},
                               {.name = NULL}},
    .mistakes = MISTAKES(&wrong_times_x, &wrong_entry_1e4, &wrong_mean),
};

/* Kalman filter of a local level: log variances of observation and state, first level. */
static real kalman(const real *x) {
    real level = x[2], p = 1.0, sum = 0.0;
    for (uint64_t t = 0; t < 40; t++) {
        p += r_exp(x[1]);
        real f = p + r_exp(x[0]), v = 2.0 * corpus_uniform(163, t / 4) - level;
        sum += (r_log(f) + v * v / f) / 2.0;
        level += p / f * v;
        p *= r_exp(x[0]) / f;
    }
    return sum;
}

/* Derivatives carried forward beside the filter. */
static void kalman_gradient(const double *x, double *g) {
    double h = exp(x[0]), q = exp(x[1]), level = x[2], p = 1;
    double dlevel[3] = {0, 0, 1}, dp[3] = {0};
    g[0] = g[1] = g[2] = 0;
    for (uint64_t t = 0; t < 40; t++) {
        p += q;
        dp[1] += q;
        double f = p + h, v = 2 * corpus_uniform(163, t / 4) - level;
        for (int i = 0; i < 3; i++) {
            double dh = i == 0 ? h : 0, df = dp[i] + dh, dv = -dlevel[i];
            g[i] += (df / f + 2 * v * dv / f - v * v * df / (f * f)) / 2;
            dlevel[i] += dp[i] / f * v - p * df / (f * f) * v + p / f * dv;
            dp[i] = dp[i] * h / f + p * dh / f - p * h * df / (f * f);
        }
        level += p / f * v;
        p *= h / f;
    }
}

static const corpus_function kalman_fit = {
    .name = "kalman-filter",
    POINT(-0.7731, -1.3947, 0.418),
    .value = kalman,
    .gradient = kalman_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_entry_1e4, &wrong_swapped),
};

/* Negative binomial counts with a log link: intercept, slope, log dispersion. */
static double count_of(uint64_t i) {
    return floor(6 + 6 * corpus_uniform(164, i));
}

static real negative_binomial(const real *x) {
    real k = r_exp(x[2]), sum = 0.0;
    for (uint64_t i = 0; i < 25; i++) {
        real mean = r_exp(x[0] + x[1] * corpus_uniform(165, i));
        sum -= r_lgamma(k + count_of(i)) - r_lgamma(k) - lgamma(count_of(i) + 1) +
               k * (r_log(k) - r_log(k + mean)) + count_of(i) * (r_log(mean) - r_log(k + mean));
    }
    return sum;
}

static void negative_binomial_backward(const double *x, double *g, bool with_digamma) {
    double k = exp(x[2]);
    g[0] = g[1] = g[2] = 0;
    for (uint64_t i = 0; i < 25; i++) {
        double t = corpus_uniform(165, i), y = count_of(i), mean = exp(x[0] + x[1] * t);
        double by_log_mean = k * mean / (k + mean) - y + y * mean / (k + mean);
        g[0] += by_log_mean;
        g[1] += by_log_mean * t;
        double by_k = log(k) - log(k + mean) + 1 - k / (k + mean) - y / (k + mean);
        if (with_digamma)
            by_k += digamma(k + y) - digamma(k);
        g[2] -= by_k * k;
    }
}

static void negative_binomial_gradient(const double *x, double *g) {
    negative_binomial_backward(x, g, true);
}

static void negative_binomial_no_digamma(const double *x, double *g) {
    negative_binomial_backward(x, g, false);
}

static const corpus_function negative_binomial_fit = {
    .name = "negative-binomial",
    POINT(1.6731, 0.3947, 0.8182),
    .value = negative_binomial,
    .gradient = negative_binomial_gradient,
    .claims = (const corpus_claim[]){{"digamma-dropped", negative_binomial_no_digamma,
                                      CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e5),
};

/* A mixture of two Gaussians: logit of the share, means, log deviations. */
static real mixture(const real *x) {
    real share = 1.0 / (1.0 + r_exp(-x[0])), sum = 0.0;
    for (uint64_t i = 0; i < 30; i++) {
        double y = 2.5 * corpus_uniform(166, i);
        real a = (y - x[1]) * r_exp(-x[3]), b = (y - x[2]) * r_exp(-x[4]);
        sum -= r_log(share * r_exp(-a * a / 2.0 - x[3]) +
                     (1.0 - share) * r_exp(-b * b / 2.0 - x[4]));
    }
    return sum;
}

static void mixture_gradient(const double *x, double *g) {
    double share = 1 / (1 + exp(-x[0]));
    for (int j = 0; j < 5; j++)
        g[j] = 0;
    for (uint64_t i = 0; i < 30; i++) {
        double y = 2.5 * corpus_uniform(166, i);
        double a = (y - x[1]) * exp(-x[3]), b = (y - x[2]) * exp(-x[4]);
        double p = share * exp(-a * a / 2 - x[3]), q = (1 - share) * exp(-b * b / 2 - x[4]);
        double first = p / (p + q), second = q / (p + q);
        g[0] -= first * (1 - share) - second * share;
        g[1] -= first * a * exp(-x[3]);
        g[2] -= second * b * exp(-x[4]);
        g[3] -= first * (a * a - 1);
        g[4] -= second * (b * b - 1);
    }
}

static const corpus_function mixture_fit = {
    .name = "gaussian-mixture",
    POINT(0.3731, -0.8947, 1.218, -0.2731, 0.1186),
    .value = mixture,
    .gradient = mixture_gradient,
    .mistakes = MISTAKES(&wrong_elsewhere, &wrong_entry_1e4, &wrong_swapped, &wrong_absolute),
};

/* Poisson regression with 8 covariates. */
static real poisson(const real *x) {
    real sum = 0.0;
    for (uint64_t i = 0; i < 50; i++) {
        real eta = x[0];
        for (uint64_t j = 1; j < 9; j++)
            eta += x[j] * corpus_uniform(167, 9 * i + j);
        sum += r_exp(eta) - count_of(i) * eta;
    }
    return sum;
}

static void poisson_gradient(const double *x, double *g) {
    for (int j = 0; j < 9; j++)
        g[j] = 0;
    for (uint64_t i = 0; i < 50; i++) {
        double eta = x[0];
        for (uint64_t j = 1; j < 9; j++)
            eta += x[j] * corpus_uniform(167, 9 * i + j);
        for (uint64_t j = 0; j < 9; j++)
            g[j] += (exp(eta) - count_of(i)) * (j ? corpus_uniform(167, 9 * i + j) : 1);
    }
}

static const corpus_function poisson_fit = {
    .name = "poisson-regression",
    .n = 9,
    .low = -0.6,
    .high = 0.9,
    .seed = 168,
    .value = poisson,
    .gradient = poisson_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e5, &wrong_sign),
};

/* Student's t: location, log scale, log degrees of freedom. */
static real student(const real *x) {
    real nu = r_exp(x[2]), sum = 0.0;
    for (uint64_t i = 0; i < 20; i++) {
        real z = (3.0 * corpus_uniform(169, i) - x[0]) * r_exp(-x[1]);
        sum += (nu + 1.0) / 2.0 * r_log(1.0 + z * z / nu) + x[1] + r_log(nu) / 2.0 +
               r_lgamma(nu / 2.0) - r_lgamma((nu + 1.0) / 2.0);
    }
    return sum;
}

static void student_gradient(const double *x, double *g) {
    double nu = exp(x[2]);
    g[0] = g[1] = g[2] = 0;
    for (uint64_t i = 0; i < 20; i++) {
        double z = (3 * corpus_uniform(169, i) - x[0]) * exp(-x[1]);
        double w = (nu + 1) * z / (nu + z * z);
        g[0] -= w * exp(-x[1]);
        g[1] += 1 - w * z;
        g[2] += nu * (log(1 + z * z / nu) / 2 + 0.5 / nu + digamma(nu / 2) / 2 -
                      digamma((nu + 1) / 2) / 2) -
                w * z / 2;
    }
}

static const corpus_function student_fit = {
    .name = "student-t",
    POINT(0.1731, 0.3194, 1.218),
    .value = student,
    .gradient = student_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_half),
};

const corpus_kind CORPUS_NAME(kind_likelihood) = {
    .name = "likelihoods",
    .ordinary = true,
    .functions = (const corpus_function *const[]){&garch_fit, &kalman_fit,
                                                  &negative_binomial_fit, &mixture_fit,
                                                  &poisson_fit, &student_fit, NULL},
};
