/* Matrix product y = op(a) op(b) by OpenBLAS. One would get the lanes wrong: the way a lane is
 * computed may depend on that lane's own regions only, or its last bits would depend on what
 * its neighbours are. With A and B the unperturbed inputs, dA and dB the changes of a lane,
 *
 *     y = A B + dA B + (A + dA) dB
 *
 * so a change that is narrow along the inner axis costs a thin product on top of the
 * unperturbed output; a wide dA with an unchanged or narrowly changed b is one product with B,
 * for small matrices one for all lanes together. Only a wide dB needs a product of its own.
 * Source: Goto & van de Geijn, ACM TOMS 34 (2008) on the kernels. */
#include <limits.h>
#include <string.h>

#include "product.h"

/* A change touching at most a quarter of the inner axis, or one step of it, is narrow. */
enum { NARROW = 4 };

/* Below so many multiplications per lane the call costs more than the product (a call takes
 * about 0.3 us, in which OpenBLAS does some 4,000), so all lanes go into one. */
enum { SHARED_LIMIT = 16384 };

static size_t a_place(const ag_product *d, size_t row, size_t inner) {
    return d->ta ? inner * d->m + row : row * d->k + inner;
}

static size_t b_place(const ag_product *d, size_t inner, size_t column) {
    return d->tb ? column * d->k + inner : inner * d->n + column;
}

static ag_status matmul_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    ag_product d;
    if (call->input_shapes[0]->rank != 2 || call->input_shapes[1]->rank != 2)
        return ag_shape_refuse(call, error, "both inputs must be matrices");
    const ag_status status = ag_product_check(call, &d, error);
    *out = ag_shape_matrix(d.m, d.n);
    return status;
}

/* Rows and columns of y = op(a) op(b), from whole arrays. */
static void gemm_block(const ag_product *d, const double *a, const double *b, double *y,
                       size_t row, size_t rows, size_t column, size_t columns) {
    ag_gemm(d->ta, d->tb, rows, columns, d->k, a + a_place(d, row, 0), ag_product_lda(d),
            b + b_place(d, 0, column), ag_product_ldb(d), 0.0, y + row * d->n + column, d->n);
}

/* ---- lanes ---- */

typedef enum change { CHANGE_NONE, CHANGE_NARROW, CHANGE_WIDE } change;

/* What one lane changes of a matrix: rows of a, columns of b, by a stretch of the inner axis.
 */
typedef struct part {
    change width;
    size_t begin, end, inner, inner_end;
} part;

typedef struct lane_plan {
    part a, b;
} lane_plan;

/* `outer` is the axis that is not summed over. Every lane of every product comes by here: the
 * region is looked at where it stands. */
static part part_of(const ag_forward_input *x, size_t lane, size_t outer) {
    const size_t inner = 1 - outer, extent = x->shape->extent[inner];
    part p = {.width = CHANGE_NONE};
    if (x->lane_stride == 0)
        return p;
    if (x->dirty == NULL) {
        p.end = x->shape->extent[outer];
        p.inner_end = extent;
    } else {
        const ag_region *region = &x->dirty[lane];
        if (ag_box_is_empty(x->shape, region))
            return p;
        p.begin = region->begin[outer];
        p.end = region->end[outer];
        p.inner = region->begin[inner];
        p.inner_end = region->end[inner];
    }
    const size_t count = p.inner_end - p.inner;
    p.width = count == 1 || count * NARROW <= extent ? CHANGE_NARROW : CHANGE_WIDE;
    return p;
}

static lane_plan plan_of(const ag_product *d, const ag_forward_call *call, size_t lane) {
    return (lane_plan){.a = part_of(&call->inputs[0], lane, d->ta ? 1 : 0),
                       .b = part_of(&call->inputs[1], lane, d->tb ? 0 : 1)};
}

static bool matmul_dirty(const ag_forward_call *call, ag_region *regions) {
    const ag_product d =
        ag_product_of(call->attributes, call->inputs[0].shape, call->inputs[1].shape);
    const ag_region all = ag_box_all(call->output_shape);
    for (size_t lane = 0; lane < call->lanes; lane++) {
        const lane_plan plan = plan_of(&d, call, lane);
        ag_region region = all;
        if (plan.a.width == CHANGE_NONE && plan.b.width == CHANGE_NONE) {
            region = ag_box_empty();
        } else if (plan.a.width == CHANGE_NONE) {
            region.begin[1] = plan.b.begin;
            region.end[1] = plan.b.end;
        } else if (plan.b.width == CHANGE_NONE) {
            region.begin[0] = plan.a.begin;
            region.end[0] = plan.a.end;
        }
        regions[lane] = region;
    }
    return true;
}

/* y += dA B for a narrow dA. */
static void add_narrow_a(const ag_product *d, const lane_plan *plan, const double *a,
                         const double *a_base, const double *b_base, double *y) {
    for (size_t row = plan->a.begin; row < plan->a.end; row++)
        for (size_t p = plan->a.inner; p < plan->a.inner_end; p++) {
            const size_t at = a_place(d, row, p);
            const double delta = a[at] - a_base[at];
            const double *b = b_base + b_place(d, p, 0);
            const size_t step = d->tb ? d->k : 1;
            double *to = y + row * d->n;
            for (size_t j = 0; j < d->n; j++)
                to[j] += delta * b[j * step];
        }
}

/* y += (A + dA) dB for a narrow dB. */
static void add_narrow_b(const ag_product *d, const lane_plan *plan, const double *a,
                         const double *b, const double *b_base, double *y) {
    for (size_t p = plan->b.inner; p < plan->b.inner_end; p++)
        for (size_t j = plan->b.begin; j < plan->b.end; j++) {
            const size_t at = b_place(d, p, j);
            const double delta = b[at] - b_base[at];
            const double *from = a + a_place(d, 0, p);
            const size_t step = d->ta ? 1 : d->k;
            for (size_t row = 0; row < d->m; row++)
                y[row * d->n + j] += from[row * step] * delta;
        }
}

/* Is this lane's dA B part of the product that all lanes share? */
static bool is_shared(const ag_product *d, const lane_plan *plan) {
    return !d->ta && plan->a.width == CHANGE_WIDE && plan->b.width != CHANGE_WIDE &&
           plan->a.begin == 0 && plan->a.end == d->m && d->m * d->k * d->n < SHARED_LIMIT;
}

static void copy_base(const ag_forward_call *call, size_t lane, bool everything) {
    double *y = call->output + lane * call->output_stride;
    if (everything || call->output_dirty == NULL)
        memcpy(y, call->output_base, call->output_size * sizeof *y);
    else
        ag_region_copy(call->output_shape, &call->output_dirty[lane], y, call->output_base);
}

/* One lane; `shared`: the product of all lanes with B was written over every lane. */
static void forward_lane(const ag_product *d, const ag_forward_call *call, size_t lane,
                         bool shared) {
    const lane_plan plan = plan_of(d, call, lane);
    const ag_forward_input *in = call->inputs;
    const double *a = in[0].data + lane * in[0].lane_stride;
    const double *b = in[1].data + lane * in[1].lane_stride;
    double *y = call->output + lane * call->output_stride;
    const bool mine = shared && is_shared(d, &plan);
    if (!mine)
        copy_base(call, lane, shared);
    if (plan.b.width == CHANGE_WIDE) {
        const bool all = plan.a.width != CHANGE_NONE;
        gemm_block(d, a, b, y, 0, d->m, all ? 0 : plan.b.begin,
                   all ? d->n : plan.b.end - plan.b.begin);
        return;
    }
    if (plan.a.width == CHANGE_WIDE && !mine)
        gemm_block(d, a, in[1].base, y, plan.a.begin, plan.a.end - plan.a.begin, 0, d->n);
    else if (plan.a.width == CHANGE_NARROW)
        add_narrow_a(d, &plan, a, in[0].base, in[1].base, y);
    if (plan.b.width == CHANGE_NARROW)
        add_narrow_b(d, &plan, a, b, in[1].base, y);
}

static bool any_shared(const ag_product *d, const ag_forward_call *call) {
    if (call->inputs[0].lane_stride == 0 || call->lanes > (size_t)(INT_MAX / 2) / d->m)
        return false;
    for (size_t lane = 0; lane < call->lanes; lane++) {
        const lane_plan plan = plan_of(d, call, lane);
        if (is_shared(d, &plan))
            return true;
    }
    return false;
}

static void matmul_forward(const ag_forward_call *call) {
    const ag_forward_input *in = call->inputs;
    const ag_product d = ag_product_of(call->attributes, in[0].shape, in[1].shape);
    if (in[0].lane_stride == 0 && in[1].lane_stride == 0) {
        gemm_block(&d, in[0].data, in[1].data, call->output, 0, d.m, 0, d.n);
        return;
    }
    const bool shared = any_shared(&d, call);
    if (shared)
        ag_gemm(false, d.tb, call->lanes * d.m, d.n, d.k, in[0].data, d.k, in[1].base,
                ag_product_ldb(&d), 0.0, call->output, d.n);
    for (size_t lane = 0; lane < call->lanes; lane++)
        forward_lane(&d, call, lane, shared);
}

/* ---- derivatives ---- */

static void matmul_vjp(const ag_vjp_call *call) {
    const ag_product d =
        ag_product_of(call->attributes, call->input_shapes[0], call->input_shapes[1]);
    ag_product_vjp(&d, call->inputs[0], call->inputs[1], call->cotangent, call->adjoints[0],
                   call->adjoints[1]);
}

static void matmul_jvp(const ag_jvp_call *call) {
    const ag_product d =
        ag_product_of(call->attributes, call->input_shapes[0], call->input_shapes[1]);
    ag_product_jvp(&d, call->inputs[0], call->inputs[1], call->tangents[0], call->tangents[1],
                   call->output_tangent);
}

static void matmul_hvp(const ag_hvp_call *call) {
    const ag_product d =
        ag_product_of(call->attributes, call->input_shapes[0], call->input_shapes[1]);
    ag_product_hvp(&d, call->tangents[0], call->tangents[1], call->cotangent, call->adjoints[0],
                   call->adjoints[1]);
}

#define MATRICES(r1, c1, r2, c2)                                                               \
    .shapes = {{.rank = 2, .extent = {r1, c1}}, {.rank = 2, .extent = {r2, c2}}}

static const ag_op_example examples[] = {
    {MATRICES(3, 5, 5, 4)},
    {MATRICES(1, 1, 1, 1)},
    {MATRICES(5, 3, 5, 7), .attributes = {AG_GIVEN_BOOL("transpose_a", true)},
     .attribute_count = 1},
    {MATRICES(4, 11, 6, 11), .attributes = {AG_GIVEN_BOOL("transpose_b", true)},
     .attribute_count = 1},
    {MATRICES(9, 4, 3, 9),
     .attributes = {{"transpose_a", AG_ATTRIBUTE_BOOL, {.flag = true}},
                    {"transpose_b", AG_ATTRIBUTE_BOOL, {.flag = true}}},
     .attribute_count = 2},
    {MATRICES(26, 29, 29, 23)},
};

const ag_op ag_op_matmul = {
    .name = "matmul",
    .arity = 2,
    .shape = matmul_shape,
    .forward = matmul_forward,
    .vjp = matmul_vjp,
    .jvp = matmul_jvp,
    .hvp = matmul_hvp,
    .dirty = matmul_dirty,
    .attributes = ag_product_schema,
    .attribute_count = AG_COUNT_OF(ag_product_schema),
    .domain = {.low = -3.0, .high = 3.0},
    .examples = examples,
    .example_count = AG_COUNT_OF(examples),
    .formula = "Y = A B;  Abar += Ybar B^T, Bbar += A^T Ybar",
    .source = "Giles, Collected matrix derivative results (2008), sec. 2.2.1",
};

ag_node ag_matmul_transposed(ag_graph *graph, ag_node a, bool transpose_a, ag_node b,
                             bool transpose_b) {
    const ag_attribute given[] = {ag_attribute_bool("transpose_a", transpose_a),
                                  ag_attribute_bool("transpose_b", transpose_b)};
    return ag_record(graph, &ag_op_matmul, (const ag_node[]){a, b}, 2, given, 2);
}

ag_node ag_matmul(ag_graph *graph, ag_node a, ag_node b) {
    return ag_matmul_transposed(graph, a, false, b, false);
}
