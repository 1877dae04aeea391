/* What is checked: a scalar function of named parameters, and the gradient somebody claims.
 *
 * The parameters of all groups stand one after the other in one vector x of n numbers, each
 * group in row-major order.  Everything here is borrowed for the duration of the call. */
#ifndef GRADGATE_VERIFY_PROBLEM_H
#define GRADGATE_VERIFY_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Tensors of more axes are refused: no case in the field has them. */
#define GV_RANK_MAX 8

/* Callbacks return: none may throw or longjmp through the library.
 *
 * What an evaluation came to.  OUTSIDE: x is not in the domain of the function (its value need
 * not be written); ERROR: the subject broke, and the check ends with GV_ERR_SUBJECT. */
typedef enum gv_eval { GV_EVAL_OK = 0, GV_EVAL_OUTSIDE = 1, GV_EVAL_ERROR = 2 } gv_eval;

/* The value at x, into *value.  x has n numbers, must not be changed, and is never kept. */
typedef gv_eval gv_value_fn(const double *x, size_t n, double *value, void *context);

/* The claimed gradient at x, into gradient[0..n).  The buffer holds no meaningful values before
 * the call, unless the problem says that it accumulates. */
typedef gv_eval gv_gradient_fn(const double *x, size_t n, double *gradient, void *context);

/* Puts the subject's random state back to what follows from `seed`: called before every
 * evaluation, so that a function with dropout or sampling is one function. */
typedef void gv_reset_fn(uint64_t seed, void *context);

/* Number formats.  Source: IEEE 754-2019, table 3.5; bfloat16: 8 exponent, 7 fraction bits. */
#define GV_PRECISION_LIST(X)                                                                   \
    X(GV_FLOAT64, "float64", 53, -1074)                                                        \
    X(GV_FLOAT32, "float32", 24, -149)                                                         \
    X(GV_FLOAT16, "float16", 11, -24)                                                          \
    X(GV_BFLOAT16, "bfloat16", 8, -133)

typedef enum gv_precision {
#define GV_PRECISION_ENUM(name, text, digits, tiny) name,
    GV_PRECISION_LIST(GV_PRECISION_ENUM)
#undef GV_PRECISION_ENUM
        GV_PRECISION_COUNT
} gv_precision;

/* Relations between the entries of one group.  The gradient is then checked along the
 * directions that stay allowed: e_ij + e_ji; the lower triangle; e_i - e_last.  The start must
 * keep to it: symmetric; not negative and of sum 1; what is above a triangle is not looked at.
 */
#define GV_CONSTRAINT_LIST(X)                                                                  \
    X(GV_FREE, "free")                                                                         \
    X(GV_SYMMETRIC, "symmetric")                                                               \
    X(GV_LOWER_TRIANGULAR, "lower_triangular")                                                 \
    X(GV_SIMPLEX, "simplex")

typedef enum gv_constraint {
#define GV_CONSTRAINT_ENUM(name, text) name,
    GV_CONSTRAINT_LIST(GV_CONSTRAINT_ENUM)
#undef GV_CONSTRAINT_ENUM
        GV_CONSTRAINT_COUNT
} gv_constraint;

/* What an inconclusive entry of a group does; the first: as the options say. */
typedef enum gv_group_policy {
    GV_POLICY_OF_RUN = 0,
    GV_POLICY_WARN = 1,
    GV_POLICY_FAIL = 2
} gv_group_policy;

/* How a group is measured; the first: as the options say. */
typedef enum gv_group_method {
    GV_METHOD_OF_RUN = 0,
    GV_METHOD_CENTRAL = 1,
    GV_METHOD_FORWARD = 2,
    GV_METHOD_BACKWARD = 3
} gv_group_method;

/* Every entry, where the run looks at some: see gv_group_settings. */
#define GV_EVERY_ENTRY SIZE_MAX

/* What may be set for a group alone, beside its tolerances.  0: as the options say. */
typedef struct gv_group_settings {
    size_t evaluations;                  /* that one entry may cost */
    size_t entries;                      /* checked one by one; GV_EVERY_ENTRY: all */
    size_t directions;                   /* random ones, of this group */
    double min_coverage, min_resolution; /* below 0: none is demanded */
    gv_group_policy on_inconclusive;
    double step; /* the first one, as a share of the size of the variable */
    gv_group_method method;
} gv_group_settings;

/* One named tensor of parameters.  Zero everywhere but name, rank and shape is the ordinary
 * case: free float64 numbers without bounds. */
typedef struct gv_group {
    const char *name;
    size_t rank; /* 0: one scalar */
    size_t shape[GV_RANK_MAX];
    gv_precision storage; /* probes are rounded to this format */
    const double *lower;  /* per entry, or NULL: none.  Probes stay within [lower, upper] */
    const double *upper;
    gv_constraint constraint;
    const unsigned char *expect_zero; /* per entry, or NULL; nonzero: the gradient is 0 there
                                         by construction, and must be */
    double tolerance;                 /* of the entry, below 1; 0: the run's */
    double resolution;                /* of the entry's scale, below 1; 0: the run's */
    gv_group_settings settings;       /* in place of the run's */
} gv_group;

/* A function and the gradient claimed for it.  Only the first block is needed. */
typedef struct gv_problem {
    const char *name;
    const gv_group *groups;
    size_t group_count;
    const double *start; /* the point, n numbers; rounded to the storage of their groups before
                            anything is called with them */
    gv_value_fn *value;
    gv_gradient_fn *gradient;
    void *context;

    gv_value_fn *reference; /* the same value in higher precision, or NULL */
    gv_reset_fn *reset;     /* or NULL: the function is not random */
    gv_precision claim;     /* the precision in which the gradient is computed */
    bool accumulates;       /* the gradient callback adds to its buffer, on purpose */
} gv_problem;

#ifdef __cplusplus
}
#endif
#endif
