/* Matrices out of tensors, and the last step of making a module. */
#include "rows.h"

#include <gradgate/engine/ops.h>

ag_node ag_rows_of(ag_graph *graph, ag_node x) {
    const ag_shape *shape = ag_graph_shape(graph, x);
    if (shape == NULL || shape->rank == 0 || shape->rank == 2)
        return x; /* what is no tensor is refused by the product that gets it */
    const size_t features = shape->extent[shape->rank - 1];
    return ag_reshape(graph, x, ag_shape_matrix(ag_shape_size(shape) / features, features));
}

ag_node ag_rows_back(ag_graph *graph, ag_node y, ag_node like) {
    const ag_shape *from = ag_graph_shape(graph, like), *rows = ag_graph_shape(graph, y);
    if (from == NULL || rows == NULL || from->rank == 2)
        return y;
    ag_shape shape = *from;
    shape.extent[shape.rank - 1] = rows->extent[1];
    return ag_reshape(graph, y, shape);
}

ag_status ag_module_new_parameter(ag_module *module, const char *name, ag_shape shape) {
    return ag_module_take_parameter(module, name, ag_parameter_create(name, shape));
}

ag_module *ag_module_finish(ag_module *module, ag_status status) {
    if (status == AG_OK)
        return module;
    ag_module_release(module);
    return NULL;
}
