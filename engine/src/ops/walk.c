/* Building and stepping a walk. */
#include "walk.h"

#include <string.h>

void ag_walk_begin(ag_walk *walk) {
    walk->rank = 0;
    walk->output_offset = 0;
    memset(walk->input_offset, 0, sizeof walk->input_offset);
    memset(walk->index, 0, sizeof walk->index);
}

static bool joins(const ag_walk *walk, size_t extent, size_t output,
                  const size_t inputs[AG_WALK_INPUTS]) {
    const size_t last = walk->rank - 1;
    if (walk->output_step[last] != extent * output)
        return false;
    for (size_t i = 0; i < AG_WALK_INPUTS; i++)
        if (walk->input_step[i][last] != extent * inputs[i])
            return false;
    return true;
}

void ag_walk_axis(ag_walk *walk, size_t extent, size_t output,
                  const size_t inputs[AG_WALK_INPUTS]) {
    if (extent == 1)
        return;
    if (walk->rank > 0 && joins(walk, extent, output, inputs)) {
        walk->extent[walk->rank - 1] *= extent;
    } else {
        walk->rank++;
        walk->extent[walk->rank - 1] = extent;
    }
    walk->output_step[walk->rank - 1] = output;
    for (size_t i = 0; i < AG_WALK_INPUTS; i++)
        walk->input_step[i][walk->rank - 1] = inputs[i];
}

void ag_walk_end(ag_walk *walk) {
    if (walk->rank > 0)
        return;
    walk->rank = 1;
    walk->extent[0] = 1;
    walk->output_step[0] = 1;
    for (size_t i = 0; i < AG_WALK_INPUTS; i++)
        walk->input_step[i][0] = 1;
}

/* Row-major steps of `shape` along the axes of `output`, 0 where it is repeated. */
static void steps_of(const ag_shape *shape, const ag_shape *output, size_t *steps) {
    const size_t missing = output->rank - shape->rank;
    size_t step = 1;
    for (size_t axis = output->rank; axis-- > 0;) {
        const size_t extent = axis < missing ? 1 : shape->extent[axis - missing];
        steps[axis] = extent == 1 ? 0 : step;
        step *= extent;
    }
}

static void push_shape(ag_walk *walk, const ag_shape *output, const ag_shape *const *shapes,
                       size_t count, const ag_region *region) {
    size_t own[AG_MAX_RANK], steps[AG_WALK_INPUTS][AG_MAX_RANK];
    memset(steps, 0, sizeof steps);
    steps_of(output, output, own);
    for (size_t i = 0; i < count; i++)
        steps_of(shapes[i], output, steps[i]);
    for (size_t axis = 0; axis < output->rank; axis++) {
        size_t along[AG_WALK_INPUTS];
        const size_t begin = region == NULL ? 0 : region->begin[axis];
        const size_t end = region == NULL ? output->extent[axis] : region->end[axis];
        walk->output_offset += begin * own[axis];
        for (size_t i = 0; i < AG_WALK_INPUTS; i++) {
            along[i] = steps[i][axis];
            walk->input_offset[i] += begin * along[i];
        }
        ag_walk_axis(walk, end - begin, own[axis], along);
    }
}

void ag_walk_shapes(ag_walk *walk, const ag_shape *output, const ag_shape *const *inputs,
                    size_t count) {
    ag_walk_begin(walk);
    push_shape(walk, output, inputs, count, NULL);
    ag_walk_end(walk);
}

void ag_walk_lanes(ag_walk *walk, const ag_forward_call *call) {
    const ag_shape *shapes[AG_WALK_INPUTS];
    size_t lane_steps[AG_WALK_INPUTS] = {0};
    for (size_t i = 0; i < call->input_count; i++) {
        shapes[i] = call->inputs[i].shape;
        lane_steps[i] = call->inputs[i].lane_stride;
    }
    ag_walk_begin(walk);
    ag_walk_axis(walk, call->lanes, call->output_stride, lane_steps);
    push_shape(walk, call->output_shape, shapes, call->input_count, NULL);
    ag_walk_end(walk);
}

void ag_walk_region(ag_walk *walk, const ag_forward_call *call, const ag_region *region) {
    const ag_shape *shapes[AG_WALK_INPUTS];
    for (size_t i = 0; i < call->input_count; i++)
        shapes[i] = call->inputs[i].shape;
    ag_walk_begin(walk);
    push_shape(walk, call->output_shape, shapes, call->input_count, region);
    ag_walk_end(walk);
}

bool ag_walk_next(ag_walk *walk) {
    for (size_t axis = walk->rank - 1; axis-- > 0;) {
        walk->output_offset += walk->output_step[axis];
        for (size_t i = 0; i < AG_WALK_INPUTS; i++)
            walk->input_offset[i] += walk->input_step[i][axis];
        if (++walk->index[axis] < walk->extent[axis])
            return true;
        walk->index[axis] = 0;
        walk->output_offset -= walk->extent[axis] * walk->output_step[axis];
        for (size_t i = 0; i < AG_WALK_INPUTS; i++)
            walk->input_offset[i] -= walk->extent[axis] * walk->input_step[i][axis];
    }
    return false;
}
