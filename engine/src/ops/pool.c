/* Pooling over windows: the largest entry, the mean. A window that reaches beyond the input
 * sees -inf there for the largest (never chosen) and 0 for the mean, as in PyTorch. */
#include <math.h>

#include "window.h"

enum { KERNEL, STRIDE, PADDING };

static const int64_t zero = 0;

static const ag_attribute_spec schema[] = {
    {.name = "kernel",
     .kind = AG_ATTRIBUTE_INTS,
     .required = true,
     .meaning = "rows and columns of the window, or one for both"},
    {.name = "stride",
     .kind = AG_ATTRIBUTE_INTS,
     .meaning = "of rows and columns, or one for both; the kernel if left out"},
    {.name = "padding",
     .kind = AG_ATTRIBUTE_INTS,
     .fallback = {.integers = &zero, .integer_count = 1},
     .meaning = "around rows and columns, or one for both; 0 if left out"},
};

/* Returns: false if attributes and extents make no sense together. */
static bool window_of(const ag_attribute_value *p, const ag_shape *x, ag_window *w) {
    static const size_t none[2] = {0, 0};
    w->input[0] = x->extent[2];
    w->input[1] = x->extent[3];
    if (p[KERNEL].integer_count == 0 || !ag_window_pair(&p[KERNEL], none, 1, w->kernel) ||
        !ag_window_pair(&p[STRIDE], w->kernel, 1, w->stride) ||
        !ag_window_pair(&p[PADDING], none, 0, w->padding))
        return false;
    return 2 * w->padding[0] <= w->kernel[0] && 2 * w->padding[1] <= w->kernel[1] &&
           ag_window_fit(w);
}

/* What an op goes through: planes of x, each giving one of y. */
typedef struct planes {
    ag_window w;
    size_t count, x_size, y_size;
} planes;

static planes planes_of(const ag_attribute_value *p, const ag_shape *x) {
    planes all = {.count = x->extent[0] * x->extent[1]};
    window_of(p, x, &all.w); /* the shape rule has refused what does not fit */
    all.x_size = all.w.input[0] * all.w.input[1];
    all.y_size = all.w.output[0] * all.w.output[1];
    return all;
}

static ag_status pool_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    ag_window w = {0};
    *out = *call->input_shapes[0];
    if (out->rank != 4)
        return ag_shape_refuse(call, error, "x (N, C, H, W) needed");
    if (!window_of(call->attributes, out, &w))
        return ag_shape_refuse(call, error, "kernel, stride and padding do not fit");
    out->extent[2] = w.output[0];
    out->extent[3] = w.output[1];
    return AG_OK;
}

/* Whole planes. */
static bool pool_dirty(const ag_forward_call *call, ag_region *regions) {
    for (size_t lane = 0; lane < call->lanes; lane++) {
        const ag_region x = ag_input_region(&call->inputs[0], lane);
        regions[lane] = ag_box_empty();
        if (ag_box_is_empty(call->inputs[0].shape, &x))
            continue;
        regions[lane] = ag_box_all(call->output_shape);
        for (size_t axis = 0; axis < 2; axis++) {
            regions[lane].begin[axis] = x.begin[axis];
            regions[lane].end[axis] = x.end[axis];
        }
    }
    return true;
}

/* The part of a window that lies inside its plane. */
typedef struct box {
    size_t top, bottom, left, right;
} box;

static box box_at(const ag_window *w, size_t at) {
    box b;
    ag_window_range(w, 0, at / w->output[1], &b.top, &b.bottom);
    ag_window_range(w, 1, at % w->output[1], &b.left, &b.right);
    return b;
}

/* Value of one window of a plane. */
typedef double (*window_value)(const ag_window *w, const box *b, const double *x);

AG_INLINE void pool_forward(window_value f, const ag_forward_call *call) {
    const ag_region all = ag_box_all(call->output_shape);
    const planes p = planes_of(call->attributes, call->inputs[0].shape);
    for (size_t lane = 0; lane < call->lanes; lane++) {
        const ag_region *r = call->output_dirty == NULL ? &all : &call->output_dirty[lane];
        const double *x = call->inputs[0].data + lane * call->inputs[0].lane_stride;
        double *y = call->output + lane * call->output_stride;
        for (size_t s = r->begin[0]; s < r->end[0]; s++)
            for (size_t c = r->begin[1]; c < r->end[1]; c++)
                for (size_t i = 0; i < p.y_size; i++) {
                    const size_t plane = s * call->output_shape->extent[1] + c;
                    const box b = box_at(&p.w, i);
                    y[plane * p.y_size + i] = f(&p.w, &b, x + plane * p.x_size);
                }
    }
}

/* ---- the largest ---- */

/* Place of the first of the largest entries; of the first NaN, if there is one. */
static size_t largest(const ag_window *w, const box *b, const double *x) {
    size_t best = b->top * w->input[1] + b->left;
    for (size_t i = b->top; i < b->bottom; i++)
        for (size_t j = b->left; j < b->right; j++) {
            const size_t at = i * w->input[1] + j;
            if (x[at] > x[best] || (isnan(x[at]) && !isnan(x[best])))
                best = at;
        }
    return best;
}

static double largest_value(const ag_window *w, const box *b, const double *x) {
    return x[largest(w, b, x)];
}

static void max_pool2d_forward(const ag_forward_call *call) {
    pool_forward(largest_value, call);
}

static void max_pool2d_vjp(const ag_vjp_call *call) {
    const planes p = planes_of(call->attributes, call->input_shapes[0]);
    for (size_t plane = 0; plane < p.count; plane++) {
        const double *x = call->inputs[0] + plane * p.x_size;
        const double *ybar = call->cotangent + plane * p.y_size;
        double *xbar = call->adjoints[0] + plane * p.x_size;
        for (size_t i = 0; i < p.y_size; i++) {
            const box b = box_at(&p.w, i);
            xbar[largest(&p.w, &b, x)] += ybar[i];
        }
    }
}

static void max_pool2d_jvp(const ag_jvp_call *call) {
    const planes p = planes_of(call->attributes, call->input_shapes[0]);
    for (size_t plane = 0; plane < p.count; plane++) {
        const double *x = call->inputs[0] + plane * p.x_size;
        const double *xdot = call->tangents[0] + plane * p.x_size;
        double *ydot = call->output_tangent + plane * p.y_size;
        for (size_t i = 0; i < p.y_size; i++) {
            const box b = box_at(&p.w, i);
            ydot[i] = xdot[largest(&p.w, &b, x)];
        }
    }
}

/* How far the largest of a window is above the next. */
static double box_margin(const ag_window *w, const box *b, const double *x) {
    const size_t best = largest(w, b, x);
    double margin = INFINITY;
    for (size_t i = b->top; i < b->bottom; i++)
        for (size_t j = b->left; j < b->right; j++) {
            const size_t at = i * w->input[1] + j;
            if (at != best)
                margin = x[best] - x[at] >= margin ? margin : x[best] - x[at];
        }
    return margin;
}

static double max_pool2d_margin(const ag_kink_call *call) {
    const planes p = planes_of(call->attributes, call->input_shapes[0]);
    double margin = INFINITY;
    for (size_t plane = 0; plane < p.count; plane++)
        for (size_t i = 0; i < p.y_size; i++) {
            const box b = box_at(&p.w, i);
            const double here = box_margin(&p.w, &b, call->inputs[0] + plane * p.x_size);
            margin = isnan(here) || here < margin ? here : margin;
        }
    return margin;
}

/* ---- the mean ---- */

static double share_of(const ag_window *w) {
    return 1.0 / (double)(w->kernel[0] * w->kernel[1]);
}

static double mean_value(const ag_window *w, const box *b, const double *x) {
    double sum = 0.0;
    for (size_t i = b->top; i < b->bottom; i++)
        for (size_t j = b->left; j < b->right; j++)
            sum += x[i * w->input[1] + j];
    return share_of(w) * sum;
}

static void avg_pool2d_forward(const ag_forward_call *call) {
    pool_forward(mean_value, call);
}

static void avg_pool2d_vjp(const ag_vjp_call *call) {
    const planes p = planes_of(call->attributes, call->input_shapes[0]);
    for (size_t plane = 0; plane < p.count; plane++) {
        const double *ybar = call->cotangent + plane * p.y_size;
        double *xbar = call->adjoints[0] + plane * p.x_size;
        for (size_t at = 0; at < p.y_size; at++) {
            const box b = box_at(&p.w, at);
            for (size_t i = b.top; i < b.bottom; i++)
                for (size_t j = b.left; j < b.right; j++)
                    xbar[i * p.w.input[1] + j] += share_of(&p.w) * ybar[at];
        }
    }
}

static void avg_pool2d_jvp(const ag_jvp_call *call) {
    const planes p = planes_of(call->attributes, call->input_shapes[0]);
    for (size_t plane = 0; plane < p.count; plane++) {
        const double *xdot = call->tangents[0] + plane * p.x_size;
        double *ydot = call->output_tangent + plane * p.y_size;
        for (size_t i = 0; i < p.y_size; i++) {
            const box b = box_at(&p.w, i);
            ydot[i] = mean_value(&p.w, &b, xdot);
        }
    }
}

/* ---- the ops ---- */

static const int64_t kernel_32[] = {3, 2}, stride_12[] = {1, 2}, one[] = {1}, two[] = {2};
static const ag_op_example examples[] = {
    {.shapes = {{.rank = 4, .extent = {2, 3, 4, 6}}},
     .attributes = {AG_GIVEN_INTS("kernel", two)},
     .attribute_count = 1},
    {.shapes = {{.rank = 4, .extent = {2, 1, 5, 4}}},
     .attributes = {AG_GIVEN_INTS("kernel", kernel_32), AG_GIVEN_INTS("stride", stride_12),
                    AG_GIVEN_INTS("padding", one)},
     .attribute_count = 3},
    {.shapes = {{.rank = 4, .extent = {1, 2, 3, 5}}},
     .attributes = {AG_GIVEN_INTS("kernel", kernel_32), AG_GIVEN_INTS("stride", one)},
     .attribute_count = 2},
};

#define POOL_FIELDS(name_)                                                                     \
    .name = #name_, .arity = 1, .shape = pool_shape, .forward = name_##_forward,               \
    .vjp = name_##_vjp, .jvp = name_##_jvp, .hvp = ag_op_flat, .dirty = pool_dirty,            \
    .attributes = schema, .attribute_count = AG_COUNT_OF(schema),                              \
    .domain = {.low = -3.0, .high = 3.0}, .examples = examples,                                \
    .example_count = AG_COUNT_OF(examples)

const ag_op ag_op_max_pool2d = {
    POOL_FIELDS(max_pool2d),
    .margin = max_pool2d_margin,
    .kink_place = "where the largest entry of a window comes twice",
    .formula =
        "y[s,c,p,q] = max over the window of x;  xbar += ybar at the first largest entry",
    .source = "Scherer, Mueller & Behnke, ICANN 2010; ties as PyTorch",
};

const ag_op ag_op_avg_pool2d = {
    POOL_FIELDS(avg_pool2d),
    .formula =
        "y[s,c,p,q] = sum over the window of x / (k l);  xbar += ybar / (k l) all over it",
    .source = "LeCun et al., Proc. IEEE 86 (1998), sec. II.B; padding counts, as in PyTorch",
};

/* ---- recording ---- */

static ag_node record(ag_graph *graph, const ag_op *op, ag_node x, int64_t kernel,
                      int64_t stride, int64_t padding) {
    const ag_attribute given[] = {ag_attribute_ints("kernel", &kernel, 1),
                                  ag_attribute_ints("stride", &stride, 1),
                                  ag_attribute_ints("padding", &padding, 1)};
    return ag_record(graph, op, &x, 1, given, 3);
}

ag_node ag_max_pool2d(ag_graph *graph, ag_node x, int64_t kernel, int64_t stride,
                      int64_t padding) {
    return record(graph, &ag_op_max_pool2d, x, kernel, stride, padding);
}

ag_node ag_avg_pool2d(ag_graph *graph, ag_node x, int64_t kernel, int64_t stride,
                      int64_t padding) {
    return record(graph, &ag_op_avg_pool2d, x, kernel, stride, padding);
}
