/* Shapes and regions of ops that work line by line. */
#include "lines.h"

#include <math.h>

ag_lines ag_lines_of(const ag_shape *x, const ag_attribute_value *p) {
    ag_lines lines = {.outer = 1, .count = 1, .inner = 1};
    if (p[AG_LINES_AXIS].integer == AG_ALL_AXES) {
        lines.count = ag_count(x);
        return lines;
    }
    const size_t axis = ag_axis_of(x, p[AG_LINES_AXIS].integer);
    for (size_t i = 0; i < axis; i++)
        lines.outer *= x->extent[i];
    lines.count = x->extent[axis];
    for (size_t i = axis + 1; i < x->rank; i++)
        lines.inner *= x->extent[i];
    return lines;
}

/* ---- shapes ---- */

ag_status ag_lines_kept(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    *out = *call->input_shapes[0];
    if (ag_axis_of(out, call->attributes[AG_LINES_AXIS].integer) == out->rank)
        return ag_shape_refuse(call, error, "no such axis");
    return AG_OK;
}

ag_status ag_lines_reduced(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    const ag_shape *x = call->input_shapes[0];
    const bool keep = call->attributes[AG_LINES_KEEPDIMS].flag;
    const bool all = call->attributes[AG_LINES_AXIS].integer == AG_ALL_AXES;
    const size_t axis = all ? x->rank : ag_axis_of(x, call->attributes[AG_LINES_AXIS].integer);
    if (!all && axis == x->rank)
        return ag_shape_refuse(call, error, "no such axis");
    *out = ag_shape_scalar();
    for (size_t i = 0; i < x->rank; i++)
        if (!all && i != axis)
            out->extent[out->rank++] = x->extent[i];
        else if (keep)
            out->extent[out->rank++] = 1;
    return AG_OK;
}

/* ---- regions ---- */

bool ag_lines_kept_dirty(const ag_forward_call *call, ag_region *regions) {
    const ag_forward_input *x = &call->inputs[0];
    const size_t axis = ag_axis_of(x->shape, call->attributes[AG_LINES_AXIS].integer);
    if (x->dirty == NULL)
        return false;
    for (size_t lane = 0; lane < call->lanes; lane++) {
        regions[lane] = x->dirty[lane];
        if (ag_box_is_empty(x->shape, &regions[lane]))
            continue;
        regions[lane].begin[axis] = 0;
        regions[lane].end[axis] = x->shape->extent[axis];
    }
    return true;
}

/* The region without `axis`. */
static ag_region dropped(const ag_shape *x, const ag_region *region, size_t axis) {
    ag_region rest = ag_box_empty();
    size_t at = 0;
    for (size_t i = 0; i < x->rank; i++)
        if (i != axis) {
            rest.begin[at] = region->begin[i];
            rest.end[at++] = region->end[i];
        }
    if (at == 0)
        rest.end[0] = 1;
    return rest;
}

bool ag_lines_reduced_dirty(const ag_forward_call *call, ag_region *regions) {
    const ag_forward_input *x = &call->inputs[0];
    if (x->dirty == NULL || call->attributes[AG_LINES_AXIS].integer == AG_ALL_AXES)
        return false;
    const size_t axis = ag_axis_of(x->shape, call->attributes[AG_LINES_AXIS].integer);
    for (size_t lane = 0; lane < call->lanes; lane++) {
        regions[lane] = ag_box_empty();
        if (ag_box_is_empty(x->shape, &x->dirty[lane]))
            continue;
        if (call->attributes[AG_LINES_KEEPDIMS].flag) {
            regions[lane] = x->dirty[lane];
            regions[lane].begin[axis] = 0;
            regions[lane].end[axis] = 1;
        } else {
            regions[lane] = dropped(x->shape, &x->dirty[lane], axis);
        }
    }
    return true;
}

void ag_lines_wanted(const ag_forward_call *call, size_t lane, bool reduces, ag_shape *shape,
                     ag_region *region) {
    *shape = *call->output_shape;
    *region = call->output_dirty == NULL ? ag_box_all(shape) : call->output_dirty[lane];
    if (reduces || ag_box_is_empty(shape, region))
        return;
    const size_t axis = ag_axis_of(shape, call->attributes[AG_LINES_AXIS].integer);
    shape->extent[axis] = 1;
    region->begin[axis] = 0;
    region->end[axis] = 1;
}

/* ---- shared by several families ---- */

double ag_line_log_sum_exp(const double *x, size_t step, size_t count) {
    double top = x[0], sum = 0.0;
    for (size_t i = 1; i < count; i++)
        top = x[i * step] > top ? x[i * step] : top;
    if (isinf(top))
        top = 0.0; /* inf - inf would be NaN */
    for (size_t i = 0; i < count; i++)
        sum += exp(x[i * step] - top);
    return top + log(sum);
}
