/* The loops of entry-by-entry ops of two inputs, broadcast by NumPy's rule, for the families
 * that have such ops: an op is the formulas y(a, b), dy/da and dy/db (a, b, y), and, unless it
 * is made of straight pieces, the three second derivatives. */
#ifndef GRADGATE_ENGINE_SRC_BINARY_H
#define GRADGATE_ENGINE_SRC_BINARY_H

#include "walk.h"

typedef double (*ag_binary_formula)(double a, double b);
typedef double (*ag_binary_partial)(double a, double b, double y);

AG_INLINE void ag_binary_run(ag_binary_formula f, double *y, size_t y_step, const double *a,
                             size_t a_step, const double *b, size_t b_step, size_t count) {
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

AG_INLINE void ag_binary_walk(ag_binary_formula f, ag_walk *walk, const ag_forward_call *call,
                              size_t lane) {
    const size_t last = walk->rank - 1;
    double *y = call->output + lane * call->output_stride;
    const double *a = call->inputs[0].data + lane * call->inputs[0].lane_stride;
    const double *b = call->inputs[1].data + lane * call->inputs[1].lane_stride;
    do
        ag_binary_run(f, y + walk->output_offset, walk->output_step[last],
                      a + walk->input_offset[0], walk->input_step[0][last],
                      b + walk->input_offset[1], walk->input_step[1][last], walk->extent[last]);
    while (ag_walk_next(walk));
}

AG_INLINE void ag_binary_forward(ag_binary_formula f, const ag_forward_call *call) {
    ag_walk walk;
    if (call->output_size == 1) {
        ag_binary_run(f, call->output, 1, call->inputs[0].data, call->inputs[0].lane_stride,
                      call->inputs[1].data, call->inputs[1].lane_stride, call->lanes);
        return;
    }
    if (ag_computes_all(call)) {
        ag_walk_lanes(&walk, call);
        ag_binary_walk(f, &walk, call, 0);
        return;
    }
    for (size_t lane = 0; lane < call->lanes; lane++) {
        if (ag_box_is_empty(call->output_shape, &call->output_dirty[lane]))
            continue;
        ag_walk_region(&walk, call, &call->output_dirty[lane]);
        ag_binary_walk(f, &walk, call, lane);
    }
}

AG_INLINE void ag_binary_vjp(ag_binary_partial da, ag_binary_partial db,
                             const ag_vjp_call *call) {
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

AG_INLINE void ag_binary_jvp(ag_binary_partial da, ag_binary_partial db,
                             const ag_jvp_call *call) {
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

AG_INLINE void ag_binary_hvp(ag_binary_partial daa, ag_binary_partial dab,
                             ag_binary_partial dbb, const ag_hvp_call *call) {
    ag_walk walk;
    ag_walk_shapes(&walk, call->output_shape, call->input_shapes, 2);
    const size_t last = walk.rank - 1;
    do {
        for (size_t i = 0; i < walk.extent[last]; i++) {
            const size_t at = walk.output_offset + i;
            const size_t ia = walk.input_offset[0] + i * walk.input_step[0][last];
            const size_t ib = walk.input_offset[1] + i * walk.input_step[1][last];
            const double a = call->inputs[0][ia], b = call->inputs[1][ib];
            const double y = call->output[at], ybar = call->cotangent[at];
            double to_a = 0.0, to_b = 0.0;
            if (call->tangents[0] != NULL) {
                to_a += daa(a, b, y) * call->tangents[0][ia];
                to_b += dab(a, b, y) * call->tangents[0][ia];
            }
            if (call->tangents[1] != NULL) {
                to_a += dab(a, b, y) * call->tangents[1][ib];
                to_b += dbb(a, b, y) * call->tangents[1][ib];
            }
            if (call->adjoints[0] != NULL)
                call->adjoints[0][ia] += ybar * to_a;
            if (call->adjoints[1] != NULL)
                call->adjoints[1][ib] += ybar * to_b;
        }
    } while (ag_walk_next(&walk));
}

static const ag_op_example ag_binary_examples[] = {
    {.shapes = {{.rank = 2, .extent = {3, 5}}, {.rank = 2, .extent = {3, 5}}}},
    {.shapes = {{.rank = 0}, {.rank = 0}}},
    {.shapes = {{.rank = 2, .extent = {4, 11}}, {.rank = 1, .extent = {11}}}},
    {.shapes = {{.rank = 1, .extent = {7}}, {.rank = 3, .extent = {2, 3, 7}}}},
    {.shapes = {{.rank = 3, .extent = {2, 1, 5}}, {.rank = 2, .extent = {3, 1}}}},
    {.shapes = {{.rank = 0}, {.rank = 2, .extent = {5, 8}}}},
    {.shapes = {{.rank = 2, .extent = {7, 9}}, {.rank = 2, .extent = {7, 1}}}},
};

/* The three functions of op `name` from name_formula and two partials. */
#define AG_BINARY_INSTANCES(name, da, db)                                                      \
    static void name##_forward(const ag_forward_call *call) {                                  \
        ag_binary_forward(name##_formula, call);                                               \
    }                                                                                          \
    static void name##_vjp(const ag_vjp_call *call) {                                          \
        ag_binary_vjp(da, db, call);                                                           \
    }                                                                                          \
    static void name##_jvp(const ag_jvp_call *call) {                                          \
        ag_binary_jvp(da, db, call);                                                           \
    }

/* And name_hvp from three second derivatives. */
#define AG_BINARY_CURVED_INSTANCES(name, da, db, daa, dab, dbb)                                \
    AG_BINARY_INSTANCES(name, da, db)                                                          \
    static void name##_hvp(const ag_hvp_call *call) {                                          \
        ag_binary_hvp(daa, dab, dbb, call);                                                    \
    }

/* The fields that all of them share; `hvp` is the op's own: name_hvp or ag_op_flat. */
#define AG_BINARY_FIELDS(name_)                                                                \
    .name = #name_, .arity = 2, .shape = ag_shape_broadcasting, .forward = name_##_forward,    \
    .vjp = name_##_vjp, .jvp = name_##_jvp, .dirty = ag_dirty_same,                            \
    .examples = ag_binary_examples, .example_count = AG_COUNT_OF(ag_binary_examples)

#endif
