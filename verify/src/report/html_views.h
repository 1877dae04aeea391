/* Which checks of a case are drawn: of a parameter that was checked at several points, the
 * point where it came off worst, and every other at which it did not pass.  Parameters of one
 * entry are gathered into one view per point: micrograd's models consist of nothing else. */
#ifndef GV_HTML_VIEWS_H
#define GV_HTML_VIEWS_H

#include "report/report.h"

typedef struct gv_view {
    const gv_check_finding *check;
    bool gathered; /* made of many scalars: they have no uses in common */
    bool drawn;
    double worst;    /* gap over what is allowed among its cells; NaN before all */
    size_t order;    /* in which it was checked */
    size_t siblings; /* of the same parameter, itself among them: they stand together */
    size_t first;    /* the place of the first of these */
} gv_view;

typedef struct gv_views {
    gv_view *items; /* those of a parameter together, the worst first */
    size_t count;
    size_t drawn;
    gv_check_finding *scalars; /* what was gathered, one per point */
    size_t scalar_count;
} gv_views;

/* Returns: GV_OK; GV_ERR_MEMORY.  Owns: gv_views_clear, in any case. */
gv_status gv_views_of(const gv_case_finding *finding, gv_views *views);
void gv_views_clear(gv_views *views);

/* The cells that all drawn views have together when each may have `most`. */
size_t gv_views_cells(const gv_views *views, size_t most);

#endif
