/* Tables: comma-separated values with a header row, as in RFC 4180, but a quoted cell ends on
 * its line. */
#ifndef GV_CASE_CSV_H
#define GV_CASE_CSV_H

#include "case/source.h"

typedef struct gv_cell {
    const char *text; /* without quotes */
    gv_place place;
} gv_cell;

typedef struct gv_table {
    gv_source source;
    const char *const *names; /* of the columns, all different */
    size_t columns, rows;
    const gv_cell *cells; /* rows x columns */
} gv_table;

/* Reads a table into the arena.
 * Returns: false with issues added, each with the table's own line and column. */
bool gv_csv_read(gv_arena *arena, const char *path, gv_table *out, gv_issues *issues);

/* The number in a cell.  Returns: false with an issue added: empty, not a number, NaN. */
bool gv_csv_number(const gv_table *table, size_t row, size_t column, double *out,
                   gv_issues *issues);

#endif
