/* Sets of nodes. A change is followed along consumers, so its cost is that of the nodes it
 * reaches and not that of the tape: a scalar net has a hundred thousand nodes, and a weight of
 * it reaches some hundreds. */
#include "dependents.h"

#include <stdlib.h>
#include <string.h>

static void count_consumers(ag_dependents *set, const ag_graph *graph) {
    for (size_t i = 0; i < set->node_count; i++)
        for (size_t j = 0; j < graph->nodes[i].input_count; j++)
            set->consumer_start[graph->nodes[i].inputs[j] + 1]++;
    for (size_t i = 0; i < set->node_count; i++)
        set->consumer_start[i + 1] += set->consumer_start[i];
}

/* Uses the stack as the next free place of each node. */
static void list_consumers(ag_dependents *set, const ag_graph *graph) {
    memcpy(set->stack, set->consumer_start, set->node_count * sizeof *set->stack);
    for (size_t i = 0; i < set->node_count; i++)
        for (size_t j = 0; j < graph->nodes[i].input_count; j++)
            set->consumers[set->stack[graph->nodes[i].inputs[j]]++] = (ag_node)i;
}

bool ag_dependents_create(ag_dependents *set, const ag_graph *graph) {
    const size_t count = graph->node_count;
    size_t edges = 0;
    for (size_t i = 0; i < count; i++)
        edges += graph->nodes[i].input_count;
    if (edges >= UINT32_MAX)
        return false;
    *set = (ag_dependents){.node_count = count, .word_count = count / 64 + 1};
    set->consumer_start = calloc(count + 1, sizeof *set->consumer_start);
    set->consumers = calloc(edges + 1, sizeof *set->consumers);
    set->stack = calloc(count + 1, sizeof *set->stack);
    set->needed = calloc(set->word_count, sizeof *set->needed);
    set->live = calloc(set->word_count, sizeof *set->live);
    if (set->consumer_start == NULL || set->consumers == NULL || set->stack == NULL ||
        set->needed == NULL || set->live == NULL)
        return false;
    count_consumers(set, graph);
    if (count > 0)
        list_consumers(set, graph);
    return true;
}

void ag_dependents_destroy(ag_dependents *set) {
    free(set->consumer_start);
    free(set->consumers);
    free(set->stack);
    free(set->needed);
    free(set->live);
    *set = (ag_dependents){0};
}

void ag_dependents_need(ag_dependents *set, const ag_graph *graph, const ag_node *targets,
                        size_t count) {
    memset(set->needed, 0, set->word_count * sizeof *set->needed);
    for (size_t i = 0; i < count; i++)
        ag_bit_set(set->needed, targets[i]);
    for (size_t i = set->node_count; i-- > 0;)
        if (ag_bit(set->needed, i))
            for (size_t j = 0; j < graph->nodes[i].input_count; j++)
                ag_bit_set(set->needed, graph->nodes[i].inputs[j]);
}

void ag_dependents_clear(ag_dependents *set) {
    memset(set->live, 0, set->word_count * sizeof *set->live);
}

void ag_dependents_add(ag_dependents *set, ag_node leaf) {
    size_t depth = 0;
    if (ag_bit(set->live, leaf))
        return;
    ag_bit_set(set->live, leaf);
    set->stack[depth++] = leaf;
    while (depth > 0) {
        const ag_node node = set->stack[--depth];
        for (uint32_t i = set->consumer_start[node]; i < set->consumer_start[node + 1]; i++) {
            const ag_node next = set->consumers[i];
            if (!ag_bit(set->needed, next) || ag_bit(set->live, next))
                continue;
            ag_bit_set(set->live, next);
            set->stack[depth++] = next;
        }
    }
}

size_t ag_dependents_next(const ag_dependents *set, size_t from) {
    size_t word = from >> 6;
    if (from >= set->node_count)
        return set->node_count;
    uint64_t bits = set->live[word] & (~UINT64_C(0) << (from & 63));
    while (bits == 0) {
        if (++word == set->word_count)
            return set->node_count;
        bits = set->live[word];
    }
    return word * 64 + (size_t)__builtin_ctzll(bits);
}
