/* What is measured of a net: one descriptor each, one line each in the list of measure.c. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "net.h"

/* One sample: the mean of as many calls as fill 20 ms of CPU time. */
typedef struct bench_sample {
    double seconds;     /* CPU time of one call */
    size_t evaluations; /* of the value, in one call; 0: not counted */
    size_t entries;     /* looked at; 0: none are */
    size_t passed;      /* of them */
} bench_sample;

typedef struct bench_measure {
    const char *name;
    bool (*applies)(const bench_model *model);
    /* Returns: false when it could not be taken. */
    bool (*take)(bench_model *model, bench_sample *sample);
} bench_measure;

/* In the order of the enumeration, which the table reads them by. */
enum {
    BENCH_CHECK,     /* gradgate's check of the gradient, subject and all */
    BENCH_LOOP,      /* the loop written by hand */
    BENCH_GRADCHECK, /* torch.autograd.gradcheck */
    BENCH_STEP,      /* forward and backward of the engine */
    BENCH_TORCH_STEP,
    BENCH_MEASURES
};
extern const bench_measure bench_measures[BENCH_MEASURES];

#endif
