#include "numeric/fit.h"
#include "numeric/precision.h"
#include <float.h>
#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

/* Windows whose points are used, and the highest degree. */
enum { WINDOWS = 3, POINTS = WINDOWS * GV_FIT_POINTS, DEGREE = 8, FITS = DEGREE / 2 };
enum { COLUMNS = DEGREE + 2 };

typedef struct sample {
    double reach;
    double t[POINTS], f[POINTS]; /* in units of the reach, rising; less the value at x */
    double largest;              /* |value| */
    size_t count;
} sample;

/* Weyl's sequence with the golden ratio, the k-th of (0, 1). */
static double weyl(int k) {
    const double golden = 0.61803398874989485;
    return fmod(0.5 + golden * (double)(k + 1), 1.0);
}

/* The distance of the number that is stored where x + t is meant. */
static double stored(const gv_line *line, double t) {
    return gv_round_to(line->storage, line->x + t) - line->x;
}

/* Adds the point at x + t.  asks: whether it may be asked for.  Returns: false if it is not
 * finite, or wanted. */
static bool add(const gv_line *line, double t, bool asks, sample *s) {
    const double at = line->x + t;
    const gv_told *told = gv_log_peek(line->log, at);
    if (!told && !asks)
        return true;
    const double value = gv_line_value(line, t);
    if (!isfinite(value))
        return false;
    s->t[s->count] = t / s->reach;
    s->f[s->count++] = value - line->f0;
    s->largest = fmax(s->largest, fabs(value));
    return true;
}

size_t gv_fit_wants(const gv_line *line, int e) {
    size_t wants = 0;
    for (int k = 0; k < GV_FIT_PAIRS; k++) {
        const double t = gv_power_of_two(e) * weyl(k);
        wants += gv_log_peek(line->log, line->x + stored(line, t)) == NULL;
        wants += gv_log_peek(line->log, line->x + stored(line, -t)) == NULL;
    }
    return wants;
}

static bool take(const gv_line *line, int e, sample *s) {
    *s = (sample){.reach = gv_power_of_two(e), .largest = fabs(line->f0)};
    bool finite = true;
    for (int w = 0; w < WINDOWS; w++)
        for (int k = 0; k < GV_FIT_PAIRS; k++) {
            const double t = gv_power_of_two(e - w) * weyl(k);
            finite = add(line, stored(line, t), w == 0, s) && finite;
            finite = add(line, stored(line, -t), w == 0, s) && finite;
        }
    gsl_sort2(s->t, 1, s->f, 1, s->count);
    return finite && line->log->wanted == 0;
}

/* One least-squares fit. */
typedef struct solution {
    double slope, deviation; /* of the first power; its standard deviation for a sigma of 1 */
    double weights;          /* sum of the sizes of what it weighs the values with */
    double bend;             /* coefficient of |t|, where it was asked for */
    double sigma;            /* root mean square of the residuals */
    double residuals[POINTS];
} solution;

static void fill(const sample *s, int degree, bool kink, gsl_matrix *a) {
    for (size_t i = 0; i < s->count; i++) {
        double power = 1.0;
        for (size_t k = 0; k <= (size_t)degree; k++) {
            gsl_matrix_set(a, i, k, power);
            power *= s->t[i];
        }
        if (kink)
            gsl_matrix_set(a, i, (size_t)degree + 1, fabs(s->t[i]));
    }
}

/* The weights of the values in the first power's coefficient are Q R^-T e_1: the square root of
 * the sum of their squares is its standard deviation. */
static void weigh(const gsl_matrix *qr, const gsl_vector *tau, solution *found) {
    double weights[POINTS] = {0.0, 1.0};
    const size_t columns = qr->size2;
    const gsl_matrix_const_view r = gsl_matrix_const_submatrix(qr, 0, 0, columns, columns);
    gsl_vector_view some = gsl_vector_view_array(weights, columns);
    gsl_vector_view all = gsl_vector_view_array(weights, qr->size1);
    (void)gsl_blas_dtrsv(CblasUpper, CblasTrans, CblasNonUnit, &r.matrix, &some.vector);
    found->deviation = gsl_blas_dnrm2(&some.vector);
    (void)gsl_linalg_QR_Qvec(qr, tau, &all.vector);
    found->weights = gsl_blas_dasum(&all.vector);
}

static solution solve(const sample *s, int degree, bool kink) {
    const size_t columns = (size_t)degree + 1 + (kink ? 1 : 0);
    double a[POINTS * COLUMNS], tau[COLUMNS], coefficients[COLUMNS];
    solution found;
    gsl_matrix_view m = gsl_matrix_view_array(a, s->count, columns);
    gsl_vector_view scales = gsl_vector_view_array(tau, columns);
    gsl_vector_view x = gsl_vector_view_array(coefficients, columns);
    gsl_vector_view residuals = gsl_vector_view_array(found.residuals, s->count);
    const gsl_vector_const_view f = gsl_vector_const_view_array(s->f, s->count);
    fill(s, degree, kink, &m.matrix);
    (void)gsl_linalg_QR_decomp(&m.matrix, &scales.vector);
    (void)gsl_linalg_QR_lssolve(&m.matrix, &scales.vector, &f.vector, &x.vector,
                                &residuals.vector);
    found.slope = coefficients[1];
    found.bend = kink ? coefficients[columns - 1] : 0.0;
    weigh(&m.matrix, &scales.vector, &found);
    found.sigma = gsl_blas_dnrm2(&residuals.vector) / sqrt((double)(s->count - columns));
    return found;
}

/* Residuals that lean on their neighbours are structure: of independent ones the correlation is
 * 1 / sqrt(n) wide. */
static bool independent(const solution *full, size_t count) {
    const double widths = 4.0;
    const double r = gsl_stats_lag1_autocorrelation(full->residuals, 1, count);
    return full->sigma == 0.0 || fabs(r) * sqrt((double)count) <= widths;
}

/* What the slope changes by from one of the fits to any of higher degree. */
static double truncation(const solution *fits, int i) {
    double most = 0.0;
    for (int j = i + 1; j < FITS; j++)
        most = fmax(most, fabs(fits[j].slope - fits[i].slope));
    return most;
}

/* The largest residual, of the highest degree. */
static double largest_residual(const solution *full, size_t count) {
    const gsl_vector_const_view r = gsl_vector_const_view_array(full->residuals, count);
    return fabs(full->residuals[gsl_blas_idamax(&r.vector)]);
}

/* From a standard deviation to a bound: 6 of them are exceeded once in 10^9. */
static const double deviations = 6.0;

/* The standard deviation of the values: as the residuals show it, and no less than what is
 * known of their noise (four deviations are its bound) or than rounding makes. */
static double deviation_of_values(const gv_line *line, const sample *s, const solution *full) {
    const double bound_of_sigma = 4.0, uniform = 0.28867513459481288; /* 1 / sqrt(12) */
    const double rounding = uniform * DBL_EPSILON * s->largest;
    return fmax(full->sigma, fmax(line->noise / bound_of_sigma, rounding));
}

static gv_fit fit_of(const sample *s, const solution *fits, int i, double sigma, double bend) {
    const solution *full = &fits[FITS - 1];
    gv_fit fit = {.slope = fits[i].slope / s->reach,
                  .noise = deviations * sigma * fits[i].deviation / s->reach,
                  .odd = truncation(fits, i) / s->reach,
                  .even = fabs(bend) / s->reach};
    const double together = fmax(largest_residual(full, s->count), sigma);
    fit.bound = fit.noise + fit.odd + fit.even;
    fit.worst = fmax(fit.noise, fits[i].weights * together / s->reach) + fit.odd + fit.even;
    return fit;
}

gv_fit gv_fit_at(const gv_line *line, int e) {
    gv_fit best = {e, NAN, NAN, NAN, NAN, NAN, NAN};
    sample s;
    if (!take(line, e, &s))
        return best;
    solution fits[FITS];
    for (int i = 0; i < FITS; i++)
        fits[i] = solve(&s, 2 * (i + 1), false);
    if (!independent(&fits[FITS - 1], s.count))
        return best;
    const double bend = solve(&s, DEGREE / 2, true).bend;
    const double sigma = deviation_of_values(line, &s, &fits[FITS - 1]);
    for (int i = 0; i + 1 < FITS; i++) {
        const gv_fit fit = fit_of(&s, fits, i, sigma, bend);
        if (!(best.bound <= fit.bound))
            best = fit;
    }
    best.e = e;
    return best;
}
