/* The one list of ops: a line per op. */
#ifndef GRADGATE_ENGINE_SRC_OP_LIST_H
#define GRADGATE_ENGINE_SRC_OP_LIST_H

#include <gradgate/engine/op.h>

#define AG_OP_LIST(X)                                                                          \
    X(add)                                                                                     \
    X(sub)                                                                                     \
    X(mul)                                                                                     \
    X(div)                                                                                     \
    X(neg)                                                                                     \
    X(scale)                                                                                   \
    X(pow)                                                                                     \
    X(exp)                                                                                     \
    X(log)                                                                                     \
    X(sqrt)                                                                                    \
    X(relu)                                                                                    \
    X(tanh)                                                                                    \
    X(sigmoid)                                                                                 \
    X(matmul)                                                                                  \
    X(transpose)                                                                               \
    X(reshape)                                                                                 \
    X(broadcast_to)                                                                            \
    X(sum)                                                                                     \
    X(mean)                                                                                    \
    X(sum_squares)                                                                             \
    X(log_softmax)                                                                             \
    X(cross_entropy)                                                                           \
    X(squared_error)                                                                           \
    X(mean_squared_error)                                                                      \
    X(embedding)

#define AG_OP_DECLARE(name) extern const ag_op ag_op_##name;
AG_OP_LIST(AG_OP_DECLARE)
#undef AG_OP_DECLARE

#endif
