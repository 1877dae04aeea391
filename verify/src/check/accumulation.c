/* accumulation: of a subject that adds to its gradient, as PyTorch and micrograd do.  A second
 * backward doubles, a filled gradient is added to, zeroing restores; each within the rounding
 * of as many additions as the parameter has uses. */
#include "check/entries.h"
#include "check/list.h"
#include "check/random.h"
#include "numeric/precision.h"
#include "verdict/collect.h"
#include <math.h>
#include <stdlib.h>

enum { STREAM = 6 };

static bool applies(const gv_subject *subject) {
    return subject->accumulates;
}

typedef struct ledger {
    const gv_checking *checking;
    double *filled; /* what was in the buffer before */
    double *buffer;
    double *sizes; /* sum of the sizes of what is added to each entry by one backward */
} ledger;

/* A subject that does not tell its uses apart may add as many numbers as a batch has rows: a
 * million terms whose roundings add up as a random walk, 2^10 of the largest. */
static const double unknown_additions = 0x1p10;

static bool knows_uses(const gv_subject *subject, const gv_parameter *parameter) {
    return subject->kind->gradient_use && parameter->use_count > 0;
}

/* The sizes of one parameter's uses, or of its largest claim. */
static gv_status note_sizes(const ledger *l, size_t p) {
    gv_subject *subject = l->checking->subject;
    const gv_parameter *parameter = &subject->parameters[p];
    double *sizes = l->sizes + parameter->offset, *use = l->buffer + parameter->offset;
    const double *claim = l->checking->survey->claim + parameter->offset;
    double largest = 0.0;
    for (size_t i = 0; i < parameter->count; i++) {
        sizes[i] = 0.0;
        if (isfinite(claim[i]))
            largest = fmax(largest, fabs(claim[i]));
    }
    if (!knows_uses(subject, parameter)) {
        for (size_t i = 0; i < parameter->count; i++)
            sizes[i] = largest;
        return GV_OK;
    }
    for (size_t u = 0; u < parameter->use_count; u++) {
        if (subject->kind->gradient_use(subject, p, u, use) != GV_EVAL_OK)
            return GV_ERR_SUBJECT;
        for (size_t i = 0; i < parameter->count; i++)
            sizes[i] += fabs(use[i]);
    }
    return GV_OK;
}

/* m numbers are added to b twice, once from 0 and once from b: m u (|b| + sum |parts|) each.
 * Source: Higham, Accuracy and Stability, 2nd ed., eq. 4.4. */
static double rounding(const ledger *l, const gv_parameter *parameter, size_t entry) {
    const gv_subject *subject = l->checking->subject;
    const double additions =
        knows_uses(subject, parameter) ? (double)parameter->use_count + 1.0 : unknown_additions;
    return 2.0 * additions * gv_unit_roundoff(subject->claim) *
           (fabs(l->filled[entry]) + l->sizes[entry]);
}

static gv_reason reason_of(const ledger *l, const gv_entry *entry, size_t flat) {
    const double claim = l->checking->survey->claim[flat];
    if (!isfinite(entry->claimed))
        return GV_CLAIM_NOT_FINITE;
    if (entry->gap <= entry->allowed)
        return GV_WITHIN_TOLERANCE;
    return fabs(entry->claimed - claim) <= entry->allowed ? GV_DOES_NOT_ACCUMULATE
                                                          : GV_NOT_ADDED;
}

/* Is the buffer of one parameter what was in it, and the claim? */
static gv_status compare(const ledger *l, const gv_parameter *parameter, const char *what) {
    const gv_checking *checking = l->checking;
    gv_check_finding *check = gv_checking_add(checking, gv_check_accumulation.name, parameter);
    if (!check || gv_set_text(&check->message, "%s", what) != GV_OK)
        return GV_ERR_MEMORY;
    for (size_t i = 0; i < parameter->count; i++) {
        const size_t flat = parameter->offset + i;
        gv_entry entry = {.index = i, .claimed = l->buffer[flat]};
        entry.measured = l->filled[flat] + checking->survey->claim[flat];
        entry.error = entry.allowed = rounding(l, parameter, flat);
        entry.gap = fabs(entry.claimed - entry.measured);
        entry.scale = fabs(entry.measured);
        entry.reason = reason_of(l, &entry, flat);
        entry.verdict = entry.reason == GV_WITHIN_TOLERANCE ? GV_PASS : GV_FAIL;
        const gv_status status = gv_check_count(check, &entry, checking->options->notable);
        if (status != GV_OK)
            return status;
    }
    gv_check_conclude(check, checking->options);
    return GV_OK;
}

/* Backward into a buffer that holds l->filled. */
static gv_status add_to(const ledger *l, const char *what) {
    gv_subject *subject = l->checking->subject;
    gv_status status = GV_OK;
    for (size_t i = 0; i < subject->count; i++)
        l->buffer[i] = l->filled[i];
    if (subject->kind->gradient(subject, GV_WHOLE, l->buffer) != GV_EVAL_OK)
        return GV_ERR_SUBJECT;
    for (size_t p = 0; p < subject->parameter_count && status == GV_OK; p++)
        status = compare(l, &subject->parameters[p], what);
    return status;
}

static gv_status check_doubling(const ledger *l) {
    for (size_t i = 0; i < l->checking->subject->count; i++)
        l->filled[i] = l->checking->survey->claim[i];
    return add_to(l, "a second backward doubles the gradient");
}

/* Filled with numbers of either sign and of the size of what is added: an error of the sum is
 * then as large as one of the parts. */
static gv_status check_filled(const ledger *l) {
    const uint64_t seed = l->checking->options->seed;
    for (size_t i = 0; i < l->checking->subject->count; i++) {
        const double size = l->sizes[i] > 0.0 && isfinite(l->sizes[i]) ? l->sizes[i] : 1.0;
        l->filled[i] = gv_random_sign(seed, STREAM, 2 * i) * size *
                       (0.5 + 0.5 * gv_random_unit(seed, STREAM, 2 * i + 1));
    }
    return add_to(l, "a filled gradient is added to");
}

/* The filled buffer, zeroed: every number must be 0, not just small. */
static gv_status check_zeroing(const ledger *l) {
    gv_subject *subject = l->checking->subject;
    gv_check_finding *check = gv_checking_add(l->checking, gv_check_accumulation.name, NULL);
    if (!check || gv_set_text(&check->message, "zeroing leaves nothing") != GV_OK)
        return GV_ERR_MEMORY;
    if (subject->kind->zero(subject, l->buffer) != GV_EVAL_OK)
        return GV_ERR_SUBJECT;
    for (size_t i = 0; i < subject->count; i++) {
        const bool zero = l->buffer[i] == 0.0;
        const gv_entry entry = {.index = i,
                                .claimed = l->buffer[i],
                                .gap = fabs(l->buffer[i]),
                                .verdict = zero ? GV_PASS : GV_FAIL,
                                .reason = zero ? GV_BOTH_ZERO : GV_NOT_ZEROED};
        const gv_status status = gv_check_count(check, &entry, l->checking->options->notable);
        if (status != GV_OK)
            return status;
    }
    gv_check_conclude(check, l->checking->options);
    return GV_OK;
}

/* After zeroing, a backward gives the claim again. */
static gv_status check_restored(const ledger *l) {
    gv_status status = check_zeroing(l);
    if (status != GV_OK)
        return status;
    for (size_t i = 0; i < l->checking->subject->count; i++)
        l->filled[i] = 0.0;
    return add_to(l, "a backward after zeroing gives the gradient again");
}

static gv_status run(const gv_checking *checking, gv_error *error) {
    const gv_subject *subject = checking->subject;
    const size_t n = subject->count;
    (void)error;
    ledger l = {.checking = checking,
                .filled = calloc(n, sizeof *l.filled),
                .buffer = calloc(n, sizeof *l.buffer),
                .sizes = calloc(n, sizeof *l.sizes)};
    gv_status status = l.filled && l.buffer && l.sizes ? GV_OK : GV_ERR_MEMORY;
    for (size_t p = 0; p < subject->parameter_count && status == GV_OK; p++)
        status = note_sizes(&l, p);
    if (status == GV_OK)
        status = check_doubling(&l);
    if (status == GV_OK)
        status = check_filled(&l);
    if (status == GV_OK && subject->kind->zero)
        status = check_restored(&l);
    free(l.filled);
    free(l.buffer);
    free(l.sizes);
    return status;
}

const gv_check_kind gv_check_accumulation = {
    .name = "accumulation",
    .question = "Does a second backward double the gradient, and zeroing undo it?",
    .standard = true,
    .applies = applies,
    .run = run,
};
