/* Which entries of a large parameter are checked one by one. */
#ifndef GV_SELECT_H
#define GV_SELECT_H

#include <stddef.h>
#include <stdint.h>

/* Chooses at most `most` of `count` entries: the first and the last, a quarter of the places
 * for the largest claims, an eighth for claimed zeros, and the rest one from each of as many
 * equal blocks, at random; of a few places all are such.  *drawn: how many blocks there are, so
 * that each entry is chosen with a chance of drawn / count at least, whatever is claimed for
 * it. A pure function of its arguments. Returns: how many; chosen[] holds them in ascending
 * order, each once (room for `most`). */
size_t gv_select(const double *claimed, size_t count, size_t most, uint64_t seed,
                 size_t *chosen, size_t *drawn);

#endif
