#include "report/sweep_inside.h"
#include "report/text.h"
#include <math.h>

#define WIDTH_MIN 20 /* of a picture; narrower shows nothing */
#define WIDTH_MAX 100

double gv_draw_across(const gv_drawing *d, double step) {
    return d->right > d->left ? (log2(step) - d->left) / (d->right - d->left) : 0.5;
}

double gv_draw_up(const gv_drawing *d, double v) {
    return (v - d->low) / (d->high - d->low);
}

/* Marks of the claim have the colour of the verdict. */
static int claim_color(const gv_drawing *d) {
    static const gv_color colors[GV_VERDICT_COUNT] = {
        [GV_PASS] = GV_GREEN, [GV_FAIL] = GV_RED, [GV_INCONCLUSIVE] = GV_YELLOW};

    return d->look->color ? (int)colors[d->entry->verdict] : 0;
}

void gv_draw_label(const gv_drawing *d, const char *text) {
    fprintf(d->out, "%*s %s", GV_LABEL_WIDTH - 2, text, d->look->unicode ? "│" : "|");
}

void gv_draw_row(const gv_drawing *d, const gv_plot *plot, size_t row, const char *label) {
    gv_draw_label(d, label);
    gv_plot_print_row(plot, row, claim_color(d), d->out);
    fputc('\n', d->out);
}

bool gv_sweep_print(const gv_entry *entry, double noise, const gv_sweep_look *look, FILE *out) {
    gv_drawing d = {.entry = entry, .look = look, .noise = noise, .out = out};

    if (entry->rung_count == 0) {
        fprintf(out, "%*sno step has points on both sides: there is no sweep\n",
                GV_LABEL_WIDTH - 3, "");
        return true;
    }
    d.left = log2(entry->rungs[entry->rung_count - 1].step);
    d.right = log2(entry->rungs[0].step);
    d.width =
        look->width > GV_LABEL_WIDTH + WIDTH_MIN ? look->width - GV_LABEL_WIDTH : WIDTH_MIN;
    d.width = d.width > WIDTH_MAX ? WIDTH_MAX : d.width;
    return gv_draw_estimates(&d) && gv_draw_errors(&d);
}
