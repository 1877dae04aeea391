/* Variance and 2-norm, of everything or along an axis; running sums along one. */
#include <float.h>
#include <math.h>

#include "lines.h"

/* ---- variance ---- */

enum { CORRECTION = AG_LINES_KEEPDIMS + 1 };

static const ag_attribute_spec variance_schema[] = {
    AG_LINES_REDUCED_ATTRIBUTES,
    {.name = "correction",
     .kind = AG_ATTRIBUTE_INT,
     .fallback = {.integer = 1},
     .meaning = "c of the divisor n - c; 1 if left out, as in PyTorch"},
};

static double mean_of(const ag_line *l, const double *x) {
    double sum = 0.0;
    for (size_t i = 0; i < l->count; i++)
        sum += x[i * l->step];
    return sum / (double)l->count;
}

/* n - c, and 0 where that is negative, so that too few entries give NaN or infinity. */
static double freedom(const ag_line *l) {
    return fmax(0.0, (double)l->count - (double)l->p[CORRECTION].integer);
}

/* Two passes: the squares of differences from the mean do not cancel. */
static void variance_line(const ag_line *l) {
    const double mean = mean_of(l, l->x);
    double sum = 0.0;
    for (size_t i = 0; i < l->count; i++)
        sum += (l->x[i * l->step] - mean) * (l->x[i * l->step] - mean);
    *l->to = sum / freedom(l);
}

/* The mean's own part vanishes, for sum (x_i - mean) = 0. */
static void variance_line_vjp(const ag_line *l) {
    const double mean = mean_of(l, l->x), factor = 2.0 * *l->from / freedom(l);
    for (size_t i = 0; i < l->count; i++)
        l->to[i * l->step] += factor * (l->x[i * l->step] - mean);
}

static void variance_line_jvp(const ag_line *l) {
    const double mean = mean_of(l, l->x);
    double sum = 0.0;
    for (size_t i = 0; i < l->count; i++)
        sum += (l->x[i * l->step] - mean) * l->from[i * l->step];
    *l->to = 2.0 * sum / freedom(l);
}

static void variance_line_hvp(const ag_line *l) {
    const double mean = mean_of(l, l->xdot), factor = 2.0 * *l->from / freedom(l);
    for (size_t i = 0; i < l->count; i++)
        l->to[i * l->step] += factor * (l->xdot[i * l->step] - mean);
}
AG_LINES_CURVED_INSTANCES(variance, true)

static const ag_op_example variance_examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}}},
    {.shapes = {{.rank = 3, .extent = {2, 3, 5}}},
     .attributes = {AG_GIVEN_INT("axis", 1), AG_GIVEN_INT("correction", 0)},
     .attribute_count = 2},
    {.shapes = {{.rank = 2, .extent = {4, 11}}},
     .attributes = {AG_GIVEN_INT("axis", -1), AG_GIVEN_BOOL("keepdims", true),
                    AG_GIVEN_INT("correction", 2)},
     .attribute_count = 3},
};

const ag_op ag_op_variance = {
    AG_LINES_FIELDS(variance, reduced),
    .hvp = variance_hvp,
    .attributes = variance_schema,
    .attribute_count = AG_COUNT_OF(variance_schema),
    .examples = variance_examples,
    .example_count = AG_COUNT_OF(variance_examples),
    .formula = "y = sum_i (x_i - m)^2 / (n - c), m the mean;  dy/dx_i = 2 (x_i - m) / (n - c); "
               "H xdot = 2 (xdot - mean xdot) / (n - c)",
    .source = "Chan, Golub & LeVeque, The American Statistician 37 (1983), eq. 1.3a",
};

/* ---- norm ---- */

/* The plain sum of squares where it neither overflows nor loses to underflow, else scaled.
 * Source: Blue, ACM TOMS 4 (1978). */
static void norm_line(const ag_line *l) {
    double sum = 0.0, top = 0.0;
    for (size_t i = 0; i < l->count; i++) {
        const double x = l->x[i * l->step];
        sum += x * x;
        top = fabs(x) > top ? fabs(x) : top;
    }
    *l->to = sqrt(sum);
    if (top == 0.0 || isinf(top) || (sum > DBL_MIN / DBL_EPSILON && sum <= DBL_MAX))
        return;
    double scaled = 0.0;
    for (size_t i = 0; i < l->count; i++)
        scaled += (l->x[i * l->step] / top) * (l->x[i * l->step] / top);
    *l->to = top * sqrt(scaled);
}

static void norm_line_vjp(const ag_line *l) {
    if (*l->y == 0.0)
        return;
    for (size_t i = 0; i < l->count; i++)
        l->to[i * l->step] += *l->from * (l->x[i * l->step] / *l->y);
}

static void norm_line_jvp(const ag_line *l) {
    *l->to = 0.0;
    if (*l->y == 0.0)
        return;
    for (size_t i = 0; i < l->count; i++)
        *l->to += (l->x[i * l->step] / *l->y) * l->from[i * l->step];
}

/* The part of xdot across x, over y. At the origin, a kink, nothing, as in the first order. */
static void norm_line_hvp(const ag_line *l) {
    double along = 0.0;
    if (*l->y == 0.0)
        return;
    for (size_t i = 0; i < l->count; i++)
        along += (l->x[i * l->step] / *l->y) * l->xdot[i * l->step];
    for (size_t i = 0; i < l->count; i++)
        l->to[i * l->step] +=
            *l->from * ((l->xdot[i * l->step] - (l->x[i * l->step] / *l->y) * along) / *l->y);
}
AG_LINES_CURVED_INSTANCES(norm, true)

/* The smallest norm: a line of zeros is the kink. */
static double norm_margin(const ag_kink_call *call) {
    const ag_lines lines = ag_lines_of(call->input_shapes[0], call->attributes);
    double margin = INFINITY, value;
    ag_line line = {.count = lines.count, .step = lines.inner, .to = &value};
    for (size_t at = 0; at < lines.outer * lines.inner; at++) {
        line.x = call->inputs[0] + ag_line_start(&lines, at);
        norm_line(&line);
        margin = isnan(value) || value < margin ? value : margin;
    }
    return margin;
}

const ag_op ag_op_norm = {
    AG_LINES_FIELDS(norm, reduced),
    .hvp = norm_hvp,
    .attributes = ag_lines_schema,
    .attribute_count = AG_COUNT_OF(ag_lines_schema),
    .margin = norm_margin,
    .kink_place = "where all entries of a line are 0",
    .examples = ag_lines_reduced_examples,
    .example_count = AG_COUNT_OF(ag_lines_reduced_examples),
    .formula = "y = sqrt(sum_i x_i^2);  dy/dx_i = x_i / y (0 at the origin); "
               "H xdot = (xdot - u (u . xdot)) / y, u = x / y",
    .source = "Golub & Van Loan, Matrix Computations, 4th ed., sec. 2.2; derivative at 0 as "
              "in PyTorch",
};

/* ---- cumulative sum ---- */

static void cumulative_sum_line(const ag_line *l) {
    double sum = 0.0;
    for (size_t i = 0; i < l->count; i++) {
        sum += l->x[i * l->step];
        l->to[i * l->step] = sum;
    }
}

/* The transpose of a running sum is the running sum from the end. */
static void cumulative_sum_line_vjp(const ag_line *l) {
    double sum = 0.0;
    for (size_t i = l->count; i-- > 0;) {
        sum += l->from[i * l->step];
        l->to[i * l->step] += sum;
    }
}

static void cumulative_sum_line_jvp(const ag_line *l) {
    const ag_line moved = {.count = l->count, .step = l->step, .x = l->from, .to = l->to};
    cumulative_sum_line(&moved);
}
AG_LINES_INSTANCES(cumulative_sum, false)

const ag_op ag_op_cumulative_sum = {
    AG_LINES_FIELDS(cumulative_sum, kept),
    .hvp = ag_op_flat,
    .attributes = ag_lines_kept_schema,
    .attribute_count = AG_COUNT_OF(ag_lines_kept_schema),
    .examples = ag_lines_kept_examples,
    .example_count = AG_COUNT_OF(ag_lines_kept_examples),
    .formula = "y_i = sum_{j <= i} x_j;  xbar_i += sum_{j >= i} ybar_j",
    .source = "Blelloch, Prefix sums and their applications, CMU-CS-90-190 (1990)",
};

/* ---- recording ---- */

ag_node ag_variance(ag_graph *graph, ag_node x, int64_t axis, int64_t correction) {
    const ag_attribute given[] = {ag_attribute_int("axis", axis),
                                  ag_attribute_int("correction", correction)};
    return ag_record(graph, &ag_op_variance, &x, 1, given, 2);
}

ag_node ag_norm(ag_graph *graph, ag_node x, int64_t axis) {
    const ag_attribute given = ag_attribute_int("axis", axis);
    return ag_record(graph, &ag_op_norm, &x, 1, &given, 1);
}

ag_node ag_cumulative_sum(ag_graph *graph, ag_node x, int64_t axis) {
    const ag_attribute given = ag_attribute_int("axis", axis);
    return ag_record(graph, &ag_op_cumulative_sum, &x, 1, &given, 1);
}
