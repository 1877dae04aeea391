/* The inside of a graph, for the files of this folder. */
#ifndef GRADGATE_ENGINE_SRC_TAPE_H
#define GRADGATE_ENGINE_SRC_TAPE_H

#include <gradgate/engine/graph.h>

#include "arena.h"

#define AG_NOT_A_USE SIZE_MAX

/* Arrays of pointers that a call of an op may need at once: hvp has the most. */
enum { AG_SCRATCH_ARRAYS = 5 };

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

    const void **scratch; /* AG_SCRATCH_ARRAYS x scratch_width pointers for calls */
    ag_forward_input *operands;
    size_t scratch_width;

    double *adjoints; /* of active nodes; made at the first backward */
    size_t adjoint_count, adjoint_capacity;
    bool *reached; /* by the last backward */
    size_t reached_capacity, reached_count;
    double *tangents; /* of all nodes; made at the first jvp */
    size_t tangent_capacity;
    double *curves; /* two adjoints of all active nodes; made at the first hvp */
    size_t curve_capacity;

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

/* Does input i of an op hold indices? Neither tangent nor adjoint passes there. */
static inline bool ag_op_is_index(const ag_op *op, size_t i) {
    return i < 32 && (op->index_inputs >> i & 1U) != 0;
}

/* Give every active node its place among the adjoints. Returns: the room they take. */
size_t ag_tape_place_adjoints(ag_graph *graph);

/* Tangents of all nodes up to `node`, as in ag_jvp; a tangents[i] may be NULL. They stay until
 * the next call. Returns: one pointer per node, NULL: zero; itself NULL when memory is short.
 */
const double *const *ag_tape_tangents(ag_graph *graph, ag_parameter *const *parameters,
                                      const double *const *tangents, size_t count,
                                      ag_node node);

/* Is it a scalar node? Returns: AG_OK, or the status set on the graph with words; `what` wants
 * it. */
ag_status ag_tape_check_loss(ag_graph *graph, ag_node loss, const char *what);

/* Index of a parameter, adding it (and taking a reference) if it is new.
 * Returns: false when memory is short. */
bool ag_tape_intern(ag_graph *graph, ag_parameter *parameter, size_t *index);

#endif
