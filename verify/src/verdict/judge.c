#include "verdict/judge.h"
#include <math.h>

/* An entry moves the value by slope * reach.  A bound taken at the full reach is 3 noises, and
 * up to 8 times as much with what noise makes of the odd and the even part: 27, and 4 for the
 * difference of two values that has to show. */
static const double to_show = 4.0, negligible_noises = 32.0;

static void set(gv_entry *entry, gv_verdict verdict, gv_reason reason) {
    entry->verdict = verdict;
    entry->reason = reason;
}

static void note(const gv_measured *m, const gv_demand *demand, gv_entry *entry) {
    const double larger = fmax(fabs(entry->claimed), fabs(m->value));
    entry->measured = m->value;
    entry->error = m->error;
    entry->step = m->step;
    entry->gap = fabs(entry->claimed - m->value);
    entry->allowed = demand->tolerance * larger + m->error + demand->scatter;
    entry->scale = fmax(fmax(m->scale, fabs(m->value)), demand->parts);
    entry->scatter = demand->scatter;
}

/* A bound adds up the worst of every error, and an honest gap fills little of it.  A coarse
 * pass is given to claims in its inner half alone; a claim in the outer half may be right, or
 * off by what the bound hides. */
static const double inner_share = 0.5;

/* Does an entry move the value by no more than its noise, as far as can be seen?  Over its
 * reach, whatever it is within the bound; or by what it is claimed to be, where no step shows
 * more than noise. */
static bool negligible(const gv_measured *m, const gv_demand *demand, double claimed) {
    const double moving =
        fmax(fabs(claimed) - demand->scatter, 0.0); /* scatter moves nothing */
    const double most = negligible_noises * m->noise;
    return (fmax(fabs(m->value), moving) + m->error) * m->reach <= most ||
           (moving * m->reach <= to_show * m->noise &&
            (fabs(m->value) + m->error) * m->step <= most);
}

static void pass(const gv_measured *m, const gv_demand *demand, gv_entry *entry) {
    const double larger = fmax(fabs(entry->claimed), fabs(m->value));
    const bool fine = m->error + demand->scatter <= demand->tolerance * larger;
    const bool inner = entry->gap <= entry->allowed - (1.0 - inner_share) * m->error;
    if (entry->claimed == 0.0 && m->value == 0.0)
        set(entry, GV_PASS, GV_BOTH_ZERO);
    else if (m->error <= demand->resolution * entry->scale && fine)
        set(entry, GV_PASS, GV_WITHIN_TOLERANCE);
    else if (m->error <= demand->resolution * entry->scale && inner)
        set(entry, GV_PASS, GV_WITHIN_BOUND);
    else if (negligible(m, demand, entry->claimed))
        set(entry, GV_PASS, GV_NEGLIGIBLE);
    else
        set(entry, GV_INCONCLUSIVE, GV_TOO_COARSE);
}

void gv_judge(const gv_measured *m, const gv_demand *demand, gv_entry *entry) {
    note(m, demand, entry);
    if (!isfinite(entry->claimed))
        set(entry, GV_FAIL, GV_CLAIM_NOT_FINITE);
    else if (!isfinite(m->value) || !isfinite(m->error))
        set(entry, GV_INCONCLUSIVE, GV_VALUE_NOT_FINITE);
    else if (!(entry->gap <= entry->allowed))
        set(entry, GV_FAIL, GV_GAP);
    else
        pass(m, demand, entry);
}

bool gv_judge_settled(const gv_entry *entry, const gv_demand *demand) {
    return entry->verdict == GV_PASS &&
           (entry->reason == GV_WITHIN_TOLERANCE || entry->reason == GV_WITHIN_BOUND) &&
           entry->error <= demand->tolerance * fabs(entry->measured);
}

void gv_judge_kink(double left, double right, const gv_measured *m, const gv_demand *demand,
                   gv_entry *entry) {
    const double low = fmin(left, right), high = fmax(left, right);
    const double inside = fmin(fmax(entry->claimed, low), high);
    gv_measured nearest = *m;
    nearest.value = inside;
    note(&nearest, demand, entry);
    entry->kink = true;
    entry->slope_left = left;
    entry->slope_right = right;
    if (!isfinite(entry->claimed))
        set(entry, GV_FAIL, GV_CLAIM_NOT_FINITE);
    else if (!(entry->gap <= entry->allowed))
        set(entry, GV_FAIL, GV_NO_SUBGRADIENT);
    else if (m->error <= demand->resolution * fmax(fmax(fabs(low), fabs(high)), demand->parts))
        set(entry, GV_PASS, GV_AT_KINK);
    else
        set(entry, GV_INCONCLUSIVE, GV_TOO_COARSE);
}
