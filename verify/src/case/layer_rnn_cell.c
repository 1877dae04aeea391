/* Elman's recurrent cell, unrolled over the time steps with its weights tied:
 *   h_t = tanh(x_t W_ih^T + b_ih + h_{t-1} W_hh^T + b_hh),  h_{-1} = 0.
 * Names and order as in PyTorch's RNNCell.  The first step does not read W_hh and b_hh does, so
 * the numbers of uses differ.
 * Source: Elman, Finding Structure in Time, Cognitive Science 14 (1990). */
#include "case/layer.h"

static const gv_field cell_fields[] = {
    GV_LAYER_IN,
    GV_LAYER_OUT("size of the state, which is what is given"),
    GV_LAYER_BIAS,
    GV_LAYER_TRUTH("last", last,
                   "true: only the last state is given; false (the default): every one"),
};

static bool cell_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    if (!gv_layer_takes_rows(reading, layer, flow))
        return false;
    flow->shape.extent[1] = layer->out;
    if (layer->last)
        flow->steps = 1;
    return true;
}

static size_t cell_count(const gv_layer *layer) {
    return layer->out * (layer->in + layer->out + (layer->bias ? 2 : 0));
}

static ag_module *cell_create(const gv_layer *layer) {
    static const ag_module_kind kind = {.name = "RNNCell"};
    ag_module *cell = ag_module_create(&kind, 0);
    if (cell == NULL)
        return NULL;
    const char *names[] = {"weight_ih", "weight_hh", "bias_ih", "bias_hh"};
    const ag_shape shapes[] = {ag_shape_matrix(layer->out, layer->in),
                               ag_shape_matrix(layer->out, layer->out),
                               ag_shape_vector(layer->out), ag_shape_vector(layer->out)};
    ag_status status = AG_OK;
    for (size_t i = 0; i < (layer->bias ? 4 : 2) && status == AG_OK; i++)
        status =
            ag_module_take_parameter(cell, names[i], ag_parameter_create(names[i], shapes[i]));
    if (status == AG_OK)
        return cell;
    ag_module_release(cell);
    return NULL;
}

/* x W^T + b, with the fields "weight_.." and "bias_.." of the cell. */
static ag_node affine(const ag_module *cell, ag_graph *graph, ag_node x, const char *weight,
                      const char *bias) {
    ag_node w = ag_use(graph, ag_module_parameter(cell, weight), weight);
    ag_node y = ag_matmul_transposed(graph, x, false, w, true);
    ag_parameter *b = ag_module_parameter(cell, bias);
    return b == NULL ? y : ag_add(graph, y, ag_use(graph, b, bias));
}

static void cell_record(const gv_layer *layer, const ag_module *module, ag_graph *graph,
                        ag_node *nodes, size_t *steps) {
    ag_node state = AG_NO_NODE;
    for (size_t t = 0; t < *steps; t++) {
        gv_layer_push_scope(layer, graph, t, *steps);
        ag_node sum = affine(module, graph, nodes[t], "weight_ih", "bias_ih");
        if (t > 0)
            sum = ag_add(graph, sum, affine(module, graph, state, "weight_hh", "bias_hh"));
        else if (layer->bias)
            sum = ag_add(graph, sum,
                         ag_use(graph, ag_module_parameter(module, "bias_hh"), "bias_hh"));
        nodes[t] = state = ag_tanh(graph, sum);
        ag_graph_pop_scope(graph);
    }
    if (layer->last) {
        nodes[0] = state;
        *steps = 1;
    }
}

const gv_layer_kind gv_layer_rnn_cell = {
    .kind = GV_LAYER_KIND("rnn_cell",
                          "Elman's cell over time; weight_ih, weight_hh, bias_ih, bias_hh",
                          cell_fields),
    .shape = cell_shape,
    .count = cell_count,
    .create = cell_create,
    .record = cell_record,
};
