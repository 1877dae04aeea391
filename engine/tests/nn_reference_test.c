/* Values and gradients of modules against PyTorch's, stored by reference/nn.py. That the state
 * loads shows that names and shapes are PyTorch's; the order is compared too. */
#include "nn_cases.h"

static ag_state *reference;

/* A tensor of the file: the name of a case, and of what is wanted of it. */
static ag_parameter *find(const char *name, const char *what) {
    char full[160];
    snprintf(full, sizeof full, "%s/%s", name, what);
    ag_parameter *p = ag_state_parameter(reference, ag_state_index(reference, full));
    ck_assert_msg(p != NULL, "%s is not in the reference", full);
    return p;
}

/* PyTorch's state_dict of a case. */
static ag_state *state_of(const char *name) {
    char prefix[80];
    ag_state *state = ag_state_create();
    snprintf(prefix, sizeof prefix, "%s/parameter/", name);
    for (size_t i = 0; i < ag_state_count(reference); i++) {
        const char *full = ag_state_name(reference, i);
        if (strncmp(full, prefix, strlen(prefix)) == 0)
            ag_state_add(state, full + strlen(prefix), ag_state_parameter(reference, i));
    }
    return state;
}

static void load(const char *name, ag_module *module) {
    ag_state *given = state_of(name), *own = ag_state_of_module(module);
    ag_mismatches list = {0};
    if (ag_state_load(module, given, &list) != AG_OK)
        ck_abort_msg("%s: %s", name, ag_mismatches_text(&list));
    for (size_t i = 0; i < ag_state_count(own); i++)
        ck_assert_str_eq(ag_state_name(own, i), ag_state_name(given, i));
    ag_state_destroy(given);
    ag_state_destroy(own);
}

/* Bounds: the norm of the difference within 1e-13 of the norm of what is wanted, and every
 * entry within a hundred ulps of the largest, which is what the sums of these sizes explain. */
static void expect_near(const char *name, const char *what, const double *got, size_t size,
                        const ag_parameter *want) {
    double gap = 0.0, norm = 0.0, largest = 0.0;
    ck_assert_uint_eq(size, want->size);
    for (size_t i = 0; i < size; i++) {
        gap += (got[i] - want->data[i]) * (got[i] - want->data[i]);
        norm += want->data[i] * want->data[i];
        largest = fmax(largest, fabs(want->data[i]));
    }
    ASSERT_NEAR(sqrt(gap), 0.0, 1e-13 * sqrt(norm), "%s: norm of %s", name, what);
    for (size_t i = 0; i < size; i++)
        ASSERT_NEAR(got[i], want->data[i], 100.0 * 0x1p-52 * largest, "%s: %s[%zu]", name, what,
                    i);
}

static void compare(const char *name, const nn_case *c, bool training) {
    ag_module *module = c->create();
    ag_graph *graph = ag_graph_create();
    load(name, module);
    ck_assert_int_eq(ag_module_train(module, training), AG_OK);
    ag_parameter *x = find(name, "input");
    ag_zero_grad(&x, 1);
    const ag_node y = ag_module_forward(module, graph, ag_use(graph, x, "input"));
    if (y == AG_NO_NODE)
        ck_abort_msg("%s: %s", name, ag_graph_error(graph)->message);
    const ag_parameter *output = find(name, "output");
    ck_assert(ag_shape_equal(ag_graph_shape(graph, y), &output->shape));
    expect_near(name, "output", ag_graph_value(graph, y), output->size, output);
    ck_assert_int_eq(ag_vjp(graph, y, find(name, "cotangent")->data), AG_OK);
    expect_near(name, "input", x->grad, x->size, find(name, "gradient/input"));
    ag_state *state = ag_state_of_module(module);
    for (size_t i = 0; i < ag_state_count(state); i++) {
        const ag_parameter *p = ag_state_parameter(state, i);
        char what[96];
        snprintf(what, sizeof what, "gradient/%s", ag_state_name(state, i));
        expect_near(name, what, p->grad, p->size, find(name, what));
    }
    ag_state_destroy(state);
    ag_graph_destroy(graph);
    ag_module_release(module);
}

/* Names of the reference's cases and of ours, and how they are called. */
static const struct {
    const char *name, *ours;
    bool evaluation;
} cases[] = {
    {"linear", "linear", false},
    {"conv", "conv", false},
    {"layer_norm", "layer_norm", false},
    {"rnn", "rnn", false},
    {"lstm", "lstm", false},
    {"gru", "gru", false},
    {"gru_without_bias", "gru_without_bias", false},
    {"attention", "attention", false},
    {"causal_attention", "causal_attention", false},
    {"block", "block", false},
    {"gelu_block", "dropping_block", true},
    {"max_pool", "max_pool", false},
    {"avg_pool", "avg_pool", false},
    {"leaky_relu", "leaky_relu", false},
    {"softplus", "softplus", false},
    {"silu", "silu", false},
    {"gelu", "gelu", false},
    {"gelu_tanh", "gelu_tanh", false},
    {"softmax", "softmax", false},
};

START_TEST(modules_have_the_names_values_and_gradients_of_pytorch) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const nn_case *c = NULL;
        for (size_t j = 0; j < nn_case_count; j++)
            if (strcmp(nn_cases[j].name, cases[i].ours) == 0)
                c = &nn_cases[j];
        ck_assert_msg(c != NULL, "%s", cases[i].ours);
        compare(cases[i].name, c, !cases[i].evaluation);
    }
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        modules_have_the_names_values_and_gradients_of_pytorch,
    };
    ag_error error = {.message = ""};
    reference = ag_state_read(REFERENCE_FOLDER "/nn.safetensors", &error);
    if (reference == NULL) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    const int code = run_tests("nn, reference", tests, sizeof tests / sizeof *tests);
    ag_state_destroy(reference);
    return code;
}
