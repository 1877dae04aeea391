/* Bounds and distances, both logarithmic.
 *
 * Where the arms come from: a bound is truncation, which falls with the step, and rounding,
 * 3 eta / h, which grows as it falls.  A right claim keeps below the bound at every step; a
 * wrong one stays as far from the estimates as it is wrong. */
#include "report/sweep_inside.h"
#include <math.h>
#include <string.h>

#define ROWS 13

/* The weight of noise in a bound, 3 eta / h: numeric/step.h. */
static const double noise_weight = 3.0;

static bool without_rung(const gv_entry *entry) {
    return entry->one_sided || entry->kink || entry->fitted;
}

static const gv_rung *chosen(const gv_entry *entry) {
    for (size_t i = 0; i < entry->rung_count; i++)
        if (entry->rungs[i].step == entry->step)
            return &entry->rungs[i];
    return NULL;
}

/* log10 of a positive number; NaN, which is not drawn, for others. */
static double decade(double v) {
    return v > 0.0 && isfinite(v) ? log10(v) : (double)NAN;
}

static void widen(gv_drawing *d, double v) {
    if (isnan(v))
        return;
    d->low = fmin(d->low, floor(v));
    d->high = fmax(d->high, ceil(v));
}

static bool frame_errors(gv_drawing *d) {
    d->low = INFINITY;
    d->high = -INFINITY;
    for (size_t i = 0; i < d->entry->rung_count; i++)
        widen(d, decade(d->entry->rungs[i].error));
    widen(d, decade(d->entry->allowed));
    widen(d, decade(d->entry->error));
    if (d->entry->verdict == GV_FAIL) /* the gap is what is to be seen */
        widen(d, decade(d->entry->gap));
    if (!(d->high >= d->low))
        return false;
    if (d->high == d->low)
        d->high += 1.0;
    return true;
}

/* A distance below the picture is drawn at its foot: the claim agrees better than can be seen.
 */
static void draw_claim(const gv_drawing *d, const gv_rung *rung, gv_plot *plot) {
    const double distance = fabs(rung->estimate - d->entry->claimed);
    const double y = distance == 0.0 ? 0.0 : gv_draw_up(d, decade(distance));

    gv_plot_put(plot, gv_draw_across(d, rung->step), y < 0.0 ? 0.0 : y, GV_MARK_CLAIM);
}

static void draw_errors(const gv_drawing *d, gv_plot *plot) {
    const gv_entry *entry = d->entry;

    gv_plot_level(plot, gv_draw_up(d, decade(entry->allowed)));
    for (size_t i = 0; i < entry->rung_count; i++) {
        const gv_rung *rung = &entry->rungs[i];
        draw_claim(d, rung, plot);
        if (i + 1 < entry->rung_count)
            gv_plot_curve(plot, gv_draw_across(d, rung->step),
                          gv_draw_up(d, decade(rung->error)), gv_draw_across(d, rung[1].step),
                          gv_draw_up(d, decade(rung[1].error)));
    }
    if (entry->step > 0.0) {
        const gv_rung *rung = without_rung(entry) ? NULL : chosen(entry);
        gv_plot_upright(plot, gv_draw_across(d, entry->step));
        gv_plot_put(plot, gv_draw_across(d, entry->step),
                    gv_draw_up(d, decade(rung ? rung->error : entry->error)), GV_MARK_CHOSEN);
    }
}

/* "1e-12" where a decade begins that is worth a label; else "". */
static void decade_label(const gv_drawing *d, const gv_plot *plot, size_t row, char text[16]) {
    enum { LABELS = 4 };
    const int low = (int)d->low, high = (int)d->high; /* decades: within +-400 */
    const int stride = (high - low + LABELS - 1) / LABELS;

    text[0] = '\0';
    for (int k = low; k <= high; k += stride)
        if (gv_plot_row(plot, gv_draw_up(d, k)) == row)
            snprintf(text, 16, "1e%+03d", k);
}

/* Under the picture: up to which step rounding makes most of the bound. */
static void print_arms(const gv_drawing *d, const gv_plot *plot) {
    static const char *const rounding = "rounding", *const truncation = "truncation";
    const gv_entry *entry = d->entry;
    double most = 0.0; /* the largest step at which it does */

    for (size_t i = 0; i < entry->rung_count && most == 0.0; i++)
        if (noise_weight * d->noise / entry->rungs[i].step > 0.5 * entry->rungs[i].error)
            most = entry->rungs[i].step;
    const size_t border = most > 0.0 ? gv_plot_column(plot, gv_draw_across(d, most)) + 1 : 0;
    const char *line = d->look->unicode ? "─" : "-";
    gv_draw_label(d, "ruled by");
    for (size_t i = 0; i < d->width; i++) {
        const bool first = i < border;
        const size_t from = first ? 0 : border, end = first ? border : d->width;
        const char *word = first ? rounding : truncation;
        const size_t length = strlen(word);
        const size_t start = from + (end - from > length ? (end - from - length) / 2 : 0);
        const bool fits = end - from >= length + 4;
        if (border > 0 && i + 1 == border && border < d->width)
            fputs(d->look->unicode ? "┤" : "|", d->out);
        else if (fits && i >= start && i < start + length)
            fputc(word[i - start], d->out);
        else if (fits && (i + 1 == start || i == start + length))
            fputc(' ', d->out);
        else
            fputs(line, d->out);
    }
    fputc('\n', d->out);
}

/* The decades of the steps, as many as fit. */
static void print_steps(const gv_drawing *d, const gv_plot *plot) {
    enum { COLUMNS = 12 }; /* of a label with the room around it */
    const double log2_of_10 = 3.321928094887362;
    const int low = (int)ceil(d->left / log2_of_10), high = (int)floor(d->right / log2_of_10);
    const int labels = (int)(d->width / COLUMNS);
    const int stride = high - low >= labels ? (high - low) / labels + 1 : 1;
    size_t at = 0;

    gv_draw_label(d, "step");
    for (int k = low; k <= high; k += stride) {
        char text[16];
        const size_t length = (size_t)snprintf(text, sizeof text, "1e%+03d", k);
        const size_t column = gv_plot_column(plot, gv_draw_across(d, pow(10.0, k)));
        const size_t begin = column > length / 2 ? column - length / 2 : 0;
        if (begin < at || begin + length > d->width)
            continue;
        fprintf(d->out, "%*s%s", (int)(begin - at), "", text);
        at = begin + length;
    }
    fputc('\n', d->out);
}

static void print_legend(const gv_drawing *d) {
    const bool unicode = d->look->unicode;
    const struct {
        gv_mark mark;
        const char *meaning;
    } lines[] = {
        {GV_MARK_CURVE, "the bound of the estimate's error"},
        {GV_MARK_CLAIM, "the distance of the claim from the estimate"},
        {GV_MARK_CHOSEN, "the measurement, at the step that was chosen"},
        {GV_MARK_LEVEL, "what is allowed"},
    };

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        fprintf(d->out, "%*s%s  %s\n", GV_LABEL_WIDTH, "", gv_mark_text(lines[i].mark, unicode),
                lines[i].meaning);
}

bool gv_draw_errors(gv_drawing *d) {
    gv_plot *plot;

    if (!frame_errors(d))
        return true;
    plot = gv_plot_create(d->width, ROWS, d->look->unicode);
    if (!plot)
        return false;
    draw_errors(d, plot);
    fprintf(d->out, "%*s  errors\n", GV_LABEL_WIDTH - 2, "");
    for (size_t row = 0; row < ROWS; row++) {
        char label[16];
        decade_label(d, plot, row, label);
        gv_draw_row(d, plot, row, label);
    }
    print_arms(d, plot);
    print_steps(d, plot);
    print_legend(d);
    gv_plot_destroy(plot);
    return true;
}
