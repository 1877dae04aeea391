/* From argv to arguments, by the table of flags. */
#ifndef GV_CLI_PARSE_H
#define GV_CLI_PARSE_H

#include "cli/flags.h"

/* Parses what stands behind the name of a command (NULL: there is none).  Flags and operands
 * may be mixed, a flag's value follows it or its '=', letters may be joined, and behind "--"
 * all are operands. Returns: GV_OK; GV_ERR_INPUT (message: what is wrong, and the nearest word
 * that is known); GV_ERR_MEMORY.  *arguments is filled in any case. Owns:    free it with
 * gv_arguments_clear. */
gv_status gv_arguments_parse(const char *command, int count, char *const *words,
                             gv_arguments *arguments, gv_error *error);

void gv_arguments_clear(gv_arguments *arguments);

/* Splits FORMAT=FILE.  Returns: NULL when there is no such format or no file. */
const gv_format *gv_output_split(const char *text, const char **path);

/* Fills an error of the command line, with the nearest of some words when one is near (`word`
 * as in gv_flag, may be NULL). */
gv_status gv_usage_error(gv_error *error, const char *wrong, const char *(*word)(size_t number),
                         const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
