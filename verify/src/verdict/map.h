/* The map and the digest of a check: all its entries, in few cells and fewer numbers.
 *
 * The checksum weighs entry i with w(i) = 1 + frac((i + 1) phi), phi the golden ratio: the
 * fractions are distinct and spread evenly (Weyl), so that entries that changed places change
 * the sum, as does every single entry; and no weight is so small that it would hide one.
 * Rounding changes it by at most 2 n u sum |c|, u = 2^-53: Higham, eq. 4.4. */
#ifndef GV_MAP_H
#define GV_MAP_H

#include <gradgate/verify/findings.h>

/* Makes room for `entries` entries, none of them looked at so far.
 * Returns: GV_OK; GV_ERR_MEMORY. */
gv_status gv_map_start(gv_map *map, size_t entries);

/* Puts an entry into its cell, if the map has one for it. */
void gv_map_note(gv_map *map, const gv_entry *entry);

/* Adds an entry.  A digest starts as {0}. */
void gv_digest_note(gv_digest *digest, const gv_entry *entry);

/* What an entry came to. */
gv_state gv_state_of(const gv_entry *entry);

/* The weight of an entry in the checksum. */
double gv_digest_weight(size_t index);

#endif
