/* Explaining one entry of a case: which it is, and its findings. */
#ifndef GV_RUN_EXPLAIN_H
#define GV_RUN_EXPLAIN_H

#include "check/explain.h"
#include "run/run.h"

/* What is to be explained; of what is NULL, the worst. */
typedef struct gv_wanted {
    const char *entry; /* "hidden.weight[3,6]"; without its brackets: the worst of it */
    const char *point;
    const char *check;      /* "gradient", "uses", "terms"; NULL: by the two that follow */
    const char *use, *term; /* one part of the derivative */
} gv_wanted;

typedef struct gv_explanation {
    gv_findings *findings; /* one case, with one check about one entry, which is to pass */
    gv_explained explained;
    gv_verdict expected; /* of the case as a whole */
} gv_explanation;

/* Explains the worst entry of those that are wanted, as a run of the plan would judge it.
 * Returns: GV_OK; GV_ERR_INPUT (message: what there is not, and what there is); GV_ERR_MEMORY.
 * Owns:    free *explanation with gv_explanation_clear; it is filled on GV_OK alone. */
gv_status gv_explain_case(const gv_plan *plan, const gv_case *item, const gv_wanted *wanted,
                          const gv_progress *progress, gv_explanation *explanation,
                          gv_error *error);

void gv_explanation_clear(gv_explanation *explanation);

/* The finding about the entry (of another kind when the point could not be measured), and the
 * entry itself, or NULL. */
const gv_check_finding *gv_explanation_check(const gv_explanation *explanation);
const gv_entry *gv_explanation_entry(const gv_explanation *explanation);

#endif
