/* Two-dimensional convolution (without flipping, as everywhere in learning):
 *
 *     y[s, o, p, q] = bias[o] + sum over c, k, l of w[o, c, k, l] x[s, c, p sh + k - ph,
 *                                                                     q sw + l - pw]
 *
 * By loops over runs: for one weight, the entries of a row of y that it feeds and those of x
 * that it reads. Value, vjp and jvp are different things to do with the same runs. */
#include "window.h"

enum { STRIDE, PADDING };
enum { X, WEIGHT, BIAS };

static const int64_t one = 1, zero = 0;

static const ag_attribute_spec schema[] = {
    {.name = "stride",
     .kind = AG_ATTRIBUTE_INTS,
     .fallback = {.integers = &one, .integer_count = 1},
     .meaning = "of rows and columns, or one for both; 1 if left out"},
    {.name = "padding",
     .kind = AG_ATTRIBUTE_INTS,
     .fallback = {.integers = &zero, .integer_count = 1},
     .meaning = "zeros around rows and columns, or one for both; 0 if left out"},
};

typedef struct conv {
    size_t inputs, outputs; /* C, O */
    ag_window window;
} conv;

/* Returns: false if attributes or extents make no sense. */
static bool conv_of(const ag_attribute_value *p, const ag_shape *x, const ag_shape *weight,
                    conv *out) {
    static const size_t unit[2] = {1, 1}, none[2] = {0, 0};
    ag_window *w = &out->window;
    out->inputs = x->extent[1];
    out->outputs = weight->extent[0];
    for (size_t axis = 0; axis < 2; axis++) {
        w->input[axis] = x->extent[2 + axis];
        w->kernel[axis] = weight->extent[2 + axis];
    }
    return ag_window_pair(&p[STRIDE], unit, 1, w->stride) &&
           ag_window_pair(&p[PADDING], none, 0, w->padding) && ag_window_fit(w);
}

static ag_status conv2d_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    const ag_shape *x = call->input_shapes[X], *weight = call->input_shapes[WEIGHT];
    conv d = {0};
    if (x->rank != 4 || weight->rank != 4 || x->extent[1] != weight->extent[1])
        return ag_shape_refuse(call, error, "x (N, C, H, W) and weight (O, C, k, l) needed");
    if (call->input_count > BIAS && (call->input_shapes[BIAS]->rank != 1 ||
                                     call->input_shapes[BIAS]->extent[0] != weight->extent[0]))
        return ag_shape_refuse(call, error, "the bias must be a vector of the outputs");
    if (!conv_of(call->attributes, x, weight, &d))
        return ag_shape_refuse(call, error, "stride, padding and kernel do not fit");
    *out = *x;
    out->extent[1] = d.outputs;
    out->extent[2] = d.window.output[0];
    out->extent[3] = d.window.output[1];
    return AG_OK;
}

/* ---- runs ---- */

/* y[y + i] and x[x + i step] for 0 <= i < count meet at w[w]. */
typedef struct run {
    size_t x, w, y, count, step;
} run;

/* What is done to each run: from the two that are read to the one that is written. */
typedef void (*run_function)(const run *r, const double *first, const double *second,
                             double *to);

/* The columns q of y that read column q sw + l - pw inside x. */
static bool columns_of(const ag_window *w, size_t l, size_t *begin, size_t *end) {
    const size_t stride = w->stride[1], padding = w->padding[1];
    if (w->input[1] + padding <= l)
        return false;
    *begin = l >= padding ? 0 : (padding - l + stride - 1) / stride;
    *end = (w->input[1] + padding - l - 1) / stride + 1;
    if (*end > w->output[1])
        *end = w->output[1];
    return *begin < *end;
}

/* The runs of one output plane and one input plane, which begin at r->y and r->x; the weights
 * between them at r->w. */
AG_INLINE void plane_runs(const ag_window *w, const run *plane, run_function f,
                          const double *first, const double *second, double *to) {
    for (size_t k = 0; k < w->kernel[0]; k++)
        for (size_t l = 0; l < w->kernel[1]; l++) {
            size_t begin, end;
            if (!columns_of(w, l, &begin, &end))
                continue;
            for (size_t p = 0; p < w->output[0]; p++) {
                const size_t row = p * w->stride[0] + k;
                if (row < w->padding[0] || row - w->padding[0] >= w->input[0])
                    continue;
                const run r = {.x = plane->x + (row - w->padding[0]) * w->input[1] +
                                    begin * w->stride[1] + l - w->padding[1],
                               .w = plane->w + k * w->kernel[1] + l,
                               .y = plane->y + p * w->output[1] + begin,
                               .count = end - begin,
                               .step = w->stride[1]};
                f(&r, first, second, to);
            }
        }
}

/* All runs of the samples and outputs that `region` of y holds. */
AG_INLINE void each_run(const conv *d, const ag_region *region, run_function f,
                        const double *first, const double *second, double *to) {
    const ag_window *w = &d->window;
    const size_t x_plane = w->input[0] * w->input[1], y_plane = w->output[0] * w->output[1];
    const size_t taps = w->kernel[0] * w->kernel[1];
    for (size_t s = region->begin[0]; s < region->end[0]; s++)
        for (size_t o = region->begin[1]; o < region->end[1]; o++)
            for (size_t c = 0; c < d->inputs; c++) {
                const run plane = {.x = (s * d->inputs + c) * x_plane,
                                   .w = (o * d->inputs + c) * taps,
                                   .y = (s * d->outputs + o) * y_plane};
                plane_runs(w, &plane, f, first, second, to);
            }
}

static inline void run_value(const run *r, const double *x, const double *w, double *y) {
    for (size_t i = 0; i < r->count; i++)
        y[r->y + i] += w[r->w] * x[r->x + i * r->step];
}

static inline void run_back_to_x(const run *r, const double *w, const double *ybar,
                                 double *xbar) {
    for (size_t i = 0; i < r->count; i++)
        xbar[r->x + i * r->step] += w[r->w] * ybar[r->y + i];
}

static inline void run_back_to_w(const run *r, const double *x, const double *ybar,
                                 double *wbar) {
    double sum = 0.0;
    for (size_t i = 0; i < r->count; i++)
        sum += x[r->x + i * r->step] * ybar[r->y + i];
    wbar[r->w] += sum;
}

/* ---- the op ---- */

/* Planes of `region` filled with their bias, or 0 if there is none. */
static void fill_planes(const conv *d, const ag_region *region, const double *bias, double *y) {
    const size_t plane = d->window.output[0] * d->window.output[1];
    for (size_t s = region->begin[0]; s < region->end[0]; s++)
        for (size_t o = region->begin[1]; o < region->end[1]; o++)
            for (size_t i = 0; i < plane; i++)
                y[(s * d->outputs + o) * plane + i] = bias == NULL ? 0.0 : bias[o];
}

static void conv2d_forward(const ag_forward_call *call) {
    const ag_forward_input *in = call->inputs;
    const ag_region all = ag_box_all(call->output_shape);
    conv d = {0};
    conv_of(call->attributes, in[X].shape, in[WEIGHT].shape, &d);
    for (size_t lane = 0; lane < call->lanes; lane++) {
        const ag_region *region = call->output_dirty == NULL ? &all : &call->output_dirty[lane];
        const double *bias =
            call->input_count > BIAS ? in[BIAS].data + lane * in[BIAS].lane_stride : NULL;
        double *y = call->output + lane * call->output_stride;
        fill_planes(&d, region, bias, y);
        each_run(&d, region, run_value, in[X].data + lane * in[X].lane_stride,
                 in[WEIGHT].data + lane * in[WEIGHT].lane_stride, y);
    }
}

/* A change of x dirties its samples, one of weight or bias its outputs: whole planes. */
static bool conv2d_dirty(const ag_forward_call *call, ag_region *regions) {
    for (size_t lane = 0; lane < call->lanes; lane++) {
        regions[lane] = ag_box_empty();
        for (size_t i = 0; i < call->input_count; i++) {
            const ag_region input = ag_input_region(&call->inputs[i], lane);
            ag_region region = ag_box_all(call->output_shape);
            if (ag_box_is_empty(call->inputs[i].shape, &input))
                continue;
            region.begin[i == X ? 0 : 1] = input.begin[0];
            region.end[i == X ? 0 : 1] = input.end[0];
            ag_box_join(call->output_shape, &regions[lane], &region);
        }
    }
    return true;
}

static void conv2d_vjp(const ag_vjp_call *call) {
    const ag_region all = ag_box_all(call->output_shape);
    const double *ybar = call->cotangent;
    conv d = {0};
    conv_of(call->attributes, call->input_shapes[X], call->input_shapes[WEIGHT], &d);
    if (call->adjoints[X] != NULL)
        each_run(&d, &all, run_back_to_x, call->inputs[WEIGHT], ybar, call->adjoints[X]);
    if (call->adjoints[WEIGHT] != NULL)
        each_run(&d, &all, run_back_to_w, call->inputs[X], ybar, call->adjoints[WEIGHT]);
    if (call->input_count == BIAS || call->adjoints[BIAS] == NULL)
        return;
    const size_t plane = d.window.output[0] * d.window.output[1];
    for (size_t i = 0; i < call->output_size; i++)
        call->adjoints[BIAS][i / plane % d.outputs] += ybar[i];
}

static void conv2d_jvp(const ag_jvp_call *call) {
    const ag_region all = ag_box_all(call->output_shape);
    conv d = {0};
    conv_of(call->attributes, call->input_shapes[X], call->input_shapes[WEIGHT], &d);
    fill_planes(&d, &all, call->input_count > BIAS ? call->tangents[BIAS] : NULL,
                call->output_tangent);
    if (call->tangents[X] != NULL)
        each_run(&d, &all, run_value, call->tangents[X], call->inputs[WEIGHT],
                 call->output_tangent);
    if (call->tangents[WEIGHT] != NULL)
        each_run(&d, &all, run_value, call->inputs[X], call->tangents[WEIGHT],
                 call->output_tangent);
}

/* Bilinear: the vjp with the tangent of the other input in its place. */
static void conv2d_hvp(const ag_hvp_call *call) {
    const ag_region all = ag_box_all(call->output_shape);
    const double *ybar = call->cotangent;
    conv d = {0};
    conv_of(call->attributes, call->input_shapes[X], call->input_shapes[WEIGHT], &d);
    if (call->adjoints[X] != NULL && call->tangents[WEIGHT] != NULL)
        each_run(&d, &all, run_back_to_x, call->tangents[WEIGHT], ybar, call->adjoints[X]);
    if (call->adjoints[WEIGHT] != NULL && call->tangents[X] != NULL)
        each_run(&d, &all, run_back_to_w, call->tangents[X], ybar, call->adjoints[WEIGHT]);
}

static const int64_t strides_21[] = {2, 1}, padding_12[] = {1, 2}, three[] = {3}, two[] = {2};
static const int64_t padding_02[] = {0, 2}; /* the last column of a wide kernel never meets x */
static const ag_op_example examples[] = {
    {.shapes = {{.rank = 4, .extent = {2, 3, 5, 4}},
                {.rank = 4, .extent = {2, 3, 3, 2}},
                {.rank = 1, .extent = {2}}},
     .input_count = 3},
    {.shapes = {{.rank = 4, .extent = {2, 1, 5, 6}}, {.rank = 4, .extent = {3, 1, 3, 2}}},
     .input_count = 2,
     .attributes = {AG_GIVEN_INTS("stride", strides_21), AG_GIVEN_INTS("padding", padding_12)},
     .attribute_count = 2},
    {.shapes = {{.rank = 4, .extent = {1, 2, 4, 3}},
                {.rank = 4, .extent = {3, 2, 2, 5}},
                {.rank = 1, .extent = {3}}},
     .input_count = 3,
     .attributes = {AG_GIVEN_INTS("stride", three), AG_GIVEN_INTS("padding", two)},
     .attribute_count = 2},
    {.shapes = {{.rank = 4, .extent = {2, 1, 3, 2}}, {.rank = 4, .extent = {1, 1, 2, 5}}},
     .input_count = 2,
     .attributes = {AG_GIVEN_INTS("padding", padding_02)},
     .attribute_count = 1},
};

const ag_op ag_op_conv2d = {
    .name = "conv2d",
    .arity = AG_VARIADIC,
    .least = 2,
    .most = 3,
    .shape = conv2d_shape,
    .forward = conv2d_forward,
    .vjp = conv2d_vjp,
    .jvp = conv2d_jvp,
    .hvp = conv2d_hvp,
    .dirty = conv2d_dirty,
    .attributes = schema,
    .attribute_count = AG_COUNT_OF(schema),
    .domain = {.low = -3.0, .high = 3.0},
    .examples = examples,
    .example_count = AG_COUNT_OF(examples),
    .formula = "y[s,o,p,q] = bias[o] + sum_{c,k,l} w[o,c,k,l] x[s,c,p sh+k-ph,q sw+l-pw];"
               "  xbar and wbar are the same sum over ybar w and ybar x",
    .source = "Dumoulin & Visin, A guide to convolution arithmetic, arXiv:1603.07285",
};

/* ---- recording ---- */

static ag_node record(ag_graph *graph, const ag_node *inputs, size_t count, int64_t stride,
                      int64_t padding) {
    const ag_attribute given[] = {ag_attribute_ints("stride", &stride, 1),
                                  ag_attribute_ints("padding", &padding, 1)};
    return ag_record(graph, &ag_op_conv2d, inputs, count, given, 2);
}

ag_node ag_conv2d(ag_graph *graph, ag_node x, ag_node weight, int64_t stride, int64_t padding) {
    return record(graph, (const ag_node[]){x, weight}, 2, stride, padding);
}

ag_node ag_conv2d_biased(ag_graph *graph, ag_node x, ag_node weight, ag_node bias,
                         int64_t stride, int64_t padding) {
    return record(graph, (const ag_node[]){x, weight, bias}, 3, stride, padding);
}
