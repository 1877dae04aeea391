/* A gap is doubted before it fails.
 *
 * Three things can make a slope that was measured well differ from a claim that is right.  The
 * function may have a feature about x that the steps straddle (a bump, a dead zone): then the
 * finest steps that noise allows show the claim's slope.  Or the value may be made of pieces
 * between leaps, and the slope be that of one piece: then the value leaps within reach, by
 * enough to explain the gap.  Or the numbers near x may be too far apart for the function. */
#include "numeric/depart.h"
#include "numeric/leaps.h"
#include "rules.h"
#include "verdict/run.h"
#include <math.h>

/* What makes a gap plain at the first look: the bound is a thousandth of it. */
static const double plain = 0x1p10;

bool gv_run_plain_gap(const gv_run *r) {
    const gv_entry *entry = &r->item->entry;
    return entry->verdict == GV_FAIL && r->line.noise == r->item->line.noise &&
           isfinite(entry->gap) && entry->gap > plain * r->best.bound;
}

/* Where to look for the finest step whose bound is a quarter of the gap: noise alone is an
 * eighth of it there. */
static int finest_useful(const gv_run *r, double gap) {
    const double noise_weight = 3.0, share = 8.0;
    const int lowest = gv_line_lowest(&r->line) + 1;
    const double h = share * noise_weight * r->noise / gap;
    const int e = h > 0.0 ? gv_exponent(h) + 1 : lowest;
    return e < lowest ? lowest : e;
}

/* A feature about x holds all steps finer than itself: the finest useful one shows it, or there
 * is none.  Returns the wider of two neighbours there that agree with each other and, beyond
 * the bounds, not with the best step; or a NaN bound. */
static gv_step finer_contradiction(gv_run *r, double gap) {
    const gv_step none = {.bound = NAN};
    gv_step finer = none;
    gv_line line = r->line;
    line.noise = r->noise; /* what a walk took for noise may be the feature */
    const int measured_at = gv_exponent(r->item->entry.step);
    for (int e = finest_useful(r, gap); e < measured_at - 1; e++) {
        const gv_step step = gv_step_at(&line, e);
        if (gv_run_waits(r))
            return none;
        const bool useful = step.bound <= 0.25 * gap;
        if (useful && !gv_run_sides_with_claim(r, &step))
            return none;
        if (useful && !isnan(finer.bound) && gv_run_contradicted_by(r, &step) &&
            !gv_steps_contradict(&finer, &step))
            return step;
        finer = useful ? step : none;
    }
    return none;
}

/* Where the value leaves the slope of the finer steps. */
static gv_departure departure(gv_run *r, const gv_step *fine, double gap) {
    const int highest = gv_exponent(r->line.scale) - 1; /* beyond, it is no longer "near x" */
    return gv_depart(&r->line, fine->r5, gap, fine->e, highest);
}

/* Measures again at the finer steps, as far as they are one slope, if they are to be believed:
 * not where the value leaps at the end of it. */
static bool look_closer(gv_run *r) {
    if (!gv_rule_on(r->line.without, GV_RULE_FINER))
        return false;
    const gv_step fine = finer_contradiction(r, r->item->entry.gap);
    if (gv_run_waits(r) || isnan(fine.bound))
        return false;
    const gv_departure d = departure(r, &fine, fabs(fine.r5 - r->item->entry.measured));
    const int measured_at = gv_exponent(r->item->entry.step);
    const bool tread = d.found && d.leaps && gv_rule_on(r->line.without, GV_RULE_LEAPS);
    if (gv_run_waits(r) || tread)
        return false;
    r->line.noise = r->noise;
    r->item->entry.kink = false;
    gv_run_seek(r, fine.e, d.found ? gv_exponent(d.t) : measured_at - 1);
    return true;
}

/* How far leaps are looked for, and how much of a gap pieces explain, in J / w: the error of an
 * iteration that shrinks slowly is many times what its leaps show. */
enum { REACH_BELOW_SCALE = 1 };
static const double explains = 16.0;

/* The widest step, within the reach, at which the slope is still the best step's: were it that
 * of one piece among others, the pieces would be wider than this. */
static double holds_until(gv_run *r, int reach, double gap) {
    enum { STRIDE = 2, TRIES = 3 };
    const double share = 0.125;
    for (int i = 0; i < TRIES; i++) {
        const int e = reach - 1 - STRIDE * i;
        if (e <= r->best.e)
            break;
        const gv_step step = gv_step_at(&r->line, e);
        if (gv_run_waits(r))
            return 0.0;
        if (step.bound <= share * gap && fabs(step.r5 - r->best.r5) <= share * gap)
            return step.h;
    }
    return 0.5 * r->best.h;
}

/* Leaps that are many are arithmetic, whatever their height: a float32 sum that has lost its
 * digits leaps by more than it is.  One or two are, if they are lower than the resolution of
 * the value (else they are features of the function) and explain the gap between them. */
static bool explain_gap(const gv_run *r, const gv_leaps *leaps) {
    const double largest = gv_run_largest(r, INFINITY);
    if (leaps->many)
        return leaps->height <= largest;
    return leaps->height <= r->item->demand.resolution * largest &&
           r->item->entry.gap * leaps->apart <= explains * leaps->height;
}

/* Leaps within the reach; where they may be closer than a scan can tell, by another scan as
 * well, for even pieces can escape one. */
static gv_leaps find_leaps(gv_run *r, double reach, bool few, double least) {
    const double another = 0.59;
    const gv_leaps leaps = gv_leaps_near(&r->line, reach, least);
    if (few || leaps.many || gv_run_waits(r))
        return leaps;
    const gv_leaps other = gv_leaps_near(&r->line, another * reach, least);
    return other.many || !leaps.found ? other : leaps;
}

/* Measures again across the leaps, if they explain the gap between pieces of that width. */
static void look_wider(gv_run *r, double reach, double width) {
    const double gap = r->item->entry.gap;
    const bool few = width > reach * GV_LEAPS_SPACING;
    const double highest =
        gv_run_largest(r, INFINITY) * (few ? r->item->demand.resolution : 1.0);
    if (gap * width > explains * highest)
        return;
    const gv_leaps leaps = find_leaps(r, reach, few, gap * width / explains);
    if (gv_run_waits(r) || !leaps.found || !explain_gap(r, &leaps))
        return;
    r->line.noise = fmax(r->line.noise, leaps.height);
    gv_run_seek(r, r->best.e + 1, gv_exponent(r->line.scale));
}

void gv_run_doubt(gv_run *r, bool at_kink) {
    if (gv_run_unresolved(r)) {
        r->item->entry.verdict = GV_INCONCLUSIVE;
        r->item->entry.reason = GV_UNRESOLVED;
        return;
    }
    if (gv_run_waits(r))
        return;
    const int reach = gv_exponent(r->line.scale) - REACH_BELOW_SCALE;
    if (look_closer(r) || gv_run_waits(r))
        return;
    if (!gv_rule_on(r->line.without, GV_RULE_LEAPS))
        return;
    const double width =
        at_kink ? r->item->entry.step : holds_until(r, reach, r->item->entry.gap);
    if (!gv_run_waits(r))
        look_wider(r, gv_power_of_two(reach), width);
}
