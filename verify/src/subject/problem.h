/* Checking what a caller gives, before anything is called. */
#ifndef GV_SUBJECT_PROBLEM_H
#define GV_SUBJECT_PROBLEM_H

#include <gradgate/verify/problem.h>
#include <gradgate/verify/status.h>

/* Callbacks, groups and start are there, and every group has a name of its own.
 * Returns: GV_OK; GV_ERR_ARGUMENT with a message naming the field; GV_ERR_MEMORY. */
gv_status gv_problem_check(const gv_problem *problem, gv_error *error);

/* Shape, precision, constraint, tolerances of a group; *count becomes its number of entries.
 * Returns: GV_OK; GV_ERR_ARGUMENT with a message naming group and field. */
gv_status gv_group_check(const gv_group *group, size_t *count, gv_error *error);

/* Its `count` entries of the start: finite, within bounds that are in order, and what its
 * constraint says of them.
 * Returns: GV_OK; GV_ERR_ARGUMENT with a message naming group and entry. */
gv_status gv_group_check_start(const gv_group *group, const double *start, size_t count,
                               gv_error *error);

#endif
