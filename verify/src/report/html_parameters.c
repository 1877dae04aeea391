/* The entries of every parameter: maps, scatters, histograms, the numbers of the worst beside
 * them. */
#include "report/html_cells.h"
#include "report/html_views.h"
#include "report/text.h"
#include <stdlib.h>

/* Bytes of a view without its cells, of a cell in three pictures, of a row of its table, of a
 * sweep. */
enum { FRAME_BYTES = 5600, CELL_BYTES = 48, ROW_BYTES = 250, SWEEP_BYTES = 12000 };
enum { ROWS_MAX = 24, ROWS_LEAST = 4, CELLS_LEAST = 16 };

typedef struct viewing {
    gv_page *page;
    const gv_case_finding *finding;
    gv_views views;
    size_t cells, rows; /* that a view may have */
    bool sweeps;        /* is there room for one in every view? */
} viewing;

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

/* At which other points the parameter was checked, and how it came off there. */
static void draw_siblings(const viewing *v, const gv_view *view) {
    const gv_view *siblings = &v->views.items[view->first];
    gv_markup *m = &v->page->m;
    bool any = false;

    for (size_t i = 0; i < view->siblings; i++) {
        const gv_check_finding *check = siblings[i].check;
        if (siblings[i].drawn || view != siblings)
            continue;
        if (!any)
            gv_open_class(m, "p", "soft");
        gv_text(m, any                               ? "; at "
                   : view->check->verdict == GV_PASS ? "It passes at the other points too: at "
                                                     : "It passes elsewhere: at ");
        gv_text_safe(m, check->point ? check->point : "", GV_NAME_WIDTH);
        gv_text_print(m, " with %zu entries, worst gap / allowed %.2e", check->entries.checked,
                      siblings[i].worst);
        any = true;
    }
    if (!any)
        return;
    gv_text(m, ".");
    gv_close(m);
}

/* Of the entries that passed the one with most to see: one at a kink, else the worst of those
 * that took a walk to decide.  Those that did not pass have theirs further up. */
static void draw_sweep(const viewing *v, const gv_check_finding *check) {
    const gv_entry *chosen = NULL;

    for (size_t i = check->notable_count; i-- > 0;) {
        const gv_entry *entry = &check->notable[i];
        if (entry->verdict == GV_PASS && entry->rung_count > 1 &&
            (!chosen || entry->kink || !chosen->kink))
            chosen = entry;
    }
    if (!chosen || (!chosen->kink && !v->sweeps))
        return;
    gv_details_open(&v->page->m, false,
                    chosen->kink ? "The sweep of an entry at a kink"
                                 : "The sweep of the worst entry that took more than a look");
    gv_html_sweep(v->page, check, chosen);
    gv_close(&v->page->m);
}

static void draw_view(const viewing *v, const gv_view *view) {
    const gv_check_finding *check = view->check;
    const size_t most = check->map.count < v->cells ? check->map.count : v->cells;
    gv_markup *m = &v->page->m;
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
    draw_siblings(v, view);
    gv_html_cells(v->page, check, &cells, v->rows);
    if (!view->gathered)
        gv_html_parts(v->page, v->finding, check);
    draw_sweep(v, check);
    gv_close(m);
    free(cells.items);
}

/* What a view may take of the room there is: as many cells as leave room for all. */
static void divide_room(viewing *v) {
    const gv_page *page = v->page;
    const size_t room = page->limit > page->m.written ? page->limit - page->m.written : 0;
    const size_t each = v->views.drawn ? room / v->views.drawn : 0;
    const size_t rows = each / 8 / ROW_BYTES;

    v->rows = rows < ROWS_LEAST ? ROWS_LEAST : rows > ROWS_MAX ? ROWS_MAX : rows;
    const size_t fixed = v->views.drawn * (FRAME_BYTES + v->rows * ROW_BYTES);
    v->cells = CELLS_LEAST;
    v->sweeps = fixed + gv_views_cells(&v->views, GV_CELLS_MAX) * CELL_BYTES +
                    v->views.drawn * SWEEP_BYTES <=
                room;
    while (v->cells < GV_CELLS_MAX &&
           fixed + gv_views_cells(&v->views, 2 * v->cells) * CELL_BYTES <= room)
        v->cells *= 2;
}

static int order_drawn(const void *a, const void *b) {
    const gv_view *x = *(const void *const *)a, *y = *(const void *const *)b;
    const bool left = x->check->verdict == GV_PASS, right = y->check->verdict == GV_PASS;

    if (left != right)
        return left - right;
    return (x->order > y->order) - (x->order < y->order);
}

/* Those that did not pass first, for there may not be room for all; else as they were checked.
 */
static void draw_all(const viewing *v) {
    const gv_view **list = calloc(v->views.drawn + 1, sizeof *list);
    size_t count = 0;

    if (!list) {
        v->page->m.failed = true;
        return;
    }
    for (size_t i = 0; i < v->views.count; i++)
        if (v->views.items[i].drawn)
            list[count++] = &v->views.items[i];
    qsort(list, count, sizeof *list, order_drawn);
    for (size_t i = 0; i < count; i++)
        draw_view(v, list[i]);
    free(list);
}

size_t gv_html_parameters_need(const gv_case_finding *finding) {
    enum { PARTS_BYTES = 2500 };
    gv_views views;
    size_t need = 0;

    if (gv_views_of(finding, &views) == GV_OK)
        need = views.drawn * (FRAME_BYTES + PARTS_BYTES + ROWS_MAX / 2 * ROW_BYTES) +
               gv_views_cells(&views, GV_CELLS_MAX) * CELL_BYTES;
    gv_views_clear(&views);
    return need;
}

void gv_html_parameters(gv_page *page, const gv_case_finding *finding) {
    viewing v = {.page = page, .finding = finding};

    if (gv_views_of(finding, &v.views) != GV_OK)
        page->m.failed = true;
    if (v.views.drawn) {
        divide_room(&v);
        gv_element(&page->m, "h3", NULL, "Entries of each parameter");
        draw_all(&v);
    }
    gv_views_clear(&v.views);
}
