/* The entries of every parameter at every point: maps, scatters, histograms, the numbers of the
 * worst beside them.  Parameters of one entry are gathered into one picture: micrograd's models
 * consist of nothing else. */
#include "report/html_cells.h"
#include "report/text.h"
#include <stdlib.h>
#include <string.h>

/* Scalars that are drawn together; fewer are drawn like others. */
enum { GATHERED_LEAST = 4 };

/* Bytes of a view without its cells, of a cell in three pictures, of a row of its table. */
enum { FRAME_BYTES = 5600, CELL_BYTES = 48, ROW_BYTES = 250 };
enum { ROWS_MAX = 24, ROWS_LEAST = 4, CELLS_LEAST = 16 };

typedef struct viewing {
    gv_page *page;
    const gv_case_finding *finding;
    size_t cells, rows; /* that a view may have */
} viewing;

static bool is_mapped(const gv_check_finding *check) {
    return strcmp(check->kind, "gradient") == 0 && check->map.count > 0;
}

/* ---- one parameter at one point ---- */

static void draw_heading(gv_markup *m, const gv_check_finding *check) {
    const gv_counts *n = &check->entries;

    gv_open(m, "summary");
    gv_open(m, "h4");
    gv_verdict_mark(m, check->verdict, "");
    gv_text_safe(m, check->parameter ? check->parameter : "", GV_NAME_WIDTH);
    if (check->point) {
        gv_text(m, ", at ");
        gv_text_safe(m, check->point, GV_NAME_WIDTH);
    }
    gv_close(m);
    gv_text_print(m, " \xe2\x80\x93 %zu entries: %zu passed, %zu failed", n->checked, n->passed,
                  n->failed);
    if (n->inconclusive + n->negligible)
        gv_text_print(m, ", %zu undecided, %zu negligible", n->inconclusive, n->negligible);
    if (n->skipped)
        gv_text_print(m, ", %zu not looked at", n->skipped);
    gv_close(m);
}

/* `gathered`: of several parameters, which have no parts in common. */
static void draw_view(const viewing *v, const gv_check_finding *check, bool gathered) {
    gv_markup *m = &v->page->m;
    const size_t most = check->map.count < v->cells ? check->map.count : v->cells;
    gv_cells cells;

    if (!gv_page_has_room(v->page, FRAME_BYTES + CELL_BYTES * most + ROW_BYTES * v->rows))
        return;
    if (gv_cells_of(check, v->cells, &cells) != GV_OK) {
        m->failed = true;
        return;
    }
    gv_open(m, "details");
    gv_attribute(m, "open", gv_check_outcome(v->finding, check) == GV_PASS ? NULL : "open");
    draw_heading(m, check);
    gv_html_cells(v->page, check, &cells, v->rows);
    if (!gathered)
        gv_html_parts(v->page, v->finding, check);
    gv_close(m);
    free(cells.items);
}

/* ---- gathering scalars ---- */

static void add_counts(gv_counts *sum, const gv_counts *more) {
    sum->checked += more->checked;
    sum->passed += more->passed;
    sum->failed += more->failed;
    sum->inconclusive += more->inconclusive;
    sum->negligible += more->negligible;
    sum->skipped += more->skipped;
}

static bool is_scalar_at(const gv_check_finding *check, const char *point) {
    return is_mapped(check) && check->map.count == 1 && check->map.span == 1 &&
           strcmp(check->point ? check->point : "", point) == 0;
}

static size_t count_scalars(const gv_case_finding *finding, const char *point) {
    size_t count = 0;

    for (size_t i = 0; i < finding->check_count; i++)
        count += is_scalar_at(&finding->checks[i], point);
    return count;
}

/* The scalars of a point as if they were one parameter, numbered in their order. */
static void draw_scalars(const viewing *v, const char *point, size_t count) {
    char name[64], at[GV_NAME_WIDTH * 4];
    gv_check_finding all = {.kind = "gradient",
                            .point = at,
                            .parameter = name,
                            .rank = 1,
                            .shape = {count},
                            .map = {1, calloc(count, sizeof *all.map.cells), count}};
    size_t place = 0;

    if (!all.map.cells) {
        v->page->m.failed = true;
        return;
    }
    snprintf(name, sizeof name, "%zu scalar parameters", count);
    snprintf(at, sizeof at, "%s", point);
    for (size_t i = 0; i < v->finding->check_count; i++) {
        const gv_check_finding *check = &v->finding->checks[i];
        if (!is_scalar_at(check, point))
            continue;
        all.map.cells[place] = check->map.cells[0];
        all.map.cells[place].index = place;
        place++;
        add_counts(&all.entries, &check->entries);
        if (check->verdict == GV_FAIL || all.verdict == GV_PASS)
            all.verdict = check->verdict;
    }
    draw_view(v, &all, true);
    free(all.map.cells);
}

/* ---- a case ---- */

/* Is it the first of its point? */
static bool begins_point(const gv_case_finding *finding, size_t number) {
    const char *point = finding->checks[number].point;

    for (size_t i = number; i-- > 0;)
        if (is_mapped(&finding->checks[i]))
            return strcmp(finding->checks[i].point ? finding->checks[i].point : "",
                          point ? point : "") != 0;
    return true;
}

/* The cells that all views have together when each may have `most`. */
static size_t count_cells(const gv_case_finding *finding, size_t most) {
    size_t cells = 0;

    for (size_t i = 0; i < finding->check_count; i++)
        if (is_mapped(&finding->checks[i]))
            cells += finding->checks[i].map.count < most ? finding->checks[i].map.count : most;
    return cells;
}

/* What a view may take of the room there is: as many cells as leave room for all. */
static void divide_room(viewing *v, size_t views) {
    const gv_page *page = v->page;
    const size_t room = page->limit > page->m.written ? page->limit - page->m.written : 0;
    const size_t each = views ? room / views : 0;
    const size_t rows = each / 8 / ROW_BYTES;

    v->rows = rows < ROWS_LEAST ? ROWS_LEAST : rows > ROWS_MAX ? ROWS_MAX : rows;
    const size_t fixed = views * (FRAME_BYTES + v->rows * ROW_BYTES);
    v->cells = CELLS_LEAST;
    while (v->cells < GV_CELLS_MAX &&
           fixed + count_cells(v->finding, 2 * v->cells) * CELL_BYTES <= room)
        v->cells *= 2;
}

static size_t count_views(const gv_case_finding *finding) {
    size_t views = 0;

    for (size_t i = 0; i < finding->check_count; i++)
        views += is_mapped(&finding->checks[i]) && finding->checks[i].map.count > 1;
    return views + finding->point_count; /* and the scalars of each point */
}

/* Those that failed first: there may not be room for all. */
static void draw_all(const viewing *v, bool failed) {
    size_t scalars = 0;

    for (size_t i = 0; i < v->finding->check_count; i++) {
        const gv_check_finding *check = &v->finding->checks[i];
        if (!is_mapped(check))
            continue;
        const char *point = check->point ? check->point : "";
        if (begins_point(v->finding, i)) {
            scalars = count_scalars(v->finding, point);
            if (scalars >= GATHERED_LEAST && !failed)
                draw_scalars(v, point, scalars);
        }
        const bool gathered = scalars >= GATHERED_LEAST && is_scalar_at(check, point);
        if (!gathered && (check->verdict != GV_PASS) == failed)
            draw_view(v, check, false);
    }
}

size_t gv_html_parameters_need(const gv_case_finding *finding) {
    enum { PARTS_BYTES = 2500 };

    return count_views(finding) * (FRAME_BYTES + PARTS_BYTES + ROWS_MAX / 2 * ROW_BYTES) +
           count_cells(finding, GV_CELLS_MAX) * CELL_BYTES;
}

void gv_html_parameters(gv_page *page, const gv_case_finding *finding) {
    viewing v = {.page = page, .finding = finding};
    const size_t views = count_views(finding);

    if (count_cells(finding, 1) == 0)
        return;
    divide_room(&v, views);
    gv_element(&page->m, "h3", NULL, "Entries of each parameter");
    draw_all(&v, true);
    draw_all(&v, false);
}
