/* Findings made by hand, with everything in them that a report has to cope with. */
#ifndef REPORT_SAMPLE_H
#define REPORT_SAMPLE_H

#include "report/report.h"

/* Five cases: one passes; one fails (tied parameter, parts, a kink, a diagnosis, NaN); one
 * fails as expected; one is undecided; one is expected to fail and passes.  Names are hostile.
 * Aborts the test without memory.  Owns: free it with gv_findings_destroy. */
gv_findings *sample_findings(void);

/* The sample as a report: exit code 3, two errors in one file, one empty glob.  Borrows. */
gv_report sample_report(const gv_findings *findings);

/* What a format makes of a report.  New, free() it. */
char *sample_render(const char *format, const gv_report *report,
                    const gv_report_options *options);

#endif
