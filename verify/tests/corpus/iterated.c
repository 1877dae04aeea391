/* Values that iterations find and stop early, with the gradient of what they would converge to.
 *
 * What a difference sees is the iterate, not the limit: the claim is right beyond doubt only
 * where their derivatives agree within the tolerance, which labels.c proves, too.  Where they
 * differ by more, the label is open. */
#include "mistakes.h"

enum { LIMIT = 200 };

/* Kepler's equation E - e sin E = M by Newton, stopped at a change of 1e-8; value sin E + E. */
static real kepler(const real *x) {
    real big = x[1];
    for (int k = 0; k < LIMIT; k++) {
        real change = (big - x[0] * r_sin(big) - x[1]) / (1.0 - x[0] * r_cos(big));
        big -= change;
        if (CORPUS_DONE(change, 1e-8))
            break;
    }
    return r_sin(big) + big;
}

/* The implicit function: dE/de = sin E / (1 - e cos E), dE/dM = 1 / (1 - e cos E). */
static void kepler_gradient(const double *x, double *g) {
    double big = x[1];
    for (int k = 0; k < LIMIT; k++)
        big -= (big - x[0] * sin(big) - x[1]) / (1 - x[0] * cos(big));
    double by = (cos(big) + 1) / (1 - x[0] * cos(big));
    g[0] = by * sin(big);
    g[1] = by;
}

static void kepler_explicit(const double *x, double *g) {
    kepler_gradient(x, g);
    g[0] = 0;
}

static const corpus_function newton_kepler = {
    .name = "newton-kepler",
    POINT(0.4173, 1.2947),
    .value = kepler,
    .gradient = kepler_gradient,
    .claims =
        (const corpus_claim[]){{"implicit-part-dropped", kepler_explicit, CORPUS_WRONG, false},
                               {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_sign),
};

/* A cubic's root by Newton, stopped at 1e-6. */
static real root(const real *x) {
    real y = 1.0;
    for (int k = 0; k < LIMIT; k++) {
        real change = (y * y * y + x[0] * y - x[1]) / (3.0 * y * y + x[0]);
        y -= change;
        if (CORPUS_DONE(change, 1e-6))
            break;
    }
    return y + 0.3 * x[0] * x[0];
}

static void root_gradient(const double *x, double *g) {
    double y = 1;
    for (int k = 0; k < LIMIT; k++)
        y -= (y * y * y + x[0] * y - x[1]) / (3 * y * y + x[0]);
    g[0] = -y / (3 * y * y + x[0]) + 0.6 * x[0];
    g[1] = 1 / (3 * y * y + x[0]);
}

static const corpus_function newton_root = {
    .name = "newton-root",
    POINT(1.7731, 2.3947),
    .value = root,
    .gradient = root_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_swapped),
};

/* A fixed point y = cos(a y) + b, contraction 0.3, stopped at a change below 1e-9: the
 * iterate's derivative differs from the limit's by some 1e-9, too. */
static real fixed_point(const real *x) {
    real y = 0.5;
    for (int k = 0; k < LIMIT; k++) {
        real next = r_cos(x[0] * y) + x[1];
        real change = next - y;
        y = next;
        if (CORPUS_DONE(change, 1e-9))
            break;
    }
    return y * y;
}

static void fixed_point_gradient(const double *x, double *g) {
    double y = 0.5;
    for (int k = 0; k < LIMIT; k++)
        y = cos(x[0] * y) + x[1];
    double s = sin(x[0] * y), c = 1 + x[0] * s;
    g[0] = -2 * y * y * s / c;
    g[1] = 2 * y / c;
}

/* The derivative of the last step alone. */
static void fixed_point_one_step(const double *x, double *g) {
    fixed_point_gradient(x, g);
    double y = 0.5;
    for (int k = 0; k < LIMIT; k++)
        y = cos(x[0] * y) + x[1];
    g[0] *= 1 + x[0] * sin(x[0] * y);
    g[1] *= 1 + x[0] * sin(x[0] * y);
}

static const corpus_function fixed_point_cosine = {
    .name = "fixed-point",
    POINT(0.3731, 0.2947),
    .value = fixed_point,
    .gradient = fixed_point_gradient,
    .claims =
        (const corpus_claim[]){{"last-step-only", fixed_point_one_step, CORPUS_WRONG, false},
                               {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e3),
};

/* b' A^-1 b by conjugate gradients, A = tridiagonal with diagonal 2 + x_i^2, stopped at a
 * residual of 1e-9. */
enum { CG = 8 };

static void multiply(const real *x, const real *p, real *y) {
    for (size_t i = 0; i < CG; i++) {
        y[i] = (2.0 + x[i] * x[i]) * p[i];
        if (i > 0)
            y[i] -= 0.7 * p[i - 1];
        if (i + 1 < CG)
            y[i] -= 0.7 * p[i + 1];
    }
}

static real conjugate_until(const real *x, double tolerance) {
    real r[CG], p[CG], ap[CG], y[CG], rr = 0.0, sum = 0.0;
    for (uint64_t i = 0; i < CG; i++) {
        r[i] = p[i] = corpus_uniform(201, i);
        y[i] = 0.0;
        rr += r[i] * r[i];
    }
    for (int k = 0; k < CG; k++) {
        real pap = 0.0, next = 0.0;
        multiply(x, p, ap);
        for (size_t i = 0; i < CG; i++)
            pap += p[i] * ap[i];
        for (size_t i = 0; i < CG; i++) {
            y[i] += rr / pap * p[i];
            r[i] -= rr / pap * ap[i];
            next += r[i] * r[i];
        }
        for (size_t i = 0; i < CG; i++)
            p[i] = r[i] + next / rr * p[i];
        rr = next;
        if (CORPUS_DONE(r_sqrt(rr), tolerance))
            break;
    }
    for (uint64_t i = 0; i < CG; i++)
        sum += corpus_uniform(201, i) * y[i];
    return sum;
}

static real conjugate(const real *x) {
    return conjugate_until(x, 1e-9);
}

/* d (b'A^-1 b) / dx_i = -2 x_i y_i^2, y = A^-1 b by elimination. */
static void conjugate_gradient(const double *x, double *g) {
    double d[CG], y[CG];
    for (uint64_t i = 0; i < CG; i++) {
        d[i] = 2 + x[i] * x[i];
        y[i] = corpus_uniform(201, i);
        if (i > 0) {
            y[i] += 0.7 / d[i - 1] * y[i - 1];
            d[i] -= 0.49 / d[i - 1];
        }
    }
    for (size_t i = CG; i-- > 0;) {
        if (i + 1 < CG)
            y[i] += 0.7 * y[i + 1];
        y[i] /= d[i];
    }
    for (size_t i = 0; i < CG; i++)
        g[i] = -2 * x[i] * y[i] * y[i];
}

static const corpus_function conjugate_solve = {
    .name = "conjugate-gradients",
    .n = CG,
    .low = -1.3,
    .high = 1.6,
    .seed = 202,
    .value = conjugate,
    .gradient = conjugate_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_half, &wrong_pair),
};

/* The same stopped at 1e-5: the residual enters the value squared. */
static real conjugate_early(const real *x) {
    return conjugate_until(x, 1e-5);
}

static const corpus_function conjugate_coarse = {
    .name = "conjugate-gradients-1e-5",
    .n = CG,
    .low = -1.3,
    .high = 1.6,
    .seed = 203,
    .value = conjugate_early,
    .gradient = conjugate_gradient,
    .mistakes = MISTAKES(&wrong_entry_sign, &wrong_twice, &wrong_first_1e2),
};

/* The series of exp, stopped at a term of 1e-9. */
static real series(const real *x) {
    real sum = 1.0, term = 1.0;
    for (int k = 1; k < LIMIT; k++) {
        term *= x[0] / (double)k;
        sum += term;
        if (CORPUS_DONE(term, 1e-9))
            break;
    }
    return sum * x[1] + x[1] * x[1];
}

static void series_gradient(const double *x, double *g) {
    g[0] = exp(x[0]) * x[1];
    g[1] = exp(x[0]) + 2 * x[1];
}

static const corpus_function series_exp = {
    .name = "series-of-exp",
    POINT(2.7731, -0.3947),
    .value = series,
    .gradient = series_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_sign),
};

/* Pi by means: the arithmetic-geometric mean, which doubles its digits; stopped at 1e-9. */
static real agm(const real *x) {
    real a = x[0], b = x[1];
    for (int k = 0; k < 12; k++) {
        real next = (a + b) / 2.0;
        b = r_sqrt(a * b);
        a = next;
        if (CORPUS_DONE(a - b, 1e-9))
            break;
    }
    return r_log(a);
}

/* By the same recurrence, differentiated: unrolled. */
static void agm_unrolled(const double *x, double *g) {
    for (size_t i = 0; i < 2; i++) {
        double a = x[0], b = x[1], da = i == 0, db = i == 1;
        for (int k = 0; k < 12; k++) {
            double root_ab = sqrt(a * b), droot = (da * b + a * db) / (2 * root_ab);
            a = (a + b) / 2;
            da = (da + db) / 2;
            b = root_ab;
            db = droot;
        }
        g[i] = da / a;
    }
}

static const corpus_function agm_log = {
    .name = "arithmetic-geometric-mean",
    POINT(1.7731, 0.3947),
    .value = agm,
    .gradient = agm_unrolled,
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_swapped),
};

/* Euler's method, 40 steps, for a logistic growth: the gradient is that of the steps, and that
 * of the differential equation, which is wrong for this value by 1e-2. */
static real euler(const real *x) {
    real y = x[1];
    for (int k = 0; k < 40; k++)
        y += 0.05 * x[0] * y * (1.0 - y);
    return y;
}

static void euler_unrolled(const double *x, double *g) {
    double y = x[1], by0 = 0, by1 = 1;
    for (int k = 0; k < 40; k++) {
        by0 += 0.05 * (y * (1 - y) + x[0] * (1 - 2 * y) * by0);
        by1 += 0.05 * x[0] * (1 - 2 * y) * by1;
        y += 0.05 * x[0] * y * (1 - y);
    }
    g[0] = by0;
    g[1] = by1;
}

static void euler_continuous(const double *x, double *g) {
    double e = exp(-2 * x[0]), d = x[1] + (1 - x[1]) * e;
    g[0] = 2 * x[1] * (1 - x[1]) * e / (d * d);
    g[1] = e / (d * d);
}

static const corpus_function euler_growth = {
    .name = "euler-steps",
    POINT(1.1731, 0.2137),
    .value = euler,
    .gradient = euler_unrolled,
    .claims = (const corpus_claim[]){{"of-the-differential-equation", euler_continuous,
                                      CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e5),
};

const corpus_kind CORPUS_NAME(kind_iterated) = {
    .name = "early-stop",
    .functions = (const corpus_function *const[]){&newton_kepler, &newton_root,
                                                  &fixed_point_cosine, &conjugate_solve,
                                                  &conjugate_coarse, &series_exp, &agm_log,
                                                  &euler_growth, NULL},
};
