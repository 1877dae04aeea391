/* What people differentiate by hand in other trades. */
#include "mistakes.h"
#include <string.h>

/* One LSTM unit over 9 steps: gates i, f, o, g with weights of input, state and bias. */
enum { STEPS = 9, GATES = 4, LSTM = 3 * GATES };

static double input(uint64_t t) {
    return 1.4 * corpus_uniform(261, t);
}

static real sigmoid(real z) {
    return 1.0 / (1.0 + r_exp(-z));
}

static real lstm(const real *x) {
    real h = 0.0, c = 0.0, loss = 0.0;
    for (uint64_t t = 0; t < STEPS; t++) {
        real z[GATES];
        for (size_t k = 0; k < GATES; k++)
            z[k] = x[3 * k] * input(t) + x[3 * k + 1] * h + x[3 * k + 2];
        c = sigmoid(z[1]) * c + sigmoid(z[0]) * r_tanh(z[3]);
        h = sigmoid(z[2]) * r_tanh(c);
        loss += r_square(h - 0.5 * input(t + 1)) / (double)STEPS;
    }
    return loss;
}

/* `carry`: the cell's state handed back through the forget gate: 1 when right. */
static void lstm_backward(const double *x, double *g, double carry) {
    double h[STEPS + 1] = {0}, c[STEPS + 1] = {0}, gate[STEPS][GATES];
    memset(g, 0, LSTM * sizeof *g);
    for (uint64_t t = 0; t < STEPS; t++) {
        for (size_t k = 0; k < GATES; k++) {
            double z = x[3 * k] * input(t) + x[3 * k + 1] * h[t] + x[3 * k + 2];
            gate[t][k] = k == 3 ? tanh(z) : 1 / (1 + exp(-z));
        }
        c[t + 1] = gate[t][1] * c[t] + gate[t][0] * gate[t][3];
        h[t + 1] = gate[t][2] * tanh(c[t + 1]);
    }
    double hbar = 0, cbar = 0;
    for (size_t t = STEPS; t-- > 0;) {
        const double *s = gate[t];
        double tc = tanh(c[t + 1]), zbar[GATES];
        hbar += 2 * (h[t + 1] - 0.5 * input(t + 1)) / STEPS;
        cbar += hbar * s[2] * (1 - tc * tc);
        zbar[0] = cbar * s[3] * s[0] * (1 - s[0]);
        zbar[1] = cbar * c[t] * s[1] * (1 - s[1]);
        zbar[2] = hbar * tc * s[2] * (1 - s[2]);
        zbar[3] = cbar * s[0] * (1 - s[3] * s[3]);
        hbar = 0;
        for (size_t k = 0; k < GATES; k++) {
            g[3 * k] += zbar[k] * input(t);
            g[3 * k + 1] += zbar[k] * h[t];
            g[3 * k + 2] += zbar[k];
            hbar += zbar[k] * x[3 * k + 1];
        }
        cbar *= carry * s[1];
    }
}

static void lstm_gradient(const double *x, double *g) {
    lstm_backward(x, g, 1);
}

static void lstm_no_carry(const double *x, double *g) {
    lstm_backward(x, g, 0);
}

static const gv_group lstm_groups[] = {{.name = "gates", .rank = 2, .shape = {GATES, 3}}};

static const corpus_function lstm_unit = {
    .name = "lstm",
    .n = LSTM,
    .low = -1.1,
    .high = 1.3,
    .seed = 262,
    .value = lstm,
    .gradient = lstm_gradient,
    .groups = lstm_groups,
    .group_count = 1,
    .claims =
        (const corpus_claim[]){{"cell-not-carried-back", lstm_no_carry, CORPUS_WRONG, false},
                               {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_mean),
};

/* The power spectrum of 16 numbers, weighted. */
enum { POINTS = 16 };

static real spectrum(const real *x) {
    real sum = 0.0;
    for (int k = 0; k < POINTS; k++) {
        real re = 0.0, im = 0.0;
        for (int t = 0; t < POINTS; t++) {
            re += x[t] * cos(2 * CORPUS_PI * k * t / POINTS);
            im -= x[t] * sin(2 * CORPUS_PI * k * t / POINTS);
        }
        sum += r_log(1.0 + re * re + im * im) / (1.0 + k);
    }
    return sum;
}

static void spectrum_backward(const double *x, double *g, double sign) {
    memset(g, 0, POINTS * sizeof *g);
    for (int k = 0; k < POINTS; k++) {
        double re = 0, im = 0;
        for (int t = 0; t < POINTS; t++) {
            re += x[t] * cos(2 * CORPUS_PI * k * t / POINTS);
            im -= x[t] * sin(2 * CORPUS_PI * k * t / POINTS);
        }
        double w = 2 / (1 + re * re + im * im) / (1 + k);
        for (int t = 0; t < POINTS; t++)
            g[t] += w * (re * cos(2 * CORPUS_PI * k * t / POINTS) -
                         sign * im * sin(2 * CORPUS_PI * k * t / POINTS));
    }
}

static void spectrum_gradient(const double *x, double *g) {
    spectrum_backward(x, g, 1);
}

static void spectrum_not_conjugated(const double *x, double *g) {
    spectrum_backward(x, g, -1);
}

static const corpus_function spectrum_log = {
    .name = "power-spectrum",
    .n = POINTS,
    .low = -1.2,
    .high = 1.5,
    .seed = 263,
    .value = spectrum,
    .gradient = spectrum_gradient,
    .claims =
        (const corpus_claim[]){{"not-conjugated", spectrum_not_conjugated, CORPUS_WRONG, false},
                               {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e5, &wrong_reversed),
};

/* A chain of 10 atoms in space, Lennard-Jones between all pairs, two of them too close. */
enum { ATOMS = 10 };

static real atoms(const real *x) {
    real energy = 0.0;
    for (size_t a = 0; a < ATOMS; a++)
        for (size_t b = 0; b < a; b++) {
            real r2 = 0.0;
            for (size_t k = 0; k < 3; k++)
                r2 += r_square(x[3 * a + k] - x[3 * b + k]);
            real s = 1.0 / (r2 * r2 * r2);
            energy += 4.0 * (s * s - s);
        }
    return energy;
}

static void atoms_gradient(const double *x, double *g) {
    memset(g, 0, 3 * ATOMS * sizeof *g);
    for (size_t a = 0; a < ATOMS; a++)
        for (size_t b = 0; b < a; b++) {
            double r2 = 0;
            for (size_t k = 0; k < 3; k++)
                r2 += pow(x[3 * a + k] - x[3 * b + k], 2);
            double s = 1 / (r2 * r2 * r2), slope = -24 * (2 * s * s - s) / r2;
            for (size_t k = 0; k < 3; k++) {
                g[3 * a + k] += slope * (x[3 * a + k] - x[3 * b + k]);
                g[3 * b + k] -= slope * (x[3 * a + k] - x[3 * b + k]);
            }
        }
}

static void in_a_chain(double *x) {
    for (size_t a = 0; a < ATOMS; a++)
        for (size_t k = 0; k < 3; k++)
            x[3 * a + k] = (k == 0 ? 1.1 * (double)a : 0) + 0.15 * x[3 * a + k];
    x[12] = x[9] + 0.61;
}

static const corpus_function atom_chain = {
    .name = "lennard-jones-chain",
    .n = 3 * ATOMS,
    .low = -1,
    .high = 1,
    .seed = 264,
    .settle = in_a_chain,
    .value = atoms,
    .gradient = atoms_gradient,
    .mistakes = MISTAKES(&wrong_largest_1e3, &wrong_entry_1e3, &wrong_sign),
};

/* Black and Scholes' price of a call: spot, strike, rate, deviation, time. */
static real normal(real z) {
    return 0.5 * (1.0 + r_erf(z / sqrt(2.0)));
}

static real call_price(const real *x) {
    real deviation = x[3] * r_sqrt(x[4]);
    real d1 = (r_log(x[0] / x[1]) + (x[2] + x[3] * x[3] / 2.0) * x[4]) / deviation;
    return x[0] * normal(d1) - x[1] * r_exp(-x[2] * x[4]) * normal(d1 - deviation);
}

static void call_greeks(const double *x, double *g, double root) {
    double deviation = x[3] * sqrt(x[4]), discount = exp(-x[2] * x[4]);
    double d1 = (log(x[0] / x[1]) + (x[2] + x[3] * x[3] / 2) * x[4]) / deviation;
    double n1 = 0.5 * erfc(-d1 / sqrt(2.0)), n2 = 0.5 * erfc((deviation - d1) / sqrt(2.0));
    double density = exp(-d1 * d1 / 2) / sqrt(2 * CORPUS_PI);
    g[0] = n1;
    g[1] = -discount * n2;
    g[2] = x[1] * x[4] * discount * n2;
    g[3] = x[0] * density * root;
    g[4] = x[0] * density * x[3] / (2 * sqrt(x[4])) + x[2] * x[1] * discount * n2;
}

static void call_gradient(const double *x, double *g) {
    call_greeks(x, g, sqrt(x[4]));
}

static void call_vega_without_root(const double *x, double *g) {
    call_greeks(x, g, x[4]);
}

static const corpus_claim call_claims[] = {
    {"vega-without-root", call_vega_without_root, CORPUS_WRONG, false}, {.name = NULL}};

static const corpus_function call_option = {
    .name = "call-option",
    POINT(103.71, 98.13, 0.0317, 0.2194, 0.6137),
    .value = call_price,
    .gradient = call_gradient,
    .claims = call_claims,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_swapped),
};

/* Rodrigues' rotation of a vector by a small rotation vector: (1 - cos t) / t^2 cancels. */
static real rotated(const real *x) {
    real t2 = x[0] * x[0] + x[1] * x[1] + x[2] * x[2], t = r_sqrt(t2);
    real a = r_sin(t) / t, b = (1.0 - r_cos(t)) / t2;
    real cross0 = x[1] * 0.31 + x[2] * 1.17, cross1 = x[2] * 0.73 - x[0] * 0.31;
    real dot = x[0] * 0.73 - x[1] * 1.17 + x[2] * 0.31;
    return 0.83 * (0.73 + a * cross0 + b * (x[0] * dot - t2 * 0.73)) -
           1.41 * (-1.17 + a * cross1 + b * (x[1] * dot + t2 * 1.17));
}

/* a and b by their series, and the slopes of them by t / t. */
static void rotated_gradient(const double *x, double *g) {
    double t2 = x[0] * x[0] + x[1] * x[1] + x[2] * x[2];
    double a = 1 - t2 / 6 * (1 - t2 / 20 * (1 - t2 / 42));
    double b = 0.5 - t2 / 24 * (1 - t2 / 30 * (1 - t2 / 56));
    double da = -1.0 / 3 * (1 - t2 / 10 * (1 - t2 / 28));
    double db = -1.0 / 12 * (1 - t2 / 15 * (1 - t2 / 37.333333333333333));
    double cross0 = x[1] * 0.31 + x[2] * 1.17, cross1 = x[2] * 0.73 - x[0] * 0.31;
    double dot = x[0] * 0.73 - x[1] * 1.17 + x[2] * 0.31;
    double p = x[0] * dot - t2 * 0.73, q = x[1] * dot + t2 * 1.17;
    double d[3] = {0.73, -1.17, 0.31};
    double c0[3] = {0, 0.31, 1.17}, c1[3] = {-0.31, 0, 0.73};
    for (int k = 0; k < 3; k++) {
        double dp = (k == 0) * dot + x[0] * d[k] - 2 * x[k] * 0.73;
        double dq = (k == 1) * dot + x[1] * d[k] + 2 * x[k] * 1.17;
        g[k] = 0.83 * (da * x[k] * cross0 + a * c0[k] + db * x[k] * p + b * dp) -
               1.41 * (da * x[k] * cross1 + a * c1[k] + db * x[k] * q + b * dq);
    }
}

static const corpus_function rotation_small = {
    .name = "small-rotation",
    POINT(0.01731, -0.00947, 0.02183),
    .value = rotated,
    .gradient = rotated_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_sign),
};

static const corpus_function rotation_tiny = {
    .name = "tiny-rotation",
    POINT(1.1731e-5, -0.7947e-5, 2.0183e-5),
    .value = rotated,
    .gradient = rotated_gradient,
    .mistakes = MISTAKES(&wrong_first_1e2, &wrong_half),
};

const corpus_kind CORPUS_NAME(kind_models) = {
    .name = "models",
    .functions = (const corpus_function *const[]){&lstm_unit, &spectrum_log, &atom_chain,
                                                  &call_option, &rotation_small, &rotation_tiny,
                                                  NULL},
};
