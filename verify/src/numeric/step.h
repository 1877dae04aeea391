/* One rung of the ladder: the derivative at one step, and a bound of its error.
 *
 * The bound is made of what the values themselves show, never of GSL's own estimate alone:
 *
 *   odd    |r5 - r3|, what the next order of the odd part changes: the truncation of r3,
 *          an upper bound of that of r5 where the series converges.  With the two rungs above
 *          known, |r5(h) - r5(2h)| serves: it is 15 times the truncation of r5(h).  Where
 *          the changes of r3 shrink by less than half per rung (a root, not a series), what
 *          they leave by the geometric sum.
 *   even   |4 S(h/2) - S(h)| / h with the second difference S(h) = f(x+h) - 2 f(x) + f(x-h).
 *          A central difference cannot see the even part; a kink stands in it alone.  Smooth:
 *          O(h^3).  A kink of jump J at distance d <= h/2: J |1 - 3 d/h|, and `odd` is
 *          (2/3) J d/h there, so that the two together exceed the error of r5 for every d, on a
 *          straight background.  Several kinks within a step may hide each other from its four
 *          points: which is why finer rungs are looked at.
 *   noise  3 eta / h: the weights of r5 (4/3, 4/3, 1/6, 1/6) on values off by eta each.
 *
 * Sources: Fornberg, Math. Comp. 51 (1988) for the weights; the even part is ours, derived in
 * verify/README.md. */
#ifndef GV_STEP_H
#define GV_STEP_H

#include "numeric/line.h"

typedef struct gv_step {
    int e; /* h = 2^e */
    double h;
    double r3, r5; /* three-point; GSL's five-point */
    double odd, even, noise;
    double bound; /* odd + even + noise; NaN when a point is missing or not finite */
} gv_step;

/* What noise alone can make of the odd and the even part together, in units of step->noise,
 * which is 3 eta / h: (4/3) (2 + 1) eta / h and (16 + 4) eta / h. */
#define GV_NOISE_AS_TRUNCATION 8.0

/* Rung at h = 2^e; asks for its four points. */
gv_step gv_step_at(const gv_line *line, int e);

/* The same from the log alone: bound is NaN when points are missing. */
gv_step gv_step_known(const gv_line *line, int e);

/* The known rung of the smallest bound between two exponents, among those that agree with every
 * finer one within the bounds of both, and those beyond the size of the variable only if they
 * have the slope that it has within; its bound is NaN if there is none. */
gv_step gv_step_best(const gv_line *line, int lowest, int highest);

/* Does any known rung but the best find the claim beyond its own bound and what is allowed
 * beside it?  A bound is an estimate, small by accident once in a while: one rung alone is no
 * proof.  Nor is one beyond the size of the variable and its like: a rung within has to. */
bool gv_step_seconded(const gv_line *line, const gv_step *best, double claimed, double allowed);

/* The entry's scale: the largest mean slope |f(x+-t) - f0| / t, less the noise, over the known
 * pairs with 2^lowest <= t <= 2^highest, where that at t counts up to (t / 2^lowest)^2 times
 * the one at 2^lowest: a value that grows faster has no scale that holds at x.  Steps below the
 * one that was measured at say nothing of it: there a value off its line by any amount looks
 * steep. 0: the value does not move beyond its noise at 2^lowest. */
double gv_mean_slope(const gv_line *line, int lowest, int highest);

/* The same without that limit: 0 when the value never moved beyond its noise. */
double gv_steepest_slope(const gv_line *line, int lowest, int highest);

#endif
