/* How near a node is to a place where its derivative jumps. */
#include <math.h>

#include "tape.h"

/* The smaller one; NaN if either is. */
static double least(double a, double b) {
    return isnan(a) || a < b ? a : b;
}

/* The nearest of the fixed kinks. */
static double nearest(const ag_op *op, const double *x, size_t size) {
    double margin = INFINITY;
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < op->kink_count; j++)
            margin = least(fabs(x[i] - op->kinks[j]), margin);
    return margin;
}

double ag_graph_kink_margin(const ag_graph *graph, ag_node node) {
    const ag_tape_node *at = ag_tape_at(graph, node);
    if (at == NULL)
        return INFINITY;
    const double **values = (const double **)graph->scratch;
    const ag_shape **shapes = (const ag_shape **)graph->scratch + graph->scratch_width;
    double margin = INFINITY;
    for (size_t i = 0; i < at->input_count; i++) {
        const ag_tape_node *from = &graph->nodes[at->inputs[i]];
        margin = least(nearest(at->op, from->value, from->size), margin);
        values[i] = from->value;
        shapes[i] = from->shape;
    }
    if (at->op->margin == NULL)
        return margin;
    const ag_kink_call call = {.op = at->op,
                               .attributes = at->attributes,
                               .input_count = at->input_count,
                               .inputs = values,
                               .input_shapes = shapes};
    return least(at->op->margin(&call), margin);
}
