/* Modules: counts, names, ties, visitors, ownership. */
#include "support.h"

static size_t mlp_size(size_t inputs, const size_t *widths, size_t count) {
    ag_module *module = ag_mlp_create(inputs, widths, count);
    const size_t parameters = ag_module_parameters(module, NULL, 0);
    ck_assert_uint_eq(parameters, ag_module_scalar_count(module));
    ag_module_release(module);
    return parameters;
}

START_TEST(the_mlp_has_as_many_parameters_as_arithmetic_says) {
    ck_assert_uint_eq(mlp_size(2, (const size_t[]){4, 1}, 2), 17);
    ck_assert_uint_eq(mlp_size(2, (const size_t[]){4, 4, 1}, 3), 37);
    ck_assert_uint_eq(mlp_size(2, (const size_t[]){16, 16, 1}, 3), 337);
    ck_assert_uint_eq(mlp_size(10, (const size_t[]){64, 32, 1}, 3), 2817);
}
END_TEST

START_TEST(the_mlp_names_and_orders_its_parameters_as_micrograd_does) {
    ag_module *module = ag_mlp_create(2, (const size_t[]){4, 4, 1}, 3);
    ag_parameter *all[37];
    ck_assert_uint_eq(ag_module_parameters(module, all, 37), 37);
    ck_assert_ptr_eq(ag_module_parameter(module, "layers.0.neurons.0.w.0"), all[0]);
    ck_assert_ptr_eq(ag_module_parameter(module, "layers.0.neurons.0.w.1"), all[1]);
    ck_assert_ptr_eq(ag_module_parameter(module, "layers.0.neurons.0.b"), all[2]);
    ck_assert_ptr_eq(ag_module_parameter(module, "layers.0.neurons.3.w.1"), all[10]);
    ck_assert_ptr_eq(ag_module_parameter(module, "layers.2.neurons.0.b"), all[36]);
    ck_assert_ptr_null(ag_module_parameter(module, "layers.3.neurons.0.b"));
    ck_assert_str_eq(ag_module_get_kind(ag_module_child(module, "layers.1.neurons.2"))->name,
                     "Neuron");
    ck_assert_int_eq(ag_module_name_parameters(module), AG_OK);
    ck_assert_str_eq(all[10]->name, "layers.0.neurons.3.w.1");
    ag_module_release(module);
}
END_TEST

START_TEST(the_last_layer_of_the_mlp_is_linear) {
    ag_module *module = ag_mlp_create(1, (const size_t[]){1, 1}, 2);
    ag_parameter *p[4];
    ag_graph *graph = ag_graph_create();
    ck_assert_uint_eq(ag_module_parameters(module, p, 4), 4);
    p[0]->data[0] = 0.7731;
    p[1]->data[0] = 0.1213;
    p[2]->data[0] = -1.3947;
    p[3]->data[0] = 0.0517;
    const ag_node x = ag_scalar(graph, 0.6173);
    ag_node y;
    ck_assert_int_eq(ag_module_forward_scalars(module, graph, &x, 1, &y), AG_OK);
    ck_assert_double_eq_tol(*ag_graph_value(graph, y),
                            -1.3947 * (0.7731 * 0.6173 + 0.1213) + 0.0517, 1e-15);
    ck_assert_uint_eq(ag_module_scalar_outputs(module), 1);
    ag_graph_destroy(graph);
    ag_module_release(module);
}
END_TEST

START_TEST(a_module_used_on_the_wrong_kind_of_input_says_so) {
    ag_module *mlp = ag_mlp_create(2, (const size_t[]){3, 1}, 2);
    ag_module *linear = ag_linear_create(3, 2, true);
    ag_graph *graph = ag_graph_create();
    const ag_node x = ag_scalar(graph, 0.6173);
    ag_node y = AG_NO_NODE;
    ck_assert_uint_eq(ag_module_forward(mlp, graph, x), AG_NO_NODE);
    ck_assert_ptr_nonnull(strstr(ag_graph_error(graph)->message, "MLP"));
    ag_graph_clear_error(graph);
    ck_assert_int_ne(ag_module_forward_scalars(linear, graph, &x, 1, &y), AG_OK);
    ck_assert_ptr_nonnull(strstr(ag_graph_error(graph)->message, "Linear"));
    ag_graph_clear_error(graph);
    ck_assert_int_ne(ag_module_forward_scalars(mlp, graph, &x, 1, &y), AG_OK);
    ck_assert_int_ne(ag_graph_error(graph)->status, AG_OK);
    ag_graph_destroy(graph);
    ag_module_release(mlp);
    ag_module_release(linear);
}
END_TEST

START_TEST(linear_is_x_times_w_transposed_plus_b) {
    ag_module *linear = ag_linear_create(2, 3, true);
    ag_parameter *w = ag_module_parameter(linear, "weight"),
                 *b = ag_module_parameter(linear, "bias");
    const double weights[6] = {0.3, -0.7, 1.1, 0.2, -0.4, 0.9}, x[2] = {0.7731, -1.3947};
    ag_graph *graph = ag_graph_create();
    memcpy(w->data, weights, sizeof weights);
    b->data[1] = 0.05;
    const ag_node y =
        ag_module_forward(linear, graph, ag_input(graph, ag_shape_matrix(1, 2), x));
    ck_assert_uint_eq(w->shape.extent[0], 3);
    ck_assert_double_eq_tol(ag_graph_value(graph, y)[1], 1.1 * 0.7731 - 0.2 * 1.3947 + 0.05,
                            1e-15);
    ck_assert_str_eq(ag_graph_leaf(graph, 0).use, "weight");
    ag_graph_destroy(graph);
    ag_module_release(linear);
}
END_TEST

START_TEST(a_shared_module_is_one_parameter_with_two_names) {
    net n = net_with_shared_layer(1);
    ck_assert_uint_eq(n.parameter_count, 6);
    ck_assert_uint_eq(ag_module_scalar_count(n.module), 4 * 8 + 8 + 64 + 8 + 8 + 1);
    ag_parameter *first = ag_module_parameter(n.module, "2.weight");
    ck_assert_ptr_eq(ag_module_parameter(n.module, "4.weight"), first);
    ck_assert_ptr_eq(ag_sequential_at(n.module, 2), ag_sequential_at(n.module, 4));
    ck_assert_ptr_null(ag_sequential_at(n.module, 6));
    first->data[11] = 0.4217;
    ck_assert_double_eq(ag_module_parameter_at(ag_sequential_at(n.module, 4), 0)->data[11],
                        0.4217);
    net_destroy(&n);
}
END_TEST

START_TEST(a_tie_by_name_is_seen_from_both_places) {
    ag_module *embedding = ag_embedding_create(7, 5), *out = ag_linear_create(5, 7, false);
    ag_module *all = ag_sequential_create();
    ag_sequential_take(all, embedding);
    ag_sequential_take(all, out);
    ag_parameter *table = ag_module_parameter(all, "0.weight");
    ck_assert_uint_eq(ag_module_parameters(all, NULL, 0), 2);
    ck_assert_int_eq(ag_module_tie(all, "1.weight", table), AG_OK);
    ck_assert_uint_eq(ag_module_parameters(all, NULL, 0), 1);
    ag_module_parameter(all, "1.weight")->data[13] = -1.3947;
    ck_assert_double_eq(table->data[13], -1.3947);
    ag_module *wrong = ag_linear_create(7, 5, false);
    ck_assert_int_eq(ag_linear_set_weight(wrong, table), AG_ERR_SHAPE);
    ck_assert_int_eq(ag_module_tie(all, "1.bias", table), AG_ERR_NAME);
    ag_module_release(wrong);
    ag_module_release(all);
}
END_TEST

typedef struct visits {
    char names[12][24];
    size_t count;
} visits;

static ag_status note_parameter(void *context, const char *name, ag_parameter *parameter) {
    visits *v = context;
    (void)parameter;
    snprintf(v->names[v->count++], sizeof v->names[0], "%s", name);
    return AG_OK;
}

static ag_status note_module(void *context, const char *name, ag_module *module) {
    visits *v = context;
    snprintf(v->names[v->count++], sizeof v->names[0], "%s=%s", name,
             ag_module_get_kind(module)->name);
    return v->count == 99 ? AG_ERR_ARGUMENT : AG_OK;
}

START_TEST(state_names_list_a_tied_parameter_under_each_name) {
    net n = net_with_shared_layer(1);
    visits v = {.count = 0};
    ck_assert_int_eq(ag_module_named_parameters(n.module, note_parameter, &v), AG_OK);
    ck_assert_uint_eq(v.count, 8);
    ck_assert_str_eq(v.names[0], "0.weight");
    ck_assert_str_eq(v.names[1], "0.bias");
    ck_assert_str_eq(v.names[2], "2.weight");
    ck_assert_str_eq(v.names[4], "4.weight");
    ck_assert_str_eq(v.names[7], "5.bias");
    net_destroy(&n);
}
END_TEST

START_TEST(apply_visits_every_module_once_and_sees_its_kind) {
    net n = net_with_shared_layer(1);
    visits v = {.count = 0};
    ck_assert_int_eq(ag_module_apply(n.module, note_module, &v), AG_OK);
    ck_assert_uint_eq(v.count, 6);
    ck_assert_str_eq(v.names[0], "0=Linear");
    ck_assert_str_eq(v.names[2], "2=Linear");
    ck_assert_str_eq(v.names[3], "3=ReLU");
    ck_assert_str_eq(v.names[4], "5=Linear");
    ck_assert_str_eq(v.names[5], "=Sequential");
    net_destroy(&n);
}
END_TEST

START_TEST(a_bare_module_has_no_parameters) {
    ag_module *relu = ag_relu_create(), *all = ag_sequential_create();
    ck_assert_uint_eq(ag_module_parameters(relu, NULL, 0), 0);
    ck_assert_int_eq(ag_sequential_append(all, relu), AG_OK);
    ck_assert_int_eq(ag_sequential_take(all, NULL), AG_ERR_MEMORY);
    ag_module_release(relu);
    ck_assert_uint_eq(ag_module_child_count(all), 1);
    ck_assert_uint_eq(ag_module_scalar_count(all), 0);
    ck_assert_ptr_null(ag_linear_create(0, 3, true));
    ck_assert_ptr_null(ag_mlp_create(2, NULL, 0));
    ag_module_release(all);
}
END_TEST

START_TEST(scopes_name_the_uses) {
    net n = net_with_shared_layer(1);
    ag_parameter *p = ag_parameter_create("p", ag_shape_scalar());
    ck_assert_str_eq(ag_graph_leaf(n.graph, 2).use, "2.weight");
    ck_assert_str_eq(ag_graph_leaf(n.graph, 5).use, "4.bias");
    ck_assert_str_eq(ag_graph_leaf(n.graph, 8).use, "l2");
    ag_graph_push_scope(n.graph, "a.b");
    ag_graph_push_scope(n.graph, "c");
    ag_use(n.graph, p, "x");
    ag_graph_pop_scope(n.graph);
    ag_use(n.graph, p, NULL);
    ag_graph_pop_scope(n.graph);
    ag_graph_pop_scope(n.graph);
    ag_use(n.graph, p, NULL);
    const size_t count = ag_graph_leaf_count(n.graph);
    ck_assert_str_eq(ag_graph_leaf(n.graph, count - 3).use, "a.b.c.x");
    ck_assert_str_eq(ag_graph_leaf(n.graph, count - 2).use, "a.b");
    ck_assert_str_eq(ag_graph_leaf(n.graph, count - 1).use, "");
    ag_parameter_release(p);
    net_destroy(&n);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        the_mlp_has_as_many_parameters_as_arithmetic_says,
        the_mlp_names_and_orders_its_parameters_as_micrograd_does,
        the_last_layer_of_the_mlp_is_linear,
        a_module_used_on_the_wrong_kind_of_input_says_so,
        linear_is_x_times_w_transposed_plus_b,
        a_shared_module_is_one_parameter_with_two_names,
        a_tie_by_name_is_seen_from_both_places,
        state_names_list_a_tied_parameter_under_each_name,
        apply_visits_every_module_once_and_sees_its_kind,
        a_bare_module_has_no_parameters,
        scopes_name_the_uses,
    };
    return run_tests("module", tests, sizeof tests / sizeof *tests);
}
