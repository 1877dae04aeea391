/* The parts of one entry's derivative: each use and each term, claimed and measured. */
#ifndef GV_PARTS_H
#define GV_PARTS_H

#include "check/entries.h"

/* Adds the parts of the worst entry of a check about parameter p to the check, where the
 * subject can tell uses or terms apart. */
gv_status gv_parts_add(const gv_checking *checking, size_t p, gv_check_finding *check);

/* The same, without a diagnosis by them. */
gv_status gv_parts_measure(const gv_checking *checking, size_t p, gv_check_finding *check);

/* Says which part, lost or doubled or alone, would make the claim of the worst entry what it
 * is, if there is one. `entry` is what that entry is called, "the worst entry". */
gv_status gv_parts_diagnose(gv_check_finding *check, const char *entry);

#endif
