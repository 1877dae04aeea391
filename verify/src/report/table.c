/* A table is collected cell by cell, then printed when the widths are known. */
#include "report/table.h"
#include "report/utf8.h"
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

static bool make_room(gv_table *table) {
    const size_t room = table->room ? 2 * table->room : 64;
    char **cells;

    if (table->count < table->room)
        return true;
    cells = realloc(table->cells, room * sizeof *cells);
    if (!cells)
        return false;
    table->cells = cells;
    table->room = room;
    return true;
}

void gv_table_add(gv_table *table, const char *format, ...) {
    va_list arguments;
    int length;
    char *cell = NULL;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length >= 0 && make_room(table))
        cell = malloc((size_t)length + 1);
    if (!cell) {
        table->failed = true;
        return;
    }
    va_start(arguments, format);
    vsnprintf(cell, (size_t)length + 1, format, arguments);
    va_end(arguments);
    table->cells[table->count++] = cell;
}

void gv_table_add_number(gv_table *table, double number, bool rough) {
    if (isnan(number)) /* printf would show the sign of a NaN, which says nothing */
        gv_table_add(table, "NaN");
    else if (rough && number != 0 && isfinite(number))
        gv_table_add(table, "%.2e", number);
    else
        gv_table_add(table, "%.10g", number);
}

static void spaces(size_t count, FILE *out) {
    for (size_t i = 0; i < count; i++)
        fputc(' ', out);
}

/* Where a cell of this column is cut. */
static size_t limit(const gv_table *table, size_t column) {
    return column + 1 == table->columns && table->left[column] ? GV_LAST_WIDTH : GV_CELL_WIDTH;
}

static void print_row(const gv_table *table, char *const *cells, const size_t *widths,
                      size_t indent, FILE *out) {
    spaces(indent, out);
    for (size_t i = 0; i < table->columns; i++) {
        const size_t pad = widths[i] - gv_safe_width(cells[i], limit(table, i));
        if (i)
            spaces(2, out);
        if (!table->left[i])
            spaces(pad, out);
        gv_print_safe(out, cells[i], limit(table, i));
        if (table->left[i] && i + 1 < table->columns)
            spaces(pad, out);
    }
    fputc('\n', out);
}

bool gv_table_print(gv_table *table, size_t indent, FILE *out) {
    const bool whole = !table->failed;
    size_t widths[GV_TABLE_COLUMNS] = {0};

    for (size_t i = 0; i < table->count && whole; i++) {
        const size_t column = i % table->columns;
        const size_t width = gv_safe_width(table->cells[i], limit(table, column));
        widths[column] = width > widths[column] ? width : widths[column];
    }
    for (size_t i = 0; i + table->columns <= table->count && whole; i += table->columns)
        print_row(table, table->cells + i, widths, indent, out);
    for (size_t i = 0; i < table->count; i++)
        free(table->cells[i]);
    free(table->cells);
    *table = (gv_table){.columns = table->columns};
    return whole;
}
