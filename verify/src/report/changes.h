/* What changed between two runs, drawn. */
#ifndef GV_CHANGES_H
#define GV_CHANGES_H

#include "gate/gate.h"
#include <stdio.h>

/* Worse before better, a line each, and the counts; bounded, whatever the number.  As text, or
 * as a list of Markdown. */
void gv_changes_print(const gv_changes *changes, bool markdown, FILE *out);

#endif
