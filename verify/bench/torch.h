/* The other side of the comparison: torch_nets.py, a process that ci/bench starts and keeps, so
 * that its samples lie between ours. It is asked by a line and answers by a line. */
#ifndef BENCH_TORCH_H
#define BENCH_TORCH_H

#include "net.h"

/* Takes up the conversation on two file descriptors that are open already.
 * Returns: false when nobody is there; every question is then answered by false. */
bool bench_torch_open(int answers, int questions);
void bench_torch_close(void);

/* What it calls itself ("torch 1.13.0"), or NULL. */
const char *bench_torch_version(void);

/* One sample: `what` is "gradcheck" or "step". CPU seconds per call; evaluations of the value
 * and entries in one call, and whether gradcheck was content. */
typedef struct bench_torch_sample {
    double seconds;
    size_t evaluations;
    bool passed;
} bench_torch_sample;
bool bench_torch_ask(const char *what, const bench_model *model, bench_torch_sample *sample);

#endif
