#include "numeric/line.h"
#include "numeric/precision.h"
#include <math.h>

static bool in_bounds(const gv_line *line, double at) {
    return at >= line->lower && at <= line->upper;
}

static double stored(const gv_line *line, double t) {
    const double at = line->x + t;
    return line->storage == GV_FLOAT64 ? at : gv_round_to(line->storage, at);
}

double gv_line_value(const gv_line *line, double t) {
    const double at = stored(line, t);
    if (at == line->x)
        return line->f0;
    if (!isfinite(at) || !in_bounds(line, at))
        return NAN;
    return gv_log_value(line->log, at);
}

/* Moves a value from the number that was stored to the one that was meant. */
static void carry_over(const gv_line *line, gv_pair *pair) {
    const double t_plus = stored(line, pair->t) - line->x;
    const double t_minus = line->x - stored(line, -pair->t);
    if (t_plus == pair->t && t_minus == pair->t)
        return;
    const double both = t_plus + t_minus;
    if (!(both > 0.0))
        return;
    const double slope = (pair->plus - pair->minus) / both;
    pair->plus += slope * (pair->t - t_plus);
    pair->minus -= slope * (pair->t - t_minus);
}

static gv_pair complete(const gv_line *line, double t, double plus, double minus) {
    gv_pair pair = {.t = t, .plus = plus, .minus = minus};
    pair.plus_ok = isfinite(plus);
    pair.minus_ok = isfinite(minus);
    pair.odd = pair.even = NAN;
    if (!pair.plus_ok || !pair.minus_ok)
        return pair;
    carry_over(line, &pair);
    pair.odd = 0.5 * (pair.plus - pair.minus);
    pair.even = 0.5 * ((pair.plus - line->f0) + (pair.minus - line->f0));
    return pair;
}

gv_pair gv_line_pair(const gv_line *line, int e) {
    const double t = gv_power_of_two(e);
    const double plus = gv_line_value(line, t);
    return complete(line, t, plus, gv_line_value(line, -t));
}

/* gv_line_value from the log alone: false when it would have to ask. */
static bool recall(const gv_line *line, double t, double *value) {
    const double at = stored(line, t);
    *value = at == line->x ? line->f0 : NAN;
    if (at == line->x || !isfinite(at) || !in_bounds(line, at))
        return true;
    const gv_told *told = gv_log_peek(line->log, at);
    if (told && told->state == GV_TOLD)
        *value = told->value;
    return told != NULL;
}

bool gv_line_peek(const gv_line *line, int e, gv_pair *pair) {
    const double t = gv_power_of_two(e);
    double plus, minus;
    if (!recall(line, t, &plus) || !recall(line, -t, &minus))
        return false;
    *pair = complete(line, t, plus, minus);
    return true;
}

/* Steps are cut at the ends of the format: 2^-1060 keeps t/2^8 a normal sum, and 2^1000 keeps
 * x + t finite. */
enum { EXPONENT_MIN = -1060, EXPONENT_MAX = 1000 };

int gv_line_lowest(const gv_line *line) {
    const double spacing = fmax(gv_ulp_of(line->storage, line->x), line->finest);
    const int e = gv_exponent(spacing) + 1;
    return e < EXPONENT_MIN ? EXPONENT_MIN : e;
}

/* Ten binades beyond the scale, and beyond 1 for a variable whose scale is not known: a value
 * that does not move by then does not depend on it. */
int gv_line_highest(const gv_line *line) {
    enum { BEYOND = 10 };
    int e = gv_exponent(line->scale);
    if (e < 0)
        e = 0;
    return e + BEYOND > EXPONENT_MAX ? EXPONENT_MAX : e + BEYOND;
}

/* A told point is at 2^e, or, where x + 2^e is not a number of the storage, near it. */
void gv_line_told(const gv_line *line, int *low, int *high) {
    *low = gv_line_highest(line) + 1;
    *high = gv_line_lowest(line);
    for (size_t i = 0; i < line->log->count; i++) {
        const int e = gv_exponent(fabs(line->log->told[i].at - line->x));
        *low = e < *low ? e : *low;
        *high = e + 1 > *high ? e + 1 : *high;
    }
    *low = *low <= gv_line_lowest(line) ? gv_line_lowest(line) + 1 : *low;
    *high = *high > gv_line_highest(line) ? gv_line_highest(line) : *high;
}
