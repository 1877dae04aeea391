/* Shape rules, regions and second derivatives of zero, shared by the families. */
#include "family.h"

#include <stdio.h>
#include <string.h>

void ag_op_flat(const ag_hvp_call *call) {
    (void)call;
}

ag_status ag_shape_refuse(const ag_shape_call *call, ag_error *error, const char *what) {
    char text[AG_ERROR_MESSAGE_SIZE];
    size_t used = (size_t)snprintf(text, sizeof text, "%s: %s: ", call->op->name, what);
    for (size_t i = 0; i < call->input_count && used < sizeof text; i++) {
        char shape[64];
        ag_shape_text(call->input_shapes[i], shape, sizeof shape);
        used +=
            (size_t)snprintf(text + used, sizeof text - used, i == 0 ? "%s" : " and %s", shape);
    }
    error->status = AG_ERR_SHAPE;
    memcpy(error->message, text, sizeof text);
    return AG_ERR_SHAPE;
}

ag_status ag_attribute_refuse(const ag_shape_call *call, ag_error *error, const char *what) {
    error->status = AG_ERR_ATTRIBUTE;
    snprintf(error->message, sizeof error->message, "%s: %s", call->op->name, what);
    return AG_ERR_ATTRIBUTE;
}

ag_status ag_shape_same(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    (void)error;
    *out = *call->input_shapes[0];
    return AG_OK;
}

ag_status ag_shape_broadcasting(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    if (ag_shape_broadcast(call->input_shapes[0], call->input_shapes[1], out))
        return AG_OK;
    return ag_shape_refuse(call, error, "shapes do not broadcast together");
}

ag_status ag_shape_to_scalar(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    (void)call;
    (void)error;
    *out = ag_shape_scalar();
    return AG_OK;
}

/* The region of the output that an input's region touches: an axis along which the input is
 * repeated is touched as a whole. */
static ag_region spread(const ag_shape *from, const ag_shape *to, const ag_region *region) {
    if (ag_box_is_empty(from, region))
        return ag_box_empty();
    ag_region wide = ag_box_all(to);
    const size_t missing = to->rank - from->rank;
    for (size_t axis = missing; axis < to->rank; axis++)
        if (from->extent[axis - missing] == to->extent[axis]) {
            wide.begin[axis] = region->begin[axis - missing];
            wide.end[axis] = region->end[axis - missing];
        }
    return wide;
}

static bool has_regions(const ag_forward_call *call) {
    for (size_t i = 0; i < call->input_count; i++)
        if (call->inputs[i].lane_stride != 0 && call->inputs[i].dirty == NULL)
            return false;
    return call->output_size >= AG_REGION_MINIMUM;
}

/* The one input that lanes change, if it has the output's shape: its regions are the output's.
 * NULL otherwise. */
static const ag_forward_input *only_changed(const ag_forward_call *call) {
    const ag_forward_input *only = NULL;
    for (size_t i = 0; i < call->input_count; i++) {
        if (call->inputs[i].lane_stride == 0)
            continue;
        if (only != NULL || !ag_shape_equal(call->inputs[i].shape, call->output_shape))
            return NULL;
        only = &call->inputs[i];
    }
    return only;
}

/* False leaves it to the lanes: a lane with any change in an input is dirty as a whole. */
bool ag_dirty_same(const ag_forward_call *call, ag_region *regions) {
    if (!has_regions(call))
        return false;
    const ag_forward_input *only = only_changed(call);
    if (only != NULL) {
        memcpy(regions, only->dirty, call->lanes * sizeof *regions);
        return true;
    }
    for (size_t lane = 0; lane < call->lanes; lane++) {
        ag_region all = ag_box_empty();
        for (size_t i = 0; i < call->input_count; i++) {
            if (call->inputs[i].lane_stride == 0)
                continue;
            const ag_region wide =
                spread(call->inputs[i].shape, call->output_shape, &call->inputs[i].dirty[lane]);
            ag_box_join(call->output_shape, &all, &wide);
        }
        regions[lane] = all;
    }
    return true;
}
