/* Models of layers, one after the other; a layer can be used again further down, and one can
 * hold others. */
#include "case/layer.h"

#include <stdio.h>

/* Blocks that are used in blocks multiply: what is recorded has a bound of its own. */
enum { MAX_PLACES = 4096 };

static bool layers_read(gv_reading *reading, const gv_node *node, gv_case *item) {
    return gv_layers_read(reading, node, &item->model.layers, &item->model.layer_count);
}

/* ---- shapes ---- */

static bool is_bounded(gv_reading *reading, const gv_layer *layer, const gv_flow *flow) {
    size_t size = ag_shape_size(&flow->shape);
    bool fits = flow->steps == 0 || (size > 0 && size <= GV_MAX_ENTRIES / flow->steps);
    if (flow->entries <= GV_MAX_ENTRIES && fits)
        return true;
    gv_blame(reading, layer->node, "the model is too large here: the limit is 16777216");
    return false;
}

/* A place in which a layer is used again: all of it, under the name of the place. */
static void borrow(gv_layer *layer) {
    gv_layer again = *layer->shared;
    again.name = layer->name;
    again.path = layer->path;
    again.node = layer->node;
    again.shared = layer->shared;
    *layer = again;
}

static bool shape_layer(gv_reading *reading, gv_layer *layer, gv_flow *flow) {
    gv_layer *own = layer->shared != NULL ? layer->shared : layer;
    if (layer->shared != NULL)
        borrow(layer);
    if (++flow->places > MAX_PLACES) {
        gv_blame(reading, layer->node, "blocks in blocks come to more than %d layers",
                 MAX_PLACES);
        return false;
    }
    if (!layer->kind->shape(reading, layer, flow))
        return false;
    own->in = layer->in; /* of a list's layer, which its first use tells */
    if (!own->reached && own->kind->count != NULL)
        flow->entries += own->kind->count(own);
    own->reached = true;
    layer->result = flow->shape;
    flow->from = gv_arena_print(reading->arena, "layer '%s'", layer->path);
    return flow->from != NULL && is_bounded(reading, layer, flow);
}

bool gv_layers_shape(gv_reading *reading, gv_layer *layers, size_t count, gv_flow *flow) {
    for (size_t i = 0; i < count; i++)
        if (layers[i].kind->shape != NULL && !shape_layer(reading, &layers[i], flow))
            return false;
    return true;
}

/* A layer of a list that nothing uses has no shape, and would be checked for nothing. */
static bool all_reached(gv_reading *reading, const gv_layer *layers, size_t count,
                        bool listed) {
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        const gv_layer *layer = &layers[i];
        const bool unused = listed && layer->kind->shape != NULL && !layer->reached;
        if (unused)
            gv_blame(reading, layer->node,
                     "nothing uses this layer: one in a list takes part by 'use: %s'",
                     layer->path);
        good &= !unused;
        if (!unused && layer->shared == NULL)
            good &= all_reached(reading, layer->layers, layer->layer_count,
                                layer->kind->shape == NULL);
    }
    return good;
}

static bool layers_shape(gv_reading *reading, gv_case *item, gv_flow *flow) {
    gv_model *model = &item->model;
    return gv_layers_shape(reading, model->layers, model->layer_count, flow) &&
           all_reached(reading, model->layers, model->layer_count, false);
}

/* ---- building ---- */

static ag_status fill(ag_module *root, ag_module *module, const gv_layer *layers,
                      size_t count) {
    ag_status status = AG_OK;
    for (size_t i = 0; i < count && status == AG_OK; i++) {
        const gv_layer *layer = &layers[i];
        if (layer->shared != NULL) {
            status = ag_module_add_child(module, layer->name,
                                         ag_module_child(root, layer->shared->path));
            continue;
        }
        status = ag_module_take_child(module, layer->name,
                                      layer->kind->create != NULL ? layer->kind->create(layer)
                                                                  : layer->kind->plain());
        if (status == AG_OK)
            status = fill(root, ag_module_child(module, layer->name), layer->layers,
                          layer->layer_count);
    }
    return status;
}

static ag_module *layers_create(const gv_case *item) {
    static const ag_module_kind kind = {.name = "Model"};
    ag_module *root = ag_module_create(&kind, 0);
    if (root != NULL && fill(root, root, item->model.layers, item->model.layer_count) == AG_OK)
        return root;
    ag_module_release(root);
    return NULL;
}

/* ---- recording ---- */

void gv_layer_push_scope(const gv_layer *layer, ag_graph *graph, size_t step, size_t steps) {
    char name[GV_NAME_CHARACTERS + 32];
    if (steps > 1)
        snprintf(name, sizeof name, "%s[%zu]", layer->name, step);
    else
        snprintf(name, sizeof name, "%s", layer->name);
    ag_graph_push_scope(graph, name);
}

static void record_steps(const gv_layer *layer, const ag_module *module, ag_graph *graph,
                         ag_node *nodes, size_t steps) {
    for (size_t t = 0; t < steps; t++) {
        gv_layer_push_scope(layer, graph, t, steps);
        nodes[t] = ag_module_forward(module, graph, nodes[t]);
        ag_graph_pop_scope(graph);
    }
}

void gv_layers_record(const gv_layer *layers, size_t count, const ag_module *module,
                      ag_graph *graph, ag_node *nodes, size_t *steps) {
    for (size_t i = 0; i < count; i++) {
        const gv_layer *layer = &layers[i];
        const ag_module *child = ag_module_child(module, layer->name);
        if (layer->kind->shape == NULL)
            continue;
        if (layer->kind->record != NULL)
            layer->kind->record(layer, child, graph, nodes, steps);
        else
            record_steps(layer, child, graph, nodes, *steps);
    }
}

static size_t layers_prediction_count(const gv_case *item) {
    return item->data.flow.steps;
}

static void layers_record(const gv_case *item, const gv_data *data, const ag_module *module,
                          ag_graph *graph, gv_predictions *predictions) {
    const gv_flow *flow = &data->flow;
    size_t size = ag_shape_size(&flow->shape);
    for (size_t t = 0; t < flow->steps; t++)
        predictions->nodes[t] = ag_input(graph, flow->shape, data->inputs + t * size);
    predictions->count = flow->steps;
    gv_layers_record(item->model.layers, item->model.layer_count, module, graph,
                     predictions->nodes, &predictions->count);
}

/* Blocks are told by what is inside of them, under the names of the place that they are used
 * at: `under` is that place, "" at the top. */
static gv_status outline_layers(const gv_layer *layers, size_t count, const char *under,
                                bool again, gv_outline *outline) {
    gv_status status = GV_OK;
    for (size_t i = 0; i < count && status == GV_OK; i++) {
        const gv_layer *layer = &layers[i];
        const bool shared = again || layer->shared != NULL;
        char name[1024], kind[1024];
        snprintf(name, sizeof name, "%s%s%s", under, *under != '\0' ? "." : "", layer->name);
        snprintf(kind, sizeof kind, "%s%s%s", layer->kind->kind.name, shared ? ", again " : "",
                 !shared                 ? ""
                 : layer->shared != NULL ? layer->shared->path
                                         : layer->path);
        if (layer->kind->shape == NULL)
            continue;
        if (layer->layer_count > 0)
            status = outline_layers(layer->layers, layer->layer_count, name, shared, outline);
        else
            status = gv_outline_step(outline, name, kind, &layer->result);
    }
    return status;
}

static gv_status layers_outline(const gv_case *item, gv_outline *outline) {
    return outline_layers(item->model.layers, item->model.layer_count, "", false, outline);
}

const gv_model_kind gv_model_layers = {
    .kind = {"layers", "layers one after the other", NULL, 0},
    .read = layers_read,
    .shape = layers_shape,
    .create = layers_create,
    .prediction_count = layers_prediction_count,
    .record = layers_record,
    .outline = layers_outline,
};
