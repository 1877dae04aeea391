/* One side of the point: its slope, and the value that this side's branch would have at x. */
#ifndef GV_SIDE_H
#define GV_SIDE_H

#include "numeric/line.h"

typedef struct gv_side {
    double h;
    double raw;                /* the slope as GSL gives it */
    double slope, slope_error; /* one-sided derivative; NaN when it could not be taken */
    double value, value_error; /* the branch continued to x, less f0 */
    double noise;              /* of one value there */
} gv_side;

/* The right (sign +1) or left (-1) side, from points x + sign h {1/4, 1/2, 3/4, 1} at the step
 * where the bound is smallest, walking down from 2^e.  Asks for what is missing.
 *
 * Slope: gsl_deriv_forward or _backward (order 4) with bound |r4 - r2| / h, sharpened by the
 * two rungs above, and noise (272/3) eta / h: the sum of the weights' sizes. Value: 4 f1 - 6 f2
 * + 4 f3 - f4, the cubic through the four; bound: what the quadratic through the first three
 * makes of it, and 15 eta. */
gv_side gv_side_at(const gv_line *line, int sign, int e);

#endif
