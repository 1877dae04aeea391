/* The inside of a module. */
#ifndef GRADGATE_ENGINE_SRC_MODULE_INSIDE_H
#define GRADGATE_ENGINE_SRC_MODULE_INSIDE_H

#include <gradgate/engine/module.h>

typedef struct ag_field {
    char *name;
    void *item; /* ag_parameter or ag_module, with a reference */
} ag_field;

typedef struct ag_fields {
    ag_field *at;
    size_t count, capacity;
} ag_fields;

struct ag_module {
    const ag_module_kind *kind;
    size_t references;
    ag_fields parameters;
    ag_fields children;
    void *state;
    bool training;
};

/* Is `wanted` this module or below it? Also true when memory is too short to tell. */
bool ag_module_holds(ag_module *module, const ag_module *wanted);

#endif
