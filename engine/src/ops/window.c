/* Reading and fitting windows. */
#include "window.h"

/* So that sums and products of a few extents stay far from overflow. */
static const int64_t largest = INT32_MAX;

bool ag_window_pair(const ag_attribute_value *value, const size_t fallback[2], size_t least,
                    size_t out[2]) {
    out[0] = fallback[0];
    out[1] = fallback[1];
    if (value->integer_count > 2)
        return false;
    for (size_t i = 0; i < 2 && value->integer_count > 0; i++) {
        const int64_t given = value->integers[value->integer_count == 1 ? 0 : i];
        if (given < (int64_t)least || given > largest)
            return false;
        out[i] = (size_t)given;
    }
    return true;
}

bool ag_window_fit(ag_window *w) {
    for (size_t axis = 0; axis < 2; axis++) {
        const size_t room = w->input[axis] + 2 * w->padding[axis];
        if (room < w->kernel[axis])
            return false;
        w->output[axis] = (room - w->kernel[axis]) / w->stride[axis] + 1;
    }
    return true;
}
