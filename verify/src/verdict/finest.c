/* What the numbers next to x show: whether noise is noise, and whether they are close enough to
 * see the function at all. */
#include "rules.h"
#include "verdict/run.h"
#include <float.h>
#include <math.h>

bool gv_steps_contradict(const gv_step *a, const gv_step *b) {
    return fabs(a->r5 - b->r5) > a->bound + b->bound;
}

bool gv_run_sides_with_claim(const gv_run *r, const gv_step *step) {
    const gv_entry *entry = &r->item->entry;
    const double towards = entry->claimed - entry->measured;
    return (step->r5 - entry->measured) * (towards > 0.0 ? 1.0 : -1.0) > 0.5 * fabs(towards);
}

bool gv_run_contradicted_by(const gv_run *r, const gv_step *step) {
    const gv_entry *entry = &r->item->entry;
    return fabs(step->r5 - entry->measured) > step->bound + entry->error;
}

/* Noise that is more of a value than a value in float32 has. */
static const double much = 0x1p-20;

/* What the finest two steps show, by rounding alone. */
typedef struct finest {
    bool smooth; /* noise is not: the bounds are a sixteenth and a quarter of the slope, two
                    coincidences of each in four numbers */
    bool contradicts; /* the measurement */
    bool sides;       /* with the claim, rather than the measurement */
    double strays;    /* by how much the value strays from a line there */
} finest;

static finest look_at_finest(gv_run *r) {
    const double fine_share = 0x1p-4, wide_share = 0x1p-2;
    gv_line line = r->line;
    const int e = gv_line_lowest(&line);
    line.noise = DBL_EPSILON * fabs(line.f0);
    const gv_step fine = gv_step_at(&line, e), wide = gv_step_at(&line, e + 1);
    const bool smooth = fine.bound <= fine_share * fabs(fine.r5) &&
                        wide.bound <= wide_share * fabs(wide.r5) &&
                        !gv_steps_contradict(&fine, &wide);
    return (finest){.smooth = smooth,
                    .contradicts = gv_run_contradicted_by(r, &fine),
                    .sides = gv_run_sides_with_claim(r, &fine),
                    .strays = fine.bound * fine.h};
}

void gv_run_doubt_noise(gv_run *r) {
    if (!(r->noise > much * gv_run_largest(r, INFINITY)) ||
        !gv_rule_on(r->line.without, GV_RULE_FINER))
        return;
    const finest f = look_at_finest(r);
    if (!gv_run_waits(r) && f.smooth)
        r->noise = r->line.noise = DBL_EPSILON * fabs(r->line.f0);
}

/* How far the value has strayed from f(x) on the whole line. */
static double farthest(const gv_run *r) {
    double most = 0.0;
    for (size_t i = 0; i < r->item->log.count; i++) {
        const gv_told *told = &r->item->log.told[i];
        if (told->state == GV_TOLD && isfinite(told->value))
            most = fmax(most, fabs(told->value - r->line.f0));
    }
    return most;
}

/* Does the value turn between the numbers near x (sin at 1e20), so that no difference sees
 * whether the claim is right?  It strays from a line, from one number to the next, by more than
 * the bounds of steps in float32 add up to (8 of 3 eta), and not by more anywhere, or by as
 * much as the claim says that it changes.  Or the numbers meet the turns at much the
 * same place: then their slope is smooth, but no wider step has it, or the claim says that the
 * value changes from one number to the next by half of what it ever did. */
bool gv_run_unresolved(gv_run *r) {
    const double turn = 0x1p-4, met = 0x1p-1, alike = 4.0;
    const double least = 0x1p6 * much * gv_run_largest(r, INFINITY);
    const double claimed =
        fabs(r->item->entry.claimed) * gv_power_of_two(gv_line_lowest(&r->line));
    if (!(claimed >= turn * least) && !(r->noise > least))
        return false;
    const finest f = look_at_finest(r);
    if (gv_run_waits(r))
        return false;
    if (f.smooth)
        return !f.sides && claimed >= turn * least &&
               (f.contradicts || claimed >= met * farthest(r));
    return f.strays > least && farthest(r) > 0.0 &&
           (claimed >= turn * f.strays || farthest(r) <= alike * f.strays);
}
