/* Another shape for the same entries: reshape, broadcast_to. */
#include <string.h>

#include "view.h"

/* ---- what reshape and broadcast_to share ---- */

enum { SHAPE };

static const ag_attribute_spec shape_schema[] = {
    {.name = "shape", .kind = AG_ATTRIBUTE_INTS, .required = true, .meaning = "of the output"},
};

static bool read_shape(const ag_attribute_value *value, ag_shape *out) {
    *out = ag_shape_scalar();
    if (value->integer_count > AG_MAX_RANK)
        return false;
    out->rank = value->integer_count;
    for (size_t axis = 0; axis < out->rank; axis++) {
        if (value->integers[axis] < 1)
            return false;
        out->extent[axis] = (size_t)value->integers[axis];
    }
    return ag_shape_size(out) > 0;
}

static ag_node record_shaped(ag_graph *graph, const ag_op *op, ag_node x,
                             const ag_shape *shape) {
    int64_t extents[AG_MAX_RANK] = {0};
    if (ag_shape_size(shape) == 0)
        return ag_record(graph, op, &x, 1, NULL, 0); /* refused: the attribute is missing */
    for (size_t axis = 0; axis < shape->rank; axis++)
        extents[axis] = (int64_t)shape->extent[axis];
    const ag_attribute given = ag_attribute_ints("shape", extents, shape->rank);
    return ag_record(graph, op, &x, 1, &given, 1);
}

/* ---- reshape ---- */

static ag_status reshape_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    const bool valid = read_shape(&call->attributes[SHAPE], out);
    const ag_shape *shapes[] = {call->input_shapes[0], out};
    const ag_shape_call both = {.op = call->op, .input_count = 2, .input_shapes = shapes};
    if (!valid || ag_shape_size(out) != ag_shape_size(call->input_shapes[0]))
        return ag_shape_refuse(&both, error, "sizes differ");
    return AG_OK;
}

static void reshape_forward(const ag_forward_call *call) {
    memcpy(call->output, call->inputs[0].data,
           call->lanes * call->output_size * sizeof *call->output);
}

static void reshape_vjp(const ag_vjp_call *call) {
    for (size_t i = 0; i < call->output_size; i++)
        call->adjoints[0][i] += call->cotangent[i];
}

static void reshape_jvp(const ag_jvp_call *call) {
    memcpy(call->output_tangent, call->tangents[0],
           call->output_size * sizeof *call->output_tangent);
}

static const int64_t shape_35[] = {5, 7}, shape_12[] = {2, 1, 6};
static const ag_op_example reshape_examples[] = {
    {.shapes = {{.rank = 1, .extent = {35}}},
     .attributes = {AG_GIVEN_INTS("shape", shape_35)},
     .attribute_count = 1},
    {.shapes = {{.rank = 2, .extent = {3, 4}}},
     .attributes = {AG_GIVEN_INTS("shape", shape_12)},
     .attribute_count = 1},
};

const ag_op ag_op_reshape = {
    .name = "reshape",
    .arity = 1,
    .shape = reshape_shape,
    .forward = reshape_forward,
    .vjp = reshape_vjp,
    .jvp = reshape_jvp,
    .hvp = ag_op_flat,
    .attributes = shape_schema,
    .attribute_count = AG_COUNT_OF(shape_schema),
    .domain = {.low = -3.0, .high = 3.0},
    .examples = reshape_examples,
    .example_count = AG_COUNT_OF(reshape_examples),
    .formula = "the same entries in row-major order under another shape",
    .source = "NumPy reference, numpy.reshape (order C)",
};

ag_node ag_reshape(ag_graph *graph, ag_node x, ag_shape shape) {
    return record_shaped(graph, &ag_op_reshape, x, &shape);
}

/* ---- broadcast_to ---- */

static ag_status broadcast_to_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    ag_shape both_ways;
    const bool valid = read_shape(&call->attributes[SHAPE], out);
    const ag_shape *shapes[] = {call->input_shapes[0], out};
    const ag_shape_call both = {.op = call->op, .input_count = 2, .input_shapes = shapes};
    if (!valid || !ag_shape_broadcast(call->input_shapes[0], out, &both_ways) ||
        !ag_shape_equal(&both_ways, out))
        return ag_shape_refuse(&both, error, "the first does not broadcast to the second");
    return AG_OK;
}

/* Missing axes are in front; an axis of extent 1 that grows is repeated. */
static ag_view broadcast_to_view(const ag_attribute_value *p, const ag_shape *x,
                                 const ag_shape *y) {
    const size_t missing = y->rank - x->rank;
    ag_view view = ag_view_same(y);
    (void)p;
    for (size_t axis = 0; axis < y->rank; axis++) {
        const bool moves = axis >= missing && x->extent[axis - missing] == y->extent[axis];
        view.source[axis] = moves ? axis - missing : AG_REPEATED;
    }
    return view;
}
AG_VIEW_INSTANCES(broadcast_to)

static const int64_t shape_44[] = {4, 11}, shape_210[] = {2, 3, 7};
static const ag_op_example broadcast_examples[] = {
    {.shapes = {{.rank = 1, .extent = {11}}},
     .attributes = {AG_GIVEN_INTS("shape", shape_44)},
     .attribute_count = 1},
    {.shapes = {{.rank = 2, .extent = {3, 1}}},
     .attributes = {AG_GIVEN_INTS("shape", shape_210)},
     .attribute_count = 1},
    {.shapes = {{.rank = 0}},
     .attributes = {AG_GIVEN_INTS("shape", shape_44)},
     .attribute_count = 1},
};

const ag_op ag_op_broadcast_to = {
    AG_VIEW_FIELDS(broadcast_to),
    .attributes = shape_schema,
    .attribute_count = AG_COUNT_OF(shape_schema),
    .examples = broadcast_examples,
    .example_count = AG_COUNT_OF(broadcast_examples),
    .formula = "x repeated along new and unit axes;  xbar += sum of ybar over the repeats",
    .source = "NumPy reference, Broadcasting",
};

ag_node ag_broadcast_to(ag_graph *graph, ag_node x, ag_shape shape) {
    return record_shaped(graph, &ag_op_broadcast_to, x, &shape);
}
