/* The kinds of module, under PyTorch's names, with the names, shapes and order of its
 * parameters. They start as zeros (the weights of normalizations as ones): fill them with
 * init.h. Each create returns one reference, or NULL when memory is short or an option is out
 * of range (a size of 0, a rate beyond 1). "(..., n)" is any number of axes in front of n. */
#ifndef GRADGATE_ENGINE_NN_H
#define GRADGATE_ENGINE_NN_H

#include <gradgate/engine/module.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- products ---- */

/* y = x W^T + b. Shapes: x (..., inputs), y (..., outputs), weight (outputs, inputs), bias
 * (outputs). Fields: "weight", and "bias" if asked. */
ag_module *ag_linear_create(size_t inputs, size_t outputs, bool bias);

/* Tie the weight of a Linear (or the table of an Embedding: the same field name). */
ag_status ag_linear_set_weight(ag_module *linear, ag_parameter *weight);

/* Rows of "weight" (count, dim) by index. */
ag_module *ag_embedding_create(size_t count, size_t dim);

typedef struct ag_conv2d_options {
    size_t inputs, outputs; /* channels */
    size_t rows, columns;   /* of the kernel; columns 0: square */
    size_t stride;          /* 0: 1 */
    size_t padding;         /* zeros on each side */
    bool bias;
} ag_conv2d_options;

/* Convolution as ag_conv2d. Shapes: x (batch, inputs, height, width), weight (outputs, inputs,
 * rows, columns), bias (outputs). */
ag_module *ag_conv2d_create(const ag_conv2d_options *options);

/* Windows of kernel x kernel; stride 0: that of the kernel. No parameters. */
ag_module *ag_max_pool2d_create(size_t kernel, size_t stride, size_t padding);
ag_module *ag_avg_pool2d_create(size_t kernel, size_t stride, size_t padding);

/* All axes but the first as one. No parameters. Shapes: (n, ...) to (n, size / n). */
ag_module *ag_flatten_create(void);

/* ---- activations: entry by entry, no parameters ---- */

ag_module *ag_identity_create(void);
ag_module *ag_relu_create(void);
ag_module *ag_leaky_relu_create(double slope);
ag_module *ag_tanh_create(void);
ag_module *ag_sigmoid_create(void);
ag_module *ag_softplus_create(void);
ag_module *ag_silu_create(void);
ag_module *ag_gelu_create(bool approximate); /* true: its form with tanh */
ag_module *ag_softmax_create(int64_t axis);  /* along an axis, negative from the end */
ag_module *ag_log_softmax_create(void);      /* along the last axis */

/* ---- normalization, dropout ---- */

/* Over the last axis, of extent `features`: "weight" (features) of ones, and for LayerNorm
 * "bias". Formula: ag_layer_norm, ag_rms_norm; epsilon 1e-5 is PyTorch's for both kinds here.
 */
ag_module *ag_layer_norm_create(size_t features, double epsilon);
ag_module *ag_rms_norm_create(size_t features, double epsilon);

/* While training, ag_dropout with this seed; in evaluation x itself. A step of training that is
 * to have another mask records anew with another seed. */
ag_module *ag_dropout_create(double rate, int64_t seed);

/* Give every Dropout of the module and below it this seed (their places on the tape tell them
 * apart). Returns: AG_OK, AG_ERR_MEMORY. */
ag_status ag_module_set_dropout_seed(ag_module *module, int64_t seed);

/* ---- recurrent ---- */

/* Elman's cell with tanh, LSTM (gates i, f, g, o), GRU (r, z, n), in `layers` one on the other,
 * unrolled over time with their weights tied. With g = 1, 4, 3 gates, layer k has
 * "weight_ih_lk" (g hidden, inputs or hidden), "weight_hh_lk" (g hidden, hidden), and if asked
 * "bias_ih_lk", "bias_hh_lk" (g hidden). Uses are named "weight_ih_l0[t]".
 * ag_module_forward takes (time, inputs) or (batch, time, inputs), from states of zero, and
 * gives the states h of the last layer, (time, hidden) or (batch, time, hidden). */
ag_module *ag_rnn_create(size_t inputs, size_t hidden, size_t layers, bool bias);
ag_module *ag_lstm_create(size_t inputs, size_t hidden, size_t layers, bool bias);
ag_module *ag_gru_create(size_t inputs, size_t hidden, size_t layers, bool bias);

/* The same over a list of nodes, one per step, with states that go in and come out.
 * Shapes:  inputs[t] (rows, inputs); outputs[t] (rows, hidden), may be the list of inputs;
 *          states (rows, hidden), ag_recurrent_state_count of them: per layer h, and for LSTM
 * c. AG_NO_NODE in place of a layer's h: its states are zero, and W_hh is not read in the first
 * step. NULL: all are zero, and none are wanted back. Returns: the status of the graph. */
ag_status ag_recurrent_forward(const ag_module *module, ag_graph *graph, const ag_node *inputs,
                               size_t steps, ag_node *states, ag_node *outputs);
size_t ag_recurrent_state_count(const ag_module *module); /* 0: not recurrent */

/* ---- attention ---- */

/* Multi-head attention of `heads` heads, width / heads wide each; `causal`: no place sees those
 * behind it. Fields: "in_proj_weight" (3 width, width) and "in_proj_bias" (3 width) of query,
 * key and value, "out_proj.weight" (width, width), "out_proj.bias" (width).
 * Formula: softmax(q k^T / sqrt(width / heads)) v, by head.
 * Shapes:  (time, width) or (batch, time, width), as PyTorch's with batch_first.
 * Source:  Vaswani et al., Attention is all you need, NeurIPS 2017, sec. 3.2. */
ag_module *ag_multihead_attention_create(size_t width, size_t heads, bool causal);

/* Attention of `query` to places of another sequence; ag_module_forward attends to itself.
 * Shapes: as above; key and value have the same time, which may differ from the query's. */
ag_node ag_multihead_attention_forward(const ag_module *attention, ag_graph *graph,
                                       ag_node query, ag_node key, ag_node value);

typedef struct ag_transformer_options {
    size_t width, heads;
    size_t hidden; /* width between linear1 and linear2 */
    bool causal;
    bool gelu;      /* false: ReLU */
    double dropout; /* of both branches and between the linears */
    int64_t seed;   /* of the masks */
} ag_transformer_options;

/* A pre-norm block: x + self_attn(norm1 x), then x + linear2(act(linear1(norm2 x))). Children
 * and names are those of PyTorch's TransformerEncoderLayer with norm_first and batch_first.
 * Source: Xiong et al., On layer normalization in the Transformer architecture, ICML 2020. */
ag_module *ag_transformer_block_create(const ag_transformer_options *options);

/* ---- containers ---- */

/* Children "0", "1", ... one after the other; the same module may come twice (shared). */
ag_module *ag_sequential_create(void);
ag_status ag_sequential_append(ag_module *sequential, ag_module *child);
ag_status ag_sequential_take(ag_module *sequential, ag_module *child);  /* consumes child */
ag_module *ag_sequential_at(const ag_module *sequential, size_t index); /* borrowed */

/* Children "0", "1", ... that whoever holds the list calls; it has no forward of its own. */
ag_module *ag_module_list_create(void);
ag_status ag_module_list_append(ag_module *list, ag_module *child);
ag_status ag_module_list_take(ag_module *list, ag_module *child);   /* consumes child */
ag_module *ag_module_list_at(const ag_module *list, int64_t index); /* -1: the last; borrowed */

/* ---- scalars ---- */

/* micrograd's modules, of rank-0 parameters: forward_scalars only.
 * Neuron: relu?(w . x + b); parameters "w.0", "w.1", ..., "b".
 * Layer:  children "neurons.0", ...
 * MLP:    children "layers.0", ...; relu in every layer but the last.
 * Source: Karpathy, micrograd, nn.py (2020). */
ag_module *ag_neuron_create(size_t inputs, bool nonlinear);
ag_module *ag_layer_create(size_t inputs, size_t outputs, bool nonlinear);
ag_module *ag_mlp_create(size_t inputs, const size_t *widths, size_t layer_count);

#ifdef __cplusplus
}
#endif
#endif
