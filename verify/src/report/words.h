/* Small texts as strings, for formats that hand them on: everything that others chose is made
 * harmless and cut on the way. */
#ifndef GV_WORDS_H
#define GV_WORDS_H

#include "report/report.h"

/* As gv_print_safe.  New, free() it; NULL without memory. */
char *gv_safe_text(const char *text, size_t columns);

/* "gradient of hidden.weight (8, 10), at initial".  New; NULL without memory. */
char *gv_check_title(const gv_check_finding *check);

/* "gap: the claim differs ...", or the check's own sentence.  New; NULL without memory. */
char *gv_check_sentence(const gv_check_finding *check);

/* What a case came to and why, on one line.  New; NULL without memory. */
char *gv_case_sentence(const gv_case_finding *finding);

/* One check in full, as in the text report.  New; NULL without memory. */
char *gv_check_story(const gv_check_finding *check);

/* The names of `count` things, none like another: what repeats an earlier one gets its number
 * behind it.  `title` gives the name of each, new.  Owns: free with gv_titles_free; NULL
 * without memory. */
char **gv_unique_titles(size_t count, char *(*title)(const void *context, size_t number),
                        const void *context);
void gv_titles_free(char **titles, size_t count);

#endif
