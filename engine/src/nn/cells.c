/* Elman's cell, the LSTM and the GRU, in PyTorch's form: two biases, gates one behind the other
 * in the weights' rows. s is the sigmoid, . the product by entry, and every W x stands for
 * W x + b.
 * Sources: Elman, Cognitive Science 14 (1990); Hochreiter & Schmidhuber, Neural Computation 9
 * (1997), with Gers's forget gate; Cho et al., EMNLP 2014, in the form that cuDNN and PyTorch
 * take, where the reset gate acts behind the product. */
#include <gradgate/engine/nn.h>
#include <gradgate/engine/ops.h>

#include "recurrent.h"

/* Gate k of (rows, gates * hidden). */
static ag_node gate(const ag_cell_step *s, ag_node all, size_t k) {
    const int64_t begin = (int64_t)(k * s->hidden);
    return ag_slice(s->graph, all, -1, begin, begin + (int64_t)s->hidden, 1);
}

/* The sum of what comes from x and from h. */
static ag_node sum(const ag_cell_step *s) {
    return s->has_h ? ag_add(s->graph, s->x, s->h) : s->x;
}

/* h' = tanh(W_ih x + W_hh h). */
static void rnn_step(ag_cell_step *s) {
    s->states[0] = ag_tanh(s->graph, sum(s));
}

/* i, f, o = s(W_i. x + W_h. h), g = tanh(W_ig x + W_hg h); c' = f . c + i . g;
 * h' = o . tanh(c'). Gates in the order i, f, g, o. */
static void lstm_step(ag_cell_step *s) {
    ag_graph *graph = s->graph;
    const ag_node all = sum(s);
    const ag_node i = ag_sigmoid(graph, gate(s, all, 0));
    const ag_node g = ag_tanh(graph, gate(s, all, 2));
    const ag_node o = ag_sigmoid(graph, gate(s, all, 3));
    ag_node c = ag_mul(graph, i, g);
    if (s->has_states) {
        const ag_node f = ag_sigmoid(graph, gate(s, all, 1));
        c = ag_add(graph, ag_mul(graph, f, s->states[1]), c);
    }
    s->states[0] = ag_mul(graph, o, ag_tanh(graph, c));
    s->states[1] = c;
}

/* r, z = s(W_i. x + W_h. h); n = tanh(W_in x + r . W_hn h); h' = (1 - z) . n + z . h, which is
 * n + z . (h - n). Gates in the order r, z, n. */
static void gru_step(ag_cell_step *s) {
    ag_graph *graph = s->graph;
    const ag_node all = sum(s);
    const ag_node z = ag_sigmoid(graph, gate(s, all, 1));
    ag_node n = gate(s, s->x, 2);
    if (s->has_h) {
        const ag_node r = ag_sigmoid(graph, gate(s, all, 0));
        n = ag_add(graph, n, ag_mul(graph, r, gate(s, s->h, 2)));
    }
    n = ag_tanh(graph, n);
    const ag_node away = s->has_states ? ag_sub(graph, s->states[0], n) : ag_neg(graph, n);
    s->states[0] = ag_add(graph, n, ag_mul(graph, z, away));
}

const ag_cell ag_cell_rnn = {.kind = {.name = "RNN", .forward = ag_recurrent_over_time},
                             .gates = 1,
                             .states = 1,
                             .step = rnn_step};
const ag_cell ag_cell_lstm = {.kind = {.name = "LSTM", .forward = ag_recurrent_over_time},
                              .gates = 4,
                              .states = 2,
                              .step = lstm_step};
const ag_cell ag_cell_gru = {.kind = {.name = "GRU", .forward = ag_recurrent_over_time},
                             .gates = 3,
                             .states = 1,
                             .step = gru_step};
