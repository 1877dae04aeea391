/* Problems with known answers, for measuring what a verdict is worth.
 *
 * A function carries its value, its right gradient and the claims that somebody might make of
 * it; a mistake is planted into a right gradient.  A problem is a function with one claim, and
 * a label: the answer that is known.  labels.c proves every label by an independent route. */
#ifndef CORPUS_H
#define CORPUS_H

#include "scalar.h"
#include <gradgate/verify/problem.h>

/* The answer.  HOLLOW: nothing is wrong, and nothing was shown either: must not pass. */
typedef enum corpus_label { CORPUS_RIGHT, CORPUS_WRONG, CORPUS_HOLLOW } corpus_label;

typedef void corpus_gradient_fn(const double *x, double *gradient);

typedef struct corpus_run corpus_run;
typedef struct corpus_mistake corpus_mistake;

/* A claim other than the right gradient, written out.  A list of them ends with {0}. */
typedef struct corpus_claim {
    const char *name;
    corpus_gradient_fn *gradient;
    corpus_label label;
    bool open; /* no black-box method can know: undecided is honest too, the opposite is not */
} corpus_claim;

/* What a function is, at its point. */
typedef struct corpus_function {
    const char *name;
    size_t n;
    const double *start;              /* n numbers; NULL: spread over [low, high] by `seed` */
    double low, high;                 /* of the spread */
    uint64_t seed;                    /* of the spread */
    void (*settle)(double *x);        /* restores what makes the point special, after a move */
    bool stays;                       /* the point is what matters: it is never moved */
    real (*value)(const real *x);     /* NaN outside its domain */
    float (*value32)(const float *x); /* instead of value: computed in float32 throughout */
    bool (*outside)(const double *x); /* where GV_EVAL_OUTSIDE is answered; NULL: nowhere */
    corpus_gradient_fn *gradient;     /* the right one */
    const corpus_claim *claims;       /* others, or NULL */
    const corpus_mistake *const *mistakes; /* to be planted, ends with NULL, or NULL */
    const gv_group *groups;                /* NULL: one vector "x" */
    size_t group_count;
    gv_precision claim; /* the precision that the gradient declares */
    bool hollow;        /* right, and must not pass nevertheless */
    bool open;          /* as in corpus_claim, for the right gradient */

    /* For the proof of the labels. */
    bool kink;          /* at a kink: right is what lies in the hull of the branches around */
    double negligible;  /* absolute error that is right, too: the value cannot show it */
    const double *side; /* where the derivative is taken, just off the point; NULL: at it */
} corpus_function;

/* For descriptors: a point written out, with its size. */
#define POINT(...)                                                                             \
    .n = sizeof((double[]){__VA_ARGS__}) / sizeof(double), .start = (const double[]) {         \
        __VA_ARGS__                                                                            \
    }

/* Functions that have something in common: the functions are listed in their file, ends with
 * NULL. */
typedef struct corpus_kind {
    const char *name;
    bool ordinary; /* smooth and well scaled: here nothing may stay undecided */
    const corpus_function *const *functions;
} corpus_kind;

/* A mistake, or a habit that is none.  It sees the right gradient in run->right, and writes
 * what is claimed to `gradient`, the caller's buffer. */
struct corpus_mistake {
    const char *name;
    corpus_label label;
    double amount; /* what it means is the mistake's own affair */
    void (*plant)(corpus_run *run, double amount, const double *x, double *gradient);
    double (*bend)(corpus_run *run, double amount, double value); /* of the value; or NULL */
    bool breach;      /* of the contract: the numbers alone may be right */
    bool accumulates; /* declared */
    bool reset;       /* declared */
    bool open;
};

typedef struct corpus_problem {
    char name[96]; /* kind/function/claim */
    const corpus_kind *kind;
    const corpus_function *function;
    size_t kind_index, function_index;
    corpus_gradient_fn *gradient;
    const corpus_mistake *mistake; /* NULL: none */
    corpus_label label;
    bool open;
} corpus_problem;

/* A problem being asked: what the callbacks keep between calls.  A scaled entry, the mistake of
 * the table's second part, is planted here. */
struct corpus_run {
    const corpus_problem *problem;
    double *right, *last, *scratch; /* n numbers each */
    size_t values, gradients;       /* calls so far */
    uint64_t seed;                  /* as reset */
    size_t scaled_entry;
    double scaled_by; /* 0: none */
};

/* In exact compilation the same lists exist under other names. */
#ifdef CORPUS_EXACT
#define CORPUS_NAME(name) exact_##name
#else
#define CORPUS_NAME(name) name
#endif
#define corpus_kinds CORPUS_NAME(corpus_kinds)

/* All kinds, ends with NULL. */
extern const corpus_kind *const corpus_kinds[];

/* A number of [-1, 1) that depends on seed and index alone: data, weights, points. */
double corpus_uniform(uint64_t seed, uint64_t index);

/* The point of a function, moved at random by up to the share `move` of each entry. */
void corpus_point(const corpus_function *function, double move, uint64_t seed, double *x);

#ifndef CORPUS_EXACT
size_t corpus_count(void);
void corpus_get(size_t index, corpus_problem *problem);

/* Callbacks of gv_problem; the context is a corpus_run. */
gv_eval corpus_value(const double *x, size_t n, double *value, void *context);
gv_eval corpus_gradient(const double *x, size_t n, double *gradient, void *context);
void corpus_reset(uint64_t seed, void *context);

/* Owns: three buffers; corpus_run_end frees them. */
bool corpus_run_begin(corpus_run *run, const corpus_problem *problem);
void corpus_run_end(corpus_run *run);

/* Whether a wrong claim differs at all from the right gradient at x: a mistake planted where
 * the truth is 0 finds nothing to spoil at most points that have moved. */
bool corpus_bites(const corpus_problem *problem, const double *x);

/* Fills what gv_check wants.  `group` is used when the function names none; start is borrowed.
 */
void corpus_fill(const corpus_problem *problem, corpus_run *run, const double *start,
                 gv_group *group, gv_problem *out);
#endif

#endif
