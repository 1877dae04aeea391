/* Planting: wraps the descriptors of the struck nodes, each with what its vjp needs. */
#include "fault/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A descriptor in the place of another.  `op` comes first: it is what the graph sees. */
typedef struct struck_node {
    ag_op op;
    const ag_op *original;
    const gv_fault *fault;
    size_t input_count;
    double **adjoints; /* of the call to the original: one's own buffer where struck */
    double **buffers;  /* per input; NULL: not struck */
    double *factors;   /* per input */
} struck_node;

struct gv_planted {
    gv_fault fault;
    struck_node *nodes;
    size_t count;
};

const char *gv_fault_name(const gv_fault_kind *kind) {
    return kind->name;
}

const char *gv_fault_meaning(const gv_fault_kind *kind) {
    return kind->meaning;
}

bool gv_fault_sits_at(const gv_fault_kind *kind, gv_fault_site site) {
    return (kind->sites >> site & 1U) != 0;
}

/* ---- what runs in place of a vjp ---- */

/* Lets the kind add its version, of all entries or of the one that the fault is about. */
static void pass_on(const struck_node *node, const ag_vjp_call *call, size_t input) {
    const ag_shape *shape = call->input_shapes[input];
    gv_passing passing = {.right = node->buffers[input],
                          .adjoint = call->adjoints[input],
                          .size = ag_shape_size(shape),
                          .shape = shape,
                          .factor = node->factors[input]};
    const ag_shape scalar = ag_shape_scalar();
    size_t entry = node->fault->entry;
    if (entry == GV_FAULT_ALL) {
        node->fault->kind->pass(&passing);
        return;
    }
    for (size_t i = 0; i < passing.size; i++)
        if (i != entry)
            passing.adjoint[i] += passing.right[i];
    passing.right += entry;
    passing.adjoint += entry;
    passing.size = 1;
    passing.shape = &scalar;
    node->fault->kind->pass(&passing);
}

static void struck_vjp(const ag_vjp_call *call) {
    const struck_node *node = (const struck_node *)call->op;
    ag_vjp_call inner = *call;
    inner.op = node->original;
    inner.adjoints = node->adjoints;
    for (size_t i = 0; i < node->input_count; i++) {
        node->adjoints[i] = call->adjoints[i];
        if (node->buffers[i] == NULL || call->adjoints[i] == NULL)
            continue;
        memset(node->buffers[i], 0, ag_shape_size(call->input_shapes[i]) * sizeof(double));
        node->adjoints[i] = node->buffers[i];
    }
    node->original->vjp(&inner);
    for (size_t i = 0; i < node->input_count; i++)
        if (node->buffers[i] != NULL && call->adjoints[i] != NULL)
            pass_on(node, call, i);
}

static void struck_deposit(const ag_vjp_call *call) {
    const struck_node *node = (const struck_node *)call->op;
    node->fault->kind->deposit(call, node->fault->factor);
}

/* ---- planting ---- */

static gv_status fail(gv_error *error, gv_status status, const char *message) {
    if (error != NULL) {
        error->status = status;
        snprintf(error->message, sizeof error->message, "%s", message);
    }
    return status;
}

/* The wrapper of a node, a new one if it has none yet.  Returns: NULL when memory is short. */
static struck_node *wrap(gv_planted *planted, ag_graph *graph, ag_node at,
                         void (*vjp)(const ag_vjp_call *)) {
    const ag_op *original = ag_graph_node_op(graph, at);
    for (size_t i = 0; i < planted->count; i++)
        if (original == &planted->nodes[i].op)
            return &planted->nodes[i];
    struck_node *node = &planted->nodes[planted->count];
    size_t inputs = ag_graph_input_count(graph, at);
    *node = (struck_node){.op = *original, .original = original, .fault = &planted->fault};
    node->op.vjp = vjp;
    node->input_count = inputs;
    node->adjoints = calloc(inputs + 1, sizeof *node->adjoints);
    node->buffers = calloc(inputs + 1, sizeof *node->buffers);
    node->factors = calloc(inputs + 1, sizeof *node->factors);
    planted->count++;
    if (node->adjoints == NULL || node->buffers == NULL || node->factors == NULL ||
        ag_graph_wrap(graph, at, &node->op) != AG_OK)
        return NULL;
    return node;
}

static gv_status refuse_shape(const gv_fault *fault, gv_subject *subject, const ag_shape *shape,
                              gv_error *error) {
    const char *why = NULL;
    if (fault->kind->refuse != NULL)
        why = fault->kind->refuse(fault, subject, shape);
    if (why == NULL && fault->entry != GV_FAULT_ALL && fault->entry >= ag_shape_size(shape))
        why = "there are not so many entries";
    return why == NULL ? GV_OK : fail(error, GV_ERR_INPUT, why);
}

static gv_status strike(gv_planted *planted, gv_subject *subject, const gv_edge *edge,
                        gv_error *error) {
    ag_graph *graph = gv_engine_subject_graph(subject);
    const ag_shape *shape =
        ag_graph_shape(graph, ag_graph_node_input(graph, edge->node, edge->input));
    gv_status status = refuse_shape(&planted->fault, subject, shape, error);
    if (status != GV_OK)
        return status;
    struck_node *node = wrap(planted, graph, edge->node, struck_vjp);
    if (node == NULL)
        return fail(error, GV_ERR_MEMORY, "out of memory");
    if (node->original->vjp == NULL)
        return fail(error, GV_ERR_INPUT, "no gradient passes through this op");
    node->factors[edge->input] = edge->factor;
    node->buffers[edge->input] = calloc(ag_shape_size(shape), sizeof(double));
    return node->buffers[edge->input] != NULL ? GV_OK
                                              : fail(error, GV_ERR_MEMORY, "out of memory");
}

static gv_status plant_edges(gv_planted *planted, gv_subject *subject, gv_error *error) {
    const gv_fault *fault = &planted->fault;
    gv_edges edges = {0};
    gv_status status = GV_OK;
    if (fault->kind->find != NULL)
        fault->kind->find(fault, subject, &edges);
    else
        gv_edges_find(fault, subject, &edges);
    planted->nodes = calloc(edges.count + 1, sizeof *planted->nodes);
    if (edges.starved || planted->nodes == NULL)
        status = fail(error, GV_ERR_MEMORY, "out of memory");
    else if (edges.count == 0)
        status = fail(error, GV_ERR_INPUT,
                      fault->kind->nothing != NULL ? fault->kind->nothing
                                                   : "nothing is there that passes a gradient");
    for (size_t i = 0; status == GV_OK && i < edges.count; i++)
        status = strike(planted, subject, &edges.items[i], error);
    free(edges.items);
    return status;
}

static gv_status plant_deposit(gv_planted *planted, gv_subject *subject, gv_error *error) {
    const gv_fault *fault = &planted->fault;
    if (fault->use == GV_FAULT_ALL)
        return fail(error, GV_ERR_INPUT, "this kind needs one use");
    if (fault->entry != GV_FAULT_ALL)
        return fail(error, GV_ERR_INPUT, "this kind is about all entries");
    planted->nodes = calloc(1, sizeof *planted->nodes);
    if (planted->nodes == NULL)
        return fail(error, GV_ERR_MEMORY, "out of memory");
    ag_graph *graph = gv_engine_subject_graph(subject);
    ag_node leaf = gv_engine_subject_leaf(subject, fault->parameter, fault->use);
    gv_status status = refuse_shape(fault, subject, ag_graph_shape(graph, leaf), error);
    if (status == GV_OK && wrap(planted, graph, leaf, struck_deposit) == NULL)
        status = fail(error, GV_ERR_MEMORY, "out of memory");
    return status;
}

/* Is the place in the subject at all? */
static const char *missing_place(const gv_fault *fault, const gv_subject *subject) {
    if (!gv_fault_sits_at(fault->kind, fault->site))
        return "this kind of fault has another kind of place";
    if (fault->site == GV_FAULT_AT_TERM && fault->term >= subject->term_count)
        return "there is no such term";
    if (fault->site != GV_FAULT_AT_USE)
        return NULL;
    if (fault->parameter >= subject->parameter_count)
        return "there is no such parameter";
    if (fault->use != GV_FAULT_ALL &&
        fault->use >= subject->parameters[fault->parameter].use_count)
        return "the parameter has not so many uses";
    return NULL;
}

gv_status gv_fault_plant(const gv_fault *fault, gv_subject *subject, gv_planted **out,
                         gv_error *error) {
    *out = NULL;
    const char *missing = missing_place(fault, subject);
    if (missing != NULL)
        return fail(error, GV_ERR_INPUT, missing);
    gv_planted *planted = calloc(1, sizeof *planted);
    if (planted == NULL)
        return fail(error, GV_ERR_MEMORY, "out of memory");
    planted->fault = *fault;
    if (fault->factor == 0)
        planted->fault.factor = fault->kind->factor;
    gv_status status = fault->kind->pass != NULL ? plant_edges(planted, subject, error)
                                                 : plant_deposit(planted, subject, error);
    *out = planted; /* on error too: its descriptors may be in the graph already */
    return status;
}

void gv_planted_destroy(gv_planted *planted) {
    if (planted == NULL)
        return;
    for (size_t n = 0; n < planted->count; n++) {
        struck_node *node = &planted->nodes[n];
        for (size_t i = 0; node->buffers != NULL && i < node->input_count; i++)
            free(node->buffers[i]);
        free(node->adjoints);
        free(node->buffers);
        free(node->factors);
    }
    free(planted->nodes);
    free(planted);
}
