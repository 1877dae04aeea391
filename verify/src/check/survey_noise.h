/* The noise of the value at the point of a survey. */
#ifndef GV_SURVEY_NOISE_H
#define GV_SURVEY_NOISE_H

#include "check/survey.h"

/* Sets survey->noise to what difference tables show at survey->value, and to one ulp of it at
 * the least.  Returns: GV_OK; GV_ERR_SUBJECT; GV_ERR_MEMORY. */
gv_status gv_survey_noise(gv_survey *survey, gv_subject *subject, const gv_options *options);

#endif
