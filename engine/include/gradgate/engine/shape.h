/* Shapes (row-major, last axis contiguous) and regions: boxes of entries inside a shape.
 * Rank 0 is a scalar and has one entry. */
#ifndef GRADGATE_ENGINE_SHAPE_H
#define GRADGATE_ENGINE_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define AG_MAX_RANK 6

typedef struct ag_shape {
    size_t rank;
    size_t extent[AG_MAX_RANK]; /* entries beyond rank are 0 */
} ag_shape;

/* A box: begin <= index < end on every axis. Rank 0 counts as one axis of extent 1, so that
 * begin[0] = end[0] = 0 is the empty region and (0, 1) the whole. */
typedef struct ag_region {
    size_t begin[AG_MAX_RANK];
    size_t end[AG_MAX_RANK];
} ag_region;

ag_shape ag_shape_scalar(void);
ag_shape ag_shape_vector(size_t count);
ag_shape ag_shape_matrix(size_t rows, size_t columns);

/* Shape from a list of extents. `rank` above AG_MAX_RANK: rank of the result is AG_MAX_RANK +
 * 1, which every call that takes a shape refuses. */
ag_shape ag_shape_make(size_t rank, const size_t *extents);

/* Number of entries (1 for rank 0). Returns: 0 for a shape that is not valid (rank too large,
 * an extent of 0, more entries than fit in half the address space). */
size_t ag_shape_size(const ag_shape *shape);

bool ag_shape_equal(const ag_shape *a, const ag_shape *b);

/* "(4, 16)", "(3,)", "()" into `text`, cut to `size` and terminated. Returns: text. */
char *ag_shape_text(const ag_shape *shape, char *text, size_t size);

/* NumPy's broadcasting rule. Returns: false if the shapes do not broadcast together. */
bool ag_shape_broadcast(const ag_shape *a, const ag_shape *b, ag_shape *out);

/* The region of all entries; of none; of the one entry with this flat index. */
ag_region ag_region_all(const ag_shape *shape);
ag_region ag_region_empty(void);
ag_region ag_region_entry(const ag_shape *shape, size_t entry);

bool ag_region_is_empty(const ag_shape *shape, const ag_region *region);
bool ag_region_is_all(const ag_shape *shape, const ag_region *region);

/* Smallest region that holds both. */
ag_region ag_region_union(const ag_shape *shape, const ag_region *a, const ag_region *b);

#ifdef __cplusplus
}
#endif
#endif
