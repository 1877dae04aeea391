/* Picking entries by index along an axis: gather (an index for every entry) and index_select
 * (one index for a whole slice). An entry that is picked twice gets both gradients. An index
 * outside the range yields NaN, and no gradient. */
#include <math.h>
#include <string.h>

#include "family.h"

enum { AXIS };

static const ag_attribute_spec schema[] = {
    {.name = "axis",
     .kind = AG_ATTRIBUTE_INT,
     .meaning = "negative from the end; 0 if left out"},
};

/* ---- gather ---- */

static ag_status gather_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    const ag_shape *x = call->input_shapes[0], *indices = call->input_shapes[1];
    const size_t axis = ag_axis_of(x, call->attributes[AXIS].integer);
    *out = *indices;
    if (axis == x->rank)
        return ag_shape_refuse(call, error, "no such axis");
    if (indices->rank != x->rank)
        return ag_shape_refuse(call, error, "x and the indices must have as many axes");
    for (size_t i = 0; i < x->rank; i++)
        if (i != axis && indices->extent[i] > x->extent[i])
            return ag_shape_refuse(call, error, "the indices reach beyond x beside the axis");
    return AG_OK;
}

/* Where entry `at` of the output comes from. Returns: false for a bad index. */
static bool gather_from(const ag_shape *x, const ag_shape *y, size_t axis, double index,
                        size_t at, size_t *from) {
    size_t step = 1, chosen;
    if (!ag_index_of(index, x->extent[axis], &chosen))
        return false;
    *from = 0;
    for (size_t i = x->rank; i-- > 0;) {
        *from += step * (i == axis ? chosen : at % y->extent[i]);
        at /= y->extent[i];
        step *= x->extent[i];
    }
    return true;
}

static void gather_copy(const ag_shape *shape, const ag_shape *y_shape, size_t axis,
                        const double *x, const double *indices, double *y) {
    const size_t size = ag_count(y_shape);
    for (size_t at = 0; at < size; at++) {
        size_t from;
        const bool valid = gather_from(shape, y_shape, axis, indices[at], at, &from);
        y[at] = valid ? x[from] : NAN;
    }
}

static void gather_forward(const ag_forward_call *call) {
    const ag_forward_input *x = &call->inputs[0], *indices = &call->inputs[1];
    const size_t axis = ag_axis_of(x->shape, call->attributes[AXIS].integer);
    for (size_t lane = 0; lane < call->lanes; lane++)
        gather_copy(x->shape, call->output_shape, axis, x->data + lane * x->lane_stride,
                    indices->data + lane * indices->lane_stride,
                    call->output + lane * call->output_stride);
}

static void gather_vjp(const ag_vjp_call *call) {
    const ag_shape *x = call->input_shapes[0];
    const size_t axis = ag_axis_of(x, call->attributes[AXIS].integer);
    for (size_t at = 0; at < call->output_size; at++) {
        size_t from;
        if (gather_from(x, call->output_shape, axis, call->inputs[1][at], at, &from))
            call->adjoints[0][from] += call->cotangent[at];
    }
}

static void gather_jvp(const ag_jvp_call *call) {
    const size_t axis = ag_axis_of(call->input_shapes[0], call->attributes[AXIS].integer);
    gather_copy(call->input_shapes[0], call->output_shape, axis, call->tangents[0],
                call->inputs[1], call->output_tangent);
}

static const ag_op_example gather_examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}, {.rank = 2, .extent = {5, 9}}},
     .index_below = 7,
     .attributes = {AG_GIVEN_INT("axis", 1)},
     .attribute_count = 1},
    {.shapes = {{.rank = 3, .extent = {3, 4, 5}}, {.rank = 3, .extent = {6, 2, 4}}},
     .index_below = 3},
    {.shapes = {{.rank = 1, .extent = {3}}, {.rank = 1, .extent = {11}}},
     .index_below = 3,
     .attributes = {AG_GIVEN_INT("axis", -1)},
     .attribute_count = 1},
};

const ag_op ag_op_gather = {
    .name = "gather",
    .arity = 2,
    .shape = gather_shape,
    .forward = gather_forward,
    .vjp = gather_vjp,
    .jvp = gather_jvp,
    .hvp = ag_op_flat,
    .attributes = schema,
    .attribute_count = AG_COUNT_OF(schema),
    .index_inputs = 1U << 1,
    .domain = {.low = -3.0, .high = 3.0},
    .examples = gather_examples,
    .example_count = AG_COUNT_OF(gather_examples),
    .formula = "y[i, j] = x[index[i, j], j] along axis 0;  xbar[index[i, j], j] += ybar[i, j]",
    .source = "PyTorch reference, torch.gather",
};

/* ---- index_select ---- */

/* x is (outer, extent, inner), y is (outer, count, inner). */
typedef struct selection {
    size_t outer, extent, count, inner;
} selection;

static selection selection_of(const ag_shape *x, const ag_shape *indices,
                              const ag_attribute_value *p) {
    const size_t axis = ag_axis_of(x, p[AXIS].integer);
    selection s = {
        .outer = 1, .extent = x->extent[axis], .count = indices->extent[0], .inner = 1};
    for (size_t i = 0; i < axis; i++)
        s.outer *= x->extent[i];
    for (size_t i = axis + 1; i < x->rank; i++)
        s.inner *= x->extent[i];
    return s;
}

static ag_status index_select_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    const ag_shape *x = call->input_shapes[0], *indices = call->input_shapes[1];
    const size_t axis = ag_axis_of(x, call->attributes[AXIS].integer);
    *out = *x;
    if (axis == x->rank)
        return ag_shape_refuse(call, error, "no such axis");
    if (indices->rank != 1)
        return ag_shape_refuse(call, error, "the indices must be a vector");
    out->extent[axis] = indices->extent[0];
    return AG_OK;
}

static void select_copy(const selection *s, const double *x, const double *indices, double *y) {
    for (size_t o = 0; o < s->outer; o++)
        for (size_t j = 0; j < s->count; j++, y += s->inner) {
            size_t index;
            if (ag_index_of(indices[j], s->extent, &index))
                memcpy(y, x + (o * s->extent + index) * s->inner, s->inner * sizeof *y);
            else
                for (size_t i = 0; i < s->inner; i++)
                    y[i] = NAN;
        }
}

static void index_select_forward(const ag_forward_call *call) {
    const ag_forward_input *x = &call->inputs[0], *indices = &call->inputs[1];
    const selection s = selection_of(x->shape, indices->shape, call->attributes);
    for (size_t lane = 0; lane < call->lanes; lane++)
        select_copy(&s, x->data + lane * x->lane_stride,
                    indices->data + lane * indices->lane_stride,
                    call->output + lane * call->output_stride);
}

static void index_select_vjp(const ag_vjp_call *call) {
    const selection s =
        selection_of(call->input_shapes[0], call->input_shapes[1], call->attributes);
    const double *ybar = call->cotangent;
    for (size_t o = 0; o < s.outer; o++)
        for (size_t j = 0; j < s.count; j++, ybar += s.inner) {
            size_t index;
            if (!ag_index_of(call->inputs[1][j], s.extent, &index))
                continue;
            double *xbar = call->adjoints[0] + (o * s.extent + index) * s.inner;
            for (size_t i = 0; i < s.inner; i++)
                xbar[i] += ybar[i];
        }
}

static void index_select_jvp(const ag_jvp_call *call) {
    const selection s =
        selection_of(call->input_shapes[0], call->input_shapes[1], call->attributes);
    select_copy(&s, call->tangents[0], call->inputs[1], call->output_tangent);
}

static const ag_op_example select_examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}, {.rank = 1, .extent = {8}}}, .index_below = 5},
    {.shapes = {{.rank = 3, .extent = {2, 3, 5}}, {.rank = 1, .extent = {4}}},
     .index_below = 3,
     .attributes = {AG_GIVEN_INT("axis", 1)},
     .attribute_count = 1},
    {.shapes = {{.rank = 2, .extent = {6, 3}}, {.rank = 1, .extent = {7}}},
     .index_below = 3,
     .attributes = {AG_GIVEN_INT("axis", -1)},
     .attribute_count = 1},
};

const ag_op ag_op_index_select = {
    .name = "index_select",
    .arity = 2,
    .shape = index_select_shape,
    .forward = index_select_forward,
    .vjp = index_select_vjp,
    .jvp = index_select_jvp,
    .hvp = ag_op_flat,
    .attributes = schema,
    .attribute_count = AG_COUNT_OF(schema),
    .index_inputs = 1U << 1,
    .domain = {.low = -3.0, .high = 3.0},
    .examples = select_examples,
    .example_count = AG_COUNT_OF(select_examples),
    .formula =
        "y[i, ...] = x[index[i], ...] along axis 0;  xbar[index[i], ...] += ybar[i, ...]",
    .source = "PyTorch reference, torch.index_select",
};

/* ---- recording ---- */

ag_node ag_gather(ag_graph *graph, ag_node x, int64_t axis, ag_node indices) {
    const ag_attribute given = ag_attribute_int("axis", axis);
    return ag_record(graph, &ag_op_gather, (const ag_node[]){x, indices}, 2, &given, 1);
}

ag_node ag_index_select(ag_graph *graph, ag_node x, int64_t axis, ag_node indices) {
    const ag_attribute given = ag_attribute_int("axis", axis);
    return ag_record(graph, &ag_op_index_select, (const ag_node[]){x, indices}, 2, &given, 1);
}
