/* A value that stands still near x: is it flat there, or has the arithmetic left it on a tread?
 */
#include "numeric/depart.h"
#include "numeric/leaps.h"
#include "rules.h"
#include "verdict/run.h"
#include <math.h>

/* Has the value not changed by one bit at any point within 2^e of x so far? */
static bool never_moved(const gv_run *r, int e) {
    const double near = ldexp(1.0 + 0x1p-20, e); /* x + t - x is t rounded */
    for (size_t i = 0; i < r->item->log.count; i++) {
        const gv_told *told = &r->item->log.told[i];
        if (told->state == GV_TOLD && fabs(told->at - r->line.x) <= near &&
            told->value != r->line.f0)
            return false;
    }
    return true;
}

/* What rounding makes is far below the values it rounds: 2^-24 of them in float32. */
static const double arithmetic = 0x1p-16;

/* How far there are some 8 treads on each side, if there are any: by the mean slope at the
 * variable's size, which treads of a height follow; at least 8 of the distance to the first. */
static double reach_of(gv_run *r, double height, double length) {
    const double treads = 8.0, most = gv_power_of_two(gv_exponent(r->line.scale));
    const gv_pair wide = gv_line_pair(&r->line, gv_exponent(r->line.scale));
    const double width = height * most / fabs(wide.odd);
    return fmin(fmax(treads * length, isfinite(width) ? treads * width : 0.0), most);
}

/* The largest |value| within twice the variable's size. */
static double largest_near(const gv_run *r) {
    return gv_run_largest(r, gv_power_of_two(gv_exponent(r->line.scale) + 1));
}

/* Why a value stands still for steps up to 2^e.  FLAT: it is, as far as it is seen; it moves
 * continuously further out, at a kink, or leaps once or twice, at a gate.  ON_TREAD: arithmetic
 * leaves it on one of many treads, lower than arithmetic makes or than the resolution asks for:
 * their height becomes part of the noise.  ON_STAIR: the treads are many and high; the function
 * may be a staircase or be rounded to one. */
typedef enum standing { FLAT, ON_TREAD, ON_STAIR } standing;

static standing why_still(gv_run *r, int e) {
    double length = 0.0;
    if (!gv_rule_on(r->line.without, GV_RULE_LEAPS))
        return FLAT;
    const double height = gv_quantum(&r->line, e, gv_line_highest(&r->line), &length);
    if (gv_run_waits(r) || height == 0.0)
        return FLAT;
    if (height > arithmetic * largest_near(r)) {
        const gv_leaps leaps =
            gv_leaps_near(&r->line, reach_of(r, height, length), 0.5 * height);
        if (gv_run_waits(r) || !leaps.found || !leaps.many)
            return FLAT;
        if (height > r->item->demand.resolution * largest_near(r))
            return ON_STAIR;
    }
    r->noise = r->line.noise = fmax(r->line.noise, height);
    return ON_TREAD;
}

static void leave_open(gv_run *r) {
    r->item->entry.verdict = GV_INCONCLUSIVE;
    r->item->entry.reason = GV_CONTRADICTORY;
}

/* A value that stands still near x where the claim is 0.  It may be flat (a dead unit), or the
 * arithmetic may not be able to move it: told apart by one rung at the full scale, and at 1
 * where that is larger: the scale of a tiny number is not known.  If it moves there by a slope
 * that the first steps would have shown beyond the noise, it is flat at x. */
bool gv_run_flat(gv_run *r) {
    gv_entry *entry = &r->item->entry;
    if (entry->claimed != 0.0 || !never_moved(r, gv_item_first_exponent(&r->line)) ||
        isnan(r->best.bound))
        return false;
    const double near = r->best.h;
    const int e = gv_exponent(r->line.scale);
    gv_step far = gv_step_at(&r->line, e > 0 ? e : 0);
    if (isnan(far.bound))
        far = gv_step_at(&r->line, e);
    if (gv_run_waits(r))
        return false;
    if (!never_moved(r, gv_line_highest(&r->line))) {
        const double moved = fabs(far.r3) * near;
        const standing why = why_still(r, gv_item_first_exponent(&r->line));
        if (!gv_run_waits(r) && why == ON_STAIR) {
            gv_run_judge(r, &r->best);
            leave_open(r);
            return true;
        }
        if (gv_run_waits(r) || !(moved > 8.0 * r->line.noise))
            return false;
    }
    gv_run_judge(r, &r->best);
    return entry->reason == GV_BOTH_ZERO;
}

/* A value that stands still where the claim says that it moves: the least change that it can
 * make is part of the noise. */
void gv_run_learn_quantum(gv_run *r) {
    const int first = gv_item_first_exponent(&r->line);
    if (isnan(r->best.bound) || !never_moved(r, first) ||
        !gv_rule_on(r->line.without, GV_RULE_LEAPS))
        return;
    double length = 0.0;
    const double quantum = gv_quantum(&r->line, first, gv_line_highest(&r->line), &length);
    if (gv_run_waits(r))
        return;
    if (quantum <= arithmetic * gv_run_largest(r, INFINITY))
        r->quantum = quantum;
    r->noise = r->line.noise = fmax(r->line.noise, quantum);
}

/* A walk that ended where the value stands still, and found a claim of 0 to be right there:
 * measures again above the tread, if it stands on one. */
void gv_run_doubt_zero(gv_run *r) {
    const gv_entry *entry = &r->item->entry;
    if (entry->verdict != GV_PASS || entry->reason != GV_BOTH_ZERO ||
        !never_moved(r, r->best.e) || never_moved(r, gv_line_highest(&r->line)))
        return;
    const standing why = why_still(r, r->best.e);
    if (gv_run_waits(r))
        return;
    if (why == ON_TREAD)
        gv_run_seek(r, r->best.e + 1, gv_line_highest(&r->line));
    else if (why == ON_STAIR)
        leave_open(r);
}
