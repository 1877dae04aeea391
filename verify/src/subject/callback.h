/* The subject of a C call: a problem's callbacks. */
#ifndef GV_CALLBACK_H
#define GV_CALLBACK_H

#include "subject/subject.h"
#include <gradgate/verify/options.h>

/* Checks a problem and wraps it.  Everything in it stays borrowed until the subject goes.
 * Returns: GV_OK; GV_ERR_ARGUMENT with a message naming the field; GV_ERR_MEMORY.
 * Owns:    *subject is new; gv_subject_destroy. */
gv_status gv_callback_create(const gv_problem *problem, const gv_options *options,
                             gv_subject **subject, gv_error *error);

#endif
