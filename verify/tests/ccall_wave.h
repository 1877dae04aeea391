/* A sum of waves as a subject of two halves, which goes wrong as it is told to. */
#ifndef CCALL_WAVE_H
#define CCALL_WAVE_H

#include "ccall_support.h"

enum { N = 6 };
static const double start[N] = {0.7731, -1.3947, 2.618, -0.5772, 1.2021, 0.9159};

/* What value and gradient do; all zero is honest. */
typedef struct subject {
    bool constant;        /* the value never moves */
    bool ignores;         /* the value does not read the second half */
    double noise, offset; /* added to the value */
    size_t entry;         /* of the claim, scaled by 1 + by */
    double by;
    gv_eval value_answer, gradient_answer; /* at a probe, at the point */
    size_t answers_after;                  /* calls of the value */
    size_t values;
} subject;

static inline double wave(const double *x, size_t n) {
    double f = 0.4;
    for (size_t i = 0; i < n; i++)
        f += (1.0 + 0.3 * (double)(i % 7)) * sin(0.9 * x[i] + (double)i);
    return f;
}

static inline gv_eval value(const double *x, size_t n, double *result, void *context) {
    subject *s = context;
    uint64_t bits = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t own = 0;
        memcpy(&own, &x[i], sizeof own);
        bits = gv_mix(bits ^ own);
    }
    *result = s->constant ? 0.4 : wave(x, s->ignores ? n / 2 : n);
    *result += s->offset + s->noise * (2.0 * gv_random_unit(151, 0, bits) - 1.0);
    return s->values++ >= s->answers_after ? s->value_answer : GV_EVAL_OK;
}

static inline gv_eval gradient(const double *x, size_t n, double *g, void *context) {
    const subject *s = context;
    for (size_t i = 0; i < n; i++) {
        const bool zero = s->constant || (s->ignores && i >= n / 2);
        g[i] = zero ? 0.0 : 0.9 * (1.0 + 0.3 * (double)(i % 7)) * cos(0.9 * x[i] + (double)i);
    }
    g[s->entry] *= 1.0 + s->by;
    return s->gradient_answer;
}

/* Two groups of the same size. */
static const gv_group halves[] = {{.name = "first", .rank = 1, .shape = {N / 2}},
                                  {.name = "second", .rank = 1, .shape = {N / 2}}};

static inline gv_problem problem_of(const char *name, subject *s) {
    return (gv_problem){.name = name,
                        .groups = halves,
                        .group_count = 2,
                        .start = start,
                        .value = value,
                        .gradient = gradient,
                        .context = s};
}

#endif
