/* Sequential: one after the other. A shared module comes twice among the children, and its uses
 * are told apart by the place they were recorded at ("2.weight", "4.weight"). */
#include <stdio.h>

#include <gradgate/engine/nn.h>

static ag_node sequential_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    ag_node node = input;
    for (size_t i = 0; i < ag_module_child_count(module); i++) {
        if (ag_graph_push_scope(graph, ag_module_child_name(module, i)) != AG_OK)
            return AG_NO_NODE;
        node = ag_module_forward(ag_module_child_at(module, i), graph, node);
        ag_graph_pop_scope(graph);
    }
    return node;
}

static const ag_module_kind sequential = {.name = "Sequential", .forward = sequential_forward};

ag_module *ag_sequential_create(void) {
    return ag_module_create(&sequential, 0);
}

ag_status ag_sequential_take(ag_module *module, ag_module *child) {
    char name[24];
    snprintf(name, sizeof name, "%zu", ag_module_child_count(module));
    return ag_module_take_child(module, name, child);
}

ag_status ag_sequential_append(ag_module *module, ag_module *child) {
    return ag_sequential_take(module, ag_module_retain(child));
}

ag_module *ag_sequential_at(const ag_module *module, size_t index) {
    return ag_module_child_at(module, index);
}
