/* Linear: y = x W^T + b. */
#include <gradgate/engine/nn.h>
#include <gradgate/engine/ops.h>

static ag_node linear_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    const ag_node weight = ag_use(graph, ag_module_parameter_at(module, 0), "weight");
    const ag_node y = ag_matmul_transposed(graph, input, false, weight, true);
    if (ag_module_parameter_count(module) == 1)
        return y;
    return ag_add(graph, y, ag_use(graph, ag_module_parameter_at(module, 1), "bias"));
}

static const ag_module_kind linear = {.name = "Linear", .forward = linear_forward};

ag_module *ag_linear_create(size_t inputs, size_t outputs, bool bias) {
    ag_module *module = ag_module_create(&linear, 0);
    if (module == NULL)
        return NULL;
    const ag_shape weight_shape = ag_shape_matrix(outputs, inputs);
    ag_status status =
        ag_module_take_parameter(module, "weight", ag_parameter_create("weight", weight_shape));
    if (status == AG_OK && bias)
        status = ag_module_take_parameter(
            module, "bias", ag_parameter_create("bias", ag_shape_vector(outputs)));
    if (status != AG_OK) {
        ag_module_release(module);
        return NULL;
    }
    return module;
}

ag_status ag_linear_set_weight(ag_module *module, ag_parameter *weight) {
    return ag_module_tie(module, "weight", weight);
}
