/* Columns that line up, for text. */
#ifndef GV_TABLE_H
#define GV_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define GV_TABLE_COLUMNS 8

/* A cell is cut at this many columns; one in the last column, flush left, at more. */
#define GV_CELL_WIDTH 40
#define GV_LAST_WIDTH 1000

/* Start from {.columns = n, .left = ...}; rows are kept until the table is printed. */
typedef struct gv_table {
    size_t columns;
    bool left[GV_TABLE_COLUMNS]; /* flush left; else flush right */
    char **cells;                /* row by row */
    size_t count, room;
    bool failed; /* no memory: printing says so */
} gv_table;

/* Adds the next cell (printf). */
void gv_table_add(gv_table *table, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds a number: %.10g, or %.2e when it is `rough` (a bound, a gap). */
void gv_table_add_number(gv_table *table, double number, bool rough);

/* Prints every row behind `indent` spaces, and frees the table.
 * Returns: false when there was no memory for it. */
bool gv_table_print(gv_table *table, size_t indent, FILE *out);

#endif
