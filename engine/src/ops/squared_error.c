/* Squared errors: summed, and mean. */
#include "family.h"

static ag_status equal_shapes(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    if (!ag_shape_equal(call->input_shapes[0], call->input_shapes[1]))
        return ag_shape_refuse(call, error, "shapes differ");
    *out = ag_shape_scalar();
    return AG_OK;
}

static double factor_of(const ag_shape *shape, bool mean) {
    return mean ? 1.0 / (double)ag_count(shape) : 1.0;
}

static void error_lanes(const ag_forward_call *call, bool mean) {
    const ag_forward_input *in = call->inputs;
    const size_t count = ag_count(in[0].shape);
    const double factor = factor_of(in[0].shape, mean);
    for (size_t lane = 0; lane < call->lanes; lane++) {
        const double *y = in[0].data + lane * in[0].lane_stride;
        const double *t = in[1].data + lane * in[1].lane_stride;
        double sum = 0.0;
        for (size_t i = 0; i < count; i++)
            sum += (y[i] - t[i]) * (y[i] - t[i]);
        call->output[lane] = factor * sum;
    }
}

static void error_back(const ag_vjp_call *call, bool mean) {
    const double *y = call->inputs[0], *t = call->inputs[1];
    const size_t count = ag_count(call->input_shapes[0]);
    const double scale = 2.0 * factor_of(call->input_shapes[0], mean) * *call->cotangent;
    if (call->adjoints[0] != NULL)
        for (size_t i = 0; i < count; i++)
            call->adjoints[0][i] += scale * (y[i] - t[i]);
    if (call->adjoints[1] != NULL)
        for (size_t i = 0; i < count; i++)
            call->adjoints[1][i] -= scale * (y[i] - t[i]);
}

/* How y_i - t_i moves. */
static double moved(const double *const *tangents, size_t i) {
    const double *ydot = tangents[0], *tdot = tangents[1];
    return (ydot == NULL ? 0.0 : ydot[i]) - (tdot == NULL ? 0.0 : tdot[i]);
}

static void error_tangent(const ag_jvp_call *call, bool mean) {
    const size_t count = ag_count(call->input_shapes[0]);
    double sum = 0.0;
    for (size_t i = 0; i < count; i++)
        sum += (call->inputs[0][i] - call->inputs[1][i]) * moved(call->tangents, i);
    *call->output_tangent = 2.0 * factor_of(call->input_shapes[0], mean) * sum;
}

static void error_curve(const ag_hvp_call *call, bool mean) {
    const size_t count = ag_count(call->input_shapes[0]);
    const double scale = 2.0 * factor_of(call->input_shapes[0], mean) * *call->cotangent;
    for (size_t i = 0; i < count; i++) {
        if (call->adjoints[0] != NULL)
            call->adjoints[0][i] += scale * moved(call->tangents, i);
        if (call->adjoints[1] != NULL)
            call->adjoints[1][i] -= scale * moved(call->tangents, i);
    }
}

static const ag_op_example examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}, {.rank = 2, .extent = {5, 7}}}},
    {.shapes = {{.rank = 0}, {.rank = 0}}},
    {.shapes = {{.rank = 1, .extent = {11}}, {.rank = 1, .extent = {11}}}},
};

static void squared_error_forward(const ag_forward_call *call) {
    error_lanes(call, false);
}
static void squared_error_vjp(const ag_vjp_call *call) {
    error_back(call, false);
}
static void squared_error_jvp(const ag_jvp_call *call) {
    error_tangent(call, false);
}
static void squared_error_hvp(const ag_hvp_call *call) {
    error_curve(call, false);
}

const ag_op ag_op_squared_error = {
    .name = "squared_error",
    .arity = 2,
    .shape = equal_shapes,
    .forward = squared_error_forward,
    .vjp = squared_error_vjp,
    .jvp = squared_error_jvp,
    .hvp = squared_error_hvp,
    .domain = {.low = -3.0, .high = 3.0},
    .examples = examples,
    .example_count = AG_COUNT_OF(examples),
    .formula = "s = sum_i (y_i - t_i)^2;  ds/dy_i = 2 (y_i - t_i), ds/dt_i = -ds/dy_i",
    .source = "Bishop, Pattern Recognition and Machine Learning (2006), eq. 1.2",
};

static void mean_squared_error_forward(const ag_forward_call *call) {
    error_lanes(call, true);
}
static void mean_squared_error_vjp(const ag_vjp_call *call) {
    error_back(call, true);
}
static void mean_squared_error_jvp(const ag_jvp_call *call) {
    error_tangent(call, true);
}
static void mean_squared_error_hvp(const ag_hvp_call *call) {
    error_curve(call, true);
}

const ag_op ag_op_mean_squared_error = {
    .name = "mean_squared_error",
    .arity = 2,
    .shape = equal_shapes,
    .forward = mean_squared_error_forward,
    .vjp = mean_squared_error_vjp,
    .jvp = mean_squared_error_jvp,
    .hvp = mean_squared_error_hvp,
    .domain = {.low = -3.0, .high = 3.0},
    .examples = examples,
    .example_count = AG_COUNT_OF(examples),
    .formula = "s = (1/n) sum_i (y_i - t_i)^2;  ds/dy_i = (2/n) (y_i - t_i)",
    .source = "Bishop, Pattern Recognition and Machine Learning (2006), eq. 1.2",
};

ag_node ag_squared_error(ag_graph *graph, ag_node y, ag_node t) {
    return ag_record(graph, &ag_op_squared_error, (const ag_node[]){y, t}, 2, NULL, 0);
}

ag_node ag_mean_squared_error(ag_graph *graph, ag_node y, ag_node t) {
    return ag_record(graph, &ag_op_mean_squared_error, (const ag_node[]){y, t}, 2, NULL, 0);
}
