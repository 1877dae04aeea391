/* Where a value leaves its linear model, and whether it leaps.
 *
 * Close to x the odd part follows slope * t.  Further out it may not: because the function
 * bends or has a kink there (it leaves the model continuously: the model is right at x), or
 * because the value is a staircase, a grid of float32 numbers or the end of an iteration, whose
 * steps are flat or skewed (it leaps: the model is an artefact of the arithmetic). */
#ifndef GV_DEPART_H
#define GV_DEPART_H

#include "numeric/line.h"

typedef struct gv_departure {
    bool found; /* it leaves the model by more than a quarter of gap * t */
    bool leaps;
    double t;    /* where */
    double leap; /* by how much the value leaps there */
} gv_departure;

/* Looks from t = 2^e upwards to 2^highest for the first departure from odd(t) = slope * t by
 * more than gap * t / 4, and closes in on it by bisection.  Asks for what is missing. */
gv_departure gv_depart(const gv_line *line, double slope, double gap, int e, int highest);

/* The smallest change that a value makes at all: where it stands still for t up to 2^e, how
 * much it has moved just after it first moves, within 2^highest.  A quantum of the arithmetic
 * is as large however closely the place is looked at; a kink's departure is as small as the
 * look is close.  Asks for what is missing. Returns: 0 when the value never moves, or moves
 * continuously; *length is set where it leaps: to how far it stands still. */
double gv_quantum(const gv_line *line, int e, int highest, double *length);

#endif
