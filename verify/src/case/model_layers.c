/* Models of layers, one after the other; a layer can be used again further down. */
#include "case/layer.h"

#include <stdio.h>
#include <string.h>

enum { NAME_CHARACTERS = 64 };

const gv_kind *const gv_layer_list[] = {
    &gv_layer_linear.kind,
    &gv_layer_relu.kind,
    &gv_layer_tanh.kind,
    &gv_layer_sigmoid.kind,
    &gv_layer_embedding.kind,
    &gv_layer_flatten.kind,
    &gv_layer_rnn.kind,
    &gv_layer_lstm.kind,
    &gv_layer_gru.kind,
    &gv_layer_leaky_relu.kind,
    &gv_layer_softplus.kind,
    &gv_layer_silu.kind,
    &gv_layer_gelu.kind,
    &gv_layer_softmax.kind,
    &gv_layer_layer_norm.kind,
    &gv_layer_rms_norm.kind,
    &gv_layer_dropout.kind,
    &gv_layer_conv2d.kind,
    &gv_layer_max_pool2d.kind,
    &gv_layer_avg_pool2d.kind,
    &gv_layer_attention.kind,
    &gv_layer_transformer.kind,
    &gv_layer_reshape.kind,
    &gv_layer_last.kind,
    NULL,
};

/* ---- reading ---- */

static bool is_name(const char *text) {
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "0123456789_-");
    return text[length] == '\0' && length > 0 && length <= NAME_CHARACTERS;
}

static const gv_layer *find_layer(const gv_layer *layers, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(layers[i].name, name) == 0)
            return &layers[i];
    return NULL;
}

/* The name the file gives, or the layer's place. */
static bool name_layer(gv_reading *reading, const gv_layer *layers, size_t index,
                       gv_layer *layer) {
    const gv_node *node = gv_node_get(layer->node, "name");
    layer->name = gv_arena_print(reading->arena, "%zu", index);
    if (layer->name == NULL)
        return false;
    if (node != NULL && (!gv_expect_text(reading, node, "name") || !is_name(node->text))) {
        gv_blame(reading, node, "a name has up to 64 letters, digits, '_' and '-'");
        return false;
    }
    if (node != NULL)
        layer->name = node->text;
    const gv_layer *other = find_layer(layers, index, layer->name);
    if (other == NULL)
        return true;
    gv_blame(reading, node != NULL ? node : layer->node,
             "there are two layers '%s'; the first is on line %zu", layer->name,
             other->node->place.line);
    return false;
}

static bool read_shared(gv_reading *reading, const gv_node *use, const gv_layer *layers,
                        size_t index, gv_layer *layer) {
    static const gv_field fields[] = {
        {.name = "name", .read = gv_field_other},
        {.name = "use", .read = gv_field_other},
    };
    const char **names = gv_reading_alloc(reading, index, sizeof *names);
    size_t place;
    if (names == NULL || !gv_read_fields(reading, layer->node, fields, 2, NULL))
        return false;
    for (size_t i = 0; i < index; i++)
        names[i] = layers[i].name;
    if (!gv_find_word(reading, use, names, index, "layer", &place))
        return false;
    const gv_layer *other = &layers[place];
    layer->shared = other->shared != NULL ? other->shared : other;
    layer->kind = layer->shared->kind;
    return true;
}

static bool read_own(gv_reading *reading, gv_layer *layer) {
    static const gv_field extra[] = {
        {.name = "name",
         .read = gv_field_other,
         .meaning = "of the layer and its parameters; left out: its place, from 0"},
        {.name = "kind",
         .read = gv_field_other,
         .required = true,
         .meaning = "what the layer does"},
    };
    const gv_node *word = layer->node;
    if (layer->node->kind == GV_NODE_MAPPING) {
        word = gv_node_get(layer->node, "kind");
        if (word == NULL) {
            gv_blame(reading, layer->node, "a layer needs the key 'kind' or 'use'");
            return false;
        }
    }
    const gv_kind *kind = gv_find_kind(reading, word, gv_layer_list, "kind of layer");
    layer->kind = (const gv_layer_kind *)kind;
    layer->bias = true;
    if (kind == NULL || layer->node->kind == GV_NODE_SCALAR)
        return kind != NULL;
    return gv_read_kind_fields(reading, layer->node, kind, extra, 2, layer);
}

static bool read_layer(gv_reading *reading, gv_layer *layers, size_t index) {
    gv_layer *layer = &layers[index];
    bool named = name_layer(reading, layers, index, layer);
    const gv_node *use = gv_node_get(layer->node, "use");
    if (layer->name == NULL)
        return false;
    return (use != NULL ? read_shared(reading, use, layers, index, layer)
                        : read_own(reading, layer)) &&
           named;
}

static bool layers_read(gv_reading *reading, const gv_node *node, gv_case *item) {
    if (!gv_expect_list(reading, node, "layers"))
        return false;
    if (node->count > GV_MAX_LAYERS) {
        gv_blame(reading, node, "too many layers: the limit is 256");
        return false;
    }
    gv_layer *layers = gv_reading_alloc(reading, node->count, sizeof *layers);
    if (layers == NULL)
        return false;
    bool good = true;
    size_t i = 0;
    for (const gv_node *child = node->first; child != NULL; child = child->next, i++) {
        layers[i].node = child;
        good &= read_layer(reading, layers, i);
    }
    item->model.layers = layers;
    item->model.layer_count = node->count;
    return good;
}

/* ---- shapes ---- */

static bool is_bounded(gv_reading *reading, const gv_layer *layer, const gv_flow *flow,
                       size_t *entries) {
    *entries +=
        layer->shared == NULL && layer->kind->count != NULL ? layer->kind->count(layer) : 0;
    size_t size = ag_shape_size(&flow->shape);
    bool fits = flow->steps == 0 || (size > 0 && size <= GV_MAX_ENTRIES / flow->steps);
    if (*entries <= GV_MAX_ENTRIES && fits)
        return true;
    gv_blame(reading, layer->node, "the model is too large here: the limit is 16777216");
    return false;
}

static bool layers_shape(gv_reading *reading, gv_case *item, gv_flow *flow) {
    size_t entries = 0;
    for (size_t i = 0; i < item->model.layer_count; i++) {
        gv_layer *layer = &item->model.layers[i];
        if (layer->shared != NULL) {
            gv_layer again = *layer->shared;
            again.name = layer->name;
            again.node = layer->node;
            again.shared = layer->shared;
            *layer = again;
        }
        if (!layer->kind->shape(reading, layer, flow) ||
            !is_bounded(reading, layer, flow, &entries))
            return false;
        layer->result = flow->shape;
        flow->from = gv_arena_print(reading->arena, "layer '%s'", layer->name);
        if (flow->from == NULL)
            return false;
    }
    return true;
}

/* ---- building ---- */

static ag_module *layers_create(const gv_case *item) {
    static const ag_module_kind kind = {.name = "Model"};
    ag_module *root = ag_module_create(&kind, 0);
    for (size_t i = 0; root != NULL && i < item->model.layer_count; i++) {
        const gv_layer *layer = &item->model.layers[i];
        ag_status status =
            layer->shared != NULL
                ? ag_module_add_child(root, layer->name,
                                      ag_module_child(root, layer->shared->name))
                : ag_module_take_child(root, layer->name, layer->kind->create(layer));
        if (status != AG_OK) {
            ag_module_release(root);
            root = NULL;
        }
    }
    return root;
}

void gv_layer_push_scope(const gv_layer *layer, ag_graph *graph, size_t step, size_t steps) {
    char name[NAME_CHARACTERS + 32];
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

static size_t layers_prediction_count(const gv_case *item) {
    return item->data.flow.steps;
}

static void layers_record(const gv_case *item, const ag_module *module, ag_graph *graph,
                          gv_predictions *predictions) {
    const gv_flow *flow = &item->data.flow;
    size_t size = ag_shape_size(&flow->shape);
    for (size_t t = 0; t < flow->steps; t++)
        predictions->nodes[t] = ag_input(graph, flow->shape, item->data.inputs + t * size);
    predictions->count = flow->steps;
    for (size_t i = 0; i < item->model.layer_count; i++) {
        const gv_layer *layer = &item->model.layers[i];
        const ag_module *child = ag_module_child(module, layer->name);
        if (layer->kind->record != NULL)
            layer->kind->record(layer, child, graph, predictions->nodes, &predictions->count);
        else
            record_steps(layer, child, graph, predictions->nodes, predictions->count);
    }
}

static gv_status layers_outline(const gv_case *item, gv_outline *outline) {
    gv_status status = GV_OK;
    for (size_t i = 0; i < item->model.layer_count && status == GV_OK; i++) {
        const gv_layer *layer = &item->model.layers[i];
        char kind[2 * NAME_CHARACTERS + 32];
        snprintf(kind, sizeof kind, "%s%s%s", layer->kind->kind.name,
                 layer->shared != NULL ? ", again " : "",
                 layer->shared != NULL ? layer->shared->name : "");
        status = gv_outline_step(outline, layer->name, kind, &layer->result);
    }
    return status;
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
