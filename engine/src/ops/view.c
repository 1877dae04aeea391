/* Walking a view: copying forward, adding back, and mapping regions. */
#include "view.h"

#include "walk.h"

ag_view ag_view_same(const ag_shape *y) {
    ag_view view;
    for (size_t axis = 0; axis < AG_MAX_RANK; axis++) {
        view.source[axis] = axis < y->rank ? axis : AG_REPEATED;
        view.begin[axis] = 0;
        view.step[axis] = 1;
    }
    return view;
}

/* Row-major steps. */
static void steps_of(const ag_shape *shape, size_t *steps) {
    size_t step = 1;
    for (size_t axis = shape->rank; axis-- > 0;) {
        steps[axis] = step;
        step *= shape->extent[axis];
    }
}

/* The axes of `region` (NULL: all) inside those that the walk has. */
static void push_axes(ag_walk *walk, const ag_view *view, const ag_shape *x, const ag_shape *y,
                      const ag_region *region) {
    size_t x_steps[AG_MAX_RANK], y_steps[AG_MAX_RANK];
    steps_of(x, x_steps);
    steps_of(y, y_steps);
    for (size_t axis = 0; axis < y->rank; axis++) {
        const bool moves = view->source[axis] != AG_REPEATED;
        const size_t unit = moves ? x_steps[view->source[axis]] : 0;
        const size_t begin = region == NULL ? 0 : region->begin[axis];
        const size_t end = region == NULL ? y->extent[axis] : region->end[axis];
        const size_t along[AG_WALK_INPUTS] = {unit * view->step[axis]};
        walk->output_offset += begin * y_steps[axis];
        walk->input_offset[0] += unit * (view->begin[axis] + begin * view->step[axis]);
        ag_walk_axis(walk, end - begin, y_steps[axis], along);
    }
    ag_walk_end(walk);
}

static void copy(ag_walk *walk, const double *x, double *y) {
    const size_t last = walk->rank - 1;
    const size_t step = walk->input_step[0][last], to_step = walk->output_step[last];
    do {
        const double *from = x + walk->input_offset[0];
        double *to = y + walk->output_offset;
        for (size_t i = 0; i < walk->extent[last]; i++)
            to[i * to_step] = from[i * step];
    } while (ag_walk_next(walk));
}

void ag_view_forward(ag_view_of view_of, const ag_forward_call *call) {
    const ag_forward_input *x = &call->inputs[0];
    const ag_view view = view_of(call->attributes, x->shape, call->output_shape);
    ag_walk walk;
    if (ag_computes_all(call)) {
        const size_t stride[AG_WALK_INPUTS] = {x->lane_stride};
        ag_walk_begin(&walk);
        ag_walk_axis(&walk, call->lanes, call->output_stride, stride);
        push_axes(&walk, &view, x->shape, call->output_shape, NULL);
        copy(&walk, x->data, call->output);
        return;
    }
    for (size_t lane = 0; lane < call->lanes; lane++) {
        const ag_region *region = &call->output_dirty[lane];
        if (ag_box_is_empty(call->output_shape, region))
            continue;
        ag_walk_begin(&walk);
        push_axes(&walk, &view, x->shape, call->output_shape, region);
        copy(&walk, x->data + lane * x->lane_stride, call->output + lane * call->output_stride);
    }
}

void ag_view_vjp(ag_view_of view_of, const ag_vjp_call *call) {
    const ag_shape *x = call->input_shapes[0], *y = call->output_shape;
    const ag_view view = view_of(call->attributes, x, y);
    ag_walk walk;
    ag_walk_begin(&walk);
    push_axes(&walk, &view, x, y, NULL);
    const size_t last = walk.rank - 1;
    const size_t step = walk.input_step[0][last]; /* that of the whole output is 1 */
    do {
        const double *ybar = call->cotangent + walk.output_offset;
        double *xbar = call->adjoints[0] + walk.input_offset[0];
        for (size_t i = 0; i < walk.extent[last]; i++)
            xbar[i * step] += ybar[i];
    } while (ag_walk_next(&walk));
}

void ag_view_jvp(ag_view_of view_of, const ag_jvp_call *call) {
    const ag_shape *x = call->input_shapes[0], *y = call->output_shape;
    const ag_view view = view_of(call->attributes, x, y);
    ag_walk walk;
    ag_walk_begin(&walk);
    push_axes(&walk, &view, x, y, NULL);
    copy(&walk, call->tangents[0], call->output_tangent);
}

/* ---- regions ---- */

/* Steps from `begin` needed to reach `at`, and no more than `extent`. */
static size_t reach(size_t begin, size_t step, size_t at, size_t extent) {
    const size_t steps = at <= begin ? 0 : (at - begin + step - 1) / step;
    return steps < extent ? steps : extent;
}

static ag_region seen(const ag_view *view, const ag_shape *x, const ag_shape *y,
                      const ag_region *dirty) {
    ag_region region = ag_box_all(y);
    if (ag_box_is_empty(x, dirty))
        return ag_box_empty();
    for (size_t axis = 0; axis < y->rank; axis++) {
        const size_t source = view->source[axis];
        if (source == AG_REPEATED)
            continue;
        const size_t begin = view->begin[axis], step = view->step[axis];
        region.begin[axis] = reach(begin, step, dirty->begin[source], y->extent[axis]);
        region.end[axis] = reach(begin, step, dirty->end[source], y->extent[axis]);
    }
    return region;
}

bool ag_view_dirty(ag_view_of view_of, const ag_forward_call *call, ag_region *regions) {
    const ag_forward_input *x = &call->inputs[0];
    if (x->dirty == NULL)
        return false;
    const ag_view view = view_of(call->attributes, x->shape, call->output_shape);
    for (size_t lane = 0; lane < call->lanes; lane++)
        regions[lane] = seen(&view, x->shape, call->output_shape, &x->dirty[lane]);
    return true;
}
