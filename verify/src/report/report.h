/* Reports: one format each, one file each, one line in the list.  All are drawn from the same
 * plain value; beside cli/, only this folder knows a FILE. */
#ifndef GV_REPORT_H
#define GV_REPORT_H

#include <gradgate/verify/findings.h>
#include <stdio.h>

/* Where findings come from.  Strings are borrowed; NULL: not known. */
typedef struct gv_provenance {
    const char *version; /* of gradgate */
    const char *commit;  /* that it was configured from */
    const char *gsl, *blas, *compiler, *system;
    const char *command; /* as it was given, quoted for a shell */
    const char *started; /* ISO 8601, UTC */
    double seconds;      /* of the whole run */
    uint64_t seed;       /* of the run, where one was given for all cases; else 0 */
} gv_provenance;

/* What kept a case from being run: an error in its file, or in finding one. */
typedef struct gv_refusal {
    const char *file;
    size_t line, column; /* from 1; 0: the file as a whole */
    const char *message;
    bool empty; /* nothing is wrong with it, but no case was found there */
} gv_refusal;

/* What a report is drawn from.  Everything is borrowed. */
typedef struct gv_report {
    const gv_findings *findings;
    const gv_refusal *refusals;
    size_t refusal_count;
    gv_provenance provenance;
    int exit_code; /* that the run ends with */
} gv_report;

typedef enum gv_detail { GV_DETAIL_NORMAL = 0, GV_DETAIL_QUIET, GV_DETAIL_VERBOSE } gv_detail;

/* How to draw it; a format ignores what it has no use for. */
typedef struct gv_report_options {
    gv_detail detail;
    bool color; /* escape sequences for a terminal */
} gv_report_options;

typedef struct gv_format {
    const char *name;        /* as in --output NAME=FILE */
    const char *extension;   /* of its files, without the dot */
    const char *description; /* one line, for help texts */
    /* Writes the report.  Whether `out` took it is the caller's to ask (ferror).
     * Returns: GV_OK; GV_ERR_MEMORY. */
    gv_status (*render)(const gv_report *report, const gv_report_options *options, FILE *out);
} gv_format;

/* All formats; ends with NULL. */
extern const gv_format *const gv_format_list[];

/* NULL when there is none of that name. */
const gv_format *gv_format_find(const char *name);

/* Writes a report into the file `path`, which appears whole or not at all: it is written under
 * another name in the same folder, flushed to the disk, and renamed.  What is no regular file
 * (a device, a pipe) is written to directly.
 * Returns: GV_OK; GV_ERR_IO (message: path and cause; an old file is as it was) or
 *          GV_ERR_MEMORY. */
gv_status gv_report_save(const gv_format *format, const gv_report *report,
                         const gv_report_options *options, const char *path, gv_error *error);

/* Findings read back from a JSON report: a report that owns what it is drawn from. */
typedef struct gv_document gv_document;

/* Reads a JSON report written by this or an earlier version.
 * Returns: GV_OK; GV_ERR_IO; GV_ERR_INPUT (message: place and cause; also for files over
 *          256 MiB and for schemas newer than GV_FINDINGS_SCHEMA); GV_ERR_MEMORY.
 * Owns:    *document is new, free it with gv_document_destroy; NULL on error. */
gv_status gv_document_read(const char *path, gv_document **document, gv_error *error);

/* Borrowed from the document. */
const gv_report *gv_document_report(const gv_document *document);

/* NULL is allowed. */
void gv_document_destroy(gv_document *document);

#endif
