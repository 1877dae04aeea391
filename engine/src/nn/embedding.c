/* Embedding: rows of a table by index. */
#include <gradgate/engine/nn.h>
#include <gradgate/engine/ops.h>

#include "rows.h"

static ag_node embedding_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    const ag_node table = ag_use(graph, ag_module_parameter_at(module, 0), "weight");
    return ag_embedding(graph, table, input);
}

static const ag_module_kind embedding = {.name = "Embedding", .forward = embedding_forward};

ag_module *ag_embedding_create(size_t count, size_t dim) {
    ag_module *module = ag_module_create(&embedding, 0);
    if (module == NULL)
        return NULL;
    return ag_module_finish(
        module, ag_module_new_parameter(module, "weight", ag_shape_matrix(count, dim)));
}
