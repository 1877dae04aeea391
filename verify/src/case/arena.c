/* Chunks in a list; a large request gets a chunk of its own. */
#include "case/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_BYTES = 1 << 16 };

typedef struct chunk {
    struct chunk *next;
    size_t used, size;
    alignas(max_align_t) unsigned char bytes[];
} chunk;

struct gv_arena {
    chunk *chunks; /* the one that is being filled first */
};

gv_arena *gv_arena_create(void) {
    return calloc(1, sizeof(gv_arena));
}

void gv_arena_destroy(gv_arena *arena) {
    if (arena == NULL)
        return;
    for (chunk *next, *c = arena->chunks; c != NULL; c = next) {
        next = c->next;
        free(c);
    }
    free(arena);
}

static chunk *add_chunk(gv_arena *arena, size_t size) {
    if (size > SIZE_MAX / 2)
        return NULL;
    chunk *c = calloc(1, sizeof *c + size);
    if (c == NULL)
        return NULL;
    c->size = size;
    c->next = arena->chunks;
    arena->chunks = c;
    return c;
}

void *gv_arena_alloc(gv_arena *arena, size_t count, size_t size) {
    if (size != 0 && count > (SIZE_MAX - alignof(max_align_t)) / size)
        return NULL;
    size_t bytes = count * size;
    bytes = (bytes + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    chunk *c = arena->chunks;
    if (c == NULL || c->size - c->used < bytes)
        c = add_chunk(arena, bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES);
    if (c == NULL)
        return NULL;
    void *memory = c->bytes + c->used;
    c->used += bytes;
    return memory;
}

char *gv_arena_copy(gv_arena *arena, const char *text, size_t length) {
    char *copy = length < SIZE_MAX ? gv_arena_alloc(arena, length + 1, 1) : NULL;
    if (copy != NULL && length > 0)
        memcpy(copy, text, length);
    return copy;
}

char *gv_arena_print(gv_arena *arena, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (length < 0)
        return NULL;
    char *text = gv_arena_alloc(arena, (size_t)length + 1, 1);
    if (text == NULL)
        return NULL;
    va_start(list, format);
    vsnprintf(text, (size_t)length + 1, format, list);
    va_end(list);
    return text;
}
