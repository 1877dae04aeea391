/* From "hidden.weight[3,6]" to an entry of a subject. */
#ifndef GV_RUN_TARGET_H
#define GV_RUN_TARGET_H

#include "subject/subject.h"

/* Finds a parameter by any of its names, and an entry of it by its coordinates.  A text that is
 * the name of a parameter is just that, whatever brackets are in it.
 * Returns: GV_OK, *index GV_WHOLE where none is given; GV_ERR_INPUT with a message: the nearest
 *          name that is known, or the shape; GV_ERR_MEMORY. */
gv_status gv_target_parse(const gv_subject *subject, const char *text, size_t *parameter,
                          size_t *index, gv_error *error);

/* The number of a word among some that are known, for which a sentence tells what they are
 * ("the points").  Returns: as above; the message names the nearest, and all of them. */
gv_status gv_word_find(const char *what, const char *word, const char *const *known,
                       size_t count, size_t *number, gv_error *error);

#endif
