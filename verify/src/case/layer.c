/* The kinds of layer: those that are one matrix product or one function of each entry. */
#include "case/spec.h"
#include "case/layer.h"

#include <stddef.h>

const char *gv_layer_shape_text(gv_reading *reading, const ag_shape *shape) {
    char *text = gv_reading_alloc(reading, 128, 1);
    return text != NULL ? ag_shape_text(shape, text, 128) : "";
}

bool gv_layer_misfit(gv_reading *reading, const gv_layer *layer, const gv_flow *flow,
                     const char *wants) {
    gv_blame(reading, layer->node, "layer '%s' (%s) takes %s, but %s gives %s of shape %s",
             layer->name, layer->kind->kind.name, wants, flow->from,
             flow->below > 0 ? "indices" : "numbers",
             gv_layer_shape_text(reading, &flow->shape));
    return false;
}

static bool takes(gv_reading *reading, gv_layer *layer, gv_flow *flow, size_t rank_most) {
    if (flow->steps == 0 && layer->in == 0)
        return false;
    if (flow->steps == 0) {
        flow->steps = 1;
        flow->shape = ag_shape_matrix(1, layer->in);
    }
    if (flow->below > 0 || flow->shape.rank < 2 || flow->shape.rank > rank_most)
        return gv_layer_misfit(reading, layer, flow, "numbers of shape (rows, features)");
    size_t features = flow->shape.extent[flow->shape.rank - 1];
    if (layer->in == 0)
        layer->in = features;
    if (layer->in == features)
        return true;
    const char *wants = gv_arena_print(reading->arena, "%zu features", layer->in);
    return gv_layer_misfit(reading, layer, flow, wants != NULL ? wants : "others");
}

bool gv_layer_takes_rows(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    return takes(reading, layer, flow, 2);
}

bool gv_layer_takes_features(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    return takes(reading, layer, flow, AG_MAX_RANK);
}

/* ---- linear ---- */

static const gv_field linear_fields[] = {
    {.name = "in",
     .read = gv_field_size,
     .offset = offsetof(gv_layer, in),
     .low = 1,
     .high = GV_MAX_EXTENT,
     .meaning = "features taken; left out: what comes in"},
    {.name = "out",
     .read = gv_field_size,
     .offset = offsetof(gv_layer, out),
     .required = true,
     .low = 1,
     .high = GV_MAX_EXTENT,
     .meaning = "features given"},
    {.name = "bias",
     .read = gv_field_truth,
     .offset = offsetof(gv_layer, bias),
     .meaning = "true (the default) or false"},
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
    .kind = {"linear", "y = x W^T + b; parameters weight (out, in), bias (out)", linear_fields,
             sizeof linear_fields / sizeof *linear_fields},
    .shape = linear_shape,
    .count = linear_count,
    .create = linear_create,
};

/* ---- activations ---- */

bool gv_layer_keeps_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    if (flow->steps > 0 && flow->below > 0)
        return gv_layer_misfit(reading, layer, flow, "numbers");
    return true;
}

static ag_module *relu_create(const gv_layer *layer) {
    (void)layer;
    return ag_relu_create();
}

static ag_module *tanh_create(const gv_layer *layer) {
    (void)layer;
    return ag_tanh_create();
}

static ag_module *sigmoid_create(const gv_layer *layer) {
    (void)layer;
    return ag_sigmoid_create();
}

const gv_layer_kind gv_layer_relu = {
    .kind = {"relu", "max(x, 0), entry by entry", NULL, 0},
    .shape = gv_layer_keeps_shape,
    .create = relu_create,
};

const gv_layer_kind gv_layer_tanh = {
    .kind = {"tanh", "tanh x, entry by entry", NULL, 0},
    .shape = gv_layer_keeps_shape,
    .create = tanh_create,
};

const gv_layer_kind gv_layer_sigmoid = {
    .kind = {"sigmoid", "1 / (1 + e^-x), entry by entry", NULL, 0},
    .shape = gv_layer_keeps_shape,
    .create = sigmoid_create,
};

/* ---- embedding ---- */

static const gv_field embedding_fields[] = {
    {.name = "in",
     .read = gv_field_size,
     .offset = offsetof(gv_layer, in),
     .low = 1,
     .high = GV_MAX_EXTENT,
     .meaning = "rows of the table; left out: as many as indices"},
    {.name = "out",
     .read = gv_field_size,
     .offset = offsetof(gv_layer, out),
     .required = true,
     .low = 1,
     .high = GV_MAX_EXTENT,
     .meaning = "columns of the table"},
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
                 "layer '%s' has %zu rows, but %s gives indices up to %zu", layer->name,
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
    .kind = {"embedding", "rows of a table by index; parameter weight (in, out)",
             embedding_fields, sizeof embedding_fields / sizeof *embedding_fields},
    .shape = embedding_shape,
    .count = embedding_count,
    .create = embedding_create,
};

/* ---- flatten ---- */

static bool flatten_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    if (flow->steps == 0)
        return false;
    if (flow->below > 0 || flow->shape.rank < 2)
        return gv_layer_misfit(reading, layer, flow, "numbers with features");
    flow->shape = ag_shape_matrix(flow->shape.extent[0],
                                  ag_shape_size(&flow->shape) / flow->shape.extent[0]);
    return true;
}

static ag_node flatten_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    const ag_shape *shape = ag_graph_shape(graph, input);
    (void)module;
    if (shape == NULL)
        return AG_NO_NODE;
    size_t rows = shape->extent[0];
    return ag_reshape(graph, input, ag_shape_matrix(rows, ag_shape_size(shape) / rows));
}

static ag_module *flatten_create(const gv_layer *layer) {
    static const ag_module_kind kind = {.name = "Flatten", .forward = flatten_forward};
    (void)layer;
    return ag_module_create(&kind, 0);
}

const gv_layer_kind gv_layer_flatten = {
    .kind = {"flatten", "all features of a row one after the other", NULL, 0},
    .shape = flatten_shape,
    .create = flatten_create,
};
