/* A pre-norm Transformer block, with the children of PyTorch's TransformerEncoderLayer in their
 * order.
 * Source: Xiong et al., On layer normalization in the Transformer architecture, ICML 2020. */
#include <string.h>

#include <gradgate/engine/nn.h>
#include <gradgate/engine/ops.h>

#include "rows.h"

enum { SELF_ATTN, LINEAR1, DROPOUT, LINEAR2, NORM1, NORM2, DROPOUT1, DROPOUT2, CHILDREN };

#define EPSILON 1e-5 /* PyTorch's layer_norm_eps */

static ag_node child(const ag_module *module, size_t which, ag_graph *graph, ag_node x) {
    return ag_module_forward_child(module, which, graph, x);
}

static ag_node block_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    const ag_transformer_options *o = ag_module_state(module);
    ag_node y = child(module, NORM1, graph, input);
    y = child(module, DROPOUT1, graph, child(module, SELF_ATTN, graph, y));
    const ag_node x = ag_add(graph, input, y);
    y = child(module, LINEAR1, graph, child(module, NORM2, graph, x));
    y = o->gelu ? ag_gelu(graph, y) : ag_relu(graph, y);
    y = child(module, LINEAR2, graph, child(module, DROPOUT, graph, y));
    return ag_add(graph, x, child(module, DROPOUT2, graph, y));
}

static const ag_module_kind block = {.name = "TransformerBlock", .forward = block_forward};

static ag_module *create_child(const ag_transformer_options *o, size_t which) {
    switch (which) {
    case SELF_ATTN:
        return ag_multihead_attention_create(o->width, o->heads, o->causal);
    case LINEAR1:
        return ag_linear_create(o->width, o->hidden, true);
    case LINEAR2:
        return ag_linear_create(o->hidden, o->width, true);
    case NORM1:
    case NORM2:
        return ag_layer_norm_create(o->width, EPSILON);
    default:
        return ag_dropout_create(o->dropout, o->seed);
    }
}

ag_module *ag_transformer_block_create(const ag_transformer_options *options) {
    static const char *const names[CHILDREN] = {
        [SELF_ATTN] = "self_attn", [LINEAR1] = "linear1",   [DROPOUT] = "dropout",
        [LINEAR2] = "linear2",     [NORM1] = "norm1",       [NORM2] = "norm2",
        [DROPOUT1] = "dropout1",   [DROPOUT2] = "dropout2",
    };
    ag_module *module = ag_module_create(&block, sizeof *options);
    if (module == NULL)
        return NULL;
    memcpy(ag_module_state(module), options, sizeof *options);
    ag_status status = AG_OK;
    for (size_t i = 0; i < CHILDREN && status == AG_OK; i++)
        status = ag_module_take_child(module, names[i], create_child(options, i));
    return ag_module_finish(module, status);
}
