/* Every kind of module, with an input that it takes: a line of the list tests it. */
#ifndef GRADGATE_ENGINE_TESTS_NN_CASES_H
#define GRADGATE_ENGINE_TESTS_NN_CASES_H

#include "support.h"

typedef struct nn_case {
    const char *name;
    ag_module *(*create)(void);
    ag_shape input;
    size_t index_below; /* > 0: the input holds indices */
} nn_case;

extern const nn_case nn_cases[];
extern const size_t nn_case_count;

/* The module with random parameters; its input is the last of n.parameters, unless it holds
 * indices; the loss is the sum of output * random weights. */
net net_of_case(const nn_case *c, uint64_t seed);

/* A constant of random entries; random parameters; one entry of a graph without errors. */
ag_node random_input(ag_graph *graph, ag_shape shape, uint64_t seed);
void fill_module(ag_module *module, uint64_t seed);
double value_at(const ag_graph *graph, ag_node node, size_t entry);

#endif
