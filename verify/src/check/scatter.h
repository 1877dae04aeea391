/* The scatter of a claim that is computed in less than float64. */
#ifndef GV_SCATTER_H
#define GV_SCATTER_H

#include "subject/subject.h"
#include <gradgate/verify/options.h>

/* Takes the claim at points one ulp of its precision away (every entry, signs at random) and
 * notes for each entry the largest change, which is what rounding makes of it.
 * Returns: GV_OK; *scatter NULL for a float64 claim or when a point is outside the domain, else
 *          n new numbers; *broke what the subject answered; GV_ERR_MEMORY. */
gv_status gv_claim_scatter(gv_subject *subject, const gv_options *options, const double *claim,
                           double **scatter, gv_eval *broke);

/* What the scatter adds to the allowed gap: eight times the largest of sixteen changes, each of
 * which is a difference of two equally noisy numbers.  A normal error is beyond it once in
 * 10^8; and float32 transformers are judged right by it (FIELD: 0 of 7,520 accused). */
extern const double gv_scatter_allowance;

#endif
