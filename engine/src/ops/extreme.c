/* The larger and the smaller: maximum and minimum of two, max and min along an axis. At a tie
 * the gradient is shared evenly by those that tie. A NaN stays a NaN. */
#include <math.h>

#include "binary.h"
#include "lines.h"

static double least(double a, double b) {
    return isnan(a) || a < b ? a : b;
}

/* ---- of two ---- */

static double maximum_formula(double a, double b) {
    return a > b || isnan(a) ? a : b;
}
static double maximum_da(double a, double b, double y) {
    (void)y;
    return a == b ? 0.5 : (a > b ? 1.0 : 0.0);
}
static double maximum_db(double a, double b, double y) {
    return maximum_da(b, a, y);
}
AG_BINARY_INSTANCES(maximum, maximum_da, maximum_db)

static double minimum_formula(double a, double b) {
    return a < b || isnan(a) ? a : b;
}
AG_BINARY_INSTANCES(minimum, maximum_db, maximum_da)

/* The smallest |a - b|. */
static double pair_margin(const ag_kink_call *call) {
    ag_shape output;
    ag_walk walk;
    double margin = INFINITY;
    ag_shape_broadcast(call->input_shapes[0], call->input_shapes[1], &output);
    ag_walk_shapes(&walk, &output, call->input_shapes, 2);
    const size_t last = walk.rank - 1;
    do {
        const double *a = call->inputs[0] + walk.input_offset[0];
        const double *b = call->inputs[1] + walk.input_offset[1];
        for (size_t i = 0; i < walk.extent[last]; i++)
            margin =
                least(fabs(a[i * walk.input_step[0][last]] - b[i * walk.input_step[1][last]]),
                      margin);
    } while (ag_walk_next(&walk));
    return margin;
}

const ag_op ag_op_maximum = {
    AG_BINARY_FIELDS(maximum),
    .hvp = ag_op_flat,
    .domain = {.low = -3.0, .high = 3.0},
    .margin = pair_margin,
    .kink_place = "where a = b",
    .formula = "y = max(a, b);  dy/da = 1 if a > b, 1/2 if a = b, else 0; dy/db likewise",
    .source = "Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 14; ties as PyTorch",
};

const ag_op ag_op_minimum = {
    AG_BINARY_FIELDS(minimum),
    .hvp = ag_op_flat,
    .domain = {.low = -3.0, .high = 3.0},
    .margin = pair_margin,
    .kink_place = "where a = b",
    .formula = "y = min(a, b);  dy/da = 1 if a < b, 1/2 if a = b, else 0; dy/db likewise",
    .source = "Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 14; ties as PyTorch",
};

/* ---- along an axis ---- */

/* The largest of sign * x, times sign. */
static double extreme(const ag_line *l, double sign) {
    double top = l->x[0];
    for (size_t i = 1; i < l->count; i++) {
        const double x = l->x[i * l->step];
        top = sign * x > sign * top || isnan(x) ? x : top;
    }
    return top;
}

static void max_line(const ag_line *l) {
    *l->to = extreme(l, 1.0);
}

static void min_line(const ag_line *l) {
    *l->to = extreme(l, -1.0);
}

/* 1 / number of entries that tie for the extreme. */
static double share(const ag_line *l) {
    size_t ties = 0;
    for (size_t i = 0; i < l->count; i++)
        ties += l->x[i * l->step] == *l->y ? 1 : 0;
    return 1.0 / (double)ties;
}

static void extreme_line_vjp(const ag_line *l) {
    const double each = *l->from * share(l);
    for (size_t i = 0; i < l->count; i++)
        if (l->x[i * l->step] == *l->y)
            l->to[i * l->step] += each;
}

static void extreme_line_jvp(const ag_line *l) {
    double sum = 0.0;
    for (size_t i = 0; i < l->count; i++)
        if (l->x[i * l->step] == *l->y)
            sum += l->from[i * l->step];
    *l->to = share(l) * sum;
}

#define max_line_vjp extreme_line_vjp
#define max_line_jvp extreme_line_jvp
AG_LINES_INSTANCES(max, true)
#define min_line_vjp extreme_line_vjp
#define min_line_jvp extreme_line_jvp
AG_LINES_INSTANCES(min, true)

/* The smallest distance of an entry from the extreme of the others of its line. */
static double line_margin(const ag_kink_call *call, double sign) {
    const ag_lines lines = ag_lines_of(call->input_shapes[0], call->attributes);
    double margin = INFINITY;
    for (size_t at = 0; at < lines.outer * lines.inner; at++) {
        const double *x = call->inputs[0] + ag_line_start(&lines, at);
        double first = -INFINITY, second = -INFINITY;
        for (size_t i = 0; i < lines.count; i++) {
            const double value = sign * x[i * lines.inner];
            second = value > first ? first : fmax(second, value);
            first = value > first ? value : first;
        }
        margin = least(first - second, margin);
    }
    return margin;
}

static double max_margin(const ag_kink_call *call) {
    return line_margin(call, 1.0);
}

static double min_margin(const ag_kink_call *call) {
    return line_margin(call, -1.0);
}

#define EXTREME_FIELDS(name_)                                                                  \
    AG_LINES_FIELDS(name_, reduced), .hvp = ag_op_flat, .attributes = ag_lines_schema,         \
                                     .attribute_count = AG_COUNT_OF(ag_lines_schema),          \
                                     .margin = name_##_margin,                                 \
                                     .examples = ag_lines_reduced_examples,                    \
                                     .example_count = AG_COUNT_OF(ag_lines_reduced_examples)

const ag_op ag_op_max = {
    EXTREME_FIELDS(max),
    .kink_place = "where the largest entry of a line comes twice",
    .formula = "y = max_i x_i;  dy/dx_i = 1/k for the k entries with x_i = y, else 0",
    .source = "Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 14; ties as torch.amax",
};

const ag_op ag_op_min = {
    EXTREME_FIELDS(min),
    .kink_place = "where the smallest entry of a line comes twice",
    .formula = "y = min_i x_i;  dy/dx_i = 1/k for the k entries with x_i = y, else 0",
    .source = "Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 14; ties as torch.amin",
};

/* ---- recording ---- */

ag_node ag_maximum(ag_graph *graph, ag_node a, ag_node b) {
    return ag_record(graph, &ag_op_maximum, (const ag_node[]){a, b}, 2, NULL, 0);
}

ag_node ag_minimum(ag_graph *graph, ag_node a, ag_node b) {
    return ag_record(graph, &ag_op_minimum, (const ag_node[]){a, b}, 2, NULL, 0);
}

ag_node ag_max(ag_graph *graph, ag_node x, int64_t axis) {
    const ag_attribute given = ag_attribute_int("axis", axis);
    return ag_record(graph, &ag_op_max, &x, 1, &given, 1);
}

ag_node ag_min(ag_graph *graph, ag_node x, int64_t axis) {
    const ag_attribute given = ag_attribute_int("axis", axis);
    return ag_record(graph, &ag_op_min, &x, 1, &given, 1);
}
