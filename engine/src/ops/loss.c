/* Cross entropy from logits, in one op, so that nothing overflows and no row of logarithms is
 * kept. */
#include <math.h>

#include "lines.h"

static ag_status cross_entropy_shape(const ag_shape_call *call, ag_shape *out,
                                     ag_error *error) {
    const ag_shape *x = call->input_shapes[0], *classes = call->input_shapes[1];
    if (x->rank != 2 || classes->rank != 1 || classes->extent[0] != x->extent[0])
        return ag_shape_refuse(call, error, "logits (rows, classes) and classes (rows) needed");
    *out = ag_shape_scalar();
    return AG_OK;
}

static double mean_loss(const double *x, const double *classes, size_t rows, size_t count) {
    double sum = 0.0;
    for (size_t row = 0; row < rows; row++, x += count) {
        size_t index;
        if (!ag_index_of(classes[row], count, &index))
            return NAN;
        sum += ag_line_log_sum_exp(x, 1, count) - x[index];
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
    const bool valid = ag_index_of(class_value, count, &index);
    const double shift = ag_line_log_sum_exp(x, 1, count);
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

/* Of one row: the softmax w moves by w_i (xdot_i - sum_j w_j xdot_j), the class does not. */
static void cross_entropy_hvp(const ag_hvp_call *call) {
    const size_t rows = call->input_shapes[0]->extent[0];
    const size_t count = call->input_shapes[0]->extent[1];
    const double scale = *call->cotangent / (double)rows;
    for (size_t row = 0; row < rows; row++) {
        const double *x = call->inputs[0] + row * count;
        const double *xdot = call->tangents[0] + row * count;
        const double shift = ag_line_log_sum_exp(x, 1, count);
        double moved = 0.0;
        for (size_t i = 0; i < count; i++)
            moved += exp(x[i] - shift) * xdot[i];
        for (size_t i = 0; i < count; i++)
            call->adjoints[0][row * count + i] += scale * exp(x[i] - shift) * (xdot[i] - moved);
    }
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
    .hvp = cross_entropy_hvp,
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
