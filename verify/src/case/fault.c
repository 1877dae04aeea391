/* The section `fault`: a mistake planted in the gradient, which the checks must find. */
#include "case/spec.h"

#include <stddef.h>
#include <string.h>

typedef struct fault_settings {
    const gv_node *kind, *at;
    double factor;
    size_t entry;
} fault_settings;

static const gv_field fault_fields[] = {
    {.name = "kind",
     .read = gv_field_node,
     .offset = offsetof(fault_settings, kind),
     .required = true,
     .meaning = "what is wrong"},
    {.name = "at",
     .read = gv_field_node,
     .offset = offsetof(fault_settings, at),
     .required = true,
     .meaning = "{op, occurrence, input}, {parameter, use} or {term}: where"},
    {.name = "factor",
     .read = gv_field_real,
     .offset = offsetof(fault_settings, factor),
     .low = -1e6,
     .high = 1e6,
     .meaning = "of the kind 'factor'"},
    {.name = "entry",
     .read = gv_field_size,
     .offset = offsetof(fault_settings, entry),
     .low = 0,
     .high = GV_MAX_ENTRIES,
     .meaning = "only this entry is wrong; left out: all"},
};

/* A number from 0, or "all". */
static bool read_place(gv_reading *reading, const gv_node *node, const gv_field *field,
                       void *out) {
    if (node->kind == GV_NODE_SCALAR && strcmp(node->text, "all") == 0) {
        *(size_t *)out = GV_FAULT_ALL;
        return true;
    }
    return gv_field_size(reading, node, field, out);
}

/* ---- the three kinds of place ---- */

static bool read_op(gv_reading *reading, const gv_node *node, const gv_field *field,
                    void *out) {
    const char **names = gv_reading_alloc(reading, ag_op_count, sizeof *names);
    size_t index;
    (void)field;
    if (names == NULL)
        return false;
    for (size_t i = 0; i < ag_op_count; i++)
        names[i] = ag_op_list[i]->name;
    if (!gv_find_word(reading, node, names, ag_op_count, "op", &index))
        return false;
    *(const char **)out = names[index];
    return true;
}

static const gv_field node_fields[] = {
    {.name = "op",
     .read = read_op,
     .offset = offsetof(gv_fault, op),
     .required = true,
     .meaning = "name of an op"},
    {.name = "occurrence",
     .read = read_place,
     .offset = offsetof(gv_fault, occurrence),
     .low = 0,
     .high = GV_MAX_ENTRIES,
     .meaning = "which of its nodes, from 0, or all"},
    {.name = "input",
     .read = read_place,
     .offset = offsetof(gv_fault, input),
     .low = 0,
     .high = GV_MAX_EXTENT,
     .meaning = "which of its inputs, from 0, or all (the default)"},
};

static const gv_field use_fields[] = {
    {.name = "parameter", .read = gv_field_other, .required = true, .meaning = "its name"},
    {.name = "use",
     .read = read_place,
     .offset = offsetof(gv_fault, use),
     .low = 0,
     .high = GV_MAX_ENTRIES,
     .meaning = "which of its uses, from 0, or all (the default)"},
};

static const gv_field term_fields[] = {
    {.name = "term", .read = gv_field_other, .required = true, .meaning = "data, l2, l2.NAME"},
};

static bool read_term(gv_reading *reading, const gv_node *node, const gv_case *item,
                      size_t *term) {
    const char **names = gv_reading_alloc(reading, item->l2_count + 1, sizeof *names);
    if (names == NULL)
        return false;
    names[0] = "data";
    for (size_t i = 0; i < item->l2_count; i++)
        names[i + 1] = item->l2[i].name;
    return gv_find_word(reading, node, names, item->l2_count + 1, "term", term);
}

/* Its place among those that are not frozen: the subject has no others. */
static bool read_parameter(gv_reading *reading, const gv_node *node, const gv_case *item,
                           size_t *out) {
    const size_t place = gv_find_parameter(reading, item, node);
    *out = 0;
    if (item->frozen == NULL)
        return false;
    for (size_t i = 0; i < place && place < item->parameter_count; i++)
        *out += !item->frozen[i];
    if (place < item->parameter_count && item->frozen[place])
        gv_blame(reading, node, "'%s' is frozen: no gradient reaches it", node->text);
    return place < item->parameter_count && !item->frozen[place];
}

static bool read_at(gv_reading *reading, const gv_node *at, gv_case *item) {
    gv_fault *fault = &item->fault;
    if (gv_node_get(at, "op") != NULL) {
        fault->site = GV_FAULT_AT_NODE;
        return gv_read_fields(reading, at, node_fields, 3, fault);
    }
    if (gv_node_get(at, "parameter") != NULL) {
        fault->site = GV_FAULT_AT_USE;
        if (!gv_read_fields(reading, at, use_fields, 2, fault))
            return false;
        if (item->parameter_count == 0) /* the model is broken, and that was said */
            return false;
        return read_parameter(reading, gv_node_get(at, "parameter"), item, &fault->parameter);
    }
    if (gv_node_get(at, "term") != NULL) {
        fault->site = GV_FAULT_AT_TERM;
        return gv_read_fields(reading, at, term_fields, 1, fault) &&
               read_term(reading, gv_node_get(at, "term"), item, &fault->term);
    }
    gv_blame(reading, at, "expected a place: {op}, {parameter} or {term}");
    return false;
}

static bool read_kind(gv_reading *reading, const gv_node *node, gv_fault *fault) {
    size_t count = 0, index;
    while (gv_fault_list[count] != NULL)
        count++;
    const char **names = gv_reading_alloc(reading, count, sizeof *names);
    if (names == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        names[i] = gv_fault_name(gv_fault_list[i]);
    if (!gv_find_word(reading, node, names, count, "kind of fault", &index))
        return false;
    fault->kind = gv_fault_list[index];
    return true;
}

bool gv_read_fault(gv_reading *reading, const gv_node *node, gv_case *item) {
    fault_settings settings = {.entry = GV_FAULT_ALL};
    if (!gv_read_fields(reading, node, fault_fields, sizeof fault_fields / sizeof *fault_fields,
                        &settings))
        return false;
    item->fault = (gv_fault){.input = GV_FAULT_ALL,
                             .use = GV_FAULT_ALL,
                             .factor = settings.factor,
                             .entry = settings.entry};
    bool good = read_kind(reading, settings.kind, &item->fault);
    good &= read_at(reading, settings.at, item);
    if (good && !gv_fault_sits_at(item->fault.kind, item->fault.site)) {
        gv_blame(reading, settings.at, "a fault of kind '%s' does not sit at such a place",
                 gv_fault_name(item->fault.kind));
        good = false;
    }
    item->has_fault = good;
    return good;
}
