/* Functions with right gradients, of the kinds that real problems are made of. */
#ifndef CCALL_TOYS_H
#define CCALL_TOYS_H

#include "ccall_support.h"

enum { TOY_MAX = 500 };

typedef struct toy {
    const char *name;
    size_t n;
    const double *start; /* NULL: spread over [-2, 2) */
    double (*value)(const double *x, size_t n);
    void (*gradient)(const double *x, size_t n, double *g);
    bool hard; /* a right claim may stay undecided; it must never be accused */
} toy;

/* Ends with NULL. */
extern const toy *const toys[];

/* A toy as a problem: `group` and `start` are filled and have to stay; context is the toy. */
typedef struct toy_problem {
    const toy *toy;
    gv_group group;
    double start[TOY_MAX];
    gv_problem problem;
} toy_problem;

void toy_make(toy_problem *made, const toy *of);

#endif
