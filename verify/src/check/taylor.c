/* taylor: the remainder  f(x + t d) - f(x) - t <g, d>  falls as t^2, and as t^3 with the
 * claimed curvature.  A claim that is off by e leaves e t, which rules at small steps whatever
 * bends the value: so the order is taken at the finest steps that still stand out of the noise.
 */
#include "check/taylor.h"
#include "check/entries.h"
#include "check/list.h"
#include "numeric/line.h"
#include "numeric/precision.h"
#include "verdict/collect.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>

enum {
    STREAM = 192,
    WINDOW = 4,  /* rungs of the order: six slopes of pairs, of which the median */
    SHORTEST = 3 /* below which one odd rung would decide */
};

/* The first step moves no entry by more than an eighth of its scale, as a power of 2. */
enum { FIRST = -3 };

/* A remainder of 32 noises is off by a 32nd: its order over a ratio of 2 by 2 log2(1 + 1/32) =
 * 0.09, and less over a window. */
static const double clear_noises = 32.0;

/* Orders are whole: within a quarter of one it is that, between two it is neither. */
static const double near_order = 0.25;

/* Neighbouring orders in one window, and a quarter for noise: e t^2 + c t^3 has slopes from 2
 * to 3, and the larger of both sides cannot cancel. Where slopes differ by more, terms further
 * apart cancel: the steps are too large for an order to be seen. */
static const double widest_spread = 0.5 + 0.25;

/* One pair of steps and what is left there. */
typedef struct rung {
    double t, plus, minus; /* remainders at t and -t */
    double size, noise;
    bool usable; /* finite, and clear of the noise */
    bool moved;  /* the value is not that at the point, on one side at least */
} rung;

typedef struct rungs {
    rung *at; /* from the largest step down */
    size_t count;
    size_t finest; /* the window: [finest - length + 1, finest] */
    size_t length; /* 0: too few rungs are clear of the noise */
} rungs;

double gv_claimed_slope(const gv_checking *checking, const double *direction, double *slack) {
    const gv_survey *survey = checking->survey;
    const size_t n = checking->subject->count;
    const double allowance = 8.0; /* as gv_scatter_allowance */
    double slope = 0.0, size = 0.0, squares = 0.0;
    for (size_t i = 0; i < n; i++) {
        const double part = survey->claim[i] * direction[i];
        const double scatter = survey->scatter ? survey->scatter[i] * direction[i] : 0.0;
        slope += part;
        size += fabs(part);
        squares += scatter * scatter;
    }
    *slack = (double)n * DBL_EPSILON * size + allowance * sqrt(squares);
    if (!isfinite(*slack)) /* then so is the slope, which fails by itself */
        *slack = 0.0;
    return slope;
}

bool gv_lines_are_straight(const gv_subject *subject) {
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_group *group = &subject->parameters[p].group;
        if (group->lower || group->upper || group->constraint != GV_FREE)
            return false;
    }
    return true;
}

/* ---- the rungs ---- */

/* The largest step of an entry per unit of t, as a share of its scale. */
static double reach(const gv_checking *checking, const double *direction) {
    const gv_subject *subject = checking->subject;
    double largest = 0.0;
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        for (size_t i = parameter->offset; i < parameter->offset + parameter->count; i++)
            largest = fmax(largest, fabs(direction[i]) /
                                        gv_survey_scale(checking->survey, subject, p, i));
    }
    return largest;
}

/* The smallest step that storage holds: eight roundings of the scale, as the survey has it; and
 * not below 2^-32, beyond which its directions are added with rounding. */
static int last_exponent(const gv_subject *subject) {
    double finest = 0x1p-32;
    for (size_t p = 0; p < subject->parameter_count; p++)
        finest = fmax(finest, 8.0 * gv_unit_roundoff(subject->parameters[p].group.storage));
    return gv_exponent(finest);
}

static void fill(const gv_checking *checking, const gv_remainder *r, const double values[2],
                 const gv_eval evals[2], rung *out) {
    const gv_survey *survey = checking->survey;
    const double bent = r->order == 3 ? 0.5 * out->t * out->t * r->curvature : 0.0;
    const double straight = out->t * r->slope;
    const bool inside = evals[0] == GV_EVAL_OK && evals[1] == GV_EVAL_OK;
    out->plus = values[0] - survey->value - straight - bent;
    out->minus = values[1] - survey->value + straight - bent;
    out->size = fmax(fabs(out->plus), fabs(out->minus));
    out->moved = values[0] != survey->value || values[1] != survey->value;
    out->noise =
        2.0 * survey->noise + r->rounding + 2.0 * DBL_EPSILON * (fabs(straight) + fabs(bent));
    const bool finite = inside && isfinite(out->plus) && isfinite(out->minus);
    out->usable = finite && out->size >= clear_noises * out->noise;
    if (!finite)
        out->size = NAN;
}

static gv_status take(const gv_checking *checking, const gv_remainder *r, rung *out) {
    gv_subject *subject = checking->subject;
    gv_probe probes[2];
    double values[2];
    gv_eval evals[2];
    for (int side = 0; side < 2; side++)
        probes[side] = (gv_probe){.term = GV_WHOLE,
                                  .use = GV_WHOLE,
                                  .direction = r->direction,
                                  .step = side == 0 ? out->t : -out->t,
                                  .reference = checking->survey->reference};
    const gv_status status = subject->kind->values(subject, probes, 2, values, evals);
    if (status == GV_OK)
        fill(checking, r, values, evals, out);
    return status;
}

/* ---- the order ---- */

/* The finest run of rungs clear of the noise that is long enough: a lone one is an accident. */
static void find_window(rungs *all) {
    size_t run = 0;
    for (size_t i = all->count; i-- > 0;) {
        run = all->at[i].usable ? run + 1 : 0;
        if (run < SHORTEST)
            continue;
        all->finest = i + run - 1;
        all->length = i > 0 && all->at[i - 1].usable ? WINDOW : SHORTEST;
        return;
    }
    all->length = 0;
}

static int compare(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double even_part(const rung *r) {
    return 0.5 * fabs(r->plus + r->minus);
}

static double whole_part(const rung *r) {
    return r->size;
}

/* The median of the slopes of all pairs in log-log, and half their range.
 * Source: Theil 1950; Sen, J. Amer. Statist. Assoc. 63 (1968) 1379. */
static double order_of(const rungs *all, double (*part)(const rung *), double *spread) {
    double slopes[WINDOW * (WINDOW - 1) / 2];
    size_t count = 0;
    const size_t first = all->finest + 1 - all->length;
    for (size_t i = first; i <= all->finest; i++)
        for (size_t j = i + 1; j <= all->finest; j++)
            slopes[count++] =
                log2(part(&all->at[i]) / part(&all->at[j])) / log2(all->at[i].t / all->at[j].t);
    qsort(slopes, count, sizeof *slopes, compare);
    *spread = 0.5 * (slopes[count - 1] - slopes[0]);
    return count % 2 ? slopes[count / 2] : 0.5 * (slopes[count / 2 - 1] + slopes[count / 2]);
}

/* A kink at the point leaves |t|: an even part of first order. */
static bool kinked(const rungs *all) {
    double spread = 0.0;
    const rung *finest = &all->at[all->finest];
    return even_part(finest) >= 0.25 * finest->size &&
           order_of(all, even_part, &spread) <= 1.0 + near_order;
}

/* Does the value stand still at the finest steps?  A dead unit, or a staircase (a grid of
 * numbers, the end of an iteration) whose steps are wider: they cannot be told apart here. */
static bool still(const rungs *all) {
    for (size_t i = all->finest + 1 - all->length; i <= all->finest; i++)
        if (all->at[i].moved)
            return false;
    return true;
}

/* What is left of first order at the finest step is left at every larger one, unless terms of
 * higher order cancel it: e + c t^2 is within e / 2 for a factor of sqrt(3) in t, at one rung.
 * At two in a row, what was seen is no slope but a leap. */
static bool contradicted(const rungs *all) {
    const rung *finest = &all->at[all->finest];
    const double left = finest->size / finest->t;
    size_t run = 0;
    for (size_t i = 0; i < all->finest && run < 2; i++) {
        const rung *r = &all->at[i];
        run = r->size / r->t < 0.5 * left ? run + 1 : 0; /* not when it is NaN */
    }
    return run == 2;
}

/* ---- the verdict ---- */

static void set(gv_entry *entry, gv_verdict verdict, gv_reason reason) {
    entry->verdict = verdict;
    entry->reason = reason;
}

/* What a term of order q, 1 or 2, may be off by: the tolerance of it, and what the claim's own
 * rounding leaves of first order. */
static double may_be_off(const gv_checking *checking, const gv_remainder *r, unsigned q,
                         double t) {
    const double term = q == 1 ? fabs(r->slope) : 0.5 * fabs(r->curvature);
    return checking->options->tolerance * term + (q == 1 ? r->slack : r->slack / t);
}

/* The noise hides every order.  At the largest step that is a bound on all that is left. */
static void judge_hidden(const gv_checking *checking, const gv_remainder *r, const rungs *all,
                         gv_entry *entry) {
    const rung *largest = NULL;
    for (size_t i = 0; i < all->count && !largest; i++)
        if (!isnan(all->at[i].size))
            largest = &all->at[i];
    entry->measured = NAN;
    if (!largest) {
        set(entry, GV_INCONCLUSIVE, GV_VALUE_NOT_FINITE);
        return;
    }
    const unsigned q = r->order - 1;
    const double left = (largest->size + largest->noise) / pow(largest->t, q);
    entry->step = largest->t;
    if (left <= may_be_off(checking, r, q, largest->t))
        set(entry, GV_PASS, GV_WITHIN_TOLERANCE);
    else
        set(entry, GV_INCONCLUSIVE, r->slope == 0.0 ? GV_UNMOVED : GV_NO_ORDER);
}

static bool is_near(double order, double whole) {
    return fabs(order - whole) <= near_order;
}

/* An order too low: the coefficient that is left decides whether it counts as wrong. */
static void judge_low(const gv_checking *checking, const gv_remainder *r, const rungs *all,
                      gv_entry *entry) {
    const rung *finest = &all->at[all->finest];
    const double order = entry->measured;
    const unsigned q = is_near(order, 1.0) ? 1 : is_near(order, 2.0) && r->order == 3 ? 2 : 0;
    if (q == 0 || !(entry->error <= widest_spread)) {
        set(entry, GV_INCONCLUSIVE, GV_NO_ORDER);
        return;
    }
    const double left = finest->size / pow(finest->t, q);
    const bool small = left <= may_be_off(checking, r, q, finest->t);
    if (small && q == r->order - 1)
        set(entry, GV_PASS, GV_WITHIN_TOLERANCE);
    else if (still(all))
        set(entry, GV_INCONCLUSIVE, GV_UNMOVED);
    else if (small || (q == 1 && (kinked(all) || contradicted(all))))
        set(entry, GV_INCONCLUSIVE, GV_NO_ORDER);
    else
        set(entry, GV_FAIL, GV_ORDER);
}

static void judge(const gv_checking *checking, const gv_remainder *r, rungs *all,
                  gv_entry *entry, double *seen) {
    entry->claimed = r->order;
    entry->allowed = near_order;
    *seen = NAN;
    if (!isfinite(r->slope) || (r->order == 3 && !isfinite(r->curvature))) {
        set(entry, GV_FAIL, GV_CLAIM_NOT_FINITE);
        return;
    }
    find_window(all);
    if (all->length == 0) {
        judge_hidden(checking, r, all, entry);
        return;
    }
    const rung *finest = &all->at[all->finest];
    const unsigned q = r->order - 1;
    const double left = finest->size / pow(finest->t, q);
    entry->measured = order_of(all, whole_part, &entry->error);
    entry->gap = fmax((double)r->order - entry->measured, 0.0);
    entry->step = finest->t;
    if (!(entry->measured >= (double)r->order - near_order)) {
        judge_low(checking, r, all, entry);
        return;
    }
    const bool fine = left <= may_be_off(checking, r, q, finest->t);
    set(entry, GV_PASS, fine ? GV_WITHIN_TOLERANCE : GV_WITHIN_BOUND);
    /* An error e beside c t^q adds a third of it before the order falls by a quarter. */
    *seen = left / (q == 1 ? fabs(r->slope) : 0.5 * fabs(r->curvature)) / 3.0;
}

gv_status gv_remainder_judge(const gv_checking *checking, const gv_remainder *r,
                             gv_entry *entry, double *seen) {
    const double widest = reach(checking, r->direction);
    const int shift = widest > 0.0 && isfinite(widest) ? gv_exponent(widest) + 1 : 0;
    const int first = FIRST - shift, last = last_exponent(checking->subject) - shift;
    rungs all = {.count = (size_t)(first - last) + 1};
    gv_status status = GV_OK;
    all.at = calloc(all.count, sizeof *all.at);
    if (!all.at)
        return GV_ERR_MEMORY;
    for (size_t i = 0; i < all.count && status == GV_OK; i++) {
        all.at[i].t = ldexp(1.0, first - (int)i);
        status = take(checking, r, &all.at[i]);
    }
    entry->evaluations = 2 * all.count;
    if (status == GV_OK)
        judge(checking, r, &all, entry, seen);
    free(all.at);
    return status;
}

/* ---- the check ---- */

static gv_status state_power(gv_check_finding *check, unsigned order, double seen) {
    const char *what = order == 2 ? "the slope" : "the curvature";
    if (isnan(seen))
        return gv_set_text(&check->message, "the remainder with %s claimed", what);
    return gv_set_text(&check->message,
                       "the remainder with %s claimed; an error of %.1e of it would be seen",
                       what, seen);
}

/* <d, H d> of the claim. */
static gv_status claimed_curvature(const gv_checking *checking, const double *direction,
                                   double *product, double *curvature) {
    gv_subject *subject = checking->subject;
    *curvature = 0.0;
    if (subject->kind->hvp(subject, direction, product) != GV_EVAL_OK)
        return GV_ERR_SUBJECT;
    for (size_t i = 0; i < subject->count; i++)
        *curvature += direction[i] * product[i];
    return GV_OK;
}

/* All directions for one order.  `room`: 2 n numbers. */
static gv_status check_order(const gv_checking *checking, unsigned order, double *room) {
    const gv_options *options = checking->options;
    gv_check_finding *check = gv_checking_add(checking, gv_check_taylor.name, NULL);
    if (!check)
        return GV_ERR_MEMORY;
    gv_status status = GV_OK;
    double finest = NAN;
    for (size_t k = 0; k < options->directions && status == GV_OK; k++) {
        gv_entry entry = {.index = k};
        gv_remainder r = {.direction = room, .order = order};
        double seen = NAN;
        gv_survey_direction(checking->survey, checking->subject, options->seed, STREAM + k,
                            room);
        r.slope = gv_claimed_slope(checking, room, &r.slack);
        if (order == 3)
            status = claimed_curvature(checking, room, room + checking->subject->count,
                                       &r.curvature);
        if (status == GV_OK)
            status = gv_remainder_judge(checking, &r, &entry, &seen);
        finest = fmin(finest, seen);
        if (status == GV_OK)
            status = gv_check_count(check, &entry, options->notable);
    }
    gv_check_conclude(check, options);
    return status == GV_OK ? state_power(check, order, finest) : status;
}

static gv_status run(const gv_checking *checking, gv_error *error) {
    (void)error;
    double *room = calloc(2 * checking->subject->count, sizeof *room);
    gv_status status = room ? check_order(checking, 2, room) : GV_ERR_MEMORY;
    if (status == GV_OK && checking->subject->kind->hvp)
        status = check_order(checking, 3, room);
    free(room);
    return status;
}

const gv_check_kind gv_check_taylor = {
    .name = "taylor",
    .question =
        "Does what the claimed slope leaves of the value fall as the square of the step?",
    .standard = false,
    .applies = gv_lines_are_straight,
    .run = run,
};
