#include "subject/callback.h"
#include "error.h"
#include "numeric/precision.h"
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct callback {
    gv_subject base;
    gv_problem problem;
    uint64_t seed;
    gv_parameter *parameters;
    double *point; /* ours: rounded to the storage of each group */
    double *x;     /* what a call is given; made anew for each */
} callback;

static void destroy(gv_subject *subject) {
    callback *c = (callback *)subject;
    free(c->parameters);
    free(c->point);
    free(c->x);
    free(c);
}

static void reset(const callback *c) {
    if (c->problem.reset)
        c->problem.reset(c->seed, c->problem.context);
}

/* The entries of one parameter along a direction, in bounds and in the storage's format. */
static void place_along(callback *c, const gv_parameter *parameter, const gv_probe *probe) {
    const gv_group *group = &parameter->group;
    for (size_t i = 0; i < parameter->count; i++) {
        const size_t entry = parameter->offset + i;
        if (probe->direction[entry] == 0.0)
            continue;
        double x = c->x[entry] + probe->step * probe->direction[entry];
        if (group->lower)
            x = fmax(x, group->lower[i]);
        if (group->upper)
            x = fmin(x, group->upper[i]);
        c->x[entry] = gv_round_to(group->storage, x);
    }
}

/* Writes the point as a probe changes it. */
static void place(callback *c, const gv_probe *probe) {
    const size_t n = c->base.count;
    memcpy(c->x, c->point, n * sizeof *c->x);
    if (!probe->direction) {
        const double change = probe->at - c->point[probe->entry];
        c->x[probe->entry] = probe->at;
        if (probe->weight != 0.0)
            c->x[probe->other] += probe->weight * change;
        return;
    }
    for (size_t p = 0; p < c->base.parameter_count; p++)
        place_along(c, &c->parameters[p], probe);
}

static gv_eval call(callback *c, gv_value_fn *value, double *result) {
    *result = NAN;
    reset(c);
    return value(c->x, c->base.count, result, c->problem.context);
}

static gv_status values(gv_subject *subject, const gv_probe *probes, size_t count,
                        double *results, gv_eval *evals) {
    callback *c = (callback *)subject;
    for (size_t i = 0; i < count; i++) {
        place(c, &probes[i]);
        evals[i] =
            call(c, probes[i].reference ? c->problem.reference : c->problem.value, &results[i]);
        if (evals[i] != GV_EVAL_OK && evals[i] != GV_EVAL_OUTSIDE)
            return GV_ERR_SUBJECT;
    }
    return GV_OK;
}

static gv_eval gradient_at(gv_subject *subject, const double *x, double *gradient) {
    callback *c = (callback *)subject;
    memcpy(c->x, x, c->base.count * sizeof *c->x);
    reset(c);
    return c->problem.gradient(c->x, c->base.count, gradient, c->problem.context);
}

static gv_eval gradient(gv_subject *subject, size_t term, double *result) {
    (void)term; /* a problem has no parts: the whole is all there is */
    return gradient_at(subject, ((callback *)subject)->point, result);
}

/* What the last call left of the numbers it was given. */
static const double *last_given(const gv_subject *subject) {
    return ((const callback *)subject)->x;
}

static const gv_subject_kind kind = {
    .name = "callback",
    .values = values,
    .gradient = gradient,
    .gradient_at = gradient_at,
    .last_given = last_given,
    .destroy = destroy,
};

static bool count_entries(const gv_group *group, size_t *count) {
    *count = 1;
    for (size_t axis = 0; axis < group->rank; axis++) {
        const size_t size = group->shape[axis];
        if (size == 0 || *count > SIZE_MAX / sizeof(double) / size)
            return false;
        *count *= size;
    }
    return true;
}

static gv_status check_group(const gv_group *group, size_t *count, gv_error *error) {
    if (!group->name || !*group->name)
        return gv_fail(error, GV_ERR_ARGUMENT, "a group has no name");
    if (group->rank > GV_RANK_MAX)
        return gv_fail(error, GV_ERR_ARGUMENT, "group '%.100s': %zu axes; at most %d",
                       group->name, group->rank, GV_RANK_MAX);
    if (!count_entries(group, count))
        return gv_fail(error, GV_ERR_ARGUMENT,
                       "group '%.100s': its shape has a zero or is too large", group->name);
    if ((unsigned)group->storage >= GV_PRECISION_COUNT ||
        (unsigned)group->constraint >= GV_CONSTRAINT_COUNT)
        return gv_fail(error, GV_ERR_ARGUMENT,
                       "group '%.100s': unknown storage precision or constraint", group->name);
    const bool square = group->rank == 2 && group->shape[0] == group->shape[1];
    if ((group->constraint == GV_SYMMETRIC || group->constraint == GV_LOWER_TRIANGULAR) &&
        !square)
        return gv_fail(error, GV_ERR_ARGUMENT,
                       "group '%.100s': a symmetric or triangular group is square",
                       group->name);
    return GV_OK;
}

static gv_status check_start(const gv_group *group, const double *start, size_t count,
                             gv_error *error) {
    for (size_t i = 0; i < count; i++) {
        const bool above = !group->lower || start[i] >= group->lower[i];
        const bool below = !group->upper || start[i] <= group->upper[i];
        if (!isfinite(start[i]) || !above || !below)
            return gv_fail(error, GV_ERR_ARGUMENT,
                           "group '%.100s': entry %zu of the start, %g, is not a finite "
                           "number within its bounds",
                           group->name, i, start[i]);
    }
    return GV_OK;
}

static gv_status check_problem(const gv_problem *problem, gv_error *error) {
    if (!problem->value || !problem->gradient)
        return gv_fail(error, GV_ERR_ARGUMENT, "the problem has no %s callback",
                       problem->value ? "gradient" : "value");
    if (!problem->groups || problem->group_count == 0 || !problem->start)
        return gv_fail(error, GV_ERR_ARGUMENT, "the problem has no %s",
                       problem->start ? "groups" : "start");
    if ((unsigned)problem->claim >= GV_PRECISION_COUNT)
        return gv_fail(error, GV_ERR_ARGUMENT, "unknown precision of the claim");
    return GV_OK;
}

/* Lays the groups out one after the other. */
static gv_status lay_out(callback *c, gv_precision precision, gv_error *error) {
    const gv_problem *problem = &c->problem;
    size_t total = 0;
    for (size_t g = 0; g < problem->group_count; g++) {
        gv_parameter *parameter = &c->parameters[g];
        parameter->group = problem->groups[g];
        if (precision != GV_FLOAT64)
            parameter->group.storage = precision;
        parameter->offset = total;
        gv_status status = check_group(&parameter->group, &parameter->count, error);
        if (status == GV_OK)
            status =
                check_start(&parameter->group, problem->start + total, parameter->count, error);
        if (status != GV_OK)
            return status;
        if (total > SIZE_MAX / sizeof(double) - parameter->count)
            return gv_fail(error, GV_ERR_ARGUMENT, "the groups are too large together");
        total += parameter->count;
    }
    c->base.count = total;
    return GV_OK;
}

static gv_status copy_start(callback *c, gv_error *error) {
    const size_t n = c->base.count;
    c->point = malloc(n * sizeof *c->point);
    c->x = malloc(n * sizeof *c->x);
    if (!c->point || !c->x)
        return gv_fail(error, GV_ERR_MEMORY, "no memory for %zu parameters", n);
    for (size_t p = 0; p < c->base.parameter_count; p++) {
        const gv_parameter *parameter = &c->parameters[p];
        for (size_t i = parameter->offset; i < parameter->offset + parameter->count; i++)
            c->point[i] = gv_round_to(parameter->group.storage, c->problem.start[i]);
    }
    return GV_OK;
}

static void describe(callback *c, const gv_options *options) {
    const bool preset = options->precision != GV_FLOAT64;
    c->base.kind = &kind;
    c->base.parameters = c->parameters;
    c->base.parameter_count = c->problem.group_count;
    c->base.claim = preset ? options->precision : c->problem.claim;
    c->base.accumulates = c->problem.accumulates;
    c->base.random = c->problem.reset != NULL;
    c->base.reference = c->problem.reference != NULL;
    c->base.batch = 1;
}

gv_status gv_callback_create(const gv_problem *problem, const gv_options *options,
                             gv_subject **subject, gv_error *error) {
    *subject = NULL;
    gv_status status = check_problem(problem, error);
    if (status != GV_OK)
        return status;
    callback *c = calloc(1, sizeof *c);
    gv_parameter *parameters = calloc(problem->group_count, sizeof *parameters);
    if (!c || !parameters) {
        free(c);
        free(parameters);
        return gv_fail(error, GV_ERR_MEMORY, "no memory for %zu groups", problem->group_count);
    }
    c->problem = *problem;
    c->seed = options->seed;
    c->parameters = parameters;
    describe(c, options);
    status = lay_out(c, options->precision, error);
    if (status == GV_OK)
        status = copy_start(c, error);
    if (status != GV_OK) {
        destroy(&c->base);
        return status;
    }
    c->base.point = c->point;
    *subject = &c->base;
    return GV_OK;
}
