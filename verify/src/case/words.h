/* The word that was probably meant. */
#ifndef GV_CASE_WORDS_H
#define GV_CASE_WORDS_H

#include <stddef.h>

/* The nearest of `count` words, within a third of the letters of `word` (at least one).
 * Returns: borrowed from `words`; NULL when none is near. */
const char *gv_nearest_word(const char *word, const char *const *words, size_t count);

#endif
