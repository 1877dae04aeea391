/* determinism: value and gradient called twice, and by another route where there is one (a
 * fresh recording against the replay, at the point and next to it), agree to the last bit. */
#include "check/entries.h"
#include "check/list.h"
#include "verdict/collect.h"
#include <stdlib.h>
#include <string.h>

/* Stream of this check's random numbers, and how far the other point lies from the point, as a
 * share of each entry's scale: near enough to take the same branches almost always. */
enum { STREAM = 2 };
static const double perturbation = 0x1p-10;

static bool applies(const gv_subject *subject) {
    return subject->kind->value_anew != NULL;
}

static bool same(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0;
}

static gv_status say(const gv_checking *checking, bool agrees, double claimed, double measured,
                     const char *what) {
    gv_check_finding *check = gv_checking_add(checking, gv_check_determinism.name, NULL);
    if (!check || gv_set_text(&check->message, "%s", what) != GV_OK)
        return GV_ERR_MEMORY;
    gv_entry entry = {.claimed = claimed, .measured = measured};
    entry.gap = claimed > measured ? claimed - measured : measured - claimed;
    entry.verdict = agrees ? GV_PASS : GV_FAIL;
    entry.reason = agrees ? GV_WITHIN_TOLERANCE : GV_NONDETERMINISTIC;
    const gv_status status = gv_check_count(check, &entry, checking->options->notable);
    gv_check_conclude(check, checking->options);
    return status;
}

/* The first entry in which a second call of the gradient differs; n when none does. */
static gv_status gradient_again(const gv_checking *checking, double *buffer, size_t *differs) {
    gv_subject *subject = checking->subject;
    memset(buffer, 0, subject->count * sizeof *buffer);
    if (subject->kind->gradient(subject, GV_WHOLE, buffer) != GV_EVAL_OK)
        return GV_ERR_SUBJECT;
    *differs = 0;
    while (*differs < subject->count &&
           same(buffer[*differs], checking->survey->claim[*differs]))
        ++*differs;
    return GV_OK;
}

static gv_status check_gradient(const gv_checking *checking, double *buffer) {
    size_t differs = 0;
    const size_t n = checking->subject->count;
    const gv_status status = gradient_again(checking, buffer, &differs);
    if (status != GV_OK)
        return status;
    const size_t shown = differs < n ? differs : 0;
    return say(checking, differs == n, buffer[shown], checking->survey->claim[shown],
               "the gradient called twice");
}

static gv_status value_by_probe(const gv_checking *checking, const double *direction,
                                double step, double *value) {
    gv_eval eval = GV_EVAL_OK;
    const gv_probe probe = {
        .term = GV_WHOLE, .use = GV_WHOLE, .direction = direction, .step = step};
    const gv_status status =
        checking->subject->kind->values(checking->subject, &probe, 1, value, &eval);
    return status == GV_OK && eval != GV_EVAL_OK ? GV_ERR_SUBJECT : status;
}

static gv_status check_value(const gv_checking *checking, const double *direction, double *x,
                             double step, const char *what) {
    gv_subject *subject = checking->subject;
    double replayed = 0.0, again = 0.0, anew = 0.0;
    gv_status status = value_by_probe(checking, direction, step, &replayed);
    if (status == GV_OK)
        status = value_by_probe(checking, direction, step, &again);
    if (status != GV_OK)
        return status;
    for (size_t i = 0; i < subject->count; i++)
        x[i] = subject->point[i] + step * direction[i];
    if (subject->kind->value_anew(subject, x, &anew) != GV_EVAL_OK)
        return GV_ERR_SUBJECT;
    return say(checking, same(replayed, again) && same(replayed, anew), anew, replayed, what);
}

static gv_status run(const gv_checking *checking, gv_error *error) {
    const gv_subject *subject = checking->subject;
    (void)error;
    gv_status status = GV_ERR_MEMORY;
    double *direction = calloc(subject->count, sizeof *direction);
    double *buffer = calloc(subject->count, sizeof *buffer);
    if (!direction || !buffer)
        goto out;
    gv_survey_direction(checking->survey, subject, checking->options->seed, STREAM, direction);
    status = check_value(checking, direction, buffer, 0.0,
                         "the value at the point: replayed twice, and recorded anew");
    if (status == GV_OK)
        status = check_value(checking, direction, buffer, perturbation,
                             "the value next to the point: replayed twice, and recorded anew");
    if (status == GV_OK)
        status = check_gradient(checking, buffer);
out:
    free(direction);
    free(buffer);
    return status;
}

const gv_check_kind gv_check_determinism = {
    .name = "determinism",
    .question = "Do equal calls, and a fresh recording, give the same bits?",
    .standard = true,
    .applies = applies,
    .run = run,
};
