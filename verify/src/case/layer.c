/* What the kinds of layer ask of the flow that comes in, and how they complain. */
#include "case/layer.h"

const char *gv_layer_shape_text(gv_reading *reading, const ag_shape *shape) {
    char *text = gv_reading_alloc(reading, 128, 1);
    return text != NULL ? ag_shape_text(shape, text, 128) : "";
}

bool gv_layer_misfit(gv_reading *reading, const gv_layer *layer, const gv_flow *flow,
                     const char *wants) {
    gv_blame(reading, layer->node, "layer '%s' (%s) takes %s, but %s gives %s of shape %s",
             layer->path, layer->kind->kind.name, wants, flow->from,
             flow->below > 0 ? "indices" : "numbers",
             gv_layer_shape_text(reading, &flow->shape));
    return false;
}

bool gv_layer_takes_count(gv_reading *reading, gv_layer *layer, const gv_flow *flow,
                          size_t count, const char *of) {
    if (layer->in == 0)
        layer->in = count;
    if (layer->in == count)
        return true;
    const char *wants = gv_arena_print(reading->arena, "%zu %s", layer->in, of);
    return gv_layer_misfit(reading, layer, flow, wants != NULL ? wants : "others");
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
    return gv_layer_takes_count(reading, layer, flow, flow->shape.extent[flow->shape.rank - 1],
                                "features");
}

bool gv_layer_takes_rows(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    return takes(reading, layer, flow, 2);
}

bool gv_layer_takes_features(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    return takes(reading, layer, flow, AG_MAX_RANK);
}

bool gv_layer_takes_sequences(gv_reading *reading, const gv_layer *layer, const gv_flow *flow) {
    if (flow->steps == 0)
        return false;
    if (flow->below == 0 && flow->shape.rank == 3)
        return true;
    return gv_layer_misfit(reading, layer, flow, "numbers of shape (rows, time, features)");
}

bool gv_layer_keeps_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    if (flow->steps > 0 && flow->below > 0)
        return gv_layer_misfit(reading, layer, flow, "numbers");
    return true;
}
