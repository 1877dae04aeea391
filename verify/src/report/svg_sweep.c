#include "report/svg_sweep.h"
#include <math.h>

enum {
    WIDTH = 460,
    LEFT = 66,
    RIGHT = 448,
    MIDDLE_TOP = 26,
    MIDDLE = 156,
    LOW_TOP = 206,
    LOW = 366,
    HEIGHT = 404
};

typedef struct sweep {
    gv_markup *m;
    const gv_entry *entry;
    const gv_rung *chosen;
    double turn; /* the step of the smallest bound, where rounding gives way to truncation */
    gv_scale x, estimates, sizes;
} sweep;

bool gv_has_sweep(const gv_entry *entry) {
    return entry->rung_count > 0;
}

const gv_rung *gv_sweep_chosen(const gv_entry *entry) {
    const gv_rung *best = NULL;

    for (size_t i = 0; i < entry->rung_count; i++) {
        const gv_rung *rung = &entry->rungs[i];
        if (rung->step == entry->step)
            return rung;
        if (!best || !(rung->error >= best->error))
            best = rung;
    }
    return best;
}

/* ---- scales ---- */

typedef struct range {
    double low, high;
} range;

static void widen(range *r, double value) {
    if (!isfinite(value))
        return;
    r->low = fmin(r->low, value);
    r->high = fmax(r->high, value);
}

static void widen_above_zero(range *r, double value) {
    if (value > 0.0)
        widen(r, value);
}

static gv_scale step_scale(const gv_entry *entry) {
    range r = {INFINITY, -INFINITY};

    for (size_t i = 0; i < entry->rung_count; i++)
        widen_above_zero(&r, entry->rungs[i].step);
    widen_above_zero(&r, fabs(entry->step));
    return gv_scale_of(r.low / 1.6, r.high * 1.6, LEFT, RIGHT, true);
}

/* Around claim, measurement and slopes: what the estimates of bad steps come to is not of
 * interest, and they are shown at the edge. */
static gv_scale estimate_scale(const gv_entry *entry) {
    range r = {INFINITY, -INFINITY};

    widen(&r, entry->claimed);
    widen(&r, entry->measured);
    if (entry->kink) {
        widen(&r, entry->slope_left);
        widen(&r, entry->slope_right);
    }
    const double size = fmax(fabs(r.low), fabs(r.high));
    const double room =
        fmax(0.4 * (r.high - r.low), isfinite(entry->error) ? 4.0 * entry->error : 0.0);
    const double pad = fmax(room, 1e-9 * size);
    return gv_scale_of(r.low - pad, r.high + pad, MIDDLE, MIDDLE_TOP, false);
}

static gv_scale size_scale(const gv_entry *entry, const gv_rung *chosen) {
    range r = {INFINITY, -INFINITY};

    for (size_t i = 0; i < entry->rung_count; i++) {
        widen_above_zero(&r, entry->rungs[i].error);
        widen_above_zero(&r, fabs(entry->rungs[i].estimate - chosen->estimate));
    }
    widen_above_zero(&r, entry->gap);
    widen_above_zero(&r, entry->allowed);
    /* Room above for the name of the highest line. */
    const double decades = log10(r.high / r.low);
    return gv_scale_of(r.low / 2.0, r.high * pow(10.0, 0.15 * fmax(decades, 1.0)), LOW, LOW_TOP,
                       true);
}

/* ---- above: the estimates ---- */

static bool is_within(const gv_scale *scale, double value) {
    return value >= scale->low && value <= scale->high;
}

static void draw_estimates(const sweep *s) {
    gv_path bars, dots, beyond;

    gv_path_start(&bars);
    gv_path_start(&dots);
    gv_path_start(&beyond);
    for (size_t i = 0; i < s->entry->rung_count; i++) {
        const gv_rung *rung = &s->entry->rungs[i];
        const double x = gv_scale_at(&s->x, rung->step);
        const double y = gv_scale_at(&s->estimates, rung->estimate);
        if (!is_within(&s->estimates, rung->estimate)) {
            gv_path_triangle(&beyond, x, y, 3.0);
            continue;
        }
        gv_path_move(&bars, x, gv_scale_at(&s->estimates, rung->estimate - rung->error));
        gv_path_to(&bars, x, gv_scale_at(&s->estimates, rung->estimate + rung->error));
        gv_path_ring(&dots, x, y, 2.5);
    }
    gv_path_end(&bars, s->m, "measure");
    gv_path_end(&dots, s->m, "dot");
    gv_path_end(&beyond, s->m, "bound");
}

/* A line over the whole width, named at its right end; above it, or below. */
static void draw_level(const sweep *s, const gv_scale *y, double value, const char *class,
                       const char *text_class, const char *name, bool below) {
    const double at = gv_scale_at(y, value);

    if (!isfinite(value))
        return;
    gv_svg_line(s->m, class, LEFT, at, RIGHT, at);
    gv_svg_text(s->m, text_class, GV_END, RIGHT - 2, at + (below ? 12 : -4), name);
}

static void draw_upper(const sweep *s) {
    const gv_entry *entry = s->entry;

    gv_svg_axis_y(s->m, &s->estimates, LEFT, RIGHT, "derivative: estimate and bound per step");
    gv_svg_line(s->m, "axis", LEFT, MIDDLE, RIGHT, MIDDLE);
    if (entry->kink) {
        const bool left_is_lower = entry->slope_left < entry->slope_right;
        draw_level(s, &s->estimates, entry->slope_left, "slope", "in-doubt",
                   "slope on the left", left_is_lower);
        draw_level(s, &s->estimates, entry->slope_right, "slope", "in-doubt",
                   "slope on the right", !left_is_lower);
    }
    draw_estimates(s);
    gv_svg_line(s->m, "claim", LEFT, gv_scale_at(&s->estimates, entry->claimed), RIGHT,
                gv_scale_at(&s->estimates, entry->claimed));
    gv_svg_text(s->m, "in-claim", GV_START, LEFT + 5,
                gv_scale_at(&s->estimates, entry->claimed) +
                    (entry->claimed < entry->measured ? 12 : -4),
                isfinite(entry->claimed) ? "the claim" : "the claim is no number");
}

/* ---- below: how well ---- */

static double turn_of(const gv_entry *entry) {
    const gv_rung *best = NULL;

    for (size_t i = 0; i < entry->rung_count; i++)
        if (!best || entry->rungs[i].error < best->error)
            best = &entry->rungs[i];
    return best ? best->step : 0.0;
}

/* The arm on one side of the turn. */
static void draw_arm(const sweep *s, bool right, const char *class) {
    gv_path path;
    size_t drawn = 0;

    gv_path_start(&path);
    for (size_t i = 0; i < s->entry->rung_count; i++) { /* rungs come from coarse to fine */
        const size_t place = s->entry->rung_count - 1 - i;
        const gv_rung *rung = &s->entry->rungs[place];
        const bool mine = right ? rung->step >= s->turn : rung->step <= s->turn;
        if (!mine || !isfinite(rung->error) || !(rung->error > 0.0))
            continue;
        const double x = gv_scale_at(&s->x, rung->step);
        const double y = gv_scale_at(&s->sizes, rung->error);
        if (drawn++)
            gv_path_to(&path, x, y);
        else
            gv_path_move(&path, x, y);
    }
    gv_path_end(&path, s->m, class);
    if (drawn > 1) /* beside the name of the axis: above it lines would cross it */
        gv_svg_text(s->m, right ? "in-good" : "in-doubt", right ? GV_END : GV_START,
                    right ? RIGHT : LEFT, LOW + 31,
                    right ? "truncation \xe2\x86\x92" : "\xe2\x86\x90 rounding");
}

static void draw_distances(const sweep *s) {
    gv_path dots;

    gv_path_start(&dots);
    for (size_t i = 0; i < s->entry->rung_count; i++) {
        const gv_rung *rung = &s->entry->rungs[i];
        const double distance = fabs(rung->estimate - s->chosen->estimate);
        if (distance > 0.0)
            gv_path_ring(&dots, gv_scale_at(&s->x, rung->step),
                         gv_scale_at(&s->sizes, distance), 2.5);
    }
    gv_path_end(&dots, s->m, "dot");
}

static void draw_lower(const sweep *s) {
    const gv_entry *entry = s->entry;
    const double at = gv_scale_at(&s->x, fabs(entry->step));

    gv_svg_axis_y(s->m, &s->sizes, LEFT, RIGHT,
                  "bound of each step (line), distance from the one taken (dots)");
    gv_svg_axis_x(s->m, &s->x, LOW, LOW_TOP, "step");
    draw_arm(s, false, "rounding");
    draw_arm(s, true, "truncation");
    draw_distances(s);
    if (entry->allowed > 0.0)
        draw_level(s, &s->sizes, entry->allowed, "bound", NULL, "allowed",
                   !(entry->gap < entry->allowed));
    if (entry->gap > 0.0)
        draw_level(s, &s->sizes, entry->gap, "claim", "in-claim", "gap of the claim",
                   entry->gap < entry->allowed);
    gv_svg_line(s->m, "chosen", at, MIDDLE_TOP, at, MIDDLE);
    gv_svg_line(s->m, "chosen", at, LOW_TOP, at, LOW);
    gv_svg_text(s->m, "strong", at > (LEFT + RIGHT) / 2.0 ? GV_END : GV_START,
                at + (at > (LEFT + RIGHT) / 2.0 ? -4 : 4), MIDDLE + 14, "step taken");
}

void gv_svg_sweep(gv_markup *m, const gv_entry *entry, const char *id, const char *name) {
    sweep s = {.m = m, .entry = entry, .chosen = gv_sweep_chosen(entry)};
    char description[400];

    if (!s.chosen)
        return;
    s.turn = turn_of(entry);
    s.x = step_scale(entry);
    s.estimates = estimate_scale(entry);
    s.sizes = size_scale(entry, s.chosen);
    snprintf(description, sizeof description,
             "%zu steps from %.3g to %.3g. Claimed %.10g, measured %.10g within %.3g at the "
             "step %.3g; gap %.3g, allowed %.3g.",
             entry->rung_count, entry->rungs[entry->rung_count - 1].step, entry->rungs[0].step,
             entry->claimed, entry->measured, entry->error, entry->step, entry->gap,
             entry->allowed);
    gv_svg_start(m, WIDTH, HEIGHT, id, "The sweep over steps of", name, description);
    draw_upper(&s);
    draw_lower(&s);
    gv_svg_end(m);
}
