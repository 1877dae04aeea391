/* Axes, and the looks of all pictures. */
#include "report/svg.h"
#include <math.h>

static void print_tick(double value, bool log, char text[32]) {
    if (log && value < 5e3 && value > 5e-3)
        snprintf(text, 32, "%.4g", value);
    else if (log)
        snprintf(text, 32, "1e%d", (int)lround(log10(value)));
    else
        snprintf(text, 32, "%.4g", fabs(value) < 1e-300 ? 0.0 : value);
}

void gv_svg_axis_x(gv_markup *m, const gv_scale *x, double y, double top, const char *label) {
    double ticks[GV_TICKS_MAX];
    const size_t count = gv_scale_ticks(x, ticks);
    gv_path grid;

    gv_path_start(&grid);
    for (size_t i = 0; i < count; i++) {
        const double at = gv_scale_at(x, ticks[i]);
        gv_path_move(&grid, at, top);
        gv_path_to(&grid, at, y + 4);
    }
    gv_path_end(&grid, m, "grid");
    gv_svg_line(m, "axis", x->from, y, x->to, y);
    for (size_t i = 0; i < count; i++) {
        char text[32];
        print_tick(ticks[i], x->log, text);
        gv_svg_text(m, NULL, GV_MIDDLE, gv_scale_at(x, ticks[i]), y + 16, text);
    }
    gv_svg_text(m, "label", GV_MIDDLE, (x->from + x->to) / 2, y + 31, label);
}

void gv_svg_axis_y(gv_markup *m, const gv_scale *y, double x, double right, const char *label) {
    double ticks[GV_TICKS_MAX];
    const size_t count = gv_scale_ticks(y, ticks);
    gv_path grid;

    gv_path_start(&grid);
    for (size_t i = 0; i < count; i++) {
        const double at = gv_scale_at(y, ticks[i]);
        gv_path_move(&grid, x - 4, at);
        gv_path_to(&grid, right, at);
    }
    gv_path_end(&grid, m, "grid");
    gv_svg_line(m, "axis", x, y->from, x, y->to);
    for (size_t i = 0; i < count; i++) {
        char text[32];
        print_tick(ticks[i], y->log, text);
        gv_svg_text(m, NULL, GV_END, x - 7, gv_scale_at(y, ticks[i]) + 4, text);
    }
    gv_svg_text(m, "label", GV_START, 2, fmin(y->from, y->to) - 9, label);
}

/* Colours after Okabe and Ito, which the colour-blind tell apart; shapes differ as well. */
const char gv_svg_style[] =
    "svg{--ink:#1c2128;--soft:#57606a;--rule:#d8dee4;--ground:#fff;--good:#0072b2;"
    "--fine:#9ecae9;--bad:#b3261e;--doubt:#8a5a00;--claim:#b3261e;--measure:#0072b2;"
    "font:12px system-ui,sans-serif;max-width:100%;height:auto;overflow:visible}"
    "@media screen and "
    "(prefers-color-scheme:dark){svg{--ink:#e6edf3;--soft:#9ba7b4;--rule:#30363d;"
    "--ground:#0d1117;--good:#58b4ee;--fine:#1f5b87;--bad:#ff8a80;--doubt:#f0b84a;"
    "--claim:#ff8a80;--measure:#58b4ee}}"
    "svg text{fill:var(--soft);paint-order:stroke;stroke:var(--ground);stroke-width:3px;"
    "stroke-linejoin:round}svg .label{fill:var(--ink)}svg .strong{fill:var(--ink);"
    "font-weight:600}svg .mono{font-family:ui-monospace,monospace;fill:var(--ink)}"
    "svg .grid{stroke:var(--rule);fill:none}svg .axis{stroke:var(--soft);fill:none}"
    "svg .claim{stroke:var(--claim);stroke-dasharray:6 3;stroke-width:1.6;fill:none}"
    "svg .measure{stroke:var(--measure);stroke-width:1.6;fill:none}"
    "svg .dot{fill:var(--measure);stroke:none}svg .bound{stroke:var(--soft);fill:none;"
    "stroke-width:1.4}svg .rounding{stroke:var(--doubt);fill:none;stroke-width:1.6;"
    "stroke-dasharray:2 3}svg .truncation{stroke:var(--good);fill:none;stroke-width:1.6;"
    "stroke-dasharray:7 3}svg .chosen{stroke:var(--ink);fill:none}"
    "svg .slope{stroke:var(--doubt);fill:none;stroke-width:1.6}"
    "svg .band{fill:var(--fine);opacity:.35}svg .tint{fill:var(--fine);opacity:.5}"
    "svg .in-claim{fill:var(--claim)}svg .in-measure{fill:var(--measure)}"
    "svg .in-doubt{fill:var(--doubt)}svg .in-good{fill:var(--good)}"
    "svg .box{fill:var(--ground);stroke:var(--soft)}svg .tied{fill:var(--ground);"
    "stroke:var(--good);stroke-width:2}svg .wire{fill:none;stroke:var(--soft)}"
    "svg .tie{fill:none;stroke:var(--good);stroke-width:2}"
    "svg .bar{fill:var(--fine)}svg .bar-bad{fill:var(--bad)}"
    "svg .dots{fill:none;stroke:var(--good);stroke-width:2.8;stroke-linecap:round}"
    "svg .mesh{fill:none;stroke:var(--ground)}"
    "svg .s-p{fill:var(--fine)}svg .s-c{fill:none;stroke:var(--good);stroke-width:1.5}"
    "svg .s-z{fill:none;stroke:var(--soft)}svg .s-n{fill:var(--soft)}"
    "svg .s-k{fill:var(--good)}svg .s-u{fill:var(--doubt)}"
    "svg .s-F{fill:none;stroke:var(--bad);stroke-width:2}svg .s-skip{fill:none;"
    "stroke:var(--rule)}"
    "svg .g0{fill:var(--fine);opacity:.25}svg .g1{fill:var(--fine);opacity:.6}"
    "svg .g2{fill:var(--fine)}svg .g3{fill:var(--good);opacity:.75}svg .g4{fill:var(--good)}"
    "svg .g5{fill:none;stroke:var(--bad);stroke-width:2}";
