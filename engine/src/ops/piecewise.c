/* Straight pieces with kinks between them: abs, leaky_relu, clamp. A NaN stays a NaN. */
#include <math.h>

#include "unary.h"

static const double at_zero[] = {0.0};

/* ---- abs ---- */

static double abs_formula(double x, const ag_attribute_value *p) {
    (void)p;
    return fabs(x);
}
static double abs_slope(double x, double y, const ag_attribute_value *p) {
    (void)y, (void)p;
    return x > 0.0 ? 1.0 : (x < 0.0 ? -1.0 : 0.0);
}
AG_UNARY_INSTANCES(abs)

const ag_op ag_op_abs = {
    AG_UNARY_FIELDS(abs),
    .hvp = ag_op_flat,
    AG_UNARY_EXAMPLES,
    .domain = {.low = -3.0, .high = 3.0},
    .kinks = at_zero,
    .kink_count = AG_COUNT_OF(at_zero),
    .formula = "y = |x|;  dy/dx = sign x (0 at 0)",
    .source = "Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 14",
};

/* ---- leaky_relu ---- */

enum { SLOPE };

static const ag_attribute_spec leaky_relu_schema[] = {
    {.name = "slope",
     .kind = AG_ATTRIBUTE_REAL,
     .fallback = {.real = 0.01},
     .meaning = "of the negative side; 0.01 if left out"},
};

static const ag_op_example leaky_relu_examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}}},
    {.shapes = {{.rank = 0}},
     .attributes = {AG_GIVEN_REAL("slope", 0.2173)},
     .attribute_count = 1},
    {.shapes = {{.rank = 1, .extent = {41}}},
     .attributes = {AG_GIVEN_REAL("slope", -0.3947)},
     .attribute_count = 1},
};

static double leaky_relu_formula(double x, const ag_attribute_value *p) {
    return x < 0.0 ? p[SLOPE].real * x : x;
}
static double leaky_relu_slope(double x, double y, const ag_attribute_value *p) {
    (void)y;
    return x > 0.0 ? 1.0 : p[SLOPE].real;
}
AG_UNARY_INSTANCES(leaky_relu)

const ag_op ag_op_leaky_relu = {
    AG_UNARY_FIELDS(leaky_relu),
    .hvp = ag_op_flat,
    .attributes = leaky_relu_schema,
    .attribute_count = AG_COUNT_OF(leaky_relu_schema),
    .examples = leaky_relu_examples,
    .example_count = AG_COUNT_OF(leaky_relu_examples),
    .domain = {.low = -3.0, .high = 3.0},
    .kinks = at_zero,
    .kink_count = AG_COUNT_OF(at_zero),
    .formula = "y = x if x > 0, else c x;  dy/dx = 1 if x > 0, else c (c at the joint)",
    .source = "Maas, Hannun & Ng, ICML 2013; derivative at 0 as in PyTorch",
};

/* ---- clamp ---- */

enum { LOW, HIGH };

static const ag_attribute_spec clamp_schema[] = {
    {.name = "low",
     .kind = AG_ATTRIBUTE_REAL,
     .fallback = {.real = -INFINITY},
     .meaning = "no end if left out"},
    {.name = "high",
     .kind = AG_ATTRIBUTE_REAL,
     .fallback = {.real = INFINITY},
     .meaning = "no end if left out"},
};

static const ag_op_example clamp_examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}},
     .attributes = {AG_GIVEN_REAL("low", -1.1731), AG_GIVEN_REAL("high", 1.8947)},
     .attribute_count = 2},
    {.shapes = {{.rank = 0}}, .attributes = {AG_GIVEN_REAL("low", -3.1)}, .attribute_count = 1},
    {.shapes = {{.rank = 3, .extent = {2, 3, 7}}},
     .attributes = {AG_GIVEN_REAL("high", 0.4173)},
     .attribute_count = 1},
};

static ag_status clamp_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    if (!(call->attributes[LOW].real <= call->attributes[HIGH].real))
        return ag_attribute_refuse(call, error, "low must not be above high");
    return ag_shape_same(call, out, error);
}

static double clamp_formula(double x, const ag_attribute_value *p) {
    return x < p[LOW].real ? p[LOW].real : (x > p[HIGH].real ? p[HIGH].real : x);
}
static double clamp_slope(double x, double y, const ag_attribute_value *p) {
    (void)y;
    return x >= p[LOW].real && x <= p[HIGH].real ? 1.0 : 0.0;
}
AG_UNARY_INSTANCES(clamp)

static double clamp_margin(const ag_kink_call *call) {
    const ag_attribute_value *p = call->attributes;
    const size_t count = ag_count(call->input_shapes[0]);
    double margin = INFINITY;
    for (size_t i = 0; i < count; i++) {
        const double x = call->inputs[0][i];
        const double distance = fmin(fabs(x - p[LOW].real), fabs(x - p[HIGH].real));
        margin = isnan(x) ? NAN : (distance < margin ? distance : margin);
    }
    return margin;
}

const ag_op ag_op_clamp = {
    .name = "clamp",
    .arity = 1,
    .shape = clamp_shape,
    .forward = clamp_forward,
    .vjp = clamp_vjp,
    .jvp = clamp_jvp,
    .hvp = ag_op_flat,
    .dirty = ag_dirty_same,
    .attributes = clamp_schema,
    .attribute_count = AG_COUNT_OF(clamp_schema),
    .examples = clamp_examples,
    .example_count = AG_COUNT_OF(clamp_examples),
    .domain = {.low = -3.0, .high = 3.0},
    .margin = clamp_margin,
    .kink_place = "at low and at high",
    .formula = "y = min(max(x, low), high);  dy/dx = 1 if low <= x <= high, else 0",
    .source = "PyTorch reference, torch.clamp",
};

/* ---- recording ---- */

ag_node ag_abs(ag_graph *graph, ag_node x) {
    return ag_record(graph, &ag_op_abs, &x, 1, NULL, 0);
}

ag_node ag_leaky_relu(ag_graph *graph, ag_node x, double slope) {
    const ag_attribute given = ag_attribute_real("slope", slope);
    return ag_record(graph, &ag_op_leaky_relu, &x, 1, &given, 1);
}

ag_node ag_clamp(ag_graph *graph, ag_node x, double low, double high) {
    const ag_attribute given[] = {ag_attribute_real("low", low),
                                  ag_attribute_real("high", high)};
    return ag_record(graph, &ag_op_clamp, &x, 1, given, 2);
}
