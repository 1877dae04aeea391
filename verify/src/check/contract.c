/* contract: the claim is called as a hostile witness.
 *
 * Into buffers of different poison (entries left unwritten, adding to the buffer, reading it),
 * right after the value at another point (stale activations), with the parameters looked at
 * before and after; and the value again after all probes.  Each breach is a finding by name. */
#include "check/entries.h"
#include "check/list.h"
#include "rules.h"
#include "verdict/collect.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Two poisons: numbers that no gradient has by accident, as multiples of the claim's size, so
 * that adding to them can be told from overwriting them whatever that size is. */
static const double poisons[] = {0x1.5ead5ead5eadp-1, -0x1.0ddba11c0ffeep-2};

enum { STREAM = 3 };

typedef struct witness {
    const gv_checking *checking;
    double *first, *second; /* two buffers of n numbers */
    double *direction;
    double *rounding; /* n numbers: what equal calls may differ by, see prepare() */
    size_t breaches;
} witness;

/* Equal calls may differ by rounding; or by less than the tolerance of the entry, which no
 * other check would mind. */
static double allowance(const witness *w, size_t i, double a, double b) {
    const double share = w->checking->options->tolerance * fmax(fabs(a), fabs(b));
    return fmax(w->rounding[i], share);
}

static bool equal(const witness *w, size_t i, double a, double b) {
    return a == b || (isnan(a) && isnan(b)) || fabs(a - b) <= allowance(w, i, a, b);
}

static gv_status breach(witness *w, gv_reason reason, size_t entry, double claimed,
                        double expected) {
    const gv_subject *subject = w->checking->subject;
    const bool located = entry < subject->count;
    const gv_parameter *parameter =
        located ? &subject->parameters[gv_subject_parameter_of(subject, entry)] : NULL;
    gv_check_finding *check = gv_checking_add(w->checking, gv_check_contract.name, parameter);
    if (!check)
        return GV_ERR_MEMORY;
    const gv_entry worst = {.index = located ? entry - parameter->offset : 0,
                            .claimed = claimed,
                            .measured = expected,
                            .gap = fabs(claimed - expected),
                            .verdict = GV_FAIL,
                            .reason = reason};
    w->breaches++;
    const gv_status status = gv_check_count(check, &worst, w->checking->options->notable);
    gv_check_conclude(check, w->checking->options);
    return status == GV_OK ? gv_set_text(&check->message, "%s", gv_reason_text(reason))
                           : status;
}

/* Large enough to be told from what equal calls may differ by. */
static double poison_of(const witness *w, double poison, size_t i) {
    const double apart = 0x1p4;
    const double size = fmax(fabs(w->checking->survey->claim[i]), apart * w->rounding[i]);
    return poison * (size > 0.0 && isfinite(poisons[0] * size) ? size : 1.0);
}

static gv_eval claim_into(witness *w, double poison, double *buffer) {
    gv_subject *subject = w->checking->subject;
    for (size_t i = 0; i < subject->count; i++)
        buffer[i] = poison_of(w, poison, i);
    return subject->kind->gradient(subject, GV_WHOLE, buffer);
}

/* Did an entry get poison + claim, where overwriting would have left claim? */
static bool added_here(const witness *w, const double *buffer, double poison, size_t i) {
    const double claim = w->checking->survey->claim[i], was = poison_of(w, poison, i);
    return fabs(buffer[i] - (claim + was)) <=
           allowance(w, i, buffer[i], claim) + 4.0 * DBL_EPSILON * fabs(was);
}

/* The first entry that was added to (or was not), both times; n when there is none.  A claim of
 * zero tells nothing apart. */
static size_t first_added(const witness *w, bool added) {
    const size_t n = w->checking->subject->count;
    size_t i = 0;
    while (i < n && (w->checking->survey->claim[i] == 0.0 ||
                     (added_here(w, w->first, poisons[0], i) &&
                      added_here(w, w->second, poisons[1], i)) != added))
        i++;
    return i;
}

/* The first entry that kept both poisons; n when there is none. */
static size_t unwritten(const witness *w) {
    const size_t n = w->checking->subject->count;
    size_t i = 0;
    while (i < n && !(w->first[i] == poison_of(w, poisons[0], i) &&
                      w->second[i] == poison_of(w, poisons[1], i)))
        i++;
    return i;
}

/* The first entry that is not the claim; n when there is none. */
static size_t differing(const witness *w, const double *buffer) {
    const size_t n = w->checking->subject->count;
    const double *claim = w->checking->survey->claim;
    size_t i = 0;
    while (i < n && equal(w, i, buffer[i], claim[i]))
        i++;
    return i;
}

static gv_status value_here(witness *w, double *value) {
    gv_subject *subject = w->checking->subject;
    gv_eval eval = GV_EVAL_OK;
    const gv_probe here = {.term = GV_WHOLE,
                           .use = GV_WHOLE,
                           .at = subject->point[0],
                           .reference = w->checking->survey->reference};
    return subject->kind->values(subject, &here, 1, value, &eval);
}

/* Is it chance that an entry differs from call to call?  What depends on earlier calls goes one
 * way or comes back to numbers it has been at; six draws do neither but once in 360. */
static gv_status draws(witness *w, size_t i, bool *chance) {
    enum { CALLS = 6 };
    double seen[CALLS], value = 0.0;
    bool rises = true, falls = true;
    *chance = true;
    for (size_t k = 0; k < CALLS; k++) {
        const gv_status status = value_here(w, &value);
        if (status != GV_OK)
            return status;
        if (claim_into(w, 0.0, w->second) != GV_EVAL_OK)
            return GV_ERR_SUBJECT;
        seen[k] = w->second[i];
        for (size_t before = 0; before < k; before++)
            *chance = *chance && seen[before] != seen[k];
        rises = rises && (k == 0 || seen[k] > seen[k - 1]);
        falls = falls && (k == 0 || seen[k] < seen[k - 1]);
    }
    *chance = *chance && !rises && !falls;
    return GV_OK;
}

static gv_status compare_later(witness *w, const double *buffer) {
    const size_t n = w->checking->subject->count, i = differing(w, buffer);
    bool chance = false;
    if (i == n)
        return GV_OK;
    const double found = buffer[i];
    const gv_status status = draws(w, i, &chance);
    if (status != GV_OK)
        return status;
    const gv_reason reason = !chance                        ? GV_STATE
                             : w->checking->subject->random ? GV_NONDETERMINISTIC
                                                            : GV_RANDOM;
    return breach(w, reason, i, found, w->checking->survey->claim[i]);
}

static gv_status check_buffers(witness *w) {
    const gv_subject *subject = w->checking->subject;
    const double *claim = w->checking->survey->claim;
    if (claim_into(w, poisons[0], w->first) != GV_EVAL_OK)
        return GV_ERR_SUBJECT;
    if (claim_into(w, poisons[1], w->second) != GV_EVAL_OK)
        return GV_ERR_SUBJECT;
    const size_t n = subject->count, added = first_added(w, true), not = first_added(w, false);
    if (subject->accumulates)
        return not == n ? GV_OK
                        : breach(w, GV_DOES_NOT_ACCUMULATE, not, w->first[not ],
                                 claim[not ] + poison_of(w, poisons[0], not ));
    if (added < n)
        return breach(w, GV_ACCUMULATES, added, w->first[added], claim[added]);
    const size_t i = unwritten(w);
    if (i < n)
        return breach(w, GV_UNWRITTEN, i, w->first[i], claim[i]);
    return compare_later(w, w->first);
}

/* A buffer of NaN: what is read shows, even where it is multiplied by 0. */
static gv_status check_unread(witness *w) {
    const size_t n = w->checking->subject->count;
    const double *claim = w->checking->survey->claim;
    if (w->checking->subject->accumulates)
        return GV_OK;
    if (claim_into(w, NAN, w->first) != GV_EVAL_OK)
        return GV_ERR_SUBJECT;
    for (size_t i = 0; i < n; i++)
        if (isnan(w->first[i]) && !isnan(claim[i]))
            return breach(w, GV_READS_BUFFER, i, w->first[i], claim[i]);
    return GV_OK;
}

/* A point away from the point: every entry by a thousandth of its scale, in bounds. */
static gv_status value_elsewhere(witness *w) {
    gv_subject *subject = w->checking->subject;
    double value = 0.0;
    gv_eval eval = GV_EVAL_OK;
    const gv_probe probe = {
        .term = GV_WHOLE, .use = GV_WHOLE, .direction = w->direction, .step = 0x1p-10};
    return subject->kind->values(subject, &probe, 1, &value, &eval);
}

static gv_status check_state(witness *w) {
    gv_status status = value_elsewhere(w);
    if (status != GV_OK)
        return status;
    if (claim_into(w, 0.0, w->first) != GV_EVAL_OK)
        return GV_ERR_SUBJECT;
    return compare_later(w, w->first);
}

/* Values of equal calls: those that differ by more than a millionth of what the entries move
 * the value by (or of the value itself) draw random numbers; less is noise, and has been
 * measured as such. */
static const double random_share = 1e-6;

static gv_status check_values(witness *w) {
    double a = 0.0, b = 0.0;
    const double before = w->checking->survey->value;
    gv_status status = value_here(w, &a);
    if (status == GV_OK)
        status = value_here(w, &b);
    if (status != GV_OK)
        return status;
    const double size =
        fmax(fmax(fabs(before), w->checking->survey->moves), fmax(fabs(a), fabs(b)));
    const double spread = fmax(fabs(a - b), fmax(fabs(a - before), fabs(b - before)));
    const double noise = random_share * size;
    if (spread <= noise)
        return GV_OK;
    const bool settles = fabs(a - b) <= noise; /* it changed once: state, not chance */
    const gv_reason reason = settles                        ? GV_STATE
                             : w->checking->subject->random ? GV_NONDETERMINISTIC
                                                            : GV_RANDOM;
    return breach(w, reason, w->checking->subject->count, a, before);
}

/* Has every call so far, of probes as well, left alone what it was given? */
static gv_status check_untouched(witness *w) {
    const gv_subject *subject = w->checking->subject;
    return subject->modified.any ? breach(w, GV_MODIFIES, subject->modified.entry,
                                          subject->modified.is, subject->modified.was)
                                 : GV_OK;
}

/* The value once more at the end: a call of the gradient may have changed it. */
static gv_status interrogate(witness *w) {
    static gv_status (*const questions[])(witness *) = {
        check_values, check_buffers, check_unread, check_state, check_values};
    gv_status status = GV_OK;
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        if (status == GV_OK && w->breaches == 0)
            status = questions[i](w);
    if (status == GV_OK)
        status = check_untouched(w);
    if (status != GV_OK || w->breaches > 0)
        return status;
    gv_check_finding *check = gv_checking_add(w->checking, gv_check_contract.name, NULL);
    if (!check)
        return GV_ERR_MEMORY;
    const gv_entry kept = {.verdict = GV_PASS, .reason = GV_WITHIN_TOLERANCE};
    status = gv_check_count(check, &kept, 0);
    check->has_worst = false;
    gv_check_conclude(check, w->checking->options);
    return status == GV_OK ? gv_set_text(&check->message, "%s",
                                         "writes every entry, keeps no state, changes no "
                                         "parameter")
                           : status;
}

static double largest_claim(const gv_survey *survey, size_t n) {
    double largest = 0.0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(survey->claim[i]))
            largest = fmax(largest, fabs(survey->claim[i]));
    return largest;
}

/* Equal calls may differ by the order of their sums (threads): by 2^10 ulps, those of a sum of
 * a million terms, of the largest number that goes into it.  That is the largest claim, or, for
 * a variable so large that a far smaller claim moves the value as much, what moves it so. */
static void prepare(witness *w) {
    const gv_subject *subject = w->checking->subject;
    const gv_survey *survey = w->checking->survey;
    const double share = 0x1p10 * DBL_EPSILON;
    const double largest = largest_claim(survey, subject->count);
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        for (size_t i = parameter->offset; i < parameter->offset + parameter->count; i++) {
            const double scale = gv_survey_scale(survey, subject, p, i);
            w->rounding[i] = share * fmin(largest, survey->moves / scale);
        }
    }
    gv_survey_direction(survey, subject, w->checking->options->seed, STREAM, w->direction);
}

static gv_status run(const gv_checking *checking, gv_error *error) {
    const size_t n = checking->subject->count;
    (void)error;
    if (!gv_rule_on(checking->options->without, GV_RULE_WITNESS))
        return GV_OK;
    witness w = {.checking = checking,
                 .first = calloc(n, sizeof *w.first),
                 .second = calloc(n, sizeof *w.second),
                 .direction = calloc(n, sizeof *w.direction),
                 .rounding = calloc(n, sizeof *w.rounding)};
    gv_status status = GV_ERR_MEMORY;
    if (w.first && w.second && w.direction && w.rounding) {
        prepare(&w);
        status = interrogate(&w);
    }
    free(w.first);
    free(w.second);
    free(w.direction);
    free(w.rounding);
    return status;
}

static bool applies(const gv_subject *subject) {
    (void)subject;
    return true;
}

const gv_check_kind gv_check_contract = {
    .name = "contract",
    .question = "Does the gradient write every entry, keep no state and change no parameter?",
    .standard = true,
    .applies = applies,
    .run = run,
};
