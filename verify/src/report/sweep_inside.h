/* The two pictures of a sweep. */
#ifndef GV_SWEEP_INSIDE_H
#define GV_SWEEP_INSIDE_H

#include "report/plot.h"
#include "report/sweep.h"

#define GV_LABEL_WIDTH 10

typedef struct gv_drawing {
    const gv_entry *entry;
    const gv_sweep_look *look;
    double noise;
    double left, right; /* log2 of the smallest and the largest step */
    double low, high;   /* of the picture that is being drawn */
    size_t width;
    FILE *out;
} gv_drawing;

/* Where a step and a value lie, as shares of the picture. */
double gv_draw_across(const gv_drawing *d, double step);
double gv_draw_up(const gv_drawing *d, double v);

/* What stands left of a row, and a row with it. */
void gv_draw_label(const gv_drawing *d, const char *text);
void gv_draw_row(const gv_drawing *d, const gv_plot *plot, size_t row, const char *label);

/* Return: false without memory. */
bool gv_draw_estimates(gv_drawing *d);
bool gv_draw_errors(gv_drawing *d);

#endif
