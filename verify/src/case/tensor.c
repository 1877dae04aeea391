#include "case/tensor.h"

typedef struct filling {
    gv_reading *reading;
    const ag_shape *shape;
    double *values;
    size_t count;
} filling;

static bool fill(filling *f, const gv_node *node, size_t axis) {
    static const gv_field number = {.name = "number", .low = -1e300, .high = 1e300};
    if (axis == f->shape->rank)
        return gv_field_real(f->reading, node, &number, &f->values[f->count++]);
    if (!gv_expect_list(f->reading, node, "numbers"))
        return false;
    if (node->count != f->shape->extent[axis]) {
        gv_blame(f->reading, node, "a list of %zu, where the first of its kind has %zu",
                 node->count, f->shape->extent[axis]);
        return false;
    }
    bool good = true;
    for (const gv_node *child = node->first; good && child != NULL; child = child->next)
        good = fill(f, child, axis + 1);
    return good;
}

static bool is_bounded(gv_reading *reading, const gv_node *node, const ag_shape *shape) {
    size_t size = 1;
    for (size_t axis = 0; axis < shape->rank; axis++) {
        if (shape->extent[axis] > GV_MAX_ENTRIES / size) {
            gv_blame(reading, node, "too many entries: the limit is 16777216");
            return false;
        }
        size *= shape->extent[axis];
    }
    return true;
}

static bool refuse_axes(gv_reading *reading, const gv_node *node) {
    gv_blame(reading, node, "too many axes: the limit is %d", AG_MAX_RANK);
    return false;
}

bool gv_read_tensor(gv_reading *reading, const gv_node *node, ag_shape *shape,
                    const double **values) {
    *shape = ag_shape_scalar();
    for (const gv_node *at = node; at->kind == GV_NODE_LIST; at = at->first) {
        if (!gv_expect_list(reading, at, "numbers"))
            return false;
        if (shape->rank == AG_MAX_RANK)
            return refuse_axes(reading, at);
        shape->extent[shape->rank++] = at->count;
    }
    if (!is_bounded(reading, node, shape))
        return false;
    filling f = {reading, shape, NULL, 0};
    f.values = gv_reading_alloc(reading, ag_shape_size(shape), sizeof *f.values);
    *values = f.values;
    return f.values != NULL && fill(&f, node, 0);
}

bool gv_read_shape(gv_reading *reading, const gv_node *node, ag_shape *shape) {
    static const gv_field extent = {.name = "extent", .low = 1, .high = GV_MAX_EXTENT};
    *shape = ag_shape_scalar();
    if (node->kind != GV_NODE_LIST) {
        gv_blame(reading, node, "expected a shape, as [3, 4], found %s",
                 gv_node_describe(reading, node));
        return false;
    }
    if (node->count > AG_MAX_RANK)
        return refuse_axes(reading, node);
    bool good = true;
    for (const gv_node *child = node->first; child != NULL; child = child->next)
        good &= gv_field_size(reading, child, &extent, &shape->extent[shape->rank++]);
    return good && is_bounded(reading, node, shape);
}
