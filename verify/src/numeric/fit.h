/* The derivative by least squares over many points, for values whose noise hides it from the
 * five-point formula: noise that is independent from point to point falls with their number.
 *
 * Polynomials of degree 2, 4, 6 and 8 in t are fitted within x +- 2^e, by QR; their slopes at x
 * are those of the odd parts 1, 3, 5 and 7.  With the standard deviation sigma of the values,
 * as the residuals of the last show it, and the rows of R:
 *
 *   noise  6 standard deviations of the slope, sigma |R^-T e_1|: one in 10^9, where the
 * residuals are independent, as they have to look like odd    what the slope changes by from
 * one degree to the next: the truncation of the lower one, where the series converges even half
 * of the coefficient of |t| in a fit that has it, too: a kink stands there alone
 *
 * Points are spread evenly, but on no lattice (H. Weyl, Math. Ann. 77 (1916) 313-352): steps
 * that keep the phase of a rounding would make the noise a function of t. Source of the
 * covariance: G. H. Golub, C. F. Van Loan, Matrix Computations, section 5.3. */
#ifndef GV_FIT_H
#define GV_FIT_H

#include "numeric/line.h"

typedef struct gv_fit {
    int e; /* points within x +- 2^e */
    double slope;
    double noise, odd, even;
    double bound; /* odd + even + noise; NaN when points are wanted or not finite, or when the
                     residuals are no noise */
    double worst; /* the same if all residuals were errors that point one way, as those of a
                     structure hidden in them may */
} gv_fit;

/* The points that a window asks for; those of the two windows below it are used where they are
 * known. */
enum { GV_FIT_PAIRS = 48, GV_FIT_POINTS = 2 * GV_FIT_PAIRS };

/* How many evaluations gv_fit_at would ask for. */
size_t gv_fit_wants(const gv_line *line, int e);

/* The fit of the smallest bound within x +- 2^e; asks for what is missing. */
gv_fit gv_fit_at(const gv_line *line, int e);

#endif
