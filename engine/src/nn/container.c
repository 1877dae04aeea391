/* Sequential and ModuleList. A shared module comes twice among the children, and its uses are
 * told apart by the place they were recorded at ("2.weight", "4.weight"). */
#include <stdio.h>

#include <gradgate/engine/nn.h>

static ag_status take_next(ag_module *module, ag_module *child) {
    char name[24];
    snprintf(name, sizeof name, "%zu", ag_module_child_count(module));
    return ag_module_take_child(module, name, child);
}

/* ---- Sequential ---- */

static ag_node sequential_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    ag_node node = input;
    for (size_t i = 0; i < ag_module_child_count(module); i++)
        node = ag_module_forward_child(module, i, graph, node);
    return node;
}

static const ag_module_kind sequential = {.name = "Sequential", .forward = sequential_forward};

ag_module *ag_sequential_create(void) {
    return ag_module_create(&sequential, 0);
}

ag_status ag_sequential_take(ag_module *module, ag_module *child) {
    return take_next(module, child);
}

ag_status ag_sequential_append(ag_module *module, ag_module *child) {
    return take_next(module, ag_module_retain(child));
}

ag_module *ag_sequential_at(const ag_module *module, size_t index) {
    return ag_module_child_at(module, index);
}

/* ---- ModuleList ---- */

static const ag_module_kind module_list = {.name = "ModuleList"};

ag_module *ag_module_list_create(void) {
    return ag_module_create(&module_list, 0);
}

ag_status ag_module_list_take(ag_module *list, ag_module *child) {
    return take_next(list, child);
}

ag_status ag_module_list_append(ag_module *list, ag_module *child) {
    return take_next(list, ag_module_retain(child));
}

ag_module *ag_module_list_at(const ag_module *list, int64_t index) {
    const int64_t count = (int64_t)ag_module_child_count(list);
    const int64_t at = index < 0 ? index + count : index;
    return at < 0 ? NULL : ag_module_child_at(list, (size_t)at);
}
