/* Several inputs one behind the other along an axis. Each is seen as (outer, count, inner), so
 * that of every outer index it gives one block of count * inner entries that lie side by side.
 */
#include <string.h>

#include "family.h"

enum { AXIS };

static const ag_attribute_spec schema[] = {
    {.name = "axis",
     .kind = AG_ATTRIBUTE_INT,
     .meaning = "negative from the end; 0 if left out"},
};

static bool fits(const ag_shape *first, const ag_shape *other, size_t axis) {
    if (other->rank != first->rank)
        return false;
    for (size_t i = 0; i < first->rank; i++)
        if (i != axis && other->extent[i] != first->extent[i])
            return false;
    return true;
}

static ag_status concatenate_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    *out = *call->input_shapes[0];
    const size_t axis = ag_axis_of(out, call->attributes[AXIS].integer);
    if (axis == out->rank)
        return ag_shape_refuse(call, error, "no such axis");
    for (size_t i = 1; i < call->input_count; i++) {
        if (!fits(out, call->input_shapes[i], axis))
            return ag_shape_refuse(call, error, "shapes differ beside the axis");
        out->extent[axis] += call->input_shapes[i]->extent[axis];
    }
    return AG_OK;
}

/* Blocks of the output: `outer` of them, `size` entries each. */
typedef struct blocks {
    size_t axis, outer, size, inner;
} blocks;

static blocks blocks_of(const ag_shape *y, const ag_attribute_value *p) {
    blocks b = {.axis = ag_axis_of(y, p[AXIS].integer), .outer = 1, .inner = 1};
    for (size_t i = 0; i < b.axis; i++)
        b.outer *= y->extent[i];
    for (size_t i = b.axis + 1; i < y->rank; i++)
        b.inner *= y->extent[i];
    b.size = y->extent[b.axis] * b.inner;
    return b;
}

static void place(const blocks *b, const ag_shape *shape, const double *x, double *y) {
    const size_t size = shape->extent[b->axis] * b->inner;
    for (size_t o = 0; o < b->outer; o++)
        memcpy(y + o * b->size, x + o * size, size * sizeof *y);
}

/* Copies what lies in the changed inputs of a lane; those that no lane changes are as they are
 * in the unperturbed output, which is there already if there are regions. */
static void concatenate_forward(const ag_forward_call *call) {
    const blocks b = blocks_of(call->output_shape, call->attributes);
    for (size_t lane = 0; lane < call->lanes; lane++) {
        double *y = call->output + lane * call->output_stride;
        if (call->output_dirty != NULL &&
            ag_box_is_empty(call->output_shape, &call->output_dirty[lane]))
            continue;
        for (size_t i = 0; i < call->input_count; i++) {
            const ag_forward_input *in = &call->inputs[i];
            if (call->output_dirty == NULL || in->lane_stride != 0)
                place(&b, in->shape, in->data + lane * in->lane_stride, y);
            y += in->shape->extent[b.axis] * b.inner;
        }
    }
}

static bool concatenate_dirty(const ag_forward_call *call, ag_region *regions) {
    const blocks b = blocks_of(call->output_shape, call->attributes);
    for (size_t lane = 0; lane < call->lanes; lane++) {
        size_t start = 0;
        regions[lane] = ag_box_empty();
        for (size_t i = 0; i < call->input_count; i++) {
            const ag_forward_input *in = &call->inputs[i];
            ag_region region = ag_input_region(in, lane);
            if (!ag_box_is_empty(in->shape, &region)) {
                region.begin[b.axis] += start;
                region.end[b.axis] += start;
                ag_box_join(call->output_shape, &regions[lane], &region);
            }
            start += in->shape->extent[b.axis];
        }
    }
    return true;
}

static void concatenate_vjp(const ag_vjp_call *call) {
    const blocks b = blocks_of(call->output_shape, call->attributes);
    const double *ybar = call->cotangent;
    for (size_t i = 0; i < call->input_count; i++) {
        const size_t size = call->input_shapes[i]->extent[b.axis] * b.inner;
        if (call->adjoints[i] != NULL)
            for (size_t o = 0; o < b.outer; o++)
                for (size_t j = 0; j < size; j++)
                    call->adjoints[i][o * size + j] += ybar[o * b.size + j];
        ybar += size;
    }
}

static void concatenate_jvp(const ag_jvp_call *call) {
    const blocks b = blocks_of(call->output_shape, call->attributes);
    double *ydot = call->output_tangent;
    memset(ydot, 0, call->output_size * sizeof *ydot);
    for (size_t i = 0; i < call->input_count; i++) {
        if (call->tangents[i] != NULL)
            place(&b, call->input_shapes[i], call->tangents[i], ydot);
        ydot += call->input_shapes[i]->extent[b.axis] * b.inner;
    }
}

static const ag_op_example examples[] = {
    {.shapes = {{.rank = 2, .extent = {3, 7}}, {.rank = 2, .extent = {5, 7}}},
     .input_count = 2},
    {.shapes = {{.rank = 3, .extent = {2, 3, 4}},
                {.rank = 3, .extent = {2, 1, 4}},
                {.rank = 3, .extent = {2, 5, 4}}},
     .input_count = 3,
     .attributes = {AG_GIVEN_INT("axis", 1)},
     .attribute_count = 1},
    {.shapes = {{.rank = 2, .extent = {7, 2}},
                {.rank = 2, .extent = {7, 3}},
                {.rank = 2, .extent = {7, 1}},
                {.rank = 2, .extent = {7, 4}}},
     .input_count = 4,
     .attributes = {AG_GIVEN_INT("axis", -1)},
     .attribute_count = 1},
    {.shapes = {{.rank = 1, .extent = {5}}}, .input_count = 1},
};

const ag_op ag_op_concatenate = {
    .name = "concatenate",
    .arity = AG_VARIADIC,
    .shape = concatenate_shape,
    .forward = concatenate_forward,
    .vjp = concatenate_vjp,
    .jvp = concatenate_jvp,
    .hvp = ag_op_flat,
    .dirty = concatenate_dirty,
    .attributes = schema,
    .attribute_count = AG_COUNT_OF(schema),
    .domain = {.low = -3.0, .high = 3.0},
    .examples = examples,
    .example_count = AG_COUNT_OF(examples),
    .formula = "y = (x_1, x_2, ...) along the axis;  xbar_k += the part of ybar at its place",
    .source = "NumPy reference, numpy.concatenate",
};

ag_node ag_concatenate(ag_graph *graph, const ag_node *inputs, size_t count, int64_t axis) {
    const ag_attribute given = ag_attribute_int("axis", axis);
    return ag_record(graph, &ag_op_concatenate, inputs, count, &given, 1);
}
