/* Numbers of any shape, written as nested lists. */
#ifndef GV_CASE_TENSOR_H
#define GV_CASE_TENSOR_H

#include "case/spec.h"

/* 3, [1, 2], [[1, 2], [3, 4]]: all lists of one depth have the same length.
 * Returns: false, having complained.  Owns: *values is in the arena. */
bool gv_read_tensor(gv_reading *reading, const gv_node *node, ag_shape *shape,
                    const double **values);

/* A list of extents; an empty one is a scalar's. */
bool gv_read_shape(gv_reading *reading, const gv_node *node, ag_shape *shape);

#endif
