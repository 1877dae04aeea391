/* Which workspace a probe is evaluated in.
 *
 * A value must not depend on the probes around it.  OpenBLAS may treat a row otherwise by its
 * place in a product, or by how many rows there are; so when a subject is made, changes of its
 * parameters and uses are tried in every place of a wide and of a narrow workspace.  Where all
 * bits agree, full batches go through the wide one and what is left over through the narrow,
 * which a lone probe does not have to fill; where they do not, places are not mixed. */
#include "subject/engine_inside.h"

#include <stdlib.h>
#include <string.h>

/* Two places may agree on a value whose parts differ, by luck of its last rounding, perhaps
 * every other time: so the narrow workspace, which costs little, is tried with so many steps.
 */
enum { NARROW = 2, TRIED_MAX = 64, NARROW_STEPS = 16 };

static bool same_bits(const void *a, const void *b, size_t size) {
    return memcmp(a, b, size) == 0;
}

/* The value of one change in every place of a workspace, if it is the same in all. */
static bool is_same_everywhere(gv_engine_subject *s, ag_lanes *lanes, const ag_change *change,
                               double *value) {
    size_t width = ag_lanes_width(lanes);
    for (size_t i = 0; i < width; i++)
        s->changes[i] = *change;
    if (ag_lanes_evaluate(lanes, s->changes, width, &s->loss, 1, s->values) != AG_OK)
        return false;
    for (size_t i = 1; i < width; i++)
        if (!same_bits(&s->values[i], &s->values[0], sizeof *s->values))
            return false;
    *value = s->values[0];
    return true;
}

/* `by`: the step of the change. */
static void try_narrow(gv_engine_subject *s, ag_change change, double by) {
    double value;
    for (int k = 1; k < NARROW_STEPS && s->narrow_is_even; k++) {
        change.at += by * 0.0625;
        s->narrow_is_even = is_same_everywhere(s, s->narrow, &change, &value);
    }
}

static void try_change(gv_engine_subject *s, const ag_change *change, double by) {
    double wide = 0, narrow = 0;
    if (!is_same_everywhere(s, s->wide, change, &wide))
        s->wide_is_even = false;
    if (!is_same_everywhere(s, s->narrow, change, &narrow) ||
        !same_bits(&wide, &narrow, sizeof wide))
        s->narrow_is_even = false;
    try_narrow(s, *change, by);
}

/* An entry of a parameter changed in every use, and in each use alone. */
static void try_parameter(gv_engine_subject *s, size_t index, size_t *left) {
    const gv_engine_parameter *held = &s->held[index];
    const double by = 0.0078125;
    ag_change change = ag_change_none();
    change.parameter = held->parameter;
    change.entry = s->parameters[index].count / 2;
    change.at = s->point[s->parameters[index].offset + change.entry] + by;
    for (size_t use = 0; use <= held->use_count && held->use_count > 0 && *left > 0; use++) {
        change.leaf = use < held->use_count ? held->leaves[use] : AG_NO_NODE;
        try_change(s, &change, by);
        (*left)--;
    }
}

bool gv_engine_make_lanes(gv_engine_subject *s) {
    s->wide = ag_lanes_create(s->graph, 0);
    s->narrow = ag_lanes_create(s->graph, NARROW);
    if (s->wide == NULL || s->narrow == NULL)
        return false;
    size_t width = ag_lanes_width(s->wide);
    s->capacity = GV_ENGINE_BLOCK * (width > NARROW ? width : NARROW);
    s->changes = calloc(s->capacity, sizeof *s->changes);
    s->values = calloc(s->capacity, sizeof *s->values);
    s->places = calloc(s->capacity, sizeof *s->places);
    if (s->changes == NULL || s->values == NULL || s->places == NULL)
        return false;
    s->wide_is_even = s->narrow_is_even = true;
    size_t left = TRIED_MAX, step = s->base.parameter_count / TRIED_MAX + 1;
    for (size_t i = 0; i < s->base.parameter_count && left > 0; i += step)
        try_parameter(s, i, &left);
    s->base.batch = s->wide_is_even ? width : 1;
    return true;
}

bool gv_engine_evaluate(gv_engine_subject *s, size_t count, ag_node target) {
    size_t width = ag_lanes_width(s->wide), wide = count, at_once = count;
    if (!s->wide_is_even) {
        wide = 0;
        at_once = 1;
    } else if (s->narrow_is_even && count % width < width / 2) {
        wide = count - count % width;
    }
    if (wide > 0 &&
        ag_lanes_evaluate(s->wide, s->changes, wide, &target, 1, s->values) != AG_OK)
        return false;
    for (size_t done = wide; done < count; done += at_once) {
        size_t n = count - done < at_once ? count - done : at_once;
        if (ag_lanes_evaluate(s->narrow, s->changes + done, n, &target, 1, s->values + done) !=
            AG_OK)
            return false;
    }
    return true;
}
