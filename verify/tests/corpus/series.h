/* Series of questions, put to gradgate and to the rules of the other tools, and their answers.
 */
#ifndef CORPUS_SERIES_H
#define CORPUS_SERIES_H

#include "ask.h"

/* One answer.  Method 0 is gradgate, the others are corpus_rules in their order. */
typedef struct series_record {
    const corpus_kind *kind;
    size_t method;
    bool wrong; /* the claim is, by its label */
    corpus_outcome outcome;
    double evaluations; /* per entry */
} series_record;

typedef struct series {
    series_record *records;
    size_t count, capacity;
    uint64_t seeds; /* how many, of those that are drawn */
    size_t skipped; /* questions whose answer the value cannot hold */
    const gv_options *options;
    bool rules;  /* ask the other tools, too */
    bool silent; /* do not print what gradgate got wrong */
    bool broken; /* out of memory */
} series;

/* Every problem at its point. */
void series_plain(series *s);

/* Every problem whose point may move, at points up to 10 % away from it. */
void series_moved(series *s);

/* Every right gradient with one random entry scaled by 1 +- 1e-1 ... 1e-4, as far as the
 * value can show it. */
void series_scaled(series *s);

void series_end(series *s);

#endif
