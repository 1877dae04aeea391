/* gradgate::verify: checks a claimed gradient of a scalar function.  Needs GSL alone.
 *
 * The callbacks run with rounding to nearest and without floating-point traps; the caller's
 * floating-point environment is put back at the end.
 *
 * Thread safety: calls on different problems may run at the same time; nothing global is
 * changed, GSL's error handler and the floating-point environment least of all. */
#ifndef GRADGATE_VERIFY_VERIFY_H
#define GRADGATE_VERIFY_VERIFY_H

#include <gradgate/verify/findings.h>
#include <gradgate/verify/options.h>
#include <gradgate/verify/problem.h>
#include <gradgate/verify/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Checks every group of a problem at its start point.
 * Shapes:  as in gv_problem; options may be NULL (the defaults), error may be NULL.
 * Returns: GV_OK when the check ran, whatever its verdict; GV_ERR_ARGUMENT for a problem that
 *          makes no sense (no value, no gradient, a size overflow, a start outside its bounds);
 *          GV_ERR_MEMORY.  A subject that answers GV_EVAL_ERROR gives GV_OK and a case that
 *          failed with GV_SUBJECT_BROKE.
 * Owns:    *findings is new, one case, free it with gv_findings_destroy; NULL on error. */
gv_status gv_check(const gv_problem *problem, const gv_options *options, gv_findings **findings,
                   gv_error *error);

/* The shorter form: one group "x", a plain vector of n numbers.
 * Returns, Owns: as gv_check, with the default options and no message on error. */
gv_status gv_check_vector(size_t n, const double *start, gv_value_fn *value,
                          gv_gradient_fn *gradient, void *context, gv_findings **findings);

/* The exit code of a program that ran these findings: 0 every case met its expectation, 1 one
 * did not, 2 undecided or nothing checked, 4 for NULL. */
int gv_exit_code(const gv_findings *findings);

/* The version of the library, "MAJOR.MINOR.PATCH". */
const char *gv_version(void);

#ifdef __cplusplus
}
#endif
#endif
