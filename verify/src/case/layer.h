/* What the kinds of layer share. */
#ifndef GV_CASE_LAYER_H
#define GV_CASE_LAYER_H

#include "case/spec.h"

extern const gv_layer_kind gv_layer_linear, gv_layer_relu, gv_layer_tanh, gv_layer_sigmoid;
extern const gv_layer_kind gv_layer_embedding, gv_layer_flatten, gv_layer_rnn;
extern const gv_layer_kind gv_layer_lstm, gv_layer_gru;
extern const gv_layer_kind gv_layer_leaky_relu, gv_layer_softplus, gv_layer_silu, gv_layer_gelu;
extern const gv_layer_kind gv_layer_softmax, gv_layer_layer_norm, gv_layer_rms_norm;
extern const gv_layer_kind gv_layer_dropout, gv_layer_conv2d, gv_layer_max_pool2d;
extern const gv_layer_kind gv_layer_avg_pool2d, gv_layer_attention, gv_layer_transformer;
extern const gv_layer_kind gv_layer_reshape, gv_layer_last;

/* Complains that a layer wants something else than what comes in.  Returns: false. */
bool gv_layer_misfit(gv_reading *reading, const gv_layer *layer, const gv_flow *flow,
                     const char *wants);

/* Is the flow (rows, features) of numbers, with as many features as the layer takes?  Sets them
 * where the file leaves them open. */
bool gv_layer_takes_rows(gv_reading *reading, gv_layer *layer, gv_flow *flow);

/* The same of the last axis, with any number of axes in front of it. */
bool gv_layer_takes_features(gv_reading *reading, gv_layer *layer, gv_flow *flow);

/* The shape rule of what goes entry by entry. */
bool gv_layer_keeps_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow);

/* "(30, 4)", in the arena. */
const char *gv_layer_shape_text(gv_reading *reading, const ag_shape *shape);

/* Enters the scope "name", or with time "name[step]", of a layer's uses. */
void gv_layer_push_scope(const gv_layer *layer, ag_graph *graph, size_t step, size_t steps);

#endif
