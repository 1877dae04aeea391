/* Sequences: recurrent modules step by step with states, attention within and across. */
#include "nn_cases.h"

/* ---- sequences ---- */

START_TEST(the_first_step_from_zero_does_not_read_the_recurrent_weight) {
    static ag_module *(*const makers[])(size_t, size_t, size_t,
                                        bool) = {ag_rnn_create, ag_lstm_create, ag_gru_create};
    for (size_t i = 0; i < 3; i++) {
        ag_module *module = makers[i](3, 2, 1, true);
        ag_graph *graph = ag_graph_create();
        ag_module_forward(module, graph, random_input(graph, ag_shape_matrix(4, 3), i));
        size_t uses[4] = {0};
        for (size_t j = 0; j < ag_graph_leaf_count(graph); j++)
            uses[ag_graph_leaf(graph, j).parameter_index]++;
        ck_assert_uint_eq(ag_graph_leaf_count(graph), 4 + 3 + 4 + 4);
        ck_assert_str_eq(ag_graph_leaf(graph, 0).use, "weight_ih_l0[0]");
        ck_assert_str_eq(ag_graph_leaf(graph, 3).use, "weight_ih_l0[1]");
        ag_graph_destroy(graph);
        ag_module_release(module);
    }
}
END_TEST

/* A sequence cut in two, the states handed on, is the sequence. */
static void check_states(ag_module *module, const char *name) {
    ag_graph *graph = ag_graph_create();
    ag_node x[5], whole[5], cut[5], states[4];
    fill_module(module, 6);
    for (uint64_t t = 0; t < 5; t++)
        x[t] = random_input(graph, ag_shape_matrix(2, 3), 10 + t);
    ck_assert_int_eq(ag_recurrent_forward(module, graph, x, 5, NULL, whole), AG_OK);
    const size_t count = ag_recurrent_state_count(module);
    for (size_t i = 0; i < count; i++)
        states[i] = AG_NO_NODE;
    ck_assert_int_eq(ag_recurrent_forward(module, graph, x, 2, states, cut), AG_OK);
    ck_assert_int_eq(ag_recurrent_forward(module, graph, x + 2, 3, states, cut + 2), AG_OK);
    for (size_t t = 0; t < 5; t++)
        for (size_t i = 0; i < 8; i++)
            ck_assert_msg(value_at(graph, whole[t], i) == value_at(graph, cut[t], i),
                          "%s: step %zu", name, t);
    const size_t last_layer = count / 2; /* of two layers */
    ck_assert_uint_eq(states[last_layer], cut[4]);
    ag_graph_destroy(graph);
    ag_module_release(module);
}

START_TEST(states_go_in_and_come_out) {
    check_states(ag_rnn_create(3, 4, 2, true), "rnn");
    check_states(ag_lstm_create(3, 4, 2, false), "lstm");
    check_states(ag_gru_create(3, 4, 2, true), "gru");
}
END_TEST

START_TEST(a_sequence_needs_a_recurrent_module_and_a_step) {
    ag_module *linear = ag_linear_create(3, 2, true), *rnn = ag_rnn_create(3, 2, 1, true);
    ag_graph *graph = ag_graph_create();
    ag_node x = random_input(graph, ag_shape_matrix(2, 3), 7), y;
    ck_assert_uint_eq(ag_recurrent_state_count(linear), 0);
    ck_assert_int_eq(ag_recurrent_forward(linear, graph, &x, 1, NULL, &y), AG_ERR_ARGUMENT);
    ag_graph_clear_error(graph);
    ck_assert_int_eq(ag_recurrent_forward(rnn, graph, &x, 0, NULL, &y), AG_ERR_ARGUMENT);
    ag_graph_destroy(graph);
    ag_module_release(linear);
    ag_module_release(rnn);
}
END_TEST

/* ---- attention ---- */

START_TEST(what_is_ahead_does_not_move_causal_attention) {
    ag_module *attention = ag_multihead_attention_create(6, 2, true);
    fill_module(attention, 8);
    ag_graph *graph = ag_graph_create();
    double x[5 * 6];
    ag_random random = ag_random_create(8, 8);
    fill_random(&random, x, 30);
    const ag_node y =
        ag_module_forward(attention, graph, ag_input(graph, ag_shape_matrix(5, 6), x));
    double before[30];
    memcpy(before, ag_graph_value(graph, y), sizeof before);
    x[3 * 6 + 2] += 0.7731; /* a feature of place 3 */
    ag_graph_replay(graph, 0);
    for (size_t i = 0; i < 18; i++)
        ck_assert_double_eq(value_at(graph, y, i), before[i]);
    for (size_t i = 18; i < 30; i++)
        ck_assert_double_ne(value_at(graph, y, i), before[i]);
    ag_graph_destroy(graph);
    ag_module_release(attention);
}
END_TEST

START_TEST(attention_looks_across_sequences_of_other_lengths) {
    ag_module *attention = ag_multihead_attention_create(6, 3, false);
    fill_module(attention, 9);
    ag_graph *graph = ag_graph_create();
    const ag_shape two = ag_shape_make(3, (const size_t[]){2, 4, 6});
    const ag_node q = random_input(graph, two, 1);
    const ag_node k = random_input(graph, ag_shape_make(3, (const size_t[]){2, 7, 6}), 2);
    const ag_node y = ag_multihead_attention_forward(attention, graph, q, k, k);
    ck_assert(ag_shape_equal(ag_graph_shape(graph, y), &two));
    const ag_node self = ag_multihead_attention_forward(attention, graph, q, q, q);
    const ag_node forward = ag_module_forward(attention, graph, q);
    for (size_t i = 0; i < 48; i++)
        ck_assert_double_eq(value_at(graph, self, i), value_at(graph, forward, i));
    const ag_node other = random_input(graph, ag_shape_matrix(7, 6), 3);
    ck_assert_uint_eq(ag_multihead_attention_forward(attention, graph, q, other, other),
                      AG_NO_NODE);
    ck_assert_int_eq(ag_graph_error(graph)->status, AG_ERR_SHAPE);
    ag_graph_destroy(graph);
    ag_module_release(attention);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        the_first_step_from_zero_does_not_read_the_recurrent_weight,
        states_go_in_and_come_out,
        a_sequence_needs_a_recurrent_module_and_a_step,
        what_is_ahead_does_not_move_causal_attention,
        attention_looks_across_sequences_of_other_lengths,
    };
    return run_tests("nn, sequences", tests, sizeof tests / sizeof *tests);
}
