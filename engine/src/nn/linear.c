/* Linear: y = x W^T + b, over whatever axes are in front. */
#include <gradgate/engine/nn.h>
#include <gradgate/engine/ops.h>

#include "rows.h"

static ag_node linear_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    const ag_node weight = ag_use(graph, ag_module_parameter_at(module, 0), "weight");
    ag_node y = ag_matmul_transposed(graph, ag_rows_of(graph, input), false, weight, true);
    if (ag_module_parameter_count(module) == 2)
        y = ag_add(graph, y, ag_use(graph, ag_module_parameter_at(module, 1), "bias"));
    return ag_rows_back(graph, y, input);
}

static const ag_module_kind linear = {.name = "Linear", .forward = linear_forward};

ag_module *ag_linear_create(size_t inputs, size_t outputs, bool bias) {
    ag_module *module = ag_module_create(&linear, 0);
    if (module == NULL)
        return NULL;
    ag_status status =
        ag_module_new_parameter(module, "weight", ag_shape_matrix(outputs, inputs));
    if (status == AG_OK && bias)
        status = ag_module_new_parameter(module, "bias", ag_shape_vector(outputs));
    return ag_module_finish(module, status);
}

ag_status ag_linear_set_weight(ag_module *module, ag_parameter *weight) {
    return ag_module_tie(module, "weight", weight);
}
