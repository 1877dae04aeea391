/* The section `parameters`: what is set for single parameters.  What is named closer wins, key
 * by key: `all`, then `weights` and `biases`, then a layer, then a parameter.
 *
 * A region is a range for each axis, of which the first index is in and the second is not, as
 * NumPy writes them: [2, 0:3, all]. */
#include "case/spec.h"

#include "case/numbers.h"

#include <stddef.h>
#include <string.h>

/* A precision, from 1; 0: not given. */
static bool read_precision(gv_reading *reading, const gv_node *node, const gv_field *field,
                           void *out) {
    const char *words[GV_PRECISION_COUNT];
    size_t index;
    (void)field;
    for (size_t i = 0; i < GV_PRECISION_COUNT; i++)
        words[i] = gv_precision_name((gv_precision)i);
    if (!gv_find_word(reading, node, words, GV_PRECISION_COUNT, "precision", &index))
        return false;
    *(size_t *)out = index + 1;
    return true;
}

bool gv_field_precision(gv_reading *reading, const gv_node *node, const gv_field *field,
                        void *out) {
    size_t place;
    if (!read_precision(reading, node, field, &place))
        return false;
    *(gv_precision *)out = (gv_precision)(place - 1);
    return true;
}

typedef struct rule {
    double tolerance, resolution; /* 0: not given */
    gv_group_settings settings;   /* the same, each of them */
    size_t storage;               /* from 1; 0: not given */
    size_t requires_grad;         /* the same: 1 false, 2 true */
    const gv_node *expect_zero;
    size_t closeness;
    bool *selected;
} rule;

/* A truth, from 1; 0: not given. */
static bool read_truth(gv_reading *reading, const gv_node *node, const gv_field *field,
                       void *out) {
    bool truth;
    if (!gv_field_truth(reading, node, field, &truth))
        return false;
    *(size_t *)out = truth ? 2 : 1;
    return true;
}

/* How many entries; 0, every one, has a number of its own where 0 is "not given". */
static bool read_entries(gv_reading *reading, const gv_node *node, const gv_field *field,
                         void *out) {
    size_t entries;
    if (!gv_field_size(reading, node, field, &entries))
        return false;
    *(size_t *)out = entries == 0 ? GV_EVERY_ENTRY : entries;
    return true;
}

/* A demand; 0, none, has a number of its own. */
static bool read_demand(gv_reading *reading, const gv_node *node, const gv_field *field,
                        void *out) {
    double demand;
    if (!gv_field_real(reading, node, field, &demand))
        return false;
    *(double *)out = demand == 0.0 ? -1.0 : demand;
    return true;
}

/* A policy, from 1; 0: not given. */
static bool read_policy(gv_reading *reading, const gv_node *node, const gv_field *field,
                        void *out) {
    size_t place;
    if (!gv_field_choice(reading, node, field, &place))
        return false;
    *(gv_group_policy *)out = place == 0 ? GV_POLICY_WARN : GV_POLICY_FAIL;
    return true;
}

/* A method, from 1; 0: not given. */
static bool read_method(gv_reading *reading, const gv_node *node, const gv_field *field,
                        void *out) {
    size_t place;
    if (!gv_field_choice(reading, node, field, &place))
        return false;
    *(gv_group_method *)out = (gv_group_method)(GV_METHOD_CENTRAL + place);
    return true;
}

#define SETTING(member) offsetof(rule, settings) + offsetof(gv_group_settings, member)

static const gv_field rule_fields[] = {
    {.name = "tolerance",
     .read = gv_field_real,
     .offset = offsetof(rule, tolerance),
     .low = GV_SHARE_LEAST,
     .high = GV_SHARE_MOST,
     .meaning = "of these parameters, in place of that of the check"},
    {.name = "resolution",
     .read = gv_field_real,
     .offset = offsetof(rule, resolution),
     .low = GV_SHARE_LEAST,
     .high = GV_SHARE_MOST,
     .meaning = "of these parameters, in place of that of the check"},
    {.name = "evaluations",
     .read = gv_field_size,
     .offset = SETTING(evaluations),
     .low = GV_EVALUATIONS_LEAST,
     .high = GV_EVALUATIONS_MOST,
     .meaning = "of the value, at most, for one entry of these parameters"},
    {.name = "step",
     .read = gv_field_real,
     .offset = SETTING(step),
     .low = GV_SHARE_LEAST,
     .high = 1,
     .meaning = "the first one, as a share of the size of these variables"},
    {.name = "method",
     .read = read_method,
     .offset = SETTING(method),
     .words = gv_method_words,
     .meaning = "central, forward or backward: the sides that are measured from"},
    {.name = "entries",
     .read = read_entries,
     .offset = SETTING(entries),
     .low = 0,
     .high = 1e9,
     .meaning = "checked one by one in each of these parameters; 0: all"},
    {.name = "directions",
     .read = gv_field_size,
     .offset = SETTING(directions),
     .low = 1,
     .high = 1e6,
     .meaning = "random ones for each of these parameters"},
    {.name = "on_inconclusive",
     .read = read_policy,
     .offset = SETTING(on_inconclusive),
     .words = gv_inconclusive_words,
     .meaning = "warn or fail, for these parameters"},
    {.name = "min_coverage",
     .read = read_demand,
     .offset = SETTING(min_coverage),
     .low = 0,
     .high = 1,
     .meaning = "share of the entries of these parameters that must be decided"},
    {.name = "min_resolution",
     .read = read_demand,
     .offset = SETTING(min_resolution),
     .low = 0,
     .high = 1,
     .meaning = "a pass of these parameters with a coarser relative bound does not count"},
    {.name = "storage",
     .read = read_precision,
     .offset = offsetof(rule, storage),
     .meaning = "float64 (the default), float32, float16, bfloat16: values are rounded to it"},
    {.name = "requires_grad",
     .read = read_truth,
     .offset = offsetof(rule, requires_grad),
     .meaning = "false: frozen, no gradient reaches it and no training moves it; true is the "
                "default"},
    {.name = "expect_zero",
     .read = gv_field_node,
     .offset = offsetof(rule, expect_zero),
     .meaning = "true, or a list of regions: the gradient is 0 there by construction"},
};

/* ---- regions ---- */

static bool bad_range(gv_reading *reading, const gv_node *node, size_t extent) {
    gv_blame(reading, node,
             "expected an index, a range 'first:behind' or 'all' within 0:%zu, found %s",
             extent, gv_node_describe(reading, node));
    return false;
}

/* "3", "1:4", "all". */
static bool read_range(gv_reading *reading, const gv_node *node, size_t extent, size_t *begin,
                       size_t *end) {
    uint64_t first = 0, behind = extent;
    if (node->kind != GV_NODE_SCALAR)
        return bad_range(reading, node, extent);
    const char *colon = strchr(node->text, ':');
    if (colon != NULL) {
        char *text = gv_arena_copy(reading->arena, node->text, (size_t)(colon - node->text));
        if (text == NULL || !gv_parse_whole(text, &first) ||
            !gv_parse_whole(colon + 1, &behind))
            return bad_range(reading, node, extent);
    } else if (strcmp(node->text, "all") != 0) {
        if (!gv_parse_whole(node->text, &first) || first >= extent)
            return bad_range(reading, node, extent);
        behind = first + 1;
    }
    if (first >= behind || behind > extent)
        return bad_range(reading, node, extent);
    *begin = (size_t)first;
    *end = (size_t)behind;
    return true;
}

static bool read_region(gv_reading *reading, const gv_node *node, const gv_alias *alias,
                        ag_region *region) {
    const ag_shape *shape = &alias->shape;
    char text[128];
    *region = ag_region_all(shape);
    if (!gv_expect_list(reading, node, "ranges"))
        return false;
    if (node->count != shape->rank) {
        gv_blame(reading, node, "a region of '%s', of shape %s, needs %zu range%s, found %zu",
                 alias->name, ag_shape_text(shape, text, sizeof text), shape->rank,
                 shape->rank == 1 ? "" : "s", node->count);
        return false;
    }
    bool good = true;
    size_t axis = 0;
    for (const gv_node *child = node->first; child != NULL; child = child->next, axis++)
        good &= read_range(reading, child, shape->extent[axis], &region->begin[axis],
                           &region->end[axis]);
    return good;
}

static void mark_region(const ag_shape *shape, const ag_region *region, unsigned char *marks) {
    size_t size = ag_shape_size(shape);
    for (size_t i = 0; i < size; i++) {
        size_t rest = i;
        bool inside = true;
        for (size_t axis = shape->rank; axis-- > 0;) {
            size_t index = rest % shape->extent[axis];
            rest /= shape->extent[axis];
            inside &= index >= region->begin[axis] && index < region->end[axis];
        }
        marks[i] |= inside;
    }
}

/* Marks the entries that are declared to be zero; NULL: none. */
static bool mark_zeros(gv_reading *reading, const gv_node *node, const gv_alias *alias,
                       const unsigned char **out) {
    size_t size = ag_shape_size(&alias->shape);
    *out = NULL;
    if (node->kind == GV_NODE_SCALAR && strcmp(node->text, "false") == 0)
        return true;
    unsigned char *marks = gv_reading_alloc(reading, size, 1);
    if (marks == NULL)
        return false;
    *out = marks;
    if (node->kind == GV_NODE_SCALAR && strcmp(node->text, "true") == 0) {
        memset(marks, 1, size);
        return true;
    }
    if (node->kind != GV_NODE_LIST) {
        gv_blame(reading, node, "expected true, false or a list of regions, found %s",
                 gv_node_describe(reading, node));
        return false;
    }
    bool good = gv_expect_list(reading, node, "regions");
    for (const gv_node *child = node->first; child != NULL; child = child->next) {
        ag_region region;
        bool read = read_region(reading, child, alias, &region);
        if (read)
            mark_region(&alias->shape, &region, marks);
        good &= read;
    }
    return good;
}

/* ---- rules ---- */

static const gv_alias *alias_of(const gv_case *item, size_t parameter) {
    size_t i = 0;
    while (item->aliases[i].parameter != parameter)
        i++;
    return &item->aliases[i];
}

/* `own` in place of what is there already, where it is given. */
static void set_closer(gv_group_settings *settings, const gv_group_settings *own) {
#define CLOSER(member) settings->member = own->member != 0 ? own->member : settings->member
    CLOSER(evaluations);
    CLOSER(entries);
    CLOSER(directions);
    CLOSER(min_coverage);
    CLOSER(min_resolution);
    CLOSER(on_inconclusive);
    CLOSER(step);
    CLOSER(method);
#undef CLOSER
}

static bool apply(gv_reading *reading, gv_case *item, const rule *r, size_t parameter) {
    gv_engine_setting *setting = &item->settings[parameter];
    set_closer(&setting->settings, &r->settings);
    if (r->tolerance > 0)
        setting->tolerance = r->tolerance;
    if (r->resolution > 0)
        setting->resolution = r->resolution;
    if (r->storage > 0)
        setting->storage = (gv_precision)(r->storage - 1);
    if (r->requires_grad > 0)
        item->frozen[parameter] = r->requires_grad == 1;
    return r->expect_zero == NULL ||
           mark_zeros(reading, r->expect_zero, alias_of(item, parameter),
                      &setting->expect_zero);
}

/* The first parameter at which a rule does not fit is enough. */
static bool apply_to_all(gv_reading *reading, gv_case *item, const rule *r) {
    for (size_t i = 0; i < item->parameter_count; i++)
        if (r->selected[i] && !apply(reading, item, r, i))
            return false;
    return true;
}

static bool read_rule(gv_reading *reading, const gv_node *node, const gv_case *item,
                      rule *out) {
    bool good = gv_read_fields(reading, node, rule_fields,
                               sizeof rule_fields / sizeof *rule_fields, out);
    out->selected = gv_reading_alloc(reading, item->parameter_count, sizeof *out->selected);
    if (out->selected == NULL || item->parameter_count == 0)
        return false;
    out->closeness = gv_closeness(item, node->key->text);
    return gv_select_parameters(reading, item, node->key, out->selected) && good;
}

/* Is there a parameter left that a gradient reaches? */
static bool any_trained(gv_reading *reading, const gv_node *node, const gv_case *item) {
    for (size_t i = 0; i < item->parameter_count; i++)
        if (!item->frozen[i])
            return true;
    if (item->parameter_count > 0)
        gv_blame(reading, node->key, "every parameter is frozen: nothing is left to check");
    return false;
}

static bool read_rules(gv_reading *reading, const gv_node *node, gv_case *item) {
    rule *rules = gv_reading_alloc(reading, node->count, sizeof *rules);
    bool good = rules != NULL;
    size_t count = 0;
    for (const gv_node *child = node->first; rules != NULL && child != NULL;
         child = child->next)
        good &= read_rule(reading, child, item, &rules[count++]);
    for (size_t closeness = 1; good && closeness <= GV_CLOSENESS_MAX; closeness++)
        for (size_t r = 0; r < count; r++)
            if (rules[r].closeness == closeness)
                good &= apply_to_all(reading, item, &rules[r]);
    return good;
}

bool gv_read_settings(gv_reading *reading, const gv_node *node, gv_case *item) {
    item->settings = gv_reading_alloc(reading, item->parameter_count, sizeof *item->settings);
    item->frozen = gv_reading_alloc(reading, item->parameter_count, sizeof *item->frozen);
    if (item->settings == NULL || item->frozen == NULL)
        return false;
    if (node == NULL)
        return true;
    if (node->kind != GV_NODE_MAPPING) {
        gv_blame(reading, node,
                 "expected keys (all, weights, biases, a layer, a parameter), found %s",
                 gv_node_describe(reading, node));
        return false;
    }
    return read_rules(reading, node, item) && any_trained(reading, node, item);
}
