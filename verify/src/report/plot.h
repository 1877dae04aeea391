/* A picture of characters: curves of Braille dots, marks and lines, with an ASCII form of each.
 *
 * Places are shares of the picture: x from 0 (left) to 1, y from 0 (bottom) to 1; what lies
 * outside is not drawn. */
#ifndef GV_PLOT_H
#define GV_PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Of two in one cell the later stays; a curve stands before lines and behind marks. */
typedef enum gv_mark {
    GV_MARK_NONE = 0,
    GV_MARK_UPRIGHT,
    GV_MARK_LEVEL,
    GV_MARK_CURVE,
    GV_MARK_CLAIM,
    GV_MARK_POINT,
    GV_MARK_ABOVE, /* beyond the upper edge, and the lower one */
    GV_MARK_BELOW,
    GV_MARK_CHOSEN,
    GV_MARK_COUNT
} gv_mark;

typedef struct gv_plot gv_plot;

/* Owns: new, free it with gv_plot_destroy (NULL allowed); NULL without memory. */
gv_plot *gv_plot_create(size_t width, size_t height, bool unicode);
void gv_plot_destroy(gv_plot *plot);

void gv_plot_put(gv_plot *plot, double x, double y, gv_mark mark);
void gv_plot_level(gv_plot *plot, double y);   /* a line across */
void gv_plot_upright(gv_plot *plot, double x); /* and one from bottom to top */
void gv_plot_curve(gv_plot *plot, double x0, double y0, double x1, double y1);

/* The row, from the top, and the column that a place lies in. */
size_t gv_plot_row(const gv_plot *plot, double y);
size_t gv_plot_column(const gv_plot *plot, double x);

/* How a mark is drawn. */
const char *gv_mark_text(gv_mark mark, bool unicode);

/* Writes a row without its end; marks of the claim in `color` (an SGR code), unless 0. */
void gv_plot_print_row(const gv_plot *plot, size_t row, int color, FILE *out);

#endif
