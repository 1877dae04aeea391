/* Activations: relu, tanh, sigmoid. A NaN stays a NaN. */
#include <math.h>

#include "unary.h"

static const double relu_kinks[] = {0.0};

static double relu_formula(double x, const ag_attribute_value *p) {
    (void)p;
    return x < 0.0 ? 0.0 : x;
}
static double relu_slope(double x, double y, const ag_attribute_value *p) {
    (void)y, (void)p;
    return x > 0.0 ? 1.0 : 0.0;
}
AG_UNARY_INSTANCES(relu)

const ag_op ag_op_relu = {
    AG_UNARY_FIELDS(relu),
    .hvp = ag_op_flat,
    AG_UNARY_EXAMPLES,
    .domain = {.low = -3.0, .high = 3.0},
    .kinks = relu_kinks,
    .kink_count = AG_COUNT_OF(relu_kinks),
    .formula = "y = max(x, 0);  dy/dx = 1 if x > 0, else 0 (0 at the joint)",
    .source = "Nair & Hinton, ICML 2010; derivative at 0 as in PyTorch",
};

static double tanh_formula(double x, const ag_attribute_value *p) {
    (void)p;
    return tanh(x);
}
static double tanh_slope(double x, double y, const ag_attribute_value *p) {
    (void)x, (void)p;
    return 1.0 - y * y;
}
static double tanh_bend(double x, double y, const ag_attribute_value *p) {
    (void)x, (void)p;
    return -2.0 * y * (1.0 - y * y);
}
AG_UNARY_CURVED_INSTANCES(tanh)

const ag_op ag_op_tanh = {
    AG_UNARY_FIELDS(tanh),
    .hvp = tanh_hvp,
    AG_UNARY_EXAMPLES,
    .domain = {.low = -3.0, .high = 3.0},
    .formula = "y = tanh x;  dy/dx = 1 - y^2, d2y/dx2 = -2 y (1 - y^2)",
    .source = "Abramowitz & Stegun 4.5.67",
};

static double sigmoid_formula(double x, const ag_attribute_value *p) {
    (void)p;
    const double e = exp(-fabs(x));
    return x < 0.0 ? e / (1.0 + e) : 1.0 / (1.0 + e);
}
static double sigmoid_slope(double x, double y, const ag_attribute_value *p) {
    (void)x, (void)p;
    return y * (1.0 - y);
}
static double sigmoid_bend(double x, double y, const ag_attribute_value *p) {
    (void)x, (void)p;
    return y * (1.0 - y) * (1.0 - 2.0 * y);
}
AG_UNARY_CURVED_INSTANCES(sigmoid)

const ag_op ag_op_sigmoid = {
    AG_UNARY_FIELDS(sigmoid),
    .hvp = sigmoid_hvp,
    AG_UNARY_EXAMPLES,
    .domain = {.low = -3.0, .high = 3.0},
    .formula = "y = 1 / (1 + e^-x), by e^-|x| so that nothing overflows;  dy/dx = y (1 - y), "
               "d2y/dx2 = y (1 - y) (1 - 2 y)",
    .source = "Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.88",
};

/* ---- recording ---- */

ag_node ag_relu(ag_graph *graph, ag_node x) {
    return ag_record(graph, &ag_op_relu, &x, 1, NULL, 0);
}

ag_node ag_tanh(ag_graph *graph, ag_node x) {
    return ag_record(graph, &ag_op_tanh, &x, 1, NULL, 0);
}

ag_node ag_sigmoid(ag_graph *graph, ag_node x) {
    return ag_record(graph, &ag_op_sigmoid, &x, 1, NULL, 0);
}
