/* Names that do harm where they are not escaped. */
#ifndef REPORT_NAMES_H
#define REPORT_NAMES_H

#include <gradgate/verify/findings.h>

enum { NAME_COUNT = 9 };

#define NAME_MEGABYTE ((size_t)1 << 20)

/* Markup, workflow commands, fences, escape sequences, broken UTF-8, bidirectional controls. */
extern const char *const hostile_names[NAME_COUNT];

/* A megabyte of markup.  New, free() it; aborts without memory. */
char *hostile_long_name(void);

/* The sample with that name for everything that has one.  Owns: free it with
 * gv_findings_destroy; aborts without memory. */
gv_findings *sample_named(const char *name);

/* The sample once for each name, and once for the megabyte.  As sample_named. */
gv_findings *sample_hostile(void);

#endif
