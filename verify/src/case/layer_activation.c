/* The kinds of layer that are one function of each entry, or of each line of the last axis. */
#include "case/layer.h"

/* One without settings. */
#define PLAIN(word, text, function)                                                            \
    const gv_layer_kind gv_layer_##word = {                                                    \
        .kind = {#word, text, NULL, 0}, .shape = gv_layer_keeps_shape, .plain = (function)}

PLAIN(identity, "what comes in", ag_identity_create);
PLAIN(relu, "max(x, 0), entry by entry", ag_relu_create);
PLAIN(tanh, "tanh x, entry by entry", ag_tanh_create);
PLAIN(sigmoid, "1 / (1 + e^-x), entry by entry", ag_sigmoid_create);
PLAIN(softplus, "ln(1 + e^x), entry by entry", ag_softplus_create);
PLAIN(silu, "x / (1 + e^-x), entry by entry", ag_silu_create);
PLAIN(log_softmax, "logarithm of the softmax of the last axis", ag_log_softmax_create);

static ag_module *softmax_create(void) {
    return ag_softmax_create(-1);
}

PLAIN(softmax, "softmax of the last axis", softmax_create);

/* ---- with settings ---- */

static const gv_field slope_fields[] = {
    {.name = "slope",
     .read = gv_field_real,
     .offset = offsetof(gv_layer, slope),
     .required = true,
     .low = 0,
     .high = 1,
     .meaning = "below 0"},
};

static ag_module *leaky_relu_create(const gv_layer *layer) {
    return ag_leaky_relu_create(layer->slope);
}

const gv_layer_kind gv_layer_leaky_relu = {
    .kind = GV_LAYER_KIND("leaky_relu", "x above 0, slope x below", slope_fields),
    .shape = gv_layer_keeps_shape,
    .create = leaky_relu_create,
};

static const gv_field gelu_fields[] = {
    GV_LAYER_TRUTH("approximate", approximate,
                   "true: its form with tanh; false is the default"),
};

static ag_module *gelu_create(const gv_layer *layer) {
    return ag_gelu_create(layer->approximate);
}

const gv_layer_kind gv_layer_gelu = {
    .kind = GV_LAYER_KIND("gelu", "x times the normal distribution of x", gelu_fields),
    .shape = gv_layer_keeps_shape,
    .create = gelu_create,
};
