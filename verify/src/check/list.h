/* Every check: one file each, one line here. */
#ifndef GV_CHECK_LIST_H
#define GV_CHECK_LIST_H

#include "check/check.h"

#define GV_CHECKS(X)                                                                           \
    X(gv_check_gradient)

#define GV_CHECK_DECLARE(check) extern const gv_check_kind check;
GV_CHECKS(GV_CHECK_DECLARE)
#undef GV_CHECK_DECLARE

#endif
