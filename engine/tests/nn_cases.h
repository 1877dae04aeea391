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

#endif
