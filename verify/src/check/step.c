/* step: updates of the parameters.  Each optimizer of the subject takes a few steps:
 *
 *   formula    every entry goes where the textbook's formula puts it, once (a parameter that is
 *              reached through two aliases would go twice as far);
 *   in place   the recording, as it is, sees the value that a new recording sees at the same
 *              parameters: an update into a copy would leave its uses behind;
 *   remainder  f(x + t delta) - f(x) - t <g, delta>  falls as t^2 along the update.
 *
 * Formulas, with g the gradient plus weight_decay p (adamw: the gradient alone), t = 1, 2, ...:
 *   sgd    b = g at first, then momentum b + (1 - dampening) g;  p -= rate b,
 *          nesterov: p -= rate (g + momentum b);  momentum 0: b = g.
 *   adam   m = beta1 m + (1 - beta1) g,  v = beta2 v + (1 - beta2) g^2,
 *          p -= rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon).
 *   adamw  p -= rate weight_decay p first, then as adam.
 * Sources: Sutskever et al., ICML 2013, in the form of torch.optim.SGD; Kingma & Ba, ICLR 2015,
 * algorithm 1; Loshchilov & Hutter, ICLR 2019, algorithm 2. */
#include "check/entries.h"
#include "check/list.h"
#include "check/taylor.h"
#include "numeric/precision.h"
#include "verdict/collect.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Steps: the first is alike for all, the second has a memory, the third has two. */
enum { STEPS = 3 };

/* One entry's update: where it goes from x, and the sizes of what was added on the way. */
typedef struct formula_state {
    double m, v;   /* memory: sgd's buffer, adam's moments */
    double m_size; /* m, had all gradients the same sign: cancellation leaves its rounding */
} formula_state;

typedef struct updated {
    double x;    /* the new number */
    double size; /* |x| + the sizes of what was taken from it */
} updated;

typedef struct formula {
    const char *name;
    updated (*update)(const gv_optimizer *o, size_t t, double x, double gradient,
                      formula_state *state);
    double (*roundings)(const gv_optimizer *o); /* in units of DBL_EPSILON size */
} formula;

/* ---- the formulas ---- */

static updated sgd(const gv_optimizer *o, size_t t, double x, double gradient,
                   formula_state *s) {
    const double g = gradient + o->weight_decay * x;
    const double g_size = fabs(gradient) + fabs(o->weight_decay * x);
    const bool fresh = t == 1 || o->momentum == 0.0;
    s->m = fresh ? g : o->momentum * s->m + (1.0 - o->dampening) * g;
    s->m_size = fresh ? g_size : o->momentum * s->m_size + fabs(1.0 - o->dampening) * g_size;
    const double d = o->nesterov ? g + o->momentum * s->m : s->m;
    const double d_size = o->nesterov ? g_size + o->momentum * s->m_size : s->m_size;
    return (updated){.x = x - o->rate * d, .size = fabs(x) + o->rate * d_size};
}

static updated moments(const gv_optimizer *o, size_t t, double x, double g, double g_size,
                       formula_state *s) {
    s->m = o->beta1 * s->m + (1.0 - o->beta1) * g;
    s->m_size = o->beta1 * s->m_size + (1.0 - o->beta1) * g_size;
    s->v = o->beta2 * s->v + (1.0 - o->beta2) * g * g;
    const double first = 1.0 - pow(o->beta1, (double)t);
    const double second = sqrt(s->v / (1.0 - pow(o->beta2, (double)t))) + o->epsilon;
    return (updated){.x = x - o->rate * (s->m / first) / second,
                     .size = fabs(x) + o->rate * (s->m_size / first) / second};
}

static updated adam(const gv_optimizer *o, size_t t, double x, double gradient,
                    formula_state *s) {
    const double l2 = o->weight_decay * x;
    return moments(o, t, x, gradient + l2, fabs(gradient) + fabs(l2), s);
}

static updated adamw(const gv_optimizer *o, size_t t, double x, double gradient,
                     formula_state *s) {
    const double shrunk = x - o->rate * o->weight_decay * x;
    updated out = moments(o, t, shrunk, gradient, fabs(gradient), s);
    out.size += fabs(x);
    return out;
}

/* Fewer than eight operations per step and branch, over three steps, done here and there. */
static double few_roundings(const gv_optimizer *o) {
    (void)o;
    return 2.0 * 8.0 * STEPS;
}

/* And 1 - beta^t, which is taken by cancellation: an ulp of the power is 1 / (1 - beta) ulps.
 */
static double moment_roundings(const gv_optimizer *o) {
    return few_roundings(o) + 2.0 * STEPS * (1.0 / (1.0 - o->beta1) + 1.0 / (1.0 - o->beta2));
}

static const formula formulas[] = {
    {"sgd", sgd, few_roundings},
    {"adam", adam, moment_roundings},
    {"adamw", adamw, moment_roundings},
};

static const formula *formula_find(const char *name) {
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++)
        if (strcmp(formulas[i].name, name) == 0)
            return &formulas[i];
    return NULL;
}

/* ---- one optimizer ---- */

typedef struct stepping {
    const gv_checking *checking;
    const gv_optimizer *optimizer;
    double *gradients, *points; /* STEPS rows of n numbers */
    double *delta;              /* of the first step */
    double value;               /* after the last, by the recording as it is */
} stepping;

static gv_check_finding *add(const stepping *s, const char *what) {
    const gv_optimizer *o = s->optimizer;
    gv_check_finding *check = gv_checking_add(s->checking, gv_check_step.name, NULL);
    if (!check || gv_set_text(&check->message, "%s, rate %g%s%s: %s", o->name, o->rate,
                              o->momentum > 0.0 ? ", momentum" : "",
                              o->nesterov ? " (nesterov)" : "", what) != GV_OK)
        return NULL;
    return check;
}

/* Where entry i stood before step k. */
static double before(const stepping *s, size_t k, size_t i) {
    const size_t n = s->checking->subject->count;
    return k == 0 ? s->checking->subject->point[i] : s->points[(k - 1) * n + i];
}

/* ---- formula ---- */

static gv_entry compare(const stepping *s, const formula *f, size_t k, size_t i,
                        formula_state *state) {
    const size_t at = k * s->checking->subject->count + i;
    const updated due =
        f->update(s->optimizer, k + 1, before(s, k, i), s->gradients[at], state);
    gv_entry entry = {.index = i, .claimed = s->points[at], .measured = due.x};
    entry.error = entry.allowed = f->roundings(s->optimizer) * DBL_EPSILON * due.size;
    entry.gap = fabs(entry.claimed - due.x);
    entry.scale = fabs(due.x - before(s, k, i));
    if (!isfinite(s->gradients[at])) {
        entry.verdict = GV_INCONCLUSIVE; /* the gradient's fault, not the step's */
        entry.reason = GV_CLAIM_NOT_FINITE;
    } else {
        entry.verdict = entry.gap <= entry.allowed ? GV_PASS : GV_FAIL;
        entry.reason = entry.verdict == GV_PASS ? GV_WITHIN_TOLERANCE : GV_FORMULA_DIFFERS;
    }
    return entry;
}

/* Has the entry gone so many times as far as is due in the first step? */
static bool went(const gv_entry *entry, double x, double times) {
    const double due = times * (entry->measured - x);
    return fabs(entry->claimed - x - due) <= (fabs(times) + 1.0) * entry->allowed &&
           fabs(entry->measured - x) > 4.0 * entry->allowed;
}

static const struct {
    double times;
    const char *text;
} stories[] = {
    {2.0, "is moved twice as far: it is reached through two aliases"},
    {0.0, "is not moved"},
    {-1.0, "is moved uphill"},
};

static gv_status diagnose(const stepping *s, const gv_entry *entry, gv_check_finding *check) {
    const gv_subject *subject = s->checking->subject;
    const size_t p = gv_subject_parameter_of(subject, entry->index);
    for (size_t i = 0; i < sizeof stories / sizeof *stories; i++)
        if (went(entry, subject->point[entry->index], stories[i].times))
            return gv_set_text(&check->diagnosis, "%s %s", subject->parameters[p].group.name,
                               stories[i].text);
    return GV_OK;
}

static gv_status check_formula(const stepping *s) {
    const gv_options *options = s->checking->options;
    const formula *f = formula_find(s->optimizer->name);
    gv_check_finding *check = add(s, f ? "by its formula" : "no formula of this name is known");
    if (!check)
        return GV_ERR_MEMORY;
    gv_status status = GV_OK;
    for (size_t i = 0; f && i < s->checking->subject->count; i++) {
        formula_state state = {0};
        for (size_t k = 0; k < STEPS && status == GV_OK; k++) {
            const gv_entry entry = compare(s, f, k, i, &state);
            status = gv_check_count(check, &entry, options->notable);
            if (status == GV_OK && k == 0 && entry.verdict == GV_FAIL && !check->diagnosis)
                status = diagnose(s, &entry, check);
        }
        if (status != GV_OK)
            return status;
    }
    gv_check_conclude(check, options);
    return GV_OK;
}

/* ---- in place ---- */

static gv_status check_in_place(const stepping *s) {
    gv_subject *subject = s->checking->subject;
    gv_check_finding *check = add(s, "in place, for every use");
    double anew = 0.0;
    if (!check)
        return GV_ERR_MEMORY;
    const double *end = s->points + (STEPS - 1) * subject->count;
    if (subject->kind->value_anew(subject, end, &anew) != GV_EVAL_OK)
        return GV_ERR_SUBJECT;
    gv_entry entry = {.claimed = s->value, .measured = anew, .gap = fabs(s->value - anew)};
    const bool same = memcmp(&s->value, &anew, sizeof anew) == 0;
    entry.verdict = !isfinite(anew) ? GV_INCONCLUSIVE : same ? GV_PASS : GV_FAIL;
    entry.reason = !isfinite(anew) ? GV_VALUE_NOT_FINITE
                   : same          ? GV_WITHIN_TOLERANCE
                                   : GV_NOT_IN_PLACE;
    const gv_status status = gv_check_count(check, &entry, s->checking->options->notable);
    gv_check_conclude(check, s->checking->options);
    return status;
}

/* ---- remainder ---- */

/* x + t delta is rounded to the storage: half an ulp of each entry, which moves the value by
 * |g| times that. */
static double rounding_of_points(const stepping *s) {
    const gv_subject *subject = s->checking->subject;
    double moved = 0.0;
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        for (size_t i = parameter->offset; i < parameter->offset + parameter->count; i++)
            moved += 0.5 * gv_ulp_of(parameter->group.storage, subject->point[i]) *
                     fabs(s->checking->survey->claim[i]);
    }
    return moved;
}

static gv_status check_remainder(const stepping *s) {
    const gv_subject *subject = s->checking->subject;
    gv_check_finding *check = add(s, "the remainder along the update falls as its square");
    gv_entry entry = {0};
    double seen = 0.0;
    bool moves = false;
    if (!check)
        return GV_ERR_MEMORY;
    for (size_t i = 0; i < subject->count; i++) {
        s->delta[i] = s->points[i] - subject->point[i];
        moves = moves || s->delta[i] != 0.0;
    }
    gv_remainder r = {
        .direction = s->delta, .order = 2, .rounding = 2.0 * rounding_of_points(s)};
    r.slope = gv_claimed_slope(s->checking, s->delta, &r.slack);
    gv_status status = GV_OK;
    if (moves)
        status = gv_remainder_judge(s->checking, &r, &entry, &seen);
    else
        entry = (gv_entry){.verdict = GV_INCONCLUSIVE, .reason = GV_UNMOVED};
    if (status == GV_OK)
        status = gv_check_count(check, &entry, s->checking->options->notable);
    gv_check_conclude(check, s->checking->options);
    return status;
}

/* ---- all of them ---- */

static gv_status check_optimizer(stepping *s) {
    gv_subject *subject = s->checking->subject;
    if (subject->kind->step(subject, s->optimizer, STEPS, s->gradients, s->points, &s->value) !=
        GV_EVAL_OK)
        return GV_ERR_SUBJECT;
    gv_status status = check_formula(s);
    if (status == GV_OK && subject->kind->value_anew)
        status = check_in_place(s);
    if (status == GV_OK && gv_lines_are_straight(subject))
        status = check_remainder(s);
    return status;
}

static gv_status run(const gv_checking *checking, gv_error *error) {
    const gv_subject *subject = checking->subject;
    const size_t n = subject->count;
    size_t count = 0;
    (void)error;
    const gv_optimizer *optimizers = subject->kind->optimizers(subject, &count);
    double *room = calloc(2 * STEPS + 1, n * sizeof *room);
    gv_status status = room ? GV_OK : GV_ERR_MEMORY;
    for (size_t k = 0; k < count && status == GV_OK; k++) {
        stepping s = {.checking = checking,
                      .optimizer = &optimizers[k],
                      .gradients = room,
                      .points = room + STEPS * n,
                      .delta = room + 2 * STEPS * n};
        status = check_optimizer(&s);
    }
    free(room);
    return status;
}

static bool applies(const gv_subject *subject) {
    return subject->kind->step && subject->kind->optimizers;
}

const gv_check_kind gv_check_step = {
    .name = "step",
    .question = "Do updates follow their formula, in place, each parameter once, and descend?",
    .standard = false,
    .applies = applies,
    .run = run,
};
