/* Cells: how many, in which order, in which bin. */
#include "report/svg_cells.h"
#include "report/tally.h"
#include <math.h>
#include <stdlib.h>

const char *const gv_share_bin_names[GV_SHARE_BINS] = {
    "up to 1e-8", "to 1e-6", "to 1e-4", "to 0.01", "to 0.1", "to 0.5", "to 1", "above 1",
};

size_t gv_share_bin(double share) {
    static const double ends[GV_SHARE_BINS - 1] = {1e-8, 1e-6, 1e-4, 1e-2, 0.1, 0.5, 1.0};
    size_t bin = 0;

    while (bin < GV_SHARE_BINS - 1 && !(share <= ends[bin])) /* NaN: the last */
        bin++;
    return bin;
}

void gv_share_histogram(const gv_cells *cells, size_t counts[GV_SHARE_BINS]) {
    for (size_t i = 0; i < GV_SHARE_BINS; i++)
        counts[i] = 0;
    for (size_t i = 0; i < cells->count; i++)
        if (cells->items[i].state != GV_STATE_SKIPPED)
            counts[gv_share_bin(cells->items[i].share)]++;
}

static bool is_worse(const gv_map_cell *a, const gv_map_cell *b) {
    if (a->state != b->state)
        return a->state > b->state;
    return !isnan(b->share) && !(gv_map_number(a->share) <= gv_map_number(b->share));
}

enum { COLUMNS_MAX = 48, COLUMNS_DEFAULT = 32 };

/* The last axis across, all others down, if that makes a picture. */
static void arrange(const gv_check_finding *check, gv_cells *cells) {
    const size_t last = check->rank ? check->shape[check->rank - 1] : 1;

    cells->shaped = cells->span == 1 && last > 0 && last <= COLUMNS_MAX &&
                    cells->count % last == 0 && cells->count / last <= 2 * (size_t)COLUMNS_MAX;
    cells->columns = cells->shaped                    ? last
                     : cells->count < COLUMNS_DEFAULT ? cells->count
                                                      : COLUMNS_DEFAULT;
}

gv_status gv_cells_of(const gv_check_finding *check, size_t most, gv_cells *cells) {
    const gv_map *map = &check->map;
    const size_t together = map->count ? (map->count - 1) / (most ? most : 1) + 1 : 1;

    *cells = (gv_cells){.span = map->span * together};
    cells->items = calloc(map->count + 1, sizeof *cells->items);
    if (!cells->items)
        return GV_ERR_MEMORY;
    for (size_t i = 0; i < map->count; i++) {
        gv_map_cell *into = &cells->items[i / together];
        if (i % together == 0 || is_worse(&map->cells[i], into))
            *into = map->cells[i];
    }
    cells->count = map->count ? (map->count - 1) / together + 1 : 0;
    for (size_t i = 0; i < cells->count; i++) {
        gv_map_cell *cell = &cells->items[i];
        cell->share = gv_map_number(cell->share);
        cell->claimed = gv_map_number(cell->claimed);
        cell->measured = gv_map_number(cell->measured);
    }
    arrange(check, cells);
    return GV_OK;
}
