#include "verdict/item.h"
#include "numeric/seek.h"
#include "verdict/run.h"
#include <float.h>
#include <math.h>

static int scale_exponent(const gv_line *line) {
    return gv_exponent(line->scale);
}

int gv_item_first_exponent(const gv_line *line) {
    enum { FIRST = -8 };
    const int e = scale_exponent(line) + FIRST, lowest = gv_line_lowest(line) + 4;
    return e < lowest ? lowest : e;
}

/* The steps that an entry's scale is taken from: from the one it was measured at to the
 * variable's size, or to 1 where that is not known; farther out a value may be as steep as it
 * likes. */
typedef struct span {
    int low, high;
} span;

static span span_from(const gv_line *line, int measured_at) {
    const int size = scale_exponent(line), natural = size > 0 ? size : 0;
    const int low = measured_at < natural ? measured_at : natural;
    return (span){low, size > low ? size : low};
}

static double scale_of(const gv_line *line, int measured_at) {
    const span s = span_from(line, measured_at);
    return gv_mean_slope(line, s.low, s.high);
}

/* The noise of one value, as far as an entry is negligible beside it: the survey's, unless that
 * is another variable's.  On this line it stands in the odd and the even parts of the first
 * steps; a thousandth of the survey's there is none of it. */
static double noise_of_value(const gv_run *r) {
    enum { STEPS = 3 };
    const double others = 0x1p-10;
    double here = DBL_EPSILON * fabs(r->line.f0);
    for (int i = 0; i < STEPS; i++) {
        const gv_step step = gv_step_known(&r->line, gv_item_first_exponent(&r->line) - i);
        here = fmax(here, isnan(step.bound) ? INFINITY : (step.odd + step.even) * step.h);
    }
    return here <= others * r->noise ? here : r->noise;
}

gv_measured gv_run_measured(const gv_run *r, const gv_step *step) {
    return (gv_measured){.value = step->r5,
                         .error = step->bound,
                         .scale = scale_of(&r->line, step->e),
                         .noise = fmax(noise_of_value(r), r->quantum),
                         .reach = fmax(r->line.scale, 1.0),
                         .step = step->h};
}

void gv_run_judge(gv_run *r, const gv_step *step) {
    const gv_measured m = gv_run_measured(r, step);
    gv_judge(&m, &r->item->demand, &r->item->entry);
    if (r->item->entry.reason != GV_BOTH_ZERO)
        return;
    const span s = span_from(&r->line, step->e); /* a zero has the scale of what is around */
    r->item->entry.scale = gv_steepest_slope(&r->line, s.low, s.high);
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
    m.scale = scale_of(&r->line, gv_exponent(m.step));
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
    if (!r->item->log.exhausted ||
        !(entry->verdict == GV_INCONCLUSIVE || entry->reason == GV_NEGLIGIBLE))
        return;
    entry->verdict = GV_INCONCLUSIVE;
    entry->reason = GV_BUDGET;
}

double gv_run_largest(const gv_run *r, double within) {
    double largest = fabs(r->line.f0);
    for (size_t i = 0; i < r->item->log.count; i++) {
        const gv_told *told = &r->item->log.told[i];
        if (told->state == GV_TOLD && isfinite(told->value) &&
            fabs(told->at - r->line.x) <= within)
            largest = fmax(largest, fabs(told->value));
    }
    return largest;
}

static bool thorough(gv_run *r) {
    const gv_entry *entry = &r->item->entry;
    gv_run_doubt_noise(r);
    if (!gv_run_waits(r))
        gv_run_learn_quantum(r);
    if (gv_run_waits(r))
        return false;
    if (!gv_run_plain_gap(r))
        gv_run_seek(r, gv_item_first_exponent(&r->line) - 1, gv_line_highest(&r->line));
    if (gv_run_waits(r))
        return false;
    gv_run_doubt_zero(r);
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
        second(r);
        gv_run_fit(r);
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
    if (gv_run_flat(&r))
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
