/* See gate.h.  Both sides are sorted by name and walked together. */
#include "gate/gate.h"
#include "gate/inside.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- checks ---- */

static void note(gv_comparison *c, gv_change_kind kind, const gv_check_finding *check,
                 double before, double after) {
    gv_note_change(
        c,
        (gv_change){
            .kind = kind, .where = c->after, .check = check, .before = before, .after = after});
}

/* A number that went up is one kind of change, down another. */
static void compare_number(gv_comparison *c, const gv_check_finding *check, double before,
                           double after, gv_change_kind up, gv_change_kind down) {
    if (after > before)
        note(c, up, check, before, after);
    else if (after < before)
        note(c, down, check, before, after);
}

static void compare_count(gv_comparison *c, const gv_check_finding *check, size_t before,
                          size_t after, gv_change_kind up, gv_change_kind down) {
    compare_number(c, check, (double)before, (double)after, up, down);
}

/* Wrong and undecided things of a check: its entries, or itself where it has none. */
static size_t wrong(const gv_check_finding *check) {
    return check->entries.failed + (check->verdict == GV_FAIL && !check->entries.failed);
}

static size_t undecided(const gv_check_finding *check) {
    return check->entries.inconclusive +
           (check->verdict == GV_INCONCLUSIVE && !check->entries.inconclusive);
}

/* No demand is the loosest one. */
static double demanded(double min_resolution) {
    return min_resolution > 0 ? min_resolution : INFINITY;
}

static void compare_demands(gv_comparison *c, const gv_check_finding *check,
                            const gv_options *old, const gv_options *new) {
    compare_number(c, check, demanded(old->min_resolution), demanded(new->min_resolution),
                   GV_CHANGE_LOOSER, GV_CHANGE_STRICTER);
    compare_number(c, check, old->min_coverage, new->min_coverage, GV_CHANGE_STRICTER,
                   GV_CHANGE_LOOSER);
    compare_count(c, check, old->on_inconclusive, new->on_inconclusive, GV_CHANGE_STRICTER,
                  GV_CHANGE_LOOSER);
}

/* Is anything demanded of a check, or of its parameter, that is not of the case? */
static bool has_demands(const gv_case_finding *finding, const gv_check_finding *check) {
    const gv_options *own = &check->options, *common = &finding->options;

    return own->min_resolution != common->min_resolution ||
           own->min_coverage != common->min_coverage ||
           own->on_inconclusive != common->on_inconclusive;
}

static void compare_settings(gv_comparison *c, const gv_check_finding *old,
                             const gv_check_finding *new) {
    compare_number(c, new, old->tolerance, new->tolerance, GV_CHANGE_LOOSER,
                   GV_CHANGE_STRICTER);
    compare_number(c, new, old->resolution, new->resolution, GV_CHANGE_LOOSER,
                   GV_CHANGE_STRICTER);
    if (has_demands(c->before, old) || has_demands(c->after, new))
        compare_demands(c, new, &old->options, &new->options);
}

/* A comparison with NaN, where nothing passed, is false. */
static void compare_detectable(gv_comparison *c, const gv_check_finding *old,
                               const gv_check_finding *new) {
    const double factor = c->limits->factor;

    if (old->verdict != GV_PASS || new->verdict != GV_PASS)
        return;
    if (new->detectable > factor * fmax(old->detectable, new->tolerance))
        note(c, GV_CHANGE_COARSER, new, old->detectable, new->detectable);
    else if (old->detectable > factor * fmax(new->detectable, old->tolerance))
        note(c, GV_CHANGE_FINER, new, old->detectable, new->detectable);
}

static void compare_check(gv_comparison *c, const void *before, const void *after) {
    const gv_check_finding *old = before, *new = after;

    compare_count(c, new, wrong(old), wrong(new), GV_CHANGE_BROKE, GV_CHANGE_MENDED);
    compare_count(c, new, undecided(old), undecided(new), GV_CHANGE_UNDECIDED,
                  GV_CHANGE_DECIDED);
    compare_count(c, new, old->entries.checked, new->entries.checked, GV_CHANGE_COVERED,
                  GV_CHANGE_COVERAGE);
    compare_settings(c, old, new);
    compare_detectable(c, old, new);
    gv_compare_entries(c, old, new);
}

static void check_gone(gv_comparison *c, const void *thing) {
    gv_note_change(c, (gv_change){.kind = GV_CHANGE_CHECK_GONE,
                                  .where = c->before,
                                  .check = thing,
                                  .before = NAN,
                                  .after = NAN});
}

/* A new check that does not pass is no improvement. */
static void check_new(gv_comparison *c, const void *thing) {
    const gv_check_finding *check = thing;
    const gv_change_kind kind = check->verdict == GV_PASS   ? GV_CHANGE_CHECK_NEW
                                : check->verdict == GV_FAIL ? GV_CHANGE_BROKE
                                                            : GV_CHANGE_UNDECIDED;
    note(c, kind, check, NAN, NAN);
}

/* ---- walking both sides ---- */

/* How two things of a kind are put in order, and what is done with pairs and with those that
 * are on one side only. */
typedef struct pairing {
    size_t size;
    int (*order)(const void *a, const void *b);  /* of pointers to pointers */
    int (*sorted)(const void *a, const void *b); /* the same, and then by their places */
    void (*both)(gv_comparison *c, const void *before, const void *after);
    void (*gone)(gv_comparison *c, const void *thing);
    void (*fresh)(gv_comparison *c, const void *thing);
} pairing;

static const void **sorted(const pairing *how, const void *things, size_t count) {
    const void **list = calloc(count + 1, sizeof *list);

    for (size_t i = 0; i < count && list; i++)
        list[i] = (const char *)things + i * how->size;
    if (list)
        qsort(list, count, sizeof *list, how->sorted);
    return list;
}

static void walk(gv_comparison *c, const pairing *how, const void *before, size_t before_count,
                 const void *after, size_t after_count) {
    const void **old = sorted(how, before, before_count);
    const void **new = sorted(how, after, after_count);
    size_t i = 0, k = 0;

    c->failed = c->failed || !old || !new;
    while (!c->failed && (i < before_count || k < after_count)) {
        const int order = i == before_count  ? 1
                          : k == after_count ? -1
                                             : how->order(&old[i], &new[k]);
        if (order < 0)
            how->gone(c, old[i++]);
        else if (order > 0)
            how->fresh(c, new[k++]);
        else
            how->both(c, old[i++], new[k++]);
    }
    free(old);
    free(new);
}

static int compare_texts(const char *a, const char *b) {
    return strcmp(a ? a : "", b ? b : "");
}

static int compare_sizes(size_t a, size_t b) {
    return (a > b) - (a < b);
}

/* Things of the same words stay in the order in which they stand. */
static int by_place(const void *a, const void *b) {
    const char *x = *(const char *const *)a, *y = *(const char *const *)b;

    return (x > y) - (x < y);
}

static int order_checks(const void *a, const void *b) {
    const gv_check_finding *x = *(const void *const *)a, *y = *(const void *const *)b;
    int order = compare_texts(x->point, y->point);

    order = order ? order : compare_texts(x->kind, y->kind);
    order = order ? order : compare_texts(x->parameter, y->parameter);
    order = order ? order : compare_texts(x->use, y->use);
    order = order ? order : compare_texts(x->term, y->term);
    order = order ? order : compare_sizes(x->rank, y->rank);
    for (size_t i = 0; i < x->rank && !order; i++)
        order = compare_sizes(x->shape[i], y->shape[i]);
    return order;
}

static int sort_checks(const void *a, const void *b) {
    const int order = order_checks(a, b);

    return order ? order : by_place(a, b);
}

static const pairing checks = {
    sizeof(gv_check_finding), order_checks, sort_checks, compare_check, check_gone, check_new};

/* ---- cases ---- */

static int order_cases(const void *a, const void *b) {
    const gv_case_finding *x = *(const void *const *)a, *y = *(const void *const *)b;

    return strcmp(x->name, y->name);
}

static int sort_cases(const void *a, const void *b) {
    const int order = order_cases(a, b);

    return order ? order : by_place(a, b);
}

static bool met(const gv_case_finding *finding) {
    return finding->verdict == finding->expected && finding->reason != GV_SUBJECT_BROKE;
}

/* Of a case that is to fail, only whether it does: which entries do is not promised. */
static void compare_case(gv_comparison *c, const void *before, const void *after) {
    const gv_case_finding *old = before, *new = after;

    c->before = old;
    c->after = new;
    gv_compare_points(c);
    compare_demands(c, NULL, &old->options, &new->options);
    if (old->expected == GV_PASS && new->expected != GV_PASS)
        note(c, GV_CHANGE_EXPECTED, NULL, NAN, NAN);
    if (old->expected == GV_PASS && new->expected == GV_PASS)
        walk(c, &checks, old->checks, old->check_count, new->checks, new->check_count);
    else if (met(old) != met(new))
        note(c, met(new) ? GV_CHANGE_MENDED : GV_CHANGE_BROKE, NULL, NAN, NAN);
}

static void case_gone(gv_comparison *c, const void *thing) {
    gv_note_change(
        c,
        (gv_change){.kind = GV_CHANGE_CASE_GONE, .where = thing, .before = NAN, .after = NAN});
}

static void case_new(gv_comparison *c, const void *thing) {
    gv_note_change(c, (gv_change){.kind = met(thing) ? GV_CHANGE_CASE_NEW : GV_CHANGE_BROKE,
                                  .where = thing,
                                  .before = NAN,
                                  .after = NAN});
}

static const pairing cases = {
    sizeof(gv_case_finding), order_cases, sort_cases, compare_case, case_gone, case_new};

gv_status gv_findings_compare(const gv_findings *before, const gv_findings *after,
                              const gv_gate_limits *limits, gv_changes *changes) {
    gv_comparison c = {.limits = limits, .changes = changes};

    *changes = (gv_changes){0};
    walk(&c, &cases, before->cases, before->case_count, after->cases, after->case_count);
    return c.failed ? GV_ERR_MEMORY : GV_OK;
}
