/* Storage of lanes: for each node that depends on a parameter `width` copies of its value, and
 * where each copy differs from the unperturbed value. */
#ifndef GRADGATE_ENGINE_SRC_LANE_STORE_H
#define GRADGATE_ENGINE_SRC_LANE_STORE_H

#include <gradgate/engine/lanes.h>

#include "dependents.h"

typedef struct ag_lane_node {
    double *data; /* width x size; NULL: does not depend on a parameter */
    /* Per lane, outside which the copy equals the graph's value. NULL for scalars that reach
     * scalars only: those are computed anew in all lanes. */
    ag_region *dirty;
    ag_region *before; /* what dirty was the last time */
    bool filled;       /* data and regions are valid for this generation */
} ag_lane_node;

struct ag_lanes {
    const ag_graph *graph;
    size_t width;
    uint64_t generation;
    ag_dependents dependents;
    ag_lane_node *nodes;
    double *data;
    ag_region *regions;
    ag_forward_input *operands; /* of the widest node */

    size_t *use_start; /* per parameter: where its uses start in `uses`; one more at the end */
    ag_node *uses;
    size_t *offsets; /* per parameter: its place in a concatenated direction */

    ag_node *touched; /* leaves changed by this batch, in order of first change */
    size_t touched_count;
    ag_node *last_touched;
    size_t last_count;
    bool *is_touched; /* per node */
    ag_node *targets; /* of the last evaluate */
    size_t target_count, target_capacity;
};

bool ag_lane_store_create(ag_lanes *lanes, size_t width);
void ag_lane_store_destroy(ag_lanes *lanes);

/* Make the copies of a leaf equal to the parameter's data, if they are not yet. */
void ag_lane_store_fill(ag_lanes *lanes, ag_node leaf);

/* Evaluate one live node in all lanes. */
void ag_lane_store_evaluate(ag_lanes *lanes, size_t node);

#endif
