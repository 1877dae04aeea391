/* A run: which cases, what is changed about them, and the findings they come to. */
#ifndef GV_RUN_H
#define GV_RUN_H

#include "case/case.h"
#include "check/check.h"
#include <gradgate/verify/findings.h>

/* Strings that are borrowed. */
typedef struct gv_words {
    const char *const *items;
    size_t count;
} gv_words;

/* The fields of gv_options that a run sets for every check, whatever the case says. */
typedef struct gv_override {
    size_t at, size; /* of the field, in bytes */
} gv_override;

#define GV_OVERRIDES_MAX 24

typedef struct gv_overrides {
    gv_options values;
    gv_override fields[GV_OVERRIDES_MAX];
    size_t count;
    bool has_seed; /* values.seed is one of them: it is the case's too */
} gv_overrides;

/* What a run is told to do.  Everything is borrowed. */
typedef struct gv_plan {
    gv_words paths;  /* files and folders */
    gv_words names;  /* globs; none: every case */
    gv_words checks; /* by name; none: those the case asks for */
    gv_overrides overrides;
    const char *settings; /* the overrides and checks as flags, for the command that repeats
                             a case; or NULL */
} gv_plan;

/* Told now and then how far it is.  Members may be NULL. */
typedef struct gv_watch {
    void (*begins)(void *context, const char *name, size_t number, size_t of);
    gv_progress progress;
    void *context; /* of `begins` */
} gv_watch;

/* What kept something from being run: the issues of a file, in order of the files. */
typedef struct gv_outcome {
    gv_findings *findings;
    gv_issues *issues; /* one list for each file or path that has errors */
    size_t issue_count;
    char **empty; /* paths without case files, globs that match no case: nothing was checked
                     where something was asked for */
    size_t empty_count;
} gv_outcome;

/* Runs every chosen case at each of its points.
 * Returns: GV_OK, whatever the verdicts and the errors in case files; else what is done until
 *          then is in *outcome.  `watch` and `error` may be NULL.
 * Owns:    *outcome is filled in any case; free it with gv_outcome_clear. */
gv_status gv_run(const gv_plan *plan, const gv_watch *watch, gv_outcome *outcome,
                 gv_error *error);

void gv_outcome_clear(gv_outcome *outcome);

/* 4 before 3 before 1 before 2 before 0: 4 for a status other than GV_OK, 3 for errors in
 * case files, 1 and 2 by the verdict (2 also for what came out empty). */
int gv_outcome_exit_code(const gv_outcome *outcome, gv_status status);

/* The more pressing of two exit codes, in that order. */
int gv_exit_code_worst(int a, int b);

/* Loads the cases below `paths`, those that match `names`, and hands them to `take` one by one,
 * as they come in order; the case is borrowed for the call.  What is wrong goes into *outcome.
 * Returns: GV_OK or GV_ERR_MEMORY, or what `take` returned to end the walk. */
gv_status gv_cases_each(const gv_words *paths, const gv_words *names, gv_outcome *outcome,
                        gv_status (*take)(void *context, const gv_case *item, size_t number,
                                          size_t of),
                        void *context, gv_error *error);

/* Makes all checks of one case that the plan asks for, and adds what they find. */
gv_status gv_run_case(const gv_plan *plan, const gv_case *item, const gv_progress *progress,
                      gv_findings *findings, gv_error *error);

#endif
