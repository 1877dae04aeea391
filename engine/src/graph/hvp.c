/* Second order, reverse over forward: tangents run along the tape, and the way back carries two
 * adjoints of each node, ybar of the value and ybardot of how it changes along the direction:
 *
 *     xbar    += J' ybar
 *     xbardot += J' ybardot + (the change of J' along xdot) ybar
 *
 * The last term is the op's hvp; it is what an adjoint of ydot = J xdot passes to x. What
 * arrives as ybardot at the uses of a parameter is its row of the product: it gets there by the
 * vjp of the leaf, like a gradient, so that who wraps a leaf changes both in the same way. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tape.h"

typedef struct curve {
    ag_graph *graph;
    const double *const *tangents; /* per node; NULL: zero */
    double *bars, *bardots;        /* adjoints of active nodes */
    double **products;             /* per parameter of the graph; NULL: not wanted */
    bool *reached, *bent;          /* per node: has ybar, and ybardot, been added to? */
} curve;

/* Two adjoints of every active node, and what is kept behind them. */
static bool reserve(ag_graph *graph, curve *out) {
    const size_t count = ag_tape_place_adjoints(graph);
    const size_t bytes = 2 * count * sizeof(double) +
                         graph->parameter_count * sizeof(double *) +
                         2 * graph->node_count * sizeof(bool);
    if (bytes > graph->curve_capacity) {
        free(graph->curves);
        graph->curves = malloc(bytes);
        graph->curve_capacity = graph->curves == NULL ? 0 : bytes;
    }
    if (bytes > graph->curve_capacity)
        return false;
    memset(graph->curves, 0, bytes);
    *out = (curve){.graph = graph, .bars = graph->curves, .bardots = graph->curves + count};
    out->products = (double **)(void *)(out->bardots + count);
    out->reached = (bool *)(out->products + graph->parameter_count);
    out->bent = out->reached + graph->node_count;
    return true;
}

static bool has_moving_input(const curve *c, const ag_tape_node *node) {
    for (size_t i = 0; i < node->input_count; i++)
        if (c->tangents[node->inputs[i]] != NULL && !ag_op_is_index(node->op, i))
            return true;
    return false;
}

/* ---- the way back ---- */

/* One node's pointers, in the graph's scratch. */
typedef struct operands {
    const double **values, **tangents;
    const ag_shape **shapes;
    double **bars, **bardots;
} operands;

static operands operands_of(const curve *c, const ag_tape_node *node) {
    const size_t width = c->graph->scratch_width;
    const void **scratch = c->graph->scratch;
    const operands o = {.values = (const double **)scratch,
                        .shapes = (const ag_shape **)scratch + width,
                        .tangents = (const double **)scratch + 2 * width,
                        .bars = (double **)(void *)(scratch + 3 * width),
                        .bardots = (double **)(void *)(scratch + 4 * width)};
    for (size_t i = 0; i < node->input_count; i++) {
        const ag_tape_node *from = &c->graph->nodes[node->inputs[i]];
        const bool is_index = ag_op_is_index(node->op, i);
        const bool wanted = from->active && !is_index;
        o.values[i] = from->value;
        o.shapes[i] = from->shape;
        o.tangents[i] = is_index ? NULL : c->tangents[node->inputs[i]];
        o.bars[i] = wanted ? c->bars + from->adjoint : NULL;
        o.bardots[i] = wanted ? c->bardots + from->adjoint : NULL;
    }
    return o;
}

static void mark(const curve *c, const ag_tape_node *node, bool *set) {
    for (size_t i = 0; i < node->input_count; i++)
        if (c->graph->nodes[node->inputs[i]].active && !ag_op_is_index(node->op, i))
            set[node->inputs[i]] = true;
}

static void pass_back(const curve *c, ag_node index) {
    const ag_tape_node *node = &c->graph->nodes[index];
    if (node->op->vjp == NULL)
        return;
    const operands o = operands_of(c, node);
    ag_vjp_call call = {.op = node->op,
                        .attributes = node->attributes,
                        .input_count = node->input_count,
                        .inputs = o.values,
                        .input_shapes = o.shapes,
                        .output = node->value,
                        .output_shape = node->shape,
                        .output_size = node->size,
                        .cotangent = c->bars + node->adjoint,
                        .adjoints = o.bars,
                        .node = index};
    node->op->vjp(&call);
    if (c->bent[index]) {
        call.cotangent = c->bardots + node->adjoint;
        call.adjoints = o.bardots;
        node->op->vjp(&call);
        mark(c, node, c->bent);
    }
    if (!has_moving_input(c, node) || node->op->hvp == ag_op_flat)
        return;
    const ag_hvp_call second = {.op = node->op,
                                .attributes = node->attributes,
                                .input_count = node->input_count,
                                .inputs = o.values,
                                .input_shapes = o.shapes,
                                .output = node->value,
                                .output_shape = node->shape,
                                .output_size = node->size,
                                .cotangent = c->bars + node->adjoint,
                                .tangents = o.tangents,
                                .adjoints = o.bardots,
                                .node = index};
    node->op->hvp(&second);
    mark(c, node, c->bent);
}

/* The leaf adds to the gradient of a parameter: of one like its own, whose gradient is the
 * product.
 */
static void deposit(const curve *c, ag_node index) {
    const ag_tape_node *node = &c->graph->nodes[index];
    const ag_leaf *use = &c->graph->uses[node->use];
    ag_parameter like = *use->parameter;
    like.grad = c->products[use->parameter_index];
    const ag_vjp_call call = {.op = node->op,
                              .output = node->value,
                              .output_shape = node->shape,
                              .output_size = node->size,
                              .cotangent = c->bardots + node->adjoint,
                              .node = index,
                              .parameter = &like};
    if (like.grad != NULL && node->op->vjp != NULL)
        node->op->vjp(&call);
}

/* ---- from the outside ---- */

/* Is every op known that is on the way and moves? Leaves `reached` as it will be. */
static ag_status check_ops(const curve *c, ag_node loss) {
    char text[AG_ERROR_MESSAGE_SIZE];
    c->reached[loss] = c->graph->nodes[loss].active;
    for (size_t i = (size_t)loss + 1; i-- > 0;) {
        const ag_tape_node *node = &c->graph->nodes[i];
        if (!c->reached[i])
            continue;
        mark(c, node, c->reached);
        if (!has_moving_input(c, node) || (node->op->jvp != NULL && node->op->hvp != NULL))
            continue;
        snprintf(text, sizeof text, "hvp: the second derivatives of %s are not known",
                 node->op->name);
        return ag_graph_fail(c->graph, AG_ERR_ARGUMENT, text);
    }
    return AG_OK;
}

ag_status ag_hvp(ag_graph *graph, ag_node loss, ag_parameter *const *parameters,
                 const double *const *tangents, double *const *products, size_t count) {
    curve c;
    ag_status status = ag_tape_check_loss(graph, loss, "hvp");
    if (status != AG_OK)
        return status;
    const double *const *all = ag_tape_tangents(graph, parameters, tangents, count, loss);
    if (all == NULL || !reserve(graph, &c))
        return ag_graph_fail(graph, AG_ERR_MEMORY, NULL);
    c.tangents = all;
    status = check_ops(&c, loss);
    if (status != AG_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        const size_t index = ag_graph_parameter_index(graph, parameters[i]);
        if (products[i] != NULL)
            memset(products[i], 0, parameters[i]->size * sizeof(double));
        if (index < graph->parameter_count)
            c.products[index] = products[i];
    }
    if (c.reached[loss])
        c.bars[graph->nodes[loss].adjoint] = 1.0;
    for (size_t i = (size_t)loss + 1; i-- > 0;) {
        if (!c.reached[i])
            continue;
        if (graph->nodes[i].use == AG_NOT_A_USE)
            pass_back(&c, (ag_node)i);
        else if (c.bent[i])
            deposit(&c, (ag_node)i);
    }
    return AG_OK;
}
