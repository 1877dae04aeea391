/* direction: directional derivatives along signed random directions, per parameter and over all
 * of them together; where one fails, halves of it down to the entries at fault. */
#include "check/allowed.h"
#include "check/culprits.h"
#include "check/entries.h"
#include "check/list.h"
#include "check/random.h"
#include "check/settings.h"
#include "verdict/collect.h"
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STREAM = 64 };

/* A direction over the entries [from, to) of the flat vector, zero elsewhere. */
typedef struct directions {
    const gv_checking *checking;
    double *vector;       /* n numbers: one direction at a time */
    unsigned char *marks; /* n: MOVED, SEEN, ZERO by the directions over one range so far */
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

/* On a face of the simplex what is zero can only rise: then the rest falls, and of zeros that
 * are more than the rest others stay in each direction. */
static void enter_simplex(const directions *d, const gv_parameter *parameter) {
    const double *point = d->checking->subject->point + parameter->offset;
    double *direction = d->vector + parameter->offset;
    size_t zeros = 0, rest = 0;
    for (size_t i = 0; i < parameter->count; i++) {
        zeros += direction[i] != 0.0 && point[i] <= 0.0;
        rest += direction[i] != 0.0 && point[i] > 0.0;
    }
    if (zeros == 0)
        return;
    const size_t stay = zeros > rest ? zeros - rest : 0, first = (size_t)d->stream % zeros;
    size_t seen = 0;
    for (size_t i = 0; i < parameter->count; i++) {
        if (direction[i] == 0.0)
            continue;
        const bool zero = point[i] <= 0.0;
        const bool stays = zero && (seen++ + zeros - first) % zeros < stay;
        direction[i] = stays ? 0.0 : zero ? fabs(direction[i]) : -fabs(direction[i]);
    }
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
        if (parameter->group.constraint == GV_SIMPLEX)
            enter_simplex(d, parameter);
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

/* sum g_i d_i, and the rounding of that sum: n u sum |g_i d_i|, Higham, eq. 4.4.  Over all
 * entries that move: of a symmetric parameter some outside the range do. */
static double claimed_slope(const directions *d, double *rounding) {
    const double *claim = d->checking->survey->claim;
    double slope = 0.0, size = 0.0;
    size_t terms = 0;
    for (size_t i = 0; i < d->checking->subject->count; i++) {
        if (d->vector[i] == 0.0)
            continue;
        slope += claim[i] * d->vector[i];
        size += fabs(claim[i] * d->vector[i]);
        terms++;
    }
    *rounding = (double)terms * DBL_EPSILON * size;
    return slope;
}

/* Scatter adds up as rounding errors do, not in one direction: in squares. */
static double scatter_along(const directions *d) {
    const double *scatter = d->checking->survey->scatter;
    double squares = 0.0;
    for (size_t i = 0; scatter && i < d->checking->subject->count; i++)
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
    gv_options_guide(options, &question->line);
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

/* Does the direction over [from, to) alone fail? */
static gv_status fails(void *context, gv_suspect *suspect, bool *failed) {
    directions *d = context;
    d->from = suspect->from;
    d->to = suspect->to;
    const gv_status status = decide(d);
    *failed = status == GV_OK && d->decided.verdict == GV_FAIL;
    if (suspect->to - suspect->from == 1) {
        suspect->claimed = d->decided.claimed / d->vector[suspect->from];
        suspect->measured = d->decided.measured / d->vector[suspect->from];
    }
    return status;
}

/* What an error has to be for the statement of power, as a share of the entry. */
static const double visible = 0.01;

enum { MOVED = 1, SEEN = 2, ZERO = 4 };

/* Marks the entries that this direction moves, and those of which an error of one percent,
 * alone, would have made it fail: one that exceeds what is allowed and the gap that is there
 * already. */
static void mark(const directions *d, const gv_entry *entry) {
    const double *claim = d->checking->survey->claim;
    const bool passed = entry->verdict == GV_PASS;
    for (size_t i = d->from; i < d->to; i++) {
        const double error = visible * fabs(claim[i] * d->vector[i]);
        if (d->vector[i] != 0.0)
            d->marks[i] |= claim[i] == 0.0 ? MOVED | ZERO : MOVED;
        if (passed && error > entry->allowed + entry->gap)
            d->marks[i] |= SEEN;
    }
}

/* How many of the entries have all these marks. */
static size_t marked(const directions *d, size_t from, size_t to, unsigned char marks) {
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += (d->marks[i] & marks) == marks;
    return count;
}

/* Of a claim of zero one percent is nothing: what such an entry hides is not told of.  Two
 * errors cancel in a direction by the sign of one of them, an even chance each time. */
static gv_status state_power(const directions *d, size_t from, size_t to,
                             gv_check_finding *check) {
    const size_t count = d->checking->options->directions;
    const size_t moved = marked(d, from, to, MOVED), seen = marked(d, from, to, SEEN);
    const size_t zero = marked(d, from, to, MOVED | ZERO), some = moved - zero;
    char zeros[80] = "";
    if (moved == 0 || check->entries.failed > 0)
        return GV_OK;
    if (zero > 0)
        (void)snprintf(zeros, sizeof zeros, " (%zu are claimed to be zero)", zero);
    return gv_check_remark(
        check,
        "%zu directions over %zu entries%s: one entry off by 1 %% alone would be seen in %zu "
        "of "
        "them, and missed with a chance of %.3g %%; two errors that cancel in one direction "
        "escape all with a chance of 2^-%zu",
        count, moved, zeros, seen,
        some > 0 ? 100.0 * (double)(some - seen) / (double)some : 0.0, count);
}

/* The directions over one range, by its own settings. */
static gv_status check_own(directions *d, size_t from, size_t to, gv_check_finding *check) {
    const gv_options *options = d->checking->options;
    gv_status status = GV_OK;
    memset(d->marks, 0, d->checking->subject->count);
    for (size_t i = 0; i < options->directions && status == GV_OK; i++) {
        d->stream++;
        d->from = from;
        d->to = to;
        status = decide(d);
        if (status != GV_OK)
            break;
        gv_entry entry = d->decided;
        entry.index = i;
        mark(d, &entry);
        status = gv_check_count(check, &entry, options->notable);
        if (status == GV_OK && entry.verdict == GV_FAIL && !check->diagnosis)
            status = gv_name_culprits(d->checking->subject, from, to, fails, d, check);
    }
    return status;
}

static gv_status check_range(directions *d, const gv_parameter *parameter, size_t from,
                             size_t to) {
    const gv_checking *common = d->checking;
    const gv_options options = gv_options_for(common->options, parameter);
    gv_checking own = *common;
    gv_check_finding *check = gv_checking_add(common, gv_check_direction.name, parameter);
    if (!check)
        return GV_ERR_MEMORY;
    own.options = &options;
    d->checking = &own;
    gv_status status = check_own(d, from, to, check);
    gv_check_conclude(check, &options);
    if (status == GV_OK)
        status = state_power(d, from, to, check);
    d->checking = common;
    return status;
}

static gv_status run(const gv_checking *checking, gv_error *error) {
    const gv_subject *subject = checking->subject;
    (void)error;
    directions d = {.checking = checking,
                    .vector = calloc(subject->count, sizeof *d.vector),
                    .marks = calloc(subject->count, sizeof *d.marks)};
    gv_status status = d.vector && d.marks ? GV_OK : GV_ERR_MEMORY;
    for (size_t p = 0; p < subject->parameter_count && status == GV_OK; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        status =
            check_range(&d, parameter, parameter->offset, parameter->offset + parameter->count);
    }
    if (status == GV_OK && subject->parameter_count > 1)
        status = check_range(&d, NULL, 0, subject->count);
    free(d.vector);
    free(d.marks);
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
