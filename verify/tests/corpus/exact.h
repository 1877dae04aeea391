/* What the corpus' functions come to in binary128 (scalar.h), asked in double. */
#ifndef CORPUS_EXACT_H
#define CORPUS_EXACT_H

#include <stdbool.h>
#include <stddef.h>

/* Derivatives of the function at its indices, at x + 2^-100 * side (NULL: at x), rounded to
 * double at the end.  NaN outside the domain. */
void exact_gradient(size_t kind, size_t function, const double *x, const double *side,
                    double *gradient);

/* `value` less the function's exact value at x. */
double exact_error(size_t kind, size_t function, const double *x, double value);

/* The difference quotient of order 4 with step h along one entry, without rounding: central
 * for side 0, else of points on one side, +1 or -1. */
double exact_slope(size_t kind, size_t function, const double *x, size_t entry, double h,
                   int side);

/* Whether iterations end where those in double do, instead of at their limit. */
void exact_stop_early(bool stop);

#ifndef CORPUS_EXACT
#include "corpus.h"

/* The least error with which differences of the double value can give the derivative by an
 * entry: over all steps, the rounding of the values used and the truncation.  The search ends
 * at the first that is `enough`.  `right` is the derivative. */
double exact_blindness(const corpus_problem *problem, const double *x, size_t entry,
                       double right, double enough);

/* Whether a claim off by `gap` in an entry can be seen to be wrong at the default tolerance. */
bool exact_visible(const corpus_problem *problem, const double *x, size_t entry, double right,
                   double gap);
#endif

#endif
