/* Recurrent modules, unrolled over time with their weights tied. Each step has uses of its own,
 * named "weight_ih_l0[t]". One would get the first step wrong: where the state is zero it does
 * not read W_hh, whose share would be a product with zeros, but b_hh it does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gradgate/engine/nn.h>
#include <gradgate/engine/ops.h>

#include "../graph/tape.h"
#include "recurrent.h"
#include "rows.h"

typedef struct recurrent {
    size_t inputs, hidden, layers;
    bool bias;
} recurrent;

static const ag_cell *cell_of(const ag_module *module) {
    return (const ag_cell *)(const void *)ag_module_get_kind(module);
}

/* ---- making ---- */

static ag_status add_layer(ag_module *module, size_t layer) {
    const recurrent *r = ag_module_state(module);
    const size_t rows = cell_of(module)->gates * r->hidden;
    const ag_shape shapes[] = {ag_shape_matrix(rows, layer == 0 ? r->inputs : r->hidden),
                               ag_shape_matrix(rows, r->hidden), ag_shape_vector(rows),
                               ag_shape_vector(rows)};
    static const char *const stems[] = {"weight_ih", "weight_hh", "bias_ih", "bias_hh"};
    ag_status status = AG_OK;
    for (size_t i = 0; i < (r->bias ? 4 : 2) && status == AG_OK; i++) {
        char name[40];
        snprintf(name, sizeof name, "%s_l%zu", stems[i], layer);
        status = ag_module_new_parameter(module, name, shapes[i]);
    }
    return status;
}

static ag_module *create(const ag_cell *cell, const recurrent *options) {
    const bool empty = options->inputs == 0 || options->hidden == 0 || options->layers == 0;
    if (empty || options->hidden > SIZE_MAX / 16)
        return NULL;
    ag_module *module = ag_module_create(&cell->kind, sizeof *options);
    if (module == NULL)
        return NULL;
    memcpy(ag_module_state(module), options, sizeof *options);
    ag_status status = AG_OK;
    for (size_t i = 0; i < options->layers && status == AG_OK; i++)
        status = add_layer(module, i);
    return ag_module_finish(module, status);
}

ag_module *ag_rnn_create(size_t inputs, size_t hidden, size_t layers, bool bias) {
    return create(&ag_cell_rnn, &(recurrent){inputs, hidden, layers, bias});
}

ag_module *ag_lstm_create(size_t inputs, size_t hidden, size_t layers, bool bias) {
    return create(&ag_cell_lstm, &(recurrent){inputs, hidden, layers, bias});
}

ag_module *ag_gru_create(size_t inputs, size_t hidden, size_t layers, bool bias) {
    return create(&ag_cell_gru, &(recurrent){inputs, hidden, layers, bias});
}

/* ---- recording ---- */

/* A module, and where it is in time. */
typedef struct place {
    const ag_module *module;
    ag_graph *graph;
    size_t layer, time;
} place;

enum { WEIGHT_IH, WEIGHT_HH, BIAS_IH, BIAS_HH };

static ag_node use(const place *at, size_t which) {
    const recurrent *r = ag_module_state(at->module);
    const size_t index = at->layer * (r->bias ? 4 : 2) + which;
    char name[64];
    snprintf(name, sizeof name, "%s[%zu]", ag_module_parameter_name(at->module, index),
             at->time);
    return ag_use(at->graph, ag_module_parameter_at(at->module, index), name);
}

static ag_node product(const place *at, ag_node x, size_t weight) {
    return ag_matmul_transposed(at->graph, x, false, use(at, weight), true);
}

/* One step of one layer from input x; `states` of the layer, replaced. */
static void step_layer(const place *at, ag_node x, ag_node *states, bool has_states) {
    const recurrent *r = ag_module_state(at->module);
    const ag_cell *cell = cell_of(at->module);
    ag_cell_step step = {.graph = at->graph,
                         .hidden = r->hidden,
                         .x = product(at, x, WEIGHT_IH),
                         .h = AG_NO_NODE,
                         .has_h = has_states || r->bias,
                         .has_states = has_states};
    if (r->bias)
        step.x = ag_add(at->graph, step.x, use(at, BIAS_IH));
    if (has_states)
        step.h = product(at, states[0], WEIGHT_HH);
    if (r->bias) {
        const ag_node bias = use(at, BIAS_HH);
        step.h = has_states ? ag_add(at->graph, step.h, bias) : bias;
    }
    memcpy(step.states, states, cell->states * sizeof *states);
    cell->step(&step);
    memcpy(states, step.states, cell->states * sizeof *states);
}

size_t ag_recurrent_state_count(const ag_module *module) {
    if (ag_module_get_kind(module)->forward != ag_recurrent_over_time)
        return 0;
    const recurrent *r = ag_module_state(module);
    return r->layers * cell_of(module)->states;
}

ag_status ag_recurrent_forward(const ag_module *module, ag_graph *graph, const ag_node *inputs,
                               size_t steps, ag_node *states, ag_node *outputs) {
    const size_t count = ag_recurrent_state_count(module);
    if (count == 0 || steps == 0)
        return ag_graph_fail(graph, AG_ERR_ARGUMENT,
                             "a sequence needs a recurrent module and at least one step");
    const recurrent *r = ag_module_state(module);
    const size_t per_layer = count / r->layers;
    memmove(outputs, inputs, steps * sizeof *outputs);
    for (size_t layer = 0; layer < r->layers; layer++) {
        ag_node own[AG_MAX_CELL_STATES] = {AG_NO_NODE, AG_NO_NODE};
        ag_node *state = states == NULL ? own : states + layer * per_layer;
        const bool given = state[0] != AG_NO_NODE;
        for (size_t t = 0; t < steps; t++) {
            const place at = {module, graph, layer, t};
            step_layer(&at, outputs[t], state, t > 0 || given);
            outputs[t] = state[0];
        }
    }
    return ag_graph_error(graph)->status;
}

/* ---- one tensor in, one out ---- */

/* Step t of (time, features), or (batch, time, features), as (rows, features). */
static ag_node step_of(ag_graph *graph, ag_node input, const ag_shape *shape, size_t t) {
    const int64_t axis = (int64_t)shape->rank - 2;
    const ag_node x = ag_slice(graph, input, axis, (int64_t)t, (int64_t)t + 1, 1);
    if (shape->rank == 2)
        return x;
    return ag_reshape(graph, x, ag_shape_matrix(shape->extent[0], shape->extent[2]));
}

/* The outputs, (rows, hidden) each, along the axis of time. */
static ag_node join(ag_graph *graph, ag_node *outputs, size_t steps, const ag_shape *input) {
    for (size_t t = 0; t < steps && input->rank == 3; t++) {
        const ag_shape *shape = ag_graph_shape(graph, outputs[t]);
        const size_t extents[] = {shape->extent[0], 1, shape->extent[1]};
        outputs[t] = ag_reshape(graph, outputs[t], ag_shape_make(3, extents));
    }
    return ag_concatenate(graph, outputs, steps, (int64_t)input->rank - 2);
}

ag_node ag_recurrent_over_time(const ag_module *module, ag_graph *graph, ag_node input) {
    const ag_shape *shape = ag_graph_shape(graph, input);
    if (shape == NULL || shape->rank < 2 || shape->rank > 3) {
        ag_graph_fail(graph, AG_ERR_SHAPE,
                      "a recurrent module takes (time, features) or (batch, time, features)");
        return AG_NO_NODE;
    }
    const size_t steps = shape->extent[shape->rank - 2];
    ag_node *nodes = calloc(steps, sizeof *nodes), y = AG_NO_NODE;
    if (nodes == NULL) {
        ag_graph_fail(graph, AG_ERR_MEMORY, NULL);
        return AG_NO_NODE;
    }
    for (size_t t = 0; t < steps; t++)
        nodes[t] = step_of(graph, input, shape, t);
    if (ag_recurrent_forward(module, graph, nodes, steps, NULL, nodes) == AG_OK)
        y = join(graph, nodes, steps, shape);
    free(nodes);
    return y;
}
