/* How far a run is: one line on standard error, when that is a terminal. */
#ifndef GV_CLI_PROGRESS_H
#define GV_CLI_PROGRESS_H

#include "run/run.h"
#include <time.h>

typedef struct gv_meter {
    bool shown; /* a line stands there and has to be cleared */
    bool wanted;
    const char *name; /* of the running case; borrowed while it runs */
    size_t number, of;
    struct timespec last; /* when it was drawn */
} gv_meter;

/* A watch that draws on the terminal; it borrows the meter. */
gv_watch gv_meter_start(gv_meter *meter);

/* Clears the line, if there is one. */
void gv_meter_stop(gv_meter *meter);

#endif
