/* Convolution and pooling of (rows, channels, height, width). */
#include "case/layer.h"

#define KERNEL                                                                                 \
    GV_LAYER_SIZE("kernel", kernel, .required = true,                                          \
                  .meaning = "rows and columns of the window")
#define STRIDE(text) GV_LAYER_SIZE("stride", stride, .meaning = "steps of the window; " text)
#define PADDING                                                                                \
    {                                                                                          \
        .name = "padding", .read = gv_field_size, .offset = offsetof(gv_layer, padding),       \
        .low = 0, .high = GV_MAX_EXTENT, .meaning = "zeros on each side; 0 is the default"     \
    }

/* Height and width shrink by the window. */
static bool window_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow, size_t stride) {
    if (flow->steps == 0)
        return false;
    if (flow->below > 0 || flow->shape.rank != 4)
        return gv_layer_misfit(reading, layer, flow, "(rows, channels, height, width)");
    for (size_t axis = 2; axis < 4; axis++) {
        const size_t padded = flow->shape.extent[axis] + 2 * layer->padding;
        if (padded < layer->kernel)
            return gv_layer_misfit(reading, layer, flow, "images as large as its kernel");
        flow->shape.extent[axis] = (padded - layer->kernel) / stride + 1;
    }
    return true;
}

/* ---- conv2d ---- */

static const gv_field conv2d_fields[] = {
    GV_LAYER_OUT("channels given"), KERNEL, STRIDE("1 is the default"), PADDING, GV_LAYER_BIAS,
};

static bool conv2d_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    const gv_flow before = *flow;
    if (!window_shape(reading, layer, flow, layer->stride > 0 ? layer->stride : 1) ||
        !gv_layer_takes_count(reading, layer, &before, before.shape.extent[1], "channels"))
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

const gv_layer_kind gv_layer_conv2d = {
    .kind = GV_LAYER_KIND("conv2d", "convolution; weight (out, in, kernel, kernel), bias (out)",
                          conv2d_fields),
    .shape = conv2d_shape,
    .count = conv2d_count,
    .create = conv2d_create,
};

/* ---- pooling ---- */

static const gv_field pool_fields[] = {KERNEL, STRIDE("left out: the kernel"), PADDING};

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

const gv_layer_kind gv_layer_max_pool2d = {
    .kind = GV_LAYER_KIND("max_pool2d", "the largest entry of each window", pool_fields),
    .shape = pool_shape,
    .create = max_pool2d_create,
};
const gv_layer_kind gv_layer_avg_pool2d = {
    .kind = GV_LAYER_KIND("avg_pool2d", "the mean of each window", pool_fields),
    .shape = pool_shape,
    .create = avg_pool2d_create,
};
