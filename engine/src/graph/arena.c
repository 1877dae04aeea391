/* The arena. Chunks are kept in a list; after a clear they are filled again in that order, so a
 * graph that is recorded over and over stops asking for memory. */
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_SIZE = 1 << 16, LINE = 64, SMALL = 16 };

struct ag_chunk {
    ag_chunk *next;
    size_t size;
    size_t used;
    unsigned char *bytes; /* aligned to a line; the block itself starts with this struct */
};

static ag_chunk *chunk_create(size_t size) {
    if (size > SIZE_MAX / 2)
        return NULL;
    ag_chunk *chunk = malloc(sizeof *chunk + LINE + size);
    if (chunk == NULL)
        return NULL;
    unsigned char *start = (unsigned char *)(chunk + 1);
    const size_t over = (uintptr_t)start % LINE;
    *chunk = (ag_chunk){.size = size, .bytes = start + (over == 0 ? 0 : LINE - over)};
    return chunk;
}

static void *take_from(ag_chunk *chunk, size_t size) {
    const size_t align = size >= LINE ? LINE : SMALL;
    const size_t start = (chunk->used + align - 1) / align * align;
    if (start > chunk->size || size > chunk->size - start)
        return NULL;
    chunk->used = start + size;
    return chunk->bytes + start;
}

/* The next chunk with room, or a new one behind the current. */
static void *take_from_next(ag_arena *arena, size_t size) {
    ag_chunk **link = arena->current == NULL ? &arena->first : &arena->current->next;
    while (*link != NULL) {
        arena->current = *link;
        void *memory = take_from(*link, size);
        if (memory != NULL)
            return memory;
        link = &(*link)->next;
    }
    *link = chunk_create(size > CHUNK_SIZE ? size : CHUNK_SIZE);
    if (*link == NULL)
        return NULL;
    arena->current = *link;
    return take_from(*link, size);
}

void *ag_arena_take(ag_arena *arena, size_t size) {
    void *memory = arena->current == NULL ? NULL : take_from(arena->current, size);
    return memory != NULL ? memory : take_from_next(arena, size);
}

void *ag_arena_copy(ag_arena *arena, const void *bytes, size_t size) {
    void *copy = ag_arena_take(arena, size);
    if (copy != NULL && size > 0)
        memcpy(copy, bytes, size);
    return copy;
}

void ag_arena_clear(ag_arena *arena) {
    for (ag_chunk *chunk = arena->first; chunk != NULL; chunk = chunk->next)
        chunk->used = 0;
    arena->current = arena->first;
}

void ag_arena_destroy(ag_arena *arena) {
    for (ag_chunk *chunk = arena->first; chunk != NULL;) {
        ag_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    *arena = (ag_arena){0};
}
