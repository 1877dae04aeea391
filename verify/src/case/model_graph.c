/* Models that are formulas: parameters, constants, data, and nodes that name ops of the
 * engine's list, each reading what stands above it.  The last node is the data term, unless
 * `loss` names another. */
#include "case/graph.h"
#include "case/tensor.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { MAX_NODES = 4096, NAME_CHARACTERS = 64 };

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

/* ---- operands ---- */

static bool is_name(const char *text) {
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "0123456789_-.");
    bool starts = strspn(text, "0123456789-.") == 0;
    return text[length] == '\0' && length > 0 && length <= NAME_CHARACTERS && starts;
}

/* A new operand under the name of a key.  Returns: NULL, having complained. */
static gv_operand *add_operand(gv_reading *reading, struct gv_graph *graph,
                               const gv_node *node) {
    const char *name = node->key->text;
    if (!is_name(name)) {
        gv_blame(reading, node->key,
                 "a name has up to 64 letters, digits, '_', '-' and '.', a letter first");
        return NULL;
    }
    for (size_t i = 0; i < graph->operand_count; i++)
        if (strcmp(graph->operands[i].name, name) == 0) {
            if (graph->operands[i].node != NULL)
                gv_blame(reading, node->key, "the name '%s' is taken, on line %zu", name,
                         graph->operands[i].node->place.line);
            else
                gv_blame(reading, node->key, "the name '%s' is taken by the data", name);
            return NULL;
        }
    gv_operand *operand = &graph->operands[graph->operand_count++];
    *operand = (gv_operand){.name = name, .node = node->key};
    return operand;
}

static bool read_parameters(gv_reading *reading, const gv_node *node, struct gv_graph *graph) {
    bool good = true;
    for (const gv_node *child = node->first; child != NULL; child = child->next) {
        gv_operand *operand = add_operand(reading, graph, child);
        if (operand != NULL)
            operand->parameter = true;
        good &= operand != NULL && gv_read_shape(reading, child, &operand->shape);
    }
    return good;
}

/* Numbers drawn as initial values are, from a stream of the constant's own. */
static bool draw(gv_reading *reading, const gv_node *node, const gv_case *item, size_t stream,
                 gv_operand *operand) {
    gv_init init = {0};
    const gv_node *shape = gv_node_get(node, "shape");
    if (shape == NULL) {
        gv_blame(reading, node->key, "missing key 'shape': of the constant");
        return false;
    }
    if (!gv_read_shape(reading, shape, &operand->shape) ||
        !gv_read_drawn(reading, node, &operand->shape, &init))
        return false;
    double *values = gv_reading_alloc(reading, ag_shape_size(&operand->shape), sizeof *values);
    ag_parameter *drawn = ag_parameter_create("", operand->shape);
    reading->issues->starved |= drawn == NULL;
    if (values != NULL && drawn != NULL) {
        ag_random random = ag_random_create(item->seed, GV_STREAM_DATA + stream);
        init.kind->fill(&init, drawn, &random);
        memcpy(values, drawn->data, drawn->size * sizeof *values);
    }
    ag_parameter_release(drawn);
    operand->values = values;
    return values != NULL;
}

static bool read_constants(gv_reading *reading, const gv_node *node, const gv_case *item,
                           struct gv_graph *graph) {
    bool good = true;
    size_t stream = 1;
    for (const gv_node *child = node->first; child != NULL; child = child->next, stream++) {
        gv_operand *operand = add_operand(reading, graph, child);
        if (operand == NULL)
            good = false;
        else if (child->kind == GV_NODE_MAPPING)
            good &= draw(reading, child, item, stream, operand);
        else
            good &= gv_read_tensor(reading, child, &operand->shape, &operand->values);
    }
    return good;
}

/* `inputs` and `target`, over time with the steps as their first axis. */
static void add_data(const gv_case *item, struct gv_graph *graph) {
    const gv_data *data = &item->data;
    ag_shape inputs = {.rank = 0}, target = {.rank = 0};
    if (item->sections.data == NULL || data->flow.steps == 0)
        return;
    if (data->flow.steps > 1)
        inputs.extent[inputs.rank++] = target.extent[target.rank++] = data->flow.steps;
    for (size_t axis = 0; axis < data->flow.shape.rank; axis++)
        inputs.extent[inputs.rank++] = data->flow.shape.extent[axis];
    target.extent[target.rank++] = data->flow.shape.extent[0];
    if (data->columns > 1)
        target.extent[target.rank++] = data->columns;
    graph->operands[graph->operand_count++] =
        (gv_operand){.name = "inputs", .shape = inputs, .values = data->inputs};
    graph->operands[graph->operand_count++] =
        (gv_operand){.name = "target", .shape = target, .values = data->targets};
}

/* ---- nodes ---- */

static bool find_operand(gv_reading *reading, const gv_node *node, const struct gv_graph *graph,
                         const char *what, size_t *index) {
    const char **names = gv_reading_alloc(reading, graph->operand_count, sizeof *names);
    if (names == NULL)
        return false;
    for (size_t i = 0; i < graph->operand_count; i++)
        names[i] = graph->operands[i].name;
    return gv_find_word(reading, node, names, graph->operand_count, what, index);
}

/* A name, or a number, which becomes a constant without one. */
static bool read_input(gv_reading *reading, const gv_node *node, struct gv_graph *graph,
                       size_t *index) {
    bool number = node->kind == GV_NODE_SCALAR && !node->quoted && node->text[0] != '\0' &&
                  strchr("0123456789-+.", node->text[0]) != NULL;
    if (!number)
        return find_operand(reading, node, graph, "input", index);
    gv_operand constant = {.name = "", .node = node};
    if (!gv_read_tensor(reading, node, &constant.shape, &constant.values))
        return false;
    *index = graph->operand_count;
    graph->operands[graph->operand_count++] = constant;
    return true;
}

static const ag_op *find_op(gv_reading *reading, const gv_node *node) {
    const char **names = gv_reading_alloc(reading, ag_op_count, sizeof *names);
    size_t index;
    for (size_t i = 0; names != NULL && i < ag_op_count; i++)
        names[i] = ag_op_list[i]->name;
    if (names == NULL || !gv_find_word(reading, node, names, ag_op_count, "op", &index))
        return NULL;
    return ag_op_list[index];
}

static bool complain_of_count(gv_reading *reading, const gv_node *inputs, const ag_op *op) {
    if (op->arity != AG_VARIADIC)
        gv_blame(reading, inputs, "%s takes %zu input%s, found %zu", op->name, op->arity,
                 op->arity == 1 ? "" : "s", inputs->count);
    else
        gv_blame(reading, inputs, "%s does not take %zu inputs", op->name, inputs->count);
    return false;
}

static bool read_inputs(gv_reading *reading, const gv_node *inputs, struct gv_graph *graph,
                        gv_op_node *out) {
    if (!gv_expect_list(reading, inputs, "inputs"))
        return false;
    if (inputs->count > GV_MAX_INPUTS || !ag_op_takes(out->op, inputs->count))
        return complain_of_count(reading, inputs, out->op);
    out->inputs = gv_reading_alloc(reading, inputs->count, sizeof *out->inputs);
    bool good = out->inputs != NULL;
    for (const gv_node *child = inputs->first; out->inputs != NULL && child != NULL;
         child = child->next)
        good &= read_input(reading, child, graph, &out->inputs[out->input_count++]);
    return good;
}

static bool read_node(gv_reading *reading, const gv_node *node, struct gv_graph *graph,
                      gv_op_node *out) {
    const gv_node *op = gv_node_get(node, "op"), *inputs = gv_node_get(node, "inputs");
    if (op == NULL || inputs == NULL) {
        gv_blame(reading, node->key, "a node needs the keys 'op' and 'inputs'");
        return false;
    }
    out->node = node->key;
    out->op = find_op(reading, op);
    if (out->op == NULL)
        return false;
    bool good = read_inputs(reading, inputs, graph, out);
    return gv_read_attributes(reading, node, out) && good;
}

static bool read_nodes(gv_reading *reading, const gv_node *node, struct gv_graph *graph) {
    graph->nodes = gv_reading_alloc(reading, node->count, sizeof *graph->nodes);
    bool good = graph->nodes != NULL;
    for (const gv_node *child = node->first; graph->nodes != NULL && child != NULL;
         child = child->next) {
        gv_op_node *out = &graph->nodes[graph->node_count];
        good &= read_node(reading, child, graph, out);
        gv_operand *operand = add_operand(reading, graph, child);
        if (operand == NULL)
            return false;
        operand->op_node = graph->node_count++;
        out->operand = (size_t)(operand - graph->operands);
    }
    return good;
}

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
             node->kind == GV_NODE_MAPPING ? "too many" : gv_node_describe(reading, node));
    return false;
}

static bool find_loss(gv_reading *reading, const gv_node *node, struct gv_graph *graph) {
    graph->loss = graph->nodes[graph->node_count - 1].operand;
    if (node == NULL)
        return true;
    if (!find_operand(reading, node, graph, "node", &graph->loss))
        return false;
    const gv_operand *loss = &graph->operands[graph->loss];
    if (!loss->parameter && loss->values == NULL)
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
    add_data(item, graph);
    bool good = read_parameters(reading, s.parameters, graph);
    if (s.constants != NULL)
        good &= read_constants(reading, s.constants, item, graph);
    good &= read_nodes(reading, s.nodes, graph);
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
        if (graph->operands[i].parameter)
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
        if (!operand->parameter ||
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

/* Reads input `place` of a node.  A parameter is a use under its own name; with the place when
 * the node reads it more than once. */
static ag_node read_operand(const struct gv_graph *graph, const ag_module *module,
                            ag_graph *tape, const ag_node *nodes, const gv_op_node *node,
                            size_t place) {
    const size_t index = node->inputs[place];
    const gv_operand *operand = &graph->operands[index];
    char name[NAME_CHARACTERS + 32];
    size_t times = 0;
    if (operand->values != NULL)
        return ag_input(tape, operand->shape, operand->values);
    if (!operand->parameter)
        return nodes[index];
    for (size_t i = 0; i < node->input_count; i++)
        times += node->inputs[i] == index;
    if (times > 1)
        snprintf(name, sizeof name, "%s (input %zu)", operand->name, place);
    else
        snprintf(name, sizeof name, "%s", operand->name);
    return ag_use(tape, ag_module_parameter(module, operand->name), name);
}

static void graph_record(const gv_case *item, const ag_module *module, ag_graph *tape,
                         gv_predictions *predictions) {
    const struct gv_graph *graph = item->model.graph;
    ag_node *nodes = predictions->nodes; /* per operand */
    for (size_t i = 0; i < graph->node_count; i++) {
        const gv_op_node *node = &graph->nodes[i];
        ag_node inputs[GV_MAX_INPUTS];
        ag_graph_push_scope(tape, graph->operands[node->operand].name);
        for (size_t k = 0; k < node->input_count; k++)
            inputs[k] = read_operand(graph, module, tape, nodes, node, k);
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
