/* The steps of a sweep as a table. */
#ifndef GV_RUNGS_H
#define GV_RUNGS_H

#include <gradgate/verify/findings.h>
#include <stdio.h>

/* Writes step, estimate, bound and distance from the claim: of all rungs, or of the chosen one,
 * its neighbours and some of the others.  Nothing where there are none.
 * Returns: false without memory. */
bool gv_rungs_print(const gv_entry *entry, bool all, FILE *out);

#endif
