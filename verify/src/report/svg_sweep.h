/* The sweep over steps of one entry: what was estimated at each step and how well. */
#ifndef GV_SVG_SWEEP_H
#define GV_SVG_SWEEP_H

#include "report/svg.h"

/* Two pictures in one, over the logarithm of the step.  Above: the estimates with their bounds,
 * the claim as a line, at a kink the two slopes.  Below, on log axes: the bound of each step,
 * whose left arm is rounding and whose right is truncation, how far each estimate lies from the
 * one that was taken, the gap of the claim, and what is allowed.  `id`: see gv_svg_start;
 * `name`: of the entry, in others' words.  Draws nothing without rungs. */
void gv_svg_sweep(gv_markup *m, const gv_entry *entry, const char *id, const char *name);

/* Is there a sweep to be drawn? */
bool gv_has_sweep(const gv_entry *entry);

/* The rung that was taken: the one at the entry's step, else the one of the smallest bound. */
const gv_rung *gv_sweep_chosen(const gv_entry *entry);

#endif
