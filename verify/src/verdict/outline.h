/* Building what findings say of the subject itself: its points, and what it consists of.  As in
 * collect.h, strings are copied and no memory leaves what was there whole. */
#ifndef GV_OUTLINE_H
#define GV_OUTLINE_H

#include <gradgate/verify/findings.h>

/* The point of that name; a new one at the end when there is none so far, its value and noise
 * NaN.  NULL without memory.  Lives until the next is added. */
gv_point_finding *gv_case_point(gv_case_finding *finding, const char *name);

/* Adds a loss, the steps in ascending order.  Of many every second, fourth, ... is kept, and
 * the last one whichever it is. */
gv_status gv_point_add_loss(gv_point_finding *point, size_t step, double value);

/* Each appends, zeroed but for what is given.  NULL without memory. */
gv_outline_block *gv_outline_add_block(gv_outline *outline, const char *name, const char *kind);
gv_outline_parameter *gv_outline_add_parameter(gv_outline *outline, const char *name);
gv_outline_term *gv_outline_add_term(gv_outline *outline, const char *name, double lambda);

/* Counts a use, and keeps it if it is among the first. */
gv_status gv_outline_add_use(gv_outline_parameter *parameter, const char *name, size_t term);
gv_status gv_outline_add_cover(gv_outline_term *term, size_t parameter);

void gv_points_clear(gv_case_finding *finding);
void gv_outline_clear(gv_outline *outline);

#endif
