/* Building findings.  Strings are copied; every call answers NULL or GV_ERR_MEMORY when there
 * is no memory, and leaves what was there whole. */
#ifndef GV_COLLECT_H
#define GV_COLLECT_H

#include <gradgate/verify/findings.h>

/* Grows an array by one zeroed element, which is returned; NULL without memory.  Capacity is
 * the next power of two of the count, so it need not be stored. */
void *gv_grow(void **array, size_t count, size_t size);

gv_findings *gv_findings_create(void);

/* A new case at the end, everything zero but its name and file (NULL allowed).  The pointer
 * lives until the next case is added. */
gv_case_finding *gv_findings_add_case(gv_findings *findings, const char *name,
                                      const char *file);

/* A new check at the end.  `kind` is static; point, parameter, use and term may be NULL. */
gv_check_finding *gv_case_add_check(gv_case_finding *finding, const char *kind,
                                    const char *point, const char *parameter);

/* Sets a string field to a copy (printf); the old one is freed. */
gv_status gv_set_text(char **field, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds a part (a use, a term) of the worst entry. */
gv_status gv_check_add_part(gv_check_finding *check, const char *name, double claimed,
                            double measured, double error);

/* Counts an entry, keeps it as the worst or among the `notable` worst if it is, and puts it
 * into the map and the digest where the check has them (gv_map_start). */
gv_status gv_check_count(gv_check_finding *check, const gv_entry *entry, size_t notable);

/* The entry of that index among the notable ones, or NULL: for filling its rungs. */
gv_entry *gv_check_notable(gv_check_finding *check, size_t index);

/* How bad an entry is: its verdict first, a claim that is no number before all others, then its
 * gap as a share of what is allowed.  Below 2 it passed, from 4 on it failed. */
double gv_entry_badness(const gv_entry *entry);

/* Draws verdict and reason of a check from its counts. */
void gv_check_conclude(gv_check_finding *check, const gv_options *options);

#endif
