/* Walking over a tree of modules, with dotted names; each module or parameter once where asked.
 * The flag of training and the freezing of parameters go along the same walks. */
#include "module_inside.h"

#include <stdlib.h>
#include <string.h>

#include "pointer_set.h"

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
    ag_pointer_set met;
    ag_parameter **parameters;
    size_t capacity, count, scalars;
} collection;

static ag_status collect(collection *all, const ag_module *module) {
    ag_status status = AG_OK;
    for (size_t i = 0; i < module->parameters.count && status == AG_OK; i++) {
        ag_parameter *parameter = module->parameters.at[i].item;
        bool is_new = false;
        status = ag_pointer_set_add(&all->met, parameter, &is_new);
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
    ag_pointer_set_destroy(&all.met);
    return all.count;
}

size_t ag_module_scalar_count(const ag_module *module) {
    collection all = {.capacity = 0};
    collect(&all, module);
    ag_pointer_set_destroy(&all.met);
    return all.scalars;
}

static ag_status rename_new(void *context, const char *dotted_name, ag_parameter *parameter) {
    bool is_new = false;
    const ag_status status = ag_pointer_set_add(context, parameter, &is_new);
    return is_new ? ag_parameter_rename(parameter, dotted_name) : status;
}

ag_status ag_module_name_parameters(ag_module *module) {
    ag_pointer_set met = {0};
    const ag_status status = ag_module_named_parameters(module, rename_new, &met);
    ag_pointer_set_destroy(&met);
    return status;
}

/* ---- modules ---- */

static ag_status visit_modules(ag_module *module, path *p, ag_pointer_set *met,
                               ag_module_visitor visitor, void *context) {
    const size_t length = p->length;
    bool is_new = false;
    ag_status status = ag_pointer_set_add(met, module, &is_new);
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
    ag_pointer_set met = {0};
    const ag_status status = visit_modules(module, &p, &met, visitor, context);
    free(p.text);
    ag_pointer_set_destroy(&met);
    return status;
}

/* ---- training, freezing ---- */

static ag_status set_training(void *context, const char *dotted_name, ag_module *module) {
    (void)dotted_name;
    module->training = *(const bool *)context;
    return AG_OK;
}

ag_status ag_module_train(ag_module *module, bool training) {
    return ag_module_apply(module, set_training, &training);
}

ag_status ag_module_eval(ag_module *module) {
    return ag_module_train(module, false);
}

bool ag_module_is_training(const ag_module *module) {
    return module->training;
}

static ag_status set_requires_grad(void *context, const char *dotted_name,
                                   ag_parameter *parameter) {
    (void)dotted_name;
    parameter->requires_grad = *(const bool *)context;
    return AG_OK;
}

ag_status ag_module_require_grad(ag_module *module, bool required) {
    return ag_module_named_parameters(module, set_requires_grad, &required);
}

/* ---- cycles ---- */

typedef struct search {
    const ag_module *wanted;
    bool found;
} search;

static ag_status compare(void *context, const char *dotted_name, ag_module *module) {
    search *s = context;
    (void)dotted_name;
    s->found = s->found || module == s->wanted;
    return AG_OK;
}

bool ag_module_holds(ag_module *module, const ag_module *wanted) {
    search s = {.wanted = wanted};
    if (ag_module_apply(module, compare, &s) != AG_OK)
        return true;
    return s.found;
}
