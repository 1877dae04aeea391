/* Products with second derivatives against differences of gradients, for the tests of ops and
 * of graphs. Vectors hold the entries of all parameters of a net, one after the other. */
#ifndef GRADGATE_ENGINE_TESTS_HVP_CHECKS_H
#define GRADGATE_ENGINE_TESTS_HVP_CHECKS_H

#include "op_checks.h"

/* How many entries, and a vector of zeros or of random signed entries; free it. */
size_t hvp_size(const net *n);
double *hvp_zeros(const net *n);
double *hvp_direction(const net *n, uint64_t stream);

/* H v into `out`; only parameter `moving` moves, or all of them (SIZE_MAX). */
ag_status hvp_product(net *n, const double *v, size_t moving, double *out);

/* Is hv the derivative of the gradient along v? By differences at steps from `step` to 4
 * `step`, extrapolated and bounded; no kink may be so near. If not, words begin with `name`. */
bool hvp_agrees(net *n, const char *name, double step, const double *v, const double *hv,
                op_words *words);

#endif
