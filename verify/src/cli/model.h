/* A case with its model at one point: what show and list look at. */
#ifndef GV_CLI_MODEL_H
#define GV_CLI_MODEL_H

#include "case/case.h"
#include "subject/subject.h"

/* The value of one term at the point, GV_WHOLE: of all; NaN where it has none. */
double gv_value_at_point(gv_subject *subject, size_t term);

/* Is it read in several places?  Its L2 term is not one of them. */
bool gv_is_tied(const gv_subject *subject, size_t parameter);

#endif
