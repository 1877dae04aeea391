/* What a case's model consists of, for the findings. */
#include "case/spec.h"
#include "verdict/outline.h"

gv_status gv_outline_step(gv_outline *outline, const char *name, const char *kind,
                          const ag_shape *shape) {
    gv_outline_block *block = gv_outline_add_block(outline, name, kind);
    if (block == NULL)
        return GV_ERR_MEMORY;
    block->rank = shape->rank;
    for (size_t axis = 0; axis < shape->rank; axis++)
        block->shape[axis] = shape->extent[axis];
    return GV_OK;
}

gv_status gv_case_outline(const gv_case *item, gv_outline *outline) {
    const ag_shape scalar = {.rank = 0};
    gv_status status = item->model.kind->outline(item, outline);
    if (status != GV_OK || item->model.kind->loss != NULL)
        return status; /* a model that ends in its loss has told it */
    return gv_outline_step(outline, "loss", item->loss->kind.name, &scalar);
}
