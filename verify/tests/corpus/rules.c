/* The rules of six tools.  Each takes the value at x with one entry changed, and the claim as
 * it came from one call into a zeroed buffer.  Conditions stand as the tools have them, so that
 * what a NaN does to them is theirs, too. */
#include "rules.h"
#include <float.h>
#include <gsl/gsl_deriv.h>
#include <string.h>

enum { SIZE = 512 };

typedef struct line {
    corpus_run *run;
    const double *x;
    size_t entry;
} line;

/* The value at x with its entry at `at`; NaN outside the domain. */
static double value_at(double at, void *context) {
    line *l = context;
    double x[SIZE], value = NAN;
    size_t n = l->run->problem->function->n;
    memcpy(x, l->x, n * sizeof *x);
    x[l->entry] = at;
    if (corpus_value(x, n, &value, l->run) != GV_EVAL_OK)
        return NAN;
    return value;
}

static double central(line *l, double h) {
    double x = l->x[l->entry];
    return (value_at(x + h, l) - value_at(x - h, l)) / (2 * h);
}

static bool pytorch_passes(corpus_run *run, const double *x, const double *claim) {
    for (size_t i = 0; i < run->problem->function->n; i++) {
        double n = central(&(line){run, x, i}, 1e-6);
        if (!(fabs(claim[i] - n) <= 1e-5 + 1e-3 * fabs(n)))
            return false;
    }
    return true;
}

static const corpus_rule pytorch = {
    .name = "PyTorch",
    .decides = "central, 1e-6; |a - n| <= 1e-5 + 1e-3 |n| in every entry",
    .source = "torch.autograd.gradcheck, defaults",
    .passes = pytorch_passes,
};

/* check_grad returns the norm and leaves the judgement to its caller: 1e-6 is what SciPy's own
 * tests ask, here of the larger of 1 and the gradient's norm, which is kinder. */
static bool scipy_passes(corpus_run *run, const double *x, const double *claim) {
    double error = 0, norm = 0;
    for (size_t i = 0; i < run->problem->function->n; i++) {
        line l = {run, x, i};
        double h = sqrt(DBL_EPSILON), n = (value_at(x[i] + h, &l) - value_at(x[i], &l)) / h;
        error += (claim[i] - n) * (claim[i] - n);
        norm += n * n;
    }
    return sqrt(error) <= 1e-6 * fmax(1, sqrt(norm));
}

static const corpus_rule scipy = {
    .name = "SciPy",
    .decides = "forward, 1.5e-8; ||a - n|| <= 1e-6 max(1, ||n||) over all entries",
    .source = "scipy.optimize.check_grad",
    .passes = scipy_passes,
};

static bool caffe_passes(corpus_run *run, const double *x, const double *claim) {
    for (size_t i = 0; i < run->problem->function->n; i++) {
        double n = central(&(line){run, x, i}, 1e-2);
        if (!(fabs(claim[i] - n) <= 1e-3 * fmax(1, fmax(fabs(claim[i]), fabs(n)))))
            return false;
    }
    return true;
}

static const corpus_rule caffe = {
    .name = "Caffe",
    .decides = "central, 1e-2; |a - n| <= 1e-3 max(1, |a|, |n|) in every entry",
    .source = "Caffe, GradientChecker(1e-2, 1e-3)",
    .passes = caffe_passes,
};

static bool gsl_passes(corpus_run *run, const double *x, const double *claim) {
    for (size_t i = 0; i < run->problem->function->n; i++) {
        line l = {run, x, i};
        gsl_function f = {value_at, &l};
        double n, bound;
        gsl_deriv_central(&f, x[i], 1e-4 * fmax(1, fabs(x[i])), &n, &bound);
        if (!(fabs(claim[i] - n) <= bound))
            return false;
    }
    return true;
}

static const corpus_rule gsl = {
    .name = "GSL",
    .decides = "gsl_deriv_central, 1e-4 max(1, |x|); |a - n| <= abserr in every entry",
    .source = "GSL manual, Numerical Differentiation",
    .passes = gsl_passes,
};

static bool notes_passes(corpus_run *run, const double *x, const double *claim) {
    for (size_t i = 0; i < run->problem->function->n; i++) {
        double n = central(&(line){run, x, i}, 1e-5);
        double larger = fmax(fabs(claim[i]), fabs(n));
        if (!(fabs(claim[i] - n) <= 1e-5 * larger))
            return false;
    }
    return true;
}

static const corpus_rule notes = {
    .name = "notes",
    .decides = "central, 1e-5; |a - n| / max(|a|, |n|) <= 1e-5 in every entry",
    .source = "course notes on gradient checks (Stanford CS231n)",
    .passes = notes_passes,
};

/* Ridders' extrapolation of central differences, steps halved, up to 10 columns; the estimate
 * of the error chooses the result and is then dropped.
 * Source: Ridders 1982; Press et al., Numerical Recipes, dfridr. */
static double ridders(line *l, double h) {
    double table[10][10], best = NAN, least = INFINITY;
    for (int i = 0; i < 10; i++) {
        table[0][i] = central(l, scalbn(h, -i));
        if (i == 0)
            best = table[0][0];
        for (int j = 1; j <= i; j++) {
            double factor = scalbn(1, 2 * j);
            table[j][i] = (factor * table[j - 1][i] - table[j - 1][i - 1]) / (factor - 1);
            double error = fmax(fabs(table[j][i] - table[j - 1][i]),
                                fabs(table[j][i] - table[j - 1][i - 1]));
            if (error <= least) {
                least = error;
                best = table[j][i];
            }
        }
        if (i > 0 && fabs(table[i][i] - table[i - 1][i - 1]) >= 2 * least)
            break;
    }
    return best;
}

static bool ceres_passes(corpus_run *run, const double *x, const double *claim) {
    for (size_t i = 0; i < run->problem->function->n; i++) {
        double n = ridders(&(line){run, x, i}, 0.32 * fmax(1, fabs(x[i])));
        double larger = fmax(fabs(claim[i]), fabs(n)), error = fabs(claim[i] - n);
        if (larger >= DBL_MIN)
            error /= larger;
        if (!(error < 1e-8))
            return false;
    }
    return true;
}

static const corpus_rule ceres = {
    .name = "Ceres",
    .decides = "Ridders from 0.32 max(1, |x|); |a - n| / max(|a|, |n|) < 1e-8",
    .source = "Ceres Solver, GradientChecker",
    .passes = ceres_passes,
};

const corpus_rule *const corpus_rules[] = {&pytorch, &scipy, &caffe, &gsl,
                                           &notes,   &ceres, NULL};
