/* What this program is made of. */
#ifndef GV_CLI_VERSION_H
#define GV_CLI_VERSION_H

#include "report/report.h"

/* Versions, compiler, system: all of a provenance that does not depend on the run.  The
 * strings are static. */
gv_provenance gv_provenance_of_program(void);

#endif
