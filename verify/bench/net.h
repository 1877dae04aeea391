/* The nets that are measured: one line each in the lists of net.c, and the model made of one.
 * Parameters and data are random, from fixed seeds: a point where the claim is right. */
#ifndef BENCH_NET_H
#define BENCH_NET_H

#include "subject/engine.h"

enum { BENCH_LAYERS_MAX = 3 };

typedef struct bench_net {
    size_t layers;                       /* Linear ones, an activation between each two */
    size_t widths[BENCH_LAYERS_MAX + 1]; /* inputs, hidden, outputs */
    size_t rows;                         /* of the batch */
    bool classes;                        /* cross-entropy; else the mean squared error */
} bench_net;

typedef struct bench_activation {
    const char *name;
    ag_module *(*create)(void);
} bench_activation;

extern const bench_net bench_nets[];
extern const size_t bench_net_count;
extern const bench_activation bench_activations[];
extern const size_t bench_activation_count;

/* The factor of the L2 term, over the weights and not the biases. */
extern const double bench_lambda;

typedef struct bench_model {
    const bench_net *net;
    const bench_activation *activation;
    char name[48]; /* "2-16-16-1" */
    ag_module *module;
    ag_parameter *parameters[2 * BENCH_LAYERS_MAX];
    ag_parameter *weights[BENCH_LAYERS_MAX];
    size_t count; /* entries of all parameters */
    double *x;    /* rows x inputs */
    double *t;    /* rows x outputs, or a class per row */
    gv_engine_term terms[2];
    ag_graph *graph; /* recorded once, for steps */
    ag_node loss;
} bench_model;

/* Returns: false when memory is short or the engine refuses the model; destroy it either way.
 */
bool bench_model_create(bench_model *model, const bench_net *net,
                        const bench_activation *activation);
void bench_model_destroy(bench_model *model);

/* A subject of the model, new; gv_subject_destroy. NULL on error. */
gv_subject *bench_model_subject(bench_model *model);

#endif
