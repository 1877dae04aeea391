/* The formats, for their list. */
#ifndef GV_FORMATS_H
#define GV_FORMATS_H

#include "report/report.h"

extern const gv_format gv_format_text;
extern const gv_format gv_format_json;

#endif
