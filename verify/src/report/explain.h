/* An explained entry, drawn for a terminal. */
#ifndef GV_REPORT_EXPLAIN_H
#define GV_REPORT_EXPLAIN_H

#include "check/explain.h"
#include "report/report.h"
#include "report/sweep.h"

/* Everything is borrowed. */
typedef struct gv_explain_view {
    const gv_case_finding *finding; /* with one check about one entry */
    const gv_explained *explained;
    gv_verdict expected; /* of the case as a whole */
    gv_sweep_look look;
    bool all; /* every rung in the table, not only those near the chosen one */
} gv_explain_view;

/* Writes claim, measurement and verdict in words, the sweep, parts, diagnosis, rungs, and the
 * command that repeats it.
 * Returns: false without memory. */
bool gv_explain_print(const gv_explain_view *view, FILE *out);

/* Its sweep as a picture.  Not one of gv_format_list: it draws the one entry of an explanation.
 */
extern const gv_format gv_explain_picture;

/* Is there a sweep to be drawn? */
bool gv_explain_has_picture(const gv_report *report);

#endif
