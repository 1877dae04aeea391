/* The whole ladder of steps of a decided item, for the picture of its sweep.
 *
 * A verdict asks for as few values as it can.  To show how truncation and rounding share the
 * error, the steps that were passed over are measured as well: after the verdict, and without
 * touching it. */
#ifndef GV_LADDER_H
#define GV_LADDER_H

#include "verdict/item.h"

/* Points that a ladder may want beyond those of the verdict: two for each rung, and two below
 * the finest. */
enum { GV_LADDER_POINTS = 2 * (GV_RUNGS_MAX + 1) };

/* Asks the log of a decided item for what its ladder lacks; the log has room for that many
 * points more than its budget.
 * Returns: true when nothing is wanted any more. */
bool gv_ladder_climb(gv_item *item);

/* Estimate and bound at every step of the ladder that has points on both sides, from the
 * largest step down.  Returns: how many were written, at most GV_RUNGS_MAX. */
size_t gv_ladder_rungs(const gv_item *item, gv_rung rungs[GV_RUNGS_MAX]);

#endif
