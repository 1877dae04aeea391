/* GSL by table: its derivatives, run on the log of a line.
 *
 * GSL calls a function; an item asks.  Both hold when GSL is run on a table in which missing
 * points are answered with NaN and noted: what it returns once they are there is bit-identical
 * to the direct call.  Its second step may be refused: then the NaN makes it keep the first. */
#ifndef GV_GSL_H
#define GV_GSL_H

#include "numeric/line.h"

/* A value and GSL's own bound: a bound that is never trusted alone (its round-off part assumes
 * a function exact to one ulp). */
typedef struct gv_gsl_result {
    double value, error;
} gv_gsl_result;

/* gsl_deriv_central, _forward, _backward at x with step h.  buys: may its second step be asked
 * for?  Otherwise it works with what the log has. */
gv_gsl_result gv_gsl_central(const gv_line *line, double h, bool buys);
gv_gsl_result gv_gsl_forward(const gv_line *line, double h, bool buys);
gv_gsl_result gv_gsl_backward(const gv_line *line, double h, bool buys);

/* The version of GSL that is linked. */
const char *gv_gsl_version(void);

#endif
