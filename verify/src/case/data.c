/* The section `data`, and the two kinds of it that need no file: seeded random numbers, and
 * values that stand in the case itself. */
#include "case/spec.h"

#include <stddef.h>

enum { MAX_ROWS = 1 << 20 };

const gv_kind *const gv_data_list[] = {
    &gv_data_csv.kind, &gv_data_random.kind, &gv_data_values.kind, &gv_data_tokens.kind, NULL,
};

bool gv_read_data(gv_reading *reading, const gv_node *node, gv_case *item) {
    const gv_node *settings;
    const gv_kind *kind =
        gv_read_one_of(reading, node, gv_data_list, "kind of data", NULL, 0, NULL, &settings);
    if (kind == NULL)
        return false;
    item->data = (gv_data){.kind = (const gv_data_kind *)kind, .node = settings};
    item->data.flow.from = "the data set";
    if (item->data.kind->read(reading, settings, item))
        return true;
    item->data.flow.steps = 0;
    return false;
}

/* ---- random ---- */

typedef struct random_settings {
    size_t rows, inputs, outputs, classes;
} random_settings;

static const gv_field random_fields[] = {
    {.name = "rows",
     .read = gv_field_size,
     .offset = offsetof(random_settings, rows),
     .required = true,
     .low = 1,
     .high = MAX_ROWS,
     .meaning = "how many"},
    {.name = "inputs",
     .read = gv_field_size,
     .offset = offsetof(random_settings, inputs),
     .required = true,
     .low = 1,
     .high = GV_MAX_EXTENT,
     .meaning = "columns, standard normal, from the case's seed"},
    {.name = "outputs",
     .read = gv_field_size,
     .offset = offsetof(random_settings, outputs),
     .low = 1,
     .high = GV_MAX_EXTENT,
     .meaning = "target columns, standard normal"},
    {.name = "classes",
     .read = gv_field_size,
     .offset = offsetof(random_settings, classes),
     .low = 2,
     .high = GV_MAX_EXTENT,
     .meaning = "instead of outputs: one random class a row"},
};

static void fill_random(const random_settings *settings, uint64_t seed, double *inputs,
                        double *targets, size_t target_count) {
    ag_random random = ag_random_create(seed, GV_STREAM_DATA);
    for (size_t i = 0; i < settings->rows * settings->inputs; i++)
        inputs[i] = ag_random_normal(&random);
    for (size_t i = 0; i < target_count; i++)
        targets[i] = settings->classes > 0
                         ? (double)(ag_random_next(&random) % settings->classes)
                         : ag_random_normal(&random);
}

static bool random_read(gv_reading *reading, const gv_node *node, gv_case *item) {
    random_settings settings = {0};
    if (!gv_read_fields(reading, node, random_fields,
                        sizeof random_fields / sizeof *random_fields, &settings))
        return false;
    if ((settings.outputs == 0) == (settings.classes == 0)) {
        gv_blame(reading, node->key, "random data need either 'outputs' or 'classes'");
        return false;
    }
    size_t columns = settings.classes > 0 ? 1 : settings.outputs;
    size_t widest = columns > settings.inputs ? columns : settings.inputs;
    if (settings.rows > GV_MAX_ENTRIES / widest) {
        gv_blame(reading, node->key, "the data are too large: the limit is 16777216 numbers");
        return false;
    }
    size_t target_count = settings.rows * columns;
    double *inputs = gv_reading_alloc(reading, settings.rows * settings.inputs, sizeof *inputs);
    double *targets = gv_reading_alloc(reading, target_count, sizeof *targets);
    if (inputs == NULL || targets == NULL)
        return false;
    fill_random(&settings, item->seed, inputs, targets, target_count);
    item->data.flow.steps = 1;
    item->data.flow.shape = ag_shape_matrix(settings.rows, settings.inputs);
    item->data.inputs = inputs;
    item->data.targets = targets;
    item->data.columns = columns;
    return true;
}

const gv_data_kind gv_data_random = {
    .kind = {"random", "seeded random numbers", random_fields,
             sizeof random_fields / sizeof *random_fields},
    .read = random_read,
};

/* ---- values ---- */

typedef struct values_settings {
    const gv_node *inputs, *target;
} values_settings;

static const gv_field values_fields[] = {
    {.name = "inputs",
     .read = gv_field_node,
     .offset = offsetof(values_settings, inputs),
     .required = true,
     .meaning = "list of rows, each a list of numbers"},
    {.name = "target",
     .read = gv_field_node,
     .offset = offsetof(values_settings, target),
     .required = true,
     .meaning = "list of numbers, or of rows"},
};

/* A matrix given as a list of rows; a row of one number may stand without brackets. */
typedef struct matrix {
    size_t rows, columns;
    double *values;
    gv_place *places;
} matrix;

static bool read_row(gv_reading *reading, const gv_node *row, size_t index, matrix *out) {
    static const gv_field number = {.name = "number", .low = -1e300, .high = 1e300};
    size_t columns = row->kind == GV_NODE_LIST ? row->count : 1;
    if (columns != out->columns) {
        gv_blame(reading, row, "this row has %zu number%s, the first one has %zu", columns,
                 columns == 1 ? "" : "s", out->columns);
        return false;
    }
    const gv_node *value = row->kind == GV_NODE_LIST ? row->first : row;
    bool good = true;
    for (size_t i = 0; i < columns; i++, value = value->next) {
        out->places[index * columns + i] = value->place;
        good &= gv_field_real(reading, value, &number, &out->values[index * columns + i]);
    }
    return good;
}

static bool read_matrix(gv_reading *reading, const gv_node *node, matrix *out) {
    if (!gv_expect_list(reading, node, "rows"))
        return false;
    out->rows = node->count;
    out->columns = node->first->kind == GV_NODE_LIST ? node->first->count : 1;
    if (out->columns == 0 || out->rows > GV_MAX_ENTRIES / out->columns) {
        gv_blame(reading, node->first, "expected a list of numbers");
        return false;
    }
    size_t count = out->rows * out->columns;
    out->values = gv_reading_alloc(reading, count, sizeof *out->values);
    out->places = gv_reading_alloc(reading, count, sizeof *out->places);
    if (out->values == NULL || out->places == NULL)
        return false;
    bool good = true;
    size_t row = 0;
    for (const gv_node *child = node->first; child != NULL; child = child->next)
        good &= read_row(reading, child, row++, out);
    return good;
}

static bool values_read(gv_reading *reading, const gv_node *node, gv_case *item) {
    values_settings settings = {0};
    matrix inputs, targets;
    if (!gv_read_fields(reading, node, values_fields, 2, &settings))
        return false;
    bool good = read_matrix(reading, settings.inputs, &inputs);
    good = read_matrix(reading, settings.target, &targets) && good;
    if (!good)
        return false;
    if (inputs.rows != targets.rows) {
        gv_blame(reading, settings.target->key, "%zu targets for %zu rows of inputs",
                 targets.rows, inputs.rows);
        return false;
    }
    item->data.flow.steps = 1;
    item->data.flow.shape = ag_shape_matrix(inputs.rows, inputs.columns);
    item->data.inputs = inputs.values;
    item->data.targets = targets.values;
    item->data.columns = targets.columns;
    item->data.places = targets.places;
    item->data.source = &item->source;
    return true;
}

const gv_data_kind gv_data_values = {
    .kind = {"values", "numbers in the case itself", values_fields,
             sizeof values_fields / sizeof *values_fields},
    .read = values_read,
};
