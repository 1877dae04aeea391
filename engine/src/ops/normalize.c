/* Layer and RMS normalization of the last axis: with centre m (0 for RMS) and
 *
 *     r = 1 / sqrt(mean of (x - m)^2 + epsilon),   h = (x - m) r,   y = scale h + shift.
 *
 * Scale and shift may be left out. Nothing is saved: the derivatives find m and r again. */
#include <float.h>
#include <math.h>

#include "family.h"

enum { EPSILON };
enum { X, SCALE, SHIFT };

static ag_status normalize_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    *out = *call->input_shapes[X];
    if (out->rank == 0)
        return ag_shape_refuse(call, error, "the input has no axis");
    for (size_t i = SCALE; i < call->input_count; i++)
        if (call->input_shapes[i]->rank != 1 ||
            call->input_shapes[i]->extent[0] != out->extent[out->rank - 1])
            return ag_shape_refuse(call, error,
                                   "scale and shift must be vectors of the last extent");
    return AG_OK;
}

/* One row; scale and shift may be NULL. */
typedef struct norm_row {
    size_t count;
    const double *x, *scale, *shift;
    double centre, r;
    bool centred;
} norm_row;

static double mean_of(const double *x, size_t count) {
    double sum = 0.0;
    for (size_t i = 0; i < count; i++)
        sum += x[i];
    return sum / (double)count;
}

static void measure(norm_row *row, const double *x, double epsilon) {
    double squares = 0.0;
    row->x = x;
    row->centre = row->centred ? mean_of(x, row->count) : 0.0;
    for (size_t i = 0; i < row->count; i++)
        squares += (x[i] - row->centre) * (x[i] - row->centre);
    row->r = 1.0 / sqrt(squares / (double)row->count + epsilon);
}

static double h_of(const norm_row *row, size_t i) {
    return (row->x[i] - row->centre) * row->r;
}

static double scale_of(const norm_row *row, size_t i) {
    return row->scale == NULL ? 1.0 : row->scale[i];
}

/* ---- forward ---- */

static void write_row(const norm_row *row, double *y) {
    for (size_t i = 0; i < row->count; i++)
        y[i] = scale_of(row, i) * h_of(row, i) + (row->shift == NULL ? 0.0 : row->shift[i]);
}

static const double *lane_of(const ag_forward_call *call, size_t input, size_t lane) {
    if (input >= call->input_count)
        return NULL;
    return call->inputs[input].data + lane * call->inputs[input].lane_stride;
}

/* A region holds whole rows; along the last axis its spans are rows. */
static void normalize_lanes(const ag_forward_call *call, bool centred) {
    const ag_region all = ag_box_all(call->output_shape);
    norm_row row = {.count = call->output_shape->extent[call->output_shape->rank - 1],
                    .centred = centred};
    for (size_t lane = 0; lane < call->lanes; lane++) {
        const ag_region *region = call->output_dirty == NULL ? &all : &call->output_dirty[lane];
        ag_span span;
        row.scale = lane_of(call, SCALE, lane);
        row.shift = lane_of(call, SHIFT, lane);
        for (bool more = ag_span_first(&span, call->output_shape, region); more;
             more = ag_span_next(&span)) {
            measure(&row, lane_of(call, X, lane) + span.offset, call->attributes[EPSILON].real);
            write_row(&row, call->output + lane * call->output_stride + span.offset);
        }
    }
}

/* Rows that x changes; every row if scale or shift change. */
static bool normalize_dirty(const ag_forward_call *call, ag_region *regions) {
    const size_t last = call->output_shape->rank - 1;
    for (size_t lane = 0; lane < call->lanes; lane++) {
        regions[lane] = ag_input_region(&call->inputs[X], lane);
        if (!ag_box_is_empty(call->output_shape, &regions[lane])) {
            regions[lane].begin[last] = 0;
            regions[lane].end[last] = call->output_shape->extent[last];
        }
        for (size_t i = SCALE; i < call->input_count; i++) {
            const ag_region region = ag_input_region(&call->inputs[i], lane);
            if (!ag_box_is_empty(call->inputs[i].shape, &region))
                regions[lane] = ag_box_all(call->output_shape);
        }
    }
    return true;
}

/* ---- derivatives ---- */

/* xbar_i += r (g_i - mean g - h_i mean(g h)) with g = scale ybar; no mean g for RMS. */
static void row_back(const norm_row *row, const double *ybar, double *xbar) {
    double g_sum = 0.0, gh_sum = 0.0;
    for (size_t i = 0; i < row->count; i++) {
        const double g = scale_of(row, i) * ybar[i];
        g_sum += row->centred ? g : 0.0;
        gh_sum += g * h_of(row, i);
    }
    const double g_mean = g_sum / (double)row->count, gh_mean = gh_sum / (double)row->count;
    for (size_t i = 0; i < row->count; i++)
        xbar[i] += row->r * (scale_of(row, i) * ybar[i] - g_mean - h_of(row, i) * gh_mean);
}

static void normalize_back(const ag_vjp_call *call, bool centred) {
    double *scale_bar = call->input_count > SCALE ? call->adjoints[SCALE] : NULL;
    double *shift_bar = call->input_count > SHIFT ? call->adjoints[SHIFT] : NULL;
    norm_row row = {.count = call->output_shape->extent[call->output_shape->rank - 1],
                    .scale = call->input_count > SCALE ? call->inputs[SCALE] : NULL,
                    .centred = centred};
    for (size_t start = 0; start < call->output_size; start += row.count) {
        const double *ybar = call->cotangent + start;
        measure(&row, call->inputs[X] + start, call->attributes[EPSILON].real);
        if (call->adjoints[X] != NULL)
            row_back(&row, ybar, call->adjoints[X] + start);
        for (size_t i = 0; i < row.count && scale_bar != NULL; i++)
            scale_bar[i] += ybar[i] * h_of(&row, i);
        for (size_t i = 0; i < row.count && shift_bar != NULL; i++)
            shift_bar[i] += ybar[i];
    }
}

/* How a row's x and scale move, either NULL if it rests: hdot_i = r (xdot_i - centre - h_i
 * along) with centre = mean xdot (0 for RMS), along = mean(h xdot); and rdot = -r^2 along. */
typedef struct norm_motion {
    const double *xdot, *scale_dot;
    double centre, along;
} norm_motion;

static norm_motion motion_of(const norm_row *row, const double *xdot, const double *scale_dot) {
    norm_motion motion = {.xdot = xdot, .scale_dot = scale_dot};
    double sum = 0.0;
    if (xdot == NULL)
        return motion;
    for (size_t i = 0; i < row->count; i++)
        sum += h_of(row, i) * xdot[i];
    motion.centre = row->centred ? mean_of(xdot, row->count) : 0.0;
    motion.along = sum / (double)row->count;
    return motion;
}

static double hdot_of(const norm_row *row, const norm_motion *motion, size_t i) {
    if (motion->xdot == NULL)
        return 0.0;
    return row->r * (motion->xdot[i] - motion->centre - h_of(row, i) * motion->along);
}

static double scale_dot_of(const norm_motion *motion, size_t i) {
    return motion->scale_dot == NULL ? 0.0 : motion->scale_dot[i];
}

/* The row at `start` of an input that may rest; a vector that may rest or be left out. */
static const double *row_or_null(const double *values, size_t start) {
    return values == NULL ? NULL : values + start;
}

static const double *given_or_null(const double *const *values, size_t count, size_t input) {
    return input < count ? values[input] : NULL;
}

static void normalize_tangent(const ag_jvp_call *call, bool centred) {
    const double *scale_dot = given_or_null(call->tangents, call->input_count, SCALE);
    const double *shift_dot = given_or_null(call->tangents, call->input_count, SHIFT);
    norm_row row = {.count = call->output_shape->extent[call->output_shape->rank - 1],
                    .scale = given_or_null(call->inputs, call->input_count, SCALE),
                    .centred = centred};
    for (size_t start = 0; start < call->output_size; start += row.count) {
        double *ydot = call->output_tangent + start;
        measure(&row, call->inputs[X] + start, call->attributes[EPSILON].real);
        const norm_motion motion =
            motion_of(&row, row_or_null(call->tangents[X], start), scale_dot);
        for (size_t i = 0; i < row.count; i++)
            ydot[i] = (shift_dot == NULL ? 0.0 : shift_dot[i]) +
                      scale_dot_of(&motion, i) * h_of(&row, i) +
                      scale_of(&row, i) * hdot_of(&row, &motion, i);
    }
}

/* row_back, differentiated with gdot = scale_dot ybar. */
static void row_curve(const norm_row *row, const norm_motion *motion, const double *ybar,
                      double *xbar) {
    const double n = (double)row->count, rdot = -row->r * row->r * motion->along;
    double g_sum = 0.0, gdot_sum = 0.0, gh_sum = 0.0, moved_sum = 0.0;
    for (size_t i = 0; i < row->count; i++) {
        const double g = scale_of(row, i) * ybar[i], gdot = scale_dot_of(motion, i) * ybar[i];
        g_sum += row->centred ? g : 0.0;
        gdot_sum += row->centred ? gdot : 0.0;
        gh_sum += g * h_of(row, i);
        moved_sum += gdot * h_of(row, i) + g * hdot_of(row, motion, i);
    }
    for (size_t i = 0; i < row->count; i++) {
        const double g = scale_of(row, i) * ybar[i], gdot = scale_dot_of(motion, i) * ybar[i];
        xbar[i] += rdot * (g - g_sum / n - h_of(row, i) * gh_sum / n) +
                   row->r * (gdot - gdot_sum / n - hdot_of(row, motion, i) * gh_sum / n -
                             h_of(row, i) * moved_sum / n);
    }
}

static void normalize_curve(const ag_hvp_call *call, bool centred) {
    const double *scale_dot = given_or_null(call->tangents, call->input_count, SCALE);
    double *scale_bar = call->input_count > SCALE ? call->adjoints[SCALE] : NULL;
    norm_row row = {.count = call->output_shape->extent[call->output_shape->rank - 1],
                    .scale = given_or_null(call->inputs, call->input_count, SCALE),
                    .centred = centred};
    for (size_t start = 0; start < call->output_size; start += row.count) {
        const double *ybar = call->cotangent + start;
        measure(&row, call->inputs[X] + start, call->attributes[EPSILON].real);
        const norm_motion motion =
            motion_of(&row, row_or_null(call->tangents[X], start), scale_dot);
        if (call->adjoints[X] != NULL)
            row_curve(&row, &motion, ybar, call->adjoints[X] + start);
        for (size_t i = 0; i < row.count && scale_bar != NULL; i++)
            scale_bar[i] += ybar[i] * hdot_of(&row, &motion, i);
    }
}

/* ---- the ops ---- */

#define INSTANCES(name, centred)                                                               \
    static void name##_forward(const ag_forward_call *call) {                                  \
        normalize_lanes(call, centred);                                                        \
    }                                                                                          \
    static void name##_vjp(const ag_vjp_call *call) {                                          \
        normalize_back(call, centred);                                                         \
    }                                                                                          \
    static void name##_jvp(const ag_jvp_call *call) {                                          \
        normalize_tangent(call, centred);                                                      \
    }                                                                                          \
    static void name##_hvp(const ag_hvp_call *call) {                                          \
        normalize_curve(call, centred);                                                        \
    }
INSTANCES(layer_norm, true)
INSTANCES(rms_norm, false)

static const ag_attribute_spec layer_norm_schema[] = {
    {.name = "epsilon",
     .kind = AG_ATTRIBUTE_REAL,
     .fallback = {.real = 1e-5},
     .meaning = "added to the variance; 1e-5 if left out, as in PyTorch"},
};

static const ag_op_example layer_norm_examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}},
                {.rank = 1, .extent = {7}},
                {.rank = 1, .extent = {7}}},
     .input_count = 3},
    {.shapes = {{.rank = 3, .extent = {2, 3, 6}}, {.rank = 1, .extent = {6}}},
     .input_count = 2,
     .attributes = {AG_GIVEN_REAL("epsilon", 0.0317)},
     .attribute_count = 1},
    {.shapes = {{.rank = 1, .extent = {11}}}, .input_count = 1},
    {.shapes = {{.rank = 2, .extent = {3, 4}}}, .input_count = 1},
};

const ag_op ag_op_layer_norm = {
    .name = "layer_norm",
    .arity = AG_VARIADIC,
    .least = 1,
    .most = 3,
    .shape = normalize_shape,
    .forward = layer_norm_forward,
    .vjp = layer_norm_vjp,
    .jvp = layer_norm_jvp,
    .hvp = layer_norm_hvp,
    .dirty = normalize_dirty,
    .attributes = layer_norm_schema,
    .attribute_count = AG_COUNT_OF(layer_norm_schema),
    .domain = {.low = -3.0, .high = 3.0},
    .examples = layer_norm_examples,
    .example_count = AG_COUNT_OF(layer_norm_examples),
    .formula =
        "y = scale h + shift, h = (x - m) r, m the mean, r = 1 / sqrt(variance + epsilon);"
        "  xbar += r (g - mean g - h mean(g h)), g = scale ybar",
    .source = "Ba, Kiros & Hinton, Layer normalization, arXiv:1607.06450",
};

static const ag_attribute_spec rms_norm_schema[] = {
    {.name = "epsilon",
     .kind = AG_ATTRIBUTE_REAL,
     .fallback = {.real = DBL_EPSILON},
     .meaning = "added to the mean square; 2^-52 if left out, as in PyTorch"},
};

static const ag_op_example rms_norm_examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}, {.rank = 1, .extent = {7}}}, .input_count = 2},
    {.shapes = {{.rank = 3, .extent = {2, 3, 6}}, {.rank = 1, .extent = {6}}},
     .input_count = 2,
     .attributes = {AG_GIVEN_REAL("epsilon", 0.0317)},
     .attribute_count = 1},
    {.shapes = {{.rank = 1, .extent = {11}}}, .input_count = 1},
    {.shapes = {{.rank = 2, .extent = {3, 4}}}, .input_count = 1},
};

const ag_op ag_op_rms_norm = {
    .name = "rms_norm",
    .arity = AG_VARIADIC,
    .least = 1,
    .most = 2,
    .shape = normalize_shape,
    .forward = rms_norm_forward,
    .vjp = rms_norm_vjp,
    .jvp = rms_norm_jvp,
    .hvp = rms_norm_hvp,
    .dirty = normalize_dirty,
    .attributes = rms_norm_schema,
    .attribute_count = AG_COUNT_OF(rms_norm_schema),
    .domain = {.low = -3.0, .high = 3.0},
    .examples = rms_norm_examples,
    .example_count = AG_COUNT_OF(rms_norm_examples),
    .formula = "y = scale h, h = x r, r = 1 / sqrt(mean x^2 + epsilon);"
               "  xbar += r (g - h mean(g h)), g = scale ybar",
    .source = "Zhang & Sennrich, Root mean square layer normalization, NeurIPS 2019",
};

/* ---- recording ---- */

ag_node ag_layer_norm(ag_graph *graph, ag_node x, ag_node scale, ag_node shift,
                      double epsilon) {
    const ag_attribute given = ag_attribute_real("epsilon", epsilon);
    return ag_record(graph, &ag_op_layer_norm, (const ag_node[]){x, scale, shift}, 3, &given,
                     1);
}

ag_node ag_rms_norm(ag_graph *graph, ag_node x, ag_node scale, double epsilon) {
    const ag_attribute given = ag_attribute_real("epsilon", epsilon);
    return ag_record(graph, &ag_op_rms_norm, (const ag_node[]){x, scale}, 2, &given, 1);
}
