/* The reports that a command line asks for, and writing them: what `run` and `report` share. */
#ifndef GV_CLI_OUTPUTS_H
#define GV_CLI_OUTPUTS_H

#include "cli/flags.h"

/* One report that was asked for. */
typedef struct gv_output {
    const gv_format *format;
    const char *path; /* "-": standard output */
} gv_output;

typedef struct gv_outputs {
    const char *command; /* in whose name is complained */
    gv_output *items;
    size_t count;
    bool to_stdout; /* one of them goes to standard output, and the text to standard error */
} gv_outputs;

/* Those of --output, --json and --html.  Complains of what cannot be.
 * Returns: 0, or the exit code: 3 when two go to standard output, 4 without memory.
 * Owns:    free(outputs->items), in any case. */
int gv_outputs_find(const char *command, const gv_arguments *arguments, gv_outputs *outputs);

/* Writes them all, and says what fails.
 * Returns: 0, or the exit code of what failed. */
int gv_outputs_write(const gv_outputs *outputs, const gv_arguments *arguments,
                     const gv_report *report);

/* Writes the text report where people look, and in GitHub Actions its annotations and the
 * summary of the job.  After the files, so that its last line knows whether they were written.
 * Returns: 0, or the exit code of what failed. */
int gv_outputs_show(const gv_outputs *outputs, const gv_arguments *arguments,
                    const gv_report *report);

#endif
