/* The candidates of one point, and the worst of them explained. */
#ifndef GV_RUN_EXPLAIN_ONE_H
#define GV_RUN_EXPLAIN_ONE_H

#include "run/explain.h"

/* What all candidates of a case share.  Everything is borrowed. */
typedef struct gv_explaining {
    const gv_plan *plan;
    const gv_case *item;
    const gv_progress *progress;
    const gv_request *requests; /* of a run */
    size_t request_count;
    gv_error *error;
} gv_explaining;

/* What a run would set for the check; the case's own where it does not make it. */
gv_options gv_explain_options(const gv_explaining *e, const char *kind);

/* Starts an explanation: a case still without a check.
 * Returns: its finding, NULL without memory.  Owns: *one is filled in any case. */
gv_case_finding *gv_explain_begin(const gv_explaining *e, const gv_options *options,
                                  gv_explanation *one);

/* Explains the worst of some targets of a subject at its point, with the command that repeats
 * it.
 * Returns: as gv_explain.  Owns: *one is filled on GV_OK alone. */
gv_status gv_explain_one(const gv_explaining *e, gv_subject *subject, const gv_target *targets,
                         size_t count, const char *point, gv_explanation *one);

#endif
