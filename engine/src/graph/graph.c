/* Life of a graph, errors, scopes, and looking at what was recorded. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tape.h"

ag_graph *ag_graph_create(void) {
    return calloc(1, sizeof(ag_graph));
}

static void release_parameters(ag_graph *graph) {
    for (size_t i = 0; i < graph->parameter_count; i++)
        ag_parameter_release(graph->parameters[i].parameter);
    graph->parameter_count = 0;
}

void ag_graph_destroy(ag_graph *graph) {
    if (graph == NULL)
        return;
    release_parameters(graph);
    ag_arena_destroy(&graph->arena);
    free(graph->nodes);
    free(graph->uses);
    free(graph->parameters);
    free(graph->table);
    free(graph->scope);
    free(graph->scope_starts);
    free(graph->scratch);
    free(graph->operands);
    free(graph->adjoints);
    free(graph->reached);
    free(graph->tangents);
    free(graph->curves);
    free(graph);
}

void ag_graph_clear(ag_graph *graph) {
    release_parameters(graph);
    ag_arena_clear(&graph->arena);
    if (graph->table != NULL)
        memset(graph->table, 0, graph->table_size * sizeof *graph->table);
    graph->node_count = 0;
    graph->use_count = 0;
    graph->scope_length = 0;
    graph->scope_depth = 0;
    graph->adjoint_count = 0;
    graph->reached_count = 0;
    graph->generation++;
    ag_graph_clear_error(graph);
}

const ag_error *ag_graph_error(const ag_graph *graph) {
    return &graph->error;
}

void ag_graph_clear_error(ag_graph *graph) {
    graph->error = (ag_error){.status = AG_OK};
}

ag_status ag_graph_fail(ag_graph *graph, ag_status status, const char *message) {
    if (graph->error.status == AG_OK) {
        graph->error.status = status;
        snprintf(graph->error.message, sizeof graph->error.message, "%s",
                 message == NULL ? ag_status_message(status) : message);
    }
    return status;
}

bool ag_grow(void **items, size_t *capacity, size_t count, size_t item_size) {
    if (count < *capacity)
        return true;
    const size_t larger = *capacity == 0 ? 16 : *capacity * 2;
    void *moved = larger > SIZE_MAX / item_size ? NULL : realloc(*items, larger * item_size);
    if (moved == NULL)
        return false;
    *items = moved;
    *capacity = larger;
    return true;
}

/* ---- scopes ---- */

static bool scope_reserve(ag_graph *graph, size_t length) {
    if (length <= graph->scope_capacity)
        return true;
    char *moved = realloc(graph->scope, length * 2);
    if (moved == NULL)
        return false;
    graph->scope = moved;
    graph->scope_capacity = length * 2;
    return true;
}

ag_status ag_graph_push_scope(ag_graph *graph, const char *name) {
    const size_t length = strlen(name);
    if (!scope_reserve(graph, graph->scope_length + length + 1) ||
        !ag_grow((void **)&graph->scope_starts, &graph->scope_start_capacity,
                 graph->scope_depth, sizeof *graph->scope_starts))
        return ag_graph_fail(graph, AG_ERR_MEMORY, NULL);
    graph->scope_starts[graph->scope_depth++] = graph->scope_length;
    memcpy(graph->scope + graph->scope_length, name, length);
    graph->scope[graph->scope_length + length] = '.';
    graph->scope_length += length + 1;
    return AG_OK;
}

void ag_graph_pop_scope(ag_graph *graph) {
    if (graph->scope_depth == 0)
        return;
    graph->scope_depth--;
    graph->scope_length = graph->scope_starts[graph->scope_depth];
}

/* ---- looking ---- */

size_t ag_graph_node_count(const ag_graph *graph) {
    return graph->node_count;
}

const double *ag_graph_value(const ag_graph *graph, ag_node node) {
    const ag_tape_node *at = ag_tape_at(graph, node);
    return at == NULL ? NULL : at->value;
}

const ag_shape *ag_graph_shape(const ag_graph *graph, ag_node node) {
    const ag_tape_node *at = ag_tape_at(graph, node);
    return at == NULL ? NULL : at->shape;
}

const ag_op *ag_graph_node_op(const ag_graph *graph, ag_node node) {
    const ag_tape_node *at = ag_tape_at(graph, node);
    return at == NULL ? NULL : at->op;
}

size_t ag_graph_input_count(const ag_graph *graph, ag_node node) {
    const ag_tape_node *at = ag_tape_at(graph, node);
    return at == NULL ? 0 : at->input_count;
}

ag_node ag_graph_node_input(const ag_graph *graph, ag_node node, size_t index) {
    const ag_tape_node *at = ag_tape_at(graph, node);
    return at == NULL || index >= at->input_count ? AG_NO_NODE : at->inputs[index];
}

const ag_attribute_value *ag_graph_attribute(const ag_graph *graph, ag_node node,
                                             const char *name) {
    const ag_tape_node *at = ag_tape_at(graph, node);
    if (at == NULL)
        return NULL;
    const size_t index = ag_op_attribute_index(at->op, name);
    return index == at->op->attribute_count ? NULL : &at->attributes[index];
}

bool ag_graph_node_active(const ag_graph *graph, ag_node node) {
    const ag_tape_node *at = ag_tape_at(graph, node);
    return at != NULL && at->active;
}

ag_status ag_graph_wrap(ag_graph *graph, ag_node node, const ag_op *replacement) {
    if (node >= graph->node_count)
        return ag_graph_fail(graph, AG_ERR_NODE, NULL);
    ag_tape_node *at = &graph->nodes[node];
    if (replacement == NULL || replacement->arity != at->op->arity ||
        replacement->attribute_count != at->op->attribute_count ||
        (replacement->forward == NULL) != (at->op->forward == NULL))
        return ag_graph_fail(graph, AG_ERR_ARGUMENT,
                             "the replacement of an op has another arity or schema");
    at->op = replacement;
    return AG_OK;
}
