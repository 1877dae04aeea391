/* What this program is made of. */
#ifndef GV_CLI_VERSION_H
#define GV_CLI_VERSION_H

#include "cli/commands.h"
#include "report/report.h"

/* Versions, compiler, system: all of a provenance that does not depend on the run.  The
 * strings are static. */
gv_provenance gv_provenance_of_program(void);

/* The same with the command, its seed, and the time, which is written into `started`. */
enum { GV_STARTED_SIZE = 32 };
gv_provenance gv_provenance_of_run(const gv_invocation *invocation,
                                   char started[GV_STARTED_SIZE]);

#endif
