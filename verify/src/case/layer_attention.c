/* Multi-head attention, and a Transformer block, on (rows, time, features). */
#include "case/layer.h"

#include <stdint.h>

#define HEADS                                                                                  \
    GV_LAYER_SIZE("heads", heads, .required = true, .meaning = "a divisor of the features")
#define CAUSAL                                                                                 \
    GV_LAYER_TRUTH("causal", causal,                                                           \
                   "true: no place sees those behind it; false is the default")

static bool attention_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    if (!gv_layer_takes_sequences(reading, layer, flow) ||
        !gv_layer_takes_count(reading, layer, flow, flow->shape.extent[2], "features"))
        return false;
    if (layer->in % layer->heads == 0)
        return true;
    const char *wants =
        gv_arena_print(reading->arena, "features that %zu heads divide", layer->heads);
    return gv_layer_misfit(reading, layer, flow, wants != NULL ? wants : "others");
}

/* ---- attention ---- */

static const gv_field attention_fields[] = {HEADS, CAUSAL};

static size_t attention_count(const gv_layer *layer) {
    return 4 * layer->in * (layer->in + 1);
}

static ag_module *attention_create(const gv_layer *layer) {
    return ag_multihead_attention_create(layer->in, layer->heads, layer->causal);
}

const gv_layer_kind gv_layer_attention = {
    .kind = GV_LAYER_KIND(
        "attention", "multi-head attention to itself; in_proj_weight, out_proj.weight, ...",
        attention_fields),
    .shape = attention_shape,
    .count = attention_count,
    .create = attention_create,
};

/* ---- transformer ---- */

static const gv_field transformer_fields[] = {
    HEADS,
    CAUSAL,
    GV_LAYER_SIZE("hidden", hidden, .required = true,
                  .meaning = "features between the two linear layers"),
    GV_LAYER_TRUTH("gelu", gelu, "true: gelu between them; false (the default): relu"),
    {.name = "dropout",
     .read = gv_field_real,
     .offset = offsetof(gv_layer, rate),
     .low = 0,
     .high = 1,
     .meaning = "rate of dropout; 0 is the default"},
    {.name = "mask",
     .read = gv_field_size,
     .offset = offsetof(gv_layer, mask),
     .low = 0,
     .high = 1e9,
     .meaning = "seed of its masks; 0 is the default"},
};

static size_t transformer_count(const gv_layer *layer) {
    return attention_count(layer) + (2 * layer->in + 1) * layer->hidden + 5 * layer->in;
}

static ag_module *transformer_create(const gv_layer *layer) {
    const ag_transformer_options options = {.width = layer->in,
                                            .heads = layer->heads,
                                            .hidden = layer->hidden,
                                            .causal = layer->causal,
                                            .gelu = layer->gelu,
                                            .dropout = layer->rate,
                                            .seed = (int64_t)layer->mask};
    return ag_transformer_block_create(&options);
}

const gv_layer_kind gv_layer_transformer = {
    .kind = GV_LAYER_KIND("transformer",
                          "a pre-norm block; names as PyTorch's TransformerEncoderLayer",
                          transformer_fields),
    .shape = attention_shape,
    .count = transformer_count,
    .create = transformer_create,
};
