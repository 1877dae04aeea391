/* The state behind an engine subject; only for the engine*.c of this folder. */
#ifndef GV_SUBJECT_ENGINE_INSIDE_H
#define GV_SUBJECT_ENGINE_INSIDE_H

#include "subject/engine.h"

/* A parameter as the engine holds it, and what its description is made of. */
typedef struct gv_engine_parameter {
    ag_parameter *parameter; /* a reference of the subject's own */
    const char **names;
    size_t name_count;
    gv_use *uses;
    ag_node *leaves; /* per use */
    size_t use_count;
    gv_engine_setting setting;
} gv_engine_parameter;

typedef struct gv_engine_subject {
    gv_subject base;
    ag_node (*record)(void *context, ag_graph *graph, ag_node *terms);
    void *context;
    void (*destroy)(void *context);
    ag_graph *graph;
    ag_lanes *wide, *narrow;
    bool wide_is_even;   /* a value does not depend on its place in `wide` */
    bool narrow_is_even; /* nor on being taken in `narrow` instead */
    ag_node loss;
    ag_node *term_nodes;
    gv_engine_parameter *held;
    gv_parameter *parameters;
    gv_term *terms;
    size_t *covers; /* term_count x parameter_count */
    double *point;
    double *kept_grad;     /* n: gradients while a call uses them */
    bool adjoints_of_loss; /* the graph's adjoints are those of the whole */
    ag_change *changes;    /* gathered, with their values and the places of their probes */
    double *values;
    size_t *places;
    size_t capacity;
    char **texts; /* every name */
    size_t text_count, text_capacity;
} gv_engine_subject;

/* Batches gathered before lanes are called. */
enum { GV_ENGINE_BLOCK = 8 };

/* Names, shapes, uses, terms: engine_describe.c. Returns: GV_OK, GV_ERR_MEMORY. */
gv_status gv_engine_describe(gv_engine_subject *subject, const gv_engine_model *model);
void gv_engine_undescribe(gv_engine_subject *subject);

/* Puts n numbers into the parameters, or the point back. */
void gv_engine_load(gv_engine_subject *subject, const double *x);

/* engine_lanes.c: both workspaces and the room to gather; the values of the first `count`
 * gathered changes.  Return: false when memory is short; when the engine refuses. */
bool gv_engine_make_lanes(gv_engine_subject *subject);
bool gv_engine_evaluate(gv_engine_subject *subject, size_t count, ag_node target);

/* engine_values.c */
gv_status gv_engine_values(gv_subject *base, const gv_probe *probes, size_t count,
                           double *values, gv_eval *evals);
gv_eval gv_engine_value_anew(gv_subject *base, const double *x, double *value);

/* engine_claims.c: puts n numbers into the gradients of the parameters, which are kept, and
 * takes them out again (NULL: drops them). */
void gv_engine_swap_in(gv_engine_subject *subject, const double *gradient);
void gv_engine_swap_out(gv_engine_subject *subject, double *gradient);
gv_eval gv_engine_gradient(gv_subject *base, size_t term, double *gradient);
gv_eval gv_engine_gradient_at(gv_subject *base, const double *x, double *gradient);
gv_eval gv_engine_gradient_use(gv_subject *base, size_t parameter, size_t use,
                               double *gradient);

/* engine_powers.c */
gv_eval gv_engine_zero(gv_subject *base, double *gradient);
gv_eval gv_engine_jvp(gv_subject *base, const double *direction, double *slope);
gv_eval gv_engine_hvp(gv_subject *base, const double *direction, double *product);
size_t gv_engine_node_count(const gv_subject *base);
gv_eval gv_engine_node_products(gv_subject *base, size_t node, gv_draw *draw, void *context,
                                gv_products *products);
const gv_optimizer *gv_engine_optimizers(const gv_subject *base, size_t *count);
gv_eval gv_engine_step(gv_subject *base, const gv_optimizer *optimizer, size_t steps,
                       double *gradients, double *points, double *value);

#endif
