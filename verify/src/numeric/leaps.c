#include "numeric/leaps.h"
#include "numeric/precision.h"
#include <float.h>
#include <math.h>

/* The scan: 33 points, sixth differences of 7 of them. */
enum { HALF = 16, POINTS = 2 * HALF + 1, ORDER = 6, DIFFERENCES = POINTS - ORDER };

typedef struct scan {
    double spacing;
    double values[POINTS];
    double differences[DIFFERENCES]; /* sizes of the sixth, from point i to i + 6; 0: noise */
} scan;

static bool take(const gv_line *line, double reach, scan *s) {
    bool finite = true;
    s->spacing = reach / HALF;
    for (int i = 0; i < POINTS; i++) {
        s->values[i] = gv_line_value(line, (i - HALF) * s->spacing);
        finite = finite && isfinite(s->values[i]);
    }
    return finite && line->log->wanted == 0;
}

/* The noise of values of that size: what has been measured at x, in proportion. */
static double rounding(const gv_line *line, double size) {
    const double here = fabs(line->f0);
    const double share = here > 0.0 ? fmax(line->noise / here, DBL_EPSILON) : DBL_EPSILON;
    return size > here ? fmax(line->noise, fmin(share, 1.0) * size) : line->noise;
}

/* What noise makes of a difference of fourth order, and of sixth: the sums of the weights. */
static const double fourth_weight = 16.0, sixth_weight = 64.0;

static void difference(const gv_line *line, scan *s) {
    static const double weights[ORDER + 1] = {1, -6, 15, -20, 15, -6, 1};
    for (size_t i = 0; i < DIFFERENCES; i++) {
        double sum = 0.0, size = 0.0;
        for (size_t k = 0; k <= ORDER; k++) {
            sum += weights[k] * (s->values[i + k] - s->values[i]);
            size = fmax(size, fabs(s->values[i + k]));
        }
        s->differences[i] = fabs(sum) <= sixth_weight * rounding(line, size) ? 0.0 : fabs(sum);
    }
}

/* Fourth difference of the value over [a, a + width]; 0 where rounding explains it. */
static double fourth(const gv_line *line, double a, double width) {
    const double f0 = gv_line_value(line, a), f1 = gv_line_value(line, a + 0.25 * width);
    const double f2 = gv_line_value(line, a + 0.5 * width);
    const double f3 = gv_line_value(line, a + 0.75 * width);
    const double f4 = gv_line_value(line, a + width);
    const double d = fabs((f0 - f2) - 4.0 * (f1 - f2) - 4.0 * (f3 - f2) + (f4 - f2));
    const double size = fmax(fmax(fabs(f0), fabs(f4)), fabs(f2));
    return d <= 2.0 * fourth_weight * rounding(line, size) ? 0.0 : d;
}

static double spacing_at(const gv_line *line, double t) {
    return fmax(gv_ulp_of(line->storage, fabs(line->x) + fabs(t)), line->finest);
}

/* Second difference of the value over [a, a + width]: the height of a leap, wherever it is, and
 * nothing of a slope. */
static double second(const gv_line *line, double a, double width) {
    const double middle = gv_line_value(line, a + 0.5 * width);
    return fabs((gv_line_value(line, a) - middle) + (gv_line_value(line, a + width) - middle));
}

/* Is the value as far from straight as `least` over [a, a + width], however narrow?  What is
 * continuous becomes straight.  Returns: the height of the leap; 0: there is none. */
static double leap_in(const gv_line *line, double a, double width, double least) {
    double height = 0.0;
    while (width > 16.0 * spacing_at(line, a)) {
        width *= 0.5;
        const double left = second(line, a, width), right = second(line, a + width, width);
        height = fmax(left, right);
        if (line->log->wanted || !(height >= least))
            return 0.0;
        a += right > left ? width : 0.0;
    }
    return line->log->wanted ? 0.0 : height;
}

/* Halvings, and how many of them a leap has to stand: its difference is between J and 3 J,
 * wherever it is in its interval. */
enum { HALVINGS = 36, STANDS = 5 };
static const double leap_share = 1.0 / 6.0;

/* Follows the larger fourth difference, until a leap would be most of what the value changes
 * by. */
double gv_leap_within(const gv_line *line, double a, double width, double steep, double least) {
    const double most = 8.0;
    double seen[HALVINGS + 1];
    for (int i = 0; i <= HALVINGS && 0.125 * width > 4.0 * spacing_at(line, a); i++) {
        const double left = fourth(line, a, 0.5 * width);
        const double right = fourth(line, a + 0.5 * width, 0.5 * width);
        if (line->log->wanted || !isfinite(left + right))
            return 0.0;
        width *= 0.5;
        a += right > left ? width : 0.0;
        seen[i] = fmax(left, right);
        if (!(seen[i] >= 0.5 * least))
            return 0.0;
        if (i >= STANDS && seen[i] < leap_share * seen[i - STANDS])
            continue;
        if (i >= STANDS && most * steep * width <= seen[i])
            return leap_in(line, a, width, seen[i] / fourth_weight);
    }
    return 0.0;
}

/* The steepest mean slope of an interval. */
static double steepest(const scan *s) {
    double most = 0.0;
    for (size_t i = 1; i < POINTS; i++)
        most = fmax(most, fabs(s->values[i] - s->values[i - 1]));
    return most / s->spacing;
}

/* The places of leaps, in intervals from x.  One leap makes up to four neighbours rough. */
typedef struct places {
    double at[DIFFERENCES];
    size_t count;
    bool many;
} places;

static places find_places(const scan *s, double rough) {
    enum { FEW = 2 };
    places p = {.count = 0};
    for (size_t i = 0; i < DIFFERENCES;) {
        size_t end = i;
        while (end < DIFFERENCES && s->differences[end] >= rough)
            end++;
        if (end > i)
            p.at[p.count++] = 0.5 * (double)(i + end - 1) + 0.5 * ORDER - HALF;
        p.many = p.many || end - i > ORDER || p.count > FEW;
        i = end + 1;
    }
    return p;
}

/* The length of the piece that x is in: between two leaps, or a leap and the end of the reach.
 * Where x is so close to a leap that its side is not seen, the shorter of the two pieces. */
static double piece(const scan *s, const places *p) {
    double shortest = 2.0 * HALF, last = -HALF;
    const double close = 0.5 * ORDER;
    for (size_t i = 0; i <= p->count; i++) {
        const double next = i < p->count ? p->at[i] : HALF;
        if (last - close <= 0.0 && next + close >= 0.0)
            shortest = fmin(shortest, next - last);
        last = next;
    }
    return shortest * s->spacing;
}

/* The roughest place of half of the scan. */
static size_t roughest(const scan *s, size_t from, size_t to) {
    size_t where = from;
    for (size_t i = from; i < to; i++)
        where = s->differences[i] > s->differences[where] ? i : where;
    return where;
}

/* Errors are shares of values: a leap counts at x by the size that the value has there. */
static double relative(const gv_line *line, const scan *s, double a) {
    const double there = fmax(fabs(gv_line_value(line, a)), fabs(line->f0));
    const double here = fmax(fabs(s->values[HALF - 1]), fabs(s->values[HALF + 1]));
    return fmin(1.0, fmax(here, fabs(line->f0)) / there);
}

/* Looks into the place of one sixth difference: its largest weights, 10 J, stand over the
 * middle, so that the leap is in one of two intervals. */
static double look_into(const gv_line *line, const scan *s, size_t where, double least,
                        gv_leaps *leaps) {
    const double a = ((double)where + 0.5 * ORDER - 1.0 - HALF) * s->spacing;
    if (s->differences[where] == 0.0 || !(s->differences[where] >= least))
        return 0.0;
    const double height = gv_leap_within(line, a, 2.0 * s->spacing, steepest(s), least);
    leaps->height = height * relative(line, s, a);
    leaps->found = height >= least && height > 0.0;
    return height;
}

gv_leaps gv_leaps_near(const gv_line *line, double reach, double least) {
    const gv_leaps none = {.found = false};
    gv_leaps leaps = none;
    scan s;
    if (!take(line, reach, &s))
        return none;
    difference(line, &s);
    double height = look_into(line, &s, roughest(&s, 0, DIFFERENCES / 2), least, &leaps);
    if (!leaps.found && line->log->wanted == 0)
        height = look_into(line, &s, roughest(&s, DIFFERENCES / 2, DIFFERENCES), least, &leaps);
    if (line->log->wanted || !leaps.found)
        return none;
    const places p = find_places(&s, 2.0 * height);
    leaps.many = p.many;
    leaps.apart = piece(&s, &p);
    return leaps;
}
