/* Sets of pointers: what was met on a walk over modules or lists, where a net of scalars has
 * thousands of parameters. Start from {0}. */
#ifndef GRADGATE_ENGINE_SRC_POINTER_SET_H
#define GRADGATE_ENGINE_SRC_POINTER_SET_H

#include <stddef.h>

#include <gradgate/engine/engine.h>

typedef struct ag_pointer_slot {
    const void *item; /* NULL: free */
    size_t order;     /* 0 for the first item added, 1 for the second, ... */
} ag_pointer_slot;

typedef struct ag_pointer_set {
    ag_pointer_slot *slots;
    size_t size; /* a power of two, or 0 */
    size_t count;
} ag_pointer_set;

/* Returns: AG_ERR_MEMORY; else AG_OK, and whether the item was not there before. */
ag_status ag_pointer_set_add(ag_pointer_set *set, const void *item, bool *is_new);

/* Which item this was, counted as added. Returns: set->count if it is not there. */
size_t ag_pointer_set_order(const ag_pointer_set *set, const void *item);

void ag_pointer_set_destroy(ag_pointer_set *set);

#endif
