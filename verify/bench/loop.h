/* The first net as somebody would write it by hand, in plain C with its sizes as constants, and
 * gsl_deriv_central called for each of its parameters: the cost that a check is held against.
 */
#ifndef BENCH_LOOP_H
#define BENCH_LOOP_H

#include <stdbool.h>
#include <stddef.h>

enum { LOOP_ROWS = 4, LOOP_INPUTS = 2, LOOP_HIDDEN = 16, LOOP_COUNT = 337 };

typedef struct bench_loop {
    union {
        double entry[LOOP_COUNT];
        struct {
            double w1[LOOP_HIDDEN][LOOP_INPUTS], b1[LOOP_HIDDEN];
            double w2[LOOP_HIDDEN][LOOP_HIDDEN], b2[LOOP_HIDDEN];
            double w3[LOOP_HIDDEN], b3;
        } p;
    };
    double x[LOOP_ROWS][LOOP_INPUTS], t[LOOP_ROWS];
    double lambda;
    bool relu;
    size_t index;       /* of the entry that is moved */
    size_t evaluations; /* counted up */
} bench_loop;

/* Mean squared error and lambda times the sum of squares of the weights. */
double bench_loop_value(const bench_loop *loop);

/* Derivative by each entry, and GSL's bound of its error. */
void bench_loop_derivatives(bench_loop *loop, double *derivative, double *error);

#endif
