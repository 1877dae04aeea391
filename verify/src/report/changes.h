/* What changed between two runs, drawn. */
#ifndef GV_CHANGES_H
#define GV_CHANGES_H

#include "gate/gate.h"
#include "report/report.h"

/* Worse before better, a line each, and the counts; bounded, whatever the number.  As text, or
 * as a list of Markdown. */
void gv_changes_print(const gv_changes *changes, bool markdown, FILE *out);

/* Where a change is: "case, gradient of w (3, 2), at initial, entry [1,0]". */
void gv_change_print_place(const gv_change *change, FILE *out);

/* What gv_changes_page is drawn from: changes where a report is expected. */
typedef struct gv_changes_report {
    gv_report report; /* first: render is given a pointer to it */
    const gv_changes *changes;
} gv_changes_report;

/* The same as a page of HTML with the looks of the report.  Not in the list of formats, for it
 * takes a gv_changes_report alone. */
extern const gv_format gv_changes_page;

#endif
