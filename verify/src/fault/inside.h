/* How a fault is made; only for the files of this folder.
 *
 * Nearly every fault is a change of what passes along an edge: from a node back to one of its
 * inputs.  The node's vjp runs into a buffer of the fault's own, and what the kind makes of
 * that is added to the input's adjoint.  A few faults are in the deposit: the vjp of a leaf,
 * which adds its adjoint to the parameter's gradient. */
#ifndef GV_FAULT_INSIDE_H
#define GV_FAULT_INSIDE_H

#include "fault/fault.h"

/* What passed along an edge, and where the changed version of it is to be added. */
typedef struct gv_passing {
    const double *right;
    double *adjoint;
    size_t size;
    const ag_shape *shape;
    double factor;
} gv_passing;

/* An edge that a fault can strike. */
typedef struct gv_edge {
    ag_node node;
    size_t input;
    double factor;
} gv_edge;

typedef struct gv_edges {
    gv_edge *items;
    size_t count, capacity;
    bool starved;
} gv_edges;

struct gv_fault_kind {
    const char *name;
    const char *meaning;
    unsigned sites; /* bit 1 << site for each where it can sit */
    double factor;  /* when the case gives none; 0: the kind takes none */
    /* Adds what the kind makes of it to the adjoint; NULL: the fault is in the deposit. */
    void (*pass)(const gv_passing *passing);
    /* Adds a leaf's adjoint to the gradient, wrongly. */
    void (*deposit)(const ag_vjp_call *call, double factor);
    /* Finds the edges; NULL: those of the site. */
    void (*find)(const gv_fault *fault, gv_subject *subject, gv_edges *edges);
    const char *nothing; /* why `find` can find none */
    /* Why it can do nothing at an edge or leaf of this shape; NULL: it can. */
    const char *(*refuse)(const gv_fault *fault, gv_subject *subject, const ag_shape *shape);
};

/* Adds an edge if a gradient passes along it. */
void gv_edges_add(gv_edges *edges, const ag_graph *graph, ag_node node, size_t input,
                  double factor);

/* The edges of a fault's site. */
void gv_edges_find(const gv_fault *fault, gv_subject *subject, gv_edges *edges);

/* The edges into a leaf: from every node that reads it. */
void gv_edges_into(gv_subject *subject, ag_node leaf, double factor, gv_edges *edges);

#endif
