/* Drawing: scales from data to pixels, axes, and the few shapes that the pictures are made of.
 * Looks come from classes (gv_svg_style), so that a page can give them its own colours. */
#ifndef GV_SVG_H
#define GV_SVG_H

#include "report/markup.h"

/* Data from `low` to `high` lie between the pixels `from` and `to`. */
typedef struct gv_scale {
    double low, high;
    double from, to;
    bool log; /* low and high are above 0 */
} gv_scale;

/* Where a value lies, held within the ends; NaN and, on log axes, what is not above 0 lie at
 * `from`. */
double gv_scale_at(const gv_scale *scale, double value);

/* A scale that has room: of equal ends, or none that are finite, one around them. */
gv_scale gv_scale_of(double low, double high, double from, double to, bool log);

enum { GV_TICKS_MAX = 8 };

/* Round numbers within the scale, ascending.  Returns: how many, at least 1. */
size_t gv_scale_ticks(const gv_scale *scale, double ticks[GV_TICKS_MAX]);

/* Starts a picture of that size in units; it shrinks with the page.  With m->alone it is a file
 * of its own: it has its namespace, and the style within.  `id` is of the page and
 * tells its title apart from others; the description says what it shows.  Both are our own
 * words, but for `about`, which is appended to the title (NULL: nothing). */
void gv_svg_start(gv_markup *m, double width, double height, const char *id, const char *title,
                  const char *about, const char *description);
void gv_svg_end(gv_markup *m);

void gv_svg_line(gv_markup *m, const char *class, double x1, double y1, double x2, double y2);
void gv_svg_rect(gv_markup *m, const char *class, double x, double y, double w, double h);

typedef enum gv_anchor { GV_START, GV_MIDDLE, GV_END } gv_anchor;

void gv_svg_text(gv_markup *m, const char *class, gv_anchor anchor, double x, double y,
                 const char *text);
void gv_svg_text_safe(gv_markup *m, const char *class, gv_anchor anchor, double x, double y,
                      const char *text, size_t columns);

/* A path is gathered piece by piece: many small shapes of one look in one element. */
typedef struct gv_path {
    FILE *out; /* NULL without memory */
    char *text;
    size_t size;
    size_t pieces;
} gv_path;

void gv_path_start(gv_path *path);
void gv_path_move(gv_path *path, double x, double y);
void gv_path_to(gv_path *path, double x, double y);
void gv_path_square(gv_path *path, double x, double y, double w, double h);
void gv_path_cross(gv_path *path, double x, double y, double r); /* x-shaped */
void gv_path_ring(gv_path *path, double x, double y, double r);
void gv_path_dot(gv_path *path, double x, double y);
void gv_path_triangle(gv_path *path, double x, double y, double r);

/* Writes it, if there are pieces, and frees it. */
void gv_path_end(gv_path *path, gv_markup *m, const char *class);

/* Axes with ticks and a label, below and to the left of the area that the scales span. */
void gv_svg_axis_x(gv_markup *m, const gv_scale *x, double y, double top, const char *label);
void gv_svg_axis_y(gv_markup *m, const gv_scale *y, double x, double right, const char *label);

/* The looks of all pictures, light and dark, for a <style>. */
extern const char gv_svg_style[];

#endif
