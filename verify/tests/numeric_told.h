/* A line with somebody to answer it: for the tests of what asks a log. */
#ifndef NUMERIC_TOLD_H
#define NUMERIC_TOLD_H

#include "numeric/line.h"
#include <float.h>
#include <math.h>

typedef double told_fn(double x, const void *context);

enum { TOLD_CAPACITY = 1000 };

typedef struct told_line {
    gv_line line;
    gv_log log;
    gv_told told[TOLD_CAPACITY];
    told_fn *f;
    const void *context;
} told_line;

/* A free float64 line through x: noise one ulp of the value, scale |x| or 1. */
static inline void told_start(told_line *t, told_fn *f, const void *context, double x) {
    gv_log_start(&t->log, t->told, TOLD_CAPACITY);
    t->f = f;
    t->context = context;
    t->line = (gv_line){.x = x,
                        .f0 = f(x, context),
                        .lower = -INFINITY,
                        .upper = INFINITY,
                        .scale = x != 0.0 ? fabs(x) : 1.0,
                        .log = &t->log};
    t->line.noise = DBL_EPSILON * fabs(t->line.f0);
}

/* Tells the log what it wants; NaN counts as outside.  Returns: how many values that took. */
static inline size_t told_fill(told_line *t) {
    size_t filled = 0;
    for (size_t i = 0; i < t->log.count; i++) {
        if (t->told[i].state != GV_WANTED)
            continue;
        const double value = t->f(t->told[i].at, t->context);
        gv_log_tell(&t->log, t->told[i].at, value, !isnan(value));
        filled++;
    }
    return filled;
}

/* Runs `expression` until the log wants no more.  The log is finite, so this ends. */
#define TOLD_UNTIL_SETTLED(t, expression)                                                      \
    do {                                                                                       \
        (void)told_fill(t);                                                                    \
        (expression);                                                                          \
    } while ((t)->log.wanted > 0)

#endif
