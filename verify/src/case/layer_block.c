/* Layers that hold layers: one after the other, or only held, for others to use. */
#include "case/layer.h"

static const gv_field block_fields[] = {
    {.name = "layers",
     .read = gv_field_node,
     .offset = offsetof(gv_layer, inside),
     .required = true,
     .meaning = "those inside, named BLOCK.NAME"},
};

/* ---- sequential ---- */

static bool sequential_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    return gv_layers_shape(reading, layer->layers, layer->layer_count, flow);
}

static void sequential_record(const gv_layer *layer, const ag_module *module, ag_graph *graph,
                              ag_node *nodes, size_t *steps) {
    gv_layer_push_scope(layer, graph, 0, 1); /* the layers inside name the steps */
    gv_layers_record(layer->layers, layer->layer_count, module, graph, nodes, steps);
    ag_graph_pop_scope(graph);
}

const gv_layer_kind gv_layer_sequential = {
    .kind =
        GV_LAYER_KIND("sequential", "layers one after the other, under one name", block_fields),
    .shape = sequential_shape,
    .plain = ag_sequential_create,
    .record = sequential_record,
};

/* ---- module_list ---- */

/* Nothing flows through a list: it has no shape rule. */
const gv_layer_kind gv_layer_module_list = {
    .kind = GV_LAYER_KIND("module_list", "layers that are held here, and used further down",
                          block_fields),
    .plain = ag_module_list_create,
};
