/* Recording and replay. Recording checks nodes and attributes, asks the op for the shape, takes
 * memory from the arena and evaluates; replay only evaluates. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "region.h"
#include "tape.h"

/* ---- evaluating ---- */

void ag_tape_evaluate(ag_graph *graph, const ag_tape_node *node) {
    ag_forward_input *inputs = graph->operands;
    for (size_t i = 0; i < node->input_count; i++) {
        const ag_tape_node *from = &graph->nodes[node->inputs[i]];
        inputs[i] =
            (ag_forward_input){.data = from->value, .base = from->value, .shape = from->shape};
    }
    const ag_forward_call call = {.op = node->op,
                                  .attributes = node->attributes,
                                  .lanes = 1,
                                  .input_count = node->input_count,
                                  .inputs = inputs,
                                  .output = node->own,
                                  .output_stride = node->size,
                                  .output_base = node->own,
                                  .output_shape = node->shape,
                                  .output_size = node->size,
                                  .node = (ag_node)(node - graph->nodes)};
    node->op->forward(&call);
}

ag_status ag_graph_replay(ag_graph *graph, ag_node from) {
    if (from > graph->node_count)
        return ag_graph_fail(graph, AG_ERR_NODE, NULL);
    graph->generation++;
    for (size_t i = from; i < graph->node_count; i++)
        if (graph->nodes[i].op->forward != NULL)
            ag_tape_evaluate(graph, &graph->nodes[i]);
    return AG_OK;
}

/* ---- recording ---- */

/* Pointers for calls with that many inputs. */
static bool scratch_reserve(ag_graph *graph, size_t width) {
    if (width <= graph->scratch_width && graph->scratch_width > 0)
        return true;
    const size_t larger = width < 4 ? 4 : width;
    free(graph->scratch);
    free(graph->operands);
    graph->scratch = calloc(AG_SCRATCH_ARRAYS * larger, sizeof *graph->scratch);
    graph->operands = calloc(larger, sizeof *graph->operands);
    graph->scratch_width = graph->scratch == NULL || graph->operands == NULL ? 0 : larger;
    return graph->scratch_width > 0;
}

ag_node ag_tape_append(ag_graph *graph, const ag_tape_node *node) {
    if (graph->node_count >= AG_NO_NODE || !scratch_reserve(graph, node->input_count) ||
        !ag_grow((void **)&graph->nodes, &graph->node_capacity, graph->node_count,
                 sizeof *graph->nodes)) {
        ag_graph_fail(graph, AG_ERR_MEMORY, NULL);
        return AG_NO_NODE;
    }
    graph->nodes[graph->node_count] = *node;
    graph->generation++;
    return (ag_node)graph->node_count++;
}

static ag_status check_inputs(ag_graph *graph, const ag_op *op, const ag_node *inputs,
                              size_t count) {
    char text[AG_ERROR_MESSAGE_SIZE];
    for (size_t i = 0; i < count; i++)
        if (inputs[i] >= graph->node_count) {
            snprintf(text, sizeof text, "%s: input %zu is not a node of this graph", op->name,
                     i);
            return ag_graph_fail(graph, AG_ERR_NODE, text);
        }
    if (op->forward == NULL || !ag_op_takes(op, count)) {
        snprintf(text, sizeof text, "%s: %zu inputs given", op->name, count);
        return ag_graph_fail(graph, AG_ERR_ARGUMENT, text);
    }
    return AG_OK;
}

static ag_status attribute_error(ag_graph *graph, const ag_op *op, const char *name,
                                 const char *what) {
    char text[AG_ERROR_MESSAGE_SIZE];
    snprintf(text, sizeof text, "%s: attribute \"%s\" %s", op->name, name, what);
    return ag_graph_fail(graph, AG_ERR_ATTRIBUTE, text);
}

/* Lists are copied, so that the node owns what it was given. */
static bool keep_list(ag_graph *graph, ag_attribute_value *value) {
    if (value->integer_count == 0)
        return true;
    value->integers = ag_arena_copy(&graph->arena, value->integers,
                                    value->integer_count * sizeof *value->integers);
    return value->integers != NULL;
}

static ag_status set_attribute(ag_graph *graph, const ag_op *op, const ag_attribute *given,
                               ag_attribute_value *values) {
    const size_t index = ag_op_attribute_index(op, given->name);
    if (index == op->attribute_count)
        return attribute_error(graph, op, given->name, "is not known");
    if (op->attributes[index].kind != given->kind)
        return attribute_error(graph, op, given->name, "is of another kind");
    values[index] = given->value;
    if (given->kind == AG_ATTRIBUTE_INTS && !keep_list(graph, &values[index]))
        return ag_graph_fail(graph, AG_ERR_MEMORY, NULL);
    return AG_OK;
}

static bool is_given(const char *name, const ag_attribute *given, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(given[i].name, name) == 0)
            return true;
    return false;
}

/* The values in the schema's order: fallbacks, then what was given. */
static ag_status keep_attributes(ag_graph *graph, const ag_op *op, const ag_attribute *given,
                                 size_t given_count, const ag_attribute_value **out) {
    if (op->attribute_count == 0 && given_count == 0)
        return AG_OK;
    ag_attribute_value *values =
        ag_arena_take(&graph->arena, (op->attribute_count + 1) * sizeof *values);
    if (values == NULL)
        return ag_graph_fail(graph, AG_ERR_MEMORY, NULL);
    for (size_t i = 0; i < op->attribute_count; i++) {
        values[i] = op->attributes[i].fallback;
        if (op->attributes[i].required && !is_given(op->attributes[i].name, given, given_count))
            return attribute_error(graph, op, op->attributes[i].name, "is missing");
    }
    for (size_t i = 0; i < given_count; i++) {
        const ag_status status = set_attribute(graph, op, &given[i], values);
        if (status != AG_OK)
            return status;
    }
    *out = values;
    return AG_OK;
}

static ag_status infer_shape(ag_graph *graph, const ag_tape_node *node, ag_shape *shape) {
    const ag_shape **shapes = (const ag_shape **)graph->scratch;
    for (size_t i = 0; i < node->input_count; i++)
        shapes[i] = graph->nodes[node->inputs[i]].shape;
    const ag_shape_call call = {.op = node->op,
                                .attributes = node->attributes,
                                .input_count = node->input_count,
                                .input_shapes = shapes};
    ag_error error = {.status = AG_OK};
    const ag_status status = node->op->shape(&call, shape, &error);
    if (status != AG_OK)
        return ag_graph_fail(graph, status, error.message[0] == '\0' ? NULL : error.message);
    if (ag_shape_size(shape) == 0)
        return ag_graph_fail(graph, AG_ERR_SHAPE, "the result has no entries or too many");
    return AG_OK;
}

/* Does a gradient pass from this node to a parameter? */
static bool any_active(const ag_graph *graph, const ag_tape_node *node) {
    for (size_t i = 0; i < node->input_count; i++)
        if (graph->nodes[node->inputs[i]].active && !ag_op_is_index(node->op, i))
            return node->op->vjp != NULL;
    return false;
}

static ag_status fill_node(ag_graph *graph, ag_tape_node *node) {
    static const ag_shape scalar = {.rank = 0};
    ag_shape shape;
    const ag_status status = infer_shape(graph, node, &shape);
    if (status != AG_OK)
        return status;
    node->shape =
        shape.rank == 0 ? &scalar : ag_arena_copy(&graph->arena, &shape, sizeof shape);
    node->size = ag_shape_size(&shape);
    node->own = ag_arena_take(&graph->arena, node->size * sizeof(double));
    node->value = node->own;
    node->active = any_active(graph, node);
    if (node->shape == NULL || node->own == NULL)
        return ag_graph_fail(graph, AG_ERR_MEMORY, NULL);
    return AG_OK;
}

ag_node ag_record(ag_graph *graph, const ag_op *op, const ag_node *inputs, size_t input_count,
                  const ag_attribute *attributes, size_t attribute_count) {
    ag_tape_node node = {.op = op, .input_count = input_count, .use = AG_NOT_A_USE};
    if (op == NULL) {
        ag_graph_fail(graph, AG_ERR_NAME, "no such op");
        return AG_NO_NODE;
    }
    if (check_inputs(graph, op, inputs, input_count) != AG_OK ||
        keep_attributes(graph, op, attributes, attribute_count, &node.attributes) != AG_OK)
        return AG_NO_NODE;
    node.inputs = ag_arena_copy(&graph->arena, inputs, input_count * sizeof *inputs);
    if (node.inputs == NULL || !scratch_reserve(graph, input_count)) {
        ag_graph_fail(graph, AG_ERR_MEMORY, NULL);
        return AG_NO_NODE;
    }
    if (fill_node(graph, &node) != AG_OK)
        return AG_NO_NODE;
    const ag_node index = ag_tape_append(graph, &node);
    if (index != AG_NO_NODE)
        ag_tape_evaluate(graph, &graph->nodes[index]);
    return index;
}
