/* A range of one axis. */
#include "view.h"

enum { AXIS, BEGIN, END, STEP };

static const ag_attribute_spec schema[] = {
    {.name = "axis",
     .kind = AG_ATTRIBUTE_INT,
     .meaning = "negative from the end; 0 if left out"},
    {.name = "begin",
     .kind = AG_ATTRIBUTE_INT,
     .meaning = "first index, negative from the end; 0 if left out"},
    {.name = "end",
     .kind = AG_ATTRIBUTE_INT,
     .fallback = {.integer = INT64_MAX},
     .meaning = "index behind the last one, negative from the end; the extent if left out"},
    {.name = "step",
     .kind = AG_ATTRIBUTE_INT,
     .fallback = {.integer = 1},
     .meaning = "at least 1, which it is if left out"},
};

/* An index of an axis, clamped to it as Python does. */
static size_t clamped(int64_t index, size_t extent) {
    const int64_t limit = (int64_t)extent;
    if (index < 0)
        index = index < -limit ? 0 : index + limit;
    return (size_t)(index > limit ? limit : index);
}

static ag_status slice_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    const ag_attribute_value *p = call->attributes;
    const size_t axis = ag_axis_of(call->input_shapes[0], p[AXIS].integer);
    *out = *call->input_shapes[0];
    if (axis == out->rank)
        return ag_shape_refuse(call, error, "no such axis");
    if (p[STEP].integer < 1)
        return ag_shape_refuse(call, error, "the step must be at least 1");
    const size_t begin = clamped(p[BEGIN].integer, out->extent[axis]);
    const size_t end = clamped(p[END].integer, out->extent[axis]);
    if (begin >= end)
        return ag_shape_refuse(call, error, "the range is empty");
    out->extent[axis] = (end - begin - 1) / (size_t)p[STEP].integer + 1;
    return AG_OK;
}

static ag_view slice_view(const ag_attribute_value *p, const ag_shape *x, const ag_shape *y) {
    const size_t axis = ag_axis_of(x, p[AXIS].integer);
    ag_view view = ag_view_same(y);
    view.begin[axis] = clamped(p[BEGIN].integer, x->extent[axis]);
    view.step[axis] = (size_t)p[STEP].integer;
    return view;
}
AG_VIEW_INSTANCES(slice)

static const ag_op_example examples[] = {
    {.shapes = {{.rank = 2, .extent = {7, 11}}},
     .attributes = {AG_GIVEN_INT("axis", 1), AG_GIVEN_INT("begin", 2), AG_GIVEN_INT("end", -1),
                    AG_GIVEN_INT("step", 3)},
     .attribute_count = 4},
    {.shapes = {{.rank = 1, .extent = {9}}},
     .attributes = {AG_GIVEN_INT("begin", -4)},
     .attribute_count = 1},
    {.shapes = {{.rank = 3, .extent = {2, 8, 5}}},
     .attributes = {AG_GIVEN_INT("axis", -2), AG_GIVEN_INT("end", 5)},
     .attribute_count = 2},
};

const ag_op ag_op_slice = {
    AG_VIEW_FIELDS(slice),
    .attributes = schema,
    .attribute_count = AG_COUNT_OF(schema),
    .examples = examples,
    .example_count = AG_COUNT_OF(examples),
    .formula = "y_i = x[begin + step i] along the axis;  xbar[begin + step i] += ybar_i",
    .source = "Python reference, slice.indices; NumPy reference, Indexing",
};

ag_node ag_slice(ag_graph *graph, ag_node x, int64_t axis, int64_t begin, int64_t end,
                 int64_t step) {
    const ag_attribute given[] = {ag_attribute_int("axis", axis),
                                  ag_attribute_int("begin", begin),
                                  ag_attribute_int("end", end), ag_attribute_int("step", step)};
    return ag_record(graph, &ag_op_slice, &x, 1, given, AG_COUNT_OF(given));
}
