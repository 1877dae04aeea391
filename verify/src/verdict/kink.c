/* Edges and kinks: derivatives of one side, and claims between the slopes of two. */
#include "rules.h"
#include "verdict/run.h"
#include <math.h>

/* A derivative from one side, where the other is closed. */
static void judge_side(gv_run *r, const gv_side *side) {
    const gv_measured m = gv_run_measured_side(r, side);
    gv_judge(&m, &r->item->demand, &r->item->entry);
    r->item->entry.one_sided = true;
    if (fabs(side->value) > side->value_error && isfinite(side->value_error)) {
        r->item->entry.verdict = GV_INCONCLUSIVE;
        r->item->entry.reason = GV_CONTRADICTORY;
    }
}

bool gv_run_at_edge(gv_run *r) {
    gv_entry *entry = &r->item->entry;
    const int e = gv_item_first_exponent(&r->line);
    const gv_side right = gv_side_at(&r->line, +1, e), left = gv_side_at(&r->line, -1, e);
    if (gv_run_waits(r))
        return false;
    gv_run_judge(r, &r->best); /* NaN: the claim is looked at, the measurement is missing */
    if (entry->verdict == GV_FAIL || !gv_rule_on(r->line.without, GV_RULE_EDGES))
        return true;
    if (isnan(right.raw) && isnan(left.raw))
        entry->reason = isfinite(r->line.upper) || isfinite(r->line.lower)
                            ? GV_NO_ROOM
                            : GV_VALUE_NOT_FINITE;
    else
        judge_side(r, right.slope_error <= left.slope_error ? &right : &left);
    return true;
}

/* Which side of the kink is x on?  The branch that continues to f(x). */
static bool on_branch(const gv_side *side) {
    return fabs(side->value) <= side->value_error;
}

static void record_kink(gv_entry *entry, const gv_side *left, const gv_side *right, double at) {
    entry->kink = true;
    entry->slope_left = left->slope;
    entry->slope_right = right->slope;
    entry->kink_at = at;
}

/* A generic point is that close to a given kink, as a share of its size, once in a billion: it
 * has been put there.  Where the noise of the value hides larger distances, x may be at the
 * kink or beside it, and the claim of a subgradient, or of either branch, right or wrong. */
static const double by_chance = 0x1p-30;

static void judge_at_kink(gv_run *r, const gv_side *left, const gv_side *right) {
    gv_entry *entry = &r->item->entry;
    const double jump = fabs(right->slope - left->slope);
    const double hidden = fmax(left->value_error, right->value_error) / jump;
    gv_measured m = gv_run_measured_side(r, right);
    m.error = fmax(left->slope_error, right->slope_error);
    gv_judge_kink(left->slope, right->slope, &m, &r->item->demand, entry);
    entry->kink_at = 0.0;
    if (entry->verdict != GV_PASS || hidden <= by_chance * r->line.scale)
        return;
    entry->verdict = GV_INCONCLUSIVE;
    entry->reason = GV_TOO_COARSE;
}

/* The slopes differ: x is on the right branch, on the left one, at the kink, or at a leap; then
 * the sides say nothing. */
static void judge_sides(gv_run *r, const gv_side *left, const gv_side *right) {
    gv_entry *entry = &r->item->entry;
    const double jump = right->slope - left->slope;
    const bool on_left = on_branch(left), on_right = on_branch(right);
    if (on_left && on_right) {
        judge_at_kink(r, left, right);
    } else if (on_left || on_right) {
        const gv_side *mine = on_right ? right : left, *other = on_right ? left : right;
        const gv_measured m = gv_run_measured_side(r, mine);
        gv_judge(&m, &r->item->demand, entry);
        record_kink(entry, left, right, (on_right ? -1.0 : 1.0) * fabs(other->value / jump));
    } else if (entry->verdict == GV_INCONCLUSIVE) {
        entry->reason = GV_CONTRADICTORY;
    }
}

/* Does the jump of the slope stand at two finer steps?  even(t) / t is half of it at a kink and
 * falls with t at a mere bend.  Steps at which noise would hide it are not asked. */
static bool stands(gv_run *r, const gv_side *left, const gv_side *right) {
    enum { FINER = 6 };
    const double jump = right->slope - left->slope;
    const double apart = fabs(left->value) + fabs(right->value); /* the kink may lie off x */
    const int e = gv_exponent(fmin(fabs(left->h), fabs(right->h)));
    for (int i = 1; i <= 2; i++) {
        const double t = gv_power_of_two(e - FINER * i);
        if (e - FINER * i <= gv_line_lowest(&r->line) ||
            fabs(jump) * t < 16.0 * r->line.noise + 16.0 * apart)
            return true;
        const gv_pair pair = gv_line_pair(&r->line, e - FINER * i);
        if (!gv_run_waits(r) && !(fabs(pair.even / t - 0.5 * jump) < 0.25 * fabs(jump)))
            return false;
    }
    return true;
}

typedef struct sides {
    gv_side left, right;
} sides;

static sides sides_at(const gv_line *line, int e) {
    return (sides){.left = gv_side_at(line, -1, e), .right = gv_side_at(line, +1, e)};
}

static bool agree(const gv_side *a, const gv_side *b) {
    return fabs(a->slope - b->slope) <= a->slope_error + b->slope_error;
}

/* The slopes of a kink that has been found, from wider steps where noise leaves them coarse: at
 * the first steps it is 2^7 times what it is at half of the variable's size. */
static void sharpen(gv_run *r, const gv_line *line, sides *best) {
    enum { STRIDE = 3 };
    const double enough = 0.125 * r->item->demand.resolution;
    const int widest = gv_exponent(line->scale) - 1;
    for (int e = gv_item_first_exponent(line) + STRIDE; e <= widest; e += STRIDE) {
        const double steepest = fmax(fabs(best->left.slope), fabs(best->right.slope));
        if (fmax(best->left.slope_error, best->right.slope_error) <= enough * steepest)
            return;
        const sides wide = sides_at(line, e);
        if (gv_run_waits(r) || !agree(&wide.left, &best->left) ||
            !agree(&wide.right, &best->right))
            return;
        if (wide.left.slope_error < best->left.slope_error)
            best->left = wide.left;
        if (wide.right.slope_error < best->right.slope_error)
            best->right = wide.right;
    }
}

bool gv_run_at_kink(gv_run *r) {
    if (!gv_rule_on(r->line.without, GV_RULE_KINKS))
        return false;
    gv_line line = r->line;
    line.noise = r->noise; /* what a walk far out took for noise may be the kink */
    sides s = sides_at(&line, gv_item_first_exponent(&line));
    if (gv_run_waits(r))
        return false;
    const double jump = fabs(s.right.slope - s.left.slope);
    if (!(jump > s.right.slope_error + s.left.slope_error) || !(jump > r->best.bound * 0.125))
        return false;
    if (!stands(r, &s.left, &s.right) || gv_run_waits(r))
        return false;
    sharpen(r, &line, &s);
    if (gv_run_waits(r))
        return false;
    judge_sides(r, &s.left, &s.right);
    return true;
}

/* A kink may be near when the even part is more than noise, when only steps far smaller than
 * usual would do, and when the bound is not far below the gap of a claim that is not passed: a
 * kink that made the gap would stand in the bound. */
bool gv_run_suspects_kink(const gv_run *r) {
    enum { FORCED_DOWN = 6 };
    const double clear_gap = 16.0;
    const gv_entry *entry = &r->item->entry;
    const bool open = entry->verdict == GV_INCONCLUSIVE ||
                      (entry->verdict == GV_FAIL && entry->gap < clear_gap * r->best.bound);
    const gv_step first = gv_step_known(&r->line, gv_item_first_exponent(&r->line));
    const bool bends = first.even > GV_NOISE_AS_TRUNCATION * first.noise &&
                       first.even * 4.0 * clear_gap > entry->gap;
    return open || bends || r->best.even > GV_NOISE_AS_TRUNCATION * r->best.noise ||
           r->best.e < gv_item_first_exponent(&r->line) - FORCED_DOWN;
}
