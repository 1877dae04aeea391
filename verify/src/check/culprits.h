/* From a direction that fails down to the entries at fault. */
#ifndef GV_CULPRITS_H
#define GV_CULPRITS_H

#include "subject/subject.h"
#include <gradgate/verify/findings.h>

/* Entries [from, to) of the flat vector, and of one alone what is claimed and measured. */
typedef struct gv_suspect {
    size_t from, to;
    double claimed, measured;
} gv_suspect;

/* Does a suspect fail alone?  Fills in the numbers of a single entry. */
typedef gv_status gv_suspicion(void *context, gv_suspect *suspect, bool *failed);

/* Halves [from, to), which fails, wherever a half fails alone, and says in the diagnosis of the
 * check what it ends at: entries with their numbers, or ranges that fail only as a whole; the
 * first few of them.
 * Returns: GV_OK; what `fails` said; GV_ERR_MEMORY. */
gv_status gv_name_culprits(const gv_subject *subject, size_t from, size_t to,
                           gv_suspicion *fails, void *context, gv_check_finding *check);

#endif
