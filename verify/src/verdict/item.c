#include "verdict/item.h"
#include "numeric/depart.h"
#include "numeric/seek.h"
#include "numeric/side.h"
#include "rules.h"
#include <math.h>

/* The state of one run: the item's line with the noise as far as it is known by now. */
typedef struct run {
    gv_item *item;
    gv_line line;
    double quantum; /* least change of a value that stands still near x; 0: it moves */
    gv_step best;
} run;

static bool waits(const run *r) {
    return r->item->log.wanted > 0;
}

static int scale_exponent(const gv_line *line) {
    return gv_exponent(line->scale);
}

int gv_item_first_exponent(const gv_line *line) {
    enum { FIRST = -8 };
    const int e = scale_exponent(line) + FIRST, lowest = gv_line_lowest(line) + 4;
    return e < lowest ? lowest : e;
}

static gv_measured measured_at(const run *r, const gv_step *step) {
    const int e = scale_exponent(&r->line);
    return (gv_measured){.value = step->r5,
                         .error = step->bound,
                         .scale = gv_mean_slope(&r->line, step->e, step->e > e ? step->e : e),
                         .noise = fmax(r->item->line.noise, r->quantum),
                         .reach = fmax(r->line.scale, 1.0),
                         .step = step->h};
}

static void judge(run *r, const gv_step *step) {
    const gv_measured m = measured_at(r, step);
    gv_judge(&m, &r->item->demand, &r->item->entry);
}

static bool settled(const run *r) {
    return gv_judge_settled(&r->item->entry, &r->item->demand);
}

static bool finish(run *r) {
    r->item->done = true;
    return true;
}

/* First look: one rung, which settles a value that shows no truncation at all; else two more
 * that share its points, to see that the truncation falls: next to a dead zone far narrower
 * than the step it is small, and grows. */
static bool quick(run *r) {
    const int e = gv_item_first_exponent(&r->line);
    r->best = gv_step_at(&r->line, e);
    if (waits(r) || isnan(r->best.bound))
        return false;
    judge(r, &r->best);
    if (settled(r) && r->best.odd + r->best.even <= GV_NOISE_AS_TRUNCATION * r->best.noise)
        return true;
    (void)gv_step_at(&r->line, e - 1); /* both rungs' points are asked in one go */
    (void)gv_step_at(&r->line, e - 2);
    if (waits(r))
        return false;
    r->best = gv_step_best(&r->line, e - 2, e);
    judge(r, &r->best);
    return settled(r);
}

/* Has the value not changed by one bit at any point within 2^e of x so far? */
static bool never_moved(const run *r, int e) {
    const double near = ldexp(1.0 + 0x1p-20, e); /* x + t - x is t rounded */
    for (size_t i = 0; i < r->item->log.count; i++) {
        const gv_told *told = &r->item->log.told[i];
        if (told->state == GV_TOLD && fabs(told->at - r->line.x) <= near &&
            told->value != r->line.f0)
            return false;
    }
    return true;
}

/* A value that stands still near x where the claim is 0.  It may be flat (a dead unit), or the
 * arithmetic may not be able to move it: told apart by one rung at the full scale, and at 1
 * where that is larger: the scale of a tiny number is not known.  If it moves there by a slope
 * that the first steps would have shown beyond the noise, it is flat at x. */
static bool flat(run *r) {
    gv_entry *entry = &r->item->entry;
    if (entry->claimed != 0.0 || !never_moved(r, gv_item_first_exponent(&r->line)) ||
        isnan(r->best.bound))
        return false;
    const double near = r->best.h;
    const int e = scale_exponent(&r->line);
    gv_step far = gv_step_at(&r->line, e > 0 ? e : 0);
    if (isnan(far.bound))
        far = gv_step_at(&r->line, e);
    if (waits(r))
        return false;
    const double moved = fabs(far.r3) * near;
    if (!never_moved(r, gv_line_highest(&r->line)) && !(moved > 8.0 * r->line.noise))
        return false;
    judge(r, &r->best);
    return entry->reason == GV_BOTH_ZERO;
}

/* The best rung there is, with the noise that its own neighbourhood shows. */
static void seek(run *r, int e, int highest) {
    enum { ROUNDS = 5 };
    for (int i = 0; i < ROUNDS; i++) {
        r->best = gv_seek(&r->line, e, highest);
        if (waits(r) || isnan(r->best.bound))
            return;
        judge(r, &r->best);
        if (settled(r))
            return;
        r->best = gv_polish(&r->line, &r->best, highest);
        if (waits(r))
            return;
        judge(r, &r->best);
        if (settled(r))
            return;
        const double noise = gv_scatter_noise(&r->line, &r->best);
        if (waits(r) || !(noise > r->line.noise))
            return;
        r->line.noise = noise;
        e = r->best.e;
    }
}

static gv_measured measured_side(const run *r, const gv_side *side) {
    gv_measured m = measured_at(r, &r->best);
    m.value = side->slope;
    m.error = side->slope_error;
    m.step = fabs(side->h);
    m.scale = gv_mean_slope(&r->line, gv_exponent(m.step), scale_exponent(&r->line));
    return m;
}

/* A derivative from one side, where the other is closed. */
static void judge_side(run *r, const gv_side *side) {
    const gv_measured m = measured_side(r, side);
    gv_judge(&m, &r->item->demand, &r->item->entry);
    r->item->entry.one_sided = true;
    if (fabs(side->value) > side->value_error && isfinite(side->value_error)) {
        r->item->entry.verdict = GV_INCONCLUSIVE;
        r->item->entry.reason = GV_CONTRADICTORY;
    }
}

/* No step has points on both sides: the edge of a domain, or bounds. */
static bool at_edge(run *r) {
    gv_entry *entry = &r->item->entry;
    const int e = gv_item_first_exponent(&r->line);
    const gv_side right = gv_side_at(&r->line, +1, e), left = gv_side_at(&r->line, -1, e);
    if (waits(r))
        return false;
    judge(r, &r->best); /* NaN: the claim is looked at, the measurement is missing */
    if (entry->verdict == GV_FAIL || !gv_rule_on(r->line.without, GV_RULE_EDGES))
        return true;
    if (isnan(right.slope) && isnan(left.slope))
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

/* The slopes differ: x is on the right branch, on the left one, at the kink, or at a leap. */
static void judge_sides(run *r, const gv_side *left, const gv_side *right) {
    gv_entry *entry = &r->item->entry;
    const double jump = right->slope - left->slope;
    const bool on_left = on_branch(left), on_right = on_branch(right);
    if (on_left && on_right) {
        gv_measured m = measured_side(r, right);
        m.error = fmax(left->slope_error, right->slope_error);
        gv_judge_kink(left->slope, right->slope, &m, &r->item->demand, entry);
        entry->kink_at = 0.0;
    } else if (on_left || on_right) {
        const gv_side *mine = on_right ? right : left, *other = on_right ? left : right;
        const gv_measured m = measured_side(r, mine);
        gv_judge(&m, &r->item->demand, entry);
        record_kink(entry, left, right, (on_right ? -1.0 : 1.0) * fabs(other->value / jump));
    } else {
        entry->verdict = GV_INCONCLUSIVE;
        entry->reason = GV_CONTRADICTORY;
    }
}

/* Does the jump of the slope stand at two finer steps?  even(t) / t is half of it at a kink and
 * falls with t at a mere bend.  Steps at which noise would hide it are not asked. */
static bool stands(run *r, const gv_side *left, const gv_side *right) {
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
        if (!waits(r) && !(fabs(pair.even / t - 0.5 * jump) < 0.25 * fabs(jump)))
            return false;
    }
    return true;
}

/* Is there a kink closer to x than steps can resolve?  Judged if there is. */
static bool at_kink(run *r) {
    if (!gv_rule_on(r->line.without, GV_RULE_KINKS))
        return false;
    const int e = gv_item_first_exponent(&r->line);
    gv_line line = r->line;
    line.noise = r->item->line.noise; /* what a walk far out took for noise may be the kink */
    const gv_side right = gv_side_at(&line, +1, e), left = gv_side_at(&line, -1, e);
    if (waits(r))
        return false;
    const double jump = fabs(right.slope - left.slope);
    if (!(jump > right.slope_error + left.slope_error) || !(jump > r->best.bound * 0.125))
        return false;
    if (!stands(r, &left, &right) || waits(r))
        return false;
    judge_sides(r, &left, &right);
    return true;
}

static bool contradict(const gv_step *a, const gv_step *b) {
    return fabs(a->r5 - b->r5) > a->bound + b->bound;
}

/* Finer steps than the best: where two neighbours agree with each other and contradict it
 * beyond the bounds, the function has a feature that the best step straddles.  Returns the
 * wider of the two, or a step with a NaN bound. */
static gv_step finer_contradiction(run *r, double gap) {
    enum { STRIDE = 4 };
    const gv_step none = {.bound = NAN};
    for (int e = r->best.e - STRIDE; e > gv_line_lowest(&r->line) + 1; e -= STRIDE) {
        const double noise = 3.0 * r->line.noise / gv_power_of_two(e);
        if (!(noise < 0.25 * gap))
            return none;
        const gv_step step = gv_step_at(&r->line, e);
        if (waits(r))
            return none;
        if (!contradict(&step, &r->best))
            continue;
        const gv_step finer = gv_step_at(&r->line, e - 1);
        if (waits(r))
            return none;
        if (contradict(&finer, &r->best) && !contradict(&finer, &step))
            return step;
    }
    return none;
}

/* Is `fine` an artefact: does the value leap where it leaves the slope of the finer steps? */
static bool is_staircase(run *r, const gv_step *fine, double gap, double *leap) {
    if (!gv_rule_on(r->line.without, GV_RULE_JUMPS))
        return false;
    const int highest = scale_exponent(&r->line) - 1; /* beyond, it is no longer "near x" */
    const gv_departure d = gv_depart(&r->line, fine->r5, gap, fine->e, highest);
    *leap = d.leap;
    return d.found && d.leaps;
}

/* A gap at the best step.  It stands unless finer steps contradict the best one, or the value
 * turns out to be a staircase there: then it is measured again, with what was learnt. */
static void reconsider(run *r) {
    const gv_entry *entry = &r->item->entry;
    const gv_step coarse = r->best;
    double leap = 0.0;
    if (gv_rule_on(r->line.without, GV_RULE_FINER)) {
        const gv_step fine = finer_contradiction(r, entry->gap);
        if (waits(r))
            return;
        if (!isnan(fine.bound)) {
            const double differ = fabs(fine.r5 - coarse.r5);
            const bool artefact = is_staircase(r, &fine, differ, &leap);
            if (waits(r))
                return;
            if (!artefact) {
                seek(r, fine.e, fine.e + 1);
                return;
            }
        }
    }
    if (!gv_rule_on(r->line.without, GV_RULE_COARSER))
        return;
    if (!is_staircase(r, &coarse, entry->gap, &leap) || waits(r))
        return;
    const double gap = entry->gap, noise = r->line.noise;
    r->line.noise = fmax(noise, leap);
    seek(r, coarse.e + 1, gv_line_highest(&r->line));
    if (waits(r) || r->best.bound < 4.0 * gap)
        return;
    /* So wide a bound says nothing of the gap: a leap of the value, not the steps of a stair.
     */
    r->line.noise = noise;
    r->best = coarse;
    judge(r, &r->best);
}

static void close(run *r) {
    gv_entry *entry = &r->item->entry;
    if (!r->item->log.exhausted ||
        !(entry->verdict == GV_INCONCLUSIVE || entry->reason == GV_NEGLIGIBLE))
        return;
    entry->verdict = GV_INCONCLUSIVE;
    entry->reason = GV_BUDGET;
}

/* A kink may be near when the even part is more than noise, when only steps far smaller than
 * usual would do, and when the bound is not far below the gap of a claim that is not passed: a
 * kink that made the gap would stand in the bound. */
static bool suspects_kink(const run *r) {
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

/* What rounding makes is far below the values it rounds: 2^-24 of them in float32. */
static const double arithmetic = 0x1p-16;

static double largest_told(const run *r) {
    double largest = fabs(r->line.f0);
    for (size_t i = 0; i < r->item->log.count; i++) {
        const gv_told *told = &r->item->log.told[i];
        if (told->state == GV_TOLD && isfinite(told->value))
            largest = fmax(largest, fabs(told->value));
    }
    return largest;
}

/* A value that stands still where the claim says that it moves: the least change that it can
 * make is part of the noise. */
static void learn_quantum(run *r) {
    const int first = gv_item_first_exponent(&r->line);
    if (isnan(r->best.bound) || !never_moved(r, first) ||
        !gv_rule_on(r->line.without, GV_RULE_JUMPS))
        return;
    const double quantum = gv_quantum(&r->line, first, gv_line_highest(&r->line));
    if (waits(r))
        return;
    if (quantum <= arithmetic * largest_told(r))
        r->quantum = quantum;
    r->line.noise = fmax(r->line.noise, quantum);
}

static bool thorough(run *r) {
    const gv_entry *entry = &r->item->entry;
    learn_quantum(r);
    if (waits(r))
        return false;
    seek(r, gv_item_first_exponent(&r->line) - 1, gv_line_highest(&r->line));
    if (waits(r))
        return false;
    if (isnan(r->best.bound)) {
        if (!at_edge(r))
            return false;
    } else if (!settled(r)) {
        const bool kink = suspects_kink(r) && at_kink(r);
        if (waits(r))
            return false;
        if (!kink && entry->verdict == GV_FAIL)
            reconsider(r);
        if (waits(r))
            return false;
    }
    close(r);
    return true;
}

bool gv_item_run(gv_item *item) {
    run r = {.item = item, .line = item->line};
    r.line.log = &item->log;
    if (quick(&r))
        return finish(&r);
    if (waits(&r))
        return false;
    if (!isfinite(item->entry.claimed)) {
        judge(&r, &r.best);
        return finish(&r);
    }
    if (flat(&r))
        return finish(&r);
    if (waits(&r))
        return false;
    return thorough(&r) ? finish(&r) : false;
}

size_t gv_item_rungs(const gv_item *item, gv_rung *rungs, size_t most) {
    gv_log log = item->log;
    gv_line line = item->line;
    size_t count = 0;
    line.log = &log;
    log.capacity = log.count; /* nothing is asked any more */
    int low = 0, high = 0;
    gv_line_told(&line, &low, &high);
    for (int e = high; e >= low && count < most; e--) {
        const gv_step step = gv_step_known(&line, e);
        if (!isnan(step.bound))
            rungs[count++] = (gv_rung){step.h, step.r5, step.bound};
    }
    return count;
}
