/* Embedding lookup: rows of a table by index. An index that comes twice gets both gradients. */
#include <math.h>
#include <string.h>

#include "family.h"

static ag_status embedding_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    const ag_shape *table = call->input_shapes[0], *indices = call->input_shapes[1];
    if (table->rank != 2)
        return ag_shape_refuse(call, error, "the table must be a matrix");
    if (indices->rank == AG_MAX_RANK)
        return ag_shape_refuse(call, error, "too many axes");
    *out = *indices;
    out->extent[out->rank++] = table->extent[1];
    return AG_OK;
}

static void lookup(const ag_shape *shape, const double *table, const double *indices,
                   size_t begin, size_t end, double *y) {
    const size_t dim = shape->extent[1];
    for (size_t place = begin; place < end; place++) {
        size_t row;
        if (ag_index_of(indices[place], shape->extent[0], &row))
            memcpy(y + place * dim, table + row * dim, dim * sizeof *y);
        else
            for (size_t j = 0; j < dim; j++)
                y[place * dim + j] = NAN;
    }
}

static void embedding_forward(const ag_forward_call *call) {
    const ag_forward_input *table = &call->inputs[0], *indices = &call->inputs[1];
    const size_t places = ag_count(indices->shape);
    for (size_t lane = 0; lane < call->lanes; lane++) {
        const ag_region *region = call->output_dirty == NULL ? NULL : &call->output_dirty[lane];
        lookup(table->shape, table->data + lane * table->lane_stride,
               indices->data + lane * indices->lane_stride,
               region == NULL ? 0 : region->begin[0], region == NULL ? places : region->end[0],
               call->output + lane * call->output_stride);
    }
}

/* First to last place that looks into a dirty row. */
static ag_region places_of(const ag_forward_call *call, const ag_region *dirty) {
    const ag_forward_input *indices = &call->inputs[1];
    ag_region region = ag_box_empty();
    for (size_t place = 0; place < indices->shape->extent[0]; place++) {
        size_t row;
        if (!ag_index_of(indices->data[place], call->inputs[0].shape->extent[0], &row) ||
            row < dirty->begin[0] || row >= dirty->end[0])
            continue;
        if (region.end[0] == 0)
            region.begin[0] = place;
        region.end[0] = place + 1;
    }
    region.end[1] = call->inputs[0].shape->extent[1];
    return region;
}

static bool embedding_dirty(const ag_forward_call *call, ag_region *regions) {
    if (call->inputs[1].lane_stride != 0 || call->inputs[1].shape->rank != 1)
        return false;
    for (size_t lane = 0; lane < call->lanes; lane++) {
        const ag_region dirty = ag_input_region(&call->inputs[0], lane);
        regions[lane] = places_of(call, &dirty);
    }
    return true;
}

static void embedding_vjp(const ag_vjp_call *call) {
    const ag_shape *table = call->input_shapes[0];
    const size_t places = ag_count(call->input_shapes[1]), dim = table->extent[1];
    for (size_t place = 0; place < places; place++) {
        size_t row;
        if (ag_index_of(call->inputs[1][place], table->extent[0], &row))
            for (size_t j = 0; j < dim; j++)
                call->adjoints[0][row * dim + j] += call->cotangent[place * dim + j];
    }
}

static void embedding_jvp(const ag_jvp_call *call) {
    lookup(call->input_shapes[0], call->tangents[0], call->inputs[1], 0,
           ag_count(call->input_shapes[1]), call->output_tangent);
}

static const ag_op_example examples[] = {
    {.shapes = {{.rank = 2, .extent = {7, 5}}, {.rank = 1, .extent = {11}}}, .index_below = 7},
    {.shapes = {{.rank = 2, .extent = {3, 4}}, {.rank = 2, .extent = {2, 5}}},
     .index_below = 3},
    {.shapes = {{.rank = 2, .extent = {5, 3}}, {.rank = 0}}, .index_below = 5},
};

const ag_op ag_op_embedding = {
    .name = "embedding",
    .arity = 2,
    .shape = embedding_shape,
    .forward = embedding_forward,
    .vjp = embedding_vjp,
    .jvp = embedding_jvp,
    .hvp = ag_op_flat,
    .dirty = embedding_dirty,
    .index_inputs = 1U << 1,
    .domain = {.low = -3.0, .high = 3.0},
    .examples = examples,
    .example_count = AG_COUNT_OF(examples),
    .formula = "y_p = table[i_p];  tablebar[i_p] += ybar_p, summed over equal indices",
    .source = "Bengio et al., A neural probabilistic language model, JMLR 3 (2003)",
};

ag_node ag_embedding(ag_graph *graph, ag_node table, ag_node indices) {
    return ag_record(graph, &ag_op_embedding, (const ag_node[]){table, indices}, 2, NULL, 0);
}
