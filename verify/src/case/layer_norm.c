/* Normalizations, and dropout. */
#include "case/layer.h"

#include <stdint.h>

static const gv_field epsilon_fields[] = {
    {.name = "epsilon",
     .read = gv_field_real,
     .offset = offsetof(gv_layer, epsilon),
     .low = 1e-300,
     .high = 1,
     .meaning = "added to the variance; 1e-5 is the default"},
};

static double epsilon_of(const gv_layer *layer) {
    return layer->epsilon > 0 ? layer->epsilon : 1e-5; /* PyTorch's */
}

static ag_module *layer_norm_create(const gv_layer *layer) {
    return ag_layer_norm_create(layer->in, epsilon_of(layer));
}

static ag_module *rms_norm_create(const gv_layer *layer) {
    return ag_rms_norm_create(layer->in, epsilon_of(layer));
}

static size_t norm_count(const gv_layer *layer) {
    return 2 * layer->in;
}

const gv_layer_kind gv_layer_layer_norm = {
    .kind = GV_LAYER_KIND("layer_norm", "the last axis to mean 0 and deviation 1; weight, bias",
                          epsilon_fields),
    .shape = gv_layer_takes_features,
    .count = norm_count,
    .create = layer_norm_create,
};
const gv_layer_kind gv_layer_rms_norm = {
    .kind = GV_LAYER_KIND("rms_norm", "the last axis over its root mean square; weight",
                          epsilon_fields),
    .shape = gv_layer_takes_features,
    .count = norm_count,
    .create = rms_norm_create,
};

/* ---- dropout ---- */

static const gv_field dropout_fields[] = {
    {.name = "rate",
     .read = gv_field_real,
     .offset = offsetof(gv_layer, rate),
     .required = true,
     .low = 0,
     .high = 1,
     .meaning = "share of the entries that are dropped"},
    {.name = "mask",
     .read = gv_field_size,
     .offset = offsetof(gv_layer, mask),
     .low = 0,
     .high = 1e9,
     .meaning = "seed of the mask; 0 is the default"},
};

static ag_module *dropout_create(const gv_layer *layer) {
    return ag_dropout_create(layer->rate, (int64_t)layer->mask);
}

const gv_layer_kind gv_layer_dropout = {
    .kind = GV_LAYER_KIND("dropout", "entries are dropped by a mask that its seed fixes",
                          dropout_fields),
    .shape = gv_layer_keeps_shape,
    .create = dropout_create,
};
