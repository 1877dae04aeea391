/* Regions: boxes of entries inside a shape. Rank 0 is treated as one axis of extent 1, so that
 * a scalar can be clean or dirty as well. */
#include "region.h"

ag_region ag_region_all(const ag_shape *shape) {
    return ag_box_all(shape);
}

ag_region ag_region_empty(void) {
    return ag_box_empty();
}

ag_region ag_region_entry(const ag_shape *shape, size_t entry) {
    ag_region region = ag_box_empty();
    for (size_t axis = ag_box_axes(shape); axis-- > 0;) {
        const size_t extent = ag_box_extent(shape, axis);
        region.begin[axis] = entry % extent;
        region.end[axis] = region.begin[axis] + 1;
        entry /= extent;
    }
    return region;
}

bool ag_region_is_empty(const ag_shape *shape, const ag_region *region) {
    return ag_box_is_empty(shape, region);
}

bool ag_region_is_all(const ag_shape *shape, const ag_region *region) {
    return ag_box_is_all(shape, region);
}

ag_region ag_region_union(const ag_shape *shape, const ag_region *a, const ag_region *b) {
    ag_region region = *a;
    ag_box_join(shape, &region, b);
    return region;
}

void ag_region_copy(const ag_shape *shape, const ag_region *region, double *to,
                    const double *from) {
    ag_span span;
    for (bool more = ag_span_first(&span, shape, region); more; more = ag_span_next(&span))
        for (size_t i = span.offset; i < span.offset + span.length; i++)
            to[i] = from[i];
}
