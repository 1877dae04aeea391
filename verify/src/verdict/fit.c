/* An entry that the noise of the value hides from every step: many points show it. */
#include "numeric/fit.h"
#include "rules.h"
#include "verdict/run.h"
#include <math.h>

/* Is the noise what makes the bound? */
static bool noisy(const gv_step *best) {
    return best->odd + best->even <= GV_NOISE_AS_TRUNCATION * best->noise;
}

/* A coarse pass whose bound takes up less of what the resolution gives is as good as it has to
 * be. */
static const double coarse = 0.125;

/* Left open by noise, or passed by a bound that hides much. */
static bool in_question(const gv_run *r) {
    const gv_entry *entry = &r->item->entry;
    if (entry->kink || entry->one_sided || !noisy(&r->best))
        return false;
    if (entry->verdict == GV_PASS)
        return entry->reason == GV_WITHIN_BOUND &&
               entry->error > coarse * r->item->demand.resolution * entry->scale;
    return entry->verdict == GV_INCONCLUSIVE && entry->reason == GV_TOO_COARSE;
}

static bool affordable(const gv_run *r, int e) {
    return r->item->log.capacity - r->item->log.count >= gv_fit_wants(&r->line, e);
}

static gv_measured measured_by(const gv_run *r, const gv_fit *fit) {
    gv_step step = r->best;
    step.e = fit->e;
    step.h = gv_power_of_two(fit->e);
    step.r5 = fit->slope;
    step.bound = fit->bound;
    return gv_run_measured(r, &step);
}

/* Judges a fit.  A pass is taken back if the fit refutes the claim, and for nothing less.  The
 * claim fails if nothing that the residuals may hide explains the gap. */
static void weigh(gv_run *r, const gv_fit *fit) {
    gv_entry *entry = &r->item->entry, judged = *entry;
    const gv_measured m = measured_by(r, fit);
    if (!(fit->bound < entry->error))
        return;
    gv_judge(&m, &r->item->demand, &judged);
    judged.fitted = true;
    if (entry->verdict == GV_PASS && judged.verdict == GV_INCONCLUSIVE)
        return;
    if (judged.verdict == GV_FAIL && judged.gap <= judged.allowed - fit->bound + fit->worst) {
        judged.verdict = GV_INCONCLUSIVE;
        judged.reason = GV_TOO_COARSE;
    }
    *entry = judged;
}

void gv_run_fit(gv_run *r) {
    enum { TRIES = 3 };
    const int widest = gv_exponent(r->line.scale);
    int e = r->best.e + 1 < widest ? r->best.e + 1 : widest, last = 0;
    if (!gv_rule_on(r->line.without, GV_RULE_FIT))
        return;
    for (int i = 0; i < TRIES && in_question(r) && affordable(r, e); i++) {
        const gv_fit fit = gv_fit_at(&r->line, e);
        if (gv_run_waits(r))
            return;
        weigh(r, &fit);
        const bool wider = fit.odd + fit.even <= fit.noise && e < widest; /* NaN: no */
        const int move = wider ? +1 : -1;
        if (move == -last)
            return;
        e += move;
        last = move;
    }
}
