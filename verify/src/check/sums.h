/* Do parts add up to a whole?  Shared by the checks that ask it. */
#ifndef GV_SUMS_H
#define GV_SUMS_H

#include "check/entries.h"

/* The claimed parts of one parameter's gradient and the claimed whole. */
typedef struct gv_sum {
    size_t count;        /* entries */
    size_t part_count;   /* uses, or terms */
    const double *parts; /* part_count rows of count */
    const double *whole;
    const char *const *names; /* of the parts */
    const double *sizes;      /* per entry the sum of the sizes of all numbers that were added,
                                 where more were added than the parts; NULL: just the parts */
    size_t additions;         /* how many those were; 0: part_count */
} gv_sum;

/* Compares the sum with the whole, entry by entry, within the rounding of as many additions,
 * counts into `check`, concludes it, and says which part is missing, doubled or alone where
 * that explains the difference. */
gv_status gv_sum_check(const gv_checking *checking, const gv_sum *sum, gv_check_finding *check);

#endif
