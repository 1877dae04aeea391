/* The sweep of one entry over the steps, drawn for a terminal. */
#ifndef GV_SWEEP_H
#define GV_SWEEP_H

#include <gradgate/verify/findings.h>
#include <stdio.h>

typedef struct gv_sweep_look {
    size_t width; /* columns of the terminal */
    bool unicode; /* else ASCII alone */
    bool color;
} gv_sweep_look;

/* Two pictures over the same steps, logarithmic from the smallest on the left: the estimates
 * about claim and measurement, and below the bound of each, with its arms of rounding and
 * truncation, and how far the claim is from the estimate.  The chosen step is marked.
 * `noise`: bound of the error of one value, which tells the two arms apart.
 * Returns: false without memory. */
bool gv_sweep_print(const gv_entry *entry, double noise, const gv_sweep_look *look, FILE *out);

#endif
