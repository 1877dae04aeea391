/* An optimizer: groups with settings, members with state. All memory is taken when a group is
 * added, so that a step takes none. */
#include <stdio.h>
#include <stdlib.h>

#include <gradgate/engine/optim.h>

#include "../graph/tape.h"
#include "../nn/pointer_set.h"

typedef struct member {
    ag_parameter *parameter; /* a reference */
    size_t group;
    uint64_t steps;
    double *slots; /* kind->slots numbers per entry */
} member;

struct ag_optimizer {
    const ag_optimizer_kind *kind;
    ag_optimizer_settings *groups;
    size_t group_count, group_capacity;
    member *members;
    size_t member_count, member_capacity;
};

ag_optimizer *ag_optimizer_create(const ag_optimizer_kind *kind) {
    ag_optimizer *optimizer = calloc(1, sizeof *optimizer);
    if (optimizer != NULL)
        optimizer->kind = kind;
    return optimizer;
}

static void drop_members(ag_optimizer *optimizer, size_t from) {
    for (size_t i = from; i < optimizer->member_count; i++) {
        ag_parameter_release(optimizer->members[i].parameter);
        free(optimizer->members[i].slots);
    }
    optimizer->member_count = from;
}

void ag_optimizer_destroy(ag_optimizer *optimizer) {
    if (optimizer == NULL)
        return;
    drop_members(optimizer, 0);
    free(optimizer->members);
    free(optimizer->groups);
    free(optimizer);
}

/* ---- adding a group ---- */

static ag_status no_memory(ag_error *error) {
    if (error != NULL)
        *error = (ag_error){.status = AG_ERR_MEMORY, .message = "optimizer: no memory"};
    return AG_ERR_MEMORY;
}

static ag_status refuse(ag_error *error, const ag_parameter *parameter) {
    if (error != NULL) {
        error->status = AG_ERR_ARGUMENT;
        snprintf(error->message, sizeof error->message, "optimizer: %.100s %s",
                 parameter == NULL ? "a parameter" : parameter->name,
                 parameter == NULL ? "is NULL" : "is in an earlier group");
    }
    return AG_ERR_ARGUMENT;
}

static ag_status add_member(ag_optimizer *optimizer, ag_parameter *parameter) {
    double *slots = NULL;
    if (ag_grow((void **)&optimizer->members, &optimizer->member_capacity,
                optimizer->member_count, sizeof *optimizer->members))
        slots = calloc(parameter->size, optimizer->kind->slots * sizeof *slots);
    if (slots == NULL)
        return AG_ERR_MEMORY;
    optimizer->members[optimizer->member_count++] =
        (member){.parameter = ag_parameter_retain(parameter),
                 .group = optimizer->group_count,
                 .slots = slots};
    return AG_OK;
}

/* Members of earlier groups, and then what the list adds. */
static ag_status add_members(ag_optimizer *optimizer, ag_pointer_set *met,
                             ag_parameter *const *parameters, size_t count, ag_error *error) {
    const size_t earlier = optimizer->member_count;
    bool is_new = false;
    ag_status status = AG_OK;
    for (size_t i = 0; i < earlier && status == AG_OK; i++)
        status = ag_pointer_set_add(met, optimizer->members[i].parameter, &is_new);
    for (size_t i = 0; i < count && status == AG_OK; i++) {
        if (parameters[i] == NULL)
            return refuse(error, NULL);
        status = ag_pointer_set_add(met, parameters[i], &is_new);
        if (status == AG_OK && is_new)
            status = add_member(optimizer, parameters[i]);
        else if (status == AG_OK && ag_pointer_set_order(met, parameters[i]) < earlier)
            return refuse(error, parameters[i]);
    }
    return status == AG_OK ? AG_OK : no_memory(error);
}

ag_status ag_optimizer_add_group(ag_optimizer *optimizer, ag_parameter *const *parameters,
                                 size_t count, const ag_optimizer_settings *settings,
                                 ag_error *error) {
    const size_t earlier = optimizer->member_count;
    ag_status status = ag_optimizer_check(optimizer->kind, settings, error);
    if (status != AG_OK)
        return status;
    if (!ag_grow((void **)&optimizer->groups, &optimizer->group_capacity,
                 optimizer->group_count, sizeof *optimizer->groups))
        return no_memory(error);
    ag_pointer_set met = {0};
    status = add_members(optimizer, &met, parameters, count, error);
    ag_pointer_set_destroy(&met);
    if (status == AG_OK)
        optimizer->groups[optimizer->group_count++] = *settings;
    else
        drop_members(optimizer, earlier);
    return status;
}

/* ---- stepping ---- */

void ag_optimizer_step(ag_optimizer *optimizer) {
    for (size_t i = 0; i < optimizer->member_count; i++) {
        member *m = &optimizer->members[i];
        if (m->parameter->requires_grad)
            optimizer->kind->step(&optimizer->groups[m->group], ++m->steps, m->parameter,
                                  m->slots);
    }
}

void ag_optimizer_zero_grad(ag_optimizer *optimizer) {
    for (size_t i = 0; i < optimizer->member_count; i++)
        ag_zero_grad(&optimizer->members[i].parameter, 1);
}

/* ---- looking ---- */

size_t ag_optimizer_group_count(const ag_optimizer *optimizer) {
    return optimizer->group_count;
}

ag_optimizer_settings *ag_optimizer_group(ag_optimizer *optimizer, size_t group) {
    return group < optimizer->group_count ? &optimizer->groups[group] : NULL;
}

size_t ag_optimizer_parameter_count(const ag_optimizer *optimizer) {
    return optimizer->member_count;
}

ag_parameter *ag_optimizer_parameter(const ag_optimizer *optimizer, size_t index) {
    return index < optimizer->member_count ? optimizer->members[index].parameter : NULL;
}

uint64_t ag_optimizer_steps(const ag_optimizer *optimizer, size_t index) {
    return index < optimizer->member_count ? optimizer->members[index].steps : 0;
}

const double *ag_optimizer_slot(const ag_optimizer *optimizer, size_t index, size_t slot) {
    if (index >= optimizer->member_count || slot >= optimizer->kind->slots)
        return NULL;
    const member *m = &optimizer->members[index];
    return m->slots + slot * m->parameter->size;
}
