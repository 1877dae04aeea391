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

#endif
