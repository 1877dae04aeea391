/* The kinds of module. Parameters start as zeros: fill them with init.h. Each create returns
 * one reference, or NULL when memory is short or a size is 0. */
#ifndef GRADGATE_ENGINE_NN_H
#define GRADGATE_ENGINE_NN_H

#include <gradgate/engine/module.h>

#ifdef __cplusplus
extern "C" {
#endif

/* y = x W^T + b. Shapes: x (rows, inputs), weight (outputs, inputs), bias (outputs).
 * Fields: "weight", and "bias" if asked. */
ag_module *ag_linear_create(size_t inputs, size_t outputs, bool bias);

/* Tie the weight of a Linear (or the table of an Embedding: the same field name). */
ag_status ag_linear_set_weight(ag_module *linear, ag_parameter *weight);

/* Activations, entry by entry; no parameters. */
ag_module *ag_relu_create(void);
ag_module *ag_tanh_create(void);
ag_module *ag_sigmoid_create(void);

/* Rows of "weight" (count, dim) by index. */
ag_module *ag_embedding_create(size_t count, size_t dim);

/* Children "0", "1", ... one after the other; the same module may come twice (shared). */
ag_module *ag_sequential_create(void);
ag_status ag_sequential_append(ag_module *sequential, ag_module *child);
ag_status ag_sequential_take(ag_module *sequential, ag_module *child);  /* consumes child */
ag_module *ag_sequential_at(const ag_module *sequential, size_t index); /* borrowed */

/* micrograd's modules, of rank-0 parameters: forward_scalars only.
 * Neuron: relu?(w . x + b); parameters "w.0", "w.1", ..., "b".
 * Layer:  children "neurons.0", ...
 * MLP:    children "layers.0", ...; relu in every layer but the last.
 * Source: Karpathy, micrograd, nn.py (2020). */
ag_module *ag_neuron_create(size_t inputs, bool nonlinear);
ag_module *ag_layer_create(size_t inputs, size_t outputs, bool nonlinear);
ag_module *ag_mlp_create(size_t inputs, const size_t *widths, size_t layer_count);

#ifdef __cplusplus
}
#endif
#endif
