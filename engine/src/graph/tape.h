/* The inside of a graph, for the files of this folder. */
#ifndef GRADGATE_ENGINE_SRC_TAPE_H
#define GRADGATE_ENGINE_SRC_TAPE_H

#include <gradgate/engine/graph.h>

#include "arena.h"

#define AG_NOT_A_USE SIZE_MAX

/* A node; everything it points to is in the arena, but for data that is borrowed. */
typedef struct ag_tape_node {
    const ag_op *op;
    const ag_shape *shape;
    size_t size;
    const double *value;
    double *own; /* value, if the graph may write it; NULL for leaves that borrow */
    const ag_node *inputs;
    size_t input_count;
    const ag_attribute_value *attributes;
    size_t use;     /* index among the uses of parameters, or AG_NOT_A_USE */
    size_t adjoint; /* offset into the adjoints, if active */
    bool active;    /* a gradient passes here on its way to a parameter */
} ag_tape_node;

typedef struct ag_tape_parameter {
    ag_parameter *parameter;
    size_t use_count;
} ag_tape_parameter;

struct ag_graph {
    ag_arena arena;
    ag_error error;

    ag_tape_node *nodes;
    size_t node_count, node_capacity;
    ag_leaf *uses;
    size_t use_count, use_capacity;
    ag_tape_parameter *parameters;
    size_t parameter_count, parameter_capacity;
    size_t *table; /* hash of parameter to index + 1, open addressing; 0 is free */
    size_t table_size;

    char *scope; /* "layers.0.", with the dot */
    size_t scope_length, scope_capacity;
    size_t *scope_starts; /* length of the scope before each push */
    size_t scope_depth, scope_start_capacity;

    const void **scratch; /* 4 x scratch_width pointers for calls */
    ag_forward_input *operands;
    size_t scratch_width;

    double *adjoints; /* of active nodes; made at the first backward */
    size_t adjoint_count, adjoint_capacity;
    bool *reached; /* by the last backward */
    size_t reached_capacity, reached_count;
    double *tangents; /* of all nodes; made at the first jvp */
    size_t tangent_capacity;

    uint64_t generation; /* grows whenever values change */
};

/* The descriptors of leaves. */
extern const ag_op ag_op_parameter;
extern const ag_op ag_op_constant;
extern const ag_op ag_op_input;

/* Make room for one more element. Returns: false when memory is short. */
bool ag_grow(void **items, size_t *capacity, size_t count, size_t item_size);

/* Note an error (the first one stays) with a message, or the status's own if NULL. */
ag_status ag_graph_fail(ag_graph *graph, ag_status status, const char *message);

/* The node, or NULL if it is none of this graph. */
static inline const ag_tape_node *ag_tape_at(const ag_graph *graph, ag_node node) {
    return node < graph->node_count ? &graph->nodes[node] : NULL;
}

/* Append a node. Returns: AG_NO_NODE with the error set when memory is short. */
ag_node ag_tape_append(ag_graph *graph, const ag_tape_node *node);

/* Evaluate a node in place, one lane. */
void ag_tape_evaluate(ag_graph *graph, const ag_tape_node *node);

/* Index of a parameter, adding it (and taking a reference) if it is new.
 * Returns: false when memory is short. */
bool ag_tape_intern(ag_graph *graph, ag_parameter *parameter, size_t *index);

#endif
