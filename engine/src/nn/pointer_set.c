/* A hash set of pointers with open addressing, at most half full. */
#include "pointer_set.h"

#include <stdint.h>
#include <stdlib.h>

static ag_pointer_slot *find_slot(const ag_pointer_set *set, const void *item) {
    const uint64_t hash = ((uint64_t)(uintptr_t)item >> 4) * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 32) & (set->size - 1);
    while (set->slots[at].item != NULL && set->slots[at].item != item)
        at = (at + 1) & (set->size - 1);
    return &set->slots[at];
}

static bool reserve(ag_pointer_set *set) {
    if (2 * (set->count + 1) <= set->size)
        return true;
    ag_pointer_set larger = {.size = set->size == 0 ? 64 : 2 * set->size, .count = set->count};
    larger.slots = calloc(larger.size, sizeof *larger.slots);
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < set->size; i++)
        if (set->slots[i].item != NULL)
            *find_slot(&larger, set->slots[i].item) = set->slots[i];
    free(set->slots);
    *set = larger;
    return true;
}

ag_status ag_pointer_set_add(ag_pointer_set *set, const void *item, bool *is_new) {
    if (!reserve(set))
        return AG_ERR_MEMORY;
    ag_pointer_slot *slot = find_slot(set, item);
    *is_new = slot->item == NULL;
    if (*is_new)
        *slot = (ag_pointer_slot){.item = item, .order = set->count++};
    return AG_OK;
}

size_t ag_pointer_set_order(const ag_pointer_set *set, const void *item) {
    if (set->size == 0)
        return set->count;
    const ag_pointer_slot *slot = find_slot(set, item);
    return slot->item == NULL ? set->count : slot->order;
}

void ag_pointer_set_destroy(ag_pointer_set *set) {
    free(set->slots);
    *set = (ag_pointer_set){0};
}
