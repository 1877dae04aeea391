/* What is set, in words. */
#ifndef GV_OPTIONS_TEXT_H
#define GV_OPTIONS_TEXT_H

#include <gradgate/verify/findings.h>
#include <stddef.h>

/* Writes what differs from the usual in the words of a case file, "evaluations 2000,
 * on_inconclusive fail", into text[0..size), as far as it fits; "" when nothing does. */
void gv_options_text(const gv_options *options, const gv_options *usual, char *text,
                     size_t size);

/* The same of what is set for a check or its parameter, and not for its case; tolerance and
 * resolution aside, which every report tells of each check. */
void gv_own_options_text(const gv_check_finding *check, const gv_options *common, char *text,
                         size_t size);

/* Room for all that may differ. */
enum { GV_OPTIONS_TEXT_MAX = 400 };

#endif
