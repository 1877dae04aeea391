/* The checks: one kind of question each, one file each, one line in the list.
 *
 * A check reads a subject and what the survey found out about it, and appends findings. */
#ifndef GV_CHECK_H
#define GV_CHECK_H

#include "subject/subject.h"
#include <gradgate/verify/findings.h>

/* Called now and then on long work.  `done` of `total` items of the running check. */
typedef struct gv_progress {
    void (*tick)(void *context, const char *kind, size_t done, size_t total);
    void *context;
} gv_progress;

/* One check to be made, with its own settings. */
typedef struct gv_request {
    const char *kind; /* name of a check of the list */
    gv_options options;
} gv_request;

/* What a check is given. */
typedef struct gv_survey gv_survey;
typedef struct gv_checking {
    gv_subject *subject;
    gv_survey *survey; /* checks may leave what they found for those that follow */
    const gv_options *options;
    const char *point; /* its name */
    bool ladder;       /* items measure every step once they are decided: verdict/ladder.h */
    const gv_progress *progress;
    gv_case_finding *finding; /* where findings are appended */
} gv_checking;

typedef struct gv_check_kind {
    const char *name;
    const char *question;                       /* one sentence, for help texts */
    bool standard;                              /* made when none is chosen */
    bool covers;                                /* made then, too, when entries are left out,
                                                   which this covers */
    bool (*applies)(const gv_subject *subject); /* has it the powers that this needs? */
    gv_status (*run)(const gv_checking *checking, gv_error *error);
} gv_check_kind;

/* All checks, in the order in which they are made; ends with NULL. */
extern const gv_check_kind *const gv_check_list[];

/* NULL when there is none of that name. */
const gv_check_kind *gv_check_find(const char *name);

/* The checks that are made when none is chosen, each with these options, into `requests`, which
 * has room for `capacity`.  `sampled`: of some parameter entries are left out, whatever the
 * options say.  Returns: how many. */
size_t gv_checks_standard(const gv_options *options, bool sampled, gv_request *requests,
                          size_t capacity);

/* Makes the requested checks of a subject at its point and appends what they found to
 * `finding`: called once per point of a case.  A request the subject cannot answer (no uses, no
 * terms) appends nothing.  `progress` may be NULL.
 * Returns: GV_OK, whatever the verdicts: a subject that breaks is a finding. */
gv_status gv_checks_run(gv_subject *subject, const gv_request *requests, size_t count,
                        const char *point, const gv_progress *progress,
                        gv_case_finding *finding, gv_error *error);

/* Draws the verdict of a case from its checks, once all points are done. */
void gv_case_conclude(gv_case_finding *finding);

#endif
