/* The walk: finds the step at which truncation and noise balance, whatever the scale. */
#ifndef GV_SEEK_H
#define GV_SEEK_H

#include "numeric/step.h"

/* Walks from h = 2^e towards the smallest bound: down while truncation rules, up while noise
 * does, in strides that the orders of the two errors suggest, doubled while the direction
 * stays. A step that leaves the domain on a side turns the walk down.  No step larger than
 * 2^highest is taken or considered. Returns: the best rung known; its bound is NaN when no step
 * has all four points, or when points are still wanted. */
gv_step gv_seek(const gv_line *line, int e, int highest);

/* Fills in the rungs around the best one, which a walk in strides has left out, until none of
 * them is better.  Returns: as gv_seek. */
gv_step gv_polish(const gv_line *line, const gv_step *best, int highest);

/* Bound of the error of one value as the scatter of an entry's own estimates shows it: where
 * truncation is spent, r3 at neighbouring steps differs by noise alone.
 * Returns: the larger of line->noise and twice the largest scatter seen in the rungs well below
 *          `best`. */
double gv_scatter_noise(const gv_line *line, const gv_step *best);

#endif
