/* Regions: boxes of entries inside a shape. Rank 0 is treated as one axis of extent 1, so that
 * a scalar can be clean or dirty as well. */
#include <string.h>

#include "region.h"

static size_t axes_of(const ag_shape *shape) {
    return shape->rank == 0 ? 1 : shape->rank;
}

static size_t extent_of(const ag_shape *shape, size_t axis) {
    return shape->rank == 0 ? 1 : shape->extent[axis];
}

ag_region ag_region_all(const ag_shape *shape) {
    ag_region region = ag_region_empty();
    for (size_t axis = 0; axis < axes_of(shape); axis++)
        region.end[axis] = extent_of(shape, axis);
    return region;
}

ag_region ag_region_empty(void) {
    ag_region region;
    memset(&region, 0, sizeof region);
    return region;
}

ag_region ag_region_entry(const ag_shape *shape, size_t entry) {
    ag_region region = ag_region_empty();
    for (size_t axis = axes_of(shape); axis-- > 0;) {
        const size_t extent = extent_of(shape, axis);
        region.begin[axis] = entry % extent;
        region.end[axis] = region.begin[axis] + 1;
        entry /= extent;
    }
    return region;
}

bool ag_region_is_empty(const ag_shape *shape, const ag_region *region) {
    for (size_t axis = 0; axis < axes_of(shape); axis++)
        if (region->begin[axis] >= region->end[axis])
            return true;
    return false;
}

bool ag_region_is_all(const ag_shape *shape, const ag_region *region) {
    for (size_t axis = 0; axis < axes_of(shape); axis++)
        if (region->begin[axis] != 0 || region->end[axis] != extent_of(shape, axis))
            return false;
    return true;
}

ag_region ag_region_union(const ag_shape *shape, const ag_region *a, const ag_region *b) {
    if (ag_region_is_empty(shape, a))
        return *b;
    if (ag_region_is_empty(shape, b))
        return *a;
    ag_region region = *a;
    for (size_t axis = 0; axis < axes_of(shape); axis++) {
        if (b->begin[axis] < region.begin[axis])
            region.begin[axis] = b->begin[axis];
        if (b->end[axis] > region.end[axis])
            region.end[axis] = b->end[axis];
    }
    return region;
}

size_t ag_region_count(const ag_shape *shape, const ag_region *region) {
    size_t count = 1;
    for (size_t axis = 0; axis < axes_of(shape); axis++) {
        if (region->begin[axis] >= region->end[axis])
            return 0;
        count *= region->end[axis] - region->begin[axis];
    }
    return count;
}

bool ag_region_contains(const ag_shape *shape, const ag_region *outer, const ag_region *inner) {
    if (ag_region_is_empty(shape, inner))
        return true;
    for (size_t axis = 0; axis < axes_of(shape); axis++)
        if (inner->begin[axis] < outer->begin[axis] || inner->end[axis] > outer->end[axis])
            return false;
    return true;
}

static void set_span(ag_span *span) {
    size_t offset = 0;
    for (size_t axis = 0; axis < span->shape->rank; axis++)
        offset = offset * span->shape->extent[axis] + span->index[axis];
    span->offset = offset;
}

bool ag_span_first(ag_span *span, const ag_shape *shape, const ag_region *region) {
    if (ag_region_is_empty(shape, region))
        return false;
    const size_t last = axes_of(shape) - 1;
    span->shape = shape;
    span->region = region;
    span->length = region->end[last] - region->begin[last];
    for (size_t axis = 0; axis <= last; axis++)
        span->index[axis] = region->begin[axis];
    set_span(span);
    return true;
}

bool ag_span_next(ag_span *span) {
    if (span->shape->rank < 2)
        return false;
    for (size_t axis = span->shape->rank - 1; axis-- > 0;) {
        if (++span->index[axis] < span->region->end[axis]) {
            set_span(span);
            return true;
        }
        span->index[axis] = span->region->begin[axis];
    }
    return false;
}

void ag_region_copy(const ag_shape *shape, const ag_region *region, double *to,
                    const double *from) {
    ag_span span;
    for (bool more = ag_span_first(&span, shape, region); more; more = ag_span_next(&span))
        memcpy(to + span.offset, from + span.offset, span.length * sizeof *to);
}
