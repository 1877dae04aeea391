/* Models that are formulas: parameters, constants, data, and nodes that name ops of the
 * engine's list, each reading what stands above it.  The last node is the data term, unless
 * `loss` names another. */
#include "case/graph.h"

#include <stddef.h>
#include <stdio.h>

enum { MAX_NODES = 4096 };

typedef struct sections {
    const gv_node *parameters, *constants, *nodes, *loss;
} sections;

static const gv_field graph_fields[] = {
    {.name = "parameters",
     .read = gv_field_node,
     .offset = offsetof(sections, parameters),
     .required = true,
     .meaning = "name: shape, as [3, 4]; [] is a scalar"},
    {.name = "constants",
     .read = gv_field_node,
     .offset = offsetof(sections, constants),
     .meaning = "name: a number, nested lists of them, or {shape, kind, ...} as in init"},
    {.name = "nodes",
     .read = gv_field_node,
     .offset = offsetof(sections, nodes),
     .required = true,
     .meaning = "name: {op, inputs, attributes of the op}, in order"},
    {.name = "loss",
     .read = gv_field_node,
     .offset = offsetof(sections, loss),
     .meaning = "the node that is the data term, a scalar; left out: the last one"},
};

/* ---- the section ---- */

static size_t count_of(const gv_node *node) {
    return node != NULL ? node->count : 0;
}

/* Data, and a constant for each input of each node at most. */
static size_t count_operands(const sections *s) {
    size_t count = 2 + count_of(s->parameters) + count_of(s->constants) + s->nodes->count;
    for (const gv_node *node = s->nodes->first; node != NULL; node = node->next)
        count += count_of(gv_node_get(node, "inputs"));
    return count;
}

static bool expect_mapping(gv_reading *reading, const gv_node *node, const char *of) {
    if (node->kind == GV_NODE_MAPPING && node->count > 0 && node->count <= MAX_NODES)
        return true;
    gv_blame(reading, node, "expected 1 to %d %s by name, found %s", MAX_NODES, of,
             node->kind != GV_NODE_MAPPING ? gv_node_describe(reading, node)
             : node->count == 0            ? "none"
                                           : "too many");
    return false;
}

static bool find_loss(gv_reading *reading, const gv_node *node, struct gv_graph *graph) {
    graph->loss = graph->nodes[graph->node_count - 1].operand;
    if (node == NULL)
        return true;
    if (!gv_graph_find_operand(reading, node, graph, "node", &graph->loss))
        return false;
    const gv_operand *loss = &graph->operands[graph->loss];
    if (loss->kind == GV_OPERAND_NODE)
        return true;
    gv_blame(reading, node, "'%s' is no node", loss->name);
    return false;
}

static bool graph_read(gv_reading *reading, const gv_node *node, gv_case *item) {
    sections s = {NULL, NULL, NULL, NULL};
    struct gv_graph *graph = gv_reading_alloc(reading, 1, sizeof *graph);
    if (graph == NULL ||
        !gv_read_fields(reading, node, graph_fields, sizeof graph_fields / sizeof *graph_fields,
                        &s) ||
        !expect_mapping(reading, s.parameters, "parameters") ||
        !expect_mapping(reading, s.nodes, "nodes") ||
        (s.constants != NULL && !expect_mapping(reading, s.constants, "constants")))
        return false;
    if (item->sections.data != NULL && item->data.flow.steps == 0)
        return false; /* the data are broken, and that was said */
    item->model.graph = graph;
    graph->operands = gv_reading_alloc(reading, count_operands(&s), sizeof *graph->operands);
    if (graph->operands == NULL)
        return false;
    gv_graph_add_data(item, graph);
    bool good = gv_graph_read_parameters(reading, s.parameters, graph);
    if (s.constants != NULL)
        good &= gv_graph_read_constants(reading, s.constants, item, graph);
    good &= gv_graph_read_nodes(reading, s.nodes, graph);
    return good && find_loss(reading, s.loss, graph);
}

/* ---- shapes ---- */

static bool infer(gv_reading *reading, struct gv_graph *graph, const gv_op_node *node) {
    const ag_shape **shapes = gv_reading_alloc(reading, node->input_count, sizeof *shapes);
    gv_operand *out = &graph->operands[node->operand];
    ag_error error = {.status = AG_OK};
    if (shapes == NULL)
        return false;
    for (size_t i = 0; i < node->input_count; i++)
        shapes[i] = &graph->operands[node->inputs[i]].shape;
    const ag_shape_call call = {.op = node->op,
                                .attributes = node->attributes,
                                .input_count = node->input_count,
                                .input_shapes = shapes};
    if (node->op->shape(&call, &out->shape, &error) != AG_OK) {
        gv_blame(reading, node->node, "node '%s': %s", out->name, error.message);
        return false;
    }
    size_t size = ag_shape_size(&out->shape);
    if (size > 0 && size <= GV_MAX_ENTRIES)
        return true;
    gv_blame(reading, node->node, "node '%s' is too large: the limit is 16777216 entries",
             out->name);
    return false;
}

static bool graph_shape(gv_reading *reading, gv_case *item, gv_flow *flow) {
    struct gv_graph *graph = item->model.graph;
    char text[128];
    size_t entries = 0;
    for (size_t i = 0; i < graph->operand_count; i++)
        if (graph->operands[i].kind == GV_OPERAND_PARAMETER)
            entries += ag_shape_size(&graph->operands[i].shape);
    if (entries > GV_MAX_ENTRIES) {
        gv_blame(reading, item->model.node,
                 "the parameters are too large: the limit is "
                 "16777216 entries");
        return false;
    }
    for (size_t i = 0; i < graph->node_count; i++)
        if (!infer(reading, graph, &graph->nodes[i]))
            return false;
    const gv_operand *loss = &graph->operands[graph->loss];
    *flow = (gv_flow){.from = "the graph", .steps = 1, .shape = loss->shape};
    if (loss->shape.rank == 0)
        return true;
    gv_blame(reading, loss->node, "the loss must be a scalar, but '%s' has shape %s",
             loss->name, ag_shape_text(&loss->shape, text, sizeof text));
    return false;
}

/* ---- building ---- */

static ag_module *graph_create(const gv_case *item) {
    static const ag_module_kind kind = {.name = "Graph"};
    const struct gv_graph *graph = item->model.graph;
    ag_module *module = ag_module_create(&kind, 0);
    for (size_t i = 0; module != NULL && i < graph->operand_count; i++) {
        const gv_operand *operand = &graph->operands[i];
        if (operand->kind != GV_OPERAND_PARAMETER ||
            ag_module_take_parameter(module, operand->name,
                                     ag_parameter_create(operand->name, operand->shape)) ==
                AG_OK)
            continue;
        ag_module_release(module);
        module = NULL;
    }
    return module;
}

static size_t graph_prediction_count(const gv_case *item) {
    return item->model.graph->operand_count;
}

/* Reads an operand that is no parameter. */
static ag_node read_operand(const struct gv_graph *graph, const gv_data *data, ag_graph *tape,
                            const ag_node *nodes, size_t index) {
    const gv_operand *operand = &graph->operands[index];
    switch (operand->kind) {
    case GV_OPERAND_CONSTANT:
        return ag_input(tape, operand->shape, operand->values);
    case GV_OPERAND_INPUTS:
        return ag_input(tape, gv_graph_data_shape(data, operand->kind), data->inputs);
    case GV_OPERAND_TARGET:
        return ag_input(tape, gv_graph_data_shape(data, operand->kind), data->targets);
    default:
        return nodes[index];
    }
}

/* Input `place` of a node, a parameter: a use under its own name; with the place when the node
 * reads it more than once. */
static ag_node read_parameter(const struct gv_graph *graph, const ag_module *module,
                              ag_graph *tape, const gv_op_node *node, size_t place) {
    const size_t index = node->inputs[place];
    const gv_operand *operand = &graph->operands[index];
    char name[GV_GRAPH_NAME_CHARACTERS + 32];
    size_t times = 0;
    for (size_t i = 0; i < node->input_count; i++)
        times += node->inputs[i] == index;
    if (times > 1)
        snprintf(name, sizeof name, "%s (input %zu)", operand->name, place);
    else
        snprintf(name, sizeof name, "%s", operand->name);
    return ag_use(tape, ag_module_parameter(module, operand->name), name);
}

static void graph_record(const gv_case *item, const gv_data *data, const ag_module *module,
                         ag_graph *tape, gv_predictions *predictions) {
    const struct gv_graph *graph = item->model.graph;
    ag_node *nodes = predictions->nodes; /* per operand */
    for (size_t i = 0; i < graph->node_count; i++) {
        const gv_op_node *node = &graph->nodes[i];
        ag_node inputs[GV_MAX_INPUTS];
        ag_graph_push_scope(tape, graph->operands[node->operand].name);
        for (size_t k = 0; k < node->input_count; k++)
            inputs[k] = graph->operands[node->inputs[k]].kind == GV_OPERAND_PARAMETER
                            ? read_parameter(graph, module, tape, node, k)
                            : read_operand(graph, data, tape, nodes, node->inputs[k]);
        nodes[node->operand] = ag_record(tape, node->op, inputs, node->input_count, node->given,
                                         node->given_count);
        ag_graph_pop_scope(tape);
    }
    nodes[0] = nodes[graph->loss];
    predictions->count = 1;
}

static gv_status graph_outline(const gv_case *item, gv_outline *outline) {
    const struct gv_graph *graph = item->model.graph;
    gv_status status = GV_OK;
    for (size_t i = 0; i < graph->node_count && status == GV_OK; i++) {
        const gv_op_node *node = &graph->nodes[i];
        const gv_operand *operand = &graph->operands[node->operand];
        status = gv_outline_step(outline, operand->name, node->op->name, &operand->shape);
    }
    return status;
}

const gv_model_kind gv_model_graph = {
    .kind = {"graph", "a formula of named nodes, each an op of the engine", graph_fields,
             sizeof graph_fields / sizeof *graph_fields},
    .read = graph_read,
    .shape = graph_shape,
    .create = graph_create,
    .prediction_count = graph_prediction_count,
    .record = graph_record,
    .outline = graph_outline,
    .loss = &gv_loss_of_graph,
};
