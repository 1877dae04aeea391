/* Rows of a data set in batches, in the order of the file or shuffled. */
#ifndef GV_CASE_BATCHES_H
#define GV_CASE_BATCHES_H

#include "case/spec.h"

typedef struct gv_batches {
    const gv_data *all;
    size_t rows, size; /* of the data, of a batch; the last one has what is left */
    size_t *order;
    size_t at;
    double *inputs, *targets;
    gv_data batch;
} gv_batches;

/* Returns: false when memory is short.  Owns: free it with gv_batches_clear in any case. */
bool gv_batches_start(gv_batches *batches, const gv_data *all, size_t size);
void gv_batches_clear(gv_batches *batches);

/* How many batches hold every row once. */
size_t gv_batches_per_epoch(size_t rows, size_t size);

/* The rows in another order, from the first batch on.
 * Source: Durstenfeld, Algorithm 235, Communications of the ACM 7 (1964). */
void gv_batches_shuffle(gv_batches *batches, ag_random *random);

/* The next one, borrowed until the next call.  Returns: NULL when every row was given; then it
 * begins anew. */
const gv_data *gv_batches_next(gv_batches *batches);

#endif
