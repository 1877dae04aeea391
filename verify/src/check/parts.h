/* The parts of one entry's derivative: each use and each term, claimed and measured. */
#ifndef GV_PARTS_H
#define GV_PARTS_H

#include "check/entries.h"

/* Adds the parts of the worst entry of a check about parameter p to the check, where the
 * subject can tell uses or terms apart. */
gv_status gv_parts_add(const gv_checking *checking, size_t p, gv_check_finding *check);

#endif
