/* Every kind of layer: a descriptor `gv_layer_NAME` in one of the layer_*.c, and one line here.
 */
#ifndef GV_CASE_LAYER_LIST_H
#define GV_CASE_LAYER_LIST_H

#include "case/spec.h"

#define GV_LAYERS(X)                                                                           \
    X(linear)                                                                                  \
    X(embedding)                                                                               \
    X(relu)                                                                                    \
    X(leaky_relu)                                                                              \
    X(tanh)                                                                                    \
    X(sigmoid)                                                                                 \
    X(softplus)                                                                                \
    X(silu)                                                                                    \
    X(gelu)                                                                                    \
    X(softmax)                                                                                 \
    X(log_softmax)                                                                             \
    X(identity)                                                                                \
    X(layer_norm)                                                                              \
    X(rms_norm)                                                                                \
    X(dropout)                                                                                 \
    X(conv2d)                                                                                  \
    X(max_pool2d)                                                                              \
    X(avg_pool2d)                                                                              \
    X(rnn_cell)                                                                                \
    X(rnn)                                                                                     \
    X(lstm)                                                                                    \
    X(gru)                                                                                     \
    X(attention)                                                                               \
    X(transformer)                                                                             \
    X(flatten)                                                                                 \
    X(reshape)                                                                                 \
    X(last)                                                                                    \
    X(sequential)                                                                              \
    X(module_list)

#define GV_LAYER_DECLARE(name) extern const gv_layer_kind gv_layer_##name;
GV_LAYERS(GV_LAYER_DECLARE)
#undef GV_LAYER_DECLARE

#endif
