/* The list of report formats.  A new one is its file and a line here. */
#include "report/formats.h"
#include <string.h>

/* clang-format off: one line each */
const gv_format *const gv_format_list[] = {
    &gv_format_text,     &gv_format_json, &gv_format_html,   &gv_format_junit,
    &gv_format_markdown, &gv_format_tap,  &gv_format_github, NULL,
};
/* clang-format on */

const gv_format *gv_format_find(const char *name) {
    for (const gv_format *const *format = gv_format_list; *format; format++)
        if (strcmp((*format)->name, name) == 0)
            return *format;
    return NULL;
}
