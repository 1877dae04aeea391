/* Running items: many at a time, so that their probes can be evaluated together. */
#ifndef GV_BATCH_H
#define GV_BATCH_H

#include "check/check.h"
#include "check/survey.h"
#include "verdict/item.h"

/* One thing to decide: what its probes change, and what is claimed. */
typedef struct gv_question {
    gv_probe probe; /* its `at` (or `step`) is filled in for each point */
    gv_line line;   /* x, bounds, scale, storage, f0, noise */
    gv_demand demand;
    size_t index; /* of the entry, in its parameter */
    double claimed;
} gv_question;

/* Asks question i of `total`. */
typedef void gv_asker(void *context, size_t i, gv_question *question);

/* Is told entry i, once it is decided, in order.  Returns: GV_OK to go on. */
typedef gv_status gv_listener(void *context, size_t i, const gv_item *item);

/* Items that are decided side by side: what a question points to must last for as many more. */
enum { GV_BATCH_BLOCK = 32 };

/* Decides `total` questions in blocks of fixed size.
 * Returns: GV_OK; GV_ERR_SUBJECT when the subject broke; GV_ERR_MEMORY; what `listen` said. */
gv_status gv_batch_run(const gv_checking *checking, size_t total, gv_asker *ask,
                       gv_listener *listen, void *context);

#endif
