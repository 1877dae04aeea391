/* One matrix product for every index of the leading axes. A lane computes those products anew
 * whose first index is touched by its change, so that a change in one sample costs one sample.
 */
#include "product.h"

static ag_status batched_matmul_shape(const ag_shape_call *call, ag_shape *out,
                                      ag_error *error) {
    const ag_shape *a = call->input_shapes[0], *b = call->input_shapes[1];
    ag_product d;
    if (a->rank < 3 || a->rank != b->rank)
        return ag_shape_refuse(call, error, "as many axes needed in both, 3 or more");
    for (size_t axis = 0; axis + 2 < a->rank; axis++)
        if (a->extent[axis] != b->extent[axis])
            return ag_shape_refuse(call, error, "leading extents differ");
    const ag_status status = ag_product_check(call, &d, error);
    *out = *a;
    out->extent[a->rank - 2] = d.m;
    out->extent[a->rank - 1] = d.n;
    return status;
}

static size_t batch_of(const ag_shape *shape) {
    size_t count = 1;
    for (size_t axis = 0; axis + 2 < shape->rank; axis++)
        count *= shape->extent[axis];
    return count;
}

static void batched_matmul_forward(const ag_forward_call *call) {
    const ag_forward_input *in = call->inputs;
    const ag_product d = ag_product_of(call->attributes, in[0].shape, in[1].shape);
    const size_t batch = batch_of(in[0].shape), per_sample = batch / in[0].shape->extent[0];
    for (size_t lane = 0; lane < call->lanes; lane++) {
        const ag_region *region = call->output_dirty == NULL ? NULL : &call->output_dirty[lane];
        const size_t begin = region == NULL ? 0 : region->begin[0] * per_sample;
        const size_t end = region == NULL ? batch : region->end[0] * per_sample;
        const double *a = in[0].data + lane * in[0].lane_stride;
        const double *b = in[1].data + lane * in[1].lane_stride;
        double *y = call->output + lane * call->output_stride;
        for (size_t i = begin; i < end; i++)
            ag_gemm(d.ta, d.tb, d.m, d.n, d.k, a + i * d.m * d.k, ag_product_lda(&d),
                    b + i * d.k * d.n, ag_product_ldb(&d), 0.0, y + i * d.m * d.n, d.n);
    }
}

static bool batched_matmul_dirty(const ag_forward_call *call, ag_region *regions) {
    for (size_t lane = 0; lane < call->lanes; lane++) {
        ag_region touched = ag_box_empty();
        for (size_t i = 0; i < 2; i++) {
            ag_region region = ag_box_all(call->output_shape);
            const ag_region input = ag_input_region(&call->inputs[i], lane);
            if (ag_box_is_empty(call->inputs[i].shape, &input))
                continue;
            region.begin[0] = input.begin[0];
            region.end[0] = input.end[0];
            ag_box_join(call->output_shape, &touched, &region);
        }
        regions[lane] = touched;
    }
    return true;
}

static double *at_or_null(double *values, size_t offset) {
    return values == NULL ? NULL : values + offset;
}

static const double *const_at_or_null(const double *values, size_t offset) {
    return values == NULL ? NULL : values + offset;
}

static void batched_matmul_vjp(const ag_vjp_call *call) {
    const ag_product d =
        ag_product_of(call->attributes, call->input_shapes[0], call->input_shapes[1]);
    const size_t batch = batch_of(call->output_shape);
    for (size_t i = 0; i < batch; i++)
        ag_product_vjp(&d, call->inputs[0] + i * d.m * d.k, call->inputs[1] + i * d.k * d.n,
                       call->cotangent + i * d.m * d.n,
                       at_or_null(call->adjoints[0], i * d.m * d.k),
                       at_or_null(call->adjoints[1], i * d.k * d.n));
}

static void batched_matmul_jvp(const ag_jvp_call *call) {
    const ag_product d =
        ag_product_of(call->attributes, call->input_shapes[0], call->input_shapes[1]);
    const size_t batch = batch_of(call->output_shape);
    for (size_t i = 0; i < batch; i++)
        ag_product_jvp(&d, call->inputs[0] + i * d.m * d.k, call->inputs[1] + i * d.k * d.n,
                       const_at_or_null(call->tangents[0], i * d.m * d.k),
                       const_at_or_null(call->tangents[1], i * d.k * d.n),
                       call->output_tangent + i * d.m * d.n);
}

static void batched_matmul_hvp(const ag_hvp_call *call) {
    const ag_product d =
        ag_product_of(call->attributes, call->input_shapes[0], call->input_shapes[1]);
    const size_t batch = batch_of(call->output_shape);
    for (size_t i = 0; i < batch; i++)
        ag_product_hvp(&d, const_at_or_null(call->tangents[0], i * d.m * d.k),
                       const_at_or_null(call->tangents[1], i * d.k * d.n),
                       call->cotangent + i * d.m * d.n,
                       at_or_null(call->adjoints[0], i * d.m * d.k),
                       at_or_null(call->adjoints[1], i * d.k * d.n));
}

static const ag_op_example examples[] = {
    {.shapes = {{.rank = 3, .extent = {4, 3, 5}}, {.rank = 3, .extent = {4, 5, 2}}}},
    {.shapes = {{.rank = 4, .extent = {2, 3, 5, 4}}, {.rank = 4, .extent = {2, 3, 6, 4}}},
     .attributes = {AG_GIVEN_BOOL("transpose_b", true)},
     .attribute_count = 1},
    {.shapes = {{.rank = 3, .extent = {3, 5, 2}}, {.rank = 3, .extent = {3, 5, 7}}},
     .attributes = {AG_GIVEN_BOOL("transpose_a", true)},
     .attribute_count = 1},
    {.shapes = {{.rank = 3, .extent = {2, 3, 4}}, {.rank = 3, .extent = {2, 5, 3}}},
     .attributes = {AG_GIVEN_BOOL("transpose_a", true), AG_GIVEN_BOOL("transpose_b", true)},
     .attribute_count = 2},
};

const ag_op ag_op_batched_matmul = {
    .name = "batched_matmul",
    .arity = 2,
    .shape = batched_matmul_shape,
    .forward = batched_matmul_forward,
    .vjp = batched_matmul_vjp,
    .jvp = batched_matmul_jvp,
    .hvp = batched_matmul_hvp,
    .dirty = batched_matmul_dirty,
    .attributes = ag_product_schema,
    .attribute_count = AG_COUNT_OF(ag_product_schema),
    .domain = {.low = -3.0, .high = 3.0},
    .examples = examples,
    .example_count = AG_COUNT_OF(examples),
    .formula = "Y_s = A_s B_s for every s;  Abar_s += Ybar_s B_s^T, Bbar_s += A_s^T Ybar_s",
    .source = "Giles, Collected matrix derivative results (2008), sec. 2.2.1",
};

ag_node ag_batched_matmul(ag_graph *graph, ag_node a, bool transpose_a, ag_node b,
                          bool transpose_b) {
    const ag_attribute given[] = {ag_attribute_bool("transpose_a", transpose_a),
                                  ag_attribute_bool("transpose_b", transpose_b)};
    return ag_record(graph, &ag_op_batched_matmul, (const ag_node[]){a, b}, 2, given, 2);
}
