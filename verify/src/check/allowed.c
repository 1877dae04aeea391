#include "check/allowed.h"
#include <math.h>

static size_t triangle(size_t n) {
    return n * (n + 1) / 2; /* n^2 entries exist, so this does not overflow */
}

size_t gv_move_count(const gv_parameter *parameter) {
    const gv_group *group = &parameter->group;
    switch (group->constraint) {
    case GV_SYMMETRIC:
    case GV_LOWER_TRIANGULAR:
        return triangle(group->shape[0]);
    case GV_SIMPLEX:
        return parameter->count - 1;
    default:
        return parameter->count;
    }
}

/* Entry i of the lower triangle, row by row. */
static gv_move in_triangle(size_t n, size_t i, double weight) {
    size_t row = 0;
    while (triangle(row + 1) <= i)
        row++;
    const size_t column = i - triangle(row);
    return (gv_move){.index = row * n + column,
                     .other = column * n + row,
                     .weight = row == column ? 0.0 : weight};
}

gv_move gv_move_at(const gv_parameter *parameter, size_t i) {
    const gv_group *group = &parameter->group;
    switch (group->constraint) {
    case GV_SYMMETRIC:
        return in_triangle(group->shape[0], i, 1.0);
    case GV_LOWER_TRIANGULAR:
        return in_triangle(group->shape[0], i, 0.0);
    case GV_SIMPLEX:
        return (gv_move){.index = i, .other = parameter->count - 1, .weight = -1.0};
    default:
        return (gv_move){.index = i};
    }
}

/* The upper triangle follows the lower one by `share`: 1 symmetric, 0 triangular. */
static void mirror(size_t n, double share, double *direction) {
    for (size_t row = 0; row < n; row++)
        for (size_t column = row + 1; column < n; column++)
            direction[row * n + column] = share * direction[column * n + row];
}

static void balance(size_t count, double *direction) {
    for (size_t i = 0; i + 1 < count; i += 2) {
        const double size = fmin(fabs(direction[i]), fabs(direction[i + 1]));
        direction[i] = copysign(size, direction[i]);
        direction[i + 1] = -direction[i];
    }
    if (count % 2 == 1)
        direction[count - 1] = 0.0;
}

void gv_allow_direction(const gv_parameter *parameter, double *direction) {
    const gv_group *group = &parameter->group;
    if (group->constraint == GV_SYMMETRIC)
        mirror(group->shape[0], 1.0, direction);
    else if (group->constraint == GV_LOWER_TRIANGULAR)
        mirror(group->shape[0], 0.0, direction);
    else if (group->constraint == GV_SIMPLEX)
        balance(parameter->count, direction);
}
