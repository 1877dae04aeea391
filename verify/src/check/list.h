/* Every check: one file each, one line here, in the order in which they are made.  The witness
 * comes last: it looks at the value again after all probes. */
#ifndef GV_CHECK_LIST_H
#define GV_CHECK_LIST_H

#include "check/check.h"

#define GV_CHECKS(X)                                                                           \
    X(gv_check_determinism)                                                                    \
    X(gv_check_gradient)                                                                       \
    X(gv_check_kinks)                                                                          \
    X(gv_check_direction)                                                                      \
    X(gv_check_uses)                                                                           \
    X(gv_check_terms)                                                                          \
    X(gv_check_accumulation)                                                                   \
    X(gv_check_tangent)                                                                        \
    X(gv_check_curvature)                                                                      \
    X(gv_check_taylor)                                                                         \
    X(gv_check_step)                                                                           \
    X(gv_check_contract)

#define GV_CHECK_DECLARE(check) extern const gv_check_kind check;
GV_CHECKS(GV_CHECK_DECLARE)
#undef GV_CHECK_DECLARE

/* Surveys a subject at its point and, where that can be measured at all, hands it to `make`.
 * What keeps it from being measured, and a subject that breaks, become findings.
 * Returns: GV_OK; what `make` returned, but GV_ERR_SUBJECT; GV_ERR_MEMORY. */
typedef gv_status gv_check_maker(const gv_checking *checking, void *context, gv_error *error);
gv_status gv_checks_make(gv_subject *subject, const gv_options *options, const char *point,
                         const gv_progress *progress, gv_case_finding *finding,
                         gv_check_maker *make, void *context, gv_error *error);

#endif
