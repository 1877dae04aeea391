/* Forward mode: tangents from parameters along the tape to a node. Every node up to it has a
 * tangent buffer, made at the first call; a flag tells which are not zero. */
#include <stdlib.h>
#include <string.h>

#include "tape.h"

typedef struct sweep {
    ag_graph *graph;
    const double **tangent; /* per node; NULL: zero */
    const double **given;   /* per parameter of the graph; NULL: rests */
    double *storage;
} sweep;

/* One tangent buffer per node, and the pointers behind them. */
static bool reserve(ag_graph *graph, size_t nodes, sweep *out) {
    size_t count = 0;
    for (size_t i = 0; i < nodes; i++)
        count += graph->nodes[i].size;
    const size_t pointers = nodes + graph->parameter_count;
    const size_t bytes = count * sizeof(double) + pointers * sizeof(double *);
    if (bytes > graph->tangent_capacity) {
        free(graph->tangents);
        graph->tangents = malloc(bytes);
        graph->tangent_capacity = graph->tangents == NULL ? 0 : bytes;
    }
    if (bytes > graph->tangent_capacity)
        return false;
    const double **start = (const double **)(void *)(graph->tangents + count);
    memset(start, 0, pointers * sizeof *start);
    *out = (sweep){
        .graph = graph, .storage = graph->tangents, .tangent = start, .given = start + nodes};
    return true;
}

/* Tangent of one node from those of its inputs. Returns: NULL if all of them are zero. */
static const double *advance(const sweep *s, const ag_tape_node *node, double *storage) {
    const double **values = (const double **)s->graph->scratch;
    const ag_shape **shapes = (const ag_shape **)s->graph->scratch + s->graph->scratch_width;
    const double **tangents = values + 2 * s->graph->scratch_width;
    bool moves = false;
    for (size_t i = 0; i < node->input_count; i++) {
        values[i] = s->graph->nodes[node->inputs[i]].value;
        shapes[i] = s->graph->nodes[node->inputs[i]].shape;
        tangents[i] = ag_op_is_index(node->op, i) ? NULL : s->tangent[node->inputs[i]];
        moves = moves || tangents[i] != NULL;
    }
    if (!moves || node->op->jvp == NULL)
        return NULL;
    const ag_jvp_call call = {.op = node->op,
                              .attributes = node->attributes,
                              .input_count = node->input_count,
                              .inputs = values,
                              .input_shapes = shapes,
                              .output = node->value,
                              .output_shape = node->shape,
                              .output_size = node->size,
                              .tangents = tangents,
                              .output_tangent = storage,
                              .node = (ag_node)(node - s->graph->nodes)};
    node->op->jvp(&call);
    return storage;
}

const double *const *ag_tape_tangents(ag_graph *graph, ag_parameter *const *parameters,
                                      const double *const *tangents, size_t count,
                                      ag_node node) {
    sweep s;
    if (!reserve(graph, (size_t)node + 1, &s))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        const size_t index = ag_graph_parameter_index(graph, parameters[i]);
        if (index < graph->parameter_count)
            s.given[index] = tangents[i];
    }
    for (size_t i = 0; i < graph->use_count && graph->uses[i].node <= node; i++)
        s.tangent[graph->uses[i].node] = s.given[graph->uses[i].parameter_index];
    double *storage = s.storage;
    for (size_t i = 0; i <= node; i++) {
        if (graph->nodes[i].use == AG_NOT_A_USE)
            s.tangent[i] = advance(&s, &graph->nodes[i], storage);
        storage += graph->nodes[i].size;
    }
    return s.tangent;
}

ag_status ag_jvp(ag_graph *graph, ag_parameter *const *parameters,
                 const double *const *tangents, size_t count, ag_node node, double *tangent) {
    if (node >= graph->node_count)
        return ag_graph_fail(graph, AG_ERR_NODE, NULL);
    const double *const *all = ag_tape_tangents(graph, parameters, tangents, count, node);
    if (all == NULL)
        return ag_graph_fail(graph, AG_ERR_MEMORY, NULL);
    const size_t size = graph->nodes[node].size;
    if (all[node] == NULL)
        memset(tangent, 0, size * sizeof *tangent);
    else
        memcpy(tangent, all[node], size * sizeof *tangent);
    return AG_OK;
}
