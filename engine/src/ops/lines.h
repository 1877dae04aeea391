/* Ops along one axis, line by line: a tensor is seen as (outer, count, inner), and a line is
 * the `count` entries that differ in the middle only. An op is functions of one line: its
 * value, its vjp and its jvp, and its hvp unless it is made of straight pieces; walking over
 * lines and mapping regions is written once. The op either keeps the shape, or reduces each
 * line to one entry. Its first attribute is the axis, the second of one that reduces is
 * keepdims. */
#ifndef GRADGATE_ENGINE_SRC_LINES_H
#define GRADGATE_ENGINE_SRC_LINES_H

#include "family.h"

typedef struct ag_lines {
    size_t outer, count, inner;
} ag_lines;

enum { AG_LINES_AXIS, AG_LINES_KEEPDIMS };

/* By attributes p[AG_LINES_AXIS]; AG_ALL_AXES: one line of everything. */
ag_lines ag_lines_of(const ag_shape *x, const ag_attribute_value *p);

/* Where line `at` starts; its entries are `inner` apart. */
static inline size_t ag_line_start(const ag_lines *lines, size_t at) {
    return at + at / lines->inner * (lines->count - 1) * lines->inner;
}

/* Shape rules: the axis must exist; it is kept, or dropped (AG_ALL_AXES: all of them), or left
 * with extent 1. */
ag_status ag_lines_kept(const ag_shape_call *call, ag_shape *out, ag_error *error);
ag_status ag_lines_reduced(const ag_shape_call *call, ag_shape *out, ag_error *error);

/* Regions: a line with any change is dirty as a whole. */
bool ag_lines_kept_dirty(const ag_forward_call *call, ag_region *regions);
bool ag_lines_reduced_dirty(const ag_forward_call *call, ag_region *regions);

/* The lines of a lane that are to be computed, as a region of a shape in which flat index `at`
 * is line `at`. */
void ag_lines_wanted(const ag_forward_call *call, size_t lane, bool reduces, ag_shape *shape,
                     ag_region *region);

/* One line. Entry i of x is x[i * step]; so are y, ybar and ydot unless the op reduces, when
 * they are one entry. */
typedef struct ag_line {
    size_t count, step;
    const ag_attribute_value *p;
    const double *x;
    const double *y;    /* vjp, jvp, hvp */
    const double *from; /* vjp, hvp: ybar; jvp: xdot */
    const double *xdot; /* hvp */
    double *to;         /* forward: y; vjp, hvp: xbar, to be added to; jvp: ydot */
} ag_line;

typedef void (*ag_line_function)(const ag_line *line);

AG_INLINE void ag_lines_forward(ag_line_function f, bool reduces, const ag_forward_call *call) {
    const ag_forward_input *in = &call->inputs[0];
    const ag_lines lines = ag_lines_of(in->shape, call->attributes);
    ag_line line = {.count = lines.count, .step = lines.inner, .p = call->attributes};
    for (size_t lane = 0; lane < call->lanes; lane++) {
        ag_shape shape;
        ag_region region;
        ag_span span;
        ag_lines_wanted(call, lane, reduces, &shape, &region);
        for (bool more = ag_span_first(&span, &shape, &region); more;
             more = ag_span_next(&span))
            for (size_t at = span.offset; at < span.offset + span.length; at++) {
                const size_t start = ag_line_start(&lines, at);
                line.x = in->data + lane * in->lane_stride + start;
                line.to = call->output + lane * call->output_stride + (reduces ? at : start);
                f(&line);
            }
    }
}

AG_INLINE void ag_lines_vjp(ag_line_function f, bool reduces, const ag_vjp_call *call) {
    const ag_lines lines = ag_lines_of(call->input_shapes[0], call->attributes);
    ag_line line = {.count = lines.count, .step = lines.inner, .p = call->attributes};
    for (size_t at = 0; at < lines.outer * lines.inner; at++) {
        const size_t start = ag_line_start(&lines, at), out = reduces ? at : start;
        line.x = call->inputs[0] + start;
        line.y = call->output + out;
        line.from = call->cotangent + out;
        line.to = call->adjoints[0] + start;
        f(&line);
    }
}

AG_INLINE void ag_lines_jvp(ag_line_function f, bool reduces, const ag_jvp_call *call) {
    const ag_lines lines = ag_lines_of(call->input_shapes[0], call->attributes);
    ag_line line = {.count = lines.count, .step = lines.inner, .p = call->attributes};
    for (size_t at = 0; at < lines.outer * lines.inner; at++) {
        const size_t start = ag_line_start(&lines, at), out = reduces ? at : start;
        line.x = call->inputs[0] + start;
        line.y = call->output + out;
        line.from = call->tangents[0] + start;
        line.to = call->output_tangent + out;
        f(&line);
    }
}

AG_INLINE void ag_lines_hvp(ag_line_function f, bool reduces, const ag_hvp_call *call) {
    const ag_lines lines = ag_lines_of(call->input_shapes[0], call->attributes);
    ag_line line = {.count = lines.count, .step = lines.inner, .p = call->attributes};
    for (size_t at = 0; at < lines.outer * lines.inner; at++) {
        const size_t start = ag_line_start(&lines, at), out = reduces ? at : start;
        line.x = call->inputs[0] + start;
        line.y = call->output + out;
        line.from = call->cotangent + out;
        line.xdot = call->tangents[0] + start;
        line.to = call->adjoints[0] + start;
        f(&line);
    }
}

/* The three functions of op `name` from name_line, name_line_vjp and name_line_jvp. */
#define AG_LINES_INSTANCES(name, reduces)                                                      \
    static void name##_forward(const ag_forward_call *call) {                                  \
        ag_lines_forward(name##_line, reduces, call);                                          \
    }                                                                                          \
    static void name##_vjp(const ag_vjp_call *call) {                                          \
        ag_lines_vjp(name##_line_vjp, reduces, call);                                          \
    }                                                                                          \
    static void name##_jvp(const ag_jvp_call *call) {                                          \
        ag_lines_jvp(name##_line_jvp, reduces, call);                                          \
    }

/* And name_hvp from name_line_hvp. */
#define AG_LINES_CURVED_INSTANCES(name, reduces)                                               \
    AG_LINES_INSTANCES(name, reduces)                                                          \
    static void name##_hvp(const ag_hvp_call *call) {                                          \
        ag_lines_hvp(name##_line_hvp, reduces, call);                                          \
    }

/* The fields that all of them share; `kind_` is kept or reduced, `hvp` is the op's own. */
#define AG_LINES_FIELDS(name_, kind_)                                                          \
    .name = #name_, .arity = 1, .shape = ag_lines_##kind_, .forward = name_##_forward,         \
    .vjp = name_##_vjp, .jvp = name_##_jvp, .dirty = ag_lines_##kind_##_dirty,                 \
    .domain = {.low = -3.0, .high = 3.0}

#define AG_LINES_REDUCED_ATTRIBUTES                                                            \
    {.name = "axis",                                                                           \
     .kind = AG_ATTRIBUTE_INT,                                                                 \
     .fallback = {.integer = AG_ALL_AXES},                                                     \
     .meaning = "negative from the end; all entries at once if left out"},                     \
    {                                                                                          \
        .name = "keepdims", .kind = AG_ATTRIBUTE_BOOL,                                         \
        .meaning = "keep the axis, with extent 1"                                              \
    }

#define AG_LINES_KEPT_ATTRIBUTES                                                               \
    {                                                                                          \
        .name = "axis", .kind = AG_ATTRIBUTE_INT, .fallback = {.integer = -1},                 \
        .meaning = "negative from the end; the last if left out"                               \
    }

static const ag_attribute_spec ag_lines_schema[]
    __attribute__((unused)) = {AG_LINES_REDUCED_ATTRIBUTES};
static const ag_attribute_spec ag_lines_kept_schema[]
    __attribute__((unused)) = {AG_LINES_KEPT_ATTRIBUTES};

/* Shapes for the tests of both kinds: each axis, all axes, kept and dropped. */
static const ag_op_example ag_lines_kept_examples[] __attribute__((unused)) = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}}},
    {.shapes = {{.rank = 1, .extent = {4}}}},
    {.shapes = {{.rank = 3, .extent = {2, 3, 7}}},
     .attributes = {AG_GIVEN_INT("axis", 1)},
     .attribute_count = 1},
    {.shapes = {{.rank = 2, .extent = {4, 11}}},
     .attributes = {AG_GIVEN_INT("axis", -2)},
     .attribute_count = 1},
};

static const ag_op_example ag_lines_reduced_examples[] __attribute__((unused)) = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}}},
    {.shapes = {{.rank = 3, .extent = {2, 3, 5}}},
     .attributes = {AG_GIVEN_INT("axis", 1)},
     .attribute_count = 1},
    {.shapes = {{.rank = 2, .extent = {4, 11}}},
     .attributes = {AG_GIVEN_INT("axis", -1), AG_GIVEN_BOOL("keepdims", true)},
     .attribute_count = 2},
    {.shapes = {{.rank = 2, .extent = {3, 37}}},
     .attributes = {AG_GIVEN_INT("axis", 0)},
     .attribute_count = 1},
    {.shapes = {{.rank = 2, .extent = {3, 2}}},
     .attributes = {AG_GIVEN_BOOL("keepdims", true)},
     .attribute_count = 1},
};

/* ln(sum e^x) of a line, shifted by the maximum, so that nothing overflows. NaN stays NaN.
 * Source: Blanchard, Higham & Higham, IMA J. Numer. Anal. 41 (2021), alg. 3.1. */
double ag_line_log_sum_exp(const double *x, size_t step, size_t count);

#endif
