/* Number formats: rounding to one, and the spacing of its numbers. */
#ifndef GV_PRECISION_H
#define GV_PRECISION_H

#include <gradgate/verify/problem.h>

/* x rounded to nearest, ties to even, of the format.  Beyond its range as if its exponent
 * were unbounded: the caller sees a number that the storage would not hold. */
double gv_round_to(gv_precision precision, double x);

/* The distance from |x| to the next larger number of the format. */
double gv_ulp_of(gv_precision precision, double x);

/* u: the largest relative error of rounding to the format, half an ulp of 1. */
double gv_unit_roundoff(gv_precision precision);

#endif
