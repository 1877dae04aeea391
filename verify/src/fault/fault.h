/* Planted faults: a recorded graph whose gradient is wrong on purpose, so that it can be proved
 * that a mistake of that kind is caught.
 *
 * A fault wraps the descriptors of recorded nodes from outside (ag_graph_wrap) and touches vjp
 * alone: values stay right.  No op of the engine is ever wrong by itself. */
#ifndef GV_FAULT_FAULT_H
#define GV_FAULT_FAULT_H

#include "subject/engine.h"

typedef struct gv_fault_kind gv_fault_kind;

/* Where a fault can sit. */
typedef enum gv_fault_site {
    GV_FAULT_AT_NODE, /* an op by name, and which of its nodes */
    GV_FAULT_AT_USE,  /* one use of one parameter */
    GV_FAULT_AT_TERM  /* one term */
} gv_fault_site;

#define GV_FAULT_ALL ((size_t)-1)

/* A fault as a case names it.  Texts are borrowed. */
typedef struct gv_fault {
    const gv_fault_kind *kind;
    gv_fault_site site;
    const char *op;
    size_t occurrence; /* 0: the first node of that op; GV_FAULT_ALL: every one */
    size_t input;      /* of the node: the one a fault is about; GV_FAULT_ALL: every one */
    size_t parameter;  /* of the subject */
    size_t use;        /* of the parameter, GV_FAULT_ALL: every one */
    size_t term;
    double factor; /* 0: the kind's */
    size_t entry;  /* of the gradient that passes there; GV_FAULT_ALL: every one */
} gv_fault;

/* All kinds of fault; ends with NULL.  Every kind begins with its name. */
extern const gv_fault_kind *const gv_fault_list[];

const char *gv_fault_name(const gv_fault_kind *kind);
const char *gv_fault_meaning(const gv_fault_kind *kind); /* one line */
bool gv_fault_sits_at(const gv_fault_kind *kind, gv_fault_site site);

/* What was planted; must outlive the subject's last call. */
typedef struct gv_planted gv_planted;

/* Plants a fault in the graph of an engine subject.
 * Returns: GV_OK; GV_ERR_INPUT with the cause in `error` when its place does not exist or the
 *          fault can do nothing there; GV_ERR_MEMORY.
 * Owns:    *out is new, on error too if it is not NULL (some of it may be in the graph); free
 *          it with gv_planted_destroy after the subject. */
gv_status gv_fault_plant(const gv_fault *fault, gv_subject *subject, gv_planted **out,
                         gv_error *error);
void gv_planted_destroy(gv_planted *planted); /* NULL is allowed */

#endif
