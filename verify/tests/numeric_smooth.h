/* Random smooth functions with a kink on top, and their derivatives; long double throughout, so
 * that what is told is exact to half an ulp. */
#ifndef NUMERIC_SMOOTH_H
#define NUMERIC_SMOOTH_H

#include "numeric_told.h"
#include "verdict_suite.h"

/* A sum of terms that all vary over the same length; then jump * relu(x - x0 - at) for at >= 0,
 * and its mirror image for at < 0: the kink leaves the derivative at x0 alone. */
typedef struct smooth {
    double length, size; /* the slope is of the order size / length */
    double sine, frequency, phase, growth, rate, step, steepness, cubic, offset;
    double x0, jump, at;
} smooth;

static inline smooth smooth_roll(dice *d) {
    const double length = pow(10.0, dice_between(d, -6.0, 6.0));
    smooth s = {.length = length,
                .sine = dice_size(d, -2.0, 1.0),
                .frequency = dice_between(d, 0.3, 1.0) / length,
                .phase = dice_between(d, -3.0, 3.0),
                .growth = dice_size(d, -2.0, 1.0),
                .rate = dice_between(d, -1.0, 1.0) / length,
                .step = dice_size(d, -2.0, 1.0),
                .steepness = dice_between(d, -1.0, 1.0) / length,
                .cubic = dice_size(d, -2.0, 1.0) / (length * length * length),
                .offset = dice_below(d, 3) == 0 ? dice_size(d, 0.0, 8.0) : 0.0,
                .x0 = dice_between(d, -2.0, 2.0) * length};
    s.size =
        fabs(s.sine) + fabs(s.growth) + fabs(s.step) + fabs(s.cubic * length * length * length);
    return s;
}

static inline double smooth_value(double x, const void *context) {
    const smooth *s = context;
    const long double y = x, t = s->at < 0.0 ? s->x0 + (long double)s->at - y
                                             : y - s->x0 - (long double)s->at;
    const long double kink = t > 0.0L ? s->jump * t : 0.0L;
    return (double)(s->sine * sinl(s->frequency * y + s->phase) +
                    s->growth * expl(s->rate * y) + s->step * tanhl(s->steepness * y) +
                    s->cubic * y * y * y + s->offset + kink);
}

/* The derivative at x0 of everything but the kink. */
static inline double smooth_slope(const smooth *s) {
    const long double y = s->x0, th = tanhl(s->steepness * y);
    return (double)(s->sine * s->frequency * cosl(s->frequency * y + s->phase) +
                    s->growth * s->rate * expl(s->rate * y) +
                    s->step * s->steepness * (1.0L - th * th) + 3.0L * s->cubic * y * y);
}

#endif
