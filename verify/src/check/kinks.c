/* kinks: claims that passed at a kink, along oblique directions.
 *
 * A value between the one-sided slopes of every entry may still be no subgradient: |x - y| at
 * x = y has slopes -1 and 1 in both entries, and (1/2, 1/2) is none, which shows along (1, 1)
 * only, and in relu(2 x + 3 y) along (3, -2).  So claims of entries at kinks are also held
 * against the slopes along directions over several of them.  Where that fails, one more thing
 * is allowed: Clarke's subdifferential is the hull of the gradients nearby, so a claim passes
 * if its slope lies among the slopes along the same direction at points around (|x| - |y| at 0,
 * where the kinks cancel along (1, 1)). Source: F. H. Clarke, Optimization and Nonsmooth
 * Analysis, 1983, theorem 2.5.1. */
#include "check/batch.h"
#include "check/entries.h"
#include "check/list.h"
#include "check/oblique.h"
#include "rules.h"
#include "verdict/collect.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct oblique {
    const gv_checking *checking;
    double size;     /* of a unit step along a direction */
    double *weights; /* of one direction, over the kinks */
    double *vectors; /* of the directions being decided: GV_BATCH_BLOCK rows of n */
    gv_check_finding *check;
} oblique;

static void ask(void *context, size_t k, gv_question *question) {
    oblique *o = context;
    const gv_survey *survey = o->checking->survey;
    const gv_options *options = o->checking->options;
    const size_t n = o->checking->subject->count;
    double *vector = o->vectors + (k % GV_BATCH_BLOCK) * n;
    for (size_t i = 0; i < n; i++)
        vector[i] = 0.0;
    gv_oblique_weights(survey, options->seed, k, o->weights);
    question->claimed = 0.0;
    for (size_t a = 0; a < survey->kink_count; a++) {
        vector[survey->kinks[a]] = o->size * o->weights[a];
        question->claimed += vector[survey->kinks[a]] * survey->claim[survey->kinks[a]];
    }
    question->probe = (gv_probe){
        .term = GV_WHOLE, .use = GV_WHOLE, .direction = vector, .reference = survey->reference};
    question->line = (gv_line){
        .f0 = survey->value,
        .lower = -INFINITY,
        .upper = INFINITY,
        .noise = survey->noise + gv_oblique_rounding(survey, o->checking->subject, o->weights),
        .finest = 0x1p-44, /* of the entries: 2^-52, and room for their sizes */
        .scale = 1.0};
    question->demand = (gv_demand){.tolerance = options->tolerance,
                                   .resolution = options->resolution,
                                   .parts = o->size * gv_oblique_parts(survey, o->weights)};
}

/* A claim outside the slopes at the point may lie among those around. */
static gv_status reconsider(oblique *o, size_t k, gv_entry *entry) {
    double low = INFINITY, high = -INFINITY;
    const gv_survey *survey = o->checking->survey;
    gv_oblique_weights(survey, o->checking->options->seed, k, o->weights);
    const gv_status status = gv_oblique_slopes(o->checking, o->weights, o->size, &low, &high);
    const bool among =
        entry->claimed >= low - entry->allowed && entry->claimed <= high + entry->allowed;
    entry->verdict = among ? GV_PASS : GV_FAIL;
    entry->reason = among ? GV_AT_KINK : GV_NO_SUBGRADIENT;
    return status;
}

/* "x[3] + x[4] - y[0]", as far as it fits. */
static void name_direction(const oblique *o, char *text, size_t size) {
    const gv_survey *survey = o->checking->survey;
    const gv_subject *subject = o->checking->subject;
    size_t used = 0;
    text[0] = '\0';
    for (size_t a = 0; a < survey->kink_count && used < size; a++) {
        if (o->weights[a] == 0.0)
            continue;
        const size_t entry = survey->kinks[a];
        const gv_parameter *parameter =
            &subject->parameters[gv_subject_parameter_of(subject, entry)];
        const char *sign = o->weights[a] < 0.0 ? " - " : used > 0 ? " + " : "";
        char weight[32] = "";
        if (fabs(o->weights[a]) != 1.0)
            (void)snprintf(weight, sizeof weight, "%.3g ", fabs(o->weights[a]));
        const int length = snprintf(text + used, size - used, "%s%s%.40s[%zu]", sign, weight,
                                    parameter->group.name, entry - parameter->offset);
        used += length > 0 ? (size_t)length : 0;
    }
}

static gv_status explain(oblique *o) {
    char direction[200];
    if (o->check->message)
        return GV_OK;
    name_direction(o, direction, sizeof direction);
    return gv_set_text(&o->check->message,
                       "each entry lies within the slopes of its kink, but not together: "
                       "along %s",
                       direction);
}

static gv_status listen(void *context, size_t k, const gv_item *item) {
    oblique *o = context;
    gv_entry entry = item->entry;
    entry.index = k;
    if (entry.verdict == GV_FAIL && isfinite(entry.claimed)) {
        const gv_status status = reconsider(o, k, &entry);
        if (status != GV_OK)
            return status;
        if (entry.verdict == GV_FAIL && explain(o) != GV_OK)
            return GV_ERR_MEMORY;
    }
    return gv_check_count(o->check, &entry, o->checking->options->notable);
}

static gv_status decide(oblique *o) {
    const gv_survey *survey = o->checking->survey;
    o->size = gv_oblique_size(survey, o->checking->subject);
    o->check = gv_checking_add(o->checking, gv_check_kinks.name, NULL);
    if (!o->check)
        return GV_ERR_MEMORY;
    const gv_status status =
        gv_batch_run(o->checking, gv_oblique_count(survey), ask, listen, o);
    gv_check_conclude(o->check, o->checking->options);
    return status;
}

static gv_status run(const gv_checking *checking, gv_error *error) {
    const gv_survey *survey = checking->survey;
    const size_t n = checking->subject->count;
    (void)error;
    if (survey->kink_count < 2 || !gv_rule_on(checking->options->without, GV_RULE_OBLIQUE))
        return GV_OK;
    if (n > SIZE_MAX / GV_BATCH_BLOCK)
        return GV_ERR_MEMORY;
    oblique o = {.checking = checking,
                 .weights = calloc(survey->kink_count, sizeof *o.weights),
                 .vectors = calloc(GV_BATCH_BLOCK * n, sizeof *o.vectors)};
    const gv_status status = o.weights && o.vectors ? decide(&o) : GV_ERR_MEMORY;
    free(o.weights);
    free(o.vectors);
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
