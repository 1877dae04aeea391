#include "verdict/item.h"
#include "numeric/depart.h"
#include "numeric/seek.h"
#include "rules.h"
#include "verdict/run.h"
#include <math.h>

static int scale_exponent(const gv_line *line) {
    return gv_exponent(line->scale);
}

int gv_item_first_exponent(const gv_line *line) {
    enum { FIRST = -8 };
    const int e = scale_exponent(line) + FIRST, lowest = gv_line_lowest(line) + 4;
    return e < lowest ? lowest : e;
}

gv_measured gv_run_measured(const gv_run *r, const gv_step *step) {
    const int e = scale_exponent(&r->line);
    return (gv_measured){.value = step->r5,
                         .error = step->bound,
                         .scale = gv_mean_slope(&r->line, step->e, step->e > e ? step->e : e),
                         .noise = fmax(r->noise, r->quantum),
                         .reach = fmax(r->line.scale, 1.0),
                         .step = step->h};
}

void gv_run_judge(gv_run *r, const gv_step *step) {
    const gv_measured m = gv_run_measured(r, step);
    gv_judge(&m, &r->item->demand, &r->item->entry);
}

static bool settled(const gv_run *r) {
    return gv_judge_settled(&r->item->entry, &r->item->demand);
}

static bool finish(gv_run *r) {
    r->item->done = true;
    return true;
}

/* First look: one rung, which settles a value that shows no truncation at all; else two more
 * that share its points, to see that the truncation falls: next to a dead zone far narrower
 * than the step it is small, and grows. */
static bool quick(gv_run *r) {
    const int e = gv_item_first_exponent(&r->line);
    r->best = gv_step_at(&r->line, e);
    if (gv_run_waits(r) || isnan(r->best.bound))
        return false;
    gv_run_judge(r, &r->best);
    if (settled(r) && r->best.odd + r->best.even <= GV_NOISE_AS_TRUNCATION * r->best.noise)
        return true;
    (void)gv_step_at(&r->line, e - 1); /* both rungs' points are asked in one go */
    (void)gv_step_at(&r->line, e - 2);
    if (gv_run_waits(r))
        return false;
    r->best = gv_step_best(&r->line, e - 2, e);
    gv_run_judge(r, &r->best);
    return settled(r);
}

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

/* A value that stands still near x where the claim is 0.  It may be flat (a dead unit), or the
 * arithmetic may not be able to move it: told apart by one rung at the full scale, and at 1
 * where that is larger: the scale of a tiny number is not known.  If it moves there by a slope
 * that the first steps would have shown beyond the noise, it is flat at x. */
static bool flat(gv_run *r) {
    gv_entry *entry = &r->item->entry;
    if (entry->claimed != 0.0 || !never_moved(r, gv_item_first_exponent(&r->line)) ||
        isnan(r->best.bound))
        return false;
    const double near = r->best.h;
    const int e = scale_exponent(&r->line);
    gv_step far = gv_step_at(&r->line, e > 0 ? e : 0);
    if (isnan(far.bound))
        far = gv_step_at(&r->line, e);
    if (gv_run_waits(r))
        return false;
    const double moved = fabs(far.r3) * near;
    if (!never_moved(r, gv_line_highest(&r->line)) && !(moved > 8.0 * r->line.noise))
        return false;
    gv_run_judge(r, &r->best);
    return entry->reason == GV_BOTH_ZERO;
}

/* The best rung there is, with the noise that its own neighbourhood shows. */
void gv_run_seek(gv_run *r, int e, int highest) {
    enum { ROUNDS = 5 };
    for (int i = 0; i < ROUNDS; i++) {
        r->best = gv_seek(&r->line, e, highest);
        if (gv_run_waits(r) || isnan(r->best.bound))
            return;
        gv_run_judge(r, &r->best);
        if (settled(r))
            return;
        r->best = gv_polish(&r->line, &r->best, highest);
        if (gv_run_waits(r))
            return;
        gv_run_judge(r, &r->best);
        if (settled(r))
            return;
        const double noise = gv_scatter_noise(&r->line, &r->best);
        if (gv_run_waits(r) || !(noise > r->line.noise))
            return;
        r->line.noise = noise;
        e = r->best.e;
    }
}

gv_measured gv_run_measured_side(const gv_run *r, const gv_side *side) {
    gv_measured m = gv_run_measured(r, &r->best);
    m.value = side->slope;
    m.error = side->slope_error;
    m.step = fabs(side->h);
    m.scale = gv_mean_slope(&r->line, gv_exponent(m.step), scale_exponent(&r->line));
    return m;
}

/* A gap that the best rung alone has found decides nothing. */
static void second(gv_run *r) {
    gv_entry *entry = &r->item->entry;
    const double allowed = entry->allowed - entry->error;
    if (entry->verdict != GV_FAIL || entry->reason != GV_GAP || entry->kink ||
        entry->one_sided || gv_step_seconded(&r->line, &r->best, entry->claimed, allowed))
        return;
    entry->verdict = GV_INCONCLUSIVE;
    entry->reason = GV_TOO_COARSE;
}

static void close(gv_run *r) {
    gv_entry *entry = &r->item->entry;
    second(r);
    if (!r->item->log.exhausted ||
        !(entry->verdict == GV_INCONCLUSIVE || entry->reason == GV_NEGLIGIBLE))
        return;
    entry->verdict = GV_INCONCLUSIVE;
    entry->reason = GV_BUDGET;
}

/* What rounding makes is far below the values it rounds: 2^-24 of them in float32. */
static const double arithmetic = 0x1p-16;

double gv_run_largest(const gv_run *r) {
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
static void learn_quantum(gv_run *r) {
    const int first = gv_item_first_exponent(&r->line);
    if (isnan(r->best.bound) || !never_moved(r, first) ||
        !gv_rule_on(r->line.without, GV_RULE_LEAPS))
        return;
    const double quantum = gv_quantum(&r->line, first, gv_line_highest(&r->line));
    if (gv_run_waits(r))
        return;
    if (quantum <= arithmetic * gv_run_largest(r))
        r->quantum = quantum;
    r->line.noise = fmax(r->line.noise, quantum);
}

static bool thorough(gv_run *r) {
    const gv_entry *entry = &r->item->entry;
    gv_run_doubt_noise(r);
    if (!gv_run_waits(r))
        learn_quantum(r);
    if (gv_run_waits(r))
        return false;
    if (!gv_run_plain_gap(r))
        gv_run_seek(r, gv_item_first_exponent(&r->line) - 1, gv_line_highest(&r->line));
    if (gv_run_waits(r))
        return false;
    if (isnan(r->best.bound)) {
        if (!gv_run_at_edge(r))
            return false;
    } else if (!settled(r)) {
        const bool kink = gv_run_suspects_kink(r) && gv_run_at_kink(r);
        if (gv_run_waits(r))
            return false;
        if (entry->verdict == GV_FAIL)
            gv_run_doubt(r, kink);
        if (gv_run_waits(r))
            return false;
    }
    close(r);
    return true;
}

bool gv_item_run(gv_item *item) {
    gv_run r = {.item = item, .line = item->line, .noise = item->line.noise};
    r.line.log = &item->log;
    if (quick(&r))
        return finish(&r);
    if (gv_run_waits(&r))
        return false;
    if (!isfinite(item->entry.claimed)) {
        gv_run_judge(&r, &r.best);
        return finish(&r);
    }
    if (flat(&r))
        return finish(&r);
    if (gv_run_waits(&r))
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
