/* Does the value leap near x, and how far apart are its leaps?
 *
 * Values on a grid, in float32, or from an iteration that stops early are smooth between leaps.
 * Between two of them, w apart, such a value strays from the function it stands for by as much
 * as the leaps are high, J: its slope there is off by some J / w, and every step within the
 * piece agrees on it.
 *
 * Differences of sixth order over 32 equal intervals find where the value is least smooth: a
 * leap shows there with up to 10 J, while what is smooth has fallen by 2^-24 and more.  Halving
 * then finds out what it is, by differences of fourth order: those of a smooth value fall by
 * 16, those of a kink by 2, those of a leap not at all. */
#ifndef GV_LEAPS_H
#define GV_LEAPS_H

#include "numeric/line.h"

/* The intervals of the scan, as a share of the reach: leaps that are farther apart are seen one
 * by one. */
#define GV_LEAPS_SPACING 0x1p-4

typedef struct gv_leaps {
    bool found;
    bool many;     /* more than two within the reach, or too close for the scan to tell */
    double height; /* J, of the one that was looked at, in proportion to the value at x */
    double apart;  /* w: the length of the piece that x is in, where they are not many */
} gv_leaps;

/* Looks within x +- reach for leaps of at least `least`: smaller ones are of no interest.  Asks
 * for what is missing: 32 values, and some 60 where it finds something to look into.  Where a
 * side is closed, nothing is found; nor where an interval of the scan is a whole number of even
 * pieces: another reach then sees them. */
gv_leaps gv_leaps_near(const gv_line *line, double reach, double least);

/* The height of a leap of at least `least` within x + [a, a + width], which is taken to be
 * rough: found by halving, 2 or 4 values each; 0 when what makes it rough is continuous, or
 * values are still wanted.  steep: the slope there, as far as it is known. */
double gv_leap_within(const gv_line *line, double a, double width, double steep, double least);

#endif
