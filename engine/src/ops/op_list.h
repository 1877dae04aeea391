/* The one list of ops: a line per op. */
#ifndef GRADGATE_ENGINE_SRC_OP_LIST_H
#define GRADGATE_ENGINE_SRC_OP_LIST_H

#include <gradgate/engine/op.h>

#define AG_OP_LIST(X)                                                                          \
    X(add)                                                                                     \
    X(sub)                                                                                     \
    X(mul)                                                                                     \
    X(div)                                                                                     \
    X(power)                                                                                   \
    X(maximum)                                                                                 \
    X(minimum)                                                                                 \
    X(neg)                                                                                     \
    X(scale)                                                                                   \
    X(pow)                                                                                     \
    X(exp)                                                                                     \
    X(log)                                                                                     \
    X(sqrt)                                                                                    \
    X(abs)                                                                                     \
    X(sin)                                                                                     \
    X(cos)                                                                                     \
    X(clamp)                                                                                   \
    X(relu)                                                                                    \
    X(leaky_relu)                                                                              \
    X(tanh)                                                                                    \
    X(sigmoid)                                                                                 \
    X(softplus)                                                                                \
    X(silu)                                                                                    \
    X(gelu)                                                                                    \
    X(gelu_tanh)                                                                               \
    X(matmul)                                                                                  \
    X(batched_matmul)                                                                          \
    X(transpose)                                                                               \
    X(permute)                                                                                 \
    X(reshape)                                                                                 \
    X(broadcast_to)                                                                            \
    X(slice)                                                                                   \
    X(concatenate)                                                                             \
    X(gather)                                                                                  \
    X(index_select)                                                                            \
    X(embedding)                                                                               \
    X(sum)                                                                                     \
    X(mean)                                                                                    \
    X(variance)                                                                                \
    X(norm)                                                                                    \
    X(max)                                                                                     \
    X(min)                                                                                     \
    X(sum_squares)                                                                             \
    X(cumulative_sum)                                                                          \
    X(softmax)                                                                                 \
    X(log_softmax)                                                                             \
    X(log_sum_exp)                                                                             \
    X(causal_mask)                                                                             \
    X(dropout)                                                                                 \
    X(layer_norm)                                                                              \
    X(rms_norm)                                                                                \
    X(conv2d)                                                                                  \
    X(max_pool2d)                                                                              \
    X(avg_pool2d)                                                                              \
    X(cross_entropy)                                                                           \
    X(squared_error)                                                                           \
    X(mean_squared_error)

#define AG_OP_DECLARE(name) extern const ag_op ag_op_##name;
AG_OP_LIST(AG_OP_DECLARE)
#undef AG_OP_DECLARE

#endif
