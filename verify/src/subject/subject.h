/* What is checked, as the checks see it: parameters, terms, and what can be asked of them.
 *
 * A subject is a const descriptor (gv_subject_kind) and the state behind it.  The point is
 * fixed while checks run; a probe is given as a change of it, never as a copy of it. */
#ifndef GV_SUBJECT_H
#define GV_SUBJECT_H

#include <gradgate/verify/problem.h>
#include <gradgate/verify/status.h>

/* "All": every term, every use. */
#define GV_WHOLE ((size_t)-1)

/* One place where a parameter is read. */
typedef struct gv_use {
    const char *name;
    size_t term; /* the term it is read in */
} gv_use;

/* A parameter: where its entries stand in the flat vector, and what is known of it. */
typedef struct gv_parameter {
    gv_group group; /* name, shape, storage, bounds, ... */
    size_t offset;  /* of its first entry */
    size_t count;   /* of its entries */
    const gv_use *uses;
    size_t use_count; /* 0: the subject does not tell uses apart */
} gv_parameter;

/* An additive part of the value.  An L2 term says so: then its gradient has a closed form,
 * 2 * lambda * p for the entries of the parameters it covers. */
typedef struct gv_term {
    const char *name;
    double lambda;        /* 0: not an L2 term */
    const size_t *covers; /* parameters of an L2 term, ascending */
    size_t cover_count;
} gv_term;

/* A point near the parameters at which the value is wanted: an entry set to another number
 * (in every use, or in one; a second entry may move along), or a step along a direction of all
 * n entries. */
typedef struct gv_probe {
    size_t term;   /* the part that is wanted; GV_WHOLE: the value */
    size_t use;    /* of the entry's parameter; GV_WHOLE: every use */
    size_t entry;  /* flat index; ignored when there is a direction */
    double at;     /* the number that the entry becomes */
    double weight; /* not 0: entry `other` moves along, by weight times the change */
    size_t other;
    const double *direction; /* n numbers, or NULL: the entry */
    double step;             /* along the direction: entries become x + step * direction,
                                rounded to their storage */
    bool reference;          /* ask the value in higher precision */
} gv_probe;

/* One way in which a subject moves its parameters, by name, with the numbers of its formula;
 * what a kind does not read is not looked at.  Formulas: check/step.c. */
typedef struct gv_optimizer {
    const char *name; /* "sgd", "adam", "adamw" */
    double rate, weight_decay;
    double momentum, dampening;
    bool nesterov;
    double beta1, beta2, epsilon;
} gv_optimizer;

/* <v, J u> and <J' v, u> of one step of a computation, J its derivative. */
typedef struct gv_products {
    const char *name;        /* what the step computes, "tanh" */
    double forward, reverse; /* <v, J u> by its jvp, <J' v, u> by its vjp */
    double size;             /* sum |v (J u)| + sum |(J' v) u| */
    size_t terms;            /* entries of input and output */
} gv_products;

/* Number i of a sequence, for filling u and v. */
typedef double gv_draw(void *context, size_t i);

typedef struct gv_subject gv_subject;

/* What a kind of subject can do.  A NULL is a power it does not have. */
typedef struct gv_subject_kind {
    const char *name;

    /* Values at `count` probes.  values[i] is meaningful where evals[i] is GV_EVAL_OK.  What a
     * probe comes to must not depend on the others of the call, nor on their number.
     * Returns: GV_OK; GV_ERR_SUBJECT when one answered GV_EVAL_ERROR. */
    gv_status (*values)(gv_subject *subject, const gv_probe *probes, size_t count,
                        double *values, gv_eval *evals);

    /* The claimed gradient at the point, of one term or of the whole, all n entries, into a
     * buffer whose contents are kept (accumulating subjects add to it). */
    gv_eval (*gradient)(gv_subject *subject, size_t term, double *gradient);

    /* The claimed gradient at another point (n numbers), whole value only. */
    gv_eval (*gradient_at)(gv_subject *subject, const double *x, double *gradient);

    /* The claimed contribution of one use of one parameter, group.count numbers.  NULL: uses
     * cannot be told apart. */
    gv_eval (*gradient_use)(gv_subject *subject, size_t parameter, size_t use,
                            double *gradient);

    /* The value at the point by another route: built anew, not replayed.  NULL: there is no
     * other.  Must agree with `values` at the point to the last bit. */
    gv_eval (*value_anew)(gv_subject *subject, const double *x, double *value);

    /* NULL allowed: nothing to free. */
    void (*destroy)(gv_subject *subject);

    /* Zeroes a gradient of n numbers in the subject's own way. */
    gv_eval (*zero)(gv_subject *subject, double *gradient);

    /* The claimed derivative of the value along a direction of n numbers, by forward mode. */
    gv_eval (*jvp)(gv_subject *subject, const double *direction, double *slope);

    /* The steps of the computation, and the two products of one of them (0 terms: it has no
     * derivative of its own). */
    size_t (*node_count)(const gv_subject *subject);
    gv_eval (*node_products)(gv_subject *subject, size_t node, gv_draw *draw, void *context,
                             gv_products *products);

    /* The claimed product of the matrix of second derivatives at the point with a direction of
     * n numbers. */
    gv_eval (*hvp)(gv_subject *subject, const double *direction, double *product);

    /* The ways in which it moves its parameters. */
    const gv_optimizer *(*optimizers)(const gv_subject *subject, size_t *count);

    /* Takes `steps` steps from the point, each along the gradient where it stands.  Step k: row
     * k of `gradients` is the gradient it was given, row k of `points` where it went, n numbers
     * each.  *value is the value that the subject, its recording as it is, sees after the last.
     * Puts everything back. */
    gv_eval (*step)(gv_subject *subject, const gv_optimizer *optimizer, size_t steps,
                    double *gradients, double *points, double *value);
} gv_subject_kind;

/* The part all subjects share; a kind's own struct begins with it. */
struct gv_subject {
    const gv_subject_kind *kind;
    const gv_parameter *parameters;
    size_t parameter_count;
    const gv_term *terms; /* the parts, data first */
    size_t term_count;    /* 0: the value has no parts */
    size_t count;         /* n: entries in all */
    const double *point;  /* n numbers */
    gv_precision claim;
    bool accumulates;
    bool random;    /* a reset callback is given */
    bool reference; /* probes may ask for higher precision */
    size_t batch;   /* probes are best asked in multiples of this; at least 1 */
    struct {
        bool any;
        size_t entry;
        double was, is;
    } modified;        /* the first number that a call changed of those it was given */
    char trouble[256]; /* what answered last that it could not, and where, in words; "": the
                          subject does not say */
};

/* Frees a subject through its kind.  NULL is allowed. */
void gv_subject_destroy(gv_subject *subject);

/* The parameter that the flat index belongs to. */
size_t gv_subject_parameter_of(const gv_subject *subject, size_t entry);

/* Does the term say that it reads the parameter?  A data term may read any. */
bool gv_term_covers(const gv_term *term, size_t parameter);

/* "(8, 4)", "scalar" for rank 0. */
void gv_shape_text(const gv_group *group, char *text, size_t size);

#endif
