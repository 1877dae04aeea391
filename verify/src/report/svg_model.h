/* The model as a picture, and the loss of its training. */
#ifndef GV_SVG_MODEL_H
#define GV_SVG_MODEL_H

#include "report/svg.h"

/* Blocks from top to bottom in order of evaluation, each with its shape; beside them the
 * parameters, each once, with a line to every block that reads it: a tie is one box with
 * several lines.  What does not fit is counted.  `id`: see gv_svg_start. */
void gv_svg_model(gv_markup *m, const gv_outline *outline, const char *id);

/* The block in which a use reads: the one that its name begins with, indices aside ("cell[3]"
 * is "cell").  Returns: block_count when there is none. */
size_t gv_block_of_use(const gv_outline *outline, const char *use);

/* How often the blocks read a parameter: its uses, but those of L2 terms.  Above 1 it is tied.
 */
size_t gv_places_of(const gv_outline *outline, size_t parameter);

/* "(8, 10)"; "scalar". */
void gv_shape_print(const size_t *shape, size_t rank, char *text, size_t size);

/* The value over the steps of training. */
void gv_svg_loss(gv_markup *m, const gv_point_finding *point, const char *id);

#endif
