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

/* The next entry from i on that goes this way; count when there is none. */
static size_t next_of(const double *direction, size_t count, size_t i, double sign) {
    while (i < count && !(direction[i] * sign > 0.0))
        i++;
    return i;
}

/* One goes up by as much as the other goes down. */
static void pair(double *direction, size_t a, size_t b) {
    const double size = fmin(fabs(direction[a]), fabs(direction[b]));
    direction[a] = copysign(size, direction[a]);
    direction[b] = -direction[a];
}

/* An entry without a partner joins a pair: one of the three goes twice as far as the others. */
static void join(double *direction, size_t a, size_t b, size_t alone) {
    const double size =
        fmin(0.5 * fabs(direction[a]), fmin(fabs(direction[b]), fabs(direction[alone])));
    direction[a] = copysign(2.0 * size, direction[a]);
    direction[b] = direction[alone] = -0.5 * direction[a];
}

/* A direction whose entries sum to zero without rounding, powers of two as they are: whatever
 * rises is paired with what falls, in order, and so with other partners in each direction. What
 * is left has one sign, and is paired among itself. */
static void balance(size_t count, double *direction) {
    size_t a = count, b = count; /* the last pair */
    size_t up = next_of(direction, count, 0, 1.0), down = next_of(direction, count, 0, -1.0);
    while (up < count && down < count) {
        a = up;
        b = down;
        up = next_of(direction, count, a + 1, 1.0);
        down = next_of(direction, count, b + 1, -1.0);
        pair(direction, a, b);
    }
    const double sign = up < count ? 1.0 : -1.0;
    size_t left = up < count ? up : down;
    while (left < count) {
        const size_t other = next_of(direction, count, left + 1, sign);
        if (other == count)
            break;
        a = left;
        b = other;
        left = next_of(direction, count, b + 1, sign);
        pair(direction, a, b);
    }
    if (left < count && a < count)
        join(direction, a, b, left);
    else if (left < count)
        direction[left] = 0.0;
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
