/* Claimed over measured with the gaps below it; and how many gaps are how large. */
#include "report/svg_cells.h"
#include <math.h>

enum {
    WIDTH = 300,
    LEFT = 58,
    RIGHT = 290,
    TOP = 26,
    BOTTOM = 196,
    LOW_TOP = 228,
    LOW = 318,
    HEIGHT = 356
};

/* Gaps smaller than this share of what is allowed lie on the axis: they say nothing more. */
static const double least_share = 1e-8, most_share = 1e4;

typedef struct plot {
    gv_markup *m;
    const gv_cells *cells;
    gv_scale x, y, shares;
} plot;

static bool is_shown(const gv_map_cell *cell) {
    return cell->state != GV_STATE_SKIPPED && isfinite(cell->measured);
}

static void set_scales(plot *p) {
    double low = INFINITY, high = -INFINITY;

    for (size_t i = 0; i < p->cells->count; i++) {
        const gv_map_cell *cell = &p->cells->items[i];
        if (!is_shown(cell))
            continue;
        low = fmin(low, cell->measured);
        high = fmax(high, cell->measured);
        if (isfinite(cell->claimed)) {
            low = fmin(low, cell->claimed);
            high = fmax(high, cell->claimed);
        }
    }
    const double pad = high > low ? 0.06 * (high - low) : 0.0;
    p->x = gv_scale_of(low - pad, high + pad, LEFT, RIGHT, false);
    p->y = p->x;
    p->y.from = BOTTOM;
    p->y.to = TOP;
    p->shares = (gv_scale){least_share, most_share, LOW, LOW_TOP, true};
}

/* Dots for what passed, triangles for what is undecided, crosses for what is wrong. */
static void add_mark(gv_path marks[3], const gv_map_cell *cell, double x, double y) {
    if (cell->state == GV_STATE_FAILED)
        gv_path_cross(&marks[2], x, y, 3.0);
    else if (cell->state == GV_STATE_UNDECIDED)
        gv_path_triangle(&marks[1], x, y, 2.6);
    else
        gv_path_dot(&marks[0], x, y);
}

static void draw_marks(const plot *p, const gv_scale *y, bool shares) {
    static const char *const classes[3] = {"dots", "s-u", "s-F"};
    gv_path marks[3];

    for (size_t i = 0; i < 3; i++)
        gv_path_start(&marks[i]);
    for (size_t i = 0; i < p->cells->count; i++) {
        const gv_map_cell *cell = &p->cells->items[i];
        const double value =
            shares ? (isnan(cell->share) ? most_share : cell->share) : cell->claimed;
        if (is_shown(cell))
            add_mark(marks, cell, gv_scale_at(&p->x, cell->measured), gv_scale_at(y, value));
    }
    for (size_t i = 0; i < 3; i++)
        gv_path_end(&marks[i], p->m, classes[i]);
}

void gv_svg_scatter(gv_markup *m, const gv_cells *cells, const char *id, const char *name) {
    plot p = {.m = m, .cells = cells};
    char description[300];
    size_t counts[GV_SHARE_BINS];

    set_scales(&p);
    gv_share_histogram(cells, counts);
    snprintf(description, sizeof description,
             "%zu points between %.4g and %.4g; a right claim lies on the diagonal. Below: the "
             "gap over what is allowed; %zu lie above 1, outside of the band that passes.",
             cells->count, p.x.low, p.x.high, counts[GV_SHARE_BINS - 1]);
    gv_svg_start(m, WIDTH, HEIGHT, id, "Claimed against measured of", name, description);
    gv_svg_axis_y(m, &p.y, LEFT, RIGHT, "claimed");
    gv_svg_line(m, "axis", LEFT, BOTTOM, RIGHT, BOTTOM);
    gv_svg_line(m, "bound", LEFT, BOTTOM, RIGHT, TOP);
    draw_marks(&p, &p.y, false);
    const double one = gv_scale_at(&p.shares, 1.0);
    gv_svg_rect(m, "band", LEFT, one, RIGHT - LEFT, LOW - one);
    gv_svg_axis_y(m, &p.shares, LEFT, RIGHT, "gap / allowed (band: passes)");
    gv_svg_axis_x(m, &p.x, LOW, LOW_TOP, "measured");
    gv_svg_line(m, "bound", LEFT, one, RIGHT, one);
    draw_marks(&p, &p.shares, true);
    gv_svg_end(m);
}

/* ---- histogram ---- */

enum { BAR = 20, BAR_LEFT = 78, BAR_RIGHT = 250, BARS_TOP = 20 };

static void draw_bar(gv_markup *m, size_t bin, size_t count, size_t most) {
    const double y = BARS_TOP + (double)bin * BAR;
    const double width =
        (double)(BAR_RIGHT - BAR_LEFT) * (double)count / (double)(most ? most : 1);
    char digits[32];

    gv_svg_text(m, NULL, GV_END, BAR_LEFT - 6, y + 14, gv_share_bin_names[bin]);
    if (count)
        gv_svg_rect(m, bin == GV_SHARE_BINS - 1 ? "bar-bad" : "bar", BAR_LEFT, y + 3,
                    fmax(width, 1.0), BAR - 5);
    snprintf(digits, sizeof digits, "%zu", count);
    gv_svg_text(m, "label", GV_START, BAR_LEFT + fmax(width, 0.0) + 5, y + 14, digits);
}

void gv_svg_histogram(gv_markup *m, const gv_cells *cells, const char *id, const char *name) {
    size_t counts[GV_SHARE_BINS], most = 0;
    char description[200];

    gv_share_histogram(cells, counts);
    for (size_t i = 0; i < GV_SHARE_BINS; i++)
        most = counts[i] > most ? counts[i] : most;
    snprintf(description, sizeof description, "%zu of the gaps are above what is allowed.",
             counts[GV_SHARE_BINS - 1]);
    gv_svg_start(m, WIDTH, BARS_TOP + GV_SHARE_BINS * BAR + 6, id,
                 "How many gaps are which share of what is allowed, of", name, description);
    gv_svg_text(m, "label", GV_START, 2, 12, "gap / allowed, and how many");
    gv_svg_line(m, "axis", BAR_LEFT, BARS_TOP, BAR_LEFT, BARS_TOP + GV_SHARE_BINS * BAR);
    for (size_t i = 0; i < GV_SHARE_BINS; i++)
        draw_bar(m, i, counts[i], most);
    gv_svg_end(m);
}
