#include "loop.h"
#include <gsl/gsl_deriv.h>
#include <math.h>

static inline double activate(double v, bool relu) {
    if (relu)
        return v > 0.0 ? v : 0.0;
    return tanh(v);
}

static inline double predict(const bench_loop *loop, const double *x, bool relu) {
    double h1[LOOP_HIDDEN], h2[LOOP_HIDDEN];
    for (int i = 0; i < LOOP_HIDDEN; i++) {
        double sum = loop->p.b1[i];
        for (int j = 0; j < LOOP_INPUTS; j++)
            sum += loop->p.w1[i][j] * x[j];
        h1[i] = activate(sum, relu);
    }
    for (int i = 0; i < LOOP_HIDDEN; i++) {
        double sum = loop->p.b2[i];
        for (int j = 0; j < LOOP_HIDDEN; j++)
            sum += loop->p.w2[i][j] * h1[j];
        h2[i] = activate(sum, relu);
    }
    double y = loop->p.b3;
    for (int j = 0; j < LOOP_HIDDEN; j++)
        y += loop->p.w3[j] * h2[j];
    return y;
}

static inline double penalty(const bench_loop *loop) {
    double sum = 0.0;
    for (int i = 0; i < LOOP_HIDDEN; i++)
        for (int j = 0; j < LOOP_INPUTS; j++)
            sum += loop->p.w1[i][j] * loop->p.w1[i][j];
    for (int i = 0; i < LOOP_HIDDEN; i++)
        for (int j = 0; j < LOOP_HIDDEN; j++)
            sum += loop->p.w2[i][j] * loop->p.w2[i][j];
    for (int j = 0; j < LOOP_HIDDEN; j++)
        sum += loop->p.w3[j] * loop->p.w3[j];
    return loop->lambda * sum;
}

/* Inlined with `relu` a constant, so that the loops hold no question about it. */
static inline double value(const bench_loop *loop, bool relu) {
    double sum = 0.0;
    for (int row = 0; row < LOOP_ROWS; row++) {
        const double gap = predict(loop, loop->x[row], relu) - loop->t[row];
        sum += gap * gap;
    }
    return sum / LOOP_ROWS + penalty(loop);
}

double bench_loop_value(const bench_loop *loop) {
    return loop->relu ? value(loop, true) : value(loop, false);
}

static double value_at(double x, void *context) {
    bench_loop *loop = context;
    const double kept = loop->entry[loop->index];
    loop->evaluations++;
    loop->entry[loop->index] = x;
    const double f = bench_loop_value(loop);
    loop->entry[loop->index] = kept;
    return f;
}

void bench_loop_derivatives(bench_loop *loop, double *derivative, double *error) {
    const double h = 1e-3;
    const gsl_function f = {.function = value_at, .params = loop};
    for (loop->index = 0; loop->index < LOOP_COUNT; loop->index++)
        (void)gsl_deriv_central(&f, loop->entry[loop->index], h, &derivative[loop->index],
                                &error[loop->index]);
}
