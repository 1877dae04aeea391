/* The flags: one table, from which the command line is parsed, and --help, the manual pages and
 * the completion for bash are written. */
#ifndef GV_CLI_FLAGS_H
#define GV_CLI_FLAGS_H

#include "report/report.h"
#include "run/command.h"
#include "run/run.h"

/* Strings of the command line, in order. */
typedef struct gv_list {
    const char **items; /* room for as many as there are arguments */
    size_t count;
} gv_list;

typedef enum gv_when { GV_AUTO = 0, GV_ALWAYS, GV_NEVER } gv_when;

/* What a command line came to.  Strings are borrowed from argv. */
typedef struct gv_arguments {
    bool help, version;
    bool quiet, verbose, no_color, all;
    int color; /* gv_when */
    bool accept, markdown;
    bool names, man, bash_completion;
    const char *baseline;
    double factor, moved; /* of a gate; 0: the default */
    const char *point, *use, *term, *svg;
    gv_list cases, checks, json, html, outputs, operands;
    gv_overrides overrides;
    gv_command_line settings; /* the flags that have to be repeated to repeat a case */
} gv_arguments;

/* SWITCH: a bool.  REAL: a double within [low, high].  COUNT: a size_t, SEED: a uint64_t,
 * within the same.  WORD: an int, the place of the word among `word`.  TEXT: a string.
 * LIST: a string more, one of `word` if there are any.  OUTPUT: a string more, FORMAT=FILE. */
typedef enum gv_flag_type {
    GV_FLAG_SWITCH,
    GV_FLAG_REAL,
    GV_FLAG_COUNT,
    GV_FLAG_SEED,
    GV_FLAG_WORD,
    GV_FLAG_TEXT,
    GV_FLAG_LIST,
    GV_FLAG_OUTPUT
} gv_flag_type;

typedef struct gv_flag {
    const char *name;     /* without its dashes */
    char letter;          /* or 0 */
    const char *argument; /* NULL: a switch */
    const char *meaning;
    const char *commands; /* " run list ", each between blanks; NULL: all */
    const char *usual;    /* what holds without it; NULL: nothing that has to be said, or the
                             default of gv_options */
    gv_flag_type type;
    bool option; /* `at` is in gv_options, and the default is the case's own */
    bool repeat; /* has to be repeated to repeat a case */
    size_t at;   /* offset in gv_options, else in gv_arguments */
    double low, high;
    const char *(*word)(size_t number); /* the words there are; NULL behind the last */
} gv_flag;

/* Ends with a NULL name. */
extern const gv_flag gv_flag_list[];

/* Is the command one of " run list "?  NULL: all are. */
bool gv_names_command(const char *commands, const char *command);

/* Does the flag belong to the command of that name (NULL: to the program without one)? */
bool gv_flag_applies(const gv_flag *flag, const char *command);

/* What holds without the flag, as text; "" where nothing has to be said. */
void gv_flag_default(const gv_flag *flag, char *text, size_t size);

#endif
