/* A subject with every power there is, all right, and a knob for each way to break one.
 *
 *   f(x) = exp(0.7 x0) sin x1 + x2^2 x3 + tanh(x4 x0),   parameters a = x0..x2, b = x3, x4. */
#ifndef CHECK_POWER_H
#define CHECK_POWER_H

#include "check/check.h"
#include "verdict/collect.h"
#include "verdict_suite.h"

enum { POWER_COUNT = 5, POWER_NODES = 3 };

/* How it deals with what is in a buffer. */
typedef enum power_adding {
    ADDS,
    OVERWRITES,
    ADDS_TWICE_LATER, /* once into zeros, twice into a filled buffer */
    FORGETS_HALF      /* halves what was there */
} power_adding;

typedef struct power {
    gv_subject base;
    gv_subject_kind kind;
    double point[POWER_COUNT];

    /* The knobs; all zero: nothing is wrong. */
    double value_kink;      /* times |x0 - point0| */
    double value_shear;     /* times x1: the value is another function than is claimed */
    double grid;            /* the value is rounded to multiples of this */
    double noise;           /* largest of what is added at random, the same at the same point */
    bool linear;            /* f = 0.31 x0 - 0.77 x1 + 0.19 x2 + 0.53 x3 - 0.23 x4 */
    double slope_error;     /* share by which gradient entry 1 is off */
    double tangent_error;   /* share by which the forward slope is off */
    double curvature_error; /* share by which H is off in row and column 1 */
    double skew;            /* added to H[0][1] alone */
    size_t bad_node;        /* 1 + the node whose two products differ */
    power_adding adding;
    size_t left_by_zero; /* 1 + the entry that zeroing forgets */
    double step_times;   /* 0: 1; how often an update is applied */
    bool step_elsewhere; /* into a copy: the recording still sees the point */
    bool no_correction;  /* adam without its bias correction */
    bool no_memory;      /* momentum is dropped */
    gv_optimizer optimizer;
} power;

/* A right one; its optimizer is plain sgd. */
void power_start(power *p);

/* The findings of one check of it, verdict drawn.  Fails the test if the check cannot be made
 * or if it changed a bit of the point.  Owns: gv_findings_destroy. */
gv_findings *power_check(power *p, const char *kind);

/* The finding of the case whose message holds `words` (NULL: any) or, when there is none by its
 * message, whose parameter is that; NULL when there is none. */
const gv_check_finding *power_find(const gv_findings *findings, const char *words);

/* The verdict of the whole case. */
gv_verdict power_verdict(const gv_findings *findings);

#endif
