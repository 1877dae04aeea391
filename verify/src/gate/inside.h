/* What the files of this folder share. */
#ifndef GV_GATE_INSIDE_H
#define GV_GATE_INSIDE_H

#include "gate/gate.h"

/* What is compared, and where to. */
typedef struct gv_comparison {
    const gv_gate_limits *limits;
    gv_changes *changes;
    bool failed; /* no memory */
    const gv_case_finding *before, *after;
} gv_comparison;

/* Notes a change; without memory the comparison has failed. */
void gv_note_change(gv_comparison *c, gv_change change);

/* Values and noise of the points of a case. */
void gv_compare_points(gv_comparison *c);

/* Numbers of the entries of a check, and of all of them together. */
void gv_compare_entries(gv_comparison *c, const gv_check_finding *old,
                        const gv_check_finding *new);

#endif
