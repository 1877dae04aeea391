/* An arena: memory in chunks that never move, given back all at once. */
#ifndef GRADGATE_ENGINE_SRC_ARENA_H
#define GRADGATE_ENGINE_SRC_ARENA_H

#include <stddef.h>

typedef struct ag_chunk ag_chunk;

typedef struct ag_arena {
    ag_chunk *first;
    ag_chunk *current;
} ag_arena;

/* `size` bytes, aligned for any type, and to a cache line when 64 bytes or more.
 * Returns: NULL when memory is short. */
void *ag_arena_take(ag_arena *arena, size_t size);

/* Take a copy of `size` bytes. */
void *ag_arena_copy(ag_arena *arena, const void *bytes, size_t size);

/* Forget what was taken, keep the chunks. */
void ag_arena_clear(ag_arena *arena);

void ag_arena_destroy(ag_arena *arena);

#endif
