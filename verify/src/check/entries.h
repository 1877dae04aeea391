/* Checking the entries of one parameter: what the gradient, uses and terms checks share. */
#ifndef GV_ENTRIES_H
#define GV_ENTRIES_H

#include "check/allowed.h"
#include "check/batch.h"

/* Which derivative of which parameter, and the claim to hold it against. */
typedef struct gv_entries {
    size_t parameter;
    size_t term, use;      /* GV_WHOLE: all */
    const double *claimed; /* of this parameter's entries */
    const size_t *only;    /* this entry alone; NULL: all, or those that are selected */
} gv_entries;

/* Decides the entries and counts them into `check`, concludes it, and names the kind of mistake
 * where they are wrong.  Of an entry alone nothing is concluded about its parameter. */
gv_status gv_entries_check(const gv_checking *checking, const gv_entries *entries,
                           gv_check_finding *check);

/* The question of one allowed direction of a parameter: mostly an entry. */
void gv_move_ask(const gv_checking *checking, const gv_entries *entries, const gv_move *move,
                 gv_question *question);

/* A new finding of a check about one parameter, with its name, shape and tolerances. */
gv_check_finding *gv_checking_add(const gv_checking *checking, const char *kind,
                                  const gv_parameter *parameter);

/* Adds a remark to what a concluded check says, which a report shows in place of the sentence
 * of its reason: so that comes first, unless the check passed. */
gv_status gv_check_remark(gv_check_finding *check, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
