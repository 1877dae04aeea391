/* Ops that only say from where each entry comes: along every axis of the output one walks along
 * an axis of the input from a beginning with a step, or stays where one is. Such an op is one
 * function that fills a view; copying, scattering back and regions are written once.
 *
 *     y[i_0, i_1, ...] = x[j],   j[source_a] = begin_a + step_a i_a for every axis a of y */
#ifndef GRADGATE_ENGINE_SRC_VIEW_H
#define GRADGATE_ENGINE_SRC_VIEW_H

#include "family.h"

#define AG_REPEATED SIZE_MAX

/* Per axis of the output. */
typedef struct ag_view {
    size_t source[AG_MAX_RANK]; /* axis of the input; AG_REPEATED: none */
    size_t begin[AG_MAX_RANK];
    size_t step[AG_MAX_RANK];
} ag_view;

/* `x` and `y` are the shapes that the op's shape rule allows. */
typedef ag_view (*ag_view_of)(const ag_attribute_value *p, const ag_shape *x,
                              const ag_shape *y);

/* The view that walks along the same axis, entry by entry. */
ag_view ag_view_same(const ag_shape *y);

void ag_view_forward(ag_view_of view, const ag_forward_call *call);
void ag_view_vjp(ag_view_of view, const ag_vjp_call *call);
void ag_view_jvp(ag_view_of view, const ag_jvp_call *call);
bool ag_view_dirty(ag_view_of view, const ag_forward_call *call, ag_region *regions);

/* The four functions of op `name` from name_view. */
#define AG_VIEW_INSTANCES(name)                                                                \
    static void name##_forward(const ag_forward_call *call) {                                  \
        ag_view_forward(name##_view, call);                                                    \
    }                                                                                          \
    static void name##_vjp(const ag_vjp_call *call) {                                          \
        ag_view_vjp(name##_view, call);                                                        \
    }                                                                                          \
    static void name##_jvp(const ag_jvp_call *call) {                                          \
        ag_view_jvp(name##_view, call);                                                        \
    }                                                                                          \
    static bool name##_dirty(const ag_forward_call *call, ag_region *regions) {                \
        return ag_view_dirty(name##_view, call, regions);                                      \
    }

/* The fields that all of them share. */
#define AG_VIEW_FIELDS(name_)                                                                  \
    .name = #name_, .arity = 1, .shape = name_##_shape, .forward = name_##_forward,            \
    .vjp = name_##_vjp, .jvp = name_##_jvp, .hvp = ag_op_flat, .dirty = name_##_dirty,         \
    .domain = {.low = -3.0, .high = 3.0}

#endif
