/* The kinds of layer that are modules of the engine as they are: activations, normalizations,
 * dropout, convolution and pooling, attention, a Transformer block, and views of their shapes.
 */
#include "case/layer.h"
#include "case/tensor.h"

#include <stddef.h>
#include <stdint.h>

#define FIELD(member) .offset = offsetof(gv_layer, member)
#define COUNT(fields) (sizeof(fields) / sizeof *(fields))

/* ---- activations with settings, normalizations, dropout ---- */

static const gv_field slope_fields[] = {
    {.name = "slope",
     .read = gv_field_real,
     FIELD(slope),
     .required = true,
     .low = 0,
     .high = 1,
     .meaning = "below 0"},
};

static const gv_field gelu_fields[] = {
    {.name = "approximate",
     .read = gv_field_truth,
     FIELD(approximate),
     .meaning = "true: its form with tanh; false is the default"},
};

static const gv_field epsilon_fields[] = {
    {.name = "epsilon",
     .read = gv_field_real,
     FIELD(epsilon),
     .low = 1e-300,
     .high = 1,
     .meaning = "added to the variance; 1e-5 is the default"},
};

static const gv_field dropout_fields[] = {
    {.name = "rate",
     .read = gv_field_real,
     FIELD(rate),
     .required = true,
     .low = 0,
     .high = 1,
     .meaning = "share of the entries that are dropped"},
    {.name = "mask",
     .read = gv_field_size,
     FIELD(mask),
     .low = 0,
     .high = 1e9,
     .meaning = "seed of the mask; 0 is the default"},
};

static ag_module *leaky_relu_create(const gv_layer *layer) {
    return ag_leaky_relu_create(layer->slope);
}

static ag_module *softplus_create(const gv_layer *layer) {
    (void)layer;
    return ag_softplus_create();
}

static ag_module *silu_create(const gv_layer *layer) {
    (void)layer;
    return ag_silu_create();
}

static ag_module *gelu_create(const gv_layer *layer) {
    return ag_gelu_create(layer->approximate);
}

static ag_module *softmax_create(const gv_layer *layer) {
    (void)layer;
    return ag_softmax_create(-1);
}

static double epsilon_of(const gv_layer *layer) {
    return layer->epsilon > 0 ? layer->epsilon : 1e-5; /* PyTorch's */
}

static ag_module *layer_norm_create(const gv_layer *layer) {
    return ag_layer_norm_create(layer->in, epsilon_of(layer));
}

static ag_module *rms_norm_create(const gv_layer *layer) {
    return ag_rms_norm_create(layer->in, epsilon_of(layer));
}

static ag_module *dropout_create(const gv_layer *layer) {
    return ag_dropout_create(layer->rate, (int64_t)layer->mask);
}

static size_t norm_count(const gv_layer *layer) {
    return 2 * layer->in;
}

const gv_layer_kind gv_layer_leaky_relu = {
    .kind = {"leaky_relu", "x above 0, slope x below", slope_fields, COUNT(slope_fields)},
    .shape = gv_layer_keeps_shape,
    .create = leaky_relu_create,
};
const gv_layer_kind gv_layer_softplus = {
    .kind = {"softplus", "ln(1 + e^x), entry by entry", NULL, 0},
    .shape = gv_layer_keeps_shape,
    .create = softplus_create,
};
const gv_layer_kind gv_layer_silu = {
    .kind = {"silu", "x / (1 + e^-x), entry by entry", NULL, 0},
    .shape = gv_layer_keeps_shape,
    .create = silu_create,
};
const gv_layer_kind gv_layer_gelu = {
    .kind = {"gelu", "x times the normal distribution of x", gelu_fields, COUNT(gelu_fields)},
    .shape = gv_layer_keeps_shape,
    .create = gelu_create,
};
const gv_layer_kind gv_layer_softmax = {
    .kind = {"softmax", "softmax of the last axis", NULL, 0},
    .shape = gv_layer_keeps_shape,
    .create = softmax_create,
};
const gv_layer_kind gv_layer_layer_norm = {
    .kind = {"layer_norm", "the last axis to mean 0 and deviation 1; weight, bias",
             epsilon_fields, COUNT(epsilon_fields)},
    .shape = gv_layer_takes_features,
    .count = norm_count,
    .create = layer_norm_create,
};
const gv_layer_kind gv_layer_rms_norm = {
    .kind = {"rms_norm", "the last axis over its root mean square; weight", epsilon_fields,
             COUNT(epsilon_fields)},
    .shape = gv_layer_takes_features,
    .count = norm_count,
    .create = rms_norm_create,
};
const gv_layer_kind gv_layer_dropout = {
    .kind = {"dropout", "entries are dropped by a mask that its seed fixes", dropout_fields,
             COUNT(dropout_fields)},
    .shape = gv_layer_keeps_shape,
    .create = dropout_create,
};

/* ---- images ---- */

static const gv_field conv_fields[] = {
    {.name = "out",
     .read = gv_field_size,
     FIELD(out),
     .required = true,
     .low = 1,
     .high = GV_MAX_EXTENT,
     .meaning = "channels given"},
    {.name = "kernel",
     .read = gv_field_size,
     FIELD(kernel),
     .required = true,
     .low = 1,
     .high = GV_MAX_EXTENT,
     .meaning = "rows and columns of the window"},
    {.name = "stride",
     .read = gv_field_size,
     FIELD(stride),
     .low = 1,
     .high = GV_MAX_EXTENT,
     .meaning = "steps of the window; 1 for conv2d, the kernel for pools if left out"},
    {.name = "padding",
     .read = gv_field_size,
     FIELD(padding),
     .low = 0,
     .high = GV_MAX_EXTENT,
     .meaning = "zeros on each side; 0 is the default"},
    {.name = "bias",
     .read = gv_field_truth,
     FIELD(bias),
     .meaning = "true (the default) or false"},
};
enum { POOL_FIRST = 1, POOL_COUNT = 3 }; /* kernel, stride, padding */

/* (rows, channels, height, width), of which height and width shrink by the window. */
static bool window_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow, size_t stride) {
    if (flow->steps == 0)
        return false;
    if (flow->below > 0 || flow->shape.rank != 4)
        return gv_layer_misfit(reading, layer, flow, "(rows, channels, height, width)");
    layer->in = flow->shape.extent[1];
    for (size_t axis = 2; axis < 4; axis++) {
        const size_t padded = flow->shape.extent[axis] + 2 * layer->padding;
        if (padded < layer->kernel)
            return gv_layer_misfit(reading, layer, flow, "images as large as its kernel");
        flow->shape.extent[axis] = (padded - layer->kernel) / stride + 1;
    }
    return true;
}

static bool conv2d_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    if (!window_shape(reading, layer, flow, layer->stride > 0 ? layer->stride : 1))
        return false;
    flow->shape.extent[1] = layer->out;
    return true;
}

static size_t conv2d_count(const gv_layer *layer) {
    return layer->out * (layer->in * layer->kernel * layer->kernel + layer->bias);
}

static ag_module *conv2d_create(const gv_layer *layer) {
    const ag_conv2d_options options = {.inputs = layer->in,
                                       .outputs = layer->out,
                                       .rows = layer->kernel,
                                       .stride = layer->stride,
                                       .padding = layer->padding,
                                       .bias = layer->bias};
    return ag_conv2d_create(&options);
}

static bool pool_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    return window_shape(reading, layer, flow,
                        layer->stride > 0 ? layer->stride : layer->kernel);
}

static ag_module *max_pool2d_create(const gv_layer *layer) {
    return ag_max_pool2d_create(layer->kernel, layer->stride, layer->padding);
}

static ag_module *avg_pool2d_create(const gv_layer *layer) {
    return ag_avg_pool2d_create(layer->kernel, layer->stride, layer->padding);
}

const gv_layer_kind gv_layer_conv2d = {
    .kind = {"conv2d", "convolution; weight (out, in, kernel, kernel), bias (out)", conv_fields,
             COUNT(conv_fields)},
    .shape = conv2d_shape,
    .count = conv2d_count,
    .create = conv2d_create,
};
const gv_layer_kind gv_layer_max_pool2d = {
    .kind = {"max_pool2d", "the largest entry of each window", conv_fields + POOL_FIRST,
             POOL_COUNT},
    .shape = pool_shape,
    .create = max_pool2d_create,
};
const gv_layer_kind gv_layer_avg_pool2d = {
    .kind = {"avg_pool2d", "the mean of each window", conv_fields + POOL_FIRST, POOL_COUNT},
    .shape = pool_shape,
    .create = avg_pool2d_create,
};

/* ---- attention ---- */

static const gv_field attention_fields[] = {
    {.name = "heads",
     .read = gv_field_size,
     FIELD(heads),
     .required = true,
     .low = 1,
     .high = GV_MAX_EXTENT,
     .meaning = "a divisor of the features"},
    {.name = "causal",
     .read = gv_field_truth,
     FIELD(causal),
     .meaning = "true: no place sees those behind it; false is the default"},
    {.name = "hidden",
     .read = gv_field_size,
     FIELD(hidden),
     .required = true,
     .low = 1,
     .high = GV_MAX_EXTENT,
     .meaning = "features between the two linear layers"},
    {.name = "gelu",
     .read = gv_field_truth,
     FIELD(gelu),
     .meaning = "true: gelu between them; false (the default): relu"},
    {.name = "dropout",
     .read = gv_field_real,
     FIELD(rate),
     .low = 0,
     .high = 1,
     .meaning = "rate of dropout; 0 is the default"},
};
enum { ATTENTION_COUNT = 2 }; /* heads, causal */

static bool attention_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    if (flow->steps == 0)
        return false;
    if (flow->below > 0 || flow->shape.rank != 3)
        return gv_layer_misfit(reading, layer, flow, "numbers of shape (rows, time, features)");
    layer->in = flow->shape.extent[2];
    if (layer->in % layer->heads == 0)
        return true;
    const char *wants =
        gv_arena_print(reading->arena, "features that %zu heads divide", layer->heads);
    return gv_layer_misfit(reading, layer, flow, wants != NULL ? wants : "others");
}

static size_t attention_count(const gv_layer *layer) {
    return 4 * layer->in * (layer->in + 1);
}

static ag_module *attention_create(const gv_layer *layer) {
    return ag_multihead_attention_create(layer->in, layer->heads, layer->causal);
}

static size_t transformer_count(const gv_layer *layer) {
    return attention_count(layer) + (2 * layer->in + 1) * layer->hidden + 5 * layer->in;
}

static ag_module *transformer_create(const gv_layer *layer) {
    const ag_transformer_options options = {.width = layer->in,
                                            .heads = layer->heads,
                                            .hidden = layer->hidden,
                                            .causal = layer->causal,
                                            .gelu = layer->gelu,
                                            .dropout = layer->rate};
    return ag_transformer_block_create(&options);
}

const gv_layer_kind gv_layer_attention = {
    .kind = {"attention",
             "multi-head attention to itself; in_proj_weight, out_proj.weight, ...",
             attention_fields, ATTENTION_COUNT},
    .shape = attention_shape,
    .count = attention_count,
    .create = attention_create,
};
const gv_layer_kind gv_layer_transformer = {
    .kind = {"transformer", "a pre-norm block; names as PyTorch's TransformerEncoderLayer",
             attention_fields, COUNT(attention_fields)},
    .shape = attention_shape,
    .count = transformer_count,
    .create = transformer_create,
};

/* ---- views ---- */

static const gv_field reshape_fields[] = {
    {.name = "shape",
     .read = gv_field_node,
     FIELD(extents),
     .required = true,
     .meaning = "of each row, as [1, 8, 8]"},
};

static bool reshape_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    ag_shape row;
    if (flow->steps == 0 || !gv_read_shape(reading, layer->extents, &row))
        return false;
    const size_t rows = flow->shape.extent[0];
    if (flow->below > 0 || row.rank + 1 > AG_MAX_RANK ||
        rows * ag_shape_size(&row) != ag_shape_size(&flow->shape))
        return gv_layer_misfit(reading, layer, flow, "as many entries as its shape has");
    flow->shape = (ag_shape){.rank = row.rank + 1, .extent = {rows}};
    for (size_t axis = 0; axis < row.rank; axis++)
        flow->shape.extent[axis + 1] = row.extent[axis];
    layer->given = flow->shape;
    return true;
}

static bool last_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    if (flow->steps == 0)
        return false;
    if (flow->below > 0 || flow->shape.rank != 3)
        return gv_layer_misfit(reading, layer, flow, "numbers of shape (rows, time, features)");
    flow->shape = ag_shape_matrix(flow->shape.extent[0], flow->shape.extent[2]);
    return true;
}

static ag_module *view_create(const gv_layer *layer) {
    (void)layer;
    return ag_identity_create();
}

static void reshape_record(const gv_layer *layer, const ag_module *module, ag_graph *graph,
                           ag_node *nodes, size_t *steps) {
    (void)module;
    for (size_t t = 0; t < *steps; t++)
        nodes[t] = ag_reshape(graph, nodes[t], layer->given);
}

static void last_record(const gv_layer *layer, const ag_module *module, ag_graph *graph,
                        ag_node *nodes, size_t *steps) {
    (void)layer, (void)module;
    for (size_t t = 0; t < *steps; t++) {
        const ag_shape *shape = ag_graph_shape(graph, nodes[t]);
        if (shape == NULL)
            return;
        const ag_shape rows = ag_shape_matrix(shape->extent[0], shape->extent[2]);
        nodes[t] = ag_reshape(graph, ag_slice(graph, nodes[t], 1, -1, INT64_MAX, 1), rows);
    }
}

const gv_layer_kind gv_layer_reshape = {
    .kind = {"reshape", "another shape for the entries of each row", reshape_fields,
             COUNT(reshape_fields)},
    .shape = reshape_shape,
    .create = view_create,
    .record = reshape_record,
};
const gv_layer_kind gv_layer_last = {
    .kind = {"last", "of (rows, time, features) the last time", NULL, 0},
    .shape = last_shape,
    .create = view_create,
    .record = last_record,
};
