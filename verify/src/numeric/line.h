/* A line through the point: one entry (or one direction) as a function of one variable, and
 * pairs of points on it at a distance of a power of two.
 *
 * Legend: x the variable at the point, f0 the value there, t a distance, h a step,
 * odd(t) = (f(x+t) - f(x-t)) / 2,  even(t) = (f(x+t) + f(x-t)) / 2 - f0. */
#ifndef GV_LINE_H
#define GV_LINE_H

#include "numeric/log.h"
#include <gradgate/verify/problem.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

typedef struct gv_line {
    double x;
    double f0;
    double lower, upper; /* the variable stays within; infinite: free */
    double noise;        /* bound of the error of one value, from the survey */
    double finest;       /* smallest step that the storage behind the variable can tell; 0: that
                            of the variable itself */
    double scale;        /* typical size of the variable, > 0: where the walk starts */
    gv_precision storage; /* points are rounded to this */
    unsigned without;     /* rules switched off */
    gv_log *log;
} gv_line;

/* The pair x +- t.  A side that is out of bounds or not finite is not ok. */
typedef struct gv_pair {
    double t, plus, minus;
    bool plus_ok, minus_ok;
    double odd, even; /* NaN unless both are ok */
} gv_pair;

/* The pair at distance t = 2^e; asks for what is missing.  Where x +- t is not a number of the
 * storage, the value is taken at the number stored and carried over to x +- t along the secant:
 * what that leaves is of the order f'' t ulp(x), below the rounding of f. */
gv_pair gv_line_pair(const gv_line *line, int e);

/* The same from the log alone: false when it would have to ask. */
bool gv_line_peek(const gv_line *line, int e, gv_pair *pair);

/* The value at x + t for a signed t of any size; NaN when out of bounds or not told yet. */
double gv_line_value(const gv_line *line, double t);

/* Smallest and largest exponents of steps that make sense here: below, x +- t/2 is not told
 * from x in its storage; above, t is far beyond the scale. */
int gv_line_lowest(const gv_line *line);
int gv_line_highest(const gv_line *line);

/* The exponents, within those of gv_line_lowest and _highest, outside which no pair is known;
 * low > high when no point was told. */
void gv_line_told(const gv_line *line, int *low, int *high);

/* 2^e, and the exponent e with 2^e <= v < 2^(e+1).  By the bits where the numbers are normal:
 * an entry asks for some hundred of them. */
static inline double gv_power_of_two(int e) {
    if (e < DBL_MIN_EXP - 1 || e >= DBL_MAX_EXP)
        return ldexp(1.0, e);
    const uint64_t bits = (uint64_t)(e - DBL_MIN_EXP + 2) << (DBL_MANT_DIG - 1);
    double v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

static inline int gv_exponent(double v) {
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    const int biased = (int)(bits >> (DBL_MANT_DIG - 1) & 0x7ff);
    if (biased != 0 && biased != 0x7ff)
        return biased + DBL_MIN_EXP - 2;
    int e = 0;
    (void)frexp(v, &e);
    return e - 1;
}

#endif
