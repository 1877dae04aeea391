/* The section `init`: initial values by parameter.  What is named closer wins: `default`, then
 * `weights` and `biases`, then a layer, then a parameter.  Every parameter draws from a stream
 * of its own, so that one more layer leaves the others' values alone. */
#include "case/spec.h"
#include "case/tensor.h"

#include <stddef.h>
#include <string.h>

/* ---- kinds ---- */

static void fill_normal(const gv_init *init, ag_parameter *parameter, ag_random *random) {
    ag_init_normal(parameter, random, init->mean, init->deviation);
}

static void fill_uniform(const gv_init *init, ag_parameter *parameter, ag_random *random) {
    ag_init_uniform(parameter, random, init->low, init->high);
}

static void fill_constant(const gv_init *init, ag_parameter *parameter, ag_random *random) {
    (void)random;
    ag_init_constant(parameter, init->value);
}

static void fill_zeros(const gv_init *init, ag_parameter *parameter, ag_random *random) {
    (void)init, (void)random;
    ag_init_zeros(parameter);
}

static void fill_values(const gv_init *init, ag_parameter *parameter, ag_random *random) {
    (void)random;
    memcpy(parameter->data, init->numbers, parameter->size * sizeof *parameter->data);
}

static const gv_field normal_fields[] = {
    {.name = "mean",
     .read = gv_field_real,
     .offset = offsetof(gv_init, mean),
     .low = -1e6,
     .high = 1e6,
     .meaning = "0 is the default"},
    {.name = "deviation",
     .read = gv_field_real,
     .offset = offsetof(gv_init, deviation),
     .required = true,
     .low = 1e-12,
     .high = 1e6,
     .meaning = "standard deviation"},
};

static const gv_field uniform_fields[] = {
    {.name = "low",
     .read = gv_field_real,
     .offset = offsetof(gv_init, low),
     .required = true,
     .low = -1e6,
     .high = 1e6,
     .meaning = "lower end"},
    {.name = "high",
     .read = gv_field_real,
     .offset = offsetof(gv_init, high),
     .required = true,
     .low = -1e6,
     .high = 1e6,
     .meaning = "upper end"},
};

static const gv_field constant_fields[] = {
    {.name = "value",
     .read = gv_field_real,
     .offset = offsetof(gv_init, value),
     .required = true,
     .low = -1e6,
     .high = 1e6,
     .meaning = "of every entry"},
};

static const gv_field values_fields[] = {
    {.name = "values",
     .read = gv_field_node,
     .offset = offsetof(gv_init, values),
     .required = true,
     .meaning = "nested lists, of the parameter's shape"},
};

static const gv_init_kind normal = {.kind = {"normal", "normal distribution", normal_fields, 2},
                                    .fill = fill_normal};
static const gv_init_kind uniform = {
    .kind = {"uniform", "uniform distribution", uniform_fields, 2}, .fill = fill_uniform};
static const gv_init_kind constant = {.kind = {"constant", "one value", constant_fields, 1},
                                      .fill = fill_constant};
static const gv_init_kind zeros = {.kind = {"zeros", "zeros", NULL, 0}, .fill = fill_zeros};
static const gv_init_kind values = {.kind = {"values", "numbers one by one", values_fields, 1},
                                    .fill = fill_values};

const gv_kind *const gv_init_list[] = {
    &normal.kind, &uniform.kind, &constant.kind, &zeros.kind, &values.kind, NULL,
};

/* Of a parameter that the case says nothing about. */
static const gv_init fallback = {.kind = &normal, .deviation = 0.5};

/* ---- reading ---- */

typedef struct rule {
    gv_init init;
    size_t closeness; /* as gv_closeness */
    bool *selected;
} rule;

static const char kinds[] = "normal, uniform, constant, zeros or values";

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
    if (node->kind == GV_NODE_SCALAR && kind->field_count == 0)
        return true;
    if (!gv_read_kind_fields(reading, node, kind, extra, shaped ? 2 : 1, init))
        return false;
    if (init->kind == &uniform && !(init->low < init->high)) {
        gv_blame(reading, node->key, "'low' must be below 'high'");
        return false;
    }
    return init->kind != &values ||
           gv_read_tensor(reading, init->values, &init->shape, &init->numbers);
}

/* Do numbers that are given one by one have the shape that they are for? */
static bool fits(gv_reading *reading, const gv_init *init, const char *name,
                 const ag_shape *shape) {
    char have[128], want[128];
    if (init->kind != &values || ag_shape_equal(&init->shape, shape))
        return true;
    gv_blame(reading, init->values, "values of shape %s for %s of shape %s",
             ag_shape_text(&init->shape, have, sizeof have), name,
             ag_shape_text(shape, want, sizeof want));
    return false;
}

bool gv_read_drawn(gv_reading *reading, const gv_node *node, const ag_shape *shape,
                   gv_init *init) {
    return read_kind(reading, node, true, init) && fits(reading, init, "a constant", shape);
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
    return good;
}
