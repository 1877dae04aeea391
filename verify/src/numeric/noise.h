/* The noise of the value, measured by a difference table.
 * Source: J. J. Moré, S. M. Wild, Estimating Computational Noise, SIAM J. Sci. Comput. 33
 * (2011) 1292-1314, section 3. */
#ifndef GV_NOISE_H
#define GV_NOISE_H

#include <stddef.h>

/* Values wanted for one table. */
enum { GV_NOISE_POINTS = 9 };

/* Standard deviation of the noise in equally spaced values: level k of the table estimates it
 * by sigma_k^2 = gamma_k mean((Delta^k f)^2), gamma_k = (k!)^2 / (2k)!; the first level from
 * which on two neighbours agree within a factor of four and the differences change their sign
 * is taken.
 * Returns: NaN when no level settles: the values are not noise at this spacing. */
double gv_table_noise(const double values[GV_NOISE_POINTS]);

#endif
