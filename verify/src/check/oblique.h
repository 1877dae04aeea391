/* Directions over the entries that stand at kinks. */
#ifndef GV_OBLIQUE_H
#define GV_OBLIQUE_H

#include "check/check.h"
#include "check/survey.h"

/* How many directions there are to test: pairs e_i + e_j and e_i - e_j, and J_j e_i +- J_i e_j
 * with the jumps J of their slopes (all pairs of up to 12 entries, each with its neighbour and
 * a random other beyond that), all entries together, random signed and one-sided sets, and the
 * way that the claim points from the middle of its slopes. */
size_t gv_oblique_count(const gv_survey *survey);

/* The weights of direction k: one number for each of survey->kinks. */
void gv_oblique_weights(const gv_survey *survey, uint64_t seed, size_t k, double *weights);

/* The slopes that a direction adds up, by their sizes: along a ridge they cancel. */
double gv_oblique_parts(const gv_survey *survey, const double *weights);

/* What the rounding of the points makes of the value: multiples of a weight that is not 1 are
 * not added without, and at a kink a step to one side of it shows. */
double gv_oblique_rounding(const gv_survey *survey, const gv_subject *subject,
                           const double *weights);

/* The range of the slopes along `weights` at points around: Clarke's subdifferential is the
 * hull of the gradients there.  `size` is the length of the direction's unit. Returns: GV_OK;
 * *low > *high when no slope could be taken; GV_ERR_SUBJECT; GV_ERR_MEMORY. */
gv_status gv_oblique_slopes(const gv_checking *checking, const double *weights, double size,
                            double *low, double *high);

/* The smallest scale among the entries at kinks: the length of a unit step. */
double gv_oblique_size(const gv_survey *survey, const gv_subject *subject);

#endif
