/* A run held against a baseline. */
#ifndef GV_CLI_GATE_H
#define GV_CLI_GATE_H

#include "cli/flags.h"

/* Prints on `out` what changed from the findings in the file `path` to those of a run.
 * Returns: 0; 1 when something got worse; 3 or 4, said already, when the file cannot be read.
 */
int gv_gate_run(const char *path, const gv_arguments *arguments, const gv_report *report,
                FILE *out);

#endif
