/* Paragraphs. */
#ifndef GV_WRAP_H
#define GV_WRAP_H

#include <stddef.h>
#include <stdio.h>

/* Writes a paragraph whose first line starts in column `at`, further lines behind `indent`
 * blanks, none beyond `width` where words allow it; and the end of its last line.  The text is
 * taken as it is: what others chose is made harmless before (gv_safe_text). */
void gv_print_wrapped(const char *text, size_t at, size_t indent, size_t width, FILE *out);

#endif
