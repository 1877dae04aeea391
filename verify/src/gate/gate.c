/* See gate.h.  Both sides are sorted by name and walked together. */
#include "gate/gate.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *word;
    bool worse;
    const char *text;
} kinds[] = {
#define KIND(name, word, worse, text) {word, worse, text},
    GV_CHANGE_LIST(KIND)
#undef KIND
};

const char *gv_change_word(gv_change_kind kind) {
    return kinds[kind].word;
}

const char *gv_change_text(gv_change_kind kind) {
    return kinds[kind].text;
}

bool gv_change_is_worse(gv_change_kind kind) {
    return kinds[kind].worse;
}

gv_gate_limits gv_gate_limits_default(void) {
    return (gv_gate_limits){.factor = 10, .moved = 1e-9};
}

void gv_changes_clear(gv_changes *changes) {
    free(changes->items);
    *changes = (gv_changes){0};
}

/* What is compared, and where to. */
typedef struct comparison {
    const gv_gate_limits *limits;
    gv_changes *changes;
    bool failed; /* no memory */
    const gv_case_finding *before, *after;
} comparison;

static void add(comparison *c, gv_change change) {
    gv_changes *changes = c->changes;

    if (changes->count == changes->room) {
        const size_t room = 2 * changes->room + 16;
        gv_change *items = realloc(changes->items, room * sizeof *items);
        if (!items) {
            c->failed = true;
            return;
        }
        changes->items = items;
        changes->room = room;
    }
    changes->items[changes->count++] = change;
    changes->worse += gv_change_is_worse(change.kind);
}

/* ---- entries ---- */

static void compare_numbers(comparison *c, const gv_check_finding *check, const gv_entry *old,
                            const gv_entry *new) {
    const double factor = c->limits->factor;
    const gv_change gap = {GV_CHANGE_GAP, c->after, check, new, old->gap, new->gap};
    const gv_change bound = {GV_CHANGE_BOUND, c->after, check, new, old->error, new->error};

    if (new->gap - new->error > factor *(old->gap + old->error))
        add(c, gap);
    if (new->error > factor * old->error &&new->error > check->tolerance *new->scale / factor)
        add(c, bound);
}

static void compare_claims(comparison *c, const gv_check_finding *check, const gv_entry *old,
                           const gv_entry *new) {
    const bool exact = c->after->options.precision == GV_FLOAT64;
    const double share = exact ? c->limits->moved : fmax(c->limits->moved, check->tolerance);
    const double allowed = share * fmax(old->scale, new->scale) + old->scatter + new->scatter;

    if (!(fabs(new->claimed - old->claimed) <= allowed))
        add(c, (gv_change){GV_CHANGE_MOVED, c->after, check, new, old->claimed, new->claimed});
}

static void compare_entries(comparison *c, const gv_check_finding *old,
                            const gv_check_finding *new) {
    const bool same_point = c->before->options.seed == c->after->options.seed;

    for (size_t i = 0; i < new->notable_count; i++)
        for (size_t k = 0; k < old->notable_count; k++) {
            const gv_entry *b = &old->notable[k], *a = &new->notable[i];
            if (a->index != b->index || a->verdict != GV_PASS || b->verdict != GV_PASS)
                continue;
            compare_numbers(c, new, b, a);
            if (same_point)
                compare_claims(c, new, b, a);
        }
}

/* ---- checks ---- */

/* A count that went up is one kind of change, down another. */
static void compare_count(comparison *c, const gv_check_finding *check, size_t before,
                          size_t after, gv_change_kind up, gv_change_kind down) {
    if (after != before)
        add(c, (gv_change){after > before ? up : down, c->after, check, NULL, (double)before,
                           (double)after});
}

/* Wrong and undecided things of a check: its entries, or itself where it has none. */
static size_t wrong(const gv_check_finding *check) {
    return check->entries.failed + (check->verdict == GV_FAIL && !check->entries.failed);
}

static size_t undecided(const gv_check_finding *check) {
    return check->entries.inconclusive +
           (check->verdict == GV_INCONCLUSIVE && !check->entries.inconclusive);
}

static void compare_settings(comparison *c, const gv_check_finding *old,
                             const gv_check_finding *new) {
    if (new->tolerance > old->tolerance)
        add(c,
            (gv_change){GV_CHANGE_LOOSER, c->after, new, NULL, old->tolerance, new->tolerance});
    if (new->resolution > old->resolution)
        add(c, (gv_change){GV_CHANGE_LOOSER, c->after, new, NULL, old->resolution,
                           new->resolution});
}

static void compare_check(comparison *c, const void *before, const void *after) {
    const gv_check_finding *old = before, *new = after;

    compare_count(c, new, wrong(old), wrong(new), GV_CHANGE_BROKE, GV_CHANGE_MENDED);
    compare_count(c, new, undecided(old), undecided(new), GV_CHANGE_UNDECIDED,
                  GV_CHANGE_DECIDED);
    compare_count(c, new, old->entries.checked, new->entries.checked, GV_CHANGE_COVERED,
                  GV_CHANGE_COVERAGE);
    compare_count(c, new, old->entries.coarse, new->entries.coarse, GV_CHANGE_COARSER,
                  GV_CHANGE_FINER);
    compare_settings(c, old, new);
    compare_entries(c, old, new);
}

static void check_gone(comparison *c, const void *thing) {
    add(c, (gv_change){GV_CHANGE_CHECK_GONE, c->before, thing, NULL, NAN, NAN});
}

/* A new check that does not pass is no improvement. */
static void check_new(comparison *c, const void *thing) {
    const gv_check_finding *check = thing;
    const gv_change_kind kind = check->verdict == GV_PASS   ? GV_CHANGE_CHECK_NEW
                                : check->verdict == GV_FAIL ? GV_CHANGE_BROKE
                                                            : GV_CHANGE_UNDECIDED;
    add(c, (gv_change){kind, c->after, check, NULL, NAN, NAN});
}

/* ---- walking both sides ---- */

/* How two things of a kind are put in order, and what is done with pairs and with those that
 * are on one side only. */
typedef struct pairing {
    size_t size;
    int (*order)(const void *a, const void *b); /* of pointers to pointers */
    void (*both)(comparison *c, const void *before, const void *after);
    void (*gone)(comparison *c, const void *thing);
    void (*fresh)(comparison *c, const void *thing);
} pairing;

static const void **sorted(const pairing *how, const void *things, size_t count) {
    const void **list = calloc(count + 1, sizeof *list);

    for (size_t i = 0; i < count && list; i++)
        list[i] = (const char *)things + i * how->size;
    if (list)
        qsort(list, count, sizeof *list, how->order);
    return list;
}

static void walk(comparison *c, const pairing *how, const void *before, size_t before_count,
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

static int order_checks(const void *a, const void *b) {
    const gv_check_finding *x = *(const void *const *)a, *y = *(const void *const *)b;
    int order = compare_texts(x->point, y->point);

    order = order ? order : compare_texts(x->kind, y->kind);
    order = order ? order : compare_texts(x->parameter, y->parameter);
    order = order ? order : compare_texts(x->use, y->use);
    return order ? order : compare_texts(x->term, y->term);
}

static const pairing checks = {sizeof(gv_check_finding), order_checks, compare_check,
                               check_gone, check_new};

/* ---- cases ---- */

static int order_cases(const void *a, const void *b) {
    const gv_case_finding *x = *(const void *const *)a, *y = *(const void *const *)b;

    return strcmp(x->name, y->name);
}

static bool met(const gv_case_finding *finding) {
    return finding->verdict == finding->expected && finding->reason != GV_SUBJECT_BROKE;
}

/* Of a case that is to fail, only whether it does: which entries do is not promised. */
static void compare_case(comparison *c, const void *before, const void *after) {
    const gv_case_finding *old = before, *new = after;

    c->before = old;
    c->after = new;
    if (old->expected == GV_PASS && new->expected != GV_PASS)
        add(c, (gv_change){GV_CHANGE_EXPECTED, new, NULL, NULL, NAN, NAN});
    if (old->expected == GV_PASS && new->expected == GV_PASS)
        walk(c, &checks, old->checks, old->check_count, new->checks, new->check_count);
    else if (met(old) != met(new))
        add(c, (gv_change){met(new) ? GV_CHANGE_MENDED : GV_CHANGE_BROKE, new, NULL, NULL, NAN,
                           NAN});
}

static void case_gone(comparison *c, const void *thing) {
    add(c, (gv_change){GV_CHANGE_CASE_GONE, thing, NULL, NULL, NAN, NAN});
}

static void case_new(comparison *c, const void *thing) {
    add(c, (gv_change){met(thing) ? GV_CHANGE_CASE_NEW : GV_CHANGE_BROKE, thing, NULL, NULL,
                       NAN, NAN});
}

static const pairing cases = {sizeof(gv_case_finding), order_cases, compare_case, case_gone,
                              case_new};

gv_status gv_findings_compare(const gv_findings *before, const gv_findings *after,
                              const gv_gate_limits *limits, gv_changes *changes) {
    comparison c = {.limits = limits, .changes = changes};

    *changes = (gv_changes){0};
    walk(&c, &cases, before->cases, before->case_count, after->cases, after->case_count);
    return c.failed ? GV_ERR_MEMORY : GV_OK;
}
