/* Pictures of all entries of a check, from the cells of its map. */
#ifndef GV_SVG_CELLS_H
#define GV_SVG_CELLS_H

#include "report/svg.h"

/* The cells to be drawn: those of a map, or fewer, with the worst of those that were put
 * together; as rows and columns.  Borrows nothing. */
typedef struct gv_cells {
    gv_map_cell *items;
    size_t count;
    size_t span; /* entries per cell */
    size_t columns;
    bool shaped; /* the columns are those of the parameter; else rows are just full */
} gv_cells;

/* At most `most` of them (at least 1).  Returns: GV_OK; GV_ERR_MEMORY.
 * Owns:    free(cells->items). */
gv_status gv_cells_of(const gv_check_finding *check, size_t most, gv_cells *cells);

/* Shares by the decade: what the colours and the histogram tell apart.  The last is beyond
 * what is allowed, and is where NaN belongs. */
enum { GV_SHARE_BINS = 8 };
size_t gv_share_bin(double share);
extern const char *const gv_share_bin_names[GV_SHARE_BINS];

/* How many cells that were looked at have a share in each bin. */
void gv_share_histogram(const gv_cells *cells, size_t counts[GV_SHARE_BINS]);

/* By what each came to (a shape for each), beside it by gap over allowed (darker is closer). */
void gv_svg_map(gv_markup *m, const gv_cells *cells, const char *id, const char *name);

/* Claimed over measured, below it gap over allowed over measured with the band in which a claim
 * passes. */
void gv_svg_scatter(gv_markup *m, const gv_cells *cells, const char *id, const char *name);

/* How many have which share. */
void gv_svg_histogram(gv_markup *m, const gv_cells *cells, const char *id, const char *name);

/* What the shapes and colours of a map mean, for once on a page. */
void gv_svg_legend(gv_markup *m);

#endif
