/* What show.c and show_tables.c share. */
#ifndef GV_CLI_SHOW_H
#define GV_CLI_SHOW_H

#include "case/case.h"
#include "subject/subject.h"

/* Names are cut at this many columns. */
#define NAME_WIDTH 60

/* Each prints to standard output.  Returns: false when memory is short. */
bool gv_show_steps(const gv_case *item, bool all);
bool gv_show_terms(gv_subject *subject);
bool gv_show_parameters(const gv_subject *subject);

/* The names of the frozen ones, if there are any. */
void gv_show_frozen(const gv_case *item);

#endif
