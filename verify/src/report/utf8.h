/* Text that others chose (names, messages) and that must do no harm where it is shown. */
#ifndef GV_UTF8_H
#define GV_UTF8_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What a byte that is not UTF-8 decodes to. */
#define GV_UTF8_BROKEN 0xFFFFFFFFu

/* The next character of a string that has not ended; overlong forms, surrogates and stray
 * bytes are GV_UTF8_BROKEN, one byte each.
 * Returns: its number of bytes, at least 1. */
size_t gv_utf8_next(const char *text, uint32_t *character);

/* Columns that a character takes on a terminal, roughly: 0 combining, 2 wide, else 1. */
size_t gv_utf8_width(uint32_t character);

/* A character that a terminal must not be sent: controls, broken bytes, and those that turn
 * or hide the text around them (bidirectional controls, zero-width spaces). */
int gv_utf8_harmful(uint32_t character);

/* Writes text for a terminal, harmful characters as \xNN or \u{NNNN}, cut with "..." so that
 * it takes at most `columns` (at least 4).
 * Returns: the columns it took. */
size_t gv_print_safe(FILE *out, const char *text, size_t columns);

/* The columns that gv_print_safe will take. */
size_t gv_safe_width(const char *text, size_t columns);

/* A copy in which every broken byte is U+FFFD, for formats that demand UTF-8.
 * Returns: new, free() it; NULL without memory. */
char *gv_utf8_clean(const char *text);

#endif
