/* Windows that slide over the last two axes, for convolution and pooling: window (p, q) begins
 * at row p stride - padding and column q stride - padding, and may reach beyond the input. */
#ifndef GRADGATE_ENGINE_SRC_WINDOW_H
#define GRADGATE_ENGINE_SRC_WINDOW_H

#include "family.h"

/* Index 0: rows, 1: columns. */
typedef struct ag_window {
    size_t input[2], kernel[2], stride[2], padding[2], output[2];
} ag_window;

/* "1 or 2 values" of an attribute; none at all: `fallback`. Returns: false if they are not 1 or
 * 2, below `least` or too large to reckon with. */
bool ag_window_pair(const ag_attribute_value *value, const size_t fallback[2], size_t least,
                    size_t out[2]);

/* Fill `output` from the rest. Returns: false if not even one window fits. */
bool ag_window_fit(ag_window *window);

/* The indices of a window that lie inside the input along one axis: begin <= i < end. */
static inline void ag_window_range(const ag_window *w, size_t axis, size_t at, size_t *begin,
                                   size_t *end) {
    const size_t first = at * w->stride[axis], last = first + w->kernel[axis];
    const size_t limit = w->input[axis] + w->padding[axis];
    *begin = first > w->padding[axis] ? first - w->padding[axis] : 0;
    *end = (last < limit ? last : limit) - w->padding[axis];
}

#endif
