#include "report/html_cells.h"
#include "report/text.h"
#include <math.h>
#include <stdlib.h>

/* ---- the table ---- */

static int order_cells(const void *a, const void *b) {
    const gv_map_cell *x = a, *y = b;

    if (x->state != y->state)
        return x->state > y->state ? -1 : 1;
    if (isnan(x->share) || isnan(y->share))
        return isnan(y->share) - isnan(x->share);
    if (x->share != y->share)
        return x->share > y->share ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static void cell_row(gv_markup *m, const gv_check_finding *check, const gv_map_cell *cell) {
    char where[GV_PLACE_SIZE];

    gv_text_place(check, cell->index, where, sizeof where);
    gv_open(m, "tr");
    gv_open_class(m, "th", "k");
    gv_attribute(m, "scope", "row");
    gv_text(m, where);
    gv_close(m);
    gv_element(m, "td", cell->state == GV_STATE_FAILED ? "wrong" : NULL,
               gv_state_text(cell->state));
    gv_number_cell(m, cell->claimed, GV_MAPPED);
    gv_number_cell(m, cell->measured, GV_MAPPED);
    gv_number_cell(m, cell->share, GV_BRIEF);
    gv_close(m);
}

/* Sorts the cells, which are not needed in their order any more. */
static void draw_table(gv_markup *m, const gv_check_finding *check, const gv_cells *cells,
                       size_t most) {
    static const char *const heads[] = {"entry",     "came to",        "#claimed",
                                        "#measured", "#gap / allowed", NULL};
    const size_t rows = cells->count < most ? cells->count : most;

    qsort(cells->items, cells->count, sizeof *cells->items, order_cells);
    gv_details_open(m, false,
                    rows == cells->count ? "These entries as numbers"
                                         : "The worst of these entries as numbers");
    gv_table_open(m, "Entries, the worst first", heads);
    for (size_t i = 0; i < rows; i++)
        cell_row(m, check, &cells->items[i]);
    gv_table_close(m);
    gv_close(m);
}

static void histogram_data(gv_markup *m, const gv_cells *cells) {
    static const char *const heads[] = {"gap / allowed", "#entries", NULL};
    size_t counts[GV_SHARE_BINS];

    gv_share_histogram(cells, counts);
    gv_details_open(m, false, "The histogram as numbers");
    gv_table_open(m, "The histogram as numbers", heads);
    for (size_t i = 0; i < GV_SHARE_BINS; i++) {
        gv_open(m, "tr");
        gv_open_class(m, "th", "k");
        gv_attribute(m, "scope", "row");
        gv_text(m, gv_share_bin_names[i]);
        gv_close(m);
        gv_count_cell(m, counts[i]);
        gv_close(m);
    }
    gv_table_close(m);
    gv_close(m);
}

/* ---- the pictures ---- */

static void draw_picture(gv_page *page, const gv_cells *cells, const char *name,
                         const char *caption,
                         void (*draw)(gv_markup *m, const gv_cells *cells, const char *id,
                                      const char *name)) {
    char id[32];

    gv_page_next_id(page, id);
    gv_figure_open(&page->m, caption);
    draw(&page->m, cells, id, name);
    gv_close(&page->m);
}

static void draw_pictures(gv_page *page, const gv_check_finding *check, const gv_cells *cells) {
    const char *map = cells->span > 1 ? "A cell is the worst of several entries, row by row."
                      : cells->shaped ? "A cell is an entry; the last axis goes across."
                                      : "A cell is an entry, row by row.";

    gv_open_class(&page->m, "div", "pictures");
    draw_picture(page, cells, check->parameter, map, gv_svg_map);
    draw_picture(page, cells, check->parameter, "Claimed against measured.", gv_svg_scatter);
    gv_open(&page->m, "div");
    draw_picture(page, cells, check->parameter,
                 cells->span > 1
                     ? "How close the gaps come to what is allowed; counted are cells."
                     : "How close the gaps come to what is allowed.",
                 gv_svg_histogram);
    histogram_data(&page->m, cells);
    gv_close(&page->m);
    gv_close(&page->m);
}

void gv_html_cells(gv_page *page, const gv_check_finding *check, const gv_cells *cells,
                   size_t rows) {
    draw_pictures(page, check, cells);
    draw_table(&page->m, check, cells, rows);
}
