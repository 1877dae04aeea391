/* The kinds of layer that are one matrix of weights: a product with it, or rows of it. */
#include "case/layer.h"

/* ---- linear ---- */

static const gv_field linear_fields[] = {
    GV_LAYER_IN,
    GV_LAYER_OUT("features given"),
    GV_LAYER_BIAS,
};

static bool linear_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    if (!gv_layer_takes_features(reading, layer, flow))
        return false;
    flow->shape.extent[flow->shape.rank - 1] = layer->out;
    return true;
}

static size_t linear_count(const gv_layer *layer) {
    return layer->out * (layer->in + layer->bias);
}

static ag_module *linear_create(const gv_layer *layer) {
    return ag_linear_create(layer->in, layer->out, layer->bias);
}

const gv_layer_kind gv_layer_linear = {
    .kind = GV_LAYER_KIND("linear", "y = x W^T + b; parameters weight (out, in), bias (out)",
                          linear_fields),
    .shape = linear_shape,
    .count = linear_count,
    .create = linear_create,
};

/* ---- embedding ---- */

static const gv_field embedding_fields[] = {
    GV_LAYER_SIZE("in", in, .meaning = "rows of the table; left out: as many as indices"),
    GV_LAYER_OUT("columns of the table"),
};

static bool embedding_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    if (flow->steps == 0)
        return false;
    if (flow->below == 0)
        return gv_layer_misfit(reading, layer, flow, "indices");
    if (layer->in == 0)
        layer->in = flow->below;
    if (layer->in < flow->below) {
        gv_blame(reading, layer->node,
                 "layer '%s' has %zu rows, but %s gives indices up to %zu", layer->path,
                 layer->in, flow->from, flow->below - 1);
        return false;
    }
    flow->below = 0;
    flow->shape.extent[flow->shape.rank++] = layer->out;
    return true;
}

static size_t embedding_count(const gv_layer *layer) {
    return layer->in * layer->out;
}

static ag_module *embedding_create(const gv_layer *layer) {
    return ag_embedding_create(layer->in, layer->out);
}

const gv_layer_kind gv_layer_embedding = {
    .kind = GV_LAYER_KIND("embedding", "rows of a table by index; parameter weight (in, out)",
                          embedding_fields),
    .shape = embedding_shape,
    .count = embedding_count,
    .create = embedding_create,
};
