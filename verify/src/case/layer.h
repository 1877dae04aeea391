/* What the kinds of layer share. */
#ifndef GV_CASE_LAYER_H
#define GV_CASE_LAYER_H

#include "case/layer_list.h"

#include <stddef.h>

/* ---- fields that several kinds have ---- */

/* A key that is a number from 1; further members of the field may follow. */
#define GV_LAYER_SIZE(word, member, ...)                                                       \
    {                                                                                          \
        .name = (word), .read = gv_field_size, .offset = offsetof(gv_layer, member), .low = 1, \
        .high = GV_MAX_EXTENT, __VA_ARGS__                                                     \
    }

/* A key that is true or false. */
#define GV_LAYER_TRUTH(word, member, text)                                                     \
    {                                                                                          \
        .name = (word), .read = gv_field_truth, .offset = offsetof(gv_layer, member),          \
        .meaning = (text)                                                                      \
    }

#define GV_LAYER_IN                                                                            \
    GV_LAYER_SIZE("in", in, .meaning = "features taken; left out: what comes in")
#define GV_LAYER_OUT(text) GV_LAYER_SIZE("out", out, .required = true, .meaning = (text))
#define GV_LAYER_BIAS GV_LAYER_TRUTH("bias", bias, "true (the default) or false")

/* Word, line of help and fields of a kind. */
#define GV_LAYER_KIND(word, text, fields)                                                      \
    { word, text, fields, sizeof(fields) / sizeof *(fields) }

/* ---- shapes ---- */

/* Complains that a layer wants something else than what comes in.  Returns: false. */
bool gv_layer_misfit(gv_reading *reading, const gv_layer *layer, const gv_flow *flow,
                     const char *wants);

/* Is the flow (rows, features) of numbers, with as many features as the layer takes?  Sets them
 * where the file leaves them open. */
bool gv_layer_takes_rows(gv_reading *reading, gv_layer *layer, gv_flow *flow);

/* The same of the last axis, with any number of axes in front of it. */
bool gv_layer_takes_features(gv_reading *reading, gv_layer *layer, gv_flow *flow);

/* Is it (rows, time, features) of numbers? */
bool gv_layer_takes_sequences(gv_reading *reading, const gv_layer *layer, const gv_flow *flow);

/* Has it as many features, or channels, as the layer takes?  Sets them where they are open. */
bool gv_layer_takes_count(gv_reading *reading, gv_layer *layer, const gv_flow *flow,
                          size_t count, const char *of);

/* The shape rule of what goes entry by entry. */
bool gv_layer_keeps_shape(gv_reading *reading, gv_layer *layer, gv_flow *flow);

/* "(30, 4)", in the arena. */
const char *gv_layer_shape_text(gv_reading *reading, const ag_shape *shape);

/* ---- layers one after the other ---- */

enum { GV_NAME_CHARACTERS = 64 };

/* Reads a list of layers (layer_read.c; what follows is in model_layers.c). */
bool gv_layers_read(gv_reading *reading, const gv_node *node, gv_layer **layers, size_t *count);

/* Sends a flow through them. */
bool gv_layers_shape(gv_reading *reading, gv_layer *layers, size_t count, gv_flow *flow);

/* Records them; `module` has one child for each. */
void gv_layers_record(const gv_layer *layers, size_t count, const ag_module *module,
                      ag_graph *graph, ag_node *nodes, size_t *steps);

/* Enters the scope "name", or with time "name[step]", of a layer's uses. */
void gv_layer_push_scope(const gv_layer *layer, ag_graph *graph, size_t step, size_t steps);

#endif
