/* The entries of a check in pictures and numbers. */
#ifndef GV_HTML_CELLS_H
#define GV_HTML_CELLS_H

#include "report/html.h"
#include "report/svg_cells.h"

/* Map, scatter and histogram, and the numbers of the worst `rows` cells.  Sorts the cells. */
void gv_html_cells(gv_page *page, const gv_check_finding *check, const gv_cells *cells,
                   size_t rows);

#endif
