/* The log of one item: every value ever told along its line, and the points still wanted.
 *
 * This is how GSL and everything else here asks: a function is written as if it could evaluate,
 * a point that is not in the log is noted and answered with NaN, and once the noted points have
 * been told the function is run again from its start.  It is thus a pure function of the log.
 */
#ifndef GV_LOG_H
#define GV_LOG_H

#include <stdbool.h>
#include <stddef.h>

typedef enum gv_told_state { GV_WANTED, GV_TOLD, GV_TOLD_OUTSIDE } gv_told_state;

typedef struct gv_told {
    double at, value;
    gv_told_state state;
} gv_told;

typedef struct gv_log {
    gv_told *told;
    size_t count, capacity; /* capacity: the evaluations this item may cost */
    size_t wanted;          /* entries in the state GV_WANTED */
    unsigned short
        *slots;        /* hash of the points: 1 + index, 0 empty; NULL: looked for in turn */
    size_t slot_count; /* a power of two, at least twice the capacity */
    bool exhausted;    /* a point was wanted and there was no budget left */
} gv_log;

/* Sets up an empty log over storage that the caller owns. */
void gv_log_start(gv_log *log, gv_told *storage, size_t capacity);

/* Gives an empty log a hash over storage that the caller owns: a deep walk looks a hundred
 * points up a thousand times. */
void gv_log_hash(gv_log *log, unsigned short *slots, size_t count);

/* The value at a point.  Missing: noted, NaN.  Outside the domain, or told as NaN: NaN. */
double gv_log_value(gv_log *log, double at);

/* The same without asking: NULL when it was not told. */
const gv_told *gv_log_peek(const gv_log *log, double at);

/* Puts a value in that was known before, at no cost to the budget's owner. */
void gv_log_tell(gv_log *log, double at, double value, bool inside);

#endif
