/* Axes in another order: transpose of a matrix, permute of any axes. */
#include "view.h"

/* ---- transpose ---- */

static ag_status transpose_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    const ag_shape *x = call->input_shapes[0];
    if (x->rank != 2)
        return ag_shape_refuse(call, error, "the input must be a matrix");
    *out = ag_shape_matrix(x->extent[1], x->extent[0]);
    return AG_OK;
}

static ag_view transpose_view(const ag_attribute_value *p, const ag_shape *x,
                              const ag_shape *y) {
    ag_view view = ag_view_same(y);
    (void)p, (void)x;
    view.source[0] = 1;
    view.source[1] = 0;
    return view;
}
AG_VIEW_INSTANCES(transpose)

static const ag_op_example transpose_examples[] = {
    {.shapes = {{.rank = 2, .extent = {3, 5}}}},
    {.shapes = {{.rank = 2, .extent = {11, 4}}}},
    {.shapes = {{.rank = 2, .extent = {1, 7}}}},
    {.shapes = {{.rank = 2, .extent = {1, 1}}}}, /* no axis is left to walk along */
};

const ag_op ag_op_transpose = {
    AG_VIEW_FIELDS(transpose),
    .examples = transpose_examples,
    .example_count = AG_COUNT_OF(transpose_examples),
    .formula = "Y = X^T;  Xbar += Ybar^T",
    .source = "Giles, Collected matrix derivative results (2008), sec. 2.2.1",
};

ag_node ag_transpose(ag_graph *graph, ag_node x) {
    return ag_record(graph, &ag_op_transpose, &x, 1, NULL, 0);
}

/* ---- permute ---- */

enum { AXES };

static const ag_attribute_spec permute_schema[] = {
    {.name = "axes",
     .kind = AG_ATTRIBUTE_INTS,
     .required = true,
     .meaning = "axis a of the output is axis axes[a] of the input, negative from the end"},
};

/* Is each axis named once? */
static ag_status permute_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    const ag_shape *x = call->input_shapes[0];
    const ag_attribute_value *axes = &call->attributes[AXES];
    bool taken[AG_MAX_RANK] = {false};
    *out = *x;
    if (axes->integer_count != x->rank)
        return ag_shape_refuse(call, error, "axes must name every axis once");
    for (size_t axis = 0; axis < x->rank; axis++) {
        const size_t source = ag_axis_of(x, axes->integers[axis]);
        if (source == x->rank || taken[source])
            return ag_shape_refuse(call, error, "axes must name every axis once");
        taken[source] = true;
        out->extent[axis] = x->extent[source];
    }
    return AG_OK;
}

static ag_view permute_view(const ag_attribute_value *p, const ag_shape *x, const ag_shape *y) {
    ag_view view = ag_view_same(y);
    for (size_t axis = 0; axis < y->rank; axis++)
        view.source[axis] = ag_axis_of(x, p[AXES].integers[axis]);
    return view;
}
AG_VIEW_INSTANCES(permute)

#define BY(axes_) .attributes = {AG_GIVEN_INTS("axes", axes_)}, .attribute_count = 1

static const int64_t axes_201[] = {2, 0, 1}, axes_0213[] = {0, -2, 1, -1}, axes_10[] = {1, 0};
static const ag_op_example permute_examples[] = {
    {.shapes = {{.rank = 3, .extent = {2, 3, 7}}}, BY(axes_201)},
    {.shapes = {{.rank = 4, .extent = {2, 3, 5, 4}}}, BY(axes_0213)},
    {.shapes = {{.rank = 2, .extent = {5, 3}}}, BY(axes_10)},
};

const ag_op ag_op_permute = {
    AG_VIEW_FIELDS(permute),
    .attributes = permute_schema,
    .attribute_count = AG_COUNT_OF(permute_schema),
    .examples = permute_examples,
    .example_count = AG_COUNT_OF(permute_examples),
    .formula = "y[i_0, i_1, ...] = x[j] with j[axes[a]] = i_a;  xbar[j] += ybar[i]",
    .source = "NumPy reference, numpy.transpose (axes)",
};

ag_node ag_permute(ag_graph *graph, ag_node x, const int64_t *axes, size_t count) {
    const ag_attribute given = ag_attribute_ints("axes", axes, count);
    return ag_record(graph, &ag_op_permute, &x, 1, &given, 1);
}
