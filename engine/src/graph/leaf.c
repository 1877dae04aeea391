/* Leaves: uses of parameters, constants, inputs; and the table of distinct parameters.
 * A leaf is a node like any other, with a descriptor of arity 0: the vjp of `parameter` is what
 * adds a use's gradient to its parameter, so wrapping it can lose or overwrite a use. */
#include <stdlib.h>
#include <string.h>

#include "tape.h"

static void parameter_vjp(const ag_vjp_call *call) {
    for (size_t i = 0; i < call->output_size; i++)
        call->parameter->grad[i] += call->cotangent[i];
}

const ag_op ag_op_parameter = {.name = "parameter",
                               .vjp = parameter_vjp,
                               .formula = "a use of a parameter; gradient += cotangent"};
const ag_op ag_op_constant = {.name = "constant", .formula = "values held by the graph"};
const ag_op ag_op_input = {.name = "input", .formula = "values borrowed from the caller"};

/* ---- distinct parameters ---- */

/* Slot of the parameter, or the free slot where it belongs. */
static size_t *find_slot(const ag_graph *graph, const ag_parameter *parameter) {
    const size_t mask = graph->table_size - 1;
    const uint64_t hash = ((uint64_t)(uintptr_t)parameter >> 4) * UINT64_C(0x9E3779B97F4A7C15);
    for (size_t at = (size_t)(hash >> 32) & mask;; at = (at + 1) & mask) {
        size_t *slot = &graph->table[at];
        if (*slot == 0 || graph->parameters[*slot - 1].parameter == parameter)
            return slot;
    }
}

/* Keep the table at most half full. */
static bool table_reserve(ag_graph *graph) {
    if (2 * (graph->parameter_count + 1) <= graph->table_size)
        return true;
    const size_t larger = graph->table_size == 0 ? 64 : graph->table_size * 2;
    size_t *table = calloc(larger, sizeof *table);
    if (table == NULL)
        return false;
    free(graph->table);
    graph->table = table;
    graph->table_size = larger;
    for (size_t i = 0; i < graph->parameter_count; i++)
        *find_slot(graph, graph->parameters[i].parameter) = i + 1;
    return true;
}

bool ag_tape_intern(ag_graph *graph, ag_parameter *parameter, size_t *index) {
    if (!table_reserve(graph) ||
        !ag_grow((void **)&graph->parameters, &graph->parameter_capacity,
                 graph->parameter_count, sizeof *graph->parameters))
        return false;
    size_t *slot = find_slot(graph, parameter);
    if (*slot == 0) {
        graph->parameters[graph->parameter_count++] =
            (ag_tape_parameter){.parameter = ag_parameter_retain(parameter)};
        *slot = graph->parameter_count;
    }
    *index = *slot - 1;
    return true;
}

size_t ag_graph_parameter_count(const ag_graph *graph) {
    return graph->parameter_count;
}

ag_parameter *ag_graph_parameter(const ag_graph *graph, size_t index) {
    return index < graph->parameter_count ? graph->parameters[index].parameter : NULL;
}

size_t ag_graph_parameter_index(const ag_graph *graph, const ag_parameter *parameter) {
    if (graph->table_size == 0)
        return graph->parameter_count;
    const size_t slot = *find_slot(graph, parameter);
    return slot == 0 ? graph->parameter_count : slot - 1;
}

size_t ag_graph_leaf_count(const ag_graph *graph) {
    return graph->use_count;
}

ag_leaf ag_graph_leaf(const ag_graph *graph, size_t index) {
    if (index >= graph->use_count)
        return (ag_leaf){.node = AG_NO_NODE, .use = ""};
    return graph->uses[index];
}

/* ---- making leaves ---- */

static const ag_shape scalar_shape = {.rank = 0};

static const ag_shape *keep_shape(ag_graph *graph, const ag_shape *shape) {
    if (shape->rank == 0)
        return &scalar_shape;
    return ag_arena_copy(&graph->arena, shape, sizeof *shape);
}

/* "scope.name" in the arena; "" if there is neither. */
static const char *keep_use_name(ag_graph *graph, const char *name) {
    const size_t length = name == NULL ? 0 : strlen(name);
    size_t scope = graph->scope_length;
    if (scope > 0 && length == 0)
        scope--; /* the dot */
    if (scope + length == 0)
        return "";
    char *text = ag_arena_take(&graph->arena, scope + length + 1);
    if (text == NULL)
        return NULL;
    if (scope > 0)
        memcpy(text, graph->scope, scope);
    if (length > 0)
        memcpy(text + scope, name, length);
    text[scope + length] = '\0';
    return text;
}

ag_node ag_use(ag_graph *graph, ag_parameter *parameter, const char *use_name) {
    if (parameter == NULL) {
        ag_graph_fail(graph, AG_ERR_ARGUMENT, "use of a parameter that is NULL");
        return AG_NO_NODE;
    }
    const char *name = keep_use_name(graph, use_name);
    size_t index = 0;
    if (name == NULL ||
        !ag_grow((void **)&graph->uses, &graph->use_capacity, graph->use_count,
                 sizeof *graph->uses) ||
        !ag_tape_intern(graph, parameter, &index)) {
        ag_graph_fail(graph, AG_ERR_MEMORY, NULL);
        return AG_NO_NODE;
    }
    const ag_node node =
        ag_tape_append(graph, &(ag_tape_node){.op = &ag_op_parameter,
                                              .shape = &parameter->shape,
                                              .size = parameter->size,
                                              .value = parameter->data,
                                              .use = graph->use_count,
                                              .active = parameter->requires_grad});
    if (node == AG_NO_NODE)
        return AG_NO_NODE;
    graph->uses[graph->use_count++] = (ag_leaf){.node = node,
                                                .parameter = parameter,
                                                .parameter_index = index,
                                                .ordinal = graph->parameters[index].use_count++,
                                                .use = name};
    return node;
}

/* A leaf without gradient; `data` is checked and, if asked, copied. */
static ag_node plain_leaf(ag_graph *graph, const ag_op *op, const ag_shape *shape,
                          const double *data, bool copy) {
    const size_t size = ag_shape_size(shape);
    if (size == 0 || data == NULL) {
        ag_graph_fail(graph, AG_ERR_ARGUMENT, "a leaf needs data and a valid shape");
        return AG_NO_NODE;
    }
    const double *value = copy ? ag_arena_copy(&graph->arena, data, size * sizeof *data) : data;
    const ag_shape *kept = keep_shape(graph, shape);
    if (value == NULL || kept == NULL) {
        ag_graph_fail(graph, AG_ERR_MEMORY, NULL);
        return AG_NO_NODE;
    }
    return ag_tape_append(
        graph, &(ag_tape_node){
                   .op = op, .shape = kept, .size = size, .value = value, .use = AG_NOT_A_USE});
}

ag_node ag_constant(ag_graph *graph, ag_shape shape, const double *data) {
    return plain_leaf(graph, &ag_op_constant, &shape, data, true);
}

ag_node ag_input(ag_graph *graph, ag_shape shape, const double *data) {
    return plain_leaf(graph, &ag_op_input, &shape, data, false);
}

ag_node ag_scalar(ag_graph *graph, double value) {
    return ag_constant(graph, ag_shape_scalar(), &value);
}
