/* One entry, explained: its verdict as the checks reach it, with the whole ladder of steps and
 * the parts that its derivative is made of. */
#ifndef GV_EXPLAIN_H
#define GV_EXPLAIN_H

#include "check/check.h"

/* Which entry.  GV_WHOLE as index: the worst of the parameter; as term or use: all of them.  At
 * most one of term and use is given. */
typedef struct gv_target {
    size_t parameter, index, term, use;
} gv_target;

/* What is known beyond the findings. */
typedef struct gv_explained {
    size_t target;    /* which of them it is */
    size_t index;     /* of the entry in its parameter */
    double x;         /* the entry at the point */
    double value;     /* of what was measured, at the point */
    double noise;     /* of one such value */
    gv_counts counts; /* of the parameter's check as a whole */
} gv_explained;

/* Explains the worst of some targets, which belong to one kind of check (gv_target_check):
 * makes the check of its parameter, and adds a finding about the entry alone.  `worst` and the
 * one notable entry are it, with every rung; the parts are its own; the diagnosis is the
 * parameter's.  Where no entry but the parameter as a whole is refused (it feeds nothing), the
 * finding says so.  A subject that cannot be measured at its point leaves a finding of another
 * kind, and explained->index is GV_WHOLE.
 * `surveying`: the options of the survey, those of the first check of a run.
 * Returns: as gv_checks_run; GV_ERR_ARGUMENT for an entry that constraints tie to another, and
 *          for no target at all. */
gv_status gv_explain(gv_subject *subject, const gv_options *surveying,
                     const gv_options *options, const gv_target *targets, size_t count,
                     const char *point, const gv_progress *progress, gv_case_finding *finding,
                     gv_explained *explained, gv_error *error);

/* The check that a target belongs to, by name. */
const char *gv_target_check(const gv_target *target);

#endif
