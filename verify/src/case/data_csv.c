/* Data from a table of comma-separated values. */
#include "case/csv.h"
#include "case/spec.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

enum { MAX_ROWS = 1 << 20 };
enum { STANDARDIZE_NONE, STANDARDIZE_INPUTS, STANDARDIZE_ALL };

typedef struct row_choice {
    size_t from, count, step;
} row_choice;

typedef struct csv_settings {
    const gv_node *file, *inputs, *target, *rows;
    size_t standardize;
    double scale;
} csv_settings;

/* Columns of the table that are taken, row by row. */
typedef struct selection {
    size_t *columns;
    size_t count;
    double *values;
    gv_place *places;
} selection;

static const char *const standardize_words[] = {"none", "inputs", "all", NULL};

static const gv_field csv_fields[] = {
    {.name = "file",
     .read = gv_field_node,
     .offset = offsetof(csv_settings, file),
     .required = true,
     .meaning = "path, relative to the case file"},
    {.name = "inputs",
     .read = gv_field_node,
     .offset = offsetof(csv_settings, inputs),
     .required = true,
     .meaning = "list of columns; rest: all but the target"},
    {.name = "target",
     .read = gv_field_node,
     .offset = offsetof(csv_settings, target),
     .required = true,
     .meaning = "a column, or a list of them"},
    {.name = "standardize",
     .read = gv_field_choice,
     .offset = offsetof(csv_settings, standardize),
     .words = standardize_words,
     .meaning = "none (the default), inputs, all: columns to mean 0 and deviation 1 over the "
                "chosen rows"},
    {.name = "scale",
     .read = gv_field_real,
     .offset = offsetof(csv_settings, scale),
     .low = 1e-300,
     .high = 1e300,
     .meaning = "the inputs are multiplied by it; 1 is the default"},
    {.name = "rows",
     .read = gv_field_node,
     .offset = offsetof(csv_settings, rows),
     .meaning = "{from, count, step}: which rows; left out: all"},
};

static const gv_field row_fields[] = {
    {.name = "from",
     .read = gv_field_size,
     .offset = offsetof(row_choice, from),
     .low = 1,
     .high = MAX_ROWS,
     .meaning = "the first row, from 1 (the default)"},
    {.name = "count",
     .read = gv_field_size,
     .offset = offsetof(row_choice, count),
     .low = 1,
     .high = MAX_ROWS,
     .meaning = "how many; left out: to the end"},
    {.name = "step",
     .read = gv_field_size,
     .offset = offsetof(row_choice, step),
     .low = 1,
     .high = MAX_ROWS,
     .meaning = "every how many-th row; 1 is the default"},
};

static bool find_columns(gv_reading *reading, const gv_table *table, const gv_node *node,
                         selection *out) {
    const gv_node *name = node;
    if (node->kind != GV_NODE_SCALAR && !gv_expect_list(reading, node, "columns"))
        return false;
    if (node->kind == GV_NODE_LIST)
        name = node->first;
    out->count = node->kind == GV_NODE_LIST ? node->count : 1;
    out->columns = gv_reading_alloc(reading, out->count, sizeof *out->columns);
    bool good = out->columns != NULL;
    for (size_t i = 0; out->columns != NULL && i < out->count; i++, name = name->next)
        good &= gv_find_word(reading, name, table->names, table->columns, "column",
                             &out->columns[i]);
    return good;
}

/* "rest": every column that is no target, unless the table has a column of that name. */
static bool is_rest(const gv_table *table, const gv_node *node) {
    if (node->kind != GV_NODE_SCALAR || strcmp(node->text, "rest") != 0)
        return false;
    for (size_t i = 0; i < table->columns; i++)
        if (strcmp(table->names[i], "rest") == 0)
            return false;
    return true;
}

static bool take_rest(gv_reading *reading, const gv_table *table, const gv_node *node,
                      const selection *targets, selection *out) {
    out->columns = gv_reading_alloc(reading, table->columns, sizeof *out->columns);
    out->count = 0;
    for (size_t i = 0; out->columns != NULL && i < table->columns; i++) {
        bool taken = false;
        for (size_t k = 0; k < targets->count; k++)
            taken |= targets->columns[k] == i;
        if (!taken)
            out->columns[out->count++] = i;
    }
    if (out->columns != NULL && out->count == 0)
        gv_blame(reading, node, "the target takes every column: there is no rest");
    return out->count > 0;
}

static bool find_inputs(gv_reading *reading, const gv_table *table, const gv_node *node,
                        const selection *targets, selection *out) {
    if (is_rest(table, node))
        return take_rest(reading, table, node, targets, out);
    return find_columns(reading, table, node, out);
}

static bool choose_rows(gv_reading *reading, const gv_table *table, const gv_node *node,
                        row_choice *rows) {
    *rows = (row_choice){.from = 1, .step = 1};
    if (node != NULL && !gv_read_fields(reading, node, row_fields,
                                        sizeof row_fields / sizeof *row_fields, rows))
        return false;
    size_t left = rows->from <= table->rows ? (table->rows - rows->from) / rows->step + 1 : 0;
    if (rows->count == 0)
        rows->count = left;
    if (rows->count > 0 && rows->count <= left)
        return true;
    gv_blame(reading, node, "the table has %zu rows: from %zu in steps of %zu there are %zu",
             table->rows, rows->from, rows->step, left);
    return false;
}

static bool take_numbers(gv_reading *reading, const gv_table *table, const row_choice *rows,
                         selection *out) {
    size_t count = rows->count * out->count;
    out->values = gv_reading_alloc(reading, count, sizeof *out->values);
    out->places = gv_reading_alloc(reading, count, sizeof *out->places);
    if (out->values == NULL || out->places == NULL)
        return false;
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        size_t row = rows->from - 1 + i / out->count * rows->step;
        size_t column = out->columns[i % out->count];
        out->places[i] = table->cells[row * table->columns + column].place;
        good &= gv_csv_number(table, row, column, &out->values[i], reading->issues);
    }
    return good;
}

/* Formula: (x - mean) / deviation, the deviation over all the rows (divisor: their number). */
static bool standardize(gv_reading *reading, const gv_node *node, const gv_table *table,
                        size_t rows, selection *out) {
    for (size_t j = 0; j < out->count; j++) {
        double sum = 0, squares = 0;
        for (size_t i = 0; i < rows; i++)
            sum += out->values[i * out->count + j];
        double mean = sum / (double)rows;
        for (size_t i = 0; i < rows; i++) {
            double d = out->values[i * out->count + j] - mean;
            squares += d * d;
        }
        double deviation = sqrt(squares / (double)rows);
        if (!(deviation > 0 && isfinite(deviation))) {
            gv_blame(reading, node, "column '%s' cannot be standardized: it is constant",
                     table->names[out->columns[j]]);
            return false;
        }
        for (size_t i = 0; i < rows; i++) {
            double *x = &out->values[i * out->count + j];
            *x = (*x - mean) / deviation;
        }
    }
    return true;
}

static bool csv_read(gv_reading *reading, const gv_node *node, gv_case *item) {
    csv_settings settings = {.scale = 1};
    gv_table *table = gv_reading_alloc(reading, 1, sizeof *table);
    selection inputs = {0}, targets = {0};
    row_choice rows;
    if (table == NULL || !gv_read_fields(reading, node, csv_fields,
                                         sizeof csv_fields / sizeof *csv_fields, &settings))
        return false;
    if (!gv_expect_text(reading, settings.file, "a path"))
        return false;
    const char *path = gv_resolve_path(reading, settings.file->text);
    if (path != NULL && access(path, R_OK) != 0) {
        gv_blame(reading, settings.file, "cannot read '%s': %s", path, strerror(errno));
        return false;
    }
    if (path == NULL || !gv_csv_read(reading->arena, path, table, reading->issues))
        return false;
    bool good = find_columns(reading, table, settings.target, &targets);
    if (good || !is_rest(table, settings.inputs))
        good &= find_inputs(reading, table, settings.inputs, &targets, &inputs);
    good &= choose_rows(reading, table, settings.rows, &rows);
    if (!good)
        return false;
    good = take_numbers(reading, table, &rows, &inputs);
    good &= take_numbers(reading, table, &rows, &targets);
    if (good && settings.standardize != STANDARDIZE_NONE)
        good = standardize(reading, settings.inputs->key, table, rows.count, &inputs);
    if (good && settings.standardize == STANDARDIZE_ALL)
        good = standardize(reading, settings.target->key, table, rows.count, &targets);
    for (size_t i = 0; good && i < rows.count * inputs.count; i++)
        inputs.values[i] *= settings.scale;
    item->data.flow.steps = 1;
    item->data.flow.shape = ag_shape_matrix(rows.count, inputs.count);
    item->data.inputs = inputs.values;
    item->data.targets = targets.values;
    item->data.columns = targets.count;
    item->data.places = targets.places;
    item->data.source = &table->source;
    return good;
}

const gv_data_kind gv_data_csv = {
    .kind = {"csv", "columns of a table", csv_fields, sizeof csv_fields / sizeof *csv_fields},
    .read = csv_read,
};
