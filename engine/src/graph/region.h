/* Walking over regions; for the ops and the lanes. */
#ifndef GRADGATE_ENGINE_SRC_REGION_H
#define GRADGATE_ENGINE_SRC_REGION_H

#include <gradgate/engine/shape.h>

/* Number of entries in the region. */
size_t ag_region_count(const ag_shape *shape, const ag_region *region);

bool ag_region_contains(const ag_shape *shape, const ag_region *outer, const ag_region *inner);

/* A run of entries of a region that lie side by side. */
typedef struct ag_span {
    const ag_shape *shape;
    const ag_region *region;
    size_t index[AG_MAX_RANK];
    size_t offset;
    size_t length;
} ag_span;

/* First and next run. Returns: false when there is none. */
bool ag_span_first(ag_span *span, const ag_shape *shape, const ag_region *region);
bool ag_span_next(ag_span *span);

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
