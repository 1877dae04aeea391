/* The map of a parameter: by what its entries came to, and by their gaps. */
#include "report/svg_cells.h"
#include <math.h>

enum { BETWEEN = 24, TOP = 18, SIDE = 200 };

/* Where the cells lie. */
typedef struct grid {
    double size; /* of a cell */
    size_t rows, columns;
    double left;
} grid;

static grid grid_of(const gv_cells *cells) {
    const size_t rows = cells->count ? (cells->count - 1) / cells->columns + 1 : 1;
    const double widest = (double)SIDE / (double)(cells->columns ? cells->columns : 1);
    const double size = fmin(fmax(widest, 4.0), 15.0);

    return (grid){size, rows, cells->columns, 0.0};
}

static double column_at(const grid *g, size_t i) {
    return g->left + (double)(i % g->columns) * g->size;
}

static double row_at(const grid *g, size_t i) {
    const size_t row = i / g->columns;

    return TOP + (double)row * g->size;
}

/* A shape for each state, so that colours are not needed. */
static void add_state(gv_path *path, gv_state state, double x, double y, double size) {
    const double middle = size / 2.0, r = fmax(middle - 1.2, 1.2);

    switch (state) {
    case GV_STATE_FAILED:
        gv_path_cross(path, x + middle, y + middle, r);
        break;
    case GV_STATE_UNDECIDED:
    case GV_STATE_KINK:
        gv_path_triangle(path, x + middle, y + middle, r);
        break;
    case GV_STATE_NEGLIGIBLE:
        gv_path_ring(path, x + middle, y + middle, fmin(r, 1.4));
        break;
    case GV_STATE_ZERO:
        gv_path_ring(path, x + middle, y + middle, r * 0.7);
        break;
    case GV_STATE_SKIPPED:
        gv_path_move(path, x + 1, y + size - 1);
        gv_path_to(path, x + size - 1, y + size - 1);
        break;
    default:
        gv_path_square(path, x + 0.5, y + 0.5, size - 1.0, size - 1.0);
    }
}

/* Is it drawn as a full cell?  Such are joined along a row. */
static bool is_square(gv_state state) {
    return state == GV_STATE_PASSED || state == GV_STATE_COARSE;
}

/* How many cells from `first` on stand in one row and are of one kind, all of them squares. */
static size_t run_of(const grid *g, const size_t *kinds, size_t count, size_t first) {
    size_t end = first + 1;

    while (end < count && end % g->columns != 0 && kinds[end] == kinds[first])
        end++;
    return end - first;
}

/* The cells of one kind in one path.  `shape`: of that kind. */
static void draw_kind(gv_markup *m, const grid *g, const size_t *kinds, size_t count,
                      size_t kind, gv_state shape, const char *class) {
    gv_path path;

    gv_path_start(&path);
    for (size_t i = 0; i < count; i++) {
        if (kinds[i] != kind)
            continue;
        const double x = column_at(g, i), y = row_at(g, i);
        if (!is_square(shape)) {
            add_state(&path, shape, x, y, g->size);
            continue;
        }
        const size_t run = run_of(g, kinds, count, i);
        gv_path_square(&path, x + 0.5, y + 0.5, (double)run * g->size - 1.0, g->size - 1.0);
        i += run - 1;
    }
    gv_path_end(&path, m, class);
}

/* The lines between the columns, over the joined cells. */
static void draw_mesh(gv_markup *m, const grid *g) {
    gv_path path;

    gv_path_start(&path);
    for (size_t i = 1; i < g->columns; i++) {
        gv_path_move(&path, g->left + (double)i * g->size, TOP);
        gv_path_to(&path, g->left + (double)i * g->size, TOP + (double)g->rows * g->size);
    }
    gv_path_end(&path, m, "mesh");
}

static const char *const classes[GV_STATE_COUNT] = {
    [GV_STATE_SKIPPED] = "s-skip", [GV_STATE_ZERO] = "s-z",   [GV_STATE_PASSED] = "s-p",
    [GV_STATE_NEGLIGIBLE] = "s-n", [GV_STATE_COARSE] = "s-c", [GV_STATE_KINK] = "s-k",
    [GV_STATE_UNDECIDED] = "s-u",  [GV_STATE_FAILED] = "s-F",
};

static void draw_states(gv_markup *m, const gv_cells *cells, const grid *g) {
    size_t kinds[GV_CELLS_MAX];

    for (size_t i = 0; i < cells->count; i++)
        kinds[i] = cells->items[i].state;
    for (gv_state state = 0; state < GV_STATE_COUNT; state++) {
        draw_kind(m, g, kinds, cells->count, state, state, classes[state]);
        if (state == GV_STATE_PASSED)
            draw_mesh(m, g); /* before the shapes that are not joined */
    }
}

/* Small shares look alike; above 1 it is a cross. */
enum { SHADES = 6 };
static const size_t shade_of[GV_SHARE_BINS] = {0, 0, 1, 1, 2, 3, 4, 5};
static const char *const shades[SHADES] = {"g0", "g1", "g2", "g3", "g4", "g5"};

static void draw_shares(gv_markup *m, const gv_cells *cells, const grid *g) {
    size_t kinds[GV_CELLS_MAX];

    for (size_t i = 0; i < cells->count; i++)
        kinds[i] = cells->items[i].state == GV_STATE_SKIPPED
                       ? SHADES
                       : shade_of[gv_share_bin(cells->items[i].share)];
    for (size_t shade = 0; shade < SHADES; shade++) {
        const bool beyond = shade == SHADES - 1;
        if (beyond)
            draw_mesh(m, g);
        draw_kind(m, g, kinds, cells->count, shade, beyond ? GV_STATE_FAILED : GV_STATE_PASSED,
                  shades[shade]);
    }
}

/* Of each state how many, in words. */
static void describe(const gv_cells *cells, char *text, size_t size) {
    size_t counts[GV_STATE_COUNT] = {0}, at = 0;

    for (size_t i = 0; i < cells->count; i++)
        counts[cells->items[i].state]++;
    at += (size_t)snprintf(text, size, "%zu cells of %zu %s: ", cells->count, cells->span,
                           cells->span == 1 ? "entry" : "entries, the worst shown");
    for (gv_state state = GV_STATE_COUNT; state-- > 0 && at < size;)
        if (counts[state])
            at += (size_t)snprintf(text + at, size - at, "%zu %s. ", counts[state],
                                   gv_state_text(state));
}

void gv_svg_map(gv_markup *m, const gv_cells *cells, const char *id, const char *name) {
    grid g = grid_of(cells);
    const double width = fmax((double)g.columns * g.size, 92.0);
    char description[600];

    describe(cells, description, sizeof description);
    gv_svg_start(m, 2 * width + BETWEEN, TOP + (double)g.rows * g.size + 4, id,
                 "The map of the entries of", name, description);
    gv_svg_text(m, "label", GV_START, 0, 11, "what it came to");
    draw_states(m, cells, &g);
    g.left = width + BETWEEN;
    gv_svg_text(m, "label", GV_START, g.left, 11, "gap / allowed");
    draw_shares(m, cells, &g);
    gv_svg_end(m);
}

/* ---- what it means ---- */

static void legend_item(gv_markup *m, const char *class, gv_state shape, const char *text) {
    gv_path path;

    gv_open(m, "li");
    gv_open(m, "svg");
    gv_attribute(m, "viewBox", "0 0 15 15");
    gv_attribute(m, "width", "15");
    gv_attribute(m, "height", "15");
    gv_attribute(m, "aria-hidden", "true");
    gv_path_start(&path);
    add_state(&path, shape, 0, 0, 15);
    gv_path_end(&path, m, class);
    gv_close(m);
    gv_text_print(m, " %s", text);
    gv_close(m);
}

void gv_svg_legend(gv_markup *m) {
    static const char *const words[] = {
        "gap up to 1e-6 of allowed", "to 0.01", "to 0.1", "to 0.5", "to 1",
        "above 1, or no number"};

    gv_open_class(m, "ul", "legend");
    for (gv_state state = GV_STATE_COUNT; state-- > 0;)
        legend_item(m, classes[state], state, gv_state_text(state));
    gv_close(m);
    gv_open_class(m, "ul", "legend");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        legend_item(m, shades[i], i == SHADES - 1 ? GV_STATE_FAILED : GV_STATE_PASSED,
                    words[i]);
    gv_close(m);
}
