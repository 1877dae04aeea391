/* The mistakes that engineers make, one descriptor each. */
#ifndef CORPUS_MISTAKES_H
#define CORPUS_MISTAKES_H

#include "corpus.h"

extern const corpus_mistake
    /* the whole gradient */
    wrong_sign,
    wrong_twice, wrong_half, wrong_mean, wrong_per_mille,
    /* one entry of ordinary size */
    wrong_entry_1e2, wrong_entry_1e3, wrong_entry_1e4, wrong_entry_1e5, wrong_entry_sign,
    wrong_largest_1e3, wrong_last_1e3, wrong_first_1e2,
    /* several */
    wrong_swapped, wrong_reversed, wrong_pair, wrong_clipped, wrong_zero, wrong_dropped_entry,
    wrong_shifted, wrong_mean_removed, wrong_norm_clipped, wrong_absolute, wrong_times_x,
    wrong_elsewhere, wrong_forward_difference,
    /* where the truth is 0 */
    wrong_nonzero_1e3,
    /* of the contract */
    wrong_unwritten, wrong_unwritten_zero, wrong_nan, wrong_nan_zero, wrong_infinite,
    wrong_accumulating, wrong_first_call_only, wrong_stale, wrong_modifies,
    wrong_not_accumulating, wrong_random_value, wrong_counts_calls,
    /* none at all */
    right_float32, right_accumulating, right_reset, right_last_bits, right_last_bits_value;

/* A list of mistakes, for a descriptor. */
#define MISTAKES(...) ((const corpus_mistake *const[]){__VA_ARGS__, NULL})

#endif
