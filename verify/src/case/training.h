/* Training: what a point says of it, and the loop. */
#ifndef GV_CASE_TRAINING_H
#define GV_CASE_TRAINING_H

#include "case/building.h"

/* Reads the settings of the point `train`. */
bool gv_read_training(gv_reading *reading, const gv_node *settings, gv_case *item,
                      gv_training *training);
enum { GV_TRAINING_FIELDS = 7 };
extern const gv_field gv_training_fields[GV_TRAINING_FIELDS];

/* Trains the model of `b` from the values it has, without its fault.
 * Returns: GV_OK; GV_ERR_SUBJECT when training leaves the finite numbers or the loss does not
 *          fall as far as it is to; GV_ERR_MEMORY. */
gv_status gv_train(gv_building *b, const gv_training *training, uint64_t seed,
                   const gv_case_overrides *overrides, gv_error *error);

/* Can the model be recorded on batches of that size?  Returns: as above. */
gv_status gv_training_try(const gv_case *item, const gv_training *training, gv_error *error);

#endif
