/* Moving entries without computing: transpose, reshape, broadcast_to. */
#include <string.h>

#include "walk.h"

/* ---- transpose ---- */

static ag_status transpose_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    const ag_shape *x = call->input_shapes[0];
    if (x->rank != 2)
        return ag_shape_refuse(call, error, "the input must be a matrix");
    *out = ag_shape_matrix(x->extent[1], x->extent[0]);
    return AG_OK;
}

/* Rows and columns of y that `region` holds, from x (columns of y are rows of x). */
static void transpose_region(const ag_shape *shape, const ag_region *region, const double *x,
                             double *y) {
    const size_t rows = shape->extent[0], columns = shape->extent[1];
    for (size_t i = region->begin[0]; i < region->end[0]; i++)
        for (size_t j = region->begin[1]; j < region->end[1]; j++)
            y[i * columns + j] = x[j * rows + i];
}

static void transpose_forward(const ag_forward_call *call) {
    const ag_region all = ag_box_all(call->output_shape);
    for (size_t lane = 0; lane < call->lanes; lane++)
        transpose_region(call->output_shape,
                         call->output_dirty == NULL ? &all : &call->output_dirty[lane],
                         call->inputs[0].data + lane * call->inputs[0].lane_stride,
                         call->output + lane * call->output_stride);
}

static bool transpose_dirty(const ag_forward_call *call, ag_region *regions) {
    for (size_t lane = 0; lane < call->lanes; lane++) {
        const ag_region x = ag_input_region(&call->inputs[0], lane);
        regions[lane] =
            (ag_region){.begin = {x.begin[1], x.begin[0]}, .end = {x.end[1], x.end[0]}};
    }
    return true;
}

static void transpose_vjp(const ag_vjp_call *call) {
    const size_t rows = call->output_shape->extent[0], columns = call->output_shape->extent[1];
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            call->adjoints[0][j * rows + i] += call->cotangent[i * columns + j];
}

static void transpose_jvp(const ag_jvp_call *call) {
    const ag_region all = ag_box_all(call->output_shape);
    transpose_region(call->output_shape, &all, call->tangents[0], call->output_tangent);
}

static const ag_op_example transpose_examples[] = {
    {.shapes = {{.rank = 2, .extent = {3, 5}}}},
    {.shapes = {{.rank = 2, .extent = {11, 4}}}},
    {.shapes = {{.rank = 2, .extent = {1, 7}}}},
};

const ag_op ag_op_transpose = {
    .name = "transpose",
    .arity = 1,
    .shape = transpose_shape,
    .forward = transpose_forward,
    .vjp = transpose_vjp,
    .jvp = transpose_jvp,
    .dirty = transpose_dirty,
    .domain = {.low = -3.0, .high = 3.0},
    .examples = transpose_examples,
    .example_count = AG_COUNT_OF(transpose_examples),
    .formula = "Y = X^T;  Xbar += Ybar^T",
    .source = "Giles, Collected matrix derivative results (2008), sec. 2.2.1",
};

ag_node ag_transpose(ag_graph *graph, ag_node x) {
    return ag_record(graph, &ag_op_transpose, &x, 1, NULL, 0);
}

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
     .attributes = {{"shape", AG_ATTRIBUTE_INTS, {.integers = shape_35, .integer_count = 2}}},
     .attribute_count = 1},
    {.shapes = {{.rank = 2, .extent = {3, 4}}},
     .attributes = {{"shape", AG_ATTRIBUTE_INTS, {.integers = shape_12, .integer_count = 3}}},
     .attribute_count = 1},
};

const ag_op ag_op_reshape = {
    .name = "reshape",
    .arity = 1,
    .shape = reshape_shape,
    .forward = reshape_forward,
    .vjp = reshape_vjp,
    .jvp = reshape_jvp,
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

static ag_status broadcast_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    ag_shape both_ways;
    const bool valid = read_shape(&call->attributes[SHAPE], out);
    const ag_shape *shapes[] = {call->input_shapes[0], out};
    const ag_shape_call both = {.op = call->op, .input_count = 2, .input_shapes = shapes};
    if (!valid || !ag_shape_broadcast(call->input_shapes[0], out, &both_ways) ||
        !ag_shape_equal(&both_ways, out))
        return ag_shape_refuse(&both, error, "the first does not broadcast to the second");
    return AG_OK;
}

static void repeat_walk(ag_walk *walk, const double *x, double *y) {
    const size_t last = walk->rank - 1;
    const size_t step = walk->input_step[0][last], to_step = walk->output_step[last];
    do {
        const double *from = x + walk->input_offset[0];
        double *to = y + walk->output_offset;
        for (size_t i = 0; i < walk->extent[last]; i++)
            to[i * to_step] = from[i * step];
    } while (ag_walk_next(walk));
}

static void broadcast_to_forward(const ag_forward_call *call) {
    ag_walk walk;
    if (ag_computes_all(call)) {
        ag_walk_lanes(&walk, call);
        repeat_walk(&walk, call->inputs[0].data, call->output);
        return;
    }
    for (size_t lane = 0; lane < call->lanes; lane++) {
        if (ag_box_is_empty(call->output_shape, &call->output_dirty[lane]))
            continue;
        ag_walk_region(&walk, call, &call->output_dirty[lane]);
        repeat_walk(&walk, call->inputs[0].data + lane * call->inputs[0].lane_stride,
                    call->output + lane * call->output_stride);
    }
}

static void broadcast_to_vjp(const ag_vjp_call *call) {
    ag_walk walk;
    ag_walk_shapes(&walk, call->output_shape, call->input_shapes, 1);
    const size_t last = walk.rank - 1, step = walk.input_step[0][last];
    do {
        const double *ybar = call->cotangent + walk.output_offset;
        double *xbar = call->adjoints[0] + walk.input_offset[0];
        for (size_t i = 0; i < walk.extent[last]; i++)
            xbar[i * step] += ybar[i];
    } while (ag_walk_next(&walk));
}

static void broadcast_to_jvp(const ag_jvp_call *call) {
    ag_walk walk;
    ag_walk_shapes(&walk, call->output_shape, call->input_shapes, 1);
    repeat_walk(&walk, call->tangents[0], call->output_tangent);
}

static const int64_t shape_44[] = {4, 11}, shape_210[] = {2, 3, 7};
static const ag_op_example broadcast_examples[] = {
    {.shapes = {{.rank = 1, .extent = {11}}},
     .attributes = {{"shape", AG_ATTRIBUTE_INTS, {.integers = shape_44, .integer_count = 2}}},
     .attribute_count = 1},
    {.shapes = {{.rank = 2, .extent = {3, 1}}},
     .attributes = {{"shape", AG_ATTRIBUTE_INTS, {.integers = shape_210, .integer_count = 3}}},
     .attribute_count = 1},
    {.shapes = {{.rank = 0}},
     .attributes = {{"shape", AG_ATTRIBUTE_INTS, {.integers = shape_44, .integer_count = 2}}},
     .attribute_count = 1},
};

const ag_op ag_op_broadcast_to = {
    .name = "broadcast_to",
    .arity = 1,
    .shape = broadcast_shape,
    .forward = broadcast_to_forward,
    .vjp = broadcast_to_vjp,
    .jvp = broadcast_to_jvp,
    .dirty = ag_dirty_same,
    .attributes = shape_schema,
    .attribute_count = AG_COUNT_OF(shape_schema),
    .domain = {.low = -3.0, .high = 3.0},
    .examples = broadcast_examples,
    .example_count = AG_COUNT_OF(broadcast_examples),
    .formula = "x repeated along new and unit axes;  xbar += sum of ybar over the repeats",
    .source = "NumPy reference, Broadcasting",
};

ag_node ag_broadcast_to(ag_graph *graph, ag_node x, ag_shape shape) {
    return record_shaped(graph, &ag_op_broadcast_to, x, &shape);
}
