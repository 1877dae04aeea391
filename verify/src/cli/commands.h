/* The subcommands: one const descriptor each, one file each, one line in the list. */
#ifndef GV_CLI_COMMANDS_H
#define GV_CLI_COMMANDS_H

#include "cli/flags.h"
#include "cli/parse.h"

/* What a subcommand is given. */
typedef struct gv_invocation {
    const gv_arguments *arguments;
    const char *command_line; /* as it was given, quoted for a shell */
} gv_invocation;

typedef struct gv_example {
    const char *command, *meaning;
} gv_example;

typedef struct gv_subcommand {
    const char *name;
    const char *synopsis;       /* what stands behind its name, but the flags */
    const char *summary;        /* one sentence */
    const char *details;        /* paragraphs; NULL: the summary says it all */
    const gv_example *examples; /* ends with a NULL command; or NULL */
    /* Returns: the exit code. */
    int (*run)(const gv_invocation *invocation);
} gv_subcommand;

extern const gv_subcommand gv_command_run;
extern const gv_subcommand gv_command_explain;
extern const gv_subcommand gv_command_report;
extern const gv_subcommand gv_command_gate;
extern const gv_subcommand gv_command_diff;
extern const gv_subcommand gv_command_show;
extern const gv_subcommand gv_command_list_cases;
extern const gv_subcommand gv_command_ops;
extern const gv_subcommand gv_command_train;
extern const gv_subcommand gv_command_help;
extern const gv_subcommand gv_command_version;

/* All of them; ends with NULL. */
extern const gv_subcommand *const gv_subcommand_list[];

const gv_subcommand *gv_subcommand_find(const char *name); /* NULL: there is none */
const char *gv_subcommand_word(size_t number);             /* the names, then NULL */

/* "gradgate: MESSAGE" or "gradgate run: MESSAGE" on standard error. */
void gv_complain(const char *command, const char *message);

/* Writes the help of a command, or of the whole program for NULL. */
void gv_help_print(const gv_subcommand *command, FILE *out);

/* "in words" and "as a note": what kept cases from being run, on standard error. */
void gv_print_refused(const gv_outcome *outcome);

#endif
