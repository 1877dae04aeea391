/* The subject that wraps a model of the engine: probes by lanes, claims by backward. */
#ifndef GV_SUBJECT_ENGINE_H
#define GV_SUBJECT_ENGINE_H

#include "subject/subject.h"
#include <gradgate/engine/engine.h>

/* A part of the loss: the data term (lambda 0) or an L2 term over parameters. */
typedef struct gv_engine_term {
    const char *name;
    double lambda;
    ag_parameter *const *covers; /* distinct; in no order */
    size_t cover_count;
} gv_engine_term;

/* What is known of a parameter beside its shape, as in gv_group.  {0}: nothing. */
typedef struct gv_engine_setting {
    gv_precision storage; /* the parameter is rounded to it when the subject is made */
    double tolerance, resolution;
    gv_group_settings settings;
    const unsigned char *expect_zero; /* borrowed while the subject lives; or NULL */
} gv_engine_setting;

/* A model: its parameters, its terms, and how to record it.  Everything is borrowed but what
 * `destroy` frees. */
typedef struct gv_engine_model {
    const ag_module *module; /* owns the parameters; names them */
    const gv_engine_term *terms;
    size_t term_count;                 /* at least 1: the data term */
    const gv_engine_setting *settings; /* per parameter of the module, in its order; or NULL */
    gv_precision claim;
    /* Records every term (a scalar node each, terms[i]) and their sum. Returns: AG_NO_NODE
     * with the graph's error set. */
    ag_node (*record)(void *context, ag_graph *graph, ag_node *terms);
    void *context;
    void (*destroy)(void *context); /* called once, when the subject is destroyed; or NULL */
} gv_engine_model;

/* Records the model at its parameters' present values, which are the point.
 * Returns: GV_OK; GV_ERR_SUBJECT when the engine refuses the model; GV_ERR_MEMORY.
 * Owns:    *out is new.  On success it has taken over `context`; on error the caller still
 *          has it.  Parameters and their gradients are as they were whenever a call of the
 *          subject returns. */
gv_status gv_engine_subject_create(const gv_engine_model *model, gv_subject **out,
                                   gv_error *error);

/* The graph behind the subject: for planting faults before the first call. Its loss node and
 * the node of a term (GV_WHOLE: the loss). */
ag_graph *gv_engine_subject_graph(gv_subject *subject);
ag_node gv_engine_subject_node(const gv_subject *subject, size_t term);

/* Every name that a parameter has in the model, the first of them its group's name.
 * Returns: how many; *names is borrowed. */
size_t gv_engine_subject_names(const gv_subject *subject, size_t parameter,
                               const char *const **names);

/* The engine's parameter behind one of the subject's, and the leaf behind one of its uses. */
ag_parameter *gv_engine_subject_parameter(const gv_subject *subject, size_t parameter);
ag_node gv_engine_subject_leaf(const gv_subject *subject, size_t parameter, size_t use);

#endif
