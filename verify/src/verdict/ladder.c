#include "verdict/ladder.h"
#include "numeric/step.h"
#include <math.h>

typedef struct span {
    int low, high; /* exponents of the finest and the widest step */
} span;

/* Rungs kept below the chosen step when there are more than can be kept: enough to see the
 * rounding rise by 2^-8. */
enum { BELOW = 8 };

/* The exponent of the step that the entry was measured at; where it was not, of the first. */
static int chosen(const gv_item *item) {
    const double step = item->entry.step;
    return step > 0.0 && isfinite(step) ? gv_exponent(step)
                                        : gv_item_first_exponent(&item->line);
}

/* From twice the variable's size (of 1, for a small one: its scale is not known) downwards;
 * from wider steps on when the chosen one is, and lower down when that is out of sight. */
static span span_of(const gv_item *item) {
    const gv_line *line = &item->line;
    const int at = chosen(item), lowest = gv_line_lowest(line) + 1;
    const int size = gv_exponent(line->scale);
    span s = {.high = size > 0 ? size + 1 : 1};
    s.high = at > s.high ? at : s.high;
    s.high = s.high > gv_line_highest(line) ? gv_line_highest(line) : s.high;
    s.low = s.high - (GV_RUNGS_MAX - 1);
    if (at - BELOW < s.low) {
        s.low = at - BELOW;
        s.high = s.low + (GV_RUNGS_MAX - 1);
    }
    s.low = s.low < lowest ? lowest : s.low;
    return s;
}

bool gv_ladder_climb(gv_item *item) {
    const span s = span_of(item);
    gv_line line = item->line;
    line.log = &item->log;
    for (int e = s.low - 1; e <= s.high; e++)
        (void)gv_line_pair(&line, e);
    return item->log.wanted == 0;
}

size_t gv_ladder_rungs(const gv_item *item, gv_rung rungs[GV_RUNGS_MAX]) {
    const span s = span_of(item);
    gv_log log = item->log;
    gv_line line = item->line;
    size_t count = 0;
    line.log = &log;
    for (int e = s.high; e >= s.low && count < GV_RUNGS_MAX; e--) {
        const gv_step step = gv_step_known(&line, e);
        if (!isnan(step.bound))
            rungs[count++] = (gv_rung){step.h, step.r5, step.bound};
    }
    return count;
}
