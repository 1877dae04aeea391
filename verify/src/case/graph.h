/* A model that is a formula: nodes that name ops of the engine's list. */
#ifndef GV_CASE_GRAPH_H
#define GV_CASE_GRAPH_H

#include "case/spec.h"

/* Something that a node can read, under its name. */
typedef struct gv_operand {
    const char *name;
    const gv_node *node; /* where it is declared */
    ag_shape shape;      /* of a node: once its inputs are known */
    bool parameter;
    const double *values; /* of a constant and of data; NULL: a parameter, a node */
    size_t op_node;       /* of a node: its place among the nodes */
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

/* Reads what an op takes beside its inputs: every other key of its mapping. */
bool gv_read_attributes(gv_reading *reading, const gv_node *node, gv_op_node *out);

#endif
