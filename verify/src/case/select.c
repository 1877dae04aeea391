/* Words and names that stand for parameters of the model. */
#include "case/spec.h"

#include <string.h>

static const char *const words[] = {"all", "weights", "biases"};
enum { WORD_COUNT = sizeof words / sizeof *words };

/* ---- the model's names ---- */

typedef struct listing {
    gv_reading *reading;
    ag_parameter **parameters;
    size_t parameter_count;
    gv_alias *aliases;
    size_t count, capacity;
} listing;

static ag_status count_place(void *context, const char *name, ag_parameter *parameter) {
    (void)name, (void)parameter;
    ((listing *)context)->capacity++;
    return AG_OK;
}

static ag_status list_place(void *context, const char *name, ag_parameter *parameter) {
    listing *l = context;
    size_t i = 0;
    while (i < l->parameter_count && l->parameters[i] != parameter)
        i++;
    const char *copy = gv_arena_copy(l->reading->arena, name, strlen(name));
    if (copy == NULL || i == l->parameter_count || l->count == l->capacity)
        return AG_ERR_MEMORY;
    l->aliases[l->count++] = (gv_alias){copy, i, parameter->shape};
    return AG_OK;
}

bool gv_list_aliases(gv_reading *reading, const ag_module *module, gv_case *item) {
    listing l = {.reading = reading};
    l.parameter_count = ag_module_parameters(module, NULL, 0);
    l.parameters = gv_reading_alloc(reading, l.parameter_count, sizeof(ag_parameter *));
    if (l.parameters == NULL)
        return false;
    ag_module_parameters(module, l.parameters, l.parameter_count);
    ag_module_named_parameters(module, count_place, &l);
    l.aliases = gv_reading_alloc(reading, l.capacity, sizeof *l.aliases);
    if (l.aliases == NULL)
        return false;
    if (ag_module_named_parameters(module, list_place, &l) != AG_OK) {
        reading->issues->starved = true;
        return false;
    }
    item->aliases = l.aliases;
    item->alias_count = l.count;
    item->parameter_count = l.parameter_count;
    return true;
}

/* ---- selecting ---- */

/* Last part of a name: "bias", "bias_hh", "in_proj_bias", and micrograd's "b". */
static bool names_bias(const char *name) {
    const char *dot = strrchr(name, '.');
    const char *last = dot != NULL ? dot + 1 : name;
    return strstr(last, "bias") != NULL || strcmp(last, "b") == 0;
}

static bool is_word_for(const char *word, const gv_alias *alias) {
    if (strcmp(word, "all") == 0)
        return true;
    if (strcmp(word, "biases") == 0)
        return names_bias(alias->name);
    return strcmp(word, "weights") == 0 && !names_bias(alias->name);
}

/* The name itself, or that of a module above it. */
static bool is_under(const char *name, const char *above) {
    size_t length = strlen(above);
    return strncmp(name, above, length) == 0 && (name[length] == '\0' || name[length] == '.');
}

static bool complain_of_name(gv_reading *reading, const gv_case *item, const gv_node *node,
                             size_t word_count) {
    size_t count = word_count + item->alias_count;
    if (reading == NULL)
        return false;
    const char **known = gv_reading_alloc(reading, count, sizeof *known);
    if (known == NULL)
        return false;
    for (size_t i = 0; i < word_count; i++)
        known[i] = words[i];
    for (size_t i = 0; i < item->alias_count; i++)
        known[word_count + i] = item->aliases[i].name;
    gv_blame_nearest(reading, node, node->text, known, count, "unknown parameter '%.60s'",
                     node->text);
    return false;
}

static bool select_one(gv_reading *reading, const gv_case *item, const gv_node *node,
                       bool *selected) {
    if (reading != NULL && !gv_expect_text(reading, node, "name of a parameter"))
        return false;
    bool any = false;
    for (size_t i = 0; i < item->alias_count; i++)
        if (is_under(item->aliases[i].name, node->text) ||
            is_word_for(node->text, &item->aliases[i]))
            any = selected[item->aliases[i].parameter] = true;
    bool known = any;
    for (size_t i = 0; i < WORD_COUNT; i++)
        known |= strcmp(node->text, words[i]) == 0;
    return known || complain_of_name(reading, item, node, WORD_COUNT);
}

bool gv_select_parameters(gv_reading *reading, const gv_case *item, const gv_node *node,
                          bool *selected) {
    if (node->kind == GV_NODE_SCALAR)
        return select_one(reading, item, node, selected);
    if (!gv_expect_list(reading, node, "names of parameters"))
        return false;
    bool good = true;
    for (const gv_node *child = node->first; child != NULL; child = child->next)
        good &= select_one(reading, item, child, selected);
    return good;
}

size_t gv_closeness(const gv_case *item, const char *name) {
    if (strcmp(name, "default") == 0 || strcmp(name, "all") == 0)
        return 1;
    if (strcmp(name, "weights") == 0 || strcmp(name, "biases") == 0)
        return 2;
    for (size_t i = 0; i < item->alias_count; i++)
        if (strcmp(item->aliases[i].name, name) == 0)
            return GV_CLOSENESS_MAX;
    size_t closeness = 3;
    for (const char *dot = strchr(name, '.'); dot != NULL; dot = strchr(dot + 1, '.'))
        closeness++;
    return closeness < GV_CLOSENESS_MAX ? closeness : GV_CLOSENESS_MAX - 1;
}

const char *gv_parameter_name(const gv_case *item, size_t parameter) {
    size_t i = 0;
    while (item->aliases[i].parameter != parameter)
        i++;
    return item->aliases[i].name;
}

size_t gv_find_parameter(gv_reading *reading, const gv_case *item, const gv_node *node) {
    if (!gv_expect_text(reading, node, "name of a parameter"))
        return item->parameter_count;
    for (size_t i = 0; i < item->alias_count; i++)
        if (strcmp(item->aliases[i].name, node->text) == 0)
            return item->aliases[i].parameter;
    complain_of_name(reading, item, node, 0);
    return item->parameter_count;
}
