/* The list of names and parameters, with a hash of the names. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "../graph/tape.h"
#include "inside.h"

typedef struct entry {
    char *name;
    ag_parameter *parameter; /* a reference */
} entry;

struct ag_state {
    entry *entries;
    size_t count, capacity;
    size_t *table; /* index + 1, open addressing; 0 is free; at most half full */
    size_t table_size;
};

ag_status ag_state_fail(ag_error *error, ag_status status, const char *format, ...) {
    va_list words;
    if (error == NULL)
        return status;
    error->status = status;
    va_start(words, format);
    vsnprintf(error->message, sizeof error->message, format, words);
    va_end(words);
    return status;
}

ag_state *ag_state_create(void) {
    return calloc(1, sizeof(ag_state));
}

void ag_state_destroy(ag_state *state) {
    if (state == NULL)
        return;
    for (size_t i = 0; i < state->count; i++) {
        ag_parameter_release(state->entries[i].parameter);
        free(state->entries[i].name);
    }
    free(state->entries);
    free(state->table);
    free(state);
}

/* ---- names ---- */

/* FNV-1a. Source: Fowler, Noll & Vo (1991), draft-eastlake-fnv. */
static uint64_t hash_of(const char *name) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(1099511628211);
    return hash;
}

/* The slot of the name, or the free slot where it belongs. */
static size_t *find_slot(const ag_state *state, const char *name) {
    const size_t mask = state->table_size - 1;
    for (size_t at = (size_t)hash_of(name) & mask;; at = (at + 1) & mask) {
        size_t *slot = &state->table[at];
        if (*slot == 0 || strcmp(state->entries[*slot - 1].name, name) == 0)
            return slot;
    }
}

static bool table_reserve(ag_state *state) {
    if (2 * (state->count + 1) <= state->table_size)
        return true;
    const size_t larger = state->table_size == 0 ? 64 : 2 * state->table_size;
    size_t *table = calloc(larger, sizeof *table);
    if (table == NULL)
        return false;
    free(state->table);
    state->table = table;
    state->table_size = larger;
    for (size_t i = 0; i < state->count; i++)
        *find_slot(state, state->entries[i].name) = i + 1;
    return true;
}

size_t ag_state_index(const ag_state *state, const char *name) {
    const size_t slot = state->table_size == 0 ? 0 : *find_slot(state, name);
    return slot == 0 ? state->count : slot - 1;
}

ag_status ag_state_add(ag_state *state, const char *name, ag_parameter *parameter) {
    if (name == NULL || parameter == NULL)
        return AG_ERR_ARGUMENT;
    if (!table_reserve(state) || !ag_grow((void **)&state->entries, &state->capacity,
                                          state->count, sizeof *state->entries))
        return AG_ERR_MEMORY;
    size_t *slot = find_slot(state, name);
    if (*slot != 0)
        return AG_ERR_NAME;
    const size_t size = strlen(name) + 1;
    char *copy = malloc(size);
    if (copy == NULL)
        return AG_ERR_MEMORY;
    memcpy(copy, name, size);
    state->entries[state->count++] =
        (entry){.name = copy, .parameter = ag_parameter_retain(parameter)};
    *slot = state->count;
    return AG_OK;
}

/* ---- of a module ---- */

static ag_status add_place(void *context, const char *dotted_name, ag_parameter *parameter) {
    return ag_state_add(context, dotted_name, parameter);
}

ag_status ag_state_collect(const ag_module *module, ag_state **out) {
    ag_state *state = ag_state_create();
    ag_status status = AG_ERR_MEMORY;
    if (state != NULL)
        status = ag_module_named_parameters(module, add_place, state);
    if (status != AG_OK) {
        ag_state_destroy(state);
        return status;
    }
    *out = state;
    return AG_OK;
}

ag_state *ag_state_of_module(const ag_module *module) {
    ag_state *state = NULL;
    ag_state_collect(module, &state);
    return state;
}

/* ---- looking ---- */

size_t ag_state_count(const ag_state *state) {
    return state->count;
}

const char *ag_state_name(const ag_state *state, size_t index) {
    return index < state->count ? state->entries[index].name : NULL;
}

ag_parameter *ag_state_parameter(const ag_state *state, size_t index) {
    return index < state->count ? state->entries[index].parameter : NULL;
}
