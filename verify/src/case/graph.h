/* A model that is a formula: nodes that name ops of the engine's list. */
#ifndef GV_CASE_GRAPH_H
#define GV_CASE_GRAPH_H

#include "case/spec.h"

enum { GV_GRAPH_NAME_CHARACTERS = 64 };

typedef enum gv_operand_kind {
    GV_OPERAND_PARAMETER,
    GV_OPERAND_CONSTANT,
    GV_OPERAND_INPUTS, /* of the data, or of a batch of them */
    GV_OPERAND_TARGET,
    GV_OPERAND_NODE
} gv_operand_kind;

/* Something that a node can read, under its name. */
typedef struct gv_operand {
    const char *name;
    gv_operand_kind kind;
    const gv_node *node;  /* where it is declared; NULL: nowhere, it is of the data */
    ag_shape shape;       /* of a node: once its inputs are known */
    const double *values; /* of a constant */
} gv_operand;

typedef struct gv_op_node {
    const gv_node *node;
    const ag_op *op;
    size_t operand; /* the one that it is */
    size_t *inputs; /* operands */
    size_t input_count;
    ag_attribute *given; /* those that the file gives */
    size_t given_count;
    ag_attribute_value *attributes; /* all, in the order of the op's schema */
} gv_op_node;

struct gv_graph {
    gv_operand *operands; /* parameters, constants, data, then nodes, in the file's order */
    size_t operand_count;
    gv_op_node *nodes;
    size_t node_count;
    size_t loss; /* operand */
};

/* A new operand under the name of a key.  Returns: NULL, having complained. */
gv_operand *gv_graph_add_operand(gv_reading *reading, struct gv_graph *graph,
                                 const gv_node *node);

bool gv_graph_read_parameters(gv_reading *reading, const gv_node *node, struct gv_graph *graph);
bool gv_graph_read_constants(gv_reading *reading, const gv_node *node, const gv_case *item,
                             struct gv_graph *graph);

/* `inputs` and `target`, over time with the steps as their first axis. */
void gv_graph_add_data(const gv_case *item, struct gv_graph *graph);
ag_shape gv_graph_data_shape(const gv_data *data, gv_operand_kind kind);

/* Place of the operand that a word names. */
bool gv_graph_find_operand(gv_reading *reading, const gv_node *node,
                           const struct gv_graph *graph, const char *what, size_t *index);

bool gv_graph_read_nodes(gv_reading *reading, const gv_node *node, struct gv_graph *graph);

/* Reads what an op takes beside its inputs: every other key of its mapping. */
bool gv_read_attributes(gv_reading *reading, const gv_node *node, gv_op_node *out);

#endif
