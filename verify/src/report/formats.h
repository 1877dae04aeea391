/* The formats, for their list. */
#ifndef GV_FORMATS_H
#define GV_FORMATS_H

#include "report/report.h"

extern const gv_format gv_format_text;
extern const gv_format gv_format_json;
extern const gv_format gv_format_html;
extern const gv_format gv_format_junit;
extern const gv_format gv_format_markdown;
extern const gv_format gv_format_tap;
extern const gv_format gv_format_github;

#endif
