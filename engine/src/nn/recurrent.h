/* The cells of recurrent modules: what one layer does in one step. */
#ifndef GRADGATE_ENGINE_SRC_RECURRENT_H
#define GRADGATE_ENGINE_SRC_RECURRENT_H

#include <gradgate/engine/module.h>

#define AG_MAX_CELL_STATES 2

/* Before a step the states of a layer are those of the step before; the cell replaces them. */
typedef struct ag_cell_step {
    ag_graph *graph;
    size_t hidden;
    ag_node x;  /* x W_ih^T + b_ih, (rows, gates * hidden) */
    ag_node h;  /* h W_hh^T + b_hh; b_hh alone where h is zero */
    bool has_h; /* false: h is zero and there is no bias, so that nothing is to be added */
    bool has_states;
    ag_node states[AG_MAX_CELL_STATES]; /* h first */
} ag_cell_step;

typedef struct ag_cell {
    ag_module_kind kind; /* first, so that the module's kind is the cell */
    size_t gates;        /* blocks of `hidden` rows in the weights */
    size_t states;
    void (*step)(ag_cell_step *step);
} ag_cell;

extern const ag_cell ag_cell_rnn, ag_cell_lstm, ag_cell_gru;

/* The forward of all cells: (time, features) or (batch, time, features). */
ag_node ag_recurrent_over_time(const ag_module *module, ag_graph *graph, ag_node input);

#endif
