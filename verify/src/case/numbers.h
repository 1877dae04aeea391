/* Numbers from text, the same in every locale. */
#ifndef GV_CASE_NUMBERS_H
#define GV_CASE_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A decimal number, the whole text: "-0.5", "1e-3", ".25".
 * Returns: false for anything else: hexadecimal, nan, inf, blanks, a number too large for
 *          double precision. */
bool gv_parse_real(const char *text, double *out);

/* A whole number of digits alone.  Returns: false for anything else, and above 2^64 - 1. */
bool gv_parse_whole(const char *text, uint64_t *out);

#endif
