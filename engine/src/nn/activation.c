/* Activations as modules. */
#include <gradgate/engine/nn.h>
#include <gradgate/engine/ops.h>

static ag_node relu_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    (void)module;
    return ag_relu(graph, input);
}

static ag_node tanh_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    (void)module;
    return ag_tanh(graph, input);
}

static ag_node sigmoid_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    (void)module;
    return ag_sigmoid(graph, input);
}

static const ag_module_kind relu = {.name = "ReLU", .forward = relu_forward};
static const ag_module_kind hyperbolic = {.name = "Tanh", .forward = tanh_forward};
static const ag_module_kind sigmoid = {.name = "Sigmoid", .forward = sigmoid_forward};

ag_module *ag_relu_create(void) {
    return ag_module_create(&relu, 0);
}

ag_module *ag_tanh_create(void) {
    return ag_module_create(&hyperbolic, 0);
}

ag_module *ag_sigmoid_create(void) {
    return ag_module_create(&sigmoid, 0);
}
