/* Lanes: a workspace that evaluates many perturbed copies of a recorded graph at once.
 * The graph must not be recorded on, wrapped in its forward or destroyed while one exists; when
 * data of leaves changed, replay the graph first, the workspace notices. The graph's own
 * values, the parameters and their gradients are never touched. */
#ifndef GRADGATE_ENGINE_LANES_H
#define GRADGATE_ENGINE_LANES_H

#include <gradgate/engine/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ag_lanes ag_lanes;

/* One perturbed copy. Start from ag_change_none() and fill in:
 *   one entry:      parameter, entry, at              (every use)
 *   in one use:     leaf, entry, at                   (parameter is ignored)
 *   a direction:    parameter or leaf, direction, step (value = data + step * direction)
 *   in everything:  neither, direction, step: the direction is the concatenation over the
 *                   graph's parameters in the order of ag_graph_parameter
 *   nothing:        neither, no direction: the unperturbed copy */
typedef struct ag_change {
    ag_parameter *parameter; /* NULL: see above */
    ag_node leaf;            /* AG_NO_NODE: every use of `parameter` */
    size_t entry;
    double at;               /* the new value of the entry */
    const double *direction; /* NULL: one entry is changed; else borrowed during the call */
    double step;
} ag_change;

/* The change that changes nothing. */
ag_change ag_change_none(void);

/* `width` lanes; 0: chosen from the graph, a pure function of it, so that memory stays bounded.
 * Returns: NULL when memory is short. */
ag_lanes *ag_lanes_create(const ag_graph *graph, size_t width);
void ag_lanes_destroy(ag_lanes *lanes);
size_t ag_lanes_width(const ag_lanes *lanes);

/* Value of each scalar target under each change, taken `width` at a time; the last batch is
 * padded with unperturbed copies, so that the bits of a value depend on the change and on its
 * place in the batch alone.
 * Shapes:  values is count x target_count, row-major.
 * Returns: AG_OK; AG_ERR_SHAPE if a target is not a scalar; AG_ERR_NODE for a bad target or
 *          leaf; AG_ERR_ARGUMENT for a parameter that is not used or an entry out of range
 *          (nothing evaluated in each case). Allocates nothing. */
ag_status ag_lanes_evaluate(ag_lanes *lanes, const ag_change *changes, size_t count,
                            const ag_node *targets, size_t target_count, double *values);

#ifdef __cplusplus
}
#endif
#endif
