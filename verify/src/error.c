#include "error.h"
#include <stdarg.h>
#include <stdio.h>

gv_status gv_fail(gv_error *error, gv_status status, const char *format, ...) {
    if (!error)
        return status;
    va_list arguments;
    va_start(arguments, format);
    error->status = status;
    (void)vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return status;
}
