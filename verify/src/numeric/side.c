#include "numeric/side.h"
#include "numeric/gsl.h"
#include <float.h>
#include <math.h>

/* Sums of the sizes of the weights: r4 = 22/3 (f4-f3) - 62/3 (f3-f2) + 52/3 (f2-f1), and the
 * two extrapolations. */
static const double slope_noise = 272.0 / 3.0;
static const double value_noise = 15.0;

typedef struct quarters {
    double f1, f2, f3, f4; /* at h/4, h/2, 3h/4, h, less f0 */
    double noise;          /* of each: as measured, but never below one ulp of the largest */
} quarters;

static quarters take(const gv_line *line, double h) {
    quarters q;
    q.f1 = gv_line_value(line, 0.25 * h) - line->f0;
    q.f2 = gv_line_value(line, 0.5 * h) - line->f0;
    q.f3 = gv_line_value(line, 0.75 * h) - line->f0;
    q.f4 = gv_line_value(line, h) - line->f0;
    const double largest = fmax(fmax(fabs(q.f1), fabs(q.f2)), fmax(fabs(q.f3), fabs(q.f4)));
    q.noise = fmax(line->noise, DBL_EPSILON * (fabs(line->f0) + largest));
    return q;
}

static gv_side unknown(void) {
    return (gv_side){NAN, NAN, NAN, INFINITY, NAN, INFINITY, NAN};
}

/* The side at one step h (signed). */
static gv_side side_of_step(const gv_line *line, double h) {
    const quarters q = take(line, h);
    if (line->log->wanted || !isfinite(q.f1 + q.f2 + q.f3 + q.f4))
        return unknown();
    const gv_gsl_result gsl =
        h > 0.0 ? gv_gsl_forward(line, h, false) : gv_gsl_backward(line, -h, false);
    const double cubic = 4.0 * q.f1 - 6.0 * q.f2 + 4.0 * q.f3 - q.f4;
    const double quadratic = 3.0 * q.f1 - 3.0 * q.f2 + q.f3;
    return (gv_side){.h = h,
                     .raw = gsl.value,
                     .slope = gsl.value,
                     .slope_error = INFINITY, /* one step shows nothing of what is left */
                     .value = cubic,
                     .value_error = fabs(cubic - quadratic) + value_noise * q.noise,
                     .noise = q.noise};
}

/* Two successive changes of a sequence, and what noise can make of each. */
typedef struct changes {
    double last, before;
    double last_noise, before_noise;
} changes;

/* The slowest decay per halving that is reckoned with where noise hides the decay: 2^-1/16,
 * that of x^(17/16). */
static const double slowest = 0.9576032806985737;

/* Nothing falls faster than the order of the formula lets it: two changes that are small by
 * accident do not make the rest small. */
static const double fourth_order = 16.0;

/* What is left of a sequence after its last change, if its changes go on to shrink by q, as
 * seen at its worst within the noise.  Infinite when they do not shrink: a pole, a logarithm,
 * or the noise. */
static double left_over(const changes *c, double q_hidden) {
    const double last = fabs(c->last), before = fabs(c->before);
    double q = (last + c->last_noise) / (before - c->before_noise);
    if (before <= c->before_noise) {
        if (last > c->last_noise)
            return INFINITY;
        q = q_hidden; /* both at rest, as far as one can see */
    }
    return q < 1.0 ? (last + c->last_noise) * q / (1.0 - q) : INFINITY;
}

/* The geometric limit of slopes whose changes shrink slowly, 1/2 < q < 1: the rest is between 0
 * and `rest`, and this its best estimate.
 * Source: A. C. Aitken, Proc. R. Soc. Edinburgh 46 (1926) 289-305. */
static void go_to_limit(gv_side *side, const changes *c, double rest) {
    const double q = c->last / c->before; /* NaN and negative ones: no */
    if (!(fabs(c->last) > c->last_noise) || !(q > 0.5 && q < 1.0) || !isfinite(rest))
        return;
    const double step = c->last * q / (1.0 - q);
    side->slope = side->raw + step;
    side->slope_error += fmax(fabs(step), rest - fabs(step)) - rest;
}

/* A sequence that is at rest: smaller steps only lose. */
static bool at_rest(const changes *c) {
    return fabs(c->last) <= c->last_noise && fabs(c->before) <= c->before_noise;
}

/* What is left of the slope of `side`, by the two rungs above; `rest` is that of the rung
 * above, and becomes this one's.  Returns: whether the slope is at rest. */
static bool sharpen_slope(gv_side *side, const gv_side *above, const gv_side *top,
                          double *rest) {
    const double noise = slope_noise * side->noise / fabs(side->h);
    const changes c = {.last = side->raw - above->raw,
                       .before = above->raw - top->raw,
                       .last_noise = noise,
                       .before_noise = 0.5 * noise};
    if (isnan(c.last) || isnan(c.before))
        return false;
    const double by_order = isfinite(*rest) ? *rest / fourth_order : 0.0;
    *rest = fmax(left_over(&c, slowest), by_order);
    side->slope_error = *rest + noise;
    go_to_limit(side, &c, *rest);
    return at_rest(&c);
}

/* The same for the value of the branch.  It converges by one order more than the slope: by 1/2
 * where noise hides it. */
static void sharpen_value(gv_side *side, const gv_side *above, const gv_side *top) {
    const double noise = value_noise * side->noise;
    const changes c = {.last = side->value - above->value,
                       .before = above->value - top->value,
                       .last_noise = noise,
                       .before_noise = noise};
    const double rest = left_over(&c, 0.5);
    if (rest + noise < side->value_error)
        side->value_error = rest + noise;
}

/* The best of two: each of the two answers from the step that bounds it best. */
static void keep_best(gv_side *best, const gv_side *side) {
    best->raw = isfinite(side->raw) ? side->raw : best->raw;
    if (side->slope_error < best->slope_error) {
        best->slope = side->slope;
        best->slope_error = side->slope_error;
        best->h = side->h;
    }
    if (side->value_error < best->value_error) {
        best->value = side->value;
        best->value_error = side->value_error;
    }
}

/* Steps tried in one walk, and how far apart: a factor of two shares half of the points. */
enum { SIDE_RUNGS = 40 };

/* Noise alone is more than the best bound so far. */
static bool noise_rules(const gv_side *side, const gv_side *best) {
    return slope_noise * side->noise / fabs(side->h) > best->slope_error &&
           best->value_error < 2.0 * value_noise * side->noise;
}

gv_side gv_side_at(const gv_line *line, int sign, int e) {
    gv_side best = unknown(), above = unknown(), top = unknown();
    double rest = INFINITY;
    const int lowest = gv_line_lowest(line) + 2;
    for (int i = 0; i < SIDE_RUNGS && e - i >= lowest; i++) {
        gv_side side = side_of_step(line, sign * ldexp(1.0, e - i));
        if (line->log->wanted)
            return unknown();
        const bool rests = sharpen_slope(&side, &above, &top, &rest);
        sharpen_value(&side, &above, &top);
        keep_best(&best, &side);
        if (noise_rules(&side, &best) ||
            (rests && best.value_error < 2.0 * value_noise * side.noise))
            break;
        top = above;
        above = side;
    }
    return best;
}
