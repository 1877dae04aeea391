/* A sum of many waves as a subject, whose claim is wrong in the entries that it is told to be.
 */
#ifndef CCALL_WAVES_H
#define CCALL_WAVES_H

#include "ccall_support.h"

enum { MANY = 300 };

/* A sum of waves, whose claim is wrong where it is said to be. */
typedef struct waves {
    double noise; /* of the value */
    size_t wrong[3];
    double by[3]; /* share of the claim */
    size_t wrong_count;
    bool dead; /* the value does not read the first group */
    size_t first;
    double least; /* number that the value was given */
} waves;

static inline double weight(size_t i) {
    return (i % 2 ? -1.0 : 1.0) * exp(2.0 * gv_random_unit(171, 0, i) - 1.0);
}

static inline gv_eval value(const double *x, size_t n, double *result, void *context) {
    waves *w = context;
    uint64_t bits = 0;
    *result = 0.4;
    for (size_t i = 0; i < n; i++) {
        uint64_t own = 0;
        memcpy(&own, &x[i], sizeof own);
        bits = gv_mix(bits ^ own);
        if (!w->dead || i >= w->first)
            *result += weight(i) * sin(0.9 * x[i] + (double)i);
        w->least = fmin(w->least, x[i]);
    }
    *result += w->noise * (2.0 * gv_random_unit(172, 0, bits) - 1.0);
    return GV_EVAL_OK;
}

static inline gv_eval gradient(const double *x, size_t n, double *g, void *context) {
    const waves *w = context;
    for (size_t i = 0; i < n; i++)
        g[i] = w->dead && i < w->first ? 0.0 : 0.9 * weight(i) * cos(0.9 * x[i] + (double)i);
    for (size_t k = 0; k < w->wrong_count; k++)
        g[w->wrong[k]] *= 1.0 + w->by[k];
    return GV_EVAL_OK;
}

static double start[MANY];

static inline gv_problem problem_of(waves *w, const gv_group *groups, size_t count) {
    for (size_t i = 0; i < MANY; i++)
        start[i] = 4.0 * gv_random_unit(173, 0, i) - 2.0;
    return (gv_problem){.name = "waves",
                        .groups = groups,
                        .group_count = count,
                        .start = start,
                        .value = value,
                        .gradient = gradient,
                        .context = w};
}

#endif
