/* Evaluating many changes: batches, changed leaves, reading out. A leaf's copies are filled
 * once; a batch sets the changed entries, and puts them back when it is done. */
#include <gradgate/engine/lanes.h>

#include <stdlib.h>
#include <string.h>

#include "lane_store.h"
#include "region.h"

ag_change ag_change_none(void) {
    return (ag_change){.leaf = AG_NO_NODE};
}

ag_lanes *ag_lanes_create(const ag_graph *graph, size_t width) {
    ag_lanes *lanes = calloc(1, sizeof *lanes);
    if (lanes == NULL)
        return NULL;
    lanes->graph = graph;
    lanes->generation = graph->generation;
    if (!ag_lane_store_create(lanes, width)) {
        ag_lanes_destroy(lanes);
        return NULL;
    }
    return lanes;
}

void ag_lanes_destroy(ag_lanes *lanes) {
    if (lanes == NULL)
        return;
    ag_lane_store_destroy(lanes);
    free(lanes);
}

size_t ag_lanes_width(const ag_lanes *lanes) {
    return lanes->width;
}

/* ---- checking ---- */

static const ag_tape_node *use_at(const ag_lanes *lanes, ag_node leaf) {
    const ag_tape_node *node =
        leaf < lanes->dependents.node_count ? ag_tape_at(lanes->graph, leaf) : NULL;
    return node == NULL || node->use == AG_NOT_A_USE ? NULL : node;
}

static ag_status check_change(const ag_lanes *lanes, const ag_change *change) {
    size_t size = 0;
    if (change->leaf != AG_NO_NODE) {
        const ag_tape_node *leaf = use_at(lanes, change->leaf);
        if (leaf == NULL)
            return AG_ERR_NODE;
        size = leaf->size;
    } else if (change->parameter != NULL) {
        const size_t index = ag_graph_parameter_index(lanes->graph, change->parameter);
        if (index == lanes->graph->parameter_count)
            return AG_ERR_ARGUMENT;
        size = change->parameter->size;
    } else {
        return AG_OK;
    }
    return change->direction == NULL && change->entry >= size ? AG_ERR_ARGUMENT : AG_OK;
}

static ag_status check_call(const ag_lanes *lanes, const ag_change *changes, size_t count,
                            const ag_node *targets, size_t target_count) {
    for (size_t i = 0; i < target_count; i++) {
        if (targets[i] >= lanes->dependents.node_count)
            return AG_ERR_NODE;
        if (lanes->graph->nodes[targets[i]].shape->rank != 0)
            return AG_ERR_SHAPE;
    }
    for (size_t i = 0; i < count; i++) {
        const ag_status status = check_change(lanes, &changes[i]);
        if (status != AG_OK)
            return status;
    }
    return AG_OK;
}

/* ---- leaves ---- */

static void touch(ag_lanes *lanes, ag_node leaf) {
    ag_lane_store_fill(lanes, leaf);
    if (lanes->is_touched[leaf])
        return;
    lanes->is_touched[leaf] = true;
    lanes->touched[lanes->touched_count++] = leaf;
}

/* Change one leaf in one lane; `direction` is of the leaf's size. */
static void change_leaf(ag_lanes *lanes, ag_node leaf, size_t lane, const ag_change *change,
                        const double *direction) {
    const ag_tape_node *node = &lanes->graph->nodes[leaf];
    ag_lane_node *copies = &lanes->nodes[leaf];
    double *data = copies->data + lane * node->size;
    touch(lanes, leaf);
    if (direction == NULL)
        data[change->entry] = change->at;
    else
        for (size_t i = 0; i < node->size; i++)
            data[i] = node->value[i] + change->step * direction[i];
    if (copies->dirty != NULL)
        copies->dirty[lane] = direction == NULL ? ag_region_entry(node->shape, change->entry)
                                                : ag_box_all(node->shape);
}

static void change_parameter(ag_lanes *lanes, size_t index, size_t lane,
                             const ag_change *change, const double *direction) {
    for (size_t i = lanes->use_start[index]; i < lanes->use_start[index + 1]; i++)
        change_leaf(lanes, lanes->uses[i], lane, change, direction);
}

static void apply(ag_lanes *lanes, size_t lane, const ag_change *change) {
    const ag_graph *graph = lanes->graph;
    if (change->leaf != AG_NO_NODE)
        change_leaf(lanes, change->leaf, lane, change, change->direction);
    else if (change->parameter != NULL)
        change_parameter(lanes, ag_graph_parameter_index(graph, change->parameter), lane,
                         change, change->direction);
    else if (change->direction != NULL)
        for (size_t i = 0; i < graph->parameter_count; i++)
            change_parameter(lanes, i, lane, change, change->direction + lanes->offsets[i]);
}

static void restore_leaf(ag_lanes *lanes, ag_node leaf) {
    const ag_tape_node *node = &lanes->graph->nodes[leaf];
    ag_lane_node *copies = &lanes->nodes[leaf];
    for (size_t lane = 0; lane < lanes->width; lane++) {
        double *data = copies->data + lane * node->size;
        if (copies->dirty == NULL) {
            *data = *node->value;
            continue;
        }
        ag_region_copy(node->shape, &copies->dirty[lane], data, node->value);
        copies->dirty[lane] = ag_box_empty();
    }
}

static void restore(ag_lanes *lanes) {
    for (size_t i = 0; i < lanes->touched_count; i++) {
        restore_leaf(lanes, lanes->touched[i]);
        lanes->is_touched[lanes->touched[i]] = false;
    }
    lanes->touched_count = 0;
}

/* ---- batches ---- */

/* The nodes that this batch reaches; the same leaves as last time reach the same nodes. */
static void find_live(ag_lanes *lanes) {
    const size_t bytes = lanes->touched_count * sizeof *lanes->touched;
    if (lanes->touched_count == lanes->last_count &&
        memcmp(lanes->touched, lanes->last_touched, bytes) == 0)
        return;
    ag_dependents_clear(&lanes->dependents);
    for (size_t i = 0; i < lanes->touched_count; i++)
        ag_dependents_add(&lanes->dependents, lanes->touched[i]);
    memcpy(lanes->last_touched, lanes->touched, bytes);
    lanes->last_count = lanes->touched_count;
}

static void run_batch(ag_lanes *lanes, const ag_change *changes, size_t count,
                      const ag_node *targets, size_t target_count, double *values) {
    const ag_dependents *set = &lanes->dependents;
    for (size_t lane = 0; lane < count; lane++)
        apply(lanes, lane, &changes[lane]);
    find_live(lanes);
    for (size_t i = ag_dependents_next(set, 0); i < set->node_count;
         i = ag_dependents_next(set, i + 1))
        if (lanes->graph->nodes[i].op->forward != NULL)
            ag_lane_store_evaluate(lanes, i);
    for (size_t i = 0; i < target_count; i++) {
        const bool live = ag_bit(set->live, targets[i]);
        for (size_t lane = 0; lane < count; lane++)
            values[lane * target_count + i] = live ? lanes->nodes[targets[i]].data[lane]
                                                   : *lanes->graph->nodes[targets[i]].value;
    }
    restore(lanes);
}

/* Other targets need other nodes. Remembers at most as many targets as there is room for. */
static void set_targets(ag_lanes *lanes, const ag_node *targets, size_t count) {
    if (count == lanes->target_count && count <= lanes->target_capacity &&
        memcmp(targets, lanes->targets, count * sizeof *targets) == 0)
        return;
    ag_dependents_need(&lanes->dependents, lanes->graph, targets, count);
    lanes->last_count = SIZE_MAX;
    lanes->target_count = count;
    if (count <= lanes->target_capacity)
        memcpy(lanes->targets, targets, count * sizeof *targets);
}

/* Values of the graph changed: forget all copies. */
static void renew(ag_lanes *lanes) {
    if (lanes->generation == lanes->graph->generation)
        return;
    for (size_t i = 0; i < lanes->dependents.node_count; i++)
        lanes->nodes[i].filled = false;
    lanes->generation = lanes->graph->generation;
}

ag_status ag_lanes_evaluate(ag_lanes *lanes, const ag_change *changes, size_t count,
                            const ag_node *targets, size_t target_count, double *values) {
    const ag_status status = check_call(lanes, changes, count, targets, target_count);
    if (status != AG_OK)
        return status;
    if (target_count == 0)
        return AG_OK;
    renew(lanes);
    set_targets(lanes, targets, target_count);
    for (size_t done = 0; done < count; done += lanes->width) {
        const size_t batch = count - done < lanes->width ? count - done : lanes->width;
        run_batch(lanes, changes + done, batch, targets, target_count,
                  values + done * target_count);
    }
    return AG_OK;
}
