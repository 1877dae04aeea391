/* Entry-by-entry arithmetic of one input: neg, scale, pow, exp, log, sqrt. */
#include <math.h>

#include "unary.h"

static double neg_formula(double x, const ag_attribute_value *p) {
    (void)p;
    return -x;
}
static double neg_slope(double x, double y, const ag_attribute_value *p) {
    (void)x, (void)y, (void)p;
    return -1.0;
}
AG_UNARY_INSTANCES(neg)

const ag_op ag_op_neg = {
    AG_UNARY_FIELDS(neg),
    .hvp = ag_op_flat,
    AG_UNARY_EXAMPLES,
    .domain = {.low = -3.0, .high = 3.0},
    .formula = "y = -x;  dy/dx = -1",
    .source = "Griewank & Walther, Evaluating Derivatives, 2nd ed., table 2.3",
};

enum { FACTOR };

static const ag_attribute_spec scale_schema[] = {
    {.name = "factor", .kind = AG_ATTRIBUTE_REAL, .required = true, .meaning = "c"},
};

static const ag_op_example scale_examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}},
     .attributes = {{"factor", AG_ATTRIBUTE_REAL, {.real = -1.3947}}},
     .attribute_count = 1},
    {.shapes = {{.rank = 0}},
     .attributes = {{"factor", AG_ATTRIBUTE_REAL, {.real = 0.0173}}},
     .attribute_count = 1},
};

static double scale_formula(double x, const ag_attribute_value *p) {
    return p[FACTOR].real * x;
}
static double scale_slope(double x, double y, const ag_attribute_value *p) {
    (void)x, (void)y;
    return p[FACTOR].real;
}
AG_UNARY_INSTANCES(scale)

const ag_op ag_op_scale = {
    AG_UNARY_FIELDS(scale),
    .hvp = ag_op_flat,
    .attributes = scale_schema,
    .attribute_count = AG_COUNT_OF(scale_schema),
    .examples = scale_examples,
    .example_count = AG_COUNT_OF(scale_examples),
    .domain = {.low = -3.0, .high = 3.0},
    .formula = "y = c x;  dy/dx = c",
    .source = "Griewank & Walther, Evaluating Derivatives, 2nd ed., table 2.3",
};

enum { EXPONENT };

static const ag_attribute_spec pow_schema[] = {
    {.name = "exponent", .kind = AG_ATTRIBUTE_REAL, .required = true, .meaning = "c"},
};

static const ag_op_example pow_examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}},
     .attributes = {{"exponent", AG_ATTRIBUTE_REAL, {.real = 2.0}}},
     .attribute_count = 1},
    {.shapes = {{.rank = 0}},
     .attributes = {{"exponent", AG_ATTRIBUTE_REAL, {.real = -1.3}}},
     .attribute_count = 1},
    {.shapes = {{.rank = 1, .extent = {41}}},
     .attributes = {{"exponent", AG_ATTRIBUTE_REAL, {.real = 0.5}}},
     .attribute_count = 1},
};

/* The square is worth its own line: it is exact to one rounding and far cheaper. */
static double pow_formula(double x, const ag_attribute_value *p) {
    if (p[EXPONENT].real == 2.0)
        return x * x;
    return pow(x, p[EXPONENT].real);
}
static double pow_slope(double x, double y, const ag_attribute_value *p) {
    (void)y;
    if (p[EXPONENT].real == 2.0)
        return 2.0 * x;
    if (p[EXPONENT].real == 0.0)
        return 0.0;
    return p[EXPONENT].real * pow(x, p[EXPONENT].real - 1.0);
}
static double pow_bend(double x, double y, const ag_attribute_value *p) {
    (void)y;
    const double c = p[EXPONENT].real;
    if (c == 0.0 || c == 1.0)
        return 0.0;
    return c == 2.0 ? 2.0 : c * (c - 1.0) * pow(x, c - 2.0);
}
AG_UNARY_CURVED_INSTANCES(pow)

const ag_op ag_op_pow = {
    AG_UNARY_FIELDS(pow),
    .hvp = pow_hvp,
    .attributes = pow_schema,
    .attribute_count = AG_COUNT_OF(pow_schema),
    .examples = pow_examples,
    .example_count = AG_COUNT_OF(pow_examples),
    .domain = {.low = 0.3, .high = 3.0},
    .formula = "y = x^c;  dy/dx = c x^(c - 1), d2y/dx2 = c (c - 1) x^(c - 2)",
    .source = "Abramowitz & Stegun 3.3.5",
};

static double exp_formula(double x, const ag_attribute_value *p) {
    (void)p;
    return exp(x);
}
static double exp_slope(double x, double y, const ag_attribute_value *p) {
    (void)x, (void)p;
    return y;
}
static double exp_bend(double x, double y, const ag_attribute_value *p) {
    (void)x, (void)p;
    return y;
}
AG_UNARY_CURVED_INSTANCES(exp)

const ag_op ag_op_exp = {
    AG_UNARY_FIELDS(exp),
    .hvp = exp_hvp,
    AG_UNARY_EXAMPLES,
    .domain = {.low = -3.0, .high = 3.0},
    .formula = "y = e^x;  dy/dx = d2y/dx2 = y",
    .source = "Abramowitz & Stegun 4.2.49",
};

static double log_formula(double x, const ag_attribute_value *p) {
    (void)p;
    return log(x);
}
static double log_slope(double x, double y, const ag_attribute_value *p) {
    (void)y, (void)p;
    return 1.0 / x;
}
static double log_bend(double x, double y, const ag_attribute_value *p) {
    (void)y, (void)p;
    return -1.0 / x / x;
}
AG_UNARY_CURVED_INSTANCES(log)

const ag_op ag_op_log = {
    AG_UNARY_FIELDS(log),
    .hvp = log_hvp,
    AG_UNARY_EXAMPLES,
    .domain = {.low = 0.2, .high = 4.0},
    .formula = "y = ln x;  dy/dx = 1 / x, d2y/dx2 = -1 / x^2",
    .source = "Abramowitz & Stegun 4.1.46",
};

static double sqrt_formula(double x, const ag_attribute_value *p) {
    (void)p;
    return sqrt(x);
}
static double sqrt_slope(double x, double y, const ag_attribute_value *p) {
    (void)x, (void)p;
    return 0.5 / y;
}
static double sqrt_bend(double x, double y, const ag_attribute_value *p) {
    (void)p;
    return -0.25 / y / x;
}
AG_UNARY_CURVED_INSTANCES(sqrt)

const ag_op ag_op_sqrt = {
    AG_UNARY_FIELDS(sqrt),
    .hvp = sqrt_hvp,
    AG_UNARY_EXAMPLES,
    .domain = {.low = 0.2, .high = 4.0},
    .formula = "y = sqrt x;  dy/dx = 1 / (2 y), d2y/dx2 = -1 / (4 x y)",
    .source = "Abramowitz & Stegun 3.3.5",
};

/* ---- recording ---- */

static ag_node record(ag_graph *graph, const ag_op *op, ag_node x) {
    return ag_record(graph, op, &x, 1, NULL, 0);
}

ag_node ag_neg(ag_graph *graph, ag_node x) {
    return record(graph, &ag_op_neg, x);
}

ag_node ag_exp(ag_graph *graph, ag_node x) {
    return record(graph, &ag_op_exp, x);
}

ag_node ag_log(ag_graph *graph, ag_node x) {
    return record(graph, &ag_op_log, x);
}

ag_node ag_sqrt(ag_graph *graph, ag_node x) {
    return record(graph, &ag_op_sqrt, x);
}

ag_node ag_scale(ag_graph *graph, ag_node x, double factor) {
    const ag_attribute given = ag_attribute_real("factor", factor);
    return ag_record(graph, &ag_op_scale, &x, 1, &given, 1);
}

ag_node ag_pow(ag_graph *graph, ag_node x, double exponent) {
    const ag_attribute given = ag_attribute_real("exponent", exponent);
    return ag_record(graph, &ag_op_pow, &x, 1, &given, 1);
}
