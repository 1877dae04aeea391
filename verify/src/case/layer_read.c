/* Reading layers: their kinds and settings, their names, and which are used again.  Every layer
 * has a path, its name under those of the blocks it stands in. */
#include "case/layer.h"

#include <string.h>

#define GV_LAYER_ENTRY(name) &gv_layer_##name.kind,
const gv_kind *const gv_layer_list[] = {GV_LAYERS(GV_LAYER_ENTRY) NULL};

/* What can be used again: layers that are read to their end, not those around the present one.
 */
typedef struct known {
    gv_reading *reading;
    gv_layer *layers[GV_MAX_LAYERS];
    size_t count;
    size_t total; /* with those that are not read to their end */
} known;

static bool read_layers(known *k, const gv_node *node, const char *path, gv_layer **layers,
                        size_t *count);

static bool is_name(const char *text) {
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "0123456789_-");
    return text[length] == '\0' && length > 0 && length <= GV_NAME_CHARACTERS;
}

/* "path.name"; at the top the name alone. */
static const char *join(gv_reading *reading, const char *path, size_t length,
                        const char *name) {
    if (length == 0)
        return name;
    const char *joined = gv_arena_print(reading->arena, "%.*s.%s", (int)length, path, name);
    reading->issues->starved |= joined == NULL;
    return joined;
}

static const gv_layer *find_name(const gv_layer *layers, size_t count, const char *name) {
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
    const gv_layer *other = find_name(layers, index, layer->name);
    if (other == NULL)
        return true;
    gv_blame(reading, node != NULL ? node : layer->node,
             "there are two layers '%s'; the first is on line %zu", layer->name,
             other->node->place.line);
    return false;
}

static gv_layer *find_path(const known *k, const char *path) {
    for (size_t i = 0; path != NULL && i < k->count; i++)
        if (strcmp(k->layers[i]->path, path) == 0)
            return k->layers[i];
    return NULL;
}

/* The layer that a word names: in the block `path`, or else in those around it. */
static gv_layer *find_layer(const known *k, const gv_node *word, const char *path) {
    for (size_t length = strlen(path);;) {
        gv_layer *found = find_path(k, join(k->reading, path, length, word->text));
        if (found != NULL)
            return found;
        if (length == 0)
            break;
        while (length > 0 && path[length - 1] != '.')
            length--;
        length -= length > 0;
    }
    const char **paths = gv_reading_alloc(k->reading, k->count, sizeof *paths);
    for (size_t i = 0; paths != NULL && i < k->count; i++)
        paths[i] = k->layers[i]->path;
    if (paths != NULL)
        gv_blame_nearest(k->reading, word, word->text, paths, k->count, "unknown layer '%.60s'",
                         word->text);
    return NULL;
}

static bool read_shared(const known *k, const gv_node *use, const char *path, gv_layer *layer) {
    static const gv_field fields[] = {
        {.name = "name", .read = gv_field_other},
        {.name = "use", .read = gv_field_other},
    };
    if (!gv_read_fields(k->reading, layer->node, fields, 2, NULL) ||
        !gv_expect_text(k->reading, use, "layer"))
        return false;
    gv_layer *other = find_layer(k, use, path);
    if (other == NULL)
        return false;
    layer->shared = other->shared != NULL ? other->shared : other;
    layer->kind = layer->shared->kind;
    if (layer->kind == NULL || layer->kind->shape != NULL)
        return layer->kind != NULL;
    gv_blame(k->reading, use, "'%s' only holds layers: use one of them, as '%s.%s'",
             other->path, other->path, other->layer_count > 0 ? other->layers[0].name : "0");
    return false;
}

static bool read_own(known *k, gv_layer *layer) {
    static const gv_field extra[] = {
        {.name = "name",
         .read = gv_field_other,
         .meaning = "of the layer and its parameters; left out: its place, from 0"},
        {.name = "kind",
         .read = gv_field_other,
         .required = true,
         .meaning = "what the layer does"},
    };
    gv_reading *reading = k->reading;
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
    if (kind == NULL)
        return false;
    if (layer->node->kind == GV_NODE_MAPPING &&
        !gv_read_kind_fields(reading, layer->node, kind, extra, 2, layer))
        return false;
    return layer->inside == NULL ||
           read_layers(k, layer->inside, layer->path, &layer->layers, &layer->layer_count);
}

static bool read_layer(known *k, gv_layer *layers, size_t index, const char *path) {
    gv_layer *layer = &layers[index];
    bool named = name_layer(k->reading, layers, index, layer);
    const gv_node *use = gv_node_get(layer->node, "use");
    layer->path =
        layer->name != NULL ? join(k->reading, path, strlen(path), layer->name) : NULL;
    if (layer->path == NULL)
        return false;
    bool good = use != NULL ? read_shared(k, use, path, layer) : read_own(k, layer);
    k->layers[k->count++] = layer; /* one that is broken too: what uses it is no mistake */
    return good && named;
}

static bool read_layers(known *k, const gv_node *node, const char *path, gv_layer **layers,
                        size_t *count) {
    if (!gv_expect_list(k->reading, node, "layers"))
        return false;
    if (node->count > GV_MAX_LAYERS - k->total) {
        gv_blame(k->reading, node, "too many layers: the limit is %d", GV_MAX_LAYERS);
        return false;
    }
    k->total += node->count;
    *layers = gv_reading_alloc(k->reading, node->count, sizeof **layers);
    if (*layers == NULL)
        return false;
    bool good = true;
    size_t i = 0;
    for (const gv_node *child = node->first; child != NULL; child = child->next, i++) {
        (*layers)[i].node = child;
        good &= read_layer(k, *layers, i, path);
    }
    *count = node->count;
    return good;
}

bool gv_layers_read(gv_reading *reading, const gv_node *node, gv_layer **layers,
                    size_t *count) {
    known k = {.reading = reading};
    return read_layers(&k, node, "", layers, count);
}
