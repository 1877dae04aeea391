/* Shapes: making, comparing, printing, broadcasting. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <gradgate/engine/shape.h>

ag_shape ag_shape_scalar(void) {
    ag_shape shape;
    memset(&shape, 0, sizeof shape);
    return shape;
}

ag_shape ag_shape_vector(size_t count) {
    return ag_shape_make(1, &count);
}

ag_shape ag_shape_matrix(size_t rows, size_t columns) {
    const size_t extents[2] = {rows, columns};
    return ag_shape_make(2, extents);
}

ag_shape ag_shape_make(size_t rank, const size_t *extents) {
    ag_shape shape = ag_shape_scalar();
    if (rank > AG_MAX_RANK) {
        shape.rank = AG_MAX_RANK + 1;
        return shape;
    }
    shape.rank = rank;
    for (size_t axis = 0; axis < rank; axis++)
        shape.extent[axis] = extents[axis];
    return shape;
}

size_t ag_shape_size(const ag_shape *shape) {
    const size_t limit = SIZE_MAX / 2 / sizeof(double);
    if (shape->rank > AG_MAX_RANK)
        return 0;
    size_t size = 1;
    for (size_t axis = 0; axis < shape->rank; axis++) {
        if (shape->extent[axis] == 0 || size > limit / shape->extent[axis])
            return 0;
        size *= shape->extent[axis];
    }
    return size;
}

bool ag_shape_equal(const ag_shape *a, const ag_shape *b) {
    if (a->rank != b->rank || a->rank > AG_MAX_RANK)
        return false;
    for (size_t axis = 0; axis < a->rank; axis++)
        if (a->extent[axis] != b->extent[axis])
            return false;
    return true;
}

/* Append to a text that is `size` large; cuts, and stays terminated. */
static void append(char *text, size_t size, const char *more) {
    const size_t used = strlen(text);
    if (used + 1 < size)
        snprintf(text + used, size - used, "%s", more);
}

char *ag_shape_text(const ag_shape *shape, char *text, size_t size) {
    if (size == 0)
        return text;
    text[0] = '\0';
    append(text, size, "(");
    for (size_t axis = 0; axis < shape->rank && axis < AG_MAX_RANK; axis++) {
        char number[32];
        snprintf(number, sizeof number, axis == 0 ? "%zu" : ", %zu", shape->extent[axis]);
        append(text, size, number);
    }
    append(text, size, shape->rank == 1 ? ",)" : ")");
    return text;
}

/* Extent of `axis` counted in a shape of `rank` axes, missing leading axes being 1. */
static size_t extent_in_rank(const ag_shape *shape, size_t rank, size_t axis) {
    const size_t missing = rank - shape->rank;
    return axis < missing ? 1 : shape->extent[axis - missing];
}

bool ag_shape_broadcast(const ag_shape *a, const ag_shape *b, ag_shape *out) {
    ag_shape result = ag_shape_scalar();
    if (a->rank > AG_MAX_RANK || b->rank > AG_MAX_RANK)
        return false;
    result.rank = a->rank > b->rank ? a->rank : b->rank;
    for (size_t axis = 0; axis < result.rank; axis++) {
        const size_t x = extent_in_rank(a, result.rank, axis);
        const size_t y = extent_in_rank(b, result.rank, axis);
        if (x != y && x != 1 && y != 1)
            return false;
        result.extent[axis] = x == 1 ? y : x;
    }
    *out = result;
    return true;
}
