/* The loops of entry-by-entry ops of one input, for the families that have such ops: an op is
 * the formulas y(x, p) and dy/dx (x, y, p), p being its attributes, and, unless it is made of
 * straight pieces, d2y/dx2 (x, y, p). */
#ifndef GRADGATE_ENGINE_SRC_UNARY_H
#define GRADGATE_ENGINE_SRC_UNARY_H

#include "family.h"

typedef double (*ag_unary_formula)(double x, const ag_attribute_value *p);
typedef double (*ag_unary_slope)(double x, double y, const ag_attribute_value *p);

AG_INLINE void ag_unary_region(ag_unary_formula f, const ag_forward_call *call, size_t lane) {
    const double *x = call->inputs[0].data + lane * call->inputs[0].lane_stride;
    double *y = call->output + lane * call->output_stride;
    ag_span span;
    for (bool more = ag_span_first(&span, call->output_shape, &call->output_dirty[lane]); more;
         more = ag_span_next(&span))
        for (size_t i = span.offset; i < span.offset + span.length; i++)
            y[i] = f(x[i], call->attributes);
}

/* Both strides are the size, or there is one lane: either way all entries are side by side. */
AG_INLINE void ag_unary_forward(ag_unary_formula f, const ag_forward_call *call) {
    const ag_attribute_value *p = call->attributes;
    const double *x = call->inputs[0].data;
    double *y = call->output;
    if (ag_computes_all(call))
        for (size_t i = 0; i < call->lanes * call->output_size; i++)
            y[i] = f(x[i], p);
    else
        for (size_t lane = 0; lane < call->lanes; lane++)
            ag_unary_region(f, call, lane);
}

AG_INLINE void ag_unary_vjp(ag_unary_slope d, const ag_vjp_call *call) {
    const double *x = call->inputs[0], *y = call->output;
    for (size_t i = 0; i < call->output_size; i++)
        call->adjoints[0][i] += call->cotangent[i] * d(x[i], y[i], call->attributes);
}

AG_INLINE void ag_unary_jvp(ag_unary_slope d, const ag_jvp_call *call) {
    const double *x = call->inputs[0], *y = call->output;
    for (size_t i = 0; i < call->output_size; i++)
        call->output_tangent[i] = d(x[i], y[i], call->attributes) * call->tangents[0][i];
}

AG_INLINE void ag_unary_hvp(ag_unary_slope d2, const ag_hvp_call *call) {
    const double *x = call->inputs[0], *y = call->output, *xdot = call->tangents[0];
    for (size_t i = 0; i < call->output_size; i++)
        call->adjoints[0][i] += call->cotangent[i] * d2(x[i], y[i], call->attributes) * xdot[i];
}

/* The three functions of op `name` from name_formula and name_slope. */
#define AG_UNARY_INSTANCES(name)                                                               \
    static void name##_forward(const ag_forward_call *call) {                                  \
        ag_unary_forward(name##_formula, call);                                                \
    }                                                                                          \
    static void name##_vjp(const ag_vjp_call *call) {                                          \
        ag_unary_vjp(name##_slope, call);                                                      \
    }                                                                                          \
    static void name##_jvp(const ag_jvp_call *call) {                                          \
        ag_unary_jvp(name##_slope, call);                                                      \
    }

/* And name_hvp from name_bend, the second derivative. */
#define AG_UNARY_CURVED_INSTANCES(name)                                                        \
    AG_UNARY_INSTANCES(name)                                                                   \
    static void name##_hvp(const ag_hvp_call *call) {                                          \
        ag_unary_hvp(name##_bend, call);                                                       \
    }

/* The fields that all of them share; `hvp` is the op's own: name_hvp or ag_op_flat. */
#define AG_UNARY_FIELDS(name_)                                                                 \
    .name = #name_, .arity = 1, .shape = ag_shape_same, .forward = name_##_forward,            \
    .vjp = name_##_vjp, .jvp = name_##_jvp, .dirty = ag_dirty_same

/* Shapes for their tests. */
static const ag_op_example ag_unary_examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}}},
    {.shapes = {{.rank = 0}}},
    {.shapes = {{.rank = 3, .extent = {2, 3, 7}}}},
};
#define AG_UNARY_EXAMPLES                                                                      \
    .examples = ag_unary_examples, .example_count = AG_COUNT_OF(ag_unary_examples)

#endif
