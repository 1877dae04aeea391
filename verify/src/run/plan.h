/* From a plan and a case to what is asked of it: what a run and an explanation share. */
#ifndef GV_RUN_PLAN_H
#define GV_RUN_PLAN_H

#include "run/command.h"
#include "run/run.h"

/* The checks that a run makes of a case, with the plan's overrides.
 * Owns: new, free() it; NULL without memory. */
gv_request *gv_plan_requests(const gv_plan *plan, const gv_case *item, size_t *count);

/* The case at one of its points.  One that cannot be reached is a finding: the subject broke
 * there; then *subject is left as it was.
 * Returns: GV_OK; GV_ERR_MEMORY.  Owns: *subject is new. */
gv_status gv_plan_reach(const gv_plan *plan, const gv_case *item, size_t point,
                        gv_case_finding *finding, gv_subject **subject, gv_error *error);

/* Adds the seed and the settings to a command, and keeps it in the finding.
 * Returns: GV_OK; GV_ERR_MEMORY. */
gv_status gv_plan_set_command(const gv_plan *plan, const gv_case *item, gv_command_line *line,
                              gv_case_finding *finding, gv_error *error);

#endif
