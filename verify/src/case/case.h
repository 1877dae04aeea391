/* A case: a fixture file that describes a model, its data and loss, the points at which its
 * gradient is checked, the checks, and the verdict that is expected.
 *
 * Loading reads and validates everything (data files too) and builds the model once, so that a
 * case that loads can be run.  A loaded case does not change: subjects are made from it, as
 * many as wanted, each with parameters of its own.  The schema is in fixtures/README.md. */
#ifndef GV_CASE_CASE_H
#define GV_CASE_CASE_H

#include "case/issues.h"
#include "check/check.h"
#include "subject/subject.h"
#include <gradgate/verify/findings.h>

typedef struct gv_case gv_case;

/* Reads a case file.
 * Returns: GV_OK; GV_ERR_INPUT with what is wrong, all of it, added to `issues` (a file that
 *          cannot be read is one of them); GV_ERR_MEMORY.
 * Owns:    *out is new, NULL on error; it outlives the subjects made from it. */
gv_status gv_case_load(const char *path, gv_case **out, gv_issues *issues);
void gv_case_destroy(gv_case *item); /* NULL is allowed */

const char *gv_case_name(const gv_case *item);
const char *gv_case_description(const gv_case *item); /* NULL: none */
const char *gv_case_file(const gv_case *item);        /* the path it was loaded by */
gv_verdict gv_case_expected(const gv_case *item);
uint64_t gv_case_seed(const gv_case *item);

/* The checks the case asks for; the standard ones when it names none.  Their options have the
 * case's seed.  Borrowed from the case. */
const gv_request *gv_case_requests(const gv_case *item, size_t *count);

/* Does the file name its checks?  If not, they follow from the options: gv_checks_standard. */
bool gv_case_chooses_checks(const gv_case *item);

/* Is there a parameter of which the file asks to leave entries out? */
bool gv_case_samples(const gv_case *item);

/* The options that are common to all checks of the case.  Borrowed from the case. */
const gv_options *gv_case_options(const gv_case *item);

size_t gv_case_point_count(const gv_case *item);                   /* at least 1 */
const char *gv_case_point_name(const gv_case *item, size_t point); /* "initial", ... */

size_t gv_case_point_steps(const gv_case *item, size_t point); /* of training; 0: none */

/* Appends the steps of the model, in order of evaluation, the loss last.
 * Returns: GV_OK or GV_ERR_MEMORY. */
gv_status gv_case_outline(const gv_case *item, gv_outline *outline);

/* The kind of optimizer of a point that is trained, "adamw", and the rows of a step (0: all).
 */
const char *gv_case_point_optimizer(const gv_case *item, size_t point);
size_t gv_case_point_batch(const gv_case *item, size_t point);

/* Parameters that are frozen: no gradient reaches them, and no subject has them. */
size_t gv_case_frozen_count(const gv_case *item);
const char *gv_case_frozen_name(const gv_case *item, size_t index);

/* In the place of a point: the initial values. */
#define GV_CASE_START ((size_t)-1)

/* How far training is. */
typedef struct gv_training_news {
    size_t step, steps, epoch;
    bool measured; /* after an epoch, and at the end */
    double loss;   /* on all rows, as the checks see it, if it was measured */
} gv_training_news;

/* What a run changes of a case without editing its file.  {0}: nothing. */
typedef struct gv_case_overrides {
    bool has_seed; /* another seed for initial values and jitter; the data keep the file's */
    uint64_t seed;
    /* Told before the first step of training and after each; or NULL. */
    void (*told)(void *context, const gv_training_news *news);
    void *context;
    bool has_precision; /* this precision of everything, float64 included */
    gv_precision precision;
} gv_case_overrides;

/* Builds the model, moves it to the point (training runs on the graph without the fault),
 * plants the fault, and wraps it as a subject.
 * Returns: GV_OK; GV_ERR_ARGUMENT when there is no such point; GV_ERR_SUBJECT when training
 * leaves the finite numbers or the loss does not fall as the case says; GV_ERR_MEMORY.
 * Owns:    *out is new, free it with
 * gv_subject_destroy before the case. `overrides` and `error` may be NULL. */
gv_status gv_case_subject(const gv_case *item, size_t point, const gv_case_overrides *overrides,
                          gv_subject **out, gv_error *error);

#endif
