/* One pass counts the lines, a second one splits them. */
#include "case/csv.h"

#include "case/numbers.h"

#include <string.h>

enum { MAX_BYTES = 1 << 24, MAX_COLUMNS = 4096, MAX_CELLS = 1 << 21 };

typedef struct splitting {
    gv_arena *arena;
    gv_table *table;
    gv_issues *issues;
    const char *at; /* what is read next */
    gv_place place; /* of it */
    char *store;    /* for texts: each takes no more room than it has in the file */
} splitting;

static bool complain(splitting *s, gv_place place, const char *message) {
    gv_source_complain(&s->table->source, place, s->issues, "%s", message);
    return false;
}

static bool at_line_end(const splitting *s) {
    return *s->at == '\0' || *s->at == '\n' || (s->at[0] == '\r' && s->at[1] == '\n');
}

/* One byte on; a column is a character. */
static void step(splitting *s) {
    s->at++;
    s->place.column += ((unsigned char)*s->at & 0xC0) != 0x80;
}

static void next_line(splitting *s) {
    s->at += *s->at == '\r';
    s->at += *s->at == '\n';
    s->place.line++;
    s->place.column = 1;
}

/* The text between quotes, doubled quotes made single. */
static bool read_quoted(splitting *s) {
    gv_place start = s->place;
    step(s);
    for (;; step(s)) {
        if (at_line_end(s))
            return complain(s, start, "this quoted cell does not end on its line");
        if (*s->at == '"') {
            if (s->at[1] != '"')
                break;
            step(s);
        }
        *s->store++ = *s->at;
    }
    step(s);
    if (*s->at == ',' || at_line_end(s))
        return true;
    return complain(s, s->place, "expected a comma after the quoted cell");
}

static bool read_bare(splitting *s) {
    for (; *s->at != ',' && !at_line_end(s); step(s)) {
        if (*s->at == '"')
            return complain(s, s->place, "a quote inside a cell: quote the whole cell");
        *s->store++ = *s->at;
    }
    return true;
}

static bool read_cell(splitting *s, gv_cell *cell) {
    *cell = (gv_cell){s->store, s->place};
    if (!(*s->at == '"' ? read_quoted(s) : read_bare(s)))
        return false;
    *s->store++ = '\0';
    size_t length = s->place.column - cell->place.column;
    cell->place.length = length > 0 ? length : 1;
    return true;
}

/* The cells of a line, at most `most`, and then the line's end.
 * Returns: how many the line has; 0 when it is broken. */
static size_t read_line(splitting *s, gv_cell *cells, size_t most) {
    size_t count = 0;
    for (;;) {
        gv_cell beyond;
        if (!read_cell(s, count < most ? &cells[count] : &beyond))
            return 0;
        count++;
        if (*s->at != ',')
            break;
        step(s);
    }
    next_line(s);
    return count;
}

static bool read_header(splitting *s) {
    static const char mark[] = "\xEF\xBB\xBF"; /* of byte order */
    if (strncmp(s->at, mark, 3) == 0)
        s->at += 3;
    if (*s->at == '\0')
        return complain(s, s->place, "the table is empty: expected a line of column names");
    size_t columns = 1;
    for (const char *c = s->at; *c != '\0' && *c != '\n'; c++)
        columns += *c == ',';
    if (columns > MAX_COLUMNS)
        return complain(s, s->place, "too many columns: the limit is 4096");
    gv_cell *cells = gv_arena_alloc(s->arena, columns, sizeof *cells);
    const char **names = gv_arena_alloc(s->arena, columns, sizeof *names);
    if (cells == NULL || names == NULL) {
        s->issues->starved = true;
        return false;
    }
    s->table->columns = read_line(s, cells, columns);
    s->table->names = names;
    for (size_t i = 0; i < s->table->columns; i++) {
        names[i] = cells[i].text;
        if (names[i][0] == '\0')
            return complain(s, cells[i].place, "this column has no name");
        for (size_t j = 0; j < i; j++)
            if (strcmp(names[i], names[j]) == 0)
                return complain(s, cells[i].place, "this column name is there twice");
    }
    return s->table->columns > 0;
}

/* Lines from here on, not counting empty ones at the end. */
static size_t count_lines(const char *text) {
    size_t lines = 0, kept = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        lines++;
        if (length > 0 && !(length == 1 && *text == '\r'))
            kept = lines;
        text += length;
        text += *text == '\n';
    }
    return kept;
}

static bool read_rows(splitting *s) {
    gv_table *table = s->table;
    table->rows = count_lines(s->at);
    if (table->rows == 0)
        return complain(s, s->place, "the table has no rows");
    if (table->rows > MAX_CELLS / table->columns)
        return complain(s, s->place, "too many cells: the limit is 2097152");
    gv_cell *cells = gv_arena_alloc(s->arena, table->rows * table->columns, sizeof *cells);
    if (cells == NULL) {
        s->issues->starved = true;
        return false;
    }
    table->cells = cells;
    bool good = true;
    for (size_t row = 0; row < table->rows; row++) {
        gv_place place = {s->place.line, 1, 1};
        size_t count = read_line(s, cells + row * table->columns, table->columns);
        if (count == 0)
            return false;
        if (count != table->columns) {
            gv_source_complain(&table->source, place, s->issues,
                               "this row has %zu cell%s, the header has %zu", count,
                               count == 1 ? "" : "s", table->columns);
            good = false;
        }
    }
    return good;
}

bool gv_csv_read(gv_arena *arena, const char *path, gv_table *out, gv_issues *issues) {
    *out = (gv_table){0};
    if (!gv_source_read(arena, path, MAX_BYTES, &out->source, issues))
        return false;
    splitting s = {.arena = arena,
                   .table = out,
                   .issues = issues,
                   .at = out->source.text,
                   .place = {1, 1, 1},
                   .store = gv_arena_alloc(arena, out->source.length + 2, 1)};
    issues->starved |= s.store == NULL;
    return s.store != NULL && read_header(&s) && read_rows(&s);
}

bool gv_csv_number(const gv_table *table, size_t row, size_t column, double *out,
                   gv_issues *issues) {
    const gv_cell *cell = &table->cells[row * table->columns + column];
    if (gv_parse_real(cell->text, out))
        return true;
    gv_source_complain(&table->source, cell->place, issues,
                       "expected a number in column '%s', found %s%.40s%s",
                       table->names[column], cell->text[0] != '\0' ? "'" : "nothing",
                       cell->text, cell->text[0] != '\0' ? "'" : "");
    return false;
}
