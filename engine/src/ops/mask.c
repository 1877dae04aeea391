/* Entries switched off: causal_mask by place, dropout by chance. Both say of an entry whether
 * it is kept from its place alone, so that value, vjp and jvp cannot disagree. */
#include <math.h>

#include "family.h"

/* ---- causal mask ---- */

enum { OFFSET, FILL };

static const ag_attribute_spec causal_schema[] = {
    {.name = "offset",
     .kind = AG_ATTRIBUTE_INT,
     .meaning = "column j of row i is kept if j <= i + offset; 0 if left out"},
    {.name = "fill",
     .kind = AG_ATTRIBUTE_REAL,
     .fallback = {.real = -INFINITY},
     .meaning = "in place of the others; -inf if left out, to which softmax gives weight 0"},
};

static ag_status causal_mask_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    *out = *call->input_shapes[0];
    if (out->rank < 2)
        return ag_shape_refuse(call, error, "rows and columns needed");
    return AG_OK;
}

static bool sees(const ag_shape *shape, const ag_attribute_value *p, size_t entry) {
    const size_t rows = shape->extent[shape->rank - 2];
    const size_t columns = shape->extent[shape->rank - 1];
    const int64_t row = (int64_t)(entry / columns % rows);
    return (int64_t)(entry % columns) - row <= p[OFFSET].integer;
}

static void causal_mask_forward(const ag_forward_call *call) {
    const ag_attribute_value *p = call->attributes;
    const ag_region all = ag_box_all(call->output_shape);
    for (size_t lane = 0; lane < call->lanes; lane++) {
        const double *x = call->inputs[0].data + lane * call->inputs[0].lane_stride;
        double *y = call->output + lane * call->output_stride;
        const ag_region *region = call->output_dirty == NULL ? &all : &call->output_dirty[lane];
        ag_span span;
        for (bool more = ag_span_first(&span, call->output_shape, region); more;
             more = ag_span_next(&span))
            for (size_t i = span.offset; i < span.offset + span.length; i++)
                y[i] = sees(call->output_shape, p, i) ? x[i] : p[FILL].real;
    }
}

static void causal_mask_vjp(const ag_vjp_call *call) {
    for (size_t i = 0; i < call->output_size; i++)
        if (sees(call->output_shape, call->attributes, i))
            call->adjoints[0][i] += call->cotangent[i];
}

static void causal_mask_jvp(const ag_jvp_call *call) {
    for (size_t i = 0; i < call->output_size; i++)
        call->output_tangent[i] =
            sees(call->output_shape, call->attributes, i) ? call->tangents[0][i] : 0.0;
}

/* The fill is finite where differences of the output are to be taken. */
static const ag_op_example causal_examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}},
     .attributes = {AG_GIVEN_REAL("fill", -7.1731)},
     .attribute_count = 1},
    {.shapes = {{.rank = 3, .extent = {2, 4, 4}}},
     .attributes = {AG_GIVEN_REAL("fill", -3.3947), AG_GIVEN_INT("offset", -1)},
     .attribute_count = 2},
    {.shapes = {{.rank = 4, .extent = {2, 3, 4, 5}}},
     .attributes = {AG_GIVEN_REAL("fill", 0.4173), AG_GIVEN_INT("offset", 1)},
     .attribute_count = 2},
};

const ag_op ag_op_causal_mask = {
    .name = "causal_mask",
    .arity = 1,
    .shape = causal_mask_shape,
    .forward = causal_mask_forward,
    .vjp = causal_mask_vjp,
    .jvp = causal_mask_jvp,
    .hvp = ag_op_flat,
    .dirty = ag_dirty_same,
    .attributes = causal_schema,
    .attribute_count = AG_COUNT_OF(causal_schema),
    .domain = {.low = -3.0, .high = 3.0},
    .examples = causal_examples,
    .example_count = AG_COUNT_OF(causal_examples),
    .formula = "y_ij = x_ij if j <= i + offset, else fill;  dy_ij/dx_ij = 1 where kept, else 0",
    .source = "Vaswani et al., Attention is all you need (2017), sec. 3.2.3",
};

ag_node ag_causal_mask(ag_graph *graph, ag_node x) {
    return ag_record(graph, &ag_op_causal_mask, &x, 1, NULL, 0);
}

/* ---- dropout ---- */

enum { RATE, SEED, TRAIN };

static const ag_attribute_spec dropout_schema[] = {
    {.name = "rate",
     .kind = AG_ATTRIBUTE_REAL,
     .fallback = {.real = 0.5},
     .meaning = "part of the entries that is dropped, 0 to 1; 0.5 if left out"},
    {.name = "seed",
     .kind = AG_ATTRIBUTE_INT,
     .meaning = "of the mask, together with the node and the entry; 0 if left out"},
    {.name = "train",
     .kind = AG_ATTRIBUTE_BOOL,
     .fallback = {.flag = true},
     .meaning = "false: nothing is dropped; true if left out"},
};

static ag_status dropout_shape(const ag_shape_call *call, ag_shape *out, ag_error *error) {
    if (!(call->attributes[RATE].real >= 0.0 && call->attributes[RATE].real <= 1.0))
        return ag_attribute_refuse(call, error, "the rate must lie between 0 and 1");
    return ag_shape_same(call, out, error);
}

/* A bijection of 64 bits that lets every bit depend on every other.
 * Source: Steele, Lea & Flood, OOPSLA 2014, fig. 14 (variant 13 of Stafford). */
static uint64_t mix(uint64_t z) {
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* Numbers by counter instead of by state.
 * Source: Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC 2011. */
static const uint64_t weyl = UINT64_C(0x9e3779b97f4a7c15); /* 2^64 / golden ratio, odd */

typedef struct dropping {
    uint64_t key;
    double rate, scale;
} dropping;

static dropping dropping_of(const ag_attribute_value *p, uint32_t node) {
    const double rate = p[TRAIN].flag ? p[RATE].real : 0.0;
    return (dropping){.key = mix(mix((uint64_t)p[SEED].integer) + weyl * ((uint64_t)node + 1)),
                      .rate = rate,
                      .scale = rate < 1.0 ? 1.0 / (1.0 - rate) : 0.0};
}

/* 0, or what a kept entry is multiplied by. */
static double factor_of(const dropping *d, size_t entry) {
    const double uniform = (double)(mix(d->key + weyl * (entry + 1)) >> 11) * 0x1p-53;
    return uniform < d->rate ? 0.0 : d->scale;
}

static void dropout_forward(const ag_forward_call *call) {
    const dropping d = dropping_of(call->attributes, call->node);
    const ag_region all = ag_box_all(call->output_shape);
    for (size_t lane = 0; lane < call->lanes; lane++) {
        const double *x = call->inputs[0].data + lane * call->inputs[0].lane_stride;
        double *y = call->output + lane * call->output_stride;
        const ag_region *region = call->output_dirty == NULL ? &all : &call->output_dirty[lane];
        ag_span span;
        for (bool more = ag_span_first(&span, call->output_shape, region); more;
             more = ag_span_next(&span))
            for (size_t i = span.offset; i < span.offset + span.length; i++)
                y[i] = factor_of(&d, i) * x[i];
    }
}

static void dropout_vjp(const ag_vjp_call *call) {
    const dropping d = dropping_of(call->attributes, call->node);
    for (size_t i = 0; i < call->output_size; i++)
        call->adjoints[0][i] += factor_of(&d, i) * call->cotangent[i];
}

static void dropout_jvp(const ag_jvp_call *call) {
    const dropping d = dropping_of(call->attributes, call->node);
    for (size_t i = 0; i < call->output_size; i++)
        call->output_tangent[i] = factor_of(&d, i) * call->tangents[0][i];
}

static const ag_op_example dropout_examples[] = {
    {.shapes = {{.rank = 2, .extent = {5, 7}}},
     .attributes = {AG_GIVEN_REAL("rate", 0.4), AG_GIVEN_INT("seed", 11)},
     .attribute_count = 2},
    {.shapes = {{.rank = 1, .extent = {9}}},
     .attributes = {AG_GIVEN_REAL("rate", 0.25), AG_GIVEN_BOOL("train", false)},
     .attribute_count = 2},
    {.shapes = {{.rank = 3, .extent = {2, 3, 7}}},
     .attributes = {AG_GIVEN_REAL("rate", 0.7), AG_GIVEN_INT("seed", -3)},
     .attribute_count = 2},
};

const ag_op ag_op_dropout = {
    .name = "dropout",
    .arity = 1,
    .shape = dropout_shape,
    .forward = dropout_forward,
    .vjp = dropout_vjp,
    .jvp = dropout_jvp,
    .hvp = ag_op_flat,
    .dirty = ag_dirty_same,
    .attributes = dropout_schema,
    .attribute_count = AG_COUNT_OF(dropout_schema),
    .domain = {.low = -3.0, .high = 3.0},
    .examples = dropout_examples,
    .example_count = AG_COUNT_OF(dropout_examples),
    .formula =
        "y_i = m_i x_i / (1 - rate), m_i = 0 with probability rate, else 1, a function of "
        "seed, node and i;  dy_i/dx_i = m_i / (1 - rate)",
    .source = "Srivastava et al., Dropout, JMLR 15 (2014)",
};

ag_node ag_dropout(ag_graph *graph, ag_node x, double rate, int64_t seed, bool train) {
    const ag_attribute given[] = {ag_attribute_real("rate", rate),
                                  ag_attribute_int("seed", seed),
                                  ag_attribute_bool("train", train)};
    return ag_record(graph, &ag_op_dropout, &x, 1, given, 3);
}
