#include "report/svg_parts.h"
#include <math.h>

enum { WIDTH = 460, LEFT = 176, RIGHT = 448, TOP = 22, ROW = 24, LETTERS = 25 };

static gv_scale scale_of(const gv_part *parts, size_t count) {
    double low = 0.0, high = 0.0;

    for (size_t i = 0; i < count; i++) {
        const double values[] = {parts[i].claimed, parts[i].measured};
        for (size_t k = 0; k < 2; k++)
            if (isfinite(values[k])) {
                low = fmin(low, values[k]);
                high = fmax(high, values[k]);
            }
    }
    return gv_scale_of(low * 1.05, high * 1.05, LEFT, RIGHT, false);
}

static void draw_part(gv_markup *m, const gv_scale *x, const gv_part *part, size_t row) {
    const double y = TOP + (double)row * ROW, nought = gv_scale_at(x, 0.0);
    gv_path mark;

    gv_svg_text_safe(m, "label", GV_END, LEFT - 8, y + 16, part->name, LETTERS);
    if (isfinite(part->claimed)) {
        const double at = gv_scale_at(x, part->claimed);
        gv_svg_rect(m, "bar", fmin(at, nought), y + 5, fmax(fabs(at - nought), 1.0), 12);
    } else {
        gv_svg_text(m, "in-claim", GV_START, nought + 4, y + 16, "no number");
    }
    if (!isfinite(part->measured))
        return;
    gv_path_start(&mark);
    gv_path_move(&mark, gv_scale_at(x, part->measured), y + 1);
    gv_path_to(&mark, gv_scale_at(x, part->measured), y + 21);
    gv_path_end(&mark, m, "chosen");
}

void gv_svg_parts(gv_markup *m, const gv_part *parts, size_t count, const char *id) {
    const gv_scale x = scale_of(parts, count);
    const double bottom = TOP + (double)count * ROW + 2;
    char description[160];

    snprintf(description, sizeof description,
             "%zu parts: what each is claimed to contribute, and what was measured.", count);
    gv_svg_start(m, WIDTH, bottom + 24, id, "The parts of a derivative", NULL, description);
    gv_svg_text(m, "label", GV_START, 2, 12, "bar: claimed, stroke: measured");
    gv_svg_axis_x(m, &x, bottom, TOP, "");
    gv_svg_line(m, "axis", gv_scale_at(&x, 0.0), TOP, gv_scale_at(&x, 0.0), bottom);
    for (size_t i = 0; i < count; i++)
        draw_part(m, &x, &parts[i], i);
    gv_svg_end(m);
}
