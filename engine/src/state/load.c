/* A state into a module: first everything is compared, then everything is copied. */
#include <stdlib.h>
#include <string.h>

#include "../nn/pointer_set.h"
#include "inside.h"
#include "mismatch.h"

/* The comparison under way. `first[k]` is the first place in the state of the k-th distinct
 * parameter of the module, or NOWHERE. */
#define NOWHERE SIZE_MAX

typedef struct comparison {
    const ag_state *module;
    const ag_state *given;
    ag_mismatches *list;
    ag_pointer_set distinct;
    size_t *first;
} comparison;

static ag_status find_distinct(comparison *c) {
    const size_t count = ag_state_count(c->module);
    c->first = malloc((count + 1) * sizeof *c->first);
    ag_status status = c->first == NULL ? AG_ERR_MEMORY : AG_OK;
    for (size_t i = 0; i < count && status == AG_OK; i++) {
        bool is_new;
        status = ag_pointer_set_add(&c->distinct, ag_state_parameter(c->module, i), &is_new);
        c->first[i] = NOWHERE;
    }
    return status;
}

static size_t *first_of(comparison *c, size_t place) {
    return &c->first[ag_pointer_set_order(&c->distinct, ag_state_parameter(c->module, place))];
}

static bool same_contents(const ag_parameter *a, const ag_parameter *b) {
    return ag_shape_equal(&a->shape, &b->shape) &&
           memcmp(a->data, b->data, a->size * sizeof(double)) == 0;
}

/* One place of the module against its entry in the state. */
static ag_status compare_place(comparison *c, size_t place, size_t at) {
    const char *name = ag_state_name(c->module, place);
    const ag_parameter *want = ag_state_parameter(c->module, place);
    const ag_parameter *got = ag_state_parameter(c->given, at);
    size_t *first = first_of(c, place);
    if (*first == NOWHERE)
        *first = at;
    if (!ag_shape_equal(&want->shape, &got->shape))
        return ag_mismatches_add(c->list,
                                 &(ag_mismatch){.kind = AG_MISMATCH_SHAPE,
                                                .wanted = want->shape,
                                                .found = got->shape},
                                 name, NULL);
    const ag_parameter *tied = ag_state_parameter(c->given, *first);
    if (!ag_shape_equal(&tied->shape, &got->shape) || same_contents(tied, got))
        return AG_OK; /* another shape of the first name is reported there */
    return ag_mismatches_add(c->list, &(ag_mismatch){.kind = AG_MISMATCH_TIE},
                             ag_state_name(c->given, *first), name);
}

static ag_status compare_places(comparison *c) {
    const size_t count = ag_state_count(c->module), given = ag_state_count(c->given);
    ag_status status = AG_OK;
    for (size_t i = 0; i < count && status == AG_OK; i++) {
        const size_t at = ag_state_index(c->given, ag_state_name(c->module, i));
        if (at < given)
            status = compare_place(c, i, at);
    }
    for (size_t i = 0; i < count && status == AG_OK; i++)
        if (*first_of(c, i) == NOWHERE)
            status = ag_mismatches_add(c->list, &(ag_mismatch){.kind = AG_MISMATCH_MISSING},
                                       ag_state_name(c->module, i), NULL);
    for (size_t i = 0; i < given && status == AG_OK; i++)
        if (ag_state_index(c->module, ag_state_name(c->given, i)) == count)
            status = ag_mismatches_add(c->list, &(ag_mismatch){.kind = AG_MISMATCH_UNEXPECTED},
                                       ag_state_name(c->given, i), NULL);
    return status;
}

static void copy_all(comparison *c) {
    for (size_t i = 0; i < ag_state_count(c->module); i++) {
        ag_parameter *to = ag_state_parameter(c->module, i);
        const ag_parameter *from = ag_state_parameter(c->given, *first_of(c, i));
        memmove(to->data, from->data, to->size * sizeof(double));
    }
}

ag_status ag_state_load(ag_module *module, const ag_state *state, ag_mismatches *mismatches) {
    ag_mismatches own = {0};
    ag_mismatches *list = mismatches == NULL ? &own : mismatches;
    const size_t before = list->count;
    ag_state *wanted = NULL;
    ag_status status = ag_state_collect(module, &wanted);
    comparison c = {.module = wanted, .given = state, .list = list};
    if (status == AG_OK)
        status = find_distinct(&c);
    if (status == AG_OK)
        status = compare_places(&c);
    if (status == AG_OK && list->count > before)
        status = AG_ERR_MISMATCH;
    if (status == AG_OK)
        copy_all(&c);
    ag_pointer_set_destroy(&c.distinct);
    free(c.first);
    ag_state_destroy(wanted);
    ag_mismatches_destroy(&own);
    return status;
}
