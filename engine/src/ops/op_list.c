/* The list as an array, and looking things up in it; helpers for attributes. */
#include "op_list.h"

#include <string.h>

const ag_op *const ag_op_list[] = {
#define AG_OP_ADDRESS(name) &ag_op_##name,
    AG_OP_LIST(AG_OP_ADDRESS)
#undef AG_OP_ADDRESS
        NULL};

const size_t ag_op_count = sizeof ag_op_list / sizeof *ag_op_list - 1;

const ag_op *ag_op_find(const char *name) {
    for (size_t i = 0; i < ag_op_count; i++)
        if (strcmp(ag_op_list[i]->name, name) == 0)
            return ag_op_list[i];
    return NULL;
}

bool ag_op_takes(const ag_op *op, size_t input_count) {
    if (op->arity != AG_VARIADIC)
        return input_count == op->arity;
    return input_count >= (op->least == 0 ? 1 : op->least) &&
           (op->most == 0 || input_count <= op->most);
}

size_t ag_op_attribute_index(const ag_op *op, const char *name) {
    size_t index = 0;
    while (index < op->attribute_count && strcmp(op->attributes[index].name, name) != 0)
        index++;
    return index;
}

ag_attribute ag_attribute_int(const char *name, int64_t value) {
    return (ag_attribute){.name = name, .kind = AG_ATTRIBUTE_INT, .value = {.integer = value}};
}

ag_attribute ag_attribute_real(const char *name, double value) {
    return (ag_attribute){.name = name, .kind = AG_ATTRIBUTE_REAL, .value = {.real = value}};
}

ag_attribute ag_attribute_bool(const char *name, bool value) {
    return (ag_attribute){.name = name, .kind = AG_ATTRIBUTE_BOOL, .value = {.flag = value}};
}

ag_attribute ag_attribute_ints(const char *name, const int64_t *values, size_t count) {
    return (ag_attribute){.name = name,
                          .kind = AG_ATTRIBUTE_INTS,
                          .value = {.integers = values, .integer_count = count}};
}
