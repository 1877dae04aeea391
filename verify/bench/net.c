#include "net.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const bench_net bench_nets[] = {
    {.layers = 3, .widths = {2, 16, 16, 1}, .rows = 4},
    {.layers = 3, .widths = {10, 64, 32, 1}, .rows = 32},
    {.layers = 3, .widths = {64, 128, 64, 10}, .rows = 64, .classes = true},
};
const size_t bench_net_count = sizeof bench_nets / sizeof *bench_nets;

const bench_activation bench_activations[] = {
    {"relu", ag_relu_create},
    {"tanh", ag_tanh_create},
};
const size_t bench_activation_count = sizeof bench_activations / sizeof *bench_activations;

const double bench_lambda = 1e-3;

static size_t inputs_of(const bench_net *net) {
    return net->widths[0];
}

static size_t outputs_of(const bench_net *net) {
    return net->widths[net->layers];
}

static void set_name(bench_model *model) {
    size_t length = 0;
    for (size_t i = 0; i <= model->net->layers && length < sizeof model->name; i++)
        length += (size_t)snprintf(model->name + length, sizeof model->name - length, "%s%zu",
                                   i == 0 ? "" : "-", model->net->widths[i]);
}

/* Weights that keep the size of what passes through, biases that nothing depends on being 0. */
static void fill_parameters(bench_model *model) {
    const double bias = 0.3;
    ag_random random = ag_random_create(7, 1);
    for (size_t i = 0; i < model->net->layers; i++) {
        const double weight = 1.0 / sqrt((double)model->net->widths[i]);
        ag_init_normal(model->parameters[2 * i], &random, 0.0, weight);
        ag_init_normal(model->parameters[2 * i + 1], &random, 0.0, bias);
        model->weights[i] = model->parameters[2 * i];
    }
}

static bool make_module(bench_model *model) {
    const bench_net *net = model->net;
    model->module = ag_sequential_create();
    if (model->module == NULL)
        return false;
    for (size_t i = 0; i < net->layers; i++) {
        ag_module *linear = ag_linear_create(net->widths[i], net->widths[i + 1], true);
        if (ag_sequential_take(model->module, linear) != AG_OK)
            return false;
        if (i + 1 < net->layers &&
            ag_sequential_take(model->module, model->activation->create()) != AG_OK)
            return false;
    }
    ag_module_parameters(model->module, model->parameters, 2 * net->layers);
    model->count = ag_module_scalar_count(model->module);
    return ag_module_name_parameters(model->module) == AG_OK;
}

static bool make_data(bench_model *model) {
    const bench_net *net = model->net;
    const size_t inputs = net->rows * inputs_of(net);
    const size_t targets = net->classes ? net->rows : net->rows * outputs_of(net);
    ag_random random = ag_random_create(7, 2);
    model->x = calloc(inputs, sizeof *model->x);
    model->t = calloc(targets, sizeof *model->t);
    if (model->x == NULL || model->t == NULL)
        return false;
    for (size_t i = 0; i < inputs; i++)
        model->x[i] = ag_random_normal(&random);
    for (size_t i = 0; i < targets; i++)
        model->t[i] = net->classes ? floor(ag_random_uniform(&random) * (double)outputs_of(net))
                                   : ag_random_normal(&random);
    return true;
}

/* The data term, the L2 term, and their sum. */
static ag_node record(void *context, ag_graph *graph, ag_node *terms) {
    const bench_model *model = context;
    const bench_net *net = model->net;
    const ag_node x = ag_input(graph, ag_shape_matrix(net->rows, inputs_of(net)), model->x);
    const ag_node y = ag_module_forward(model->module, graph, x);
    if (net->classes) {
        const ag_node t = ag_input(graph, ag_shape_vector(net->rows), model->t);
        terms[0] = ag_cross_entropy(graph, y, t);
    } else {
        const ag_shape shape = ag_shape_matrix(net->rows, outputs_of(net));
        terms[0] = ag_mean_squared_error(graph, y, ag_input(graph, shape, model->t));
    }
    terms[1] = ag_l2(graph, model->weights, net->layers, bench_lambda);
    return ag_add(graph, terms[0], terms[1]);
}

bool bench_model_create(bench_model *model, const bench_net *net,
                        const bench_activation *activation) {
    ag_node terms[2];
    *model = (bench_model){.net = net, .activation = activation};
    set_name(model);
    if (!make_module(model) || !make_data(model))
        return false;
    fill_parameters(model);
    model->terms[0] = (gv_engine_term){.name = "data"};
    model->terms[1] = (gv_engine_term){"l2", bench_lambda, model->weights, net->layers};
    model->graph = ag_graph_create();
    if (model->graph == NULL)
        return false;
    model->loss = record(model, model->graph, terms);
    return model->loss != AG_NO_NODE;
}

void bench_model_destroy(bench_model *model) {
    ag_graph_destroy(model->graph);
    ag_module_release(model->module);
    free(model->x);
    free(model->t);
}

gv_subject *bench_model_subject(bench_model *model) {
    const gv_engine_model described = {.module = model->module,
                                       .terms = model->terms,
                                       .term_count = 2,
                                       .record = record,
                                       .context = model};
    gv_subject *subject = NULL;
    gv_error error = {GV_OK, ""};
    if (gv_engine_subject_create(&described, &subject, &error) != GV_OK) {
        fprintf(stderr, "%s: %s\n", model->name, error.message);
        return NULL;
    }
    return subject;
}
