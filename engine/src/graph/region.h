/* Walking over regions; for the ops and the lanes. The small ones are inline: a batch of a
 * small net asks for some thousand regions, and calls would cost more than the arithmetic. */
#ifndef GRADGATE_ENGINE_SRC_REGION_H
#define GRADGATE_ENGINE_SRC_REGION_H

#include <gradgate/engine/shape.h>

/* Rank 0 is treated as one axis of extent 1. */
static inline size_t ag_box_axes(const ag_shape *shape) {
    return shape->rank == 0 ? 1 : shape->rank;
}

static inline size_t ag_box_extent(const ag_shape *shape, size_t axis) {
    return shape->rank == 0 ? 1 : shape->extent[axis];
}

/* The inline forms of ag_region_empty, _all, _is_empty, _is_all, _union. */
static inline ag_region ag_box_empty(void) {
    return (ag_region){.begin = {0}, .end = {0}};
}

static inline ag_region ag_box_all(const ag_shape *shape) {
    ag_region region = ag_box_empty();
    for (size_t axis = 0; axis < ag_box_axes(shape); axis++)
        region.end[axis] = ag_box_extent(shape, axis);
    return region;
}

static inline bool ag_box_is_empty(const ag_shape *shape, const ag_region *region) {
    for (size_t axis = 0; axis < ag_box_axes(shape); axis++)
        if (region->begin[axis] >= region->end[axis])
            return true;
    return false;
}

static inline bool ag_box_is_all(const ag_shape *shape, const ag_region *region) {
    for (size_t axis = 0; axis < ag_box_axes(shape); axis++)
        if (region->begin[axis] != 0 || region->end[axis] != ag_box_extent(shape, axis))
            return false;
    return true;
}

/* Grow `region` to hold `more` as well. */
static inline void ag_box_join(const ag_shape *shape, ag_region *region,
                               const ag_region *more) {
    if (ag_box_is_empty(shape, more))
        return;
    if (ag_box_is_empty(shape, region)) {
        *region = *more;
        return;
    }
    for (size_t axis = 0; axis < ag_box_axes(shape); axis++) {
        if (more->begin[axis] < region->begin[axis])
            region->begin[axis] = more->begin[axis];
        if (more->end[axis] > region->end[axis])
            region->end[axis] = more->end[axis];
    }
}

/* Is `inner` (not empty) inside `outer`? */
static inline bool ag_box_contains(const ag_shape *shape, const ag_region *outer,
                                   const ag_region *inner) {
    for (size_t axis = 0; axis < ag_box_axes(shape); axis++)
        if (inner->begin[axis] < outer->begin[axis] || inner->end[axis] > outer->end[axis])
            return false;
    return true;
}

/* Number of entries in the region. */
static inline size_t ag_box_count(const ag_shape *shape, const ag_region *region) {
    size_t count = 1;
    for (size_t axis = 0; axis < ag_box_axes(shape); axis++) {
        if (region->begin[axis] >= region->end[axis])
            return 0;
        count *= region->end[axis] - region->begin[axis];
    }
    return count;
}

/* A run of entries of a region that lie side by side. */
typedef struct ag_span {
    const ag_shape *shape;
    const ag_region *region;
    size_t index[AG_MAX_RANK];
    size_t offset;
    size_t length;
} ag_span;

/* Where the run at span->index begins. */
static inline void ag_span_place(ag_span *span) {
    size_t offset = 0;
    for (size_t axis = 0; axis < span->shape->rank; axis++)
        offset = offset * span->shape->extent[axis] + span->index[axis];
    span->offset = offset;
}

/* First and next run. Returns: false when there is none. */
static inline bool ag_span_first(ag_span *span, const ag_shape *shape,
                                 const ag_region *region) {
    const size_t last = ag_box_axes(shape) - 1;
    span->shape = shape;
    span->region = region;
    span->length = region->end[last] - region->begin[last];
    for (size_t axis = 0; axis <= last; axis++)
        span->index[axis] = region->begin[axis];
    ag_span_place(span);
    return !ag_box_is_empty(shape, region);
}

static inline bool ag_span_next(ag_span *span) {
    if (span->shape->rank < 2)
        return false;
    for (size_t axis = span->shape->rank - 1; axis-- > 0;) {
        if (++span->index[axis] < span->region->end[axis]) {
            ag_span_place(span);
            return true;
        }
        span->index[axis] = span->region->begin[axis];
    }
    return false;
}

/* Copy the entries of a region between two arrays of the same shape. */
void ag_region_copy(const ag_shape *shape, const ag_region *region, double *to,
                    const double *from);

/* Number of entries of a shape that is known to be valid. */
static inline size_t ag_count(const ag_shape *shape) {
    size_t count = 1;
    for (size_t axis = 0; axis < shape->rank; axis++)
        count *= shape->extent[axis];
    return count;
}

#endif
