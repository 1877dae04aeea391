/* Numbers of two runs, compared beyond rounding and bounds.  The rules stand in gate.h. */
#include "gate/inside.h"
#include <float.h>
#include <math.h>
#include <string.h>

static bool same_points(const gv_comparison *c) {
    return c->before->options.seed == c->after->options.seed;
}

static bool is_exact(const gv_case_finding *finding) {
    bool exact = finding->options.precision == GV_FLOAT64;

    for (size_t i = 0; i < finding->outline.parameter_count; i++)
        exact = exact && finding->outline.parameters[i].storage == GV_FLOAT64;
    return exact;
}

/* The share by which a number may move.  Stored in less than float64, a parameter may come to
 * lie on the other side of a rounding, which moves what hangs on it by an ulp of its type. */
static double share_of(const gv_comparison *c, double tolerance) {
    const double moved = c->limits->moved;

    return is_exact(c->after) && is_exact(c->before) ? moved : fmax(moved, tolerance);
}

/* ---- points ---- */

static const gv_point_finding *find_point(const gv_case_finding *finding, const char *name) {
    for (size_t i = 0; i < finding->point_count; i++)
        if (strcmp(finding->points[i].name, name) == 0)
            return &finding->points[i];
    return NULL;
}

static double finite_or_zero(double x) {
    return isfinite(x) ? x : 0.0;
}

static void compare_point(gv_comparison *c, const gv_point_finding *old,
                          const gv_point_finding *new) {
    const double size = fmax(fabs(old->value), fabs(new->value));
    const double allowed = finite_or_zero(old->noise) + finite_or_zero(new->noise) +
                           share_of(c, c->after->options.tolerance) * size;

    if (isfinite(old->value) && !(fabs(new->value - old->value) <= allowed))
        gv_note_change(c, (gv_change){.kind = GV_CHANGE_VALUE,
                                      .where = c->after,
                                      .point = new,
                                      .before = old->value,
                                      .after = new->value});
    if (new->noise > c->limits->factor * fmax(old->noise, DBL_EPSILON / 2 * fabs(old->value)))
        gv_note_change(c, (gv_change){.kind = GV_CHANGE_NOISE,
                                      .where = c->after,
                                      .point = new,
                                      .before = old->noise,
                                      .after = new->noise});
}

void gv_compare_points(gv_comparison *c) {
    for (size_t i = 0; i < c->after->point_count && same_points(c); i++) {
        const gv_point_finding *old = find_point(c->before, c->after->points[i].name);
        if (old)
            compare_point(c, old, &c->after->points[i]);
    }
}

/* ---- entries ---- */

/* fmax passes a NaN over. */
static double size_of(const gv_entry *entry) {
    return fmax(entry->scale, fmax(fabs(entry->claimed), fabs(entry->measured)));
}

static double slack_of(const gv_entry *entry) {
    return finite_or_zero(entry->error) + finite_or_zero(entry->scatter);
}

/* An entry of a check, and what is compared of it. */
typedef struct place {
    const gv_check_finding *check;
    const gv_entry *entry;
} place;

static void note(gv_comparison *c, gv_change_kind kind, place at, double before, double after) {
    gv_note_change(c, (gv_change){.kind = kind,
                                  .where = c->after,
                                  .check = at.check,
                                  .entry = at.entry,
                                  .before = before,
                                  .after = after});
}

/* The gap grew from at most `gap`, which is known within `error`. */
static void compare_gap(gv_comparison *c, place at, double gap, double error) {
    const gv_entry *new = at.entry;
    const double rounding = share_of(c, at.check->tolerance) * size_of(new);

    if (new->gap - new->error > c->limits->factor *(gap + error) && new->gap > rounding)
        note(c, GV_CHANGE_GAP, at, gap, new->gap);
}

static void compare_bound(gv_comparison *c, place at, const gv_entry *old) {
    const double factor = c->limits->factor;
    const gv_entry *new = at.entry;

    if (new->error > factor * old->error &&new->error >
        at.check->tolerance *new->scale / factor)
        note(c, GV_CHANGE_BOUND, at, old->error, new->error);
}

/* Returns: whether it moved. */
static bool compare_claim(gv_comparison *c, place at, const gv_entry *old) {
    const gv_entry *new = at.entry;
    const double size = fmax(size_of(old), size_of(new));
    const double allowed =
        share_of(c, at.check->tolerance) * size + slack_of(old) + slack_of(new);
    const bool moved = same_points(c) && !(fabs(new->claimed - old->claimed) <= allowed);

    if (moved)
        note(c, GV_CHANGE_MOVED, at, old->claimed, new->claimed);
    return moved;
}

static const gv_entry *find_entry(const gv_check_finding *check, size_t index) {
    for (size_t i = 0; i < check->notable_count; i++)
        if (check->notable[i].index == index)
            return &check->notable[i];
    return NULL;
}

/* What an entry's gap was at most, by the map: its cell shows the worst of its entries.  The
 * share was one of what was allowed then, for which what is allowed now stands.
 * Returns: false if it did not pass, or nothing is known of it. */
static bool gap_by_map(const gv_check_finding *old, const gv_entry *new, double *gap) {
    const size_t cell = old->map.span ? new->index / old->map.span : old->map.count;

    if (cell >= old->map.count || (old->map.cells[cell].state != GV_STATE_PASSED &&
                                   old->map.cells[cell].state != GV_STATE_ZERO))
        return false;
    *gap = old->map.cells[cell].share * new->allowed;
    return isfinite(*gap);
}

static bool compare_sums(gv_comparison *c, const gv_check_finding *old,
                         const gv_check_finding *new) {
    const gv_digest *a = &new->digest, *b = &old->digest;
    const double allowed =
        2 * (share_of(c, new->tolerance) * fmax(a->reach, b->reach) + a->slack + b->slack);

    if (!same_points(c) || !old->map.count || !new->map.count ||
        old->entries.checked != new->entries.checked || !isfinite(b->checksum))
        return false;
    return !(fabs(a->checksum - b->checksum) <= allowed);
}

void gv_compare_entries(gv_comparison *c, const gv_check_finding *old,
                        const gv_check_finding *new) {
    bool moved = false;
    double gap;

    for (size_t i = 0; i < new->notable_count; i++) {
        const place at = {new, &new->notable[i]};
        const gv_entry *before = find_entry(old, at.entry->index);
        if (at.entry->verdict != GV_PASS)
            continue;
        if (before && before->verdict == GV_PASS) {
            compare_gap(c, at, before->gap, before->error);
            compare_bound(c, at, before);
            moved = compare_claim(c, at, before) || moved;
        } else if (!before && gap_by_map(old, at.entry, &gap)) {
            compare_gap(c, at, gap, at.entry->error);
        }
    }
    if (!moved && compare_sums(c, old, new)) /* else it is said already, and where */
        note(c, GV_CHANGE_SUM_MOVED, (place){new, NULL}, old->digest.checksum,
             new->digest.checksum);
}
