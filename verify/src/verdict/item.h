/* One item: an entry or a direction, from its first probe to its verdict.
 *
 * An item is a pure function of its line, its claim and the values it has been told.  The
 * caller lets it run, evaluates what its log wants, and lets it run again until it is done. */
#ifndef GV_ITEM_H
#define GV_ITEM_H

#include "numeric/line.h"
#include "verdict/judge.h"

typedef struct gv_item {
    gv_line line; /* without its log */
    gv_log log;
    gv_demand demand;
    gv_entry entry; /* index and claimed are set by the caller; the rest is filled */
    bool done;
    bool broke; /* the subject answered GV_EVAL_ERROR */
} gv_item;

/* Runs the item on what its log knows.
 * Returns: true when it is decided: the entry is filled; false when its log wants values. */
bool gv_item_run(gv_item *item);

/* The walk of a decided item, from the largest step down: estimate and bound at every step
 * whose points are in its log.  Returns: how many were written, at most `most`. */
size_t gv_item_rungs(const gv_item *item, gv_rung *rungs, size_t most);

/* The exponent of the first step, 2^-8 of the variable's scale.  There the five-point formula
 * has a truncation of 2^-32 of a fifth derivative, below what values good to 2^-50 can show at
 * that step, and three rungs are still large against their rounding. */
int gv_item_first_exponent(const gv_line *line);

#endif
