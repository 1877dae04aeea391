/* What is found out once per subject and point, before any item: the value there, its noise,
 * the typical sizes of the parameters, and the claim. */
#ifndef GV_SURVEY_H
#define GV_SURVEY_H

#include "subject/subject.h"
#include <gradgate/verify/findings.h>

struct gv_survey {
    size_t term;     /* whose value and noise these are; GV_WHOLE: those of the whole */
    double value;    /* f at the point, as the probes see it */
    double noise;    /* bound of the error of one value */
    bool reference;  /* probes use the value in higher precision: the two agree at the point */
    double apart;    /* by how much the two differ where they do not agree; else 0 */
    double *claim;   /* n numbers: the gradient as first called */
    double *scatter; /* n numbers: of the claim one ulp of its precision away; NULL: float64 */
    double moves;    /* the most that an entry moves the value by: |claim| scale */
    double *explained; /* per parameter: scatter that the claim's precision explains */
    double *typical;   /* per parameter: root mean square of its entries; 1 if all are zero */
    size_t *kinks;     /* flat indices of the entries that passed at a kink so far */
    double *jumps;     /* of the slope, at each of them */
    double *middles;   /* between the slopes, at each of them */
    size_t kink_count; /* grows as checks find them; at most n */
    gv_eval broke;     /* what the subject answered, when it could not be surveyed */
};
typedef struct gv_survey gv_survey;

/* Surveys a subject at its point.
 * Returns: GV_OK, also when the subject broke (survey->broke says so); GV_ERR_MEMORY.
 * Owns:    *survey is new; gv_survey_destroy, NULL allowed. */
gv_status gv_survey_create(gv_subject *subject, const gv_options *options, gv_survey **survey);
void gv_survey_destroy(gv_survey *survey);

/* The survey of one term: `narrowed` becomes a copy whose value and noise are the term's.  It
 * borrows everything else: never destroy it.
 * Returns: GV_OK; GV_ERR_SUBJECT; GV_ERR_MEMORY. */
gv_status gv_survey_narrow(const gv_survey *survey, gv_subject *subject,
                           const gv_options *options, size_t term, gv_survey *narrowed);

/* The typical size of an entry: where its walk starts.  |x|, unless x is 0: then that of its
 * parameter. */
double gv_survey_scale(const gv_survey *survey, const gv_subject *subject, size_t parameter,
                       size_t entry);

/* A direction of all n entries, each a power of two of the size of its entry with a random
 * sign, so that multiples of 2^-32 of it are added without rounding; bent to what constrained
 * groups allow. */
void gv_survey_direction(const gv_survey *survey, const gv_subject *subject, uint64_t seed,
                         uint64_t stream, double *direction);

#endif
