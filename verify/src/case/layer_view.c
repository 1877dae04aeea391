/* The kinds of layer that hand on the same entries, or some of them, in another shape.  The
 * number of rows is taken from what comes in, for a batch has others than the data set. */
#include "case/layer.h"
#include "case/tensor.h"

#include <stdint.h>

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

const gv_layer_kind gv_layer_flatten = {
    .kind = {"flatten", "all features of a row one after the other", NULL, 0},
    .shape = flatten_shape,
    .plain = ag_flatten_create,
};

/* ---- reshape ---- */

static const gv_field reshape_fields[] = {
    {.name = "shape",
     .read = gv_field_node,
     .offset = offsetof(gv_layer, extents),
     .required = true,
     .meaning = "of each row, as [1, 8, 8]"},
};

static ag_shape with_rows(const ag_shape *row, size_t rows) {
    ag_shape shape = {.rank = row->rank + 1, .extent = {rows}};
    for (size_t axis = 0; axis < row->rank; axis++)
        shape.extent[axis + 1] = row->extent[axis];
    return shape;
}

static bool reshape_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    if (flow->steps == 0 || !gv_read_shape(reading, layer->extents, &layer->row))
        return false;
    const size_t rows = flow->shape.extent[0];
    if (flow->below > 0 || layer->row.rank + 1 > AG_MAX_RANK ||
        rows * ag_shape_size(&layer->row) != ag_shape_size(&flow->shape))
        return gv_layer_misfit(reading, layer, flow, "as many entries as its shape has");
    flow->shape = with_rows(&layer->row, rows);
    return true;
}

static void reshape_record(const gv_layer *layer, const ag_module *module, ag_graph *graph,
                           ag_node *nodes, size_t *steps) {
    (void)module;
    for (size_t t = 0; t < *steps; t++) {
        const ag_shape *shape = ag_graph_shape(graph, nodes[t]);
        if (shape != NULL)
            nodes[t] = ag_reshape(graph, nodes[t], with_rows(&layer->row, shape->extent[0]));
    }
}

const gv_layer_kind gv_layer_reshape = {
    .kind =
        GV_LAYER_KIND("reshape", "another shape for the entries of each row", reshape_fields),
    .shape = reshape_shape,
    .plain = ag_identity_create,
    .record = reshape_record,
};

/* ---- last ---- */

static bool last_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    if (!gv_layer_takes_sequences(reading, layer, flow))
        return false;
    flow->shape = ag_shape_matrix(flow->shape.extent[0], flow->shape.extent[2]);
    return true;
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

const gv_layer_kind gv_layer_last = {
    .kind = {"last", "of (rows, time, features) the last time", NULL, 0},
    .shape = last_shape,
    .plain = ag_identity_create,
    .record = last_record,
};
