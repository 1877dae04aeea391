/* Nets for the tests. */
#include "support.h"

void net_destroy(net *n) {
    ag_graph_destroy(n->graph);
    for (size_t i = 0; i < n->parameter_count; i++)
        ag_parameter_release(n->parameters[i]);
    ag_module_release(n->module);
}

double random_signed(ag_random *random) {
    const double size = 0.1 + 0.9 * ag_random_uniform(random);
    return ag_random_uniform(random) < 0.5 ? -size : size;
}

void fill_random(ag_random *random, double *values, size_t count) {
    for (size_t i = 0; i < count; i++)
        values[i] = random_signed(random);
}

void expect_nan(const ag_graph *graph, ag_node node, size_t entry) {
    const double y = ag_graph_value(graph, node)[entry];
    ck_assert_msg(isnan(y), "%s gives %g", ag_graph_node_op(graph, node)->name, y);
}

double net_value(net *n) {
    ck_assert_int_eq(ag_graph_replay(n->graph, 0), AG_OK);
    return *ag_graph_value(n->graph, n->loss);
}

int run_suite(Suite *suite) {
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

int run_tests(const char *name, const TTest *const *tests, size_t count) {
    Suite *suite = suite_create(name);
    TCase *cases = tcase_create(name);
    tcase_set_timeout(cases, 120);
    for (size_t i = 0; i < count; i++)
        tcase_add_test(cases, tests[i]);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}

/* ---- an op alone ---- */

static double draw(const ag_op *op, ag_random *random) {
    return op->domain.low + (op->domain.high - op->domain.low) * ag_random_uniform(random);
}

static ag_node op_input(net *n, const ag_op *op, const ag_shape *shape, ag_random *random,
                        bool behind) {
    const size_t size = ag_shape_size(shape);
    char name[16];
    snprintf(name, sizeof name, "x%zu", n->parameter_count);
    ag_parameter *p = ag_parameter_create(name, *shape);
    double *shift = calloc(size, sizeof *shift);
    for (size_t i = 0; i < size; i++) {
        p->data[i] = draw(op, random);
        shift[i] = behind ? 0.25 * random_signed(random) : 0.0;
        if (behind)
            p->data[i] -= shift[i];
    }
    n->parameters[n->parameter_count++] = p;
    ag_node node = ag_use(n->graph, p, "place");
    if (behind)
        node = ag_add(n->graph, node, ag_constant(n->graph, *shape, shift));
    free(shift);
    return node;
}

static ag_node index_input(net *n, const ag_op_example *example, size_t input,
                           ag_random *random) {
    const size_t size = ag_shape_size(&example->shapes[input]);
    double *indices = calloc(size, sizeof *indices);
    for (size_t i = 0; i < size; i++)
        indices[i] = (double)(ag_random_next(random) % example->index_below);
    if (size > 2)
        indices[size - 1] = indices[0];
    const ag_node node = ag_constant(n->graph, example->shapes[input], indices);
    free(indices);
    return node;
}

ag_node weighted_sum(ag_graph *graph, ag_node x, ag_random *random) {
    const ag_shape *shape = ag_graph_shape(graph, x);
    const size_t size = ag_shape_size(shape);
    double *weights = calloc(size, sizeof *weights);
    fill_random(random, weights, size);
    /* x second: an op before it that reads beyond its own inputs finds x there, not NULL. */
    const ag_node node = ag_sum(graph, ag_mul(graph, ag_constant(graph, *shape, weights), x));
    free(weights);
    return node;
}

static net draw_net(const ag_op *op, const ag_op_example *example, ag_random *random,
                    bool behind) {
    net n = {.graph = ag_graph_create()};
    ag_node inputs[AG_MAX_EXAMPLE_INPUTS];
    const size_t count = example->input_count > 0 ? example->input_count : op->arity;
    for (size_t i = 0; i < count; i++)
        inputs[i] = (op->index_inputs >> i & 1U) != 0
                        ? index_input(&n, example, i, random)
                        : op_input(&n, op, &example->shapes[i], random, behind);
    n.output =
        ag_record(n.graph, op, inputs, count, example->attributes, example->attribute_count);
    if (n.output == AG_NO_NODE)
        ck_abort_msg("%s: %s", op->name, ag_graph_error(n.graph)->message);
    n.loss = weighted_sum(n.graph, n.output, random);
    ck_assert_int_eq(ag_graph_error(n.graph)->status, AG_OK);
    return n;
}

/* Draws again until no kink is near. */
net net_of_op(const ag_op *op, const ag_op_example *example, uint64_t seed, bool behind) {
    ag_random random = ag_random_create(seed, 77);
    for (int attempt = 0; attempt < 1000; attempt++) {
        net n = draw_net(op, example, &random, behind);
        if (ag_graph_kink_margin(n.graph, n.output) >= KINK_MARGIN)
            return n;
        net_destroy(&n);
    }
    ck_abort_msg("%s: every draw was at a kink", op->name);
}

ag_graph *net_op_alone(const net *n, const ag_op_example *example, size_t chosen, ag_node *y) {
    const ag_op *op = ag_graph_node_op(n->graph, n->output);
    const size_t count = ag_graph_input_count(n->graph, n->output);
    ag_node inputs[AG_MAX_EXAMPLE_INPUTS];
    ag_graph *graph = ag_graph_create();
    for (size_t i = 0, next = 0; i < count; i++) {
        const ag_node at = ag_graph_node_input(n->graph, n->output, i);
        const bool is_index = (op->index_inputs >> i & 1U) != 0;
        if (!is_index && next++ == chosen)
            inputs[i] = ag_use(graph, n->parameters[chosen], NULL);
        else
            inputs[i] =
                ag_input(graph, *ag_graph_shape(n->graph, at), ag_graph_value(n->graph, at));
    }
    *y = ag_record(graph, op, inputs, count, example->attributes, example->attribute_count);
    return graph;
}

/* ---- whole nets ---- */

static void take_module(net *n, ag_module *module, uint64_t seed) {
    ag_random random = ag_random_create(seed, 5);
    n->module = module;
    n->parameter_count = ag_module_parameters(module, n->parameters, 32);
    ck_assert_uint_le(n->parameter_count, 32);
    for (size_t i = 0; i < n->parameter_count; i++) {
        ag_parameter_retain(n->parameters[i]);
        ag_init_normal(n->parameters[i], &random, 0.03, 0.6);
    }
}

static ag_node random_constant(ag_graph *graph, ag_shape shape, uint64_t seed) {
    ag_random random = ag_random_create(seed, 6);
    double *values = calloc(ag_shape_size(&shape), sizeof *values);
    fill_random(&random, values, ag_shape_size(&shape));
    const ag_node node = ag_constant(graph, shape, values);
    free(values);
    return node;
}

net net_with_shared_layer(uint64_t seed) {
    net n = {.graph = ag_graph_create()};
    ag_module *all = ag_sequential_create();
    ag_module *shared = ag_linear_create(8, 8, true);
    ag_sequential_take(all, ag_linear_create(4, 8, true));
    ag_sequential_take(all, ag_relu_create());
    ag_sequential_append(all, shared);
    ag_sequential_take(all, ag_relu_create());
    ag_sequential_take(all, shared);
    ag_sequential_take(all, ag_linear_create(8, 1, true));
    take_module(&n, all, seed);
    const ag_node x = random_constant(n.graph, ag_shape_matrix(5, 4), seed);
    const ag_node t = random_constant(n.graph, ag_shape_matrix(5, 1), seed + 1);
    n.output = ag_module_forward(all, n.graph, x);
    ag_parameter *weights[] = {n.parameters[0], n.parameters[2], n.parameters[2],
                               n.parameters[4]};
    n.loss = ag_add(n.graph, ag_mean_squared_error(n.graph, n.output, t),
                    ag_l2(n.graph, weights, 4, 0.0173));
    ck_assert_int_eq(ag_graph_error(n.graph)->status, AG_OK);
    return n;
}

/* A table of embeddings that is also the output projection; words repeat. */
static net net_with_tied_embedding(uint64_t seed) {
    net n = {.graph = ag_graph_create()};
    const double words[] = {3, 0, 5, 3, 1, 6, 3}, next[] = {0, 5, 3, 1, 6, 3, 2};
    ag_module *all = ag_sequential_create();
    ag_module *embedding = ag_embedding_create(7, 5), *out = ag_linear_create(5, 7, false);
    ag_linear_set_weight(out, ag_module_parameter(embedding, "weight"));
    ag_sequential_take(all, embedding);
    ag_sequential_take(all, ag_linear_create(5, 5, true));
    ag_sequential_take(all, ag_tanh_create());
    ag_sequential_take(all, out);
    take_module(&n, all, seed);
    n.output = ag_module_forward(all, n.graph, ag_constant(n.graph, ag_shape_vector(7), words));
    n.loss =
        ag_cross_entropy(n.graph, n.output, ag_constant(n.graph, ag_shape_vector(7), next));
    ck_assert_int_eq(ag_graph_error(n.graph)->status, AG_OK);
    return n;
}

/* h <- tanh(x_t U^T + h W^T + b), four steps, W and U tied over time; and W^T W in the loss. */
static net net_recurrent(uint64_t seed) {
    net n = {.graph = ag_graph_create()};
    ag_random random = ag_random_create(seed, 9);
    ag_parameter *w = ag_parameter_create("w", ag_shape_matrix(9, 9));
    ag_parameter *u = ag_parameter_create("u", ag_shape_matrix(9, 3));
    n.parameters[n.parameter_count++] = w;
    n.parameters[n.parameter_count++] = u;
    ag_init_normal(w, &random, 0.0, 0.5);
    ag_init_normal(u, &random, 0.0, 0.5);
    ag_node h = random_constant(n.graph, ag_shape_matrix(6, 9), seed + 10);
    for (uint64_t t = 0; t < 4; t++) {
        const ag_node x = random_constant(n.graph, ag_shape_matrix(6, 3), seed + t);
        const ag_node a =
            ag_matmul_transposed(n.graph, x, false, ag_use(n.graph, u, "time"), true);
        const ag_node b =
            ag_matmul_transposed(n.graph, h, false, ag_use(n.graph, w, "time"), true);
        h = ag_tanh(n.graph, ag_add(n.graph, a, b));
    }
    const ag_node use = ag_use(n.graph, w, "gram");
    const ag_node gram = ag_matmul_transposed(n.graph, use, true, use, false);
    n.output = h;
    n.loss = ag_add(n.graph, weighted_sum(n.graph, h, &random),
                    ag_mean(n.graph, ag_sigmoid(n.graph, gram)));
    ck_assert_int_eq(ag_graph_error(n.graph)->status, AG_OK);
    return n;
}

/* A wide net, whose products are too large to be shared by lanes. */
static net net_wide(uint64_t seed) {
    net n = {.graph = ag_graph_create()};
    ag_module *all = ag_sequential_create();
    ag_sequential_take(all, ag_linear_create(7, 34, true));
    ag_sequential_take(all, ag_sigmoid_create());
    ag_sequential_take(all, ag_linear_create(34, 29, true));
    ag_sequential_take(all, ag_tanh_create());
    ag_sequential_take(all, ag_linear_create(29, 3, true));
    take_module(&n, all, seed);
    const ag_node x = random_constant(n.graph, ag_shape_matrix(19, 7), seed);
    n.output = ag_log_softmax(n.graph, ag_module_forward(all, n.graph, x));
    ag_random random = ag_random_create(seed, 11);
    n.loss = ag_add(n.graph, weighted_sum(n.graph, n.output, &random),
                    ag_l2(n.graph, n.parameters, n.parameter_count, 0.00371));
    ck_assert_int_eq(ag_graph_error(n.graph)->status, AG_OK);
    return n;
}

/* micrograd's MLP on three points. */
static net net_of_scalars(uint64_t seed) {
    net n = {.graph = ag_graph_create()};
    take_module(&n, ag_mlp_create(2, (const size_t[]){4, 3, 1}, 3), seed); /* 31 parameters */
    ag_random random = ag_random_create(seed, 12);
    n.loss = ag_l2(n.graph, n.parameters, n.parameter_count, 0.0191);
    for (int row = 0; row < 3; row++) {
        const ag_node x[] = {ag_scalar(n.graph, random_signed(&random)),
                             ag_scalar(n.graph, random_signed(&random))};
        ag_module_forward_scalars(n.module, n.graph, x, 2, &n.output);
        const ag_node miss =
            ag_sub(n.graph, n.output, ag_scalar(n.graph, random_signed(&random)));
        n.loss = ag_add(n.graph, n.loss, ag_mul(n.graph, miss, miss));
    }
    ck_assert_int_eq(ag_graph_error(n.graph)->status, AG_OK);
    return n;
}

/* A chain of scalars that scales a matrix in front of a product. */
static net net_scaled(uint64_t seed) {
    net n = {.graph = ag_graph_create()};
    ag_random random = ag_random_create(seed, 13);
    ag_parameter *s = ag_parameter_create("s", ag_shape_scalar());
    ag_parameter *w = ag_parameter_create("w", ag_shape_matrix(11, 13));
    ag_parameter *v = ag_parameter_create("v", ag_shape_matrix(13, 6));
    n.parameters[n.parameter_count++] = s;
    n.parameters[n.parameter_count++] = w;
    n.parameters[n.parameter_count++] = v;
    for (size_t i = 0; i < n.parameter_count; i++)
        ag_init_normal(n.parameters[i], &random, 0.1, 0.4);
    const ag_node factor = ag_exp(n.graph, ag_neg(n.graph, ag_use(n.graph, s, "chain")));
    const ag_node scaled = ag_mul(n.graph, ag_use(n.graph, w, "left"), factor);
    const ag_node product = ag_matmul(n.graph, scaled, ag_use(n.graph, v, "right"));
    n.output = ag_transpose(n.graph, ag_tanh(n.graph, product));
    n.loss = weighted_sum(n.graph, n.output, &random);
    ck_assert_int_eq(ag_graph_error(n.graph)->status, AG_OK);
    return n;
}

const net_maker net_makers[] = {net_with_shared_layer, net_with_tied_embedding,
                                net_recurrent,         net_wide,
                                net_of_scalars,        net_scaled};
const char *const net_names[] = {"shared layer", "tied embedding", "recurrent",
                                 "wide",         "scalars",        "scaled"};
const size_t net_count = sizeof net_makers / sizeof *net_makers;
