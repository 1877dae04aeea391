/* kinks: claims that passed at a kink, along oblique directions.
 *
 * A value between the one-sided slopes of every entry may still be no subgradient: |x - y| at
 * x = y has slopes -1 and 1 in both entries, and (1/2, 1/2) is none, which shows along (1, 1)
 * only.  So claims of entries at kinks are also held against the slopes along e_i + e_j and
 * e_i - e_j.  Where that fails, one more thing is allowed: Clarke's subdifferential is the hull
 * of the gradients nearby, so a claim passes if its slope lies among the slopes along the same
 * direction at points around (|x| - |y| at 0, where the kinks cancel along (1, 1)).
 * Source: F. H. Clarke, Optimization and Nonsmooth Analysis, 1983, theorem 2.5.1. */
#include "check/entries.h"
#include "check/list.h"
#include "check/random.h"
#include "rules.h"
#include "verdict/collect.h"
#include <math.h>
#include <stdlib.h>

enum { STREAM = 16 };

/* Pairs tested: all of up to 12 entries, each with its neighbours and with random others beyond
 * that; and points looked at around a claim that fails. */
enum { ALL_PAIRS_UP_TO = 12, PAIRS_MAX = 256, AROUND = 24 };

typedef struct couple {
    size_t i, j; /* flat indices */
    double weight;
} couple;

typedef struct oblique {
    const gv_checking *checking;
    couple *pairs;
    size_t count;
    size_t *failed; /* of the pairs */
    size_t failed_count;
    gv_entry *entries; /* of the failed pairs */
    gv_check_finding *check;
} oblique;

static void add_both(oblique *o, size_t i, size_t j) {
    if (i == j || o->count + 2 > PAIRS_MAX)
        return;
    o->pairs[o->count++] = (couple){i, j, 1.0};
    o->pairs[o->count++] = (couple){i, j, -1.0};
}

static void choose_pairs(oblique *o) {
    const gv_survey *survey = o->checking->survey;
    const size_t m = survey->kink_count;
    for (size_t a = 0; a < m; a++)
        for (size_t b = a + 1; b < m && m <= ALL_PAIRS_UP_TO; b++)
            add_both(o, survey->kinks[a], survey->kinks[b]);
    if (m <= ALL_PAIRS_UP_TO)
        return;
    for (size_t a = 0; a < m; a++) {
        const double u = gv_random_unit(o->checking->options->seed, STREAM, a);
        add_both(o, survey->kinks[a], survey->kinks[(a + 1) % m]);
        add_both(o, survey->kinks[a], survey->kinks[(size_t)(u * (double)m) % m]);
    }
}

/* The question of entry i, with entry j moving along: in whichever parameter it may be. */
static void ask(void *context, size_t k, gv_question *question) {
    const oblique *o = context;
    const gv_subject *subject = o->checking->subject;
    const couple *pair = &o->pairs[k];
    const size_t p = gv_subject_parameter_of(subject, pair->i);
    const gv_parameter *parameter = &subject->parameters[p];
    const gv_entries entries = {.parameter = p,
                                .term = GV_WHOLE,
                                .use = GV_WHOLE,
                                .claimed = o->checking->survey->claim + parameter->offset};
    const gv_move move = {.index = pair->i - parameter->offset};
    gv_move_ask(o->checking, &entries, &move, question);
    question->probe.other = pair->j;
    question->probe.weight = pair->weight;
    question->claimed += pair->weight * o->checking->survey->claim[pair->j];
}

static gv_status listen(void *context, size_t k, const gv_item *item) {
    oblique *o = context;
    if (item->entry.verdict != GV_FAIL)
        return gv_check_count(o->check, &item->entry, o->checking->options->notable);
    o->entries[o->failed_count] = item->entry;
    o->failed[o->failed_count++] = k;
    return GV_OK;
}

/* How far around the point slopes are taken, and the step there: both small against the scale
 * of the entries, the step small against the distance, so that it rarely straddles a kink. */
static const double around = 0x1p-16, step_share = 0x1p-6;

/* The slope along a pair at a point near by; NaN when it cannot be taken. */
static gv_status slope_around(const oblique *o, const couple *pair, size_t round,
                              double *direction, double *slope) {
    const gv_survey *survey = o->checking->survey;
    gv_subject *subject = o->checking->subject;
    const uint64_t seed = o->checking->options->seed;
    const size_t p = gv_subject_parameter_of(subject, pair->i);
    const double scale = gv_survey_scale(survey, subject, p, pair->i);
    const double distance = around * scale, t = distance * step_share;
    for (size_t k = 0; k < survey->kink_count; k++) {
        const double u = gv_random_unit(seed, STREAM + 1 + round, survey->kinks[k]);
        direction[survey->kinks[k]] = distance * (2.0 * u - 1.0);
    }
    double values[2] = {NAN, NAN};
    gv_eval evals[2] = {GV_EVAL_OK, GV_EVAL_OK};
    for (int side = 0; side < 2; side++) {
        const double signed_t = side == 0 ? -t : 2.0 * t;
        direction[pair->i] += signed_t; /* from the middle to -t, from there to +t */
        direction[pair->j] += pair->weight * signed_t;
        const gv_probe probe = {.term = GV_WHOLE,
                                .use = GV_WHOLE,
                                .direction = direction,
                                .step = 1.0,
                                .reference = survey->reference};
        const gv_status status =
            subject->kind->values(subject, &probe, 1, &values[side], &evals[side]);
        if (status != GV_OK)
            return status;
    }
    const bool inside = evals[0] == GV_EVAL_OK && evals[1] == GV_EVAL_OK;
    *slope = inside ? (values[1] - values[0]) / (2.0 * t) : NAN;
    return GV_OK;
}

/* Is the claim among the slopes around, widened by what it was allowed and the noise there? */
static gv_status among_slopes(const oblique *o, const couple *pair, const gv_entry *entry,
                              bool *among) {
    const gv_subject *subject = o->checking->subject;
    const size_t p = gv_subject_parameter_of(subject, pair->i);
    const double scale = gv_survey_scale(o->checking->survey, subject, p, pair->i);
    const double noise = o->checking->survey->noise / (around * step_share * scale);
    double low = INFINITY, high = -INFINITY;
    double *direction = calloc(subject->count, sizeof *direction);
    gv_status status = direction ? GV_OK : GV_ERR_MEMORY;
    for (size_t round = 0; round < AROUND && status == GV_OK; round++) {
        double slope = NAN;
        status = slope_around(o, pair, round, direction, &slope);
        low = fmin(low, slope);
        high = fmax(high, slope);
    }
    free(direction);
    const double room = entry->allowed + noise + around * fabs(high - low);
    *among = entry->claimed >= low - room && entry->claimed <= high + room;
    return status;
}

static gv_status reconsider(oblique *o) {
    for (size_t k = 0; k < o->failed_count; k++) {
        gv_entry *entry = &o->entries[k];
        bool among = false;
        gv_status status = isfinite(entry->claimed)
                               ? among_slopes(o, &o->pairs[o->failed[k]], entry, &among)
                               : GV_OK;
        if (status != GV_OK)
            return status;
        entry->verdict = among ? GV_PASS : GV_FAIL;
        entry->reason = among ? GV_AT_KINK : GV_NO_SUBGRADIENT;
        status = gv_check_count(o->check, entry, o->checking->options->notable);
        if (status != GV_OK)
            return status;
    }
    return GV_OK;
}

static gv_status explain(const oblique *o) {
    const gv_subject *subject = o->checking->subject;
    for (size_t k = 0; k < o->failed_count; k++) {
        if (o->entries[k].verdict != GV_FAIL)
            continue;
        const couple *pair = &o->pairs[o->failed[k]];
        const gv_parameter *a = &subject->parameters[gv_subject_parameter_of(subject, pair->i)];
        const gv_parameter *b = &subject->parameters[gv_subject_parameter_of(subject, pair->j)];
        return gv_set_text(&o->check->message,
                           "%s[%zu] and %s[%zu] each lie within the slopes of their kink, but "
                           "not together: moved %s",
                           a->group.name, pair->i - a->offset, b->group.name,
                           pair->j - b->offset,
                           pair->weight > 0.0 ? "the same way" : "against each other");
    }
    return GV_OK;
}

static gv_status decide(oblique *o) {
    const gv_subject *subject = o->checking->subject;
    const size_t first = o->checking->survey->kinks[0];
    choose_pairs(o);
    o->check = gv_checking_add(o->checking, gv_check_kinks.name,
                               &subject->parameters[gv_subject_parameter_of(subject, first)]);
    if (!o->check)
        return GV_ERR_MEMORY;
    gv_status status = gv_batch_run(o->checking, o->count, ask, listen, o);
    if (status == GV_OK)
        status = reconsider(o);
    if (status != GV_OK)
        return status;
    gv_check_conclude(o->check, o->checking->options);
    return explain(o);
}

static gv_status run(const gv_checking *checking, gv_error *error) {
    (void)error;
    if (checking->survey->kink_count < 2 ||
        !gv_rule_on(checking->options->without, GV_RULE_OBLIQUE))
        return GV_OK;
    oblique o = {.checking = checking,
                 .pairs = calloc(PAIRS_MAX, sizeof *o.pairs),
                 .failed = calloc(PAIRS_MAX, sizeof *o.failed),
                 .entries = calloc(PAIRS_MAX, sizeof *o.entries)};
    const gv_status status = o.pairs && o.failed && o.entries ? decide(&o) : GV_ERR_MEMORY;
    free(o.pairs);
    free(o.failed);
    free(o.entries);
    return status;
}

static bool applies(const gv_subject *subject) {
    return subject->count > 1;
}

const gv_check_kind gv_check_kinks = {
    .name = "kinks",
    .question = "Are claims at kinks subgradients along oblique directions as well?",
    .standard = true,
    .applies = applies,
    .run = run,
};
