#include "numeric/step.h"
#include "numeric/gsl.h"
#include "rules.h"
#include <float.h>
#include <math.h>
#include <string.h>

/* Worst-case weight of an error eta in each of the four values of r5. */
static const double noise_weight = 3.0;

/* Two rungs above: what |r5(h) - r5(2h)| = 15 |error| has to be at least, judged from
 * |r5(2h) - r5(4h)|, when the fourth order rules: guards against a zero by accident. */
static const double fourth_order = 16.0;

static double three_point(const gv_pair *pair) {
    return pair->odd / pair->t;
}

static double five_point(const gv_pair *outer, const gv_pair *inner) {
    return (4.0 * three_point(inner) - three_point(outer)) / 3.0;
}

/* The truncation by the two rungs above, if they are known. */
static double truncation_by_neighbours(const gv_line *line, int e, double r5) {
    gv_pair inner, outer, outermost;
    if (!gv_line_peek(line, e, &inner) || !gv_line_peek(line, e + 1, &outer) ||
        !gv_line_peek(line, e + 2, &outermost))
        return INFINITY;
    const double above = five_point(&outer, &inner);
    const double above_that = five_point(&outermost, &outer);
    const double change = fmax(fabs(r5 - above), fabs(above - above_that) / fourth_order);
    return isfinite(change) ? change : INFINITY;
}

/* The largest exponent that is not far from the point: of the variable's size, or of 1, for the
 * scale of a small number is not known. */
static int natural(const gv_line *line) {
    const int e = gv_exponent(line->scale);
    return e > 0 ? e : 0;
}

/* The noise of the four values: as measured, but never below one ulp of the largest.  Far out,
 * where values are much larger than at x, so is their rounding: in float32, if that is what the
 * noise at x looks like. */
static double noise_of(const gv_line *line, const gv_pair *outer, const gv_pair *inner) {
    const double single = 0x1p-23;
    const double outside = fmax(fabs(outer->plus), fabs(outer->minus));
    const double inside = fmax(fabs(inner->plus), fabs(inner->minus));
    double share = DBL_EPSILON;
    if (outer->t > gv_power_of_two(natural(line)))
        share = fmax(share, fmin(single, line->noise / fabs(line->f0)));
    /* Below the normal numbers, rounding is no share of a value. */
    return fmax(fmax(line->noise, DBL_TRUE_MIN), share * fmax(outside, inside));
}

/* How much slower than a smooth function's the three-point estimates converge, as a factor on
 * the truncation: changes that shrink by q per halving leave q / (1 - q) of the last one; order
 * 2 has q = 1/4.  1 while q is below 1/2, or the change is noise. */
static double slowness(const gv_line *line, const gv_step *step, const gv_pair *inner) {
    const double smooth = 0.5, most = 64.0;
    gv_pair wider;
    const double change = fabs(three_point(inner) - step->r3);
    if (!(change > step->noise) || !gv_line_peek(line, step->e + 1, &wider) || isnan(wider.odd))
        return 1.0;
    const double q = change / fabs(step->r3 - three_point(&wider));
    if (q <= smooth)
        return 1.0;
    return q < 1.0 ? fmin(q / (1.0 - q), most) : most;
}

static double truncation(const gv_line *line, const gv_step *step, const gv_pair *inner) {
    const double odd = fabs(step->r5 - step->r3);
    const double slow = slowness(line, step, inner);
    if (slow > 1.0)
        return slow * odd;
    if (!gv_rule_on(line->without, GV_RULE_NEIGHBOURS))
        return odd;
    return fmin(odd, truncation_by_neighbours(line, step->e, step->r5));
}

static gv_step weigh(const gv_line *line, int e, const gv_pair *outer, const gv_pair *inner) {
    gv_step step = {.e = e, .h = outer->t};
    step.r3 = three_point(outer);
    step.r5 = gv_gsl_central(line, outer->t, false).value;
    step.noise = noise_weight * noise_of(line, outer, inner) / step.h;
    step.odd = truncation(line, &step, inner);
    step.even = fabs(8.0 * inner->even - 2.0 * outer->even) / step.h;
    if (!gv_rule_on(line->without, GV_RULE_EVEN_PART))
        step.even = 0.0;
    step.bound = step.odd + step.even + step.noise;
    return step;
}

gv_step gv_step_at(const gv_line *line, int e) {
    const gv_pair outer = gv_line_pair(line, e);
    const gv_pair inner = gv_line_pair(line, e - 1);
    if (line->log->wanted || isnan(outer.odd) || isnan(inner.odd))
        return (gv_step){.e = e, .h = outer.t, .r3 = NAN, .r5 = NAN, .bound = NAN};
    return weigh(line, e, &outer, &inner);
}

gv_step gv_step_known(const gv_line *line, int e) {
    gv_pair outer, inner;
    if (!gv_line_peek(line, e, &outer) || !gv_line_peek(line, e - 1, &inner) ||
        isnan(outer.odd) || isnan(inner.odd))
        return (gv_step){.e = e, .h = gv_power_of_two(e), .r3 = NAN, .r5 = NAN, .bound = NAN};
    return weigh(line, e, &outer, &inner);
}

/* The exponent of a told point right of x, if it may be one of a pair.  x + 2^e is rounded when
 * 2^e is larger than |x|: hence the hair of room. */
static int exponent_of(const gv_line *line, const gv_told *told) {
    const double room = 1.0 + 0x1p-20;
    return gv_exponent((told->at - line->x) * room);
}

/* Rungs that one log can hold: more than any budget buys. */
enum { STEPS_MAX = 128 };

/* The known rungs between two exponents, from the smallest step up. */
static size_t collect(const gv_line *line, int lowest, int highest, gv_step *steps) {
    size_t count = 0;
    for (size_t i = 0; i < line->log->count && count < STEPS_MAX; i++) {
        const gv_told *told = &line->log->told[i];
        if (told->state == GV_WANTED || !(told->at > line->x))
            continue;
        const int e = exponent_of(line, told);
        size_t place = count;
        while (place > 0 && steps[place - 1].e > e)
            place--;
        const bool seen = place > 0 && steps[place - 1].e == e;
        const gv_step step = seen || e < lowest || e > highest ? (gv_step){.bound = NAN}
                                                               : gv_step_known(line, e);
        if (isnan(step.bound))
            continue;
        memmove(&steps[place + 1], &steps[place], (count - place) * sizeof *steps);
        steps[place] = step;
        count++;
    }
    return count;
}

/* Does a rung agree with all finer ones?  A wide step may bound its own error well and yet
 * straddle what finer steps see: sin x over a thousand periods is flat. */
static bool agrees_with_finer(const gv_step *steps, size_t i) {
    for (size_t j = 0; j < i; j++)
        if (fabs(steps[i].r5 - steps[j].r5) > steps[i].bound + steps[j].bound)
            return false;
    return true;
}

/* A wider step has to be better by this much: where a kink makes all bounds alike, the finest
 * that noise leaves alone is kept. */
static const double clearly = 0.95;

/* May a rung beyond the natural steps be used?  Out there a bounded function has small slopes
 * and small bounds that say nothing of x; a line has the slope that it has at x. */
static bool goes_on(const gv_step *anchor, const gv_step *step) {
    const double share = 0.25;
    return isnan(anchor->bound) ||
           (anchor->r5 != 0.0 && fabs(step->r5 - anchor->r5) <= share * fabs(anchor->r5) &&
            fabs(step->r3 - anchor->r5) <= share * fabs(anchor->r5));
}

/* What of a rung's truncation noise does not explain.  Truncation falls with the step: what a
 * finer rung shows of it, a wider one has, too, however small its own bound is by accident. */
static double unexplained(const gv_step *step) {
    return fmax(step->odd + step->even - GV_NOISE_AS_TRUNCATION * step->noise, 0.0);
}

/* Of the rungs up to six binades finer than rung i: far below, noise is not that of x any more.
 */
static double shown_by_finer(const gv_step *steps, size_t i) {
    enum { BINADES = 6 };
    double most = 0.0;
    for (size_t j = i; j-- > 0 && steps[j].e >= steps[i].e - BINADES;)
        most = fmax(most, unexplained(&steps[j]));
    return most;
}

gv_step gv_step_best(const gv_line *line, int lowest, int highest) {
    gv_step steps[STEPS_MAX + 1];
    gv_step best = {.e = highest, .h = NAN, .r3 = NAN, .r5 = NAN, .bound = NAN};
    gv_step anchor = best;
    const size_t count = collect(line, lowest, highest, steps);
    for (size_t i = 0; i < count; i++) {
        steps[i].bound = fmax(steps[i].bound, shown_by_finer(steps, i));
        const bool far = steps[i].e > natural(line);
        if (far && !goes_on(&anchor, &steps[i]))
            continue;
        if (!(best.bound * clearly <= steps[i].bound) && agrees_with_finer(steps, i))
            best = steps[i];
        if (!far)
            anchor = best;
    }
    return best;
}

bool gv_step_seconded(const gv_line *line, const gv_step *best, double claimed,
                      double allowed) {
    gv_step steps[STEPS_MAX + 1];
    const int far = gv_line_highest(line), near = natural(line);
    const size_t count =
        collect(line, gv_line_lowest(line), best->e > near ? near : far, steps);
    for (size_t i = 0; i < count; i++)
        if (steps[i].e != best->e && fabs(steps[i].r5 - claimed) > steps[i].bound + allowed)
            return true;
    return false;
}

/* What a told point says of the mean slope, beyond the noise; 0 where it is not told. */
static double slope_of(const gv_line *line, const gv_told *told) {
    const double t = fabs(told->at - line->x);
    if (told->state != GV_TOLD || !isfinite(told->value))
        return 0.0;
    return fmax((fabs(told->value - line->f0) - 2.0 * line->noise) / t, 0.0);
}

/* The largest mean slope over near <= t <= far, where that at t counts up to first (t /
 * near)^2.
 */
static double largest_slope(const gv_line *line, double near, double far, double first) {
    const double room = 1.0 - 0x1p-20; /* x + t - x is t rounded */
    double slope = 0.0;
    for (size_t i = 0; i < line->log->count; i++) {
        const gv_told *told = &line->log->told[i];
        const double t = fabs(told->at - line->x);
        if (t >= room * near && t <= far)
            slope = fmax(slope, fmin(slope_of(line, told), first * (t / near) * (t / near)));
    }
    return slope;
}

double gv_steepest_slope(const gv_line *line, int lowest, int highest) {
    return largest_slope(line, gv_power_of_two(lowest), gv_power_of_two(highest), INFINITY);
}

double gv_mean_slope(const gv_line *line, int lowest, int highest) {
    const double first = gv_steepest_slope(line, lowest, lowest);
    return largest_slope(line, gv_power_of_two(lowest), gv_power_of_two(highest), first);
}
