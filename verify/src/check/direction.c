/* direction: directional derivatives along signed random directions, per parameter and over all
 * of them together; where one fails, halves of it down to the entries at fault. */
#include "check/allowed.h"
#include "check/entries.h"
#include "check/list.h"
#include "check/random.h"
#include "verdict/collect.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STREAM = 64 };

/* A direction over the entries [from, to) of the flat vector, zero elsewhere. */
typedef struct directions {
    const gv_checking *checking;
    double *vector; /* n numbers: one direction at a time */
    uint64_t stream;
    size_t from, to;
    gv_entry decided;
} directions;

/* An entry closer to a bound than a step moves away from it, on one side only if need be. */
static double inward(const gv_group *group, size_t i, double x, double change) {
    const double near = fabs(change) * 0x1p-6;
    if (group->upper && group->upper[i] - x < near)
        return -fabs(change);
    if (group->lower && x - group->lower[i] < near)
        return fabs(change);
    return change;
}

/* Signs at random, sizes of the entries: every entry moves the value by its share, and no
 * single wrong entry can hide, whatever the signs. */
static void fill(directions *d) {
    const gv_subject *subject = d->checking->subject;
    gv_survey_direction(d->checking->survey, subject, d->checking->options->seed,
                        STREAM + d->stream, d->vector);
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        for (size_t i = 0; i < parameter->count; i++) {
            const size_t entry = parameter->offset + i;
            d->vector[entry] =
                entry < d->from || entry >= d->to
                    ? 0.0
                    : inward(&parameter->group, i, subject->point[entry], d->vector[entry]);
        }
        gv_allow_direction(parameter, d->vector + parameter->offset);
    }
}

/* How far one can go along the direction before an entry meets a bound. */
static void bound(const directions *d, gv_line *line) {
    const gv_subject *subject = d->checking->subject;
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        const gv_group *group = &parameter->group;
        for (size_t i = 0; i < parameter->count; i++) {
            const double v = d->vector[parameter->offset + i];
            const double x = subject->point[parameter->offset + i];
            const double up = group->upper ? (group->upper[i] - x) / v : INFINITY;
            const double down = group->lower ? (group->lower[i] - x) / v : INFINITY;
            if (v == 0.0)
                continue;
            line->upper = fmin(line->upper, v > 0.0 ? up : fabs(down));
            line->lower = fmax(line->lower, v > 0.0 ? -fabs(down) : -fabs(up));
        }
    }
}

/* sum g_i d_i, and the rounding of that sum: n u sum |g_i d_i|, Higham, eq. 4.4. */
static double claimed_slope(const directions *d, double *rounding) {
    const double *claim = d->checking->survey->claim;
    double slope = 0.0, size = 0.0;
    for (size_t i = d->from; i < d->to; i++) {
        slope += claim[i] * d->vector[i];
        size += fabs(claim[i] * d->vector[i]);
    }
    *rounding = (double)(d->to - d->from) * DBL_EPSILON * size;
    return slope;
}

/* Scatter adds up as rounding errors do, not in one direction: in squares. */
static double scatter_along(const directions *d) {
    const double *scatter = d->checking->survey->scatter;
    double squares = 0.0;
    for (size_t i = d->from; scatter && i < d->to; i++)
        squares += scatter[i] * d->vector[i] * scatter[i] * d->vector[i];
    return 8.0 * sqrt(squares);
}

static void ask(void *context, size_t i, gv_question *question) {
    directions *d = context;
    const gv_options *options = d->checking->options;
    double rounding = 0.0;
    (void)i;
    question->claimed = claimed_slope(d, &rounding);
    question->probe = (gv_probe){.term = GV_WHOLE,
                                 .use = GV_WHOLE,
                                 .direction = d->vector,
                                 .reference = d->checking->survey->reference};
    question->line =
        (gv_line){.x = 0.0,
                  .f0 = d->checking->survey->value,
                  .lower = -INFINITY,
                  .upper = INFINITY,
                  .noise = d->checking->survey->noise,
                  .finest = 0x1p-44, /* of the entries: 2^-52, and room for their sizes */
                  .scale = 1.0};
    bound(d, &question->line);
    question->demand = (gv_demand){.tolerance = options->tolerance,
                                   .resolution = options->resolution,
                                   .scatter = rounding + scatter_along(d)};
}

static gv_status listen(void *context, size_t i, const gv_item *item) {
    directions *d = context;
    (void)i;
    d->decided = item->entry;
    return GV_OK;
}

static gv_status decide(directions *d) {
    fill(d);
    return gv_batch_run(d->checking, 1, ask, listen, d);
}

/* Halves the range while one half fails alone: ends at an entry, or where only the whole
 * fails. */
static gv_status locate(directions *d, size_t *from, size_t *to) {
    gv_status status = GV_OK;
    while (*to - *from > 1 && status == GV_OK) {
        const size_t middle = *from + (*to - *from) / 2;
        d->from = *from;
        d->to = middle;
        status = decide(d);
        const bool first = d->decided.verdict == GV_FAIL;
        if (!first) {
            d->from = middle;
            d->to = *to;
            if (status == GV_OK)
                status = decide(d);
            if (d->decided.verdict != GV_FAIL)
                break;
        }
        *from = d->from;
        *to = d->to;
    }
    return status;
}

static gv_status name_culprit(directions *d, gv_check_finding *check) {
    const gv_subject *subject = d->checking->subject;
    size_t from = d->from, to = d->to;
    const gv_status status = locate(d, &from, &to);
    if (status != GV_OK)
        return status;
    const gv_parameter *a = &subject->parameters[gv_subject_parameter_of(subject, from)];
    if (to - from == 1)
        return gv_set_text(&check->diagnosis, "an error in %s[%zu]", a->group.name,
                           from - a->offset);
    const gv_parameter *b = &subject->parameters[gv_subject_parameter_of(subject, to - 1)];
    return gv_set_text(&check->diagnosis, "errors between %s[%zu] and %s[%zu]", a->group.name,
                       from - a->offset, b->group.name, to - 1 - b->offset);
}

/* Of the entries, how many would be seen if they alone were off by one percent: those whose
 * error would exceed what the direction allows. */
static gv_status state_power(const directions *d, const gv_entry *entry, size_t from, size_t to,
                             gv_check_finding *check) {
    const double *claim = d->checking->survey->claim;
    size_t seen = 0;
    for (size_t i = from; i < to; i++)
        seen += 0.01 * fabs(claim[i] * d->vector[i]) > entry->allowed;
    return gv_set_text(
        &check->message,
        "%zu directions over %zu entries: one entry off by 1 %% alone would be "
        "seen in %zu of them; two errors that cancel in one direction escape all "
        "with a chance of 2^-%zu",
        d->checking->options->directions, to - from, seen, d->checking->options->directions);
}

static gv_status check_range(directions *d, const gv_parameter *parameter, size_t from,
                             size_t to) {
    const gv_options *options = d->checking->options;
    gv_check_finding *check = gv_checking_add(d->checking, gv_check_direction.name, parameter);
    if (!check)
        return GV_ERR_MEMORY;
    gv_status status = GV_OK;
    for (size_t i = 0; i < options->directions && status == GV_OK; i++) {
        d->stream++;
        d->from = from;
        d->to = to;
        status = decide(d);
        if (status != GV_OK)
            break;
        gv_entry entry = d->decided;
        entry.index = i;
        status = gv_check_count(check, &entry, options->notable);
        if (status == GV_OK && i == 0)
            status = state_power(d, &entry, from, to, check);
        if (status == GV_OK && entry.verdict == GV_FAIL && !check->diagnosis)
            status = name_culprit(d, check);
    }
    gv_check_conclude(check, options);
    return status;
}

static gv_status run(const gv_checking *checking, gv_error *error) {
    const gv_subject *subject = checking->subject;
    (void)error;
    directions d = {.checking = checking, .vector = calloc(subject->count, sizeof *d.vector)};
    gv_status status = d.vector ? GV_OK : GV_ERR_MEMORY;
    for (size_t p = 0; p < subject->parameter_count && status == GV_OK; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        status =
            check_range(&d, parameter, parameter->offset, parameter->offset + parameter->count);
    }
    if (status == GV_OK && subject->parameter_count > 1)
        status = check_range(&d, NULL, 0, subject->count);
    free(d.vector);
    return status;
}

static bool applies(const gv_subject *subject) {
    (void)subject;
    return true;
}

const gv_check_kind gv_check_direction = {
    .name = "direction",
    .question = "Are directional derivatives along signed random directions right?",
    .standard = false,
    .covers = true,
    .applies = applies,
    .run = run,
};
