/* What is set for one parameter alone. */
#ifndef GV_CHECK_SETTINGS_H
#define GV_CHECK_SETTINGS_H

#include "numeric/line.h"
#include "subject/subject.h"
#include <gradgate/verify/options.h>

/* The options of a check as they hold for one of its parameters (NULL: for the subject as a
 * whole): what is set for the parameter stands closer, and wins. */
gv_options gv_options_for(const gv_options *options, const gv_parameter *parameter);

/* Where the walk along a line starts, and on which sides: as these options say. */
void gv_options_guide(const gv_options *options, gv_line *line);

/* Do these settings leave entries out? */
static inline bool gv_settings_sample(const gv_group_settings *settings) {
    return settings->entries > 0 && settings->entries != GV_EVERY_ENTRY;
}

#endif
