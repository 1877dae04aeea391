/* Softmax and its logarithm, ln(sum e^x): along an axis, shifted so that nothing overflows. An
 * entry of -inf (a masked one) has weight 0; a line of nothing else has softmax NaN. */
#include <math.h>

#include "lines.h"

/* ---- softmax ---- */

static void softmax_line(const ag_line *l) {
    double top = l->x[0], sum = 0.0;
    for (size_t i = 1; i < l->count; i++)
        top = l->x[i * l->step] > top ? l->x[i * l->step] : top;
    for (size_t i = 0; i < l->count; i++) {
        l->to[i * l->step] = exp(l->x[i * l->step] - top);
        sum += l->to[i * l->step];
    }
    for (size_t i = 0; i < l->count; i++)
        l->to[i * l->step] /= sum;
}

/* sum_j y_j v_j */
static double weighted(const ag_line *l, const double *v) {
    double sum = 0.0;
    for (size_t i = 0; i < l->count; i++)
        sum += l->y[i * l->step] * v[i * l->step];
    return sum;
}

static void softmax_line_vjp(const ag_line *l) {
    const double mean = weighted(l, l->from);
    for (size_t i = 0; i < l->count; i++)
        l->to[i * l->step] += l->y[i * l->step] * (l->from[i * l->step] - mean);
}

/* The Jacobian is symmetric. */
static void softmax_line_jvp(const ag_line *l) {
    const double mean = weighted(l, l->from);
    for (size_t i = 0; i < l->count; i++)
        l->to[i * l->step] = l->y[i * l->step] * (l->from[i * l->step] - mean);
}

/* xbar_i moves by ydot_i (ybar_i - m) - y_i sum_j ydot_j ybar_j, with m = sum_j y_j ybar_j. */
static void softmax_line_hvp(const ag_line *l) {
    const double mean = weighted(l, l->from), moved = weighted(l, l->xdot);
    double change = 0.0;
    for (size_t i = 0; i < l->count; i++)
        change += l->y[i * l->step] * (l->xdot[i * l->step] - moved) * l->from[i * l->step];
    for (size_t i = 0; i < l->count; i++)
        l->to[i * l->step] +=
            l->y[i * l->step] *
            ((l->xdot[i * l->step] - moved) * (l->from[i * l->step] - mean) - change);
}
AG_LINES_CURVED_INSTANCES(softmax, false)

const ag_op ag_op_softmax = {
    AG_LINES_FIELDS(softmax, kept),
    .hvp = softmax_hvp,
    .attributes = ag_lines_kept_schema,
    .attribute_count = AG_COUNT_OF(ag_lines_kept_schema),
    .examples = ag_lines_kept_examples,
    .example_count = AG_COUNT_OF(ag_lines_kept_examples),
    .formula = "y_i = e^x_i / sum_j e^x_j;  xbar_i += y_i (ybar_i - sum_j y_j ybar_j)",
    .source = "Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.104 to 4.106",
};

/* ---- log_softmax ---- */

static void log_softmax_line(const ag_line *l) {
    const double shift = ag_line_log_sum_exp(l->x, l->step, l->count);
    for (size_t i = 0; i < l->count; i++)
        l->to[i * l->step] = l->x[i * l->step] - shift;
}

static void log_softmax_line_vjp(const ag_line *l) {
    double sum = 0.0;
    for (size_t i = 0; i < l->count; i++)
        sum += l->from[i * l->step];
    for (size_t i = 0; i < l->count; i++)
        l->to[i * l->step] += l->from[i * l->step] - exp(l->y[i * l->step]) * sum;
}

static void log_softmax_line_jvp(const ag_line *l) {
    double sum = 0.0;
    for (size_t i = 0; i < l->count; i++)
        sum += exp(l->y[i * l->step]) * l->from[i * l->step];
    for (size_t i = 0; i < l->count; i++)
        l->to[i * l->step] = l->from[i * l->step] - sum;
}

/* The weights e^y_i move by e^y_i (xdot_i - sum_j e^y_j xdot_j). */
static void log_softmax_line_hvp(const ag_line *l) {
    double sum = 0.0, moved = 0.0;
    for (size_t i = 0; i < l->count; i++) {
        sum += l->from[i * l->step];
        moved += exp(l->y[i * l->step]) * l->xdot[i * l->step];
    }
    for (size_t i = 0; i < l->count; i++)
        l->to[i * l->step] -= exp(l->y[i * l->step]) * (l->xdot[i * l->step] - moved) * sum;
}
AG_LINES_CURVED_INSTANCES(log_softmax, false)

const ag_op ag_op_log_softmax = {
    AG_LINES_FIELDS(log_softmax, kept),
    .hvp = log_softmax_hvp,
    .attributes = ag_lines_kept_schema,
    .attribute_count = AG_COUNT_OF(ag_lines_kept_schema),
    .examples = ag_lines_kept_examples,
    .example_count = AG_COUNT_OF(ag_lines_kept_examples),
    .formula = "y_i = x_i - ln sum_j e^x_j;  xbar_i += ybar_i - e^y_i sum_j ybar_j",
    .source = "Blanchard, Higham & Higham, IMA J. Numer. Anal. 41 (2021)",
};

/* ---- log_sum_exp ---- */

static void log_sum_exp_line(const ag_line *l) {
    *l->to = ag_line_log_sum_exp(l->x, l->step, l->count);
}

static void log_sum_exp_line_vjp(const ag_line *l) {
    for (size_t i = 0; i < l->count; i++)
        l->to[i * l->step] += *l->from * exp(l->x[i * l->step] - *l->y);
}

static void log_sum_exp_line_jvp(const ag_line *l) {
    *l->to = 0.0;
    for (size_t i = 0; i < l->count; i++)
        *l->to += exp(l->x[i * l->step] - *l->y) * l->from[i * l->step];
}

static void log_sum_exp_line_hvp(const ag_line *l) {
    double moved = 0.0;
    for (size_t i = 0; i < l->count; i++)
        moved += exp(l->x[i * l->step] - *l->y) * l->xdot[i * l->step];
    for (size_t i = 0; i < l->count; i++)
        l->to[i * l->step] +=
            *l->from * exp(l->x[i * l->step] - *l->y) * (l->xdot[i * l->step] - moved);
}
AG_LINES_CURVED_INSTANCES(log_sum_exp, true)

const ag_op ag_op_log_sum_exp = {
    AG_LINES_FIELDS(log_sum_exp, reduced),
    .hvp = log_sum_exp_hvp,
    .attributes = ag_lines_schema,
    .attribute_count = AG_COUNT_OF(ag_lines_schema),
    .examples = ag_lines_reduced_examples,
    .example_count = AG_COUNT_OF(ag_lines_reduced_examples),
    .formula = "y = ln sum_j e^x_j;  dy/dx_i = w_i = e^(x_i - y); "
               "H xdot = w (xdot - w . xdot)",
    .source = "Blanchard, Higham & Higham, IMA J. Numer. Anal. 41 (2021)",
};

/* ---- recording ---- */

static ag_node record(ag_graph *graph, const ag_op *op, ag_node x, int64_t axis) {
    const ag_attribute given = ag_attribute_int("axis", axis);
    return ag_record(graph, op, &x, 1, &given, 1);
}

ag_node ag_softmax(ag_graph *graph, ag_node x, int64_t axis) {
    return record(graph, &ag_op_softmax, x, axis);
}

ag_node ag_log_softmax(ag_graph *graph, ag_node x) {
    return record(graph, &ag_op_log_softmax, x, -1);
}

ag_node ag_log_sum_exp(ag_graph *graph, ag_node x, int64_t axis) {
    return record(graph, &ag_op_log_sum_exp, x, axis);
}
