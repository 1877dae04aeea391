/* What the parts of a derivative (uses of a tied parameter, terms of the value) contribute. */
#ifndef GV_SVG_PARTS_H
#define GV_SVG_PARTS_H

#include "report/svg.h"

/* Of each part the claim as a bar and the measurement as a mark on it. */
void gv_svg_parts(gv_markup *m, const gv_part *parts, size_t count, const char *id);

#endif
