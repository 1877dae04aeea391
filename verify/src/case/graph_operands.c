/* What the nodes of a formula read: parameters, constants, the data. */
#include "case/graph.h"
#include "case/tensor.h"

#include <string.h>

static bool is_name(const char *text) {
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "0123456789_-.");
    bool starts = strspn(text, "0123456789-.") == 0;
    return text[length] == '\0' && length > 0 && length <= GV_GRAPH_NAME_CHARACTERS && starts;
}

gv_operand *gv_graph_add_operand(gv_reading *reading, struct gv_graph *graph,
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

bool gv_graph_read_parameters(gv_reading *reading, const gv_node *node,
                              struct gv_graph *graph) {
    bool good = true;
    for (const gv_node *child = node->first; child != NULL; child = child->next) {
        gv_operand *operand = gv_graph_add_operand(reading, graph, child);
        if (operand != NULL)
            operand->kind = GV_OPERAND_PARAMETER;
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

bool gv_graph_read_constants(gv_reading *reading, const gv_node *node, const gv_case *item,
                             struct gv_graph *graph) {
    bool good = true;
    size_t stream = 1;
    for (const gv_node *child = node->first; child != NULL; child = child->next, stream++) {
        gv_operand *operand = gv_graph_add_operand(reading, graph, child);
        if (operand == NULL) {
            good = false;
            continue;
        }
        operand->kind = GV_OPERAND_CONSTANT;
        if (child->kind == GV_NODE_MAPPING)
            good &= draw(reading, child, item, stream, operand);
        else
            good &= gv_read_tensor(reading, child, &operand->shape, &operand->values);
    }
    return good;
}

ag_shape gv_graph_data_shape(const gv_data *data, gv_operand_kind kind) {
    const ag_shape *flow = &data->flow.shape;
    ag_shape shape = {.rank = 0};
    if (data->flow.steps > 1)
        shape.extent[shape.rank++] = data->flow.steps;
    if (kind == GV_OPERAND_TARGET) {
        shape.extent[shape.rank++] = flow->extent[0];
        if (data->columns > 1)
            shape.extent[shape.rank++] = data->columns;
        return shape;
    }
    for (size_t axis = 0; axis < flow->rank; axis++)
        shape.extent[shape.rank++] = flow->extent[axis];
    return shape;
}

void gv_graph_add_data(const gv_case *item, struct gv_graph *graph) {
    static const gv_operand operands[] = {{.name = "inputs", .kind = GV_OPERAND_INPUTS},
                                          {.name = "target", .kind = GV_OPERAND_TARGET}};
    if (item->sections.data == NULL || item->data.flow.steps == 0)
        return;
    for (size_t i = 0; i < sizeof operands / sizeof *operands; i++) {
        gv_operand *operand = &graph->operands[graph->operand_count++];
        *operand = operands[i];
        operand->shape = gv_graph_data_shape(&item->data, operand->kind);
    }
}
