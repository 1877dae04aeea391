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
    const double r2 = 2.0 * (q.f4 - q.f2) / h;
    const double cubic = 4.0 * q.f1 - 6.0 * q.f2 + 4.0 * q.f3 - q.f4;
    const double quadratic = 3.0 * q.f1 - 3.0 * q.f2 + q.f3;
    gv_side side = {.h = h, .raw = gsl.value, .slope = gsl.value, .value = cubic};
    side.slope_error = fabs(gsl.value - r2) + slope_noise * q.noise / fabs(h);
    side.value_error = fabs(cubic - quadratic) + value_noise * q.noise;
    side.noise = q.noise;
    return side;
}

/* What is left of a sequence whose changes go from `before` to `change` as the step is halved:
 * at most `change` for order 1 and better (q <= 1/2), the geometric sum for slower ones. */
static double left_over(double change, double before) {
    const double fourth_order =
        16.0; /* what `before` falls by: guards against a zero by chance */
    const double q = change / before;
    if (q <= 0.5)
        return fmax(change, before / fourth_order);
    return q < 1.0 ? change * q / (1.0 - q) : INFINITY;
}

/* The geometric limit of three slopes whose changes shrink by q, 1/2 < q < 1.
 * Source: A. C. Aitken, Proc. R. Soc. Edinburgh 46 (1926) 289-305. */
static void go_to_limit(gv_side *side, double change, double before, double noise) {
    const double q = change / before;
    if (!(fabs(change) > noise) || !(q > 0.5 && q < 1.0))
        return;
    const double step = change * q / (1.0 - q);
    side->slope = side->raw + step;
    side->slope_error = fabs(step) + noise;
}

static void sharpen(gv_side *side, const gv_side *above, const gv_side *top) {
    const double noise = slope_noise * side->noise / fabs(side->h);
    const double change = side->raw - above->raw, before = above->raw - top->raw;
    const double slope_error = noise + left_over(fabs(change), fabs(before));
    const double value_error =
        value_noise * side->noise +
        left_over(fabs(side->value - above->value), fabs(above->value - top->value));
    if (isfinite(slope_error) && slope_error < side->slope_error)
        side->slope_error = slope_error;
    if (isfinite(value_error) && value_error < side->value_error)
        side->value_error = value_error;
    go_to_limit(side, change, before, noise);
}

/* The best of two: each of the two answers from the step that bounds it best. */
static void keep_best(gv_side *best, const gv_side *side) {
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

/* Noise rules from here on: smaller steps only lose. */
static bool noise_rules(const gv_side *side) {
    return side->slope_error < 2.0 * slope_noise * side->noise / fabs(side->h) &&
           side->value_error < 2.0 * value_noise * side->noise;
}

gv_side gv_side_at(const gv_line *line, int sign, int e) {
    gv_side best = unknown(), above = unknown(), top = unknown();
    const int lowest = gv_line_lowest(line) + 2;
    for (int i = 0; i < SIDE_RUNGS && e - i >= lowest; i++) {
        gv_side side = side_of_step(line, sign * ldexp(1.0, e - i));
        if (line->log->wanted)
            return unknown();
        sharpen(&side, &above, &top);
        keep_best(&best, &side);
        if (noise_rules(&side))
            break;
        top = above;
        above = side;
    }
    return best;
}
