/* Modules: what they take and refuse, training and freezing, lists, ties. */
#include "nn_cases.h"

/* ---- shapes, counts ---- */

START_TEST(parameters_count_as_arithmetic_says) {
    static const struct {
        const char *name;
        size_t count, scalars;
    } sizes[] = {{"conv", 2, 3 * 2 * 3 * 2 + 3},
                 {"conv_without_bias", 1, 3 * 2 * 2 * 2},
                 {"layer_norm", 2, 12},
                 {"rms_norm", 1, 6},
                 {"dropout", 0, 0},
                 {"gelu", 0, 0},
                 {"rnn", 8, 4 * (3 + 4 + 2) + 4 * (4 + 4 + 2)},
                 {"lstm", 8, 16 * (3 + 4 + 2) + 16 * (4 + 4 + 2)},
                 {"gru_without_bias", 2, 12 * (3 + 4)},
                 {"attention", 4, 18 * 6 + 18 + 36 + 6},
                 {"block", 12, 18 * 7 + 42 + 7 * 6 + 7 + 6 * 7 + 6 + 24}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t j = 0; j < nn_case_count; j++) {
            if (strcmp(nn_cases[j].name, sizes[i].name) != 0)
                continue;
            ag_module *module = nn_cases[j].create();
            ck_assert_uint_eq(ag_module_parameters(module, NULL, 0), sizes[i].count);
            ck_assert_uint_eq(ag_module_scalar_count(module), sizes[i].scalars);
            ag_module_release(module);
        }
}
END_TEST

START_TEST(normalizations_start_as_ones_and_zeros) {
    ag_module *norm = ag_layer_norm_create(4, 1e-5);
    ck_assert_double_eq(ag_module_parameter(norm, "weight")->data[3], 1.0);
    ck_assert_double_eq(ag_module_parameter(norm, "bias")->data[3], 0.0);
    ag_module_release(norm);
}
END_TEST

START_TEST(options_out_of_range_make_no_module) {
    ck_assert_ptr_null(ag_layer_norm_create(0, 1e-5));
    ck_assert_ptr_null(ag_rms_norm_create(4, NAN));
    ck_assert_ptr_null(ag_dropout_create(1.1, 0));
    ck_assert_ptr_null(ag_dropout_create(NAN, 0));
    ck_assert_ptr_null(ag_rnn_create(0, 3, 1, true));
    ck_assert_ptr_null(ag_lstm_create(3, 0, 1, true));
    ck_assert_ptr_null(ag_gru_create(3, 3, 0, true));
    ck_assert_ptr_null(ag_lstm_create(3, SIZE_MAX / 8, 1, true));
    ck_assert_ptr_null(ag_multihead_attention_create(6, 4, true));
    ck_assert_ptr_null(ag_multihead_attention_create(6, 0, true));
    ck_assert_ptr_null(ag_multihead_attention_create(0, 2, true));
    ck_assert_ptr_null(ag_conv2d_create(&(ag_conv2d_options){.inputs = 2, .outputs = 3}));
    ck_assert_ptr_null(ag_conv2d_create(
        &(ag_conv2d_options){.inputs = 2, .outputs = 3, .rows = 2, .stride = SIZE_MAX}));
    ck_assert_ptr_null(ag_max_pool2d_create(0, 1, 0));
    ck_assert_ptr_null(ag_avg_pool2d_create(2, 1, 2));
    ck_assert_ptr_null(
        ag_transformer_block_create(&(ag_transformer_options){.width = 6, .heads = 4}));
    ck_assert_ptr_null(ag_embedding_create(0, 4));
}
END_TEST

START_TEST(an_input_of_the_wrong_shape_is_an_error_of_the_graph) {
    for (size_t i = 0; i < nn_case_count; i++) {
        ag_module *module = nn_cases[i].create();
        ag_graph *graph = ag_graph_create();
        if (ag_module_parameters(module, NULL, 0) > 0 && nn_cases[i].index_below == 0) {
            const ag_node y =
                ag_module_forward(module, graph, random_input(graph, ag_shape_vector(17), i));
            ck_assert_msg(y == AG_NO_NODE, "%s", nn_cases[i].name);
            ck_assert_msg(ag_graph_error(graph)->status == AG_ERR_SHAPE, "%s: %s",
                          nn_cases[i].name, ag_graph_error(graph)->message);
        }
        ag_graph_clear(graph);
        ag_module_forward(module, graph, AG_NO_NODE);
        if (strcmp(nn_cases[i].name, "identity") != 0)
            ck_assert_msg(ag_graph_error(graph)->status != AG_OK, "%s", nn_cases[i].name);
        ag_graph_destroy(graph);
        ag_module_release(module);
    }
}
END_TEST

/* ---- training, freezing ---- */

START_TEST(dropout_masks_while_training_and_passes_on_otherwise) {
    ag_module *all = ag_sequential_create();
    ag_sequential_take(all, ag_identity_create());
    ag_sequential_take(all, ag_dropout_create(0.5, 3));
    ag_graph *graph = ag_graph_create();
    const ag_node x = random_input(graph, ag_shape_vector(1000), 1);
    ck_assert(ag_module_is_training(all));
    const ag_node y = ag_module_forward(all, graph, x);
    size_t zeros = 0;
    for (size_t i = 0; i < 1000; i++) {
        zeros += value_at(graph, y, i) == 0.0;
        if (value_at(graph, y, i) != 0.0)
            ASSERT_NEAR(value_at(graph, y, i), 2.0 * value_at(graph, x, i), 1e-15, "kept");
    }
    ck_assert(zeros > 420 && zeros < 580);
    ck_assert_int_eq(ag_module_eval(all), AG_OK);
    ck_assert(!ag_module_is_training(ag_sequential_at(all, 1)));
    ck_assert_uint_eq(ag_module_forward(all, graph, x), x);
    ck_assert_int_eq(ag_module_train(all, true), AG_OK);
    ck_assert_uint_ne(ag_module_forward(all, graph, x), x);
    ag_graph_destroy(graph);
    ag_module_release(all);
}
END_TEST

/* The same place on the tape: the seed alone decides. */
static double masked_sum(ag_module *module) {
    ag_graph *graph = ag_graph_create();
    const ag_node x = random_input(graph, ag_shape_vector(50), 2);
    const double sum = value_at(graph, ag_sum(graph, ag_module_forward(module, graph, x)), 0);
    ag_graph_destroy(graph);
    return sum;
}

START_TEST(a_new_seed_makes_a_new_mask_and_an_old_one_the_old) {
    ag_module *all = ag_sequential_create();
    ag_sequential_take(all, ag_dropout_create(0.5, 3));
    const double first = masked_sum(all);
    ck_assert_int_eq(ag_module_set_dropout_seed(all, 4), AG_OK);
    ck_assert_double_ne(masked_sum(all), first);
    ck_assert_int_eq(ag_module_set_dropout_seed(all, 3), AG_OK);
    ck_assert_double_eq(masked_sum(all), first);
    ag_module_release(all);
}
END_TEST

START_TEST(a_frozen_module_gets_no_gradient_and_the_rest_does) {
    ag_module *all = ag_sequential_create();
    ag_sequential_take(all, ag_linear_create(3, 4, true));
    ag_sequential_take(all, ag_lstm_create(4, 2, 1, true));
    fill_module(all, 3);
    ck_assert_int_eq(ag_module_require_grad(ag_sequential_at(all, 1), false), AG_OK);
    ag_graph *graph = ag_graph_create();
    const ag_node x = random_input(graph, ag_shape_matrix(5, 3), 4);
    ag_backward(graph, ag_sum(graph, ag_module_forward(all, graph, x)));
    ck_assert_double_ne(ag_module_parameter(all, "0.weight")->grad[5], 0.0);
    const ag_parameter *frozen = ag_module_parameter(all, "1.weight_ih_l0");
    for (size_t i = 0; i < frozen->size; i++)
        ck_assert_double_eq(frozen->grad[i], 0.0);
    ck_assert_uint_eq(ag_module_parameters(all, NULL, 0), 6);
    ag_module_require_grad(all, true);
    ck_assert(frozen->requires_grad);
    ag_graph_destroy(graph);
    ag_module_release(all);
}
END_TEST

/* ---- containers ---- */

START_TEST(a_list_holds_modules_by_place_and_has_no_forward) {
    ag_module *list = ag_module_list_create(), *shared = ag_linear_create(3, 3, true);
    ck_assert_int_eq(ag_module_list_append(list, shared), AG_OK);
    ck_assert_int_eq(ag_module_list_take(list, ag_relu_create()), AG_OK);
    ck_assert_int_eq(ag_module_list_take(list, shared), AG_OK);
    ck_assert_ptr_eq(ag_module_list_at(list, 0), shared);
    ck_assert_ptr_eq(ag_module_list_at(list, -1), shared);
    ck_assert_str_eq(ag_module_get_kind(ag_module_list_at(list, -2))->name, "ReLU");
    ck_assert_ptr_null(ag_module_list_at(list, 3));
    ck_assert_ptr_null(ag_module_list_at(list, -4));
    ck_assert_uint_eq(ag_module_parameters(list, NULL, 0), 2);
    ck_assert_ptr_nonnull(ag_module_parameter(list, "2.bias"));
    ag_graph *graph = ag_graph_create();
    ag_module_forward(list, graph, ag_scalar(graph, 0.7731));
    ck_assert_ptr_nonnull(strstr(ag_graph_error(graph)->message, "ModuleList"));
    ag_graph_clear_error(graph);
    ck_assert_uint_eq(ag_module_forward_child(list, 9, graph, 0), AG_NO_NODE);
    ck_assert_int_eq(ag_graph_error(graph)->status, AG_ERR_ARGUMENT);
    ag_graph_destroy(graph);
    ag_module_release(list);
}
END_TEST

START_TEST(nested_modules_have_dotted_names_in_state_and_uses) {
    ag_module *all = ag_sequential_create();
    ag_sequential_take(all, ag_transformer_block_create(&(ag_transformer_options){
                                .width = 4, .heads = 2, .hidden = 3}));
    ck_assert_str_eq(ag_module_get_kind(ag_module_child(all, "0.self_attn.out_proj"))->name,
                     "Linear");
    ag_graph *graph = ag_graph_create();
    ag_module_forward(all, graph, random_input(graph, ag_shape_matrix(3, 4), 5));
    static const char *const uses[] = {"0.norm1.weight",
                                       "0.norm1.bias",
                                       "0.self_attn.in_proj_weight",
                                       "0.self_attn.in_proj_bias",
                                       "0.self_attn.out_proj.weight",
                                       "0.self_attn.out_proj.bias",
                                       "0.norm2.weight",
                                       "0.norm2.bias",
                                       "0.linear1.weight",
                                       "0.linear1.bias",
                                       "0.linear2.weight",
                                       "0.linear2.bias"};
    ck_assert_uint_eq(ag_graph_leaf_count(graph), 12);
    for (size_t i = 0; i < 12; i++) {
        ck_assert_str_eq(ag_graph_leaf(graph, i).use, uses[i]);
        ck_assert_ptr_eq(ag_module_parameter(all, uses[i]), ag_graph_leaf(graph, i).parameter);
    }
    ag_graph_destroy(graph);
    ag_module_release(all);
}
END_TEST

START_TEST(a_module_cannot_hold_itself_nor_two_fields_of_one_name) {
    ag_module *outer = ag_sequential_create(), *inner = ag_sequential_create();
    ck_assert_int_eq(ag_sequential_append(outer, outer), AG_ERR_ARGUMENT);
    ck_assert_int_eq(ag_sequential_take(outer, inner), AG_OK);
    ck_assert_int_eq(ag_sequential_append(inner, outer), AG_ERR_ARGUMENT);
    ck_assert_int_eq(ag_module_take_child(outer, "0", ag_relu_create()), AG_ERR_NAME);
    ag_parameter *p = ag_parameter_create("p", ag_shape_scalar());
    ck_assert_int_eq(ag_module_add_parameter(outer, "p", p), AG_OK);
    ck_assert_int_eq(ag_module_add_parameter(outer, "p", p), AG_ERR_NAME);
    ck_assert_uint_eq(p->references, 2);
    ag_parameter_release(p);
    ag_module_release(outer);
}
END_TEST

/* ---- ties ---- */

START_TEST(a_table_tied_to_the_output_has_two_uses_and_one_gradient) {
    const nn_case *c = &nn_cases[nn_case_count - 1];
    ck_assert_str_eq(c->name, "language_model");
    net n = net_of_case(c, 9);
    ck_assert_uint_eq(ag_module_parameters(n.module, NULL, 0), 15);
    ag_parameter *table = ag_module_parameter(n.module, "0.weight");
    ck_assert_ptr_eq(ag_module_parameter(n.module, "3.weight"), table);
    ag_backward(n.graph, n.loss);
    double sum = 0.0;
    size_t uses = 0;
    for (size_t i = 0; i < ag_graph_leaf_count(n.graph); i++)
        if (ag_graph_leaf(n.graph, i).parameter == table) {
            sum += ag_graph_adjoint(n.graph, ag_graph_leaf(n.graph, i).node)[7];
            uses++;
        }
    ck_assert_uint_eq(uses, 2);
    ASSERT_NEAR(table->grad[7], sum, 1e-14, "sum over the uses");
    net_destroy(&n);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        parameters_count_as_arithmetic_says,
        normalizations_start_as_ones_and_zeros,
        options_out_of_range_make_no_module,
        an_input_of_the_wrong_shape_is_an_error_of_the_graph,
        dropout_masks_while_training_and_passes_on_otherwise,
        a_new_seed_makes_a_new_mask_and_an_old_one_the_old,
        a_frozen_module_gets_no_gradient_and_the_rest_does,
        a_list_holds_modules_by_place_and_has_no_forward,
        nested_modules_have_dotted_names_in_state_and_uses,
        a_module_cannot_hold_itself_nor_two_fields_of_one_name,
        a_table_tied_to_the_output_has_two_uses_and_one_gradient,
    };
    return run_tests("nn", tests, sizeof tests / sizeof *tests);
}
