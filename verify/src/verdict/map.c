#include "verdict/map.h"
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

gv_state gv_state_of(const gv_entry *entry) {
    if (entry->verdict == GV_FAIL)
        return GV_STATE_FAILED;
    if (entry->verdict == GV_INCONCLUSIVE)
        return GV_STATE_UNDECIDED;
    if (entry->kink && entry->kink_at == 0.0)
        return GV_STATE_KINK;
    switch (entry->reason) {
    case GV_BOTH_ZERO:
        return GV_STATE_ZERO;
    case GV_WITHIN_BOUND:
        return GV_STATE_COARSE;
    case GV_NEGLIGIBLE:
        return GV_STATE_NEGLIGIBLE;
    default:
        return GV_STATE_PASSED;
    }
}

gv_status gv_map_start(gv_map *map, size_t entries) {
    if (entries == 0)
        return GV_OK;
    map->span = (entries - 1) / GV_CELLS_MAX + 1;
    map->count = (entries - 1) / map->span + 1;
    map->cells = calloc(map->count, sizeof *map->cells);
    if (!map->cells) {
        map->count = 0;
        return GV_ERR_MEMORY;
    }
    for (size_t i = 0; i < map->count; i++)
        map->cells[i].index = i * map->span;
    return GV_OK;
}

static double share_of(const gv_entry *entry) {
    return entry->gap == 0.0 ? 0.0 : entry->gap / entry->allowed;
}

/* Does what is new stand for the cell?  A NaN share is worse than every number. */
static bool is_worse(gv_state state, double share, const gv_map_cell *cell) {
    if (state != cell->state)
        return state > cell->state;
    return !isnan(cell->share) && !(share <= cell->share);
}

void gv_map_note(gv_map *map, const gv_entry *entry) {
    const size_t place = map->count ? entry->index / map->span : 0;
    const gv_state state = gv_state_of(entry);
    const double share = share_of(entry);

    if (place < map->count && is_worse(state, share, &map->cells[place]))
        map->cells[place] =
            (gv_map_cell){state, entry->index, share, entry->claimed, entry->measured};
}

double gv_digest_weight(size_t index) {
    /* 2^64 / phi: a product modulo 2^64 is the fraction of a multiple of phi. */
    const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15);
    return 1.0 + (double)(((uint64_t)index + 1) * golden >> 11) * 0x1p-53;
}

static double finite_or_zero(double x) {
    return isfinite(x) ? x : 0.0;
}

void gv_digest_note(gv_digest *digest, const gv_entry *entry) {
    const double c = entry->claimed, m = entry->measured;

    digest->claimed_norm = hypot(digest->claimed_norm, c); /* squares would overflow */
    digest->measured_norm = isnan(m) ? digest->measured_norm : hypot(digest->measured_norm, m);
    digest->size += fabs(c);
    digest->checksum += gv_digest_weight(entry->index) * c;
    digest->reach += finite_or_zero(fmax(entry->scale, fmax(fabs(c), fabs(m))));
    digest->slack += finite_or_zero(entry->error) + finite_or_zero(entry->scatter);
}
