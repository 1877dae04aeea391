/* LayerNorm and RMSNorm over the last axis.
 * Sources: Ba, Kiros & Hinton, Layer normalization (2016); Zhang & Sennrich, Root mean square
 * layer normalization, NeurIPS 2019. */
#include <gradgate/engine/init.h>
#include <gradgate/engine/nn.h>
#include <gradgate/engine/ops.h>

#include "rows.h"

static double epsilon_of(const ag_module *module) {
    const double *epsilon = ag_module_state(module);
    return *epsilon;
}

static ag_node layer_norm_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    const ag_node weight = ag_use(graph, ag_module_parameter_at(module, 0), "weight");
    const ag_node bias = ag_use(graph, ag_module_parameter_at(module, 1), "bias");
    return ag_layer_norm(graph, input, weight, bias, epsilon_of(module));
}

static ag_node rms_norm_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    const ag_node weight = ag_use(graph, ag_module_parameter_at(module, 0), "weight");
    return ag_rms_norm(graph, input, weight, epsilon_of(module));
}

static const ag_module_kind layer_norm = {.name = "LayerNorm", .forward = layer_norm_forward};
static const ag_module_kind rms_norm = {.name = "RMSNorm", .forward = rms_norm_forward};

static ag_module *create(const ag_module_kind *kind, size_t features, double epsilon,
                         bool bias) {
    ag_module *module = epsilon >= 0.0 ? ag_module_create(kind, sizeof epsilon) : NULL;
    if (module == NULL)
        return NULL;
    *(double *)ag_module_state(module) = epsilon;
    ag_status status = ag_module_new_parameter(module, "weight", ag_shape_vector(features));
    if (status == AG_OK)
        ag_init_ones(ag_module_parameter_at(module, 0));
    if (status == AG_OK && bias)
        status = ag_module_new_parameter(module, "bias", ag_shape_vector(features));
    return ag_module_finish(module, status);
}

ag_module *ag_layer_norm_create(size_t features, double epsilon) {
    return create(&layer_norm, features, epsilon, true);
}

ag_module *ag_rms_norm_create(size_t features, double epsilon) {
    return create(&rms_norm, features, epsilon, false);
}
