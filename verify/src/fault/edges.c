/* Where in a graph a fault sits. */
#include "fault/inside.h"

#include <stdlib.h>
#include <string.h>

void gv_edges_add(gv_edges *edges, const ag_graph *graph, ag_node node, size_t input,
                  double factor) {
    bool index = input < 32 && (ag_graph_node_op(graph, node)->index_inputs >> input & 1U) != 0;
    if (index || !ag_graph_node_active(graph, ag_graph_node_input(graph, node, input)))
        return;
    if (edges->count == edges->capacity) {
        size_t capacity = edges->capacity * 2 + 16;
        gv_edge *items = realloc(edges->items, capacity * sizeof *items);
        if (items == NULL) {
            edges->starved = true;
            return;
        }
        edges->items = items;
        edges->capacity = capacity;
    }
    edges->items[edges->count++] = (gv_edge){node, input, factor};
}

void gv_edges_into(gv_subject *subject, ag_node leaf, double factor, gv_edges *edges) {
    const ag_graph *graph = gv_engine_subject_graph(subject);
    size_t nodes = ag_graph_node_count(graph);
    for (size_t i = (size_t)leaf + 1; i < nodes; i++)
        for (size_t k = 0; k < ag_graph_input_count(graph, (ag_node)i); k++)
            if (ag_graph_node_input(graph, (ag_node)i, k) == leaf)
                gv_edges_add(edges, graph, (ag_node)i, k, factor);
}

/* All inputs of a node, or the one that is named. */
static void add_inputs(const gv_fault *fault, const ag_graph *graph, ag_node node,
                       gv_edges *edges) {
    for (size_t k = 0; k < ag_graph_input_count(graph, node); k++)
        if (fault->input == GV_FAULT_ALL || fault->input == k)
            gv_edges_add(edges, graph, node, k, fault->factor);
}

static void find_at_nodes(const gv_fault *fault, gv_subject *subject, gv_edges *edges) {
    const ag_graph *graph = gv_engine_subject_graph(subject);
    size_t occurrence = 0;
    for (size_t i = 0; i < ag_graph_node_count(graph); i++) {
        ag_node node = (ag_node)i;
        if (strcmp(ag_graph_node_op(graph, node)->name, fault->op) != 0 ||
            !ag_graph_node_active(graph, node))
            continue;
        if (fault->occurrence == GV_FAULT_ALL || fault->occurrence == occurrence)
            add_inputs(fault, graph, node, edges);
        occurrence++;
    }
}

static void find_at_uses(const gv_fault *fault, gv_subject *subject, gv_edges *edges) {
    const gv_parameter *parameter = &subject->parameters[fault->parameter];
    for (size_t use = 0; use < parameter->use_count; use++)
        if (fault->use == GV_FAULT_ALL || fault->use == use)
            gv_edges_into(subject, gv_engine_subject_leaf(subject, fault->parameter, use),
                          fault->factor, edges);
}

static void find_at_term(const gv_fault *fault, gv_subject *subject, gv_edges *edges) {
    add_inputs(fault, gv_engine_subject_graph(subject),
               gv_engine_subject_node(subject, fault->term), edges);
}

void gv_edges_find(const gv_fault *fault, gv_subject *subject, gv_edges *edges) {
    static void (*const find[])(const gv_fault *, gv_subject *, gv_edges *) = {
        [GV_FAULT_AT_NODE] = find_at_nodes,
        [GV_FAULT_AT_USE] = find_at_uses,
        [GV_FAULT_AT_TERM] = find_at_term,
    };
    find[fault->site](fault, subject, edges);
}
