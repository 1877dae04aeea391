/* What a Taylor polynomial leaves of the value along a direction, and by which order that
 * falls.
 */
#ifndef GV_TAYLOR_H
#define GV_TAYLOR_H

#include "check/check.h"
#include "check/survey.h"

/* sum g_i d_i of the claim.  *slack: by how much it may be off though the claim is right: the
 * rounding of the sum, n u sum |g_i d_i| (Higham, Accuracy and Stability, 2nd ed., eq. 4.4),
 * and the scatter of a claim in low precision, which adds up in squares. */
double gv_claimed_slope(const gv_checking *checking, const double *direction, double *slack);

/* The claimed polynomial  f(x) + t slope [+ t^2 curvature / 2]  along x + t direction. */
typedef struct gv_remainder {
    const double *direction; /* n numbers */
    double slope, slack;     /* from gv_claimed_slope */
    double curvature;        /* <d, H d>; looked at when order is 3 */
    double rounding;         /* what rounding of x + t direction may change the value by */
    unsigned order;          /* that the remainder must fall by: 2, or 3 with the curvature */
} gv_remainder;

/* Measures the order and fills verdict, reason and numbers of `entry`: claimed is the order
 * that is due, measured the one that is seen, step the finest at which it is.  *seen: the
 * smallest error of the highest claimed term that would have shown, as a share of it; NaN:
 * none. Returns: GV_OK; GV_ERR_SUBJECT; GV_ERR_MEMORY. */
gv_status gv_remainder_judge(const gv_checking *checking, const gv_remainder *remainder,
                             gv_entry *entry, double *seen);

/* Bounds and constraints would bend a line: such subjects have none to follow. */
bool gv_lines_are_straight(const gv_subject *subject);

#endif
