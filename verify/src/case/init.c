/* The section `init`: initial values by parameter.  What is named closer wins: `default`, then
 * `weights` and `biases`, then a layer, then a parameter.  Every parameter draws from a stream
 * of its own, so that one more layer leaves the others' values alone. */
#include "case/spec.h"
#include "case/tensor.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* Of a parameter that the case says nothing about. */
static const gv_init fallback = {.kind = &gv_init_normal, .deviation = 0.5};

/* ---- reading ---- */

typedef struct rule {
    gv_init init;
    size_t closeness; /* as gv_closeness */
    bool *selected;
} rule;

static const char kinds[] =
    "normal, uniform, constant, zeros, ones, values, xavier_normal, ...";

/* `shaped`: with a key `shape`, which is read elsewhere. */
static bool read_kind(gv_reading *reading, const gv_node *node, bool shaped, gv_init *init) {
    static const gv_field extra[] = {
        {.name = "kind", .read = gv_field_other, .required = true, .meaning = kinds},
        {.name = "shape", .read = gv_field_other},
    };
    const gv_node *word = node->kind == GV_NODE_MAPPING ? gv_node_get(node, "kind") : node;
    if (word == NULL) {
        gv_blame(reading, node->key, "missing key 'kind': %s", kinds);
        return false;
    }
    const gv_kind *kind = gv_find_kind(reading, word, gv_init_list, "kind of initial values");
    if (kind == NULL)
        return false;
    init->kind = (const gv_init_kind *)kind;
    init->node = node;
    if (node->kind == GV_NODE_SCALAR && (kind->field_count == 0 || init->kind->needs_fans))
        return true;
    if (!gv_read_kind_fields(reading, node, kind, extra, shaped ? 2 : 1, init))
        return false;
    if (init->kind == &gv_init_uniform && !(init->low < init->high)) {
        gv_blame(reading, node->key, "'low' must be below 'high'");
        return false;
    }
    return init->kind != &gv_init_values ||
           gv_read_tensor(reading, init->values, &init->shape, &init->numbers);
}

/* Has a shape fans, where they are asked for? */
static bool has_fans(gv_reading *reading, const gv_init *init, const char *name,
                     const ag_shape *shape) {
    char text[128];
    if (init->kind == NULL || !init->kind->needs_fans || shape->rank >= 2)
        return true;
    gv_blame(reading, init->node, "%s needs two axes or more, but %s has shape %s",
             init->kind->kind.name, name, ag_shape_text(shape, text, sizeof text));
    return false;
}

/* Do numbers that are given one by one have the shape that they are for? */
static bool fits(gv_reading *reading, const gv_init *init, const char *name,
                 const ag_shape *shape) {
    char have[128], want[128];
    if (init->kind != &gv_init_values || ag_shape_equal(&init->shape, shape))
        return true;
    gv_blame(reading, init->values, "values of shape %s for %s of shape %s",
             ag_shape_text(&init->shape, have, sizeof have), name,
             ag_shape_text(shape, want, sizeof want));
    return false;
}

bool gv_read_drawn(gv_reading *reading, const gv_node *node, const ag_shape *shape,
                   gv_init *init) {
    return read_kind(reading, node, true, init) && fits(reading, init, "a constant", shape) &&
           has_fans(reading, init, "a constant", shape);
}

static bool fits_selected(gv_reading *reading, const gv_case *item, const rule *r) {
    for (size_t i = 0; i < item->alias_count; i++)
        if (r->selected[item->aliases[i].parameter] &&
            !fits(reading, &r->init, item->aliases[i].name, &item->aliases[i].shape))
            return false;
    return true;
}

static bool read_rule(gv_reading *reading, const gv_node *node, const gv_case *item,
                      rule *out) {
    bool good = read_kind(reading, node, false, &out->init);
    out->selected = gv_reading_alloc(reading, item->parameter_count, sizeof *out->selected);
    if (out->selected == NULL || item->parameter_count == 0)
        return false;
    out->closeness = gv_closeness(item, node->key->text);
    if (out->closeness > 1)
        good = gv_select_parameters(reading, item, node->key, out->selected) && good;
    else
        memset(out->selected, true, item->parameter_count * sizeof *out->selected);
    return good && fits_selected(reading, item, out);
}

static void apply_rules(gv_case *item, const rule *rules, size_t count) {
    for (size_t closeness = 1; closeness <= GV_CLOSENESS_MAX; closeness++)
        for (size_t r = 0; r < count; r++)
            for (size_t i = 0; rules[r].closeness == closeness && i < item->parameter_count;
                 i++)
                if (rules[r].selected[i])
                    item->inits[i] = rules[r].init;
}

bool gv_read_init(gv_reading *reading, const gv_node *node, gv_case *item) {
    item->inits = gv_reading_alloc(reading, item->parameter_count, sizeof *item->inits);
    if (item->inits == NULL)
        return false;
    for (size_t i = 0; i < item->parameter_count; i++)
        item->inits[i] = fallback;
    if (node == NULL)
        return true;
    if (node->kind != GV_NODE_MAPPING) {
        gv_blame(reading, node,
                 "expected keys (default, weights, biases, a layer, a parameter), found %s",
                 gv_node_describe(reading, node));
        return false;
    }
    rule *rules = gv_reading_alloc(reading, node->count, sizeof *rules);
    bool good = rules != NULL;
    size_t count = 0;
    for (const gv_node *child = node->first; rules != NULL && child != NULL;
         child = child->next)
        good &= read_rule(reading, child, item, &rules[count++]);
    if (good)
        apply_rules(item, rules, count);
    for (size_t i = 0; good && i < item->alias_count; i++) {
        const gv_alias *alias = &item->aliases[i];
        char name[128];
        snprintf(name, sizeof name, "'%.100s'", alias->name);
        good = has_fans(reading, &item->inits[alias->parameter], name, &alias->shape);
    }
    return good;
}
