/* Filling a caller's error. */
#ifndef GV_ERROR_H
#define GV_ERROR_H

#include <gradgate/verify/status.h>

/* Sets status and message (printf) of `error`, which may be NULL.  Returns: the status. */
gv_status gv_fail(gv_error *error, gv_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
