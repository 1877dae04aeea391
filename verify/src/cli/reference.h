/* What help, the manual pages and the completion have in common: flags in words, and what the
 * program takes from its surroundings. */
#ifndef GV_CLI_REFERENCE_H
#define GV_CLI_REFERENCE_H

#include "cli/commands.h"

/* Something outside of the command line. */
typedef struct gv_surrounding {
    const char *name, *meaning;
    const char *commands; /* " run list ", as in gv_flag; NULL: all */
} gv_surrounding;

/* Variables of the environment, and files; each ends with a NULL name. */
extern const gv_surrounding gv_environment_list[];
extern const gv_surrounding gv_file_list[];

/* Does it matter to the command (NULL: to the program as a whole, everything does)? */
bool gv_surrounding_applies(const gv_surrounding *one, const gv_subcommand *command);

enum { GV_FLAG_TEXT_SIZE = 1000 };

/* What a flag means, the words that it takes, and what holds without it:
 * "auto: on a terminal (auto, always, never) [auto]". */
void gv_flag_describe(const gv_flag *flag, char text[GV_FLAG_TEXT_SIZE]);

/* The paragraphs of a command's details, one by one: *at moves on.  Returns: the length of the
 * one that begins at the old *at; 0 at the end. */
size_t gv_next_paragraph(const char **at);

/* The examples of the program as a whole; what it is, in a sentence. */
extern const gv_example gv_program_examples[];
extern const char *const gv_program_summary;

/* As man(7) has it: the page of a command, or of the program for NULL. */
void gv_man_print(const gv_subcommand *command, FILE *out);

/* The completion script for bash. */
void gv_completion_print(FILE *out);

#endif
