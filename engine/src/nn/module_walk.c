/* Walking over a tree of modules, with dotted names; each module or parameter once where asked.
 * What was met is kept in a small hash set, for a net of scalars has thousands of parameters.
 */
#include "module_inside.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../graph/tape.h"

/* ---- sets of pointers ---- */

typedef struct pointer_set {
    const void **slots;
    size_t size; /* a power of two, or 0 */
    size_t count;
} pointer_set;

static const void **find_slot(const pointer_set *set, const void *item) {
    const uint64_t hash = ((uint64_t)(uintptr_t)item >> 4) * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 32) & (set->size - 1);
    while (set->slots[at] != NULL && set->slots[at] != item)
        at = (at + 1) & (set->size - 1);
    return &set->slots[at];
}

static bool set_reserve(pointer_set *set) {
    if (2 * (set->count + 1) <= set->size)
        return true;
    pointer_set larger = {.size = set->size == 0 ? 64 : 2 * set->size, .count = set->count};
    larger.slots = calloc(larger.size, sizeof *larger.slots);
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < set->size; i++)
        if (set->slots[i] != NULL)
            *find_slot(&larger, set->slots[i]) = set->slots[i];
    free(set->slots);
    *set = larger;
    return true;
}

/* Returns: AG_ERR_MEMORY; else AG_OK, and whether the item was not there before. */
static ag_status set_add(pointer_set *set, const void *item, bool *is_new) {
    if (!set_reserve(set))
        return AG_ERR_MEMORY;
    const void **slot = find_slot(set, item);
    *is_new = *slot == NULL;
    if (*is_new) {
        *slot = item;
        set->count++;
    }
    return AG_OK;
}

/* ---- names ---- */

typedef struct path {
    char *text;
    size_t length, capacity;
} path;

/* Append a name, with a dot if something is before it. Returns: false when memory is short. */
static bool path_push(path *p, const char *name) {
    const size_t need = p->length + strlen(name) + 2;
    if (need > p->capacity) {
        char *moved = realloc(p->text, 2 * need);
        if (moved == NULL)
            return false;
        p->text = moved;
        p->capacity = 2 * need;
    }
    if (p->length > 0)
        p->text[p->length++] = '.';
    memcpy(p->text + p->length, name, strlen(name) + 1);
    p->length += strlen(name);
    return true;
}

static void path_cut(path *p, size_t length) {
    p->length = length;
    p->text[length] = '\0';
}

/* ---- parameters ---- */

static ag_status visit_parameters(const ag_module *module, path *p,
                                  ag_parameter_visitor visitor, void *context) {
    const size_t length = p->length;
    ag_status status = AG_OK;
    for (size_t i = 0; i < module->parameters.count && status == AG_OK; i++) {
        if (!path_push(p, module->parameters.at[i].name))
            return AG_ERR_MEMORY;
        status = visitor(context, p->text, module->parameters.at[i].item);
        path_cut(p, length);
    }
    for (size_t i = 0; i < module->children.count && status == AG_OK; i++) {
        if (!path_push(p, module->children.at[i].name))
            return AG_ERR_MEMORY;
        status = visit_parameters(module->children.at[i].item, p, visitor, context);
        path_cut(p, length);
    }
    return status;
}

ag_status ag_module_named_parameters(const ag_module *module, ag_parameter_visitor visitor,
                                     void *context) {
    path p = {0};
    const ag_status status = visit_parameters(module, &p, visitor, context);
    free(p.text);
    return status;
}

typedef struct collection {
    pointer_set met;
    ag_parameter **parameters;
    size_t capacity, count, scalars;
} collection;

static ag_status collect(collection *all, const ag_module *module) {
    ag_status status = AG_OK;
    for (size_t i = 0; i < module->parameters.count && status == AG_OK; i++) {
        ag_parameter *parameter = module->parameters.at[i].item;
        bool is_new = false;
        status = set_add(&all->met, parameter, &is_new);
        if (!is_new)
            continue;
        if (all->count < all->capacity)
            all->parameters[all->count] = parameter;
        all->count++;
        all->scalars += parameter->size;
    }
    for (size_t i = 0; i < module->children.count && status == AG_OK; i++)
        status = collect(all, module->children.at[i].item);
    return status;
}

size_t ag_module_parameters(const ag_module *module, ag_parameter **parameters,
                            size_t capacity) {
    collection all = {.parameters = parameters, .capacity = capacity};
    collect(&all, module);
    free(all.met.slots);
    return all.count;
}

size_t ag_module_scalar_count(const ag_module *module) {
    collection all = {.capacity = 0};
    collect(&all, module);
    free(all.met.slots);
    return all.scalars;
}

typedef struct renaming {
    pointer_set met;
} renaming;

static ag_status rename_new(void *context, const char *dotted_name, ag_parameter *parameter) {
    renaming *all = context;
    bool is_new = false;
    const ag_status status = set_add(&all->met, parameter, &is_new);
    return is_new ? ag_parameter_rename(parameter, dotted_name) : status;
}

ag_status ag_module_name_parameters(ag_module *module) {
    renaming all = {0};
    const ag_status status = ag_module_named_parameters(module, rename_new, &all);
    free(all.met.slots);
    return status;
}

/* ---- modules ---- */

static ag_status visit_modules(ag_module *module, path *p, pointer_set *met,
                               ag_module_visitor visitor, void *context) {
    const size_t length = p->length;
    bool is_new = false;
    ag_status status = set_add(met, module, &is_new);
    if (!is_new)
        return status;
    for (size_t i = 0; i < module->children.count && status == AG_OK; i++) {
        if (!path_push(p, module->children.at[i].name))
            return AG_ERR_MEMORY;
        status = visit_modules(module->children.at[i].item, p, met, visitor, context);
        path_cut(p, length);
    }
    return status == AG_OK ? visitor(context, p->text == NULL ? "" : p->text, module) : status;
}

ag_status ag_module_apply(ag_module *module, ag_module_visitor visitor, void *context) {
    path p = {0};
    pointer_set met = {0};
    const ag_status status = visit_modules(module, &p, &met, visitor, context);
    free(p.text);
    free(met.slots);
    return status;
}
