/* Storage and evaluation of lanes. A copy is kept equal to the unperturbed value outside its
 * dirty region; before a node is evaluated anew, what the last batch left is put back. */
#include "lane_store.h"

#include <stdlib.h>
#include <string.h>

#include "region.h"

/* Lanes are taken in such numbers that the copies stay below this many bytes. */
static const size_t memory_limit = (size_t)64 << 20;

/* With 32 lanes the cost of calling an op is a small part of evaluating it; with more of them
 * the copies of a small net no longer fit the caches. */
enum { WIDTH_WISHED = 32, WIDTH_LEAST = 2, DOUBLES_PER_LINE = 8 };

/* Targets remembered from call to call: the terms of a loss, with room to spare. */
enum { TARGETS_KEPT = 64 };

static size_t rounded(size_t doubles) {
    return (doubles + DOUBLES_PER_LINE - 1) / DOUBLES_PER_LINE * DOUBLES_PER_LINE;
}

/* ---- which nodes need what ---- */

typedef struct node_need {
    bool copies;  /* a use of a parameter, or depends on one */
    bool regions; /* a tensor, or a scalar that reaches one: its clean lanes must be known */
} node_need;

static void find_needs(const ag_graph *graph, node_need *needs) {
    for (size_t i = 0; i < graph->node_count; i++) {
        const ag_tape_node *node = &graph->nodes[i];
        needs[i].copies = node->use != AG_NOT_A_USE;
        for (size_t j = 0; j < node->input_count && !needs[i].copies; j++)
            needs[i].copies = needs[node->inputs[j]].copies;
    }
    for (size_t i = graph->node_count; i-- > 0;) {
        const ag_tape_node *node = &graph->nodes[i];
        needs[i].regions = needs[i].regions || node->size > 1;
        for (size_t j = 0; j < node->input_count && needs[i].regions; j++)
            needs[node->inputs[j]].regions = true;
    }
}

static size_t width_for(const ag_lanes *lanes, const node_need *needs) {
    size_t bytes = 0, width = WIDTH_WISHED;
    for (size_t i = 0; i < lanes->graph->node_count; i++)
        if (needs[i].copies)
            bytes += lanes->graph->nodes[i].size * sizeof(double) +
                     (needs[i].regions ? 2 * sizeof(ag_region) : 0);
    while (width > WIDTH_LEAST && bytes > memory_limit / width)
        width /= 2;
    return width;
}

/* ---- allocation ---- */

static bool take_storage(ag_lanes *lanes, const node_need *needs) {
    const size_t count = lanes->graph->node_count, width = lanes->width;
    size_t doubles = DOUBLES_PER_LINE, regions = 1, widest = 1;
    for (size_t i = 0; i < count; i++) {
        const ag_tape_node *node = &lanes->graph->nodes[i];
        if (node->input_count > widest)
            widest = node->input_count;
        if (needs[i].copies) {
            doubles += rounded(node->size * width);
            regions += needs[i].regions ? 2 * width : 0;
        }
    }
    lanes->nodes = calloc(count + 1, sizeof *lanes->nodes);
    lanes->data = aligned_alloc(DOUBLES_PER_LINE * sizeof(double), doubles * sizeof(double));
    lanes->regions = calloc(regions, sizeof *lanes->regions);
    lanes->operands = calloc(widest, sizeof *lanes->operands);
    return lanes->nodes != NULL && lanes->data != NULL && lanes->regions != NULL &&
           lanes->operands != NULL;
}

static void share_out(ag_lanes *lanes, const node_need *needs) {
    double *data = lanes->data;
    ag_region *regions = lanes->regions;
    for (size_t i = 0; i < lanes->graph->node_count; i++) {
        if (!needs[i].copies)
            continue;
        lanes->nodes[i].data = data;
        data += rounded(lanes->graph->nodes[i].size * lanes->width);
        if (needs[i].regions) {
            lanes->nodes[i].dirty = regions;
            lanes->nodes[i].before = regions + lanes->width;
            regions += 2 * lanes->width;
        }
    }
}

static bool list_uses(ag_lanes *lanes) {
    const ag_graph *graph = lanes->graph;
    const size_t parameters = graph->parameter_count;
    lanes->use_start = calloc(parameters + 1, sizeof *lanes->use_start);
    lanes->offsets = calloc(parameters + 1, sizeof *lanes->offsets);
    lanes->uses = calloc(graph->use_count + 1, sizeof *lanes->uses);
    if (lanes->use_start == NULL || lanes->offsets == NULL || lanes->uses == NULL)
        return false;
    for (size_t i = 0; i < parameters; i++) {
        lanes->use_start[i + 1] = lanes->use_start[i] + graph->parameters[i].use_count;
        lanes->offsets[i + 1] = lanes->offsets[i] + graph->parameters[i].parameter->size;
    }
    for (size_t i = 0; i < graph->use_count; i++)
        lanes->uses[lanes->use_start[graph->uses[i].parameter_index] + graph->uses[i].ordinal] =
            graph->uses[i].node;
    return true;
}

bool ag_lane_store_create(ag_lanes *lanes, size_t width) {
    const size_t count = lanes->graph->node_count, uses = lanes->graph->use_count;
    node_need *needs = calloc(count + 1, sizeof *needs);
    bool done = false;
    lanes->touched = calloc(uses + 1, sizeof *lanes->touched);
    lanes->last_touched = calloc(uses + 1, sizeof *lanes->last_touched);
    lanes->is_touched = calloc(count + 1, sizeof *lanes->is_touched);
    lanes->targets = calloc(TARGETS_KEPT, sizeof *lanes->targets);
    lanes->target_capacity = lanes->targets == NULL ? 0 : TARGETS_KEPT;
    lanes->last_count = SIZE_MAX;
    if (needs == NULL || lanes->touched == NULL || lanes->last_touched == NULL ||
        lanes->is_touched == NULL || !ag_dependents_create(&lanes->dependents, lanes->graph))
        goto out;
    find_needs(lanes->graph, needs);
    lanes->width = width == 0 ? width_for(lanes, needs) : width;
    if (!take_storage(lanes, needs) || !list_uses(lanes))
        goto out;
    share_out(lanes, needs);
    done = true;
out:
    free(needs);
    return done;
}

void ag_lane_store_destroy(ag_lanes *lanes) {
    ag_dependents_destroy(&lanes->dependents);
    free(lanes->nodes);
    free(lanes->data);
    free(lanes->regions);
    free(lanes->operands);
    free(lanes->use_start);
    free(lanes->uses);
    free(lanes->offsets);
    free(lanes->touched);
    free(lanes->last_touched);
    free(lanes->is_touched);
    free(lanes->targets);
}

/* ---- evaluation ---- */

static void fill(ag_lanes *lanes, size_t index) {
    const ag_tape_node *node = &lanes->graph->nodes[index];
    ag_lane_node *lane_node = &lanes->nodes[index];
    for (size_t lane = 0; lane < lanes->width; lane++) {
        memcpy(lane_node->data + lane * node->size, node->value,
               node->size * sizeof *node->value);
        if (lane_node->dirty != NULL)
            lane_node->dirty[lane] = ag_box_empty();
    }
    lane_node->filled = true;
}

void ag_lane_store_fill(ag_lanes *lanes, ag_node leaf) {
    if (!lanes->nodes[leaf].filled)
        fill(lanes, leaf);
}

/* Is any input of this lane changed? */
static bool lane_changed(const ag_forward_call *call, size_t lane) {
    for (size_t i = 0; i < call->input_count; i++) {
        const ag_forward_input *in = &call->inputs[i];
        if (in->lane_stride != 0 &&
            (in->dirty == NULL || !ag_box_is_empty(in->shape, &in->dirty[lane])))
            return true;
    }
    return false;
}

static void whole_lanes(const ag_forward_call *call, ag_region *regions) {
    const ag_region all = ag_box_all(call->output_shape);
    for (size_t lane = 0; lane < call->lanes; lane++)
        regions[lane] = lane_changed(call, lane) ? all : ag_box_empty();
}

/* Find the new regions, and put back what the last batch left outside them. */
static void prepare(ag_lane_node *node, ag_forward_call *call) {
    ag_region *const last = node->dirty;
    node->dirty = node->before;
    node->before = last;
    const bool mapped = call->op->dirty != NULL && call->op->dirty(call, node->dirty);
    if (!mapped) {
        whole_lanes(call, node->dirty);
        return; /* forward writes everything */
    }
    bool all = true;
    for (size_t lane = 0; lane < call->lanes; lane++) {
        all = all && ag_box_is_all(call->output_shape, &node->dirty[lane]);
        if (!ag_box_is_empty(call->output_shape, &last[lane]) &&
            !ag_box_contains(call->output_shape, &node->dirty[lane], &last[lane]))
            ag_region_copy(call->output_shape, &last[lane],
                           call->output + lane * call->output_stride, call->output_base);
    }
    call->output_dirty = all ? NULL : node->dirty;
}

void ag_lane_store_evaluate(ag_lanes *lanes, size_t index) {
    const ag_tape_node *node = &lanes->graph->nodes[index];
    ag_lane_node *lane_node = &lanes->nodes[index];
    for (size_t i = 0; i < node->input_count; i++) {
        const ag_node from = node->inputs[i];
        const ag_tape_node *source = &lanes->graph->nodes[from];
        const bool live = ag_bit(lanes->dependents.live, from);
        lanes->operands[i] =
            (ag_forward_input){.data = live ? lanes->nodes[from].data : source->value,
                               .lane_stride = live ? source->size : 0,
                               .base = source->value,
                               .shape = source->shape,
                               .dirty = live ? lanes->nodes[from].dirty : NULL};
    }
    ag_forward_call call = {.op = node->op,
                            .attributes = node->attributes,
                            .lanes = lanes->width,
                            .input_count = node->input_count,
                            .inputs = lanes->operands,
                            .output = lane_node->data,
                            .output_stride = node->size,
                            .output_base = node->value,
                            .output_shape = node->shape,
                            .output_size = node->size,
                            .node = (ag_node)index};
    if (lane_node->dirty != NULL) {
        if (!lane_node->filled)
            fill(lanes, index);
        prepare(lane_node, &call);
    }
    node->op->forward(&call);
}
