/* Reverse mode: adjoints from a node back to the uses of parameters.
 * Buffers for adjoints are made at the first backward of a graph and reused. Only active nodes
 * have one: those through which a gradient reaches a parameter. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tape.h"

size_t ag_tape_place_adjoints(ag_graph *graph) {
    size_t count = 0;
    for (size_t i = 0; i < graph->node_count; i++) {
        graph->nodes[i].adjoint = count;
        if (graph->nodes[i].active)
            count += graph->nodes[i].size;
    }
    return count;
}

/* Room for the adjoints of all active nodes. */
static bool reserve(ag_graph *graph) {
    const size_t count = ag_tape_place_adjoints(graph);
    if (count > graph->adjoint_capacity) {
        free(graph->adjoints);
        graph->adjoints = malloc(count * sizeof *graph->adjoints);
        graph->adjoint_capacity = graph->adjoints == NULL ? 0 : count;
    }
    if (graph->node_count > graph->reached_capacity) {
        free(graph->reached);
        graph->reached = malloc(graph->node_count * sizeof *graph->reached);
        graph->reached_capacity = graph->reached == NULL ? 0 : graph->node_count;
    }
    graph->adjoint_count = count;
    return count <= graph->adjoint_capacity && graph->node_count <= graph->reached_capacity;
}

/* Pass the adjoint of one node on to its inputs, or to its parameter. */
static void pass_back(ag_graph *graph, const ag_tape_node *node) {
    const double **values = (const double **)graph->scratch;
    const ag_shape **shapes = (const ag_shape **)graph->scratch + graph->scratch_width;
    double **adjoints = (double **)(void *)(graph->scratch + 2 * graph->scratch_width);
    for (size_t i = 0; i < node->input_count; i++) {
        const ag_tape_node *from = &graph->nodes[node->inputs[i]];
        values[i] = from->value;
        shapes[i] = from->shape;
        adjoints[i] = NULL;
        if (from->active && !ag_op_is_index(node->op, i)) {
            adjoints[i] = graph->adjoints + from->adjoint;
            graph->reached[node->inputs[i]] = true;
        }
    }
    const ag_vjp_call call = {
        .op = node->op,
        .attributes = node->attributes,
        .input_count = node->input_count,
        .inputs = values,
        .input_shapes = shapes,
        .output = node->value,
        .output_shape = node->shape,
        .output_size = node->size,
        .cotangent = graph->adjoints + node->adjoint,
        .adjoints = adjoints,
        .node = (ag_node)(node - graph->nodes),
        .parameter = node->use == AG_NOT_A_USE ? NULL : graph->uses[node->use].parameter};
    if (node->op->vjp != NULL)
        node->op->vjp(&call);
}

ag_status ag_vjp(ag_graph *graph, ag_node node, const double *cotangent) {
    const ag_tape_node *at = ag_tape_at(graph, node);
    if (at == NULL)
        return ag_graph_fail(graph, AG_ERR_NODE, NULL);
    if (!reserve(graph))
        return ag_graph_fail(graph, AG_ERR_MEMORY, NULL);
    memset(graph->reached, 0, graph->node_count * sizeof *graph->reached);
    graph->reached_count = graph->node_count;
    if (graph->adjoint_count > 0)
        memset(graph->adjoints, 0, graph->adjoint_count * sizeof *graph->adjoints);
    if (!at->active)
        return AG_OK;
    memcpy(graph->adjoints + at->adjoint, cotangent, at->size * sizeof *cotangent);
    graph->reached[node] = true;
    for (size_t i = (size_t)node + 1; i-- > 0;)
        if (graph->reached[i])
            pass_back(graph, &graph->nodes[i]);
    return AG_OK;
}

ag_status ag_tape_check_loss(ag_graph *graph, ag_node loss, const char *what) {
    const ag_tape_node *at = ag_tape_at(graph, loss);
    if (at == NULL)
        return ag_graph_fail(graph, AG_ERR_NODE, NULL);
    if (at->shape->rank == 0)
        return AG_OK;
    char shape[64], text[AG_ERROR_MESSAGE_SIZE];
    ag_shape_text(at->shape, shape, sizeof shape);
    snprintf(text, sizeof text, "%s: the loss has shape %s and must have shape ()", what,
             shape);
    return ag_graph_fail(graph, AG_ERR_SHAPE, text);
}

ag_status ag_backward(ag_graph *graph, ag_node loss) {
    const double seed = 1.0;
    const ag_status status = ag_tape_check_loss(graph, loss, "backward");
    return status == AG_OK ? ag_vjp(graph, loss, &seed) : status;
}

const double *ag_graph_adjoint(const ag_graph *graph, ag_node node) {
    const ag_tape_node *at = ag_tape_at(graph, node);
    if (at == NULL || !at->active || node >= graph->reached_count)
        return NULL;
    return graph->adjoints + at->adjoint;
}
