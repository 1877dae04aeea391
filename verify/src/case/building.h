/* A model while it is built, and for as long as a subject made from it lives. */
#ifndef GV_CASE_BUILDING_H
#define GV_CASE_BUILDING_H

#include "case/build.h"

typedef struct gv_building {
    const gv_case *item;
    ag_module *module;
    ag_parameter **parameters; /* in the module's order */
    size_t parameter_count;
    gv_engine_term *terms;       /* data first */
    ag_parameter **covers;       /* term_count x parameter_count */
    gv_engine_setting *settings; /* per parameter */
    gv_predictions predictions;
    gv_planted *planted;
} gv_building;

/* Module with its ties, terms, settings; its values are zeros.  Returns: NULL when memory is
 * short. */
gv_building *gv_building_create(const gv_case *item);
void gv_building_destroy(gv_building *b); /* NULL is allowed */

/* Records every term on the case's data, or on a batch of them (terms[t]), and their sum.
 * Returns: AG_NO_NODE with the graph's error set. */
ag_node gv_building_record(gv_building *b, const gv_data *data, ag_graph *graph,
                           ag_node *terms);

#endif
