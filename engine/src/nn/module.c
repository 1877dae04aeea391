/* Modules: fields, references, looking up by dotted name, ties, recording. */
#include "module_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../graph/tape.h"

ag_module *ag_module_create(const ag_module_kind *kind, size_t state_size) {
    ag_module *module = calloc(1, sizeof *module);
    void *state = calloc(1, state_size + 1);
    if (module == NULL || state == NULL) {
        free(module);
        free(state);
        return NULL;
    }
    module->kind = kind;
    module->references = 1;
    module->state = state;
    module->training = true;
    return module;
}

ag_module *ag_module_retain(ag_module *module) {
    if (module != NULL)
        module->references++;
    return module;
}

void ag_module_release(ag_module *module) {
    if (module == NULL || --module->references > 0)
        return;
    for (size_t i = 0; i < module->parameters.count; i++) {
        ag_parameter_release(module->parameters.at[i].item);
        free(module->parameters.at[i].name);
    }
    for (size_t i = 0; i < module->children.count; i++) {
        ag_module_release(module->children.at[i].item);
        free(module->children.at[i].name);
    }
    free(module->parameters.at);
    free(module->children.at);
    free(module->state);
    free(module);
}

const ag_module_kind *ag_module_get_kind(const ag_module *module) {
    return module->kind;
}

void *ag_module_state(const ag_module *module) {
    return module->state;
}

/* ---- fields ---- */

static ag_status add_field(ag_fields *fields, const char *name, void *item) {
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->at[i].name, name) == 0)
            return AG_ERR_NAME;
    if (item == NULL ||
        !ag_grow((void **)&fields->at, &fields->capacity, fields->count, sizeof *fields->at))
        return AG_ERR_MEMORY;
    const size_t size = strlen(name) + 1;
    char *copy = malloc(size);
    if (copy == NULL)
        return AG_ERR_MEMORY;
    memcpy(copy, name, size);
    fields->at[fields->count++] = (ag_field){.name = copy, .item = item};
    return AG_OK;
}

ag_status ag_module_take_parameter(ag_module *module, const char *name,
                                   ag_parameter *parameter) {
    const ag_status status = add_field(&module->parameters, name, parameter);
    if (status != AG_OK)
        ag_parameter_release(parameter);
    return status;
}

ag_status ag_module_add_parameter(ag_module *module, const char *name,
                                  ag_parameter *parameter) {
    return ag_module_take_parameter(module, name, ag_parameter_retain(parameter));
}

ag_status ag_module_take_child(ag_module *module, const char *name, ag_module *child) {
    const bool cycle = child != NULL && ag_module_holds(child, module);
    const ag_status status =
        cycle ? AG_ERR_ARGUMENT : add_field(&module->children, name, child);
    if (status != AG_OK)
        ag_module_release(child);
    return status;
}

ag_status ag_module_add_child(ag_module *module, const char *name, ag_module *child) {
    return ag_module_take_child(module, name, ag_module_retain(child));
}

size_t ag_module_parameter_count(const ag_module *module) {
    return module->parameters.count;
}

ag_parameter *ag_module_parameter_at(const ag_module *module, size_t index) {
    return index < module->parameters.count ? module->parameters.at[index].item : NULL;
}

const char *ag_module_parameter_name(const ag_module *module, size_t index) {
    return index < module->parameters.count ? module->parameters.at[index].name : NULL;
}

size_t ag_module_child_count(const ag_module *module) {
    return module->children.count;
}

ag_module *ag_module_child_at(const ag_module *module, size_t index) {
    return index < module->children.count ? module->children.at[index].item : NULL;
}

const char *ag_module_child_name(const ag_module *module, size_t index) {
    return index < module->children.count ? module->children.at[index].name : NULL;
}

/* ---- dotted names ---- */

/* What follows `field` and a dot in `name`; NULL if it does not start so. */
static const char *after(const char *name, const char *field) {
    const size_t length = strlen(field);
    if (strncmp(name, field, length) != 0 || name[length] != '.')
        return NULL;
    return name + length + 1;
}

static ag_field *find_parameter(const ag_module *module, const char *name) {
    for (size_t i = 0; i < module->parameters.count; i++)
        if (strcmp(module->parameters.at[i].name, name) == 0)
            return &module->parameters.at[i];
    for (size_t i = 0; i < module->children.count; i++) {
        const char *rest = after(name, module->children.at[i].name);
        ag_field *found =
            rest == NULL ? NULL : find_parameter(module->children.at[i].item, rest);
        if (found != NULL)
            return found;
    }
    return NULL;
}

ag_parameter *ag_module_parameter(const ag_module *module, const char *dotted_name) {
    const ag_field *field = find_parameter(module, dotted_name);
    return field == NULL ? NULL : field->item;
}

ag_module *ag_module_child(const ag_module *module, const char *dotted_name) {
    for (size_t i = 0; i < module->children.count; i++) {
        const ag_field *child = &module->children.at[i];
        if (strcmp(child->name, dotted_name) == 0)
            return child->item;
        const char *rest = after(dotted_name, child->name);
        ag_module *found = rest == NULL ? NULL : ag_module_child(child->item, rest);
        if (found != NULL)
            return found;
    }
    return NULL;
}

ag_status ag_module_tie(ag_module *module, const char *dotted_name, ag_parameter *parameter) {
    ag_field *field = find_parameter(module, dotted_name);
    if (field == NULL || parameter == NULL)
        return field == NULL ? AG_ERR_NAME : AG_ERR_ARGUMENT;
    ag_parameter *before = field->item;
    if (!ag_shape_equal(&before->shape, &parameter->shape))
        return AG_ERR_SHAPE;
    field->item = ag_parameter_retain(parameter);
    ag_parameter_release(before);
    return AG_OK;
}

/* ---- recording ---- */

static ag_status no_forward(const ag_module *module, ag_graph *graph, const char *what) {
    char text[AG_ERROR_MESSAGE_SIZE];
    snprintf(text, sizeof text, "a module of kind %s does not work on %s", module->kind->name,
             what);
    return ag_graph_fail(graph, AG_ERR_ARGUMENT, text);
}

ag_node ag_module_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    if (module->kind->forward != NULL)
        return module->kind->forward(module, graph, input);
    no_forward(module, graph, "a tensor");
    return AG_NO_NODE;
}

ag_node ag_module_forward_child(const ag_module *module, size_t index, ag_graph *graph,
                                ag_node input) {
    if (index >= module->children.count) {
        ag_graph_fail(graph, AG_ERR_ARGUMENT, "a module has no child of that number");
        return AG_NO_NODE;
    }
    const ag_field *child = &module->children.at[index];
    if (ag_graph_push_scope(graph, child->name) != AG_OK)
        return AG_NO_NODE;
    const ag_node output = ag_module_forward(child->item, graph, input);
    ag_graph_pop_scope(graph);
    return output;
}

ag_status ag_module_forward_scalars(const ag_module *module, ag_graph *graph,
                                    const ag_node *inputs, size_t input_count,
                                    ag_node *outputs) {
    if (module->kind->forward_scalars == NULL)
        return no_forward(module, graph, "scalars");
    return module->kind->forward_scalars(module, graph, inputs, input_count, outputs);
}

size_t ag_module_scalar_outputs(const ag_module *module) {
    return module->kind->scalar_outputs == NULL ? 0 : module->kind->scalar_outputs(module);
}
