/* From a case that was read to a subject; only for the files of this folder. */
#ifndef GV_CASE_BUILD_H
#define GV_CASE_BUILD_H

#include "case/spec.h"

/* The model, all zeros, without its ties.  Returns: NULL when memory is short; the caller's
 * reference. */
ag_module *gv_build_module(const gv_case *item);

/* Makes the ties.  `reading` takes complaints; NULL: there are none.
 * Returns: false when one cannot be made. */
bool gv_tie_module(const gv_case *item, ag_module *module, gv_reading *reading);

/* A subject of the case at a point, or at GV_CASE_START.  `unplanted` (NULL: nobody asks) tells
 * whether it was the fault that could not be planted. */
gv_status gv_build_subject(const gv_case *item, size_t point,
                           const gv_case_overrides *overrides, gv_subject **out,
                           bool *unplanted, gv_error *error);

#endif
