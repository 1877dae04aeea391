/* The one case that an operand names. */
#ifndef GV_CLI_ONE_CASE_H
#define GV_CLI_ONE_CASE_H

#include "case/case.h"

/* Finds the case: `operand` is its file (or the folder of which it is the first), or its name
 * when it lies below `fixtures`.  Says what is wrong, in the name of `command`.
 * Returns: what `take` returned, an exit code; else 3, or 4 without memory. */
int gv_one_case(const char *command, const char *operand,
                int (*take)(const gv_case *item, void *context), void *context);

#endif
