/* What is wrong with what was read: all of it in one go, each with its place, as values.
 * Nothing is printed here but by gv_issues_render, which the command line calls. */
#ifndef GV_CASE_ISSUES_H
#define GV_CASE_ISSUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* How many are kept; beyond, they are counted. */
#define GV_ISSUES_MAX 20

/* A place in a file: line and column from 1, in characters; {0}: the file as a whole. */
typedef struct gv_place {
    size_t line, column;
    size_t length; /* of what is underlined, in characters */
} gv_place;

typedef struct gv_issue {
    char *file;
    gv_place place;
    char *message; /* "unknown key 'lamda'; did you mean 'lambda'?" */
    char *text;    /* the line itself, or NULL */
} gv_issue;

/* Start from {0}: an empty list.  One list can take the issues of many files. */
typedef struct gv_issues {
    gv_issue *items;
    size_t count;
    size_t more;  /* how many were not kept */
    bool starved; /* memory ran out while one was added */
} gv_issues;

/* Adds one.  Everything is copied; `text` (the line) may be NULL. */
void gv_issues_add(gv_issues *issues, const char *file, gv_place place, const char *text,
                   const char *format, ...) __attribute__((format(printf, 5, 6)));

/* How many there are, kept or not. */
size_t gv_issues_total(const gv_issues *issues);

/* Puts those from `first` on in the order of their places: those of `file`, then the others. */
void gv_issues_sort(gv_issues *issues, size_t first, const char *file);

/* Writes them as a compiler would:
 *   fixtures/iris.yaml:12:7: error: unknown key 'lamda'; did you mean 'lambda'?
 *      12 |     - lamda: 0.01
 *         |       ^~~~~
 * Control characters of the file are shown as '?'.
 * Returns: false when the stream failed. */
bool gv_issues_render(const gv_issues *issues, FILE *stream);

/* Frees all and leaves an empty list. */
void gv_issues_clear(gv_issues *issues);

#endif
