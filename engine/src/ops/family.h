/* What the families of ops share: shape rules, failing with a message, regions of
 * entry-by-entry ops. */
#ifndef GRADGATE_ENGINE_SRC_FAMILY_H
#define GRADGATE_ENGINE_SRC_FAMILY_H

#include <gradgate/engine/ops.h>

#include "../graph/region.h"
#include "op_list.h"

/* Loops are written once for a family and inlined for each op, so that the op's own formula
 * ends up inside the loop without a call. */
#define AG_INLINE static inline __attribute__((always_inline))

#define AG_COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* Below this many entries an entry-by-entry op recomputes all of its output, clean lanes too
 * (which gives them the bits they had): walking regions costs more, about 10 ns each. */
enum { AG_REGION_MINIMUM = 33 };

/* Is everything to be computed, in one go for all lanes? */
static inline bool ag_computes_all(const ag_forward_call *call) {
    return call->output_dirty == NULL || call->output_size < AG_REGION_MINIMUM;
}

/* Attributes of an example, as constants. */
#define AG_GIVEN_INT(name, value)                                                              \
    {                                                                                          \
        name, AG_ATTRIBUTE_INT, {                                                              \
            .integer = (value)                                                                 \
        }                                                                                      \
    }
#define AG_GIVEN_REAL(name, value)                                                             \
    {                                                                                          \
        name, AG_ATTRIBUTE_REAL, {                                                             \
            .real = (value)                                                                    \
        }                                                                                      \
    }
#define AG_GIVEN_BOOL(name, value)                                                             \
    {                                                                                          \
        name, AG_ATTRIBUTE_BOOL, {                                                             \
            .flag = (value)                                                                    \
        }                                                                                      \
    }
#define AG_GIVEN_INTS(name, array)                                                             \
    {                                                                                          \
        name, AG_ATTRIBUTE_INTS, {                                                             \
            .integers = (array), .integer_count = AG_COUNT_OF(array)                           \
        }                                                                                      \
    }

/* Axis as an index, a negative one counting from the end. Returns: rank if there is none. */
static inline size_t ag_axis_of(const ag_shape *shape, int64_t axis) {
    const int64_t rank = (int64_t)shape->rank;
    if (axis < -rank || axis >= rank)
        return shape->rank;
    return (size_t)(axis < 0 ? axis + rank : axis);
}

/* A value of an index input as an index. Returns: false if it is no whole number below count.
 */
static inline bool ag_index_of(double value, size_t count, size_t *index) {
    if (!(value >= 0.0 && value < (double)count))
        return false;
    *index = (size_t)value;
    return (double)*index == value;
}

/* Fill `error` with "<op>: <what>: <shape 0>, <shape 1>, ...". Returns: AG_ERR_SHAPE. */
ag_status ag_shape_refuse(const ag_shape_call *call, ag_error *error, const char *what);

/* The same for an attribute that no shape would make right. Returns: AG_ERR_ATTRIBUTE. */
ag_status ag_attribute_refuse(const ag_shape_call *call, ag_error *error, const char *what);

/* The output has the shape of input 0; of both broadcast together; is a scalar. */
ag_status ag_shape_same(const ag_shape_call *call, ag_shape *out, ag_error *error);
ag_status ag_shape_broadcasting(const ag_shape_call *call, ag_shape *out, ag_error *error);
ag_status ag_shape_to_scalar(const ag_shape_call *call, ag_shape *out, ag_error *error);

/* Does lane `lane` of an input differ from base, and where? An input without dirty regions
 * that is not shared is dirty everywhere. */
static inline ag_region ag_input_region(const ag_forward_input *input, size_t lane) {
    if (input->lane_stride == 0)
        return ag_box_empty();
    return input->dirty == NULL ? ag_box_all(input->shape) : input->dirty[lane];
}

/* Regions for ops whose output entry depends on the inputs' entries at the same place, with
 * broadcasting. */
bool ag_dirty_same(const ag_forward_call *call, ag_region *regions);

#endif
