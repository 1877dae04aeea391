/* The kind of mistake that explains a wrong gradient best. */
#ifndef GV_DIAGNOSIS_H
#define GV_DIAGNOSIS_H

#include <gradgate/verify/findings.h>

/* What is known of one parameter whose gradient failed. */
typedef struct gv_symptoms {
    size_t count;
    const double *claimed;
    const double *measured; /* NaN where an entry was not measured */
    const double *error;    /* bound of each; 0 where not measured */
    const double *point;    /* the parameter itself */
    size_t rank;
    const size_t *shape;
} gv_symptoms;

/* Sets check->diagnosis to the first kind of the list that explains every measured entry, and
 * leaves it NULL when none does.  Returns: GV_OK; GV_ERR_MEMORY. */
gv_status gv_diagnose(const gv_symptoms *symptoms, gv_check_finding *check);

#endif
