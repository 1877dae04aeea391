#include "report/plot.h"
#include <math.h>
#include <stdlib.h>

/* Dots of a Braille cell: two columns of four.  Source: Unicode, U+2800 to U+28FF. */
enum { DOTS_ACROSS = 2, DOTS_DOWN = 4 };
static const unsigned char dot_bits[DOTS_DOWN][DOTS_ACROSS] = {
    {0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

typedef struct cell {
    gv_mark mark;
    unsigned char dots;
} cell;

struct gv_plot {
    size_t width, height;
    bool unicode;
    cell cells[];
};

static const struct {
    const char *unicode, *ascii;
} marks[GV_MARK_COUNT] = {
    [GV_MARK_NONE] = {" ", " "},  [GV_MARK_UPRIGHT] = {"┊", ":"}, [GV_MARK_LEVEL] = {"╌", "-"},
    [GV_MARK_CURVE] = {"⠒", "."}, [GV_MARK_CLAIM] = {"○", "o"},   [GV_MARK_POINT] = {"•", "*"},
    [GV_MARK_ABOVE] = {"▴", "^"}, [GV_MARK_BELOW] = {"▾", "v"},   [GV_MARK_CHOSEN] = {"◆", "#"},
};

gv_plot *gv_plot_create(size_t width, size_t height, bool unicode) {
    gv_plot *plot = calloc(1, sizeof *plot + width * height * sizeof *plot->cells);

    if (plot) {
        plot->width = width;
        plot->height = height;
        plot->unicode = unicode;
    }
    return plot;
}

void gv_plot_destroy(gv_plot *plot) {
    free(plot);
}

/* The place of a share among `count` of equal width; 1 belongs to the last. */
static size_t place(double share, size_t count) {
    const size_t at = (size_t)(share * (double)count);

    return at < count ? at : count - 1;
}

static bool is_inside(double x, double y) {
    return x >= 0.0 && x <= 1.0 && y >= 0.0 && y <= 1.0; /* no NaN is */
}

size_t gv_plot_row(const gv_plot *plot, double y) {
    return plot->height - 1 - place(fmin(fmax(y, 0.0), 1.0), plot->height);
}

size_t gv_plot_column(const gv_plot *plot, double x) {
    return place(fmin(fmax(x, 0.0), 1.0), plot->width);
}

static cell *cell_at(gv_plot *plot, double x, double y) {
    return &plot->cells[gv_plot_row(plot, y) * plot->width + gv_plot_column(plot, x)];
}

static void put(cell *at, gv_mark mark) {
    if (mark > at->mark)
        at->mark = mark;
}

void gv_plot_put(gv_plot *plot, double x, double y, gv_mark mark) {
    if (is_inside(x, y))
        put(cell_at(plot, x, y), mark);
}

void gv_plot_level(gv_plot *plot, double y) {
    for (size_t i = 0; i < plot->width && is_inside(0.0, y); i++)
        put(&plot->cells[gv_plot_row(plot, y) * plot->width + i], GV_MARK_LEVEL);
}

void gv_plot_upright(gv_plot *plot, double x) {
    for (size_t i = 0; i < plot->height && is_inside(x, 0.0); i++)
        put(&plot->cells[i * plot->width + gv_plot_column(plot, x)], GV_MARK_UPRIGHT);
}

static void put_dot(gv_plot *plot, double x, double y) {
    if (!is_inside(x, y))
        return;
    cell *at = cell_at(plot, x, y);
    const size_t column = place(x, plot->width * DOTS_ACROSS) % DOTS_ACROSS;
    const size_t row = place(y, plot->height * DOTS_DOWN) % DOTS_DOWN;
    at->dots |= dot_bits[DOTS_DOWN - 1 - row][column];
    put(at, GV_MARK_CURVE);
}

void gv_plot_curve(gv_plot *plot, double x0, double y0, double x1, double y1) {
    const double across = fabs(x1 - x0) * (double)(plot->width * DOTS_ACROSS);
    const double up = fabs(y1 - y0) * (double)(plot->height * DOTS_DOWN);
    const double most = 4096.0; /* of dots: more than any terminal has */
    const double longest = ceil(fmax(across, up));

    if (!isfinite(longest))
        return;
    const size_t dots = (size_t)fmin(longest, most) + 1;
    for (size_t i = 0; i <= dots; i++) {
        const double share = (double)i / (double)dots;
        put_dot(plot, x0 + share * (x1 - x0), y0 + share * (y1 - y0));
    }
}

const char *gv_mark_text(gv_mark mark, bool unicode) {
    return unicode ? marks[mark].unicode : marks[mark].ascii;
}

/* U+2800 + dots as UTF-8. */
static void print_dots(unsigned char dots, FILE *out) {
    fputc(0xE2, out);
    fputc(0xA0 | dots >> 6, out);
    fputc(0x80 | (dots & 0x3F), out);
}

void gv_plot_print_row(const gv_plot *plot, size_t row, int color, FILE *out) {
    const cell *cells = &plot->cells[row * plot->width];
    size_t end = plot->width;

    while (end > 0 && cells[end - 1].mark == GV_MARK_NONE)
        end--;
    for (size_t i = 0; i < end; i++) {
        const bool colored = color && cells[i].mark >= GV_MARK_CLAIM;
        if (colored)
            fprintf(out, "\033[%dm", color);
        if (plot->unicode && cells[i].mark == GV_MARK_CURVE)
            print_dots(cells[i].dots, out);
        else
            fputs(gv_mark_text(cells[i].mark, plot->unicode), out);
        if (colored)
            fputs("\033[0m", out);
    }
}
