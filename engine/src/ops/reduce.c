/* Sums: sum and mean over everything or along one axis, sum of squares.
 * Where a lane changes few entries of a sum over everything, the change is added to the
 * unperturbed result: with s the sum, s' = s + sum of (x' - x) over the changed entries. */
#include "lines.h"

/* A lane that changes at most this part of the entries takes the short way. */
enum { FEW = 4 };

static bool few_changed(const ag_forward_input *x, size_t lane) {
    return x->lane_stride != 0 && x->dirty != NULL &&
           ag_box_count(x->shape, &x->dirty[lane]) * FEW <= ag_count(x->shape);
}

/* ---- sum and mean ---- */

static double factor_of(const ag_lines *lines, bool mean) {
    return mean ? 1.0 / (double)lines->count : 1.0;
}

static void sum_lane(const ag_lines *lines, double factor, const double *x, double *y) {
    for (size_t at = 0; at < lines->outer * lines->inner; at++) {
        const double *line = x + ag_line_start(lines, at);
        double sum = 0.0;
        for (size_t j = 0; j < lines->count; j++)
            sum += line[j * lines->inner];
        y[at] = factor * sum;
    }
}

static double change_of_sum(const ag_forward_input *in, size_t lane) {
    const double *x = in->data + lane * in->lane_stride;
    double change = 0.0;
    ag_span span;
    for (bool more = ag_span_first(&span, in->shape, &in->dirty[lane]); more;
         more = ag_span_next(&span))
        for (size_t i = span.offset; i < span.offset + span.length; i++)
            change += x[i] - in->base[i];
    return change;
}

static void sum_lanes(const ag_forward_call *call, bool mean) {
    const ag_forward_input *x = &call->inputs[0];
    const ag_lines lines = ag_lines_of(x->shape, call->attributes);
    const double factor = factor_of(&lines, mean);
    for (size_t lane = 0; lane < call->lanes; lane++) {
        double *y = call->output + lane * call->output_stride;
        if (call->output_size == 1 && few_changed(x, lane))
            *y = *call->output_base + factor * change_of_sum(x, lane);
        else
            sum_lane(&lines, factor, x->data + lane * x->lane_stride, y);
    }
}

static void sum_back(const ag_vjp_call *call, bool mean) {
    const ag_lines lines = ag_lines_of(call->input_shapes[0], call->attributes);
    const double factor = factor_of(&lines, mean);
    double *xbar = call->adjoints[0];
    for (size_t o = 0; o < lines.outer; o++)
        for (size_t j = 0; j < lines.count; j++)
            for (size_t i = 0; i < lines.inner; i++)
                xbar[(o * lines.count + j) * lines.inner + i] +=
                    factor * call->cotangent[o * lines.inner + i];
}

static void sum_tangent(const ag_jvp_call *call, bool mean) {
    const ag_lines lines = ag_lines_of(call->input_shapes[0], call->attributes);
    sum_lane(&lines, factor_of(&lines, mean), call->tangents[0], call->output_tangent);
}

static void sum_forward(const ag_forward_call *call) {
    sum_lanes(call, false);
}
static void sum_vjp(const ag_vjp_call *call) {
    sum_back(call, false);
}
static void sum_jvp(const ag_jvp_call *call) {
    sum_tangent(call, false);
}

static const ag_op_example examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}}},
    {.shapes = {{.rank = 0}}},
    {.shapes = {{.rank = 3, .extent = {2, 3, 5}}},
     .attributes = {{"axis", AG_ATTRIBUTE_INT, {.integer = 1}}},
     .attribute_count = 1},
    {.shapes = {{.rank = 2, .extent = {4, 11}}},
     .attributes = {{"axis", AG_ATTRIBUTE_INT, {.integer = -1}},
                    {"keepdims", AG_ATTRIBUTE_BOOL, {.flag = true}}},
     .attribute_count = 2},
};

const ag_op ag_op_sum = {
    .name = "sum",
    .arity = 1,
    .shape = ag_lines_reduced,
    .forward = sum_forward,
    .vjp = sum_vjp,
    .jvp = sum_jvp,
    .hvp = ag_op_flat,
    .attributes = ag_lines_schema,
    .attribute_count = AG_COUNT_OF(ag_lines_schema),
    .domain = {.low = -3.0, .high = 3.0},
    .examples = examples,
    .example_count = AG_COUNT_OF(examples),
    .formula = "y = sum_i x_i;  dy/dx_i = 1",
    .source = "Griewank & Walther, Evaluating Derivatives, 2nd ed., table 2.3",
};

static void mean_forward(const ag_forward_call *call) {
    sum_lanes(call, true);
}
static void mean_vjp(const ag_vjp_call *call) {
    sum_back(call, true);
}
static void mean_jvp(const ag_jvp_call *call) {
    sum_tangent(call, true);
}

const ag_op ag_op_mean = {
    .name = "mean",
    .arity = 1,
    .shape = ag_lines_reduced,
    .forward = mean_forward,
    .vjp = mean_vjp,
    .jvp = mean_jvp,
    .hvp = ag_op_flat,
    .attributes = ag_lines_schema,
    .attribute_count = AG_COUNT_OF(ag_lines_schema),
    .domain = {.low = -3.0, .high = 3.0},
    .examples = examples,
    .example_count = AG_COUNT_OF(examples),
    .formula = "y = (1/n) sum_i x_i;  dy/dx_i = 1/n",
    .source = "Griewank & Walther, Evaluating Derivatives, 2nd ed., table 2.3",
};

/* ---- sum of squares ---- */

/* In four partial sums, so that the additions need not wait for each other. */
static double squares(const double *x, size_t count) {
    double part[4] = {0.0, 0.0, 0.0, 0.0};
    size_t i = 0;
    for (; i + 4 <= count; i += 4)
        for (size_t j = 0; j < 4; j++)
            part[j] += x[i + j] * x[i + j];
    for (; i < count; i++)
        part[0] += x[i] * x[i];
    return (part[0] + part[1]) + (part[2] + part[3]);
}

/* x'^2 - x^2 = (x' - x)(x' + x), without cancellation. */
static double change_of_squares(const ag_forward_input *in, size_t lane) {
    const double *x = in->data + lane * in->lane_stride;
    double change = 0.0;
    ag_span span;
    for (bool more = ag_span_first(&span, in->shape, &in->dirty[lane]); more;
         more = ag_span_next(&span))
        for (size_t i = span.offset; i < span.offset + span.length; i++)
            change += (x[i] - in->base[i]) * (x[i] + in->base[i]);
    return change;
}

static void sum_squares_forward(const ag_forward_call *call) {
    const ag_forward_input *x = &call->inputs[0];
    const size_t count = ag_count(x->shape);
    for (size_t lane = 0; lane < call->lanes; lane++)
        call->output[lane] = few_changed(x, lane)
                                 ? *call->output_base + change_of_squares(x, lane)
                                 : squares(x->data + lane * x->lane_stride, count);
}

static void sum_squares_vjp(const ag_vjp_call *call) {
    const size_t count = ag_count(call->input_shapes[0]);
    for (size_t i = 0; i < count; i++)
        call->adjoints[0][i] += 2.0 * call->inputs[0][i] * *call->cotangent;
}

static void sum_squares_jvp(const ag_jvp_call *call) {
    const size_t count = ag_count(call->input_shapes[0]);
    double ydot = 0.0;
    for (size_t i = 0; i < count; i++)
        ydot += 2.0 * call->inputs[0][i] * call->tangents[0][i];
    *call->output_tangent = ydot;
}

static void sum_squares_hvp(const ag_hvp_call *call) {
    const size_t count = ag_count(call->input_shapes[0]);
    for (size_t i = 0; i < count; i++)
        call->adjoints[0][i] += 2.0 * call->tangents[0][i] * *call->cotangent;
}

static const ag_op_example square_examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}}},
    {.shapes = {{.rank = 0}}},
};

const ag_op ag_op_sum_squares = {
    .name = "sum_squares",
    .arity = 1,
    .shape = ag_shape_to_scalar,
    .forward = sum_squares_forward,
    .vjp = sum_squares_vjp,
    .jvp = sum_squares_jvp,
    .hvp = sum_squares_hvp,
    .domain = {.low = -3.0, .high = 3.0},
    .examples = square_examples,
    .example_count = AG_COUNT_OF(square_examples),
    .formula = "y = sum_i x_i^2;  dy/dx_i = 2 x_i, d2y/dx_i2 = 2",
    .source = "Hoerl & Kennard, Technometrics 12 (1970)",
};

/* ---- recording ---- */

ag_node ag_sum(ag_graph *graph, ag_node x) {
    return ag_record(graph, &ag_op_sum, &x, 1, NULL, 0);
}

ag_node ag_mean(ag_graph *graph, ag_node x) {
    return ag_record(graph, &ag_op_mean, &x, 1, NULL, 0);
}

ag_node ag_sum_axis(ag_graph *graph, ag_node x, int64_t axis) {
    const ag_attribute given = ag_attribute_int("axis", axis);
    return ag_record(graph, &ag_op_sum, &x, 1, &given, 1);
}

ag_node ag_mean_axis(ag_graph *graph, ag_node x, int64_t axis) {
    const ag_attribute given = ag_attribute_int("axis", axis);
    return ag_record(graph, &ag_op_mean, &x, 1, &given, 1);
}

ag_node ag_sum_squares(ag_graph *graph, ag_node x) {
    return ag_record(graph, &ag_op_sum_squares, &x, 1, NULL, 0);
}
