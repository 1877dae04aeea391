/* Medians of what was measured, and the table of them. */
#ifndef BENCH_TABLE_H
#define BENCH_TABLE_H

#include "measure.h"

/* All samples of one net with one activation. */
typedef struct bench_row {
    bench_model model;
    bench_sample last[BENCH_MEASURES]; /* counts are the same in every round */
    double *seconds[BENCH_MEASURES];   /* per round */
    size_t rounds[BENCH_MEASURES];     /* taken; 0: not measured */
} bench_row;

void bench_table_print(const bench_row *rows, size_t count);

#endif
