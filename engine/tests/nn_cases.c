/* Every kind of module, with an input that it takes. */
#include "nn_cases.h"

/* ---- modules ---- */

static ag_module *linear(void) {
    return ag_linear_create(5, 3, true);
}

static ag_module *linear_without_bias(void) {
    return ag_linear_create(5, 3, false);
}

static ag_module *embedding(void) {
    return ag_embedding_create(6, 4);
}

static ag_module *conv(void) {
    return ag_conv2d_create(&(ag_conv2d_options){.inputs = 2,
                                                 .outputs = 3,
                                                 .rows = 3,
                                                 .columns = 2,
                                                 .stride = 2,
                                                 .padding = 1,
                                                 .bias = true});
}

static ag_module *conv_without_bias(void) {
    return ag_conv2d_create(&(ag_conv2d_options){.inputs = 2, .outputs = 3, .rows = 2});
}

static ag_module *max_pool(void) {
    return ag_max_pool2d_create(2, 0, 0);
}

static ag_module *avg_pool(void) {
    return ag_avg_pool2d_create(3, 2, 1);
}

static ag_module *leaky_relu(void) {
    return ag_leaky_relu_create(0.13);
}

static ag_module *gelu(void) {
    return ag_gelu_create(false);
}

static ag_module *gelu_tanh(void) {
    return ag_gelu_create(true);
}

static ag_module *softmax(void) {
    return ag_softmax_create(0);
}

static ag_module *layer_norm(void) {
    return ag_layer_norm_create(6, 1e-5);
}

static ag_module *rms_norm(void) {
    return ag_rms_norm_create(6, 1e-5);
}

static ag_module *dropout(void) {
    return ag_dropout_create(0.4, 17);
}

static ag_module *rnn(void) {
    return ag_rnn_create(3, 4, 2, true);
}

static ag_module *rnn_without_bias(void) {
    return ag_rnn_create(3, 4, 1, false);
}

static ag_module *lstm(void) {
    return ag_lstm_create(3, 4, 2, true);
}

static ag_module *lstm_without_bias(void) {
    return ag_lstm_create(3, 4, 1, false);
}

static ag_module *gru(void) {
    return ag_gru_create(3, 4, 2, true);
}

static ag_module *gru_without_bias(void) {
    return ag_gru_create(3, 4, 1, false);
}

static ag_module *attention(void) {
    return ag_multihead_attention_create(6, 3, false);
}

static ag_module *causal_attention(void) {
    return ag_multihead_attention_create(6, 2, true);
}

static ag_module *block(void) {
    return ag_transformer_block_create(
        &(ag_transformer_options){.width = 6, .heads = 2, .hidden = 7, .causal = true});
}

static ag_module *dropping_block(void) {
    return ag_transformer_block_create(&(ag_transformer_options){
        .width = 6, .heads = 3, .hidden = 5, .gelu = true, .dropout = 0.3, .seed = 23});
}

/* Convolution to logits, as one writes it for digits. */
static ag_module *image_net(void) {
    ag_module *all = ag_sequential_create();
    ag_sequential_take(all, conv());
    ag_sequential_take(all, ag_tanh_create());
    ag_sequential_take(all, ag_avg_pool2d_create(2, 1, 0));
    ag_sequential_take(all, ag_flatten_create());
    ag_sequential_take(all, ag_linear_create(18, 4, true));
    ag_sequential_take(all, ag_log_softmax_create());
    return all;
}

/* A language model of one block whose table is also its output's weight. */
static ag_module *language_model(void) {
    ag_module *all = ag_sequential_create(), *table = ag_embedding_create(5, 6);
    ag_module *out = ag_linear_create(6, 5, false);
    ag_linear_set_weight(out, ag_module_parameter(table, "weight"));
    ag_sequential_take(all, table);
    ag_sequential_take(all, block());
    ag_sequential_take(all, ag_layer_norm_create(6, 1e-5));
    ag_sequential_take(all, out);
    return all;
}

/* ---- the list ---- */

#define MATRIX(rows, columns)                                                                  \
    {                                                                                          \
        .rank = 2, .extent = { rows, columns }                                                 \
    }
#define CUBE(a, b, c)                                                                          \
    {                                                                                          \
        .rank = 3, .extent = { a, b, c }                                                       \
    }
#define IMAGE(n, c, h, w)                                                                      \
    {                                                                                          \
        .rank = 4, .extent = { n, c, h, w }                                                    \
    }

const nn_case nn_cases[] = {
    {"linear", linear, MATRIX(4, 5), 0},
    {"linear_vector", linear, {.rank = 1, .extent = {5}}, 0},
    {"linear_cube", linear_without_bias, CUBE(2, 3, 5), 0},
    {"embedding", embedding, MATRIX(3, 4), 6},
    {"conv", conv, IMAGE(2, 2, 5, 6), 0},
    {"conv_without_bias", conv_without_bias, IMAGE(1, 2, 4, 3), 0},
    {"max_pool", max_pool, IMAGE(1, 2, 4, 6), 0},
    {"avg_pool", avg_pool, IMAGE(2, 1, 5, 5), 0},
    {"flatten", ag_flatten_create, CUBE(2, 3, 4), 0},
    {"identity", ag_identity_create, MATRIX(2, 3), 0},
    {"relu", ag_relu_create, MATRIX(4, 5), 0},
    {"leaky_relu", leaky_relu, MATRIX(4, 5), 0},
    {"tanh", ag_tanh_create, MATRIX(4, 5), 0},
    {"sigmoid", ag_sigmoid_create, MATRIX(4, 5), 0},
    {"softplus", ag_softplus_create, MATRIX(4, 5), 0},
    {"silu", ag_silu_create, MATRIX(4, 5), 0},
    {"gelu", gelu, MATRIX(4, 5), 0},
    {"gelu_tanh", gelu_tanh, MATRIX(4, 5), 0},
    {"softmax", softmax, MATRIX(4, 5), 0},
    {"log_softmax", ag_log_softmax_create, CUBE(2, 3, 4), 0},
    {"layer_norm", layer_norm, CUBE(2, 3, 6), 0},
    {"rms_norm", rms_norm, MATRIX(4, 6), 0},
    {"dropout", dropout, MATRIX(5, 7), 0},
    {"rnn", rnn, CUBE(2, 5, 3), 0},
    {"rnn_without_bias", rnn_without_bias, MATRIX(4, 3), 0},
    {"lstm", lstm, CUBE(2, 5, 3), 0},
    {"lstm_without_bias", lstm_without_bias, MATRIX(4, 3), 0},
    {"gru", gru, CUBE(2, 5, 3), 0},
    {"gru_without_bias", gru_without_bias, MATRIX(4, 3), 0},
    {"attention", attention, CUBE(2, 4, 6), 0},
    {"causal_attention", causal_attention, MATRIX(5, 6), 0},
    {"block", block, CUBE(2, 4, 6), 0},
    {"dropping_block", dropping_block, MATRIX(3, 6), 0},
    {"image_net", image_net, IMAGE(2, 2, 5, 6), 0},
    {"language_model", language_model, MATRIX(2, 4), 5},
};
const size_t nn_case_count = sizeof nn_cases / sizeof *nn_cases;

/* ---- recording one ---- */

static ag_node input_of(net *n, const nn_case *c, ag_random *random) {
    const size_t size = ag_shape_size(&c->input);
    if (c->index_below == 0) {
        ag_parameter *x = ag_parameter_create("input", c->input);
        n->parameters[n->parameter_count++] = x;
        ag_init_normal(x, random, 0.07, 0.9);
        return ag_use(n->graph, x, "input");
    }
    double *indices = calloc(size, sizeof *indices);
    for (size_t i = 0; i < size; i++)
        indices[i] = (double)(ag_random_next(random) % c->index_below);
    const ag_node node = ag_constant(n->graph, c->input, indices);
    free(indices);
    return node;
}

net net_of_case(const nn_case *c, uint64_t seed) {
    net n = {.graph = ag_graph_create(), .module = c->create()};
    ag_random random = ag_random_create(seed, 21);
    ck_assert_msg(n.module != NULL, "%s", c->name);
    n.parameter_count = ag_module_parameters(n.module, n.parameters, 31);
    ck_assert_uint_le(n.parameter_count, 31);
    ag_module_name_parameters(n.module);
    for (size_t i = 0; i < n.parameter_count; i++) {
        ag_parameter_retain(n.parameters[i]);
        ag_init_normal(n.parameters[i], &random, 0.1, 0.6);
    }
    n.output = ag_module_forward(n.module, n.graph, input_of(&n, c, &random));
    if (n.output == AG_NO_NODE)
        ck_abort_msg("%s: %s", c->name, ag_graph_error(n.graph)->message);
    const ag_shape *shape = ag_graph_shape(n.graph, n.output);
    double *weights = calloc(ag_shape_size(shape), sizeof *weights);
    fill_random(&random, weights, ag_shape_size(shape));
    const ag_node w = ag_constant(n.graph, *shape, weights);
    n.loss = ag_sum(n.graph, ag_mul(n.graph, n.output, w));
    free(weights);
    ck_assert_int_eq(ag_graph_error(n.graph)->status, AG_OK);
    return n;
}

/* ---- parts of tests ---- */

double value_at(const ag_graph *graph, ag_node node, size_t entry) {
    ck_assert_int_eq(ag_graph_error(graph)->status, AG_OK);
    return ag_graph_value(graph, node)[entry];
}

ag_node random_input(ag_graph *graph, ag_shape shape, uint64_t seed) {
    ag_random random = ag_random_create(seed, 31);
    double *data = calloc(ag_shape_size(&shape), sizeof *data);
    fill_random(&random, data, ag_shape_size(&shape));
    const ag_node node = ag_constant(graph, shape, data);
    free(data);
    return node;
}

void fill_module(ag_module *module, uint64_t seed) {
    ag_parameter *all[40];
    ag_random random = ag_random_create(seed, 32);
    const size_t count = ag_module_parameters(module, all, 40);
    for (size_t i = 0; i < count; i++)
        ag_init_normal(all[i], &random, 0.1, 0.7);
}
