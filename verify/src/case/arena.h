/* Memory that is given back all at once: a case's document, its data and what was read of them
 * live and die together. */
#ifndef GV_CASE_ARENA_H
#define GV_CASE_ARENA_H

#include <stddef.h>

typedef struct gv_arena gv_arena;

gv_arena *gv_arena_create(void);
void gv_arena_destroy(gv_arena *arena); /* NULL is allowed */

/* Zeroed memory for `count` things of `size` bytes, aligned for any of them.
 * Returns: never NULL for a count of 0; NULL when memory is short or the product overflows. */
void *gv_arena_alloc(gv_arena *arena, size_t count, size_t size);

/* A terminated copy. */
char *gv_arena_copy(gv_arena *arena, const char *text, size_t length);

/* A printed text. */
char *gv_arena_print(gv_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
