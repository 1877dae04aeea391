/* The nodes of a formula: each names an op and what it reads. */
#include "case/graph.h"
#include "case/tensor.h"

#include <string.h>

bool gv_graph_find_operand(gv_reading *reading, const gv_node *node,
                           const struct gv_graph *graph, const char *what, size_t *index) {
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
        return gv_graph_find_operand(reading, node, graph, "input", index);
    gv_operand constant = {.name = "", .kind = GV_OPERAND_CONSTANT, .node = node};
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

bool gv_graph_read_nodes(gv_reading *reading, const gv_node *node, struct gv_graph *graph) {
    graph->nodes = gv_reading_alloc(reading, node->count, sizeof *graph->nodes);
    bool good = graph->nodes != NULL;
    for (const gv_node *child = node->first; graph->nodes != NULL && child != NULL;
         child = child->next) {
        gv_op_node *out = &graph->nodes[graph->node_count];
        good &= read_node(reading, child, graph, out);
        gv_operand *operand = gv_graph_add_operand(reading, graph, child);
        if (operand == NULL)
            return false;
        operand->kind = GV_OPERAND_NODE;
        graph->node_count++;
        out->operand = (size_t)(operand - graph->operands);
    }
    return good;
}
