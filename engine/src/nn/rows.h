/* Matrices out of tensors of more or fewer axes: what the modules that multiply share. */
#ifndef GRADGATE_ENGINE_SRC_ROWS_H
#define GRADGATE_ENGINE_SRC_ROWS_H

#include <gradgate/engine/module.h>

/* x (..., features) as (rows, features); a matrix is passed on. */
ag_node ag_rows_of(ag_graph *graph, ag_node x);

/* y (rows, features) with the leading axes of `like`, from which its rows came. */
ag_node ag_rows_back(ag_graph *graph, ag_node y, ag_node like);

/* Add a parameter of zeros as a field. Returns: AG_OK, AG_ERR_NAME, AG_ERR_MEMORY (also for a
 * shape that is not valid). */
ag_status ag_module_new_parameter(ag_module *module, const char *name, ag_shape shape);

/* `module` if all went well; else NULL, and the module is released. */
ag_module *ag_module_finish(ag_module *module, ag_status status);

#endif
