#include "subject/callback.h"
#include "error.h"
#include "numeric/precision.h"
#include "subject/problem.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct callback {
    gv_subject base;
    gv_problem problem;
    uint64_t seed;
    size_t calls; /* of both callbacks, so far */
    gv_parameter *parameters;
    double *floors; /* zeros: the lower bounds of a simplex that has none of its own */
    double *point;  /* ours: rounded to the storage of each group */
    double *x;      /* what a call is given; made anew for each */
    double *given;  /* the same, for comparison after the call */
} callback;

static void destroy(gv_subject *subject) {
    callback *c = (callback *)subject;
    free(c->parameters);
    free(c->floors);
    free(c->point);
    free(c->x);
    free(c->given);
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

/* Where a probe asks, in words: "at the point itself", "at w[3] = 1.5". */
static void say_where(const callback *c, const gv_probe *probe, char *text, size_t size) {
    const gv_parameter *parameter =
        &c->parameters[gv_subject_parameter_of(&c->base, probe->entry)];
    if (probe->direction)
        (void)snprintf(text, size, "%g along a direction", probe->step);
    else if (probe->at == c->point[probe->entry])
        (void)snprintf(text, size, "at the point itself");
    else
        (void)snprintf(text, size, "at %.60s[%zu] = %.17g", parameter->group.name,
                       probe->entry - parameter->offset, probe->at);
}

/* Keeps what a callback answered, for the finding. */
static void note_trouble(callback *c, const char *which, gv_eval answer, const char *where) {
    char said[64] = "reported an error";
    if (answer == GV_EVAL_OUTSIDE)
        (void)snprintf(said, sizeof said, "says that it is outside the domain");
    else if (answer != GV_EVAL_ERROR)
        (void)snprintf(said, sizeof said, "answered %d, which is no gv_eval,", (int)answer);
    (void)snprintf(c->base.trouble, sizeof c->base.trouble,
                   "the %s callback %s %s (call %zu of the callbacks)", which, said, where,
                   c->calls);
}

/* Before a call, and after it. */
static void lend(callback *c) {
    c->calls++;
    memcpy(c->given, c->x, c->base.count * sizeof *c->x);
    reset(c);
}

static void take_back(callback *c) {
    size_t i = 0;
    if (c->base.modified.any || memcmp(c->x, c->given, c->base.count * sizeof *c->x) == 0)
        return;
    while (memcmp(&c->x[i], &c->given[i], sizeof *c->x) == 0)
        i++;
    c->base.modified.any = true;
    c->base.modified.entry = i;
    c->base.modified.was = c->given[i];
    c->base.modified.is = c->x[i];
}

static gv_eval call(callback *c, gv_value_fn *value, double *result) {
    *result = NAN;
    lend(c);
    const gv_eval answer = value(c->x, c->base.count, result, c->problem.context);
    take_back(c);
    return answer;
}

static void note_value_trouble(callback *c, const gv_probe *probe, gv_eval answer) {
    char where[128];
    say_where(c, probe, where, sizeof where);
    note_trouble(c, probe->reference ? "reference" : "value", answer, where);
}

static gv_status values(gv_subject *subject, const gv_probe *probes, size_t count,
                        double *results, gv_eval *evals) {
    callback *c = (callback *)subject;
    for (size_t i = 0; i < count; i++) {
        place(c, &probes[i]);
        evals[i] =
            call(c, probes[i].reference ? c->problem.reference : c->problem.value, &results[i]);
        if (evals[i] != GV_EVAL_OK && evals[i] != GV_EVAL_OUTSIDE) {
            note_value_trouble(c, &probes[i], evals[i]);
            return GV_ERR_SUBJECT;
        }
    }
    return GV_OK;
}

static gv_eval gradient_at(gv_subject *subject, const double *x, double *gradient) {
    callback *c = (callback *)subject;
    const bool here = memcmp(x, c->point, c->base.count * sizeof *x) == 0;
    memcpy(c->x, x, c->base.count * sizeof *c->x);
    lend(c);
    const gv_eval answer =
        c->problem.gradient(c->x, c->base.count, gradient, c->problem.context);
    take_back(c);
    if (answer != GV_EVAL_OK)
        note_trouble(c, "gradient", answer, here ? "at the point itself" : "at another point");
    return answer;
}

static gv_eval gradient(gv_subject *subject, size_t term, double *result) {
    (void)term; /* a problem has no parts: the whole is all there is */
    return gradient_at(subject, ((callback *)subject)->point, result);
}

static const gv_subject_kind kind = {
    .name = "callback",
    .values = values,
    .gradient = gradient,
    .gradient_at = gradient_at,
    .destroy = destroy,
};

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
        gv_status status = gv_group_check(&parameter->group, &parameter->count, error);
        if (status == GV_OK)
            status = gv_group_check_start(&parameter->group, problem->start + total,
                                          parameter->count, error);
        if (status != GV_OK)
            return status;
        if (total > SIZE_MAX / sizeof(double) - parameter->count)
            return gv_fail(error, GV_ERR_ARGUMENT, "the groups are too large together");
        total += parameter->count;
    }
    c->base.count = total;
    return GV_OK;
}

/* Entries of a simplex are not negative, and no probe makes them so. */
static gv_status bound_simplexes(callback *c, gv_error *error) {
    c->floors = calloc(c->base.count, sizeof *c->floors);
    if (!c->floors)
        return gv_fail(error, GV_ERR_MEMORY, "no memory for %zu parameters", c->base.count);
    for (size_t p = 0; p < c->base.parameter_count; p++) {
        gv_group *group = &c->parameters[p].group;
        if (group->constraint == GV_SIMPLEX && !group->lower)
            group->lower = c->floors;
    }
    return GV_OK;
}

static gv_status copy_start(callback *c, gv_error *error) {
    const size_t n = c->base.count;
    c->point = malloc(n * sizeof *c->point);
    c->x = malloc(n * sizeof *c->x);
    c->given = malloc(n * sizeof *c->given);
    if (!c->point || !c->x || !c->given)
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
    gv_status status = gv_problem_check(problem, error);
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
    if (status == GV_OK)
        status = bound_simplexes(c, error);
    if (status != GV_OK) {
        destroy(&c->base);
        return status;
    }
    c->base.point = c->point;
    *subject = &c->base;
    return GV_OK;
}
