/* Elman's RNN, LSTM and GRU, unrolled over time with their weights tied: over the time steps of
 * the data, or over the middle axis of (rows, time, features). */
#include "case/layer.h"

static const gv_field fields[] = {
    GV_LAYER_IN,
    GV_LAYER_OUT("size of the state, which is what is given"),
    {.name = "layers",
     .read = gv_field_size,
     .offset = offsetof(gv_layer, depth),
     .low = 1,
     .high = 16,
     .meaning = "one on the other; 1 is the default"},
    GV_LAYER_BIAS,
};

static bool shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    if (!gv_layer_takes_features(reading, layer, flow))
        return false;
    if (flow->shape.rank > 3 || (flow->shape.rank == 2 && flow->steps == 1))
        return gv_layer_misfit(reading, layer, flow,
                               "time steps, or numbers of shape (rows, time, features)");
    flow->shape.extent[flow->shape.rank - 1] = layer->out;
    return true;
}

static size_t depth_of(const gv_layer *layer) {
    return layer->depth > 0 ? layer->depth : 1;
}

/* With the four gates of an LSTM: an upper bound is enough. */
static size_t count(const gv_layer *layer) {
    const size_t inputs = layer->in > layer->out ? layer->in : layer->out;
    return 4 * layer->out * (inputs + layer->out + 2) * depth_of(layer);
}

static ag_module *rnn_create(const gv_layer *layer) {
    return ag_rnn_create(layer->in, layer->out, depth_of(layer), layer->bias);
}

static ag_module *lstm_create(const gv_layer *layer) {
    return ag_lstm_create(layer->in, layer->out, depth_of(layer), layer->bias);
}

static ag_module *gru_create(const gv_layer *layer) {
    return ag_gru_create(layer->in, layer->out, depth_of(layer), layer->bias);
}

static void record(const gv_layer *layer, const ag_module *module, ag_graph *graph,
                   ag_node *nodes, size_t *steps) {
    gv_layer_push_scope(layer, graph, 0, 1); /* the steps are in the names of the uses */
    if (*steps > 1)
        ag_recurrent_forward(module, graph, nodes, *steps, NULL, nodes);
    else
        nodes[0] = ag_module_forward(module, graph, nodes[0]);
    ag_graph_pop_scope(graph);
}

const gv_layer_kind gv_layer_rnn = {
    .kind =
        GV_LAYER_KIND("rnn", "Elman's RNN over time, its parameters as those of lstm", fields),
    .shape = shape,
    .count = count,
    .create = rnn_create,
    .record = record,
};
const gv_layer_kind gv_layer_lstm = {
    .kind = GV_LAYER_KIND(
        "lstm", "LSTM over time; weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, ...",
        fields),
    .shape = shape,
    .count = count,
    .create = lstm_create,
    .record = record,
};
const gv_layer_kind gv_layer_gru = {
    .kind = GV_LAYER_KIND("gru", "GRU over time, its parameters as those of lstm", fields),
    .shape = shape,
    .count = count,
    .create = gru_create,
    .record = record,
};
