/* Walking over an output and its broadcast inputs: axes of extent 1 are dropped and neighbours
 * joined, so that nearly every walk is one or two plain loops. Lanes are the outermost axis. */
#ifndef GRADGATE_ENGINE_SRC_WALK_H
#define GRADGATE_ENGINE_SRC_WALK_H

#include "family.h"

#define AG_WALK_INPUTS 2
#define AG_WALK_AXES (AG_MAX_RANK + 1)

/* Steps (in entries) of the output and each input along each remaining axis. */
typedef struct ag_walk {
    size_t rank; /* at least 1 */
    size_t extent[AG_WALK_AXES];
    size_t output_step[AG_WALK_AXES];
    size_t input_step[AG_WALK_INPUTS][AG_WALK_AXES];
    size_t output_offset;
    size_t input_offset[AG_WALK_INPUTS];
    size_t index[AG_WALK_AXES];
} ag_walk;

/* All lanes of a forward call, the whole output. */
void ag_walk_lanes(ag_walk *walk, const ag_forward_call *call);

/* One region of one lane; offsets are counted from the start of that lane. */
void ag_walk_region(ag_walk *walk, const ag_forward_call *call, const ag_region *region);

/* One lane without regions, from shapes alone (vjp and jvp). */
void ag_walk_shapes(ag_walk *walk, const ag_shape *output, const ag_shape *const *inputs,
                    size_t count);

/* By hand: an empty walk, its axes from the outermost to the innermost, and the end of them.
 * Whoever does so sets offsets that are not 0 after the begin. */
void ag_walk_begin(ag_walk *walk);
void ag_walk_axis(ag_walk *walk, size_t extent, size_t output_step,
                  const size_t input_steps[AG_WALK_INPUTS]);
void ag_walk_end(ag_walk *walk);

/* Step to the next run along the last axis. Returns: false at the end. */
bool ag_walk_next(ag_walk *walk);

#endif
