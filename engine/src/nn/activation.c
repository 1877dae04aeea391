/* Activations as modules. Those with an option keep it as their state. */
#include <gradgate/engine/nn.h>
#include <gradgate/engine/ops.h>

/* ---- without options ---- */

static ag_node identity_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    (void)module;
    (void)graph;
    return input;
}

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

static ag_node softplus_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    (void)module;
    return ag_softplus(graph, input);
}

static ag_node silu_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    (void)module;
    return ag_silu(graph, input);
}

static ag_node log_softmax_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    (void)module;
    return ag_log_softmax(graph, input);
}

static const ag_module_kind identity = {.name = "Identity", .forward = identity_forward};
static const ag_module_kind relu = {.name = "ReLU", .forward = relu_forward};
static const ag_module_kind hyperbolic = {.name = "Tanh", .forward = tanh_forward};
static const ag_module_kind sigmoid = {.name = "Sigmoid", .forward = sigmoid_forward};
static const ag_module_kind softplus = {.name = "Softplus", .forward = softplus_forward};
static const ag_module_kind silu = {.name = "SiLU", .forward = silu_forward};
static const ag_module_kind log_softmax = {.name = "LogSoftmax",
                                           .forward = log_softmax_forward};

ag_module *ag_identity_create(void) {
    return ag_module_create(&identity, 0);
}

ag_module *ag_relu_create(void) {
    return ag_module_create(&relu, 0);
}

ag_module *ag_tanh_create(void) {
    return ag_module_create(&hyperbolic, 0);
}

ag_module *ag_sigmoid_create(void) {
    return ag_module_create(&sigmoid, 0);
}

ag_module *ag_softplus_create(void) {
    return ag_module_create(&softplus, 0);
}

ag_module *ag_silu_create(void) {
    return ag_module_create(&silu, 0);
}

ag_module *ag_log_softmax_create(void) {
    return ag_module_create(&log_softmax, 0);
}

/* ---- with one ---- */

static ag_node leaky_relu_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    const double *slope = ag_module_state(module);
    return ag_leaky_relu(graph, input, *slope);
}

static ag_node gelu_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    const bool *approximate = ag_module_state(module);
    return *approximate ? ag_gelu_tanh(graph, input) : ag_gelu(graph, input);
}

static ag_node softmax_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    const int64_t *axis = ag_module_state(module);
    return ag_softmax(graph, input, *axis);
}

static const ag_module_kind leaky_relu = {.name = "LeakyReLU", .forward = leaky_relu_forward};
static const ag_module_kind gelu = {.name = "GELU", .forward = gelu_forward};
static const ag_module_kind softmax = {.name = "Softmax", .forward = softmax_forward};

ag_module *ag_leaky_relu_create(double slope) {
    ag_module *module = ag_module_create(&leaky_relu, sizeof slope);
    if (module != NULL)
        *(double *)ag_module_state(module) = slope;
    return module;
}

ag_module *ag_gelu_create(bool approximate) {
    ag_module *module = ag_module_create(&gelu, sizeof approximate);
    if (module != NULL)
        *(bool *)ag_module_state(module) = approximate;
    return module;
}

ag_module *ag_softmax_create(int64_t axis) {
    ag_module *module = ag_module_create(&softmax, sizeof axis);
    if (module != NULL)
        *(int64_t *)ag_module_state(module) = axis;
    return module;
}
