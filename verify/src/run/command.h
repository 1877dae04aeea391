/* Commands as text, to be pasted into a shell. */
#ifndef GV_RUN_COMMAND_H
#define GV_RUN_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/* Text that grows.  Start from {0}; free(text). */
typedef struct gv_command_line {
    char *text; /* NULL while empty */
    size_t length, room;
    bool failed; /* no memory: the text is not whole */
} gv_command_line;

/* Adds a word, quoted where a POSIX shell would take it for more than a word.  Control
 * characters are kept (quoted): the command has to work, and who shows it escapes it. */
void gv_command_add(gv_command_line *line, const char *word);

/* Adds a path, with "./" before it where it would be taken for a flag. */
void gv_command_add_path(gv_command_line *line, const char *path);

/* Adds a word that matches `name` and nothing else, where a glob is expected. */
void gv_command_add_glob(gv_command_line *line, const char *name);

#endif
