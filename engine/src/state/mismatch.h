/* The list of what does not fit. */
#ifndef GRADGATE_ENGINE_SRC_MISMATCH_H
#define GRADGATE_ENGINE_SRC_MISMATCH_H

#include <gradgate/engine/state.h>

/* Append one, with copies of the names (`other` may be NULL). Returns: AG_OK, AG_ERR_MEMORY. */
ag_status ag_mismatches_add(ag_mismatches *list, const ag_mismatch *mismatch, const char *name,
                            const char *other);

#endif
