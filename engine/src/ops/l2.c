/* The L2 term, composed of ops. The partial sums are added in a tree: with thousands of scalar
 * parameters a change of one of them then touches a handful of nodes and not half a chain. */
#include <string.h>

#include <gradgate/engine/ops.h>

#include "../graph/tape.h"

/* A parameter, and whether it has been met; indices among the graph's parameters. */
static bool is_new(ag_graph *graph, ag_parameter *parameter, size_t known, bool *met,
                   size_t *fresh) {
    const size_t index = ag_graph_parameter_index(graph, parameter);
    if (index >= known + *fresh) {
        (*fresh)++;
        met[index] = true;
        return true;
    }
    const bool before = met[index];
    met[index] = true;
    return !before;
}

/* The node of each distinct parameter's sum of squares. Returns: how many; 0 on failure. */
static size_t squares_of(ag_graph *graph, ag_parameter *const *parameters, size_t count,
                         bool *met, ag_node *nodes) {
    const size_t known = graph->parameter_count;
    size_t used = 0, fresh = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_new(graph, parameters[i], known, met, &fresh))
            continue;
        const ag_node leaf = ag_use(graph, parameters[i], "l2");
        if (leaf == AG_NO_NODE)
            return 0;
        nodes[used++] = ag_sum_squares(graph, leaf);
    }
    return used;
}

static ag_node add_up(ag_graph *graph, ag_node *nodes, size_t count) {
    while (count > 1) {
        const size_t pairs = count / 2;
        for (size_t i = 0; i < pairs; i++)
            nodes[i] = ag_add(graph, nodes[2 * i], nodes[2 * i + 1]);
        if (count % 2 == 1)
            nodes[pairs] = nodes[count - 1];
        count = pairs + count % 2;
    }
    return nodes[0];
}

ag_node ag_l2(ag_graph *graph, ag_parameter *const *parameters, size_t count, double lambda) {
    if (count == 0)
        return ag_scalar(graph, 0.0);
    const size_t most = graph->parameter_count + count;
    ag_node *nodes = ag_arena_take(&graph->arena, count * sizeof *nodes);
    bool *met = ag_arena_take(&graph->arena, most * sizeof *met);
    if (nodes == NULL || met == NULL) {
        ag_graph_fail(graph, AG_ERR_MEMORY, NULL);
        return AG_NO_NODE;
    }
    memset(met, 0, most * sizeof *met);
    const size_t used = squares_of(graph, parameters, count, met, nodes);
    return used == 0 ? AG_NO_NODE : ag_scale(graph, add_up(graph, nodes, used), lambda);
}
