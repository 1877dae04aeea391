/* Entry-by-entry ops of two inputs, broadcast by NumPy's rule: add, sub, mul, div.
 * Each op is three formulas: y(a, b), dy/da and dy/db; everything else is written once. */
#include "walk.h"

typedef double (*formula)(double a, double b);
typedef double (*partial)(double a, double b, double y);

/* ---- the loops ---- */

AG_INLINE void forward_run(formula f, double *y, size_t y_step, const double *a, size_t a_step,
                           const double *b, size_t b_step, size_t count) {
    if (y_step == 1 && a_step == 1 && b_step == 1)
        for (size_t i = 0; i < count; i++)
            y[i] = f(a[i], b[i]);
    else if (y_step == 1 && a_step == 1 && b_step == 0)
        for (size_t i = 0; i < count; i++)
            y[i] = f(a[i], *b);
    else if (y_step == 1 && a_step == 0 && b_step == 1)
        for (size_t i = 0; i < count; i++)
            y[i] = f(*a, b[i]);
    else
        for (size_t i = 0; i < count; i++)
            y[i * y_step] = f(a[i * a_step], b[i * b_step]);
}

AG_INLINE void forward_walk(formula f, ag_walk *walk, const ag_forward_call *call,
                            size_t lane) {
    const size_t last = walk->rank - 1;
    double *y = call->output + lane * call->output_stride;
    const double *a = call->inputs[0].data + lane * call->inputs[0].lane_stride;
    const double *b = call->inputs[1].data + lane * call->inputs[1].lane_stride;
    do
        forward_run(f, y + walk->output_offset, walk->output_step[last],
                    a + walk->input_offset[0], walk->input_step[0][last],
                    b + walk->input_offset[1], walk->input_step[1][last], walk->extent[last]);
    while (ag_walk_next(walk));
}

AG_INLINE void forward_binary(formula f, const ag_forward_call *call) {
    ag_walk walk;
    if (call->output_size == 1) {
        forward_run(f, call->output, 1, call->inputs[0].data, call->inputs[0].lane_stride,
                    call->inputs[1].data, call->inputs[1].lane_stride, call->lanes);
        return;
    }
    if (ag_computes_all(call)) {
        ag_walk_lanes(&walk, call);
        forward_walk(f, &walk, call, 0);
        return;
    }
    for (size_t lane = 0; lane < call->lanes; lane++) {
        if (ag_box_is_empty(call->output_shape, &call->output_dirty[lane]))
            continue;
        ag_walk_region(&walk, call, &call->output_dirty[lane]);
        forward_walk(f, &walk, call, lane);
    }
}

AG_INLINE void vjp_binary(partial da, partial db, const ag_vjp_call *call) {
    ag_walk walk;
    ag_walk_shapes(&walk, call->output_shape, call->input_shapes, 2);
    const size_t last = walk.rank - 1;
    do {
        const size_t a_step = walk.input_step[0][last], b_step = walk.input_step[1][last];
        const double *a = call->inputs[0] + walk.input_offset[0];
        const double *b = call->inputs[1] + walk.input_offset[1];
        const double *y = call->output + walk.output_offset;
        const double *ybar = call->cotangent + walk.output_offset;
        if (call->adjoints[0] != NULL) {
            double *abar = call->adjoints[0] + walk.input_offset[0];
            for (size_t i = 0; i < walk.extent[last]; i++)
                abar[i * a_step] += ybar[i] * da(a[i * a_step], b[i * b_step], y[i]);
        }
        if (call->adjoints[1] != NULL) {
            double *bbar = call->adjoints[1] + walk.input_offset[1];
            for (size_t i = 0; i < walk.extent[last]; i++)
                bbar[i * b_step] += ybar[i] * db(a[i * a_step], b[i * b_step], y[i]);
        }
    } while (ag_walk_next(&walk));
}

AG_INLINE void jvp_binary(partial da, partial db, const ag_jvp_call *call) {
    ag_walk walk;
    ag_walk_shapes(&walk, call->output_shape, call->input_shapes, 2);
    const size_t last = walk.rank - 1;
    do {
        for (size_t i = 0; i < walk.extent[last]; i++) {
            const size_t at = walk.output_offset + i;
            const size_t ia = walk.input_offset[0] + i * walk.input_step[0][last];
            const size_t ib = walk.input_offset[1] + i * walk.input_step[1][last];
            const double a = call->inputs[0][ia], b = call->inputs[1][ib];
            const double y = call->output[at];
            double ydot = 0.0;
            if (call->tangents[0] != NULL)
                ydot += da(a, b, y) * call->tangents[0][ia];
            if (call->tangents[1] != NULL)
                ydot += db(a, b, y) * call->tangents[1][ib];
            call->output_tangent[at] = ydot;
        }
    } while (ag_walk_next(&walk));
}

static const ag_op_example examples[] = {
    {.shapes = {{.rank = 2, .extent = {3, 5}}, {.rank = 2, .extent = {3, 5}}}},
    {.shapes = {{.rank = 0}, {.rank = 0}}},
    {.shapes = {{.rank = 2, .extent = {4, 11}}, {.rank = 1, .extent = {11}}}},
    {.shapes = {{.rank = 1, .extent = {7}}, {.rank = 3, .extent = {2, 3, 7}}}},
    {.shapes = {{.rank = 3, .extent = {2, 1, 5}}, {.rank = 2, .extent = {3, 1}}}},
    {.shapes = {{.rank = 0}, {.rank = 2, .extent = {5, 8}}}},
    {.shapes = {{.rank = 2, .extent = {7, 9}}, {.rank = 2, .extent = {7, 1}}}},
};

/* ---- the ops ---- */

static double one(double a, double b, double y) {
    (void)a, (void)b, (void)y;
    return 1.0;
}

static double minus_one(double a, double b, double y) {
    (void)a, (void)b, (void)y;
    return -1.0;
}

/* The three functions of an op, instances of the loops above. */
#define INSTANCES(name, da, db)                                                                \
    static void name##_forward(const ag_forward_call *call) {                                  \
        forward_binary(name##_formula, call);                                                  \
    }                                                                                          \
    static void name##_vjp(const ag_vjp_call *call) {                                          \
        vjp_binary(da, db, call);                                                              \
    }                                                                                          \
    static void name##_jvp(const ag_jvp_call *call) {                                          \
        jvp_binary(da, db, call);                                                              \
    }

static double add_formula(double a, double b) {
    return a + b;
}
INSTANCES(add, one, one)

const ag_op ag_op_add = {
    .name = "add",
    .arity = 2,
    .shape = ag_shape_broadcasting,
    .forward = add_forward,
    .vjp = add_vjp,
    .jvp = add_jvp,
    .dirty = ag_dirty_same,
    .domain = {.low = -3.0, .high = 3.0},
    .examples = examples,
    .example_count = AG_COUNT_OF(examples),
    .formula = "y = a + b;  dy/da = 1, dy/db = 1",
    .source = "Griewank & Walther, Evaluating Derivatives, 2nd ed., table 2.3",
};

static double sub_formula(double a, double b) {
    return a - b;
}
INSTANCES(sub, one, minus_one)

const ag_op ag_op_sub = {
    .name = "sub",
    .arity = 2,
    .shape = ag_shape_broadcasting,
    .forward = sub_forward,
    .vjp = sub_vjp,
    .jvp = sub_jvp,
    .dirty = ag_dirty_same,
    .domain = {.low = -3.0, .high = 3.0},
    .examples = examples,
    .example_count = AG_COUNT_OF(examples),
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
INSTANCES(mul, mul_da, mul_db)

const ag_op ag_op_mul = {
    .name = "mul",
    .arity = 2,
    .shape = ag_shape_broadcasting,
    .forward = mul_forward,
    .vjp = mul_vjp,
    .jvp = mul_jvp,
    .dirty = ag_dirty_same,
    .domain = {.low = -3.0, .high = 3.0},
    .examples = examples,
    .example_count = AG_COUNT_OF(examples),
    .formula = "y = a b;  dy/da = b, dy/db = a",
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
INSTANCES(div, div_da, div_db)

/* The domain keeps the denominator away from 0. */
const ag_op ag_op_div = {
    .name = "div",
    .arity = 2,
    .shape = ag_shape_broadcasting,
    .forward = div_forward,
    .vjp = div_vjp,
    .jvp = div_jvp,
    .dirty = ag_dirty_same,
    .domain = {.low = 0.4, .high = 3.0},
    .examples = examples,
    .example_count = AG_COUNT_OF(examples),
    .formula = "y = a / b;  dy/da = 1 / b, dy/db = -y / b",
    .source = "Griewank & Walther, Evaluating Derivatives, 2nd ed., table 2.3",
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
