/* The estimates about claim and measurement, on a scale wide enough for what is allowed. */
#include "report/sweep_inside.h"
#include <math.h>

#define ROWS 9

/* The lines that the estimates are seen against, as names on the left. */
typedef struct level {
    const char *name;
    double at;
} level;

static size_t levels_of(const gv_entry *entry, level levels[4]) {
    size_t count = 0;

    levels[count++] = (level){"claimed", entry->claimed};
    if (entry->kink) {
        levels[count++] = (level){"left", entry->slope_left};
        levels[count++] = (level){"right", entry->slope_right};
    }
    levels[count++] = (level){"measured", entry->measured};
    return count;
}

/* Around all levels, so that what is allowed and the bound at the chosen step can be seen. */
static bool frame_estimates(gv_drawing *d, const level *levels, size_t count) {
    const double room = 2.0;
    double low = INFINITY, high = -INFINITY;

    for (size_t i = 0; i < count; i++) {
        low = isfinite(levels[i].at) ? fmin(low, levels[i].at) : low;
        high = isfinite(levels[i].at) ? fmax(high, levels[i].at) : high;
    }
    if (!isfinite(low) || !isfinite(high))
        return false;
    double margin = fmax(0.25 * (high - low), room * d->entry->error);
    if (isfinite(d->entry->allowed))
        margin = fmax(margin, room * d->entry->allowed);
    if (!(margin > 0.0) || !isfinite(margin))
        margin = fmax(fabs(high), 1.0) * 1e-6;
    d->low = low - margin;
    d->high = high + margin;
    return isfinite(d->low) && isfinite(d->high) && d->high > d->low;
}

static void draw_estimates(const gv_drawing *d, const level *levels, size_t count,
                           gv_plot *plot) {
    const gv_entry *entry = d->entry;

    for (size_t i = 0; i < count; i++)
        gv_plot_level(plot, gv_draw_up(d, levels[i].at));
    for (size_t i = 0; i < entry->rung_count; i++) {
        const double x = gv_draw_across(d, entry->rungs[i].step),
                     y = gv_draw_up(d, entry->rungs[i].estimate);
        if (y > 1.0)
            gv_plot_put(plot, x, 1.0, GV_MARK_ABOVE);
        else if (y < 0.0)
            gv_plot_put(plot, x, 0.0, GV_MARK_BELOW);
        else
            gv_plot_put(plot, x, y, GV_MARK_POINT);
    }
    if (entry->step > 0.0) {
        gv_plot_upright(plot, gv_draw_across(d, entry->step));
        gv_plot_put(plot, gv_draw_across(d, entry->step), gv_draw_up(d, entry->measured),
                    GV_MARK_CHOSEN);
    }
}

/* The name of the level in this row; "both" when claim and measurement share it. */
static const char *level_in_row(const gv_drawing *d, const gv_plot *plot, const level *levels,
                                size_t count, size_t row) {
    const char *name = "";

    for (size_t i = 0; i < count; i++) {
        if (!isfinite(levels[i].at) || gv_plot_row(plot, gv_draw_up(d, levels[i].at)) != row)
            continue;
        name = *name && i + 1 == count ? "both" : levels[i].name;
    }
    return name;
}

bool gv_draw_estimates(gv_drawing *d) {
    level levels[4];
    const size_t count = levels_of(d->entry, levels);
    gv_plot *plot;

    if (!frame_estimates(d, levels, count))
        return true;
    plot = gv_plot_create(d->width, ROWS, d->look->unicode);
    if (!plot)
        return false;
    draw_estimates(d, levels, count, plot);
    fprintf(d->out, "%*s  estimates of the derivative at each step\n", GV_LABEL_WIDTH - 2, "");
    for (size_t row = 0; row < ROWS; row++) {
        gv_draw_row(d, plot, row, level_in_row(d, plot, levels, count, row));
    }
    gv_plot_destroy(plot);
    return true;
}
