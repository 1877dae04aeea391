/* Multi-head attention. The three projections lie in one weight, of which each takes its rows,
 * so that the gradient of in_proj_weight is the sum over three slices of one use.
 * Source: Vaswani et al., Attention is all you need, NeurIPS 2017, sec. 3.2. */
#include <math.h>

#include <gradgate/engine/nn.h>
#include <gradgate/engine/ops.h>

#include "../graph/tape.h"
#include "rows.h"

typedef struct attention_state {
    size_t width, heads;
    bool causal;
} attention_state;

/* One recording: the uses, and the shape of the query. */
typedef struct recording {
    const attention_state *a;
    ag_graph *graph;
    ag_node weight, bias;
    size_t batch;
} recording;

enum { QUERY, KEY, VALUE };

/* Rows `which` of in_proj on x. Shapes: (batch, time, width) to (batch, heads, time, width /
 * heads). */
static ag_node project(const recording *r, ag_node x, int64_t which) {
    const int64_t width = (int64_t)r->a->width, begin = which * width;
    const ag_node weight = ag_slice(r->graph, r->weight, 0, begin, begin + width, 1);
    const ag_node bias = ag_slice(r->graph, r->bias, 0, begin, begin + width, 1);
    const ag_node rows = ag_rows_of(r->graph, x);
    const ag_node y =
        ag_add(r->graph, ag_matmul_transposed(r->graph, rows, false, weight, true), bias);
    const ag_shape *shape = ag_graph_shape(r->graph, y);
    if (shape == NULL)
        return AG_NO_NODE;
    const size_t extents[] = {r->batch, shape->extent[0] / r->batch, r->a->heads,
                              r->a->width / r->a->heads};
    static const int64_t heads_first[] = {0, 2, 1, 3};
    return ag_permute(r->graph, ag_reshape(r->graph, y, ag_shape_make(4, extents)), heads_first,
                      4);
}

/* softmax(q k^T) v, and the heads side by side again. Shapes: to (batch * time, width). */
static ag_node attend(const recording *r, ag_node q, ag_node k, ag_node v) {
    static const int64_t time_first[] = {0, 2, 1, 3};
    ag_node scores = ag_batched_matmul(r->graph, q, false, k, true);
    if (r->a->causal)
        scores = ag_causal_mask(r->graph, scores);
    const ag_node weights = ag_softmax(r->graph, scores, -1);
    const ag_node heads = ag_batched_matmul(r->graph, weights, false, v, false);
    const ag_node y = ag_permute(r->graph, heads, time_first, 4);
    const ag_shape *shape = ag_graph_shape(r->graph, y);
    if (shape == NULL)
        return AG_NO_NODE;
    const size_t rows = shape->extent[0] * shape->extent[1];
    return ag_reshape(r->graph, y, ag_shape_matrix(rows, r->a->width));
}

/* (time, width) or (batch, time, width), of one batch. Returns: the batch; 0 if it is not so.
 */
static size_t batch_of(ag_graph *graph, const ag_node *inputs) {
    size_t batch = 0;
    for (size_t i = 0; i < 3; i++) {
        const ag_shape *shape = ag_graph_shape(graph, inputs[i]);
        if (shape == NULL || shape->rank < 2 || shape->rank > 3)
            return 0;
        const size_t own = shape->rank == 3 ? shape->extent[0] : 1;
        if (i > 0 && own != batch)
            return 0;
        batch = own;
    }
    return batch;
}

ag_node ag_multihead_attention_forward(const ag_module *attention, ag_graph *graph,
                                       ag_node query, ag_node key, ag_node value) {
    recording r = {.a = ag_module_state(attention), .graph = graph};
    r.batch = batch_of(graph, (const ag_node[]){query, key, value});
    if (r.batch == 0) {
        ag_graph_fail(graph, AG_ERR_SHAPE,
                      "attention takes (time, width) or (batch, time, width), of one batch");
        return AG_NO_NODE;
    }
    r.weight = ag_use(graph, ag_module_parameter_at(attention, 0), "in_proj_weight");
    r.bias = ag_use(graph, ag_module_parameter_at(attention, 1), "in_proj_bias");
    const size_t head_width = r.a->width / r.a->heads;
    const double scale = 1.0 / sqrt((double)head_width);
    const ag_node q = ag_scale(graph, project(&r, query, QUERY), scale);
    const ag_node k = project(&r, key, KEY), v = project(&r, value, VALUE);
    const ag_node y = ag_module_forward_child(attention, 0, graph, attend(&r, q, k, v));
    return ag_rows_back(graph, y, query);
}

static ag_node attention_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    return ag_multihead_attention_forward(module, graph, input, input, input);
}

static const ag_module_kind attention_kind = {.name = "MultiheadAttention",
                                              .forward = attention_forward};

ag_module *ag_multihead_attention_create(size_t width, size_t heads, bool causal) {
    if (heads == 0 || width % heads != 0 || width > SIZE_MAX / 3)
        return NULL;
    ag_module *module = ag_module_create(&attention_kind, sizeof(attention_state));
    if (module == NULL)
        return NULL;
    *(attention_state *)ag_module_state(module) = (attention_state){width, heads, causal};
    ag_status status =
        ag_module_new_parameter(module, "in_proj_weight", ag_shape_matrix(3 * width, width));
    if (status == AG_OK)
        status = ag_module_new_parameter(module, "in_proj_bias", ag_shape_vector(3 * width));
    if (status == AG_OK)
        status = ag_module_take_child(module, "out_proj", ag_linear_create(width, width, true));
    return ag_module_finish(module, status);
}
