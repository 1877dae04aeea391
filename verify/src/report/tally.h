/* What every format says about findings: totals, outcomes, places. */
#ifndef GV_TALLY_H
#define GV_TALLY_H

#include "report/report.h"

/* Totals over a report. */
typedef struct gv_tally {
    size_t cases, met, failed, undecided; /* by what was expected of them */
    size_t refused;                       /* files with errors */
    size_t checks;
    gv_counts entries;
    size_t failed_as_expected; /* part of entries.failed: in cases that are to fail */
} gv_tally;

gv_tally gv_report_tally(const gv_report *report);

/* Is it the first of its file?  The errors of one file stand together. */
bool gv_refusal_is_first(const gv_report *report, size_t number);

/* Pass: the case came to what is expected of it.  Else inconclusive if it is that, else fail;
 * a subject that broke is a failure, whatever is expected. */
gv_verdict gv_case_outcome(const gv_case_finding *finding);

/* What a check comes to as a test of its own: its verdict, but pass where a failure is as
 * expected, or is missed: then it is the case as a whole that fails. */
gv_verdict gv_check_outcome(const gv_case_finding *finding, const gv_check_finding *check);

/* How many checks of a case have this verdict. */
size_t gv_case_count(const gv_case_finding *finding, gv_verdict verdict);

/* The check that a case's verdict is due to: among the failed ones (among the undecided ones,
 * when none failed) the first that names a use or a term, else the first.  Borrowed; NULL when
 * all passed. */
const gv_check_finding *gv_case_cause(const gv_case_finding *finding);

/* Row-major coordinates of an index.
 * Returns: false when it lies outside the shape (the number of a direction, say). */
bool gv_coordinates(size_t index, const size_t *shape, size_t rank,
                    size_t coordinates[GV_RANK_MAX]);

/* A number of a map to the digits that files have of it, so that a picture is the same whether
 * it is drawn at once or from a file. */
enum { GV_MAP_DIGITS = 6 };
double gv_map_number(double value);

/* What an exit code means, in a sentence. */
const char *gv_exit_code_text(int exit_code);

#endif
