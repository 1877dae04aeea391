/* tangent: the derivative along signed random directions three times, by forward mode, by
 * reverse mode and measured; two that agree name the third.  And every step of the computation
 * alone: <v, J u> = <J' v, u> to rounding, whatever the measurement can see. */
#include "check/entries.h"
#include "check/list.h"
#include "check/random.h"
#include "check/taylor.h"
#include "verdict/collect.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { STREAM = 256, NODE_STREAM = 7 };

/* The legs.  A claim is held against the measurement, or against the other claim. */
enum { FORWARD, REVERSE, CLAIMS, LEGS };

static const char *const titles[LEGS] = {
    "forward mode against the measurement",
    "reverse mode against the measurement",
    "forward mode against reverse mode",
};

typedef struct legs {
    const gv_checking *checking;
    double *direction;
    double slopes[CLAIMS]; /* claimed along the direction, forward and reverse */
    double slack;
    gv_entry decided[LEGS];
    size_t findings[LEGS]; /* places in the case's list, which may move */
} legs;

static bool applies(const gv_subject *subject) {
    return subject->kind->jvp && gv_lines_are_straight(subject);
}

/* ---- two legs: a claim and the measurement ---- */

static void ask(void *context, size_t i, gv_question *question) {
    const legs *l = context;
    const gv_survey *survey = l->checking->survey;
    question->claimed = l->slopes[i];
    question->probe = (gv_probe){.term = GV_WHOLE,
                                 .use = GV_WHOLE,
                                 .direction = l->direction,
                                 .reference = survey->reference};
    question->line = (gv_line){.f0 = survey->value,
                               .lower = -INFINITY,
                               .upper = INFINITY,
                               .noise = survey->noise,
                               .scale = 1.0};
    question->demand = (gv_demand){.tolerance = l->checking->options->tolerance,
                                   .resolution = l->checking->options->resolution,
                                   .scatter = l->slack};
}

static gv_status listen(void *context, size_t i, const gv_item *item) {
    legs *l = context;
    l->decided[i] = item->entry;
    return GV_OK;
}

/* ---- the third: two claims ---- */

/* Both sum the same products of partial derivatives in other orders.  What that leaves is far
 * below the tolerance unless the parts cancel; then it is as the noise of the value, for a step
 * along the direction changes no more than a number of the value's own sum by. */
static void compare_claims(legs *l) {
    const double f = l->slopes[FORWARD], r = l->slopes[REVERSE];
    gv_entry *entry = &l->decided[CLAIMS];
    *entry = (gv_entry){.claimed = f, .measured = r, .gap = fabs(f - r)};
    entry->error = l->slack + l->checking->survey->noise;
    entry->allowed = l->checking->options->tolerance * fmax(fabs(f), fabs(r)) + entry->error;
    entry->scale = fabs(r);
    const bool finite = isfinite(f) && isfinite(r);
    const bool agrees = finite && entry->gap <= entry->allowed;
    entry->verdict = agrees ? GV_PASS : GV_FAIL;
    entry->reason = !finite                  ? GV_CLAIM_NOT_FINITE
                    : !agrees                ? GV_NOT_TRANSPOSED
                    : f == 0.0 && r == 0.0   ? GV_BOTH_ZERO
                    : entry->error < fabs(r) ? GV_WITHIN_TOLERANCE
                                             : GV_NEGLIGIBLE;
}

static gv_check_finding *finding_of(const legs *l, int leg) {
    return &l->checking->finding->checks[l->findings[leg]];
}

/* Which of the three is broken: the one that the other two do not agree with. */
static gv_status name_broken(const legs *l) {
    const bool forward = l->decided[FORWARD].verdict == GV_FAIL;
    const bool reverse = l->decided[REVERSE].verdict == GV_FAIL;
    const bool claims = l->decided[CLAIMS].verdict == GV_FAIL;
    const char *broken = NULL;
    if (claims && forward && !reverse)
        broken = "forward mode is broken: reverse mode agrees with the measurement";
    else if (claims && reverse && !forward)
        broken = "reverse mode is broken: forward mode agrees with the measurement";
    else if (claims && forward && reverse)
        broken = "forward and reverse mode are broken, each in its own way";
    else if (!claims && forward && reverse)
        broken = "forward and reverse mode agree: the value is another function, or both share "
                 "the mistake";
    gv_status status = GV_OK;
    for (int leg = 0; broken && leg < LEGS && status == GV_OK; leg++)
        if (l->decided[leg].verdict == GV_FAIL && !finding_of(l, leg)->diagnosis)
            status = gv_set_text(&finding_of(l, leg)->diagnosis, "%s", broken);
    return status;
}

static gv_status check_direction(legs *l, size_t k) {
    const gv_checking *checking = l->checking;
    gv_subject *subject = checking->subject;
    gv_survey_direction(checking->survey, subject, checking->options->seed, STREAM + k,
                        l->direction);
    if (subject->kind->jvp(subject, l->direction, &l->slopes[FORWARD]) != GV_EVAL_OK)
        return GV_ERR_SUBJECT;
    l->slopes[REVERSE] = gv_claimed_slope(checking, l->direction, &l->slack);
    gv_status status = gv_batch_run(checking, CLAIMS, ask, listen, l);
    if (status != GV_OK)
        return status;
    compare_claims(l);
    for (int leg = 0; leg < LEGS && status == GV_OK; leg++) {
        l->decided[leg].index = k;
        status =
            gv_check_count(finding_of(l, leg), &l->decided[leg], checking->options->notable);
    }
    return status == GV_OK ? name_broken(l) : status;
}

static gv_status check_whole(const gv_checking *checking) {
    legs l = {.checking = checking,
              .direction = calloc(checking->subject->count, sizeof *l.direction)};
    gv_status status = l.direction ? GV_OK : GV_ERR_MEMORY;
    for (int leg = 0; leg < LEGS && status == GV_OK; leg++) {
        gv_check_finding *check = gv_checking_add(checking, gv_check_tangent.name, NULL);
        l.findings[leg] = checking->finding->check_count - 1;
        status = check ? gv_set_text(&check->message, "%s", titles[leg]) : GV_ERR_MEMORY;
    }
    for (size_t k = 0; k < checking->options->directions && status == GV_OK; k++)
        status = check_direction(&l, k);
    for (int leg = 0; leg < LEGS && status == GV_OK; leg++)
        gv_check_conclude(finding_of(&l, leg), checking->options);
    free(l.direction);
    return status;
}

/* ---- every step alone ---- */

typedef struct drawing {
    uint64_t seed, stream;
} drawing;

/* Signed, from 1/2 to 1: no entry of u or v hides behind a small one. */
static double draw(void *context, size_t i) {
    const drawing *d = context;
    return gv_random_sign(d->seed, d->stream, 2 * i) *
           (0.5 + 0.5 * gv_random_unit(d->seed, d->stream, 2 * i + 1));
}

/* Operations within one entry of a product (an exponential, a variance, a root), of half an ulp
 * each, that are not in the count of terms. */
static const double inner_operations = 64.0;

/* Rounding of both products: each of the terms' sums, n u sum |.|, Higham, eq. 4.4. */
static gv_entry compare_products(const gv_products *products, size_t node) {
    gv_entry entry = {
        .index = node, .claimed = products->reverse, .measured = products->forward};
    entry.error = ((double)products->terms + inner_operations) * DBL_EPSILON * products->size;
    entry.allowed = entry.error;
    entry.gap = fabs(entry.claimed - entry.measured);
    entry.scale = products->size;
    const bool neither = !isfinite(products->forward) && !isfinite(products->reverse);
    if (neither) { /* an infinite derivative: there is no identity to hold */
        entry.verdict = GV_INCONCLUSIVE;
        entry.reason = GV_VALUE_NOT_FINITE;
    } else if (!isfinite(products->forward) || !isfinite(products->reverse)) {
        entry.verdict = GV_FAIL;
        entry.reason = GV_CLAIM_NOT_FINITE;
    } else {
        const bool agrees = entry.gap <= entry.allowed;
        entry.verdict = agrees ? GV_PASS : GV_FAIL;
        entry.reason = !agrees                 ? GV_NOT_TRANSPOSED
                       : products->size == 0.0 ? GV_BOTH_ZERO
                                               : GV_WITHIN_TOLERANCE;
    }
    return entry;
}

static gv_status check_node(const gv_checking *checking, size_t node, gv_check_finding *check) {
    gv_subject *subject = checking->subject;
    drawing d = {.seed = gv_mix(checking->options->seed + node), .stream = NODE_STREAM};
    gv_products products = {.name = ""};
    if (subject->kind->node_products(subject, node, draw, &d, &products) != GV_EVAL_OK)
        return GV_ERR_SUBJECT;
    if (products.terms == 0)
        return GV_OK;
    const gv_entry entry = compare_products(&products, node);
    const gv_status status = gv_check_count(check, &entry, checking->options->notable);
    if (status != GV_OK || entry.verdict != GV_FAIL || check->diagnosis)
        return status;
    return gv_set_text(&check->diagnosis,
                       "the vjp and the jvp of step %zu, %s, are not the transpose of each "
                       "other",
                       node, products.name);
}

static gv_status check_nodes(const gv_checking *checking) {
    const gv_subject *subject = checking->subject;
    gv_check_finding *check = gv_checking_add(checking, gv_check_tangent.name, NULL);
    if (!check ||
        gv_set_text(&check->message, "every step alone: <v, J u> and <J' v, u>") != GV_OK)
        return GV_ERR_MEMORY;
    const size_t count = subject->kind->node_count(subject);
    gv_status status = GV_OK;
    for (size_t node = 0; node < count && status == GV_OK; node++)
        status = check_node(checking, node, check);
    gv_check_conclude(check, checking->options);
    return status;
}

static gv_status run(const gv_checking *checking, gv_error *error) {
    (void)error;
    const gv_status status = check_whole(checking);
    return status == GV_OK && checking->subject->kind->node_products ? check_nodes(checking)
                                                                     : status;
}

const gv_check_kind gv_check_tangent = {
    .name = "tangent",
    .question = "Do forward mode, reverse mode and measurement agree, and every step alone?",
    .standard = false,
    .applies = applies,
    .run = run,
};
