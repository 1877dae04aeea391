/* Smooth curves: sin and cos, softplus, silu, gelu in its exact and its tanh form. */
#include <math.h>

#include "unary.h"

/* ---- sin, cos ---- */

static double sin_formula(double x, const ag_attribute_value *p) {
    (void)p;
    return sin(x);
}
static double sin_slope(double x, double y, const ag_attribute_value *p) {
    (void)y, (void)p;
    return cos(x);
}
static double sin_bend(double x, double y, const ag_attribute_value *p) {
    (void)x, (void)p;
    return -y;
}
AG_UNARY_CURVED_INSTANCES(sin)

const ag_op ag_op_sin = {
    AG_UNARY_FIELDS(sin),
    .hvp = sin_hvp,
    AG_UNARY_EXAMPLES,
    .domain = {.low = -3.0, .high = 3.0},
    .formula = "y = sin x;  dy/dx = cos x, d2y/dx2 = -y",
    .source = "Abramowitz & Stegun 4.3.105",
};

static double cos_formula(double x, const ag_attribute_value *p) {
    (void)p;
    return cos(x);
}
static double cos_slope(double x, double y, const ag_attribute_value *p) {
    (void)y, (void)p;
    return -sin(x);
}
static double cos_bend(double x, double y, const ag_attribute_value *p) {
    (void)x, (void)p;
    return -y;
}
AG_UNARY_CURVED_INSTANCES(cos)

const ag_op ag_op_cos = {
    AG_UNARY_FIELDS(cos),
    .hvp = cos_hvp,
    AG_UNARY_EXAMPLES,
    .domain = {.low = -3.0, .high = 3.0},
    .formula = "y = cos x;  dy/dx = -sin x, d2y/dx2 = -y",
    .source = "Abramowitz & Stegun 4.3.106",
};

/* ---- softplus, silu ---- */

/* 1 / (1 + e^-x) by e^-|x|, so that nothing overflows. */
static double logistic(double x) {
    const double e = exp(-fabs(x));
    return x < 0.0 ? e / (1.0 + e) : 1.0 / (1.0 + e);
}

static double softplus_formula(double x, const ag_attribute_value *p) {
    (void)p;
    return (x > 0.0 ? x : 0.0) + log1p(exp(-fabs(x)));
}
static double softplus_slope(double x, double y, const ag_attribute_value *p) {
    (void)y, (void)p;
    return logistic(x);
}
static double softplus_bend(double x, double y, const ag_attribute_value *p) {
    (void)y, (void)p;
    return logistic(x) * logistic(-x);
}
AG_UNARY_CURVED_INSTANCES(softplus)

const ag_op ag_op_softplus = {
    AG_UNARY_FIELDS(softplus),
    .hvp = softplus_hvp,
    AG_UNARY_EXAMPLES,
    .domain = {.low = -3.0, .high = 3.0},
    .formula = "y = ln(1 + e^x), as max(x, 0) + ln(1 + e^-|x|);  dy/dx = s = 1 / (1 + e^-x), "
               "d2y/dx2 = s (1 - s)",
    .source = "Dugas et al., NIPS 13 (2000)",
};

static double silu_formula(double x, const ag_attribute_value *p) {
    (void)p;
    return x * logistic(x);
}
static double silu_slope(double x, double y, const ag_attribute_value *p) {
    const double s = logistic(x);
    (void)p;
    return s + y * (1.0 - s);
}
static double silu_bend(double x, double y, const ag_attribute_value *p) {
    (void)y, (void)p;
    const double s = logistic(x), r = logistic(-x);
    return s * r * (2.0 + x * (r - s));
}
AG_UNARY_CURVED_INSTANCES(silu)

const ag_op ag_op_silu = {
    AG_UNARY_FIELDS(silu),
    .hvp = silu_hvp,
    AG_UNARY_EXAMPLES,
    .domain = {.low = -3.0, .high = 3.0},
    .formula = "y = x s, s = 1 / (1 + e^-x);  dy/dx = s + y (1 - s), "
               "d2y/dx2 = s (1 - s) (2 + x (1 - 2 s))",
    .source = "Elfwing, Uchibe & Doya, Neural Networks 107 (2018), eq. 4 and 6",
};

/* ---- gelu ---- */

static const double sqrt_half = 0.70710678118654752440;           /* sqrt(1/2) */
static const double normal_density_at_0 = 0.39894228040143267794; /* 1 / sqrt(2 pi) */
static const double sqrt_2_over_pi = 0.79788456080286535588;

/* Distribution of the standard normal; by erfc, which does not cancel for negative x. */
static double normal_distribution(double x) {
    return 0.5 * erfc(-sqrt_half * x);
}

static double gelu_formula(double x, const ag_attribute_value *p) {
    (void)p;
    return x * normal_distribution(x);
}
static double gelu_slope(double x, double y, const ag_attribute_value *p) {
    (void)y, (void)p;
    return normal_distribution(x) + x * normal_density_at_0 * exp(-0.5 * x * x);
}
static double gelu_bend(double x, double y, const ag_attribute_value *p) {
    const double density = normal_density_at_0 * exp(-0.5 * x * x);
    (void)y, (void)p;
    return density == 0.0 ? 0.0 : density * (2.0 - x * x);
}
AG_UNARY_CURVED_INSTANCES(gelu)

const ag_op ag_op_gelu = {
    AG_UNARY_FIELDS(gelu),
    .hvp = gelu_hvp,
    AG_UNARY_EXAMPLES,
    .domain = {.low = -3.0, .high = 3.0},
    .formula = "y = x P(x), P(x) = erfc(-x / sqrt 2) / 2;  dy/dx = P(x) + x d, "
               "d = e^(-x^2/2) / sqrt(2 pi), d2y/dx2 = d (2 - x^2)",
    .source = "Hendrycks & Gimpel, arXiv:1606.08415, sec. 2; Abramowitz & Stegun 7.1.19",
};

/* The coefficient is the paper's. */
static const double gelu_cubic = 0.044715;

static double gelu_tanh_inner(double x) {
    return tanh(sqrt_2_over_pi * (x + gelu_cubic * x * x * x));
}

static double gelu_tanh_formula(double x, const ag_attribute_value *p) {
    (void)p;
    return 0.5 * x * (1.0 + gelu_tanh_inner(x));
}
/* Far out, where t is 1 or -1, the powers of x overflow and what they are times is 0. */
static double gelu_tanh_slope(double x, double y, const ag_attribute_value *p) {
    const double t = gelu_tanh_inner(x), steep = 1.0 - t * t;
    const double inner_slope = sqrt_2_over_pi * (1.0 + 3.0 * gelu_cubic * x * x);
    (void)y, (void)p;
    return 0.5 * (1.0 + t) + (steep == 0.0 ? 0.0 : 0.5 * x * steep * inner_slope);
}
static double gelu_tanh_bend(double x, double y, const ag_attribute_value *p) {
    const double t = gelu_tanh_inner(x), steep = 1.0 - t * t;
    const double inner_slope = sqrt_2_over_pi * (1.0 + 3.0 * gelu_cubic * x * x);
    const double inner_bend = sqrt_2_over_pi * 6.0 * gelu_cubic * x;
    (void)y, (void)p;
    if (steep == 0.0)
        return 0.0;
    return steep * (inner_slope + x * (0.5 * inner_bend - t * inner_slope * inner_slope));
}
AG_UNARY_CURVED_INSTANCES(gelu_tanh)

const ag_op ag_op_gelu_tanh = {
    AG_UNARY_FIELDS(gelu_tanh),
    .hvp = gelu_tanh_hvp,
    AG_UNARY_EXAMPLES,
    .domain = {.low = -3.0, .high = 3.0},
    .formula = "y = x (1 + t) / 2, t = tanh u, u = sqrt(2/pi) (x + 0.044715 x^3);"
               "  dy/dx = (1 + t) / 2 + x (1 - t^2) u' / 2,"
               " d2y/dx2 = (1 - t^2) (u' + x (u'' / 2 - t u'^2))",
    .source = "Hendrycks & Gimpel, arXiv:1606.08415, sec. 2",
};

/* ---- recording ---- */

static ag_node record(ag_graph *graph, const ag_op *op, ag_node x) {
    return ag_record(graph, op, &x, 1, NULL, 0);
}

ag_node ag_sin(ag_graph *graph, ag_node x) {
    return record(graph, &ag_op_sin, x);
}

ag_node ag_cos(ag_graph *graph, ag_node x) {
    return record(graph, &ag_op_cos, x);
}

ag_node ag_softplus(ag_graph *graph, ag_node x) {
    return record(graph, &ag_op_softplus, x);
}

ag_node ag_silu(ag_graph *graph, ag_node x) {
    return record(graph, &ag_op_silu, x);
}

ag_node ag_gelu(ag_graph *graph, ag_node x) {
    return record(graph, &ag_op_gelu, x);
}

ag_node ag_gelu_tanh(ag_graph *graph, ag_node x) {
    return record(graph, &ag_op_gelu_tanh, x);
}
