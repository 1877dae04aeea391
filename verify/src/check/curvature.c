/* curvature: products H w of the second derivatives, entry by entry against differences of
 * gradients, and symmetric: <u, H w> = <w, H u>.
 *
 * For a fixed w the number  phi(x) = <w, g(x)>  has the gradient H w.  So the claim is checked
 * as any other: phi is a subject of its own, whose value is made of claimed gradients and whose
 * gradient is the claimed product.  A gradient that is wrong is not found out here. */
#include "check/entries.h"
#include "check/list.h"
#include "check/taylor.h"
#include "verdict/collect.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STREAM = 320 };

/* phi.  Everything but its kind, its claim and what is here is that of the subject it is about.
 */
typedef struct curved {
    gv_subject base;
    gv_subject *subject;
    const double *along; /* w */
    double *x, *gradient;
} curved;

static void place(const curved *c, const gv_probe *probe) {
    memcpy(c->x, c->base.point, c->base.count * sizeof *c->x);
    if (probe->direction) {
        for (size_t i = 0; i < c->base.count; i++)
            c->x[i] += probe->step * probe->direction[i];
        return;
    }
    const double change = probe->at - c->x[probe->entry];
    c->x[probe->entry] = probe->at;
    if (probe->weight != 0.0)
        c->x[probe->other] += probe->weight * change;
}

static gv_status curved_values(gv_subject *base, const gv_probe *probes, size_t count,
                               double *values, gv_eval *evals) {
    const curved *c = (const curved *)base;
    for (size_t k = 0; k < count; k++) {
        place(c, &probes[k]);
        memset(c->gradient, 0, base->count * sizeof *c->gradient);
        evals[k] = c->subject->kind->gradient_at(c->subject, c->x, c->gradient);
        if (evals[k] == GV_EVAL_ERROR)
            return GV_ERR_SUBJECT;
        values[k] = 0.0;
        for (size_t i = 0; i < base->count; i++)
            values[k] += c->along[i] * c->gradient[i];
    }
    return GV_OK;
}

static gv_eval curved_gradient(gv_subject *base, size_t term, double *gradient) {
    const curved *c = (const curved *)base;
    (void)term;
    return c->subject->kind->hvp(c->subject, c->along, gradient);
}

static const gv_subject_kind curved_kind = {
    .name = "curvature", .values = curved_values, .gradient = curved_gradient};

static bool applies(const gv_subject *subject) {
    return subject->kind->hvp && subject->kind->gradient_at && gv_lines_are_straight(subject);
}

/* ---- against differences of gradients ---- */

static bool is_zero(const double *claim, size_t n) {
    size_t i = 0;
    while (i < n && claim[i] == 0.0)
        i++;
    return i == n;
}

/* Where the value is linear in a parameter, phi does not depend on it: no finding, unless that
 * holds for all of them, and nothing was checked. */
static gv_status check_entries(const gv_checking *own) {
    const bool vacuous = is_zero(own->survey->claim, own->subject->count);
    gv_status status = GV_OK;
    for (size_t p = 0; p < own->subject->parameter_count && status == GV_OK; p++) {
        const gv_parameter *parameter = &own->subject->parameters[p];
        const gv_entries entries = {.parameter = p,
                                    .term = GV_WHOLE,
                                    .use = GV_WHOLE,
                                    .claimed = own->survey->claim + parameter->offset};
        gv_check_finding *check = gv_checking_add(own, gv_check_curvature.name, parameter);
        status = check ? gv_entries_check(own, &entries, check) : GV_ERR_MEMORY;
        if (status == GV_OK && check->reason == GV_FEEDS_NOTHING && !vacuous) {
            check->verdict = GV_PASS;
            check->reason = GV_SETTLED;
        }
    }
    return status;
}

static gv_status unusable(const gv_checking *checking) {
    gv_check_finding *check = gv_checking_add(checking, gv_check_curvature.name, NULL);
    if (!check)
        return GV_ERR_MEMORY;
    const bool fails = checking->options->on_inconclusive == GV_INCONCLUSIVE_FAIL;
    check->verdict = fails ? GV_FAIL : GV_INCONCLUSIVE;
    check->reason = GV_VALUE_NOT_FINITE;
    return gv_set_text(&check->message, "the gradient at the point is not finite");
}

static gv_status check_product(const gv_checking *checking, curved *c) {
    gv_survey *survey = NULL;
    gv_checking own = *checking;
    gv_status status = gv_survey_create(&c->base, checking->options, &survey);
    if (status == GV_OK && survey->broke == GV_EVAL_ERROR)
        status = GV_ERR_SUBJECT;
    if (status == GV_OK && (survey->broke != GV_EVAL_OK || !isfinite(survey->value))) {
        status = unusable(checking);
    } else if (status == GV_OK) {
        own.subject = &c->base;
        own.survey = survey;
        status = check_entries(&own);
    }
    gv_survey_destroy(survey);
    return status;
}

/* ---- symmetry ---- */

static double inner(const double *a, const double *b, size_t n, double *size) {
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += a[i] * b[i];
        *size += fabs(a[i] * b[i]);
    }
    return sum;
}

/* What two right products differ by is their rounding: 2^10 ulps, a sum of a million terms as a
 * random walk; and less than the tolerance of the number is nothing that any check minds. */
static const double product_roundings = 0x1p10;

static gv_entry compare(const gv_checking *checking, const double *u, const double *w,
                        const double *hu, const double *hw) {
    const size_t n = checking->subject->count;
    double size = 0.0;
    gv_entry entry = {.claimed = inner(u, hw, n, &size), .measured = inner(w, hu, n, &size)};
    const double larger = fmax(fabs(entry.claimed), fabs(entry.measured));
    entry.error = (product_roundings + (double)n) * DBL_EPSILON * size;
    entry.allowed = checking->options->tolerance * larger + entry.error;
    entry.gap = fabs(entry.claimed - entry.measured);
    entry.scale = size;
    const bool finite = isfinite(entry.claimed) && isfinite(entry.measured);
    const bool agrees = finite && entry.gap <= entry.allowed;
    entry.verdict = agrees ? GV_PASS : GV_FAIL;
    entry.reason = !finite       ? GV_CLAIM_NOT_FINITE
                   : !agrees     ? GV_NOT_SYMMETRIC
                   : size == 0.0 ? GV_BOTH_ZERO
                                 : GV_WITHIN_TOLERANCE;
    return entry;
}

/* `room`: 4 n numbers. */
static gv_status check_symmetry(const gv_checking *checking, double *room) {
    gv_subject *subject = checking->subject;
    const gv_options *options = checking->options;
    const size_t n = subject->count;
    double *u = room, *w = room + n, *hu = room + 2 * n, *hw = room + 3 * n;
    gv_check_finding *check = gv_checking_add(checking, gv_check_curvature.name, NULL);
    if (!check || gv_set_text(&check->message, "symmetry: <u, H w> and <w, H u>") != GV_OK)
        return GV_ERR_MEMORY;
    gv_status status = GV_OK;
    for (size_t k = 0; k < options->directions && status == GV_OK; k++) {
        gv_survey_direction(checking->survey, subject, options->seed, STREAM + 2 * k, u);
        gv_survey_direction(checking->survey, subject, options->seed, STREAM + 2 * k + 1, w);
        if (subject->kind->hvp(subject, u, hu) != GV_EVAL_OK ||
            subject->kind->hvp(subject, w, hw) != GV_EVAL_OK)
            return GV_ERR_SUBJECT;
        gv_entry entry = compare(checking, u, w, hu, hw);
        entry.index = k;
        status = gv_check_count(check, &entry, options->notable);
    }
    gv_check_conclude(check, options);
    return status;
}

static gv_status run(const gv_checking *checking, gv_error *error) {
    gv_subject *subject = checking->subject;
    const size_t n = subject->count;
    (void)error;
    double *room = calloc(4 * n, sizeof *room);
    if (!room)
        return GV_ERR_MEMORY;
    curved c = {.base = *subject,
                .subject = subject,
                .along = room,
                .x = room + n,
                .gradient = room + 2 * n};
    c.base.kind = &curved_kind;
    c.base.term_count = 0;
    c.base.reference = false;
    c.base.accumulates = false;
    c.base.claim = GV_FLOAT64; /* there is no claim next to the point to take a scatter from */
    gv_survey_direction(checking->survey, subject, checking->options->seed, STREAM, room);
    gv_status status = check_product(checking, &c);
    if (status == GV_OK)
        status = check_symmetry(checking, room);
    free(room);
    return status;
}

const gv_check_kind gv_check_curvature = {
    .name = "curvature",
    .question =
        "Are products with the second derivatives differences of gradients, and symmetric?",
    .standard = false,
    .applies = applies,
    .run = run,
};
