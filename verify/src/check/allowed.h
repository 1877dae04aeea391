/* The directions in which the entries of a constrained group may move. */
#ifndef GV_ALLOWED_H
#define GV_ALLOWED_H

#include "subject/subject.h"

/* One allowed direction: entry `index` and, when weight is not 0, entry `other` with it (both
 * row-major, in their parameter). */
typedef struct gv_move {
    size_t index, other;
    double weight;
} gv_move;

/* How many directions a parameter is checked along: its entries, or fewer. */
size_t gv_move_count(const gv_parameter *parameter);

/* Direction i of them.
 * symmetric: e_ij + e_ji (i > j), e_ii;  lower triangular: e_ij (i >= j);
 * simplex: e_i - e_last. */
gv_move gv_move_at(const gv_parameter *parameter, size_t i);

/* Bends a direction over the entries of a parameter (its own `count` numbers) so that it keeps
 * the constraint: symmetric; zero above the diagonal; a sum of zero.  What is 0 stays 0. */
void gv_allow_direction(const gv_parameter *parameter, double *direction);

#endif
