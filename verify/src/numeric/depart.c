#include "numeric/depart.h"
#include "numeric/precision.h"
#include <math.h>

/* Bisections: until the two ends are neighbours for the eye of the arithmetic, or 2^-30 of the
 * distance apart, when a continuous departure has long shown itself. */
enum { BISECTIONS = 30 };

typedef struct model {
    const gv_line *line;
    double slope, gap;
} model;

static double residual(const model *m, double t) {
    const double plus = gv_line_value(m->line, t), minus = gv_line_value(m->line, -t);
    return 0.5 * (plus - minus) - m->slope * t;
}

/* A quarter: the steps of a staircase that hides a slope error of `gap` rise by gap * width at
 * least, half of which the odd part sees, and it may be half hidden by a riser on the other
 * side. */
static bool departs(const model *m, double t, double r) {
    return fabs(r) > 0.25 * m->gap * t + 2.0 * m->line->noise;
}

static bool waits(const model *m) {
    return m->line->log->wanted > 0;
}

/* Closes in on the departure between low (follows the model) and high (does not). */
static gv_departure close_in(const model *m, double low, double high) {
    double r_low = residual(m, low), r_high = residual(m, high);
    for (int i = 0; i < BISECTIONS && !waits(m); i++) {
        const double middle = 0.5 * (low + high);
        if (high - low <= 4.0 * gv_ulp_of(m->line->storage, fabs(m->line->x) + high))
            break;
        const double r = residual(m, middle);
        if (!isfinite(r))
            break;
        if (departs(m, middle, r)) {
            high = middle;
            r_high = r;
        } else {
            low = middle;
            r_low = r;
        }
    }
    gv_departure d = {.found = true, .t = high, .leap = 2.0 * fabs(r_high - r_low)};
    /* A riser of a staircase that hides `gap` is gap * width high, give or take.  And what the
     * threshold itself, and a slope as steep as the gap, explain between the ends. */
    const double continuous = 2.0 * m->gap * (high - low) + 4.0 * m->line->noise;
    const double explains = m->gap * high;
    d.leaps = d.leap > 0.25 * explains && d.leap > continuous;
    return d;
}

gv_departure gv_depart(const gv_line *line, double slope, double gap, int e, int highest) {
    const model m = {line, slope, gap};
    const gv_departure none = {.found = false};
    for (int i = e; i <= highest; i++) {
        const double t = ldexp(1.0, i);
        const double r = residual(&m, t);
        if (waits(&m) || !isfinite(r))
            return none;
        if (departs(&m, t, r))
            return i == e ? none : close_in(&m, 0.5 * t, t);
    }
    return none;
}

static double change_at(const gv_line *line, double t) {
    const double plus = fabs(gv_line_value(line, t) - line->f0);
    const double minus = fabs(gv_line_value(line, -t) - line->f0);
    return fmax(plus, minus); /* of a NaN and a number: the number */
}

/* The first binade above e in which the value has moved, in doubling strides and then by
 * halving; beyond `highest` when it never does. */
static int first_move(const gv_line *line, int e, int highest) {
    int still = e, moved = highest + 1;
    for (int stride = 1; still < highest; stride *= 2) {
        if (still + stride > highest)
            stride = highest - still;
        if (change_at(line, ldexp(1.0, still + stride)) > 0.0) {
            moved = still + stride;
            break;
        }
        still += stride;
    }
    while (moved <= highest && moved - still > 1 && !line->log->wanted) {
        const int middle = still + (moved - still) / 2;
        if (change_at(line, ldexp(1.0, middle)) > 0.0)
            moved = middle;
        else
            still = middle;
    }
    return moved;
}

/* Is a change as large as it was farther out?  Where a value departs continuously, it is half
 * as large at most; a leap is all of it once nothing else is left. */
static const double same_height = 0.75;

double gv_quantum(const gv_line *line, int e, int highest, double *length) {
    enum { SAME = 2 };
    const int moved_at = first_move(line, e, highest);
    if (line->log->wanted || moved_at > highest)
        return 0.0;
    double high = ldexp(1.0, moved_at), low = 0.5 * high, change = change_at(line, high);
    int same = 0;
    for (int i = 0; i < BISECTIONS && same < SAME && !line->log->wanted; i++) {
        const double middle = 0.5 * (low + high), moved = change_at(line, middle);
        if (!(moved > 0.0)) {
            low = middle;
            continue;
        }
        same = moved >= same_height * change ? same + 1 : 0;
        high = middle;
        change = moved;
    }
    *length = high;
    return line->log->wanted || same < SAME ? 0.0 : change;
}
