/* Which nodes a change reaches, and which nodes a target needs: sets of nodes as bits. */
#ifndef GRADGATE_ENGINE_SRC_DEPENDENTS_H
#define GRADGATE_ENGINE_SRC_DEPENDENTS_H

#include "tape.h"

typedef struct ag_dependents {
    size_t node_count, word_count;
    uint32_t *consumer_start; /* node_count + 1 offsets into consumers */
    ag_node *consumers;
    ag_node *stack;
    uint64_t *needed; /* by the targets */
    uint64_t *live;   /* reached by the change and needed, or a changed leaf */
} ag_dependents;

/* Returns: false when memory is short (destroy may follow). */
bool ag_dependents_create(ag_dependents *set, const ag_graph *graph);
void ag_dependents_destroy(ag_dependents *set);

static inline bool ag_bit(const uint64_t *bits, size_t index) {
    return (bits[index >> 6] >> (index & 63) & 1) != 0;
}

static inline void ag_bit_set(uint64_t *bits, size_t index) {
    bits[index >> 6] |= UINT64_C(1) << (index & 63);
}

/* Set `needed` to the targets and all they depend on. */
void ag_dependents_need(ag_dependents *set, const ag_graph *graph, const ag_node *targets,
                        size_t count);

/* Empty `live`; then add a leaf and all needed nodes that depend on it. */
void ag_dependents_clear(ag_dependents *set);
void ag_dependents_add(ag_dependents *set, ag_node leaf);

/* First member of `live` at or after `from`. Returns: node_count at the end. */
size_t ag_dependents_next(const ag_dependents *set, size_t from);

#endif
