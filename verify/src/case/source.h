/* A text file in memory, known to be UTF-8, with what is needed to point into it. */
#ifndef GV_CASE_SOURCE_H
#define GV_CASE_SOURCE_H

#include "case/arena.h"
#include "case/issues.h"

typedef struct gv_source {
    const char *path;
    const char *text; /* terminated; holds no other NUL */
    size_t length;
} gv_source;

/* Reads a whole file of at most `limit` bytes into the arena.
 * Returns: false with an issue added: the file cannot be read, is too large, holds a NUL or is
 *          not UTF-8 (with the line where). */
bool gv_source_read(gv_arena *arena, const char *path, size_t limit, gv_source *out,
                    gv_issues *issues);

/* Adds an issue that shows the line. */
void gv_source_complain(const gv_source *source, gv_place place, gv_issues *issues,
                        const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
