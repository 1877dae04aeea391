#include "report/svg.h"
#include <math.h>
#include <stdlib.h>

double gv_scale_at(const gv_scale *s, double value) {
    const double v = s->log ? log10(value) : value;
    const double low = s->log ? log10(s->low) : s->low;
    const double high = s->log ? log10(s->high) : s->high;
    const double share = isnan(v) ? 0.0 : (v - low) / (high - low);

    return s->from + (s->to - s->from) * fmin(fmax(share, 0.0), 1.0);
}

gv_scale gv_scale_of(double low, double high, double from, double to, bool log) {
    const double least = 1e-300;

    if (!isfinite(low) || !isfinite(high)) {
        low = log ? 1.0 : 0.0;
        high = log ? 10.0 : 1.0;
    }
    if (log) {
        low = fmax(low, least);
        high = fmax(high, low);
        if (high < 10.0 * low) {
            low /= 3.2;
            high *= 3.2;
        }
    } else if (!(high - low > 1e-12 * fmax(fabs(high), fabs(low)))) {
        const double room = fmax(fabs(high), least) * 1e-3;
        low -= room;
        high += room;
    }
    return (gv_scale){low, high, from, to, log};
}

static size_t log_ticks(const gv_scale *s, double ticks[GV_TICKS_MAX]) {
    const int low = (int)ceil(log10(s->low) - 1e-9), high = (int)floor(log10(s->high) + 1e-9);
    const int stride = (high - low) / (GV_TICKS_MAX - 2) + 1;
    size_t count = 0;

    for (int e = low; e <= high && count < GV_TICKS_MAX; e += stride)
        ticks[count++] = pow(10.0, e);
    if (count == 0)
        ticks[count++] = sqrt(s->low * s->high);
    return count;
}

/* Steps of 1, 2 or 5 times a power of ten. */
static size_t linear_ticks(const gv_scale *s, double ticks[GV_TICKS_MAX]) {
    static const double rounds[] = {1.0, 2.0, 5.0, 10.0};
    const double rough = (s->high - s->low) / 4.0;
    const double power = pow(10.0, floor(log10(rough)));
    double stride = rounds[3] * power;
    size_t count = 0;

    for (size_t i = 4; i-- > 0;)
        if (rounds[i] * power >= rough)
            stride = rounds[i] * power;
    const double first = ceil(s->low / stride - 1e-9);
    for (int k = 0; k < GV_TICKS_MAX && (first + k) * stride <= s->high + 1e-9 * stride; k++)
        ticks[count++] = (first + k) * stride;
    if (count == 0)
        ticks[count++] = s->low;
    return count;
}

size_t gv_scale_ticks(const gv_scale *scale, double ticks[GV_TICKS_MAX]) {
    return scale->log ? log_ticks(scale, ticks) : linear_ticks(scale, ticks);
}

/* ---- pictures ---- */

static void name_parts(gv_markup *m, const char *id, const char *title, const char *about,
                       const char *description) {
    gv_attribute_print(m, "aria-labelledby", "%s-t %s-d", id, id);
    gv_open(m, "title");
    gv_attribute_print(m, "id", "%s-t", id);
    gv_text(m, title);
    if (about) {
        gv_text(m, " ");
        gv_text_safe(m, about, 60);
    }
    gv_close(m);
    gv_open(m, "desc");
    gv_attribute_print(m, "id", "%s-d", id);
    gv_text(m, description);
    gv_close(m);
}

void gv_svg_start(gv_markup *m, double width, double height, const char *id, const char *title,
                  const char *about, const char *description) {
    gv_open(m, "svg");
    if (m->alone)
        gv_attribute(m, "xmlns", "http://www.w3.org/2000/svg");
    gv_attribute_print(m, "viewBox", "0 0 %g %g", width, height);
    gv_attribute_print(m, "width", "%g", width);
    gv_attribute_print(m, "height", "%g", height);
    gv_attribute(m, "role", "img");
    name_parts(m, id, title, about, description);
    if (m->alone)
        gv_element(m, "style", NULL, gv_svg_style);
}

void gv_svg_end(gv_markup *m) {
    gv_close(m);
}

static void coordinate(gv_markup *m, const char *name, double value) {
    gv_attribute_print(m, name, "%.5g", round(value * 10.0) / 10.0);
}

void gv_svg_line(gv_markup *m, const char *class, double x1, double y1, double x2, double y2) {
    gv_open_class(m, "line", class);
    coordinate(m, "x1", x1);
    coordinate(m, "y1", y1);
    coordinate(m, "x2", x2);
    coordinate(m, "y2", y2);
    gv_close_short(m);
}

void gv_svg_rect(gv_markup *m, const char *class, double x, double y, double w, double h) {
    gv_open_class(m, "rect", class);
    coordinate(m, "x", x);
    coordinate(m, "y", y);
    coordinate(m, "width", w);
    coordinate(m, "height", h);
    gv_close_short(m);
}

static void open_text(gv_markup *m, const char *class, gv_anchor anchor, double x, double y) {
    static const char *const anchors[] = {NULL, "middle", "end"};

    gv_open_class(m, "text", class);
    coordinate(m, "x", x);
    coordinate(m, "y", y);
    gv_attribute(m, "text-anchor", anchors[anchor]);
}

void gv_svg_text(gv_markup *m, const char *class, gv_anchor anchor, double x, double y,
                 const char *text) {
    open_text(m, class, anchor, x, y);
    gv_text(m, text);
    gv_close(m);
}

void gv_svg_text_safe(gv_markup *m, const char *class, gv_anchor anchor, double x, double y,
                      const char *text, size_t columns) {
    open_text(m, class, anchor, x, y);
    gv_text_safe(m, text, columns);
    gv_close(m);
}

/* ---- paths ---- */

void gv_path_start(gv_path *path) {
    *path = (gv_path){0};
    path->out = open_memstream(&path->text, &path->size);
}

/* One letter and numbers to a tenth of a unit. */
static void piece(gv_path *path, char letter, double x, double y) {
    if (path->out)
        fprintf(path->out, "%c%.5g %.5g", letter, round(x * 10.0) / 10.0,
                round(y * 10.0) / 10.0);
    path->pieces++;
}

void gv_path_move(gv_path *path, double x, double y) {
    piece(path, 'M', x, y);
}

void gv_path_to(gv_path *path, double x, double y) {
    piece(path, 'L', x, y);
}

void gv_path_square(gv_path *path, double x, double y, double w, double h) {
    piece(path, 'M', x, y);
    if (path->out)
        fprintf(path->out, "h%.4gv%.4gh%.4gz", w, h, -w);
}

void gv_path_cross(gv_path *path, double x, double y, double r) {
    piece(path, 'M', x - r, y - r);
    piece(path, 'l', 2 * r, 2 * r);
    piece(path, 'm', 0, -2 * r);
    piece(path, 'l', -2 * r, 2 * r);
}

void gv_path_ring(gv_path *path, double x, double y, double r) {
    piece(path, 'M', x - r, y);
    if (path->out)
        fprintf(path->out, "a%.3g %.3g 0 1 0 %.3g 0a%.3g %.3g 0 1 0 %.3g 0", r, r, 2 * r, r, r,
                -2 * r);
}

/* Nothing long, with round ends: as wide as its stroke. */
void gv_path_dot(gv_path *path, double x, double y) {
    piece(path, 'M', x, y);
    if (path->out)
        fputs("h0", path->out);
}

void gv_path_triangle(gv_path *path, double x, double y, double r) {
    piece(path, 'M', x, y - r);
    piece(path, 'l', r, 2 * r);
    piece(path, 'l', -2 * r, 0);
    if (path->out)
        fputc('z', path->out);
}

void gv_path_end(gv_path *path, gv_markup *m, const char *class) {
    const bool good = path->out && !ferror(path->out);

    m->failed = m->failed || !good;
    if (path->out && fclose(path->out) != 0)
        m->failed = true;
    if (path->pieces && !m->failed) {
        gv_open_class(m, "path", class);
        gv_attribute(m, "d", path->text);
        gv_close_short(m);
    }
    free(path->text);
    *path = (gv_path){0};
}
