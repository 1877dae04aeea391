/* Linear algebra, mechanics and interpolation, as functions of the numbers that go in. */
#include "mistakes.h"
#include <string.h>

enum { N = 4 };

/* log |det A| and b' A^-1 c by LU without pivoting: A is diagonally dominant. */
static real solve(const real *a, const real *b, real *y) {
    real lu[N * N], log_determinant = 0.0;
    for (size_t i = 0; i < N * N; i++)
        lu[i] = a[i];
    for (size_t k = 0; k < N; k++) {
        log_determinant += r_log(r_abs(lu[k * N + k]));
        for (size_t i = k + 1; i < N; i++) {
            lu[i * N + k] /= lu[k * N + k];
            for (size_t j = k + 1; j < N; j++)
                lu[i * N + j] -= lu[i * N + k] * lu[k * N + j];
        }
    }
    for (size_t i = 0; i < N; i++) {
        y[i] = b[i];
        for (size_t j = 0; j < i; j++)
            y[i] -= lu[i * N + j] * y[j];
    }
    for (size_t i = N; i-- > 0;) {
        for (size_t j = i + 1; j < N; j++)
            y[i] -= lu[i * N + j] * y[j];
        y[i] /= lu[i * N + i];
    }
    return log_determinant;
}

static void dominant(const real *x, real *a) {
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < N; j++)
            a[i * N + j] = x[i * N + j] + (i == j ? 3.5 + (double)i / 3 : 0.0);
}

static real inverse_form(const real *x) {
    real a[N * N], b[N], y[N], sum = 0.0;
    dominant(x, a);
    for (uint64_t i = 0; i < N; i++)
        b[i] = corpus_uniform(171, i);
    real log_determinant = solve(a, b, y);
    for (uint64_t i = 0; i < N; i++)
        sum += corpus_uniform(172, i) * y[i];
    return sum + log_determinant;
}

/* The inverse in double, by Gauss and Jordan: another route than the value's. */
static void invert(const double *x, double *inverse) {
    double a[N * N];
    for (size_t i = 0; i < N * N; i++) {
        size_t row = i / N;
        a[i] = x[i] + (i % (N + 1) == 0 ? 3.5 + (double)row / 3 : 0);
        inverse[i] = i % (N + 1) == 0;
    }
    for (size_t k = 0; k < N; k++) {
        double pivot = a[k * N + k];
        for (size_t j = 0; j < N; j++) {
            a[k * N + j] /= pivot;
            inverse[k * N + j] /= pivot;
        }
        for (size_t i = 0; i < N; i++) {
            double factor = a[i * N + k];
            for (size_t j = 0; j < N && i != k; j++) {
                a[i * N + j] -= factor * a[k * N + j];
                inverse[i * N + j] -= factor * inverse[k * N + j];
            }
        }
    }
}

/* d log|det A| = A^-T; d c'A^-1 b = -(A^-T c)(A^-1 b)'. */
static void inverse_form_gradient(const double *x, double *g) {
    double inverse[N * N], left[N] = {0}, right[N] = {0};
    invert(x, inverse);
    for (uint64_t i = 0; i < N; i++)
        for (uint64_t j = 0; j < N; j++) {
            left[i] += inverse[j * N + i] * corpus_uniform(172, j);
            right[i] += inverse[i * N + j] * corpus_uniform(171, j);
        }
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < N; j++)
            g[i * N + j] = inverse[j * N + i] - left[i] * right[j];
}

static void inverse_form_transposed(const double *x, double *g) {
    double right[N * N];
    inverse_form_gradient(x, right);
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < N; j++)
            g[i * N + j] = right[j * N + i];
}

static const corpus_function matrix_inverse = {
    .name = "inverse-and-determinant",
    .n = N * N,
    .low = -0.7,
    .high = 0.8,
    .seed = 173,
    .value = inverse_form,
    .gradient = inverse_form_gradient,
    .claims =
        (const corpus_claim[]){{"transposed", inverse_form_transposed, CORPUS_WRONG, false},
                               {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_pair),
};

/* The sum of weighted entries of the Cholesky factor of a 3x3 matrix of its lower triangle. */
static real cholesky(const real *x) {
    real l0 = r_sqrt(x[0]), l1 = x[1] / l0, l3 = x[3] / l0;
    real l2 = r_sqrt(x[2] - l1 * l1), l4 = (x[4] - l3 * l1) / l2;
    real l5 = r_sqrt(x[5] - l3 * l3 - l4 * l4);
    return 0.31 * l0 - 0.77 * l1 + 1.13 * l2 + 0.59 * l3 - 0.41 * l4 + 0.87 * l5;
}

static void cholesky_gradient(const double *x, double *g) {
    double l0 = sqrt(x[0]), l1 = x[1] / l0, l3 = x[3] / l0;
    double l2 = sqrt(x[2] - l1 * l1), l4 = (x[4] - l3 * l1) / l2;
    double l5 = sqrt(x[5] - l3 * l3 - l4 * l4);
    double b5 = 0.87, b4 = -0.41, b3 = 0.59, b2 = 1.13, b1 = -0.77, b0 = 0.31;
    g[5] = b5 / (2 * l5);
    b3 -= b5 * l3 / l5;
    b4 -= b5 * l4 / l5;
    g[4] = b4 / l2;
    b3 -= b4 * l1 / l2;
    b1 -= b4 * l3 / l2;
    b2 -= b4 * l4 / l2;
    g[2] = b2 / (2 * l2);
    b1 -= b2 * l1 / l2;
    g[3] = b3 / l0;
    b0 -= b3 * l3 / l0;
    g[1] = b1 / l0;
    b0 -= b1 * l1 / l0;
    g[0] = b0 / (2 * l0);
}

static const corpus_function matrix_cholesky = {
    .name = "cholesky",
    POINT(2.7731, 0.6947, 3.1182, -0.4123, 0.5186, 1.9679),
    .value = cholesky,
    .gradient = cholesky_gradient,
    .mistakes = MISTAKES(&wrong_forward_difference, &wrong_sign, &wrong_entry_1e4),
};

/* A net of springs in the plane: 30 free nodes on a 6x5 grid, energy of 49 springs of unit
 * length, and gravity. */
enum { WIDE = 6, HIGH = 5, NODES = WIDE * HIGH };

static real spring(const real *x, size_t a, size_t b) {
    real dx = x[2 * a] - x[2 * b], dy = x[2 * a + 1] - x[2 * b + 1];
    return r_square(r_sqrt(dx * dx + dy * dy) - 1.0) * 7.3;
}

static real springs(const real *x) {
    real energy = 0.0;
    for (size_t i = 0; i < NODES; i++) {
        energy += 0.417 * x[2 * i + 1];
        if (i % WIDE + 1 < WIDE)
            energy += spring(x, i, i + 1);
        if (i + WIDE < NODES)
            energy += spring(x, i, i + WIDE);
    }
    return energy;
}

static void pull(const double *x, size_t a, size_t b, double back, double *g) {
    double dx = x[2 * a] - x[2 * b], dy = x[2 * a + 1] - x[2 * b + 1];
    double length = sqrt(dx * dx + dy * dy), force = 2 * 7.3 * (length - 1) / length;
    g[2 * a] += force * dx;
    g[2 * a + 1] += force * dy;
    g[2 * b] -= back * force * dx;
    g[2 * b + 1] -= back * force * dy;
}

static void springs_backward(const double *x, double *g, double back) {
    memset(g, 0, 2 * NODES * sizeof *g);
    for (size_t i = 0; i < NODES; i++) {
        g[2 * i + 1] += 0.417;
        if (i % WIDE + 1 < WIDE)
            pull(x, i, i + 1, back, g);
        if (i + WIDE < NODES)
            pull(x, i, i + WIDE, back, g);
    }
}

static void springs_gradient(const double *x, double *g) {
    springs_backward(x, g, 1);
}

static void springs_one_end(const double *x, double *g) {
    springs_backward(x, g, 0);
}

static void on_a_grid(double *x) {
    for (uint64_t i = 0; i < NODES; i++) {
        uint64_t row = i / WIDE;
        x[2 * i] = (double)(i % WIDE) + 0.3 * corpus_uniform(174, 2 * i) + 0.05 * x[2 * i];
        x[2 * i + 1] = (double)row + 0.3 * corpus_uniform(174, 2 * i + 1) + 0.05 * x[2 * i + 1];
    }
}

static const corpus_function spring_net = {
    .name = "spring-net",
    .n = 2 * NODES,
    .low = -1,
    .high = 1,
    .seed = 175,
    .settle = on_a_grid,
    .value = springs,
    .gradient = springs_gradient,
    .claims = (const corpus_claim[]){{"one-end-only", springs_one_end, CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e5, &wrong_entry_1e3),
};

/* A cubic B-spline of 10 coefficients, fitted to a curve, evaluated by its blending weights. */
static void blend(double t, size_t *first, double *w) {
    double u = t * 7, f;
    *first = u >= 6 ? 6 : (size_t)u;
    f = u - (double)*first;
    w[0] = (1 - f) * (1 - f) * (1 - f) / 6;
    w[1] = (4 - 6 * f * f + 3 * f * f * f) / 6;
    w[2] = (1 + 3 * f + 3 * f * f - 3 * f * f * f) / 6;
    w[3] = f * f * f / 6;
}

static real spline(const real *x) {
    real sum = 0.0;
    for (int i = 0; i < 40; i++) {
        size_t first;
        double w[4], t = i / 39.0;
        blend(t, &first, w);
        real y =
            w[0] * x[first] + w[1] * x[first + 1] + w[2] * x[first + 2] + w[3] * x[first + 3];
        sum += r_square(y - sin(9 * t));
    }
    return sum;
}

static void spline_gradient(const double *x, double *g) {
    memset(g, 0, 10 * sizeof *g);
    for (int i = 0; i < 40; i++) {
        size_t first;
        double w[4], t = i / 39.0, y = 0;
        blend(t, &first, w);
        for (size_t k = 0; k < 4; k++)
            y += w[k] * x[first + k];
        for (size_t k = 0; k < 4; k++)
            g[first + k] += 2 * (y - sin(9 * t)) * w[k];
    }
}

static const corpus_function spline_fit = {
    .name = "spline-fit",
    .n = 10,
    .low = -1.3,
    .high = 1.6,
    .seed = 176,
    .value = spline,
    .gradient = spline_gradient,
    .mistakes = MISTAKES(&wrong_first_1e2, &wrong_entry_1e4, &wrong_shifted),
};

/* Three bodies: potential energy of masses that attract each other, 9 coordinates. */
static real bodies(const real *x) {
    static const double mass[] = {1.3, 0.7, 2.1};
    real energy = 0.0;
    for (size_t a = 0; a < 3; a++)
        for (size_t b = 0; b < a; b++) {
            real r2 = 0.01;
            for (size_t k = 0; k < 3; k++)
                r2 += r_square(x[3 * a + k] - x[3 * b + k]);
            energy -= mass[a] * mass[b] / r_sqrt(r2);
        }
    return energy;
}

static void bodies_gradient(const double *x, double *g) {
    static const double mass[] = {1.3, 0.7, 2.1};
    memset(g, 0, 9 * sizeof *g);
    for (size_t a = 0; a < 3; a++)
        for (size_t b = 0; b < a; b++) {
            double r2 = 0.01;
            for (size_t k = 0; k < 3; k++)
                r2 += pow(x[3 * a + k] - x[3 * b + k], 2);
            for (size_t k = 0; k < 3; k++) {
                double f = mass[a] * mass[b] * (x[3 * a + k] - x[3 * b + k]) / pow(r2, 1.5);
                g[3 * a + k] += f;
                g[3 * b + k] -= f;
            }
        }
}

static const corpus_function three_bodies = {
    .name = "three-bodies",
    POINT(0.7731, -1.3947, 0.218, -0.4123, 0.8865, -0.6679, 1.412, 0.317, 1.0937),
    .value = bodies,
    .gradient = bodies_gradient,
    .mistakes = MISTAKES(&wrong_sign, &wrong_pair, &wrong_entry_1e4),
};

const corpus_kind CORPUS_NAME(kind_matrix) = {
    .name = "matrices-and-springs",
    .ordinary = true,
    .functions = (const corpus_function *const[]){&matrix_inverse, &matrix_cholesky,
                                                  &spring_net, &spline_fit, &three_bodies,
                                                  NULL},
};
