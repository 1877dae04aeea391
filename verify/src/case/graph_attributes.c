/* Attributes of a node, by the schema in the op's descriptor. */
#include "case/graph.h"

#include "case/numbers.h"
#include "case/tensor.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* Whole numbers that a double holds. */
static const double most = 9007199254740992.0;

static bool read_integer(gv_reading *reading, const gv_node *node, const gv_field *field,
                         void *out) {
    double value = 0;
    (void)field;
    if (node->kind != GV_NODE_SCALAR || node->quoted || !gv_parse_real(node->text, &value) ||
        trunc(value) != value || fabs(value) > most) {
        gv_blame(reading, node, "expected a whole number, found %s",
                 gv_node_describe(reading, node));
        return false;
    }
    *(int64_t *)out = (int64_t)value;
    return true;
}

static bool read_integers(gv_reading *reading, const gv_node *node, const gv_field *field,
                          void *out) {
    ag_attribute_value *value = out;
    if (node->kind != GV_NODE_LIST) {
        gv_blame(reading, node, "expected a list of whole numbers, found %s",
                 gv_node_describe(reading, node));
        return false;
    }
    int64_t *integers = gv_reading_alloc(reading, node->count, sizeof *integers);
    bool good = integers != NULL;
    size_t i = 0;
    for (const gv_node *child = node->first; good && child != NULL; child = child->next)
        good = read_integer(reading, child, field, &integers[i++]);
    value->integers = integers;
    value->integer_count = node->count;
    return good;
}

typedef bool reader(gv_reading *, const gv_node *, const gv_field *, void *);

static const struct {
    reader *read;
    size_t offset;
} readers[] = {
    [AG_ATTRIBUTE_INT] = {read_integer, offsetof(ag_attribute_value, integer)},
    [AG_ATTRIBUTE_REAL] = {gv_field_real, offsetof(ag_attribute_value, real)},
    [AG_ATTRIBUTE_BOOL] = {gv_field_truth, offsetof(ag_attribute_value, flag)},
    [AG_ATTRIBUTE_INTS] = {read_integers, 0},
};

enum { OWN_FIELDS = 2 };

/* The keys of a node of this op: `op`, `inputs`, and one for each attribute. */
static gv_field *fields_of(gv_reading *reading, const ag_op *op) {
    gv_field *fields =
        gv_reading_alloc(reading, op->attribute_count + OWN_FIELDS, sizeof *fields);
    if (fields == NULL)
        return NULL;
    fields[0] = (gv_field){.name = "op", .read = gv_field_other};
    fields[1] = (gv_field){.name = "inputs", .read = gv_field_other};
    for (size_t i = 0; i < op->attribute_count; i++) {
        const ag_attribute_spec *spec = &op->attributes[i];
        fields[i + OWN_FIELDS] = (gv_field){
            .name = spec->name,
            .read = readers[spec->kind].read,
            .offset = i * sizeof(ag_attribute_value) + readers[spec->kind].offset,
            .required = spec->required,
            .low = -1e300,
            .high = 1e300,
            .meaning = spec->meaning,
        };
    }
    return fields;
}

bool gv_read_attributes(gv_reading *reading, const gv_node *node, gv_op_node *out) {
    const ag_op *op = out->op;
    gv_field *fields = fields_of(reading, op);
    out->attributes = gv_reading_alloc(reading, op->attribute_count, sizeof *out->attributes);
    out->given = gv_reading_alloc(reading, op->attribute_count, sizeof *out->given);
    if (fields == NULL || out->attributes == NULL || out->given == NULL)
        return false;
    for (size_t i = 0; i < op->attribute_count; i++)
        out->attributes[i] = op->attributes[i].fallback;
    if (!gv_read_fields(reading, node, fields, op->attribute_count + OWN_FIELDS,
                        out->attributes))
        return false;
    for (size_t i = 0; i < op->attribute_count; i++) {
        const ag_attribute_spec *spec = &op->attributes[i];
        if (gv_node_get(node, spec->name) != NULL)
            out->given[out->given_count++] =
                (ag_attribute){spec->name, spec->kind, out->attributes[i]};
    }
    return true;
}
