/* Entry-by-entry arithmetic of two inputs: add, sub, mul, div, power. */
#include <math.h>

#include "binary.h"

static double zero(double a, double b, double y) {
    (void)a, (void)b, (void)y;
    return 0.0;
}

static double one(double a, double b, double y) {
    (void)a, (void)b, (void)y;
    return 1.0;
}

static double minus_one(double a, double b, double y) {
    (void)a, (void)b, (void)y;
    return -1.0;
}

static double add_formula(double a, double b) {
    return a + b;
}
AG_BINARY_INSTANCES(add, one, one)

const ag_op ag_op_add = {
    AG_BINARY_FIELDS(add),
    .hvp = ag_op_flat,
    .domain = {.low = -3.0, .high = 3.0},
    .formula = "y = a + b;  dy/da = 1, dy/db = 1",
    .source = "Griewank & Walther, Evaluating Derivatives, 2nd ed., table 2.3",
};

static double sub_formula(double a, double b) {
    return a - b;
}
AG_BINARY_INSTANCES(sub, one, minus_one)

const ag_op ag_op_sub = {
    AG_BINARY_FIELDS(sub),
    .hvp = ag_op_flat,
    .domain = {.low = -3.0, .high = 3.0},
    .formula = "y = a - b;  dy/da = 1, dy/db = -1",
    .source = "Griewank & Walther, Evaluating Derivatives, 2nd ed., table 2.3",
};

static double mul_formula(double a, double b) {
    return a * b;
}
static double mul_da(double a, double b, double y) {
    (void)a, (void)y;
    return b;
}
static double mul_db(double a, double b, double y) {
    (void)b, (void)y;
    return a;
}
AG_BINARY_CURVED_INSTANCES(mul, mul_da, mul_db, zero, one, zero)

const ag_op ag_op_mul = {
    AG_BINARY_FIELDS(mul),
    .hvp = mul_hvp,
    .domain = {.low = -3.0, .high = 3.0},
    .formula = "y = a b;  dy/da = b, dy/db = a, d2y/dadb = 1",
    .source = "Griewank & Walther, Evaluating Derivatives, 2nd ed., table 2.3",
};

static double div_formula(double a, double b) {
    return a / b;
}
static double div_da(double a, double b, double y) {
    (void)a, (void)y;
    return 1.0 / b;
}
static double div_db(double a, double b, double y) {
    (void)a;
    return -y / b;
}
static double div_dab(double a, double b, double y) {
    (void)a, (void)y;
    return -1.0 / b / b;
}
static double div_dbb(double a, double b, double y) {
    (void)a;
    return 2.0 * y / b / b;
}
AG_BINARY_CURVED_INSTANCES(div, div_da, div_db, zero, div_dab, div_dbb)

/* The domain keeps the denominator away from 0. */
const ag_op ag_op_div = {
    AG_BINARY_FIELDS(div),
    .hvp = div_hvp,
    .domain = {.low = 0.4, .high = 3.0},
    .formula = "y = a / b;  dy/da = 1 / b, dy/db = -y / b, d2y/dadb = -1 / b^2, "
               "d2y/db2 = 2 y / b^2",
    .source = "Griewank & Walther, Evaluating Derivatives, 2nd ed., table 2.3",
};

/* Both factors 0 where the other exponent or base makes the term constant: b x^(b-1) at b = 0,
 * and x^b ln x at x = 0 for b > 0, are limits that the formulas miss; so in second order. */
static double power_formula(double a, double b) {
    return pow(a, b);
}
static double power_da(double a, double b, double y) {
    (void)y;
    return b == 0.0 ? 0.0 : b * pow(a, b - 1.0);
}
static double power_db(double a, double b, double y) {
    return a == 0.0 && b > 0.0 ? 0.0 : y * log(a);
}
static double power_daa(double a, double b, double y) {
    (void)y;
    return b == 0.0 || b == 1.0 ? 0.0 : b * (b - 1.0) * pow(a, b - 2.0);
}
static double power_dab(double a, double b, double y) {
    (void)y;
    return a == 0.0 && b > 1.0 ? 0.0 : pow(a, b - 1.0) * (1.0 + b * log(a));
}
static double power_dbb(double a, double b, double y) {
    return a == 0.0 && b > 0.0 ? 0.0 : y * log(a) * log(a);
}
AG_BINARY_CURVED_INSTANCES(power, power_da, power_db, power_daa, power_dab, power_dbb)

const ag_op ag_op_power = {
    AG_BINARY_FIELDS(power),
    .hvp = power_hvp,
    .domain = {.low = 0.3, .high = 3.0},
    .formula = "y = a^b;  dy/da = b a^(b - 1), dy/db = y ln a, d2y/da2 = b (b - 1) a^(b - 2), "
               "d2y/dadb = a^(b - 1) (1 + b ln a), d2y/db2 = y (ln a)^2",
    .source = "Abramowitz & Stegun 4.2.7, 4.2.53",
};

/* ---- recording ---- */

static ag_node record(ag_graph *graph, const ag_op *op, ag_node a, ag_node b) {
    return ag_record(graph, op, (const ag_node[]){a, b}, 2, NULL, 0);
}

ag_node ag_add(ag_graph *graph, ag_node a, ag_node b) {
    return record(graph, &ag_op_add, a, b);
}

ag_node ag_sub(ag_graph *graph, ag_node a, ag_node b) {
    return record(graph, &ag_op_sub, a, b);
}

ag_node ag_mul(ag_graph *graph, ag_node a, ag_node b) {
    return record(graph, &ag_op_mul, a, b);
}

ag_node ag_div(ag_graph *graph, ag_node a, ag_node b) {
    return record(graph, &ag_op_div, a, b);
}

ag_node ag_power(ag_graph *graph, ag_node a, ag_node b) {
    return record(graph, &ag_op_power, a, b);
}
