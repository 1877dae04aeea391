/* Losses: log_softmax, cross entropy from logits, squared errors. */
#include <math.h>

#include "family.h"

/* log(sum exp x) shifted by the maximum, so that nothing overflows. A NaN stays a NaN.
 * Source: Blanchard, Higham & Higham, IMA J. Numer. Anal. 41 (2021), alg. 3.1. */
static double log_sum_exp(const double *x, size_t count) {
    double top = x[0], sum = 0.0;
    for (size_t i = 1; i < count; i++)
        top = x[i] > top ? x[i] : top;
    for (size_t i = 0; i < count; i++)
        sum += exp(x[i] - top);
    return top + log(sum);
}

static size_t last_extent(const ag_shape *shape) {
    return shape->extent[shape->rank - 1];
}

/* ---- log_softmax ---- */

static ag_status log_softmax_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    *out = *call->input_shapes[0];
    return out->rank > 0 ? AG_OK : ag_shape_refuse(call, error, "the input has no axis");
}

static void log_softmax_rows(const double *x, double *y, size_t rows, size_t count) {
    for (size_t row = 0; row < rows; row++, x += count, y += count) {
        const double shift = log_sum_exp(x, count);
        for (size_t i = 0; i < count; i++)
            y[i] = x[i] - shift;
    }
}

static void log_softmax_forward(const ag_forward_call *call) {
    const size_t count = last_extent(call->output_shape);
    log_softmax_rows(call->inputs[0].data, call->output,
                     call->lanes * call->output_size / count, count);
}

/* xbar_i += ybar_i - exp(y_i) sum_j ybar_j */
static void log_softmax_vjp(const ag_vjp_call *call) {
    const size_t count = last_extent(call->output_shape);
    for (size_t start = 0; start < call->output_size; start += count) {
        double sum = 0.0;
        for (size_t i = start; i < start + count; i++)
            sum += call->cotangent[i];
        for (size_t i = start; i < start + count; i++)
            call->adjoints[0][i] += call->cotangent[i] - exp(call->output[i]) * sum;
    }
}

static void log_softmax_jvp(const ag_jvp_call *call) {
    const size_t count = last_extent(call->output_shape);
    for (size_t start = 0; start < call->output_size; start += count) {
        double sum = 0.0;
        for (size_t i = start; i < start + count; i++)
            sum += exp(call->output[i]) * call->tangents[0][i];
        for (size_t i = start; i < start + count; i++)
            call->output_tangent[i] = call->tangents[0][i] - sum;
    }
}

static const ag_op_example softmax_examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}}},
    {.shapes = {{.rank = 1, .extent = {4}}}},
    {.shapes = {{.rank = 3, .extent = {2, 3, 5}}}},
};

const ag_op ag_op_log_softmax = {
    .name = "log_softmax",
    .arity = 1,
    .shape = log_softmax_shape,
    .forward = log_softmax_forward,
    .vjp = log_softmax_vjp,
    .jvp = log_softmax_jvp,
    .domain = {.low = -3.0, .high = 3.0},
    .examples = softmax_examples,
    .example_count = AG_COUNT_OF(softmax_examples),
    .formula = "y_i = x_i - ln sum_j e^x_j;  xbar_i += ybar_i - e^y_i sum_j ybar_j",
    .source = "Blanchard, Higham & Higham, IMA J. Numer. Anal. 41 (2021)",
};

ag_node ag_log_softmax(ag_graph *graph, ag_node x) {
    return ag_record(graph, &ag_op_log_softmax, &x, 1, NULL, 0);
}

/* ---- cross entropy ---- */

static ag_status cross_entropy_shape(const ag_shape_call *call, ag_shape *out,
                                     ag_error *error) {
    const ag_shape *x = call->input_shapes[0], *classes = call->input_shapes[1];
    if (x->rank != 2 || classes->rank != 1 || classes->extent[0] != x->extent[0])
        return ag_shape_refuse(call, error, "logits (rows, classes) and classes (rows) needed");
    *out = ag_shape_scalar();
    return AG_OK;
}

/* The class as an index. Returns: false if it is none. */
static bool class_index(double value, size_t count, size_t *index) {
    if (!(value >= 0.0 && value < (double)count))
        return false;
    *index = (size_t)value;
    return (double)*index == value;
}

static double mean_loss(const double *x, const double *classes, size_t rows, size_t count) {
    double sum = 0.0;
    for (size_t row = 0; row < rows; row++, x += count) {
        size_t index;
        if (!class_index(classes[row], count, &index))
            return NAN;
        sum += log_sum_exp(x, count) - x[index];
    }
    return sum / (double)rows;
}

static void cross_entropy_forward(const ag_forward_call *call) {
    const ag_forward_input *x = &call->inputs[0], *classes = &call->inputs[1];
    for (size_t lane = 0; lane < call->lanes; lane++)
        call->output[lane] = mean_loss(x->data + lane * x->lane_stride,
                                       classes->data + lane * classes->lane_stride,
                                       x->shape->extent[0], x->shape->extent[1]);
}

/* d loss / d x_i of one row, times rows: softmax_i - [i = class]; NaN for a bad class. */
static void row_slope(const double *x, double class_value, size_t count, double scale,
                      const double *xdot, double *xbar, double *ydot) {
    size_t index = 0;
    const bool valid = class_index(class_value, count, &index);
    const double shift = log_sum_exp(x, count);
    for (size_t i = 0; i < count; i++) {
        double slope = scale * (exp(x[i] - shift) - (i == index ? 1.0 : 0.0));
        if (!valid)
            slope = NAN;
        if (xbar != NULL)
            xbar[i] += slope;
        else
            *ydot += slope * xdot[i];
    }
}

static void cross_entropy_vjp(const ag_vjp_call *call) {
    const size_t rows = call->input_shapes[0]->extent[0];
    const size_t count = call->input_shapes[0]->extent[1];
    const double scale = *call->cotangent / (double)rows;
    for (size_t row = 0; row < rows; row++)
        row_slope(call->inputs[0] + row * count, call->inputs[1][row], count, scale, NULL,
                  call->adjoints[0] + row * count, NULL);
}

static void cross_entropy_jvp(const ag_jvp_call *call) {
    const size_t rows = call->input_shapes[0]->extent[0];
    const size_t count = call->input_shapes[0]->extent[1];
    double ydot = 0.0;
    for (size_t row = 0; row < rows; row++)
        row_slope(call->inputs[0] + row * count, call->inputs[1][row], count,
                  1.0 / (double)rows, call->tangents[0] + row * count, NULL, &ydot);
    *call->output_tangent = ydot;
}

static const ag_op_example entropy_examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}, {.rank = 1, .extent = {5}}}, .index_below = 7},
    {.shapes = {{.rank = 2, .extent = {11, 3}}, {.rank = 1, .extent = {11}}}, .index_below = 3},
};

const ag_op ag_op_cross_entropy = {
    .name = "cross_entropy",
    .arity = 2,
    .shape = cross_entropy_shape,
    .forward = cross_entropy_forward,
    .vjp = cross_entropy_vjp,
    .jvp = cross_entropy_jvp,
    .index_inputs = 1U << 1,
    .domain = {.low = -3.0, .high = 3.0},
    .examples = entropy_examples,
    .example_count = AG_COUNT_OF(entropy_examples),
    .formula = "y = (1/n) sum_r (ln sum_j e^x_rj - x_rc(r));"
               "  dy/dx_ri = (softmax(x_r)_i - [i = c(r)]) / n",
    .source = "Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.108 and 4.109",
};

ag_node ag_cross_entropy(ag_graph *graph, ag_node logits, ag_node classes) {
    return ag_record(graph, &ag_op_cross_entropy, (const ag_node[]){logits, classes}, 2, NULL,
                     0);
}
