/* What the tests of the engine share: an op alone with random inputs, whole nets, and running a
 * list of tests. */
#ifndef GRADGATE_ENGINE_TESTS_SUPPORT_H
#define GRADGATE_ENGINE_TESTS_SUPPORT_H

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gradgate/engine/engine.h>

/* A test fails with words that name what it was about; written so that NaN fails. */
#define ASSERT_NEAR(got, want, bound, ...)                                                     \
    do {                                                                                       \
        const double got_ = (got), want_ = (want), bound_ = (bound);                           \
        if (!(fabs(got_ - want_) <= bound_)) {                                                 \
            char text_[200];                                                                   \
            snprintf(text_, sizeof text_, __VA_ARGS__);                                        \
            ck_abort_msg("%s: got %.17g, want %.17g, bound %.3g", text_, got_, want_, bound_); \
        }                                                                                      \
    } while (0)

/* Is this entry of a node NaN? Fails naming the node's op. */
void expect_nan(const ag_graph *graph, ag_node node, size_t entry);

/* A recorded graph and what feeds it. */
typedef struct net {
    ag_graph *graph;
    ag_module *module; /* may be NULL */
    ag_parameter *parameters[32];
    size_t parameter_count;
    ag_node output;
    ag_node loss; /* scalar */
} net;

/* Freed on return of each test: every pointer may be NULL. */
void net_destroy(net *n);

/* An op alone on parameters drawn from its domain, KINK_MARGIN or more away from its kinks;
 * index inputs are constants that repeat. `behind`: each input passes through a sum with a
 * constant first, so that the op gets interior nodes. The loss is the sum of output * random
 * weights. */
#define KINK_MARGIN 0.01
net net_of_op(const ag_op *op, const ag_op_example *example, uint64_t seed, bool behind);

/* The op of such a net recorded again, at the same place of another tape, with all inputs but
 * parameter `chosen` at rest. The graph is the caller's. */
ag_graph *net_op_alone(const net *n, const ag_op_example *example, size_t chosen, ag_node *y);

/* Whole nets with ties and L2; net_names[i] is the name of nets[i]. */
typedef net (*net_maker)(uint64_t seed);
extern const net_maker net_makers[];
extern const char *const net_names[];
extern const size_t net_count;

/* Linear(4,8), ReLU, shared, ReLU, shared, Linear(8,1), mean squared error, L2 on weights. */
net net_with_shared_layer(uint64_t seed);

/* Sum of x * random signed weights. */
ag_node weighted_sum(ag_graph *graph, ag_node x, ag_random *random);

/* Fresh value of the loss: data as it is, replayed. */
double net_value(net *n);

/* A random number in [-1, 1] that is not near 0. */
double random_signed(ag_random *random);

void fill_random(ag_random *random, double *values, size_t count);

/* Run the suite (which is freed), or a list of tests, and return the exit code. */
int run_suite(Suite *suite);
int run_tests(const char *name, const TTest *const *tests, size_t count);

#endif
