/* micrograd's Neuron, Layer and MLP of scalar parameters.
 * Source: Karpathy, micrograd, nn.py (2020). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gradgate/engine/nn.h>
#include <gradgate/engine/ops.h>

/* ---- neuron ---- */

/* w . x + b, starting from b as micrograd does; relu if nonlinear. */
static ag_status neuron_forward(const ag_module *module, ag_graph *graph, const ag_node *inputs,
                                size_t input_count, ag_node *outputs) {
    const bool *nonlinear = ag_module_state(module);
    const size_t width = ag_module_parameter_count(module) - 1;
    /* Too few or too many inputs are reported by the op that gets no node. */
    ag_node sum = ag_use(graph, ag_module_parameter_at(module, width), "b");
    for (size_t i = 0; i < width || i < input_count; i++) {
        ag_node weight = AG_NO_NODE;
        if (i < width)
            weight = ag_use(graph, ag_module_parameter_at(module, i),
                            ag_module_parameter_name(module, i));
        const ag_node x = i < input_count ? inputs[i] : AG_NO_NODE;
        sum = ag_add(graph, sum, ag_mul(graph, weight, x));
    }
    outputs[0] = *nonlinear ? ag_relu(graph, sum) : sum;
    return outputs[0] == AG_NO_NODE ? ag_graph_error(graph)->status : AG_OK;
}

static size_t neuron_outputs(const ag_module *module) {
    (void)module;
    return 1;
}

static const ag_module_kind neuron = {
    .name = "Neuron", .forward_scalars = neuron_forward, .scalar_outputs = neuron_outputs};

static ag_status fill_neuron(ag_module *module, size_t inputs) {
    ag_status status = AG_OK;
    for (size_t i = 0; i < inputs && status == AG_OK; i++) {
        char name[24];
        snprintf(name, sizeof name, "w.%zu", i);
        status = ag_module_take_parameter(module, name,
                                          ag_parameter_create(name, ag_shape_scalar()));
    }
    if (status != AG_OK)
        return status;
    return ag_module_take_parameter(module, "b", ag_parameter_create("b", ag_shape_scalar()));
}

ag_module *ag_neuron_create(size_t inputs, bool nonlinear) {
    ag_module *module = inputs == 0 ? NULL : ag_module_create(&neuron, sizeof(bool));
    if (module == NULL)
        return NULL;
    *(bool *)ag_module_state(module) = nonlinear;
    if (fill_neuron(module, inputs) != AG_OK) {
        ag_module_release(module);
        return NULL;
    }
    return module;
}

/* ---- layer ---- */

static ag_status layer_forward(const ag_module *module, ag_graph *graph, const ag_node *inputs,
                               size_t input_count, ag_node *outputs) {
    ag_status status = AG_OK;
    for (size_t i = 0; i < ag_module_child_count(module) && status == AG_OK; i++) {
        status = ag_graph_push_scope(graph, ag_module_child_name(module, i));
        if (status != AG_OK)
            break;
        status = ag_module_forward_scalars(ag_module_child_at(module, i), graph, inputs,
                                           input_count, &outputs[i]);
        ag_graph_pop_scope(graph);
    }
    return status;
}

static const ag_module_kind layer = {
    .name = "Layer", .forward_scalars = layer_forward, .scalar_outputs = ag_module_child_count};

ag_module *ag_layer_create(size_t inputs, size_t outputs, bool nonlinear) {
    ag_module *module = outputs == 0 ? NULL : ag_module_create(&layer, 0);
    for (size_t i = 0; i < outputs && module != NULL; i++) {
        char name[32];
        snprintf(name, sizeof name, "neurons.%zu", i);
        if (ag_module_take_child(module, name, ag_neuron_create(inputs, nonlinear)) != AG_OK) {
            ag_module_release(module);
            return NULL;
        }
    }
    return module;
}

/* ---- MLP ---- */

static size_t mlp_outputs(const ag_module *module) {
    const size_t count = ag_module_child_count(module);
    return ag_module_scalar_outputs(ag_module_child_at(module, count - 1));
}

static size_t widest_layer(const ag_module *module) {
    size_t widest = 0;
    for (size_t i = 0; i < ag_module_child_count(module); i++) {
        const size_t width = ag_module_scalar_outputs(ag_module_child_at(module, i));
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* One layer from `inputs` to `outputs`, under its name. */
static ag_status run_layer(const ag_module *module, size_t index, ag_graph *graph,
                           const ag_node *inputs, size_t count, ag_node *outputs) {
    ag_status status = ag_graph_push_scope(graph, ag_module_child_name(module, index));
    if (status != AG_OK)
        return status;
    status = ag_module_forward_scalars(ag_module_child_at(module, index), graph, inputs, count,
                                       outputs);
    ag_graph_pop_scope(graph);
    return status;
}

static ag_status mlp_forward(const ag_module *module, ag_graph *graph, const ag_node *inputs,
                             size_t input_count, ag_node *outputs) {
    const size_t widest = widest_layer(module), layers = ag_module_child_count(module);
    ag_node *nodes = calloc(2 * widest, sizeof *nodes);
    ag_status status = nodes == NULL ? AG_ERR_MEMORY : AG_OK;
    const ag_node *from = inputs;
    size_t count = input_count;
    for (size_t i = 0; i < layers && status == AG_OK; i++) {
        ag_node *to = nodes + (i % 2) * widest;
        status = run_layer(module, i, graph, from, count, to);
        from = to;
        count = ag_module_scalar_outputs(ag_module_child_at(module, i));
    }
    if (status == AG_OK)
        memcpy(outputs, from, count * sizeof *outputs);
    free(nodes);
    return status;
}

static const ag_module_kind mlp = {
    .name = "MLP", .forward_scalars = mlp_forward, .scalar_outputs = mlp_outputs};

ag_module *ag_mlp_create(size_t inputs, const size_t *widths, size_t layer_count) {
    ag_module *module = layer_count == 0 ? NULL : ag_module_create(&mlp, 0);
    for (size_t i = 0; i < layer_count && module != NULL; i++) {
        char name[32];
        snprintf(name, sizeof name, "layers.%zu", i);
        ag_module *child =
            ag_layer_create(i == 0 ? inputs : widths[i - 1], widths[i], i + 1 < layer_count);
        if (ag_module_take_child(module, name, child) != AG_OK) {
            ag_module_release(module);
            return NULL;
        }
    }
    return module;
}
