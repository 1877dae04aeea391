/* Two runs compared: every way of getting worse is seen, rounding is not. */
#include "gate/gate.h"
#include "report_suite.h"
#include "verdict/collect.h"
#include "verdict/map.h"
#include "verdict/outline.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRIES = 6, KEPT = 3 };

static void add_point(gv_case_finding *finding) {
    gv_point_finding *point = gv_case_point(finding, "jittered");

    ck_assert_ptr_nonnull(point);
    point->value = 2.6180339887;
    point->noise = 3e-15;
}

/* Entries that pass; the last of them with the largest gap, the first three not kept. */
static void add_entries(gv_check_finding *check) {
    ck_assert_int_eq(gv_map_start(&check->map, ENTRIES), GV_OK);
    for (size_t i = 0; i < ENTRIES; i++) {
        const gv_entry entry = {.index = i,
                                .verdict = GV_PASS,
                                .reason = GV_WITHIN_TOLERANCE,
                                .claimed = -1.3947 + (double)i,
                                .measured = -1.3947 + (double)i,
                                .error = 2.5e-12,
                                .gap = 0.25e-12 * (double)(i + 1),
                                .allowed = 1.4e-6,
                                .scale = 4.4721};
        ck_assert_int_eq(gv_check_count(check, &entry, KEPT), GV_OK);
    }
    check->tolerance = 1e-6;
    check->resolution = 1e-3;
}

/* One case at one point, two checks of entries, two that have the same words. */
static gv_findings *findings_of(const char *name) {
    static const char *const parameters[] = {"weight", "bias"};
    gv_findings *findings = gv_findings_create();
    gv_case_finding *finding = gv_findings_add_case(findings, name, "x.yaml");

    ck_assert_ptr_nonnull(finding);
    finding->options = gv_options_default();
    add_point(finding);
    for (size_t i = 0; i < 2; i++) {
        gv_check_finding *check =
            gv_case_add_check(finding, "gradient", "jittered", parameters[i]);
        ck_assert_ptr_nonnull(check);
        check->rank = 1;
        check->shape[0] = ENTRIES;
        add_entries(check);
    }
    for (size_t i = 0; i < 2; i++) {
        const double x = i ? 0.7731 : -2.2;
        const gv_entry entry = {.claimed = x, .measured = x};
        gv_check_finding *check = gv_case_add_check(finding, "determinism", "jittered", NULL);
        ck_assert_ptr_nonnull(check);
        ck_assert_int_eq(gv_check_count(check, &entry, KEPT), GV_OK);
    }
    return findings;
}

static void nothing(gv_findings *findings) {
    (void)findings;
}

static gv_check_finding *first(gv_findings *findings) {
    return &findings->cases[0].checks[0];
}

static gv_entry *worst(gv_findings *findings) {
    return &first(findings)->notable[0];
}

static gv_point_finding *point(gv_findings *findings) {
    return &findings->cases[0].points[0];
}

/* Last digits of another machine: another libm, another order of the same sums. */
static void rounding(gv_findings *findings) {
    gv_entry *entry = worst(findings);

    entry->claimed *= 1 + 3e-13;
    entry->measured *= 1 - 2e-12;
    entry->gap = 6e-12;
    entry->error = 9e-12;
    first(findings)->digest.checksum *= 1 - 2e-14;
    first(findings)->detectable *= 3;
    point(findings)->value *= 1 + 5e-15;
    point(findings)->noise *= 3;
    findings->cases[0].seconds = 7.5;
}

/* Ten times and more, but of a gap that is rounding. */
static void small_gap(gv_findings *findings) {
    worst(findings)->gap = 1e-10;
}

/* The same entries, kept in another choice. */
static void kept_otherwise(gv_findings *findings) {
    worst(findings)->index = 0;
    worst(findings)->claimed = -1.3947;
    worst(findings)->gap = 2e-12;
}

static void in_another_order(gv_findings *findings) {
    gv_check_finding *checks = findings->cases[0].checks;
    const gv_check_finding kept = checks[0];

    checks[0] = checks[1];
    checks[1] = checks[2];
    checks[2] = kept;
}

/* Of a file of an earlier version. */
static void without_points_and_sums(gv_findings *findings) {
    findings->cases[0].points[0].name[0] = 'x';
    free(first(findings)->map.cells);
    first(findings)->map = (gv_map){0};
    first(findings)->digest = (gv_digest){0};
}

static void wrong(gv_findings *findings) {
    gv_check_finding *check = &findings->cases[0].checks[0];

    check->verdict = check->notable[0].verdict = GV_FAIL;
    check->entries.failed = 1;
    check->entries.passed = 0;
}

static void not_finite(gv_findings *findings) {
    findings->cases[0].checks[0].notable[0].claimed = (double)NAN;
}

static void renamed(gv_findings *findings) {
    ck_assert_int_eq(gv_set_text(&findings->cases[0].name, "other"), GV_OK);
}

static void parameter_gone(gv_findings *findings) {
    ck_assert_int_eq(gv_set_text(&findings->cases[0].checks[1].parameter, "other"), GV_OK);
}

static void expected(gv_findings *findings) {
    findings->cases[0].expected = findings->cases[0].verdict = GV_FAIL;
}

static void undecided(gv_findings *findings) {
    findings->cases[0].checks[1].entries.inconclusive = 1;
}

static void skipped(gv_findings *findings) {
    findings->cases[0].checks[1].entries.checked = 0;
    findings->cases[0].checks[1].entries.skipped = 1;
}

static void looser(gv_findings *findings) {
    findings->cases[0].checks[0].tolerance = 1e-5;
}

static void unresolved(gv_findings *findings) {
    findings->cases[0].checks[0].resolution = 1e-2;
}

static void coarser(gv_findings *findings) {
    gv_check_finding *check = first(findings);
    check->detectable = 11.0 * fmax(check->detectable, check->tolerance);
}

static void wider_gap(gv_findings *findings) {
    worst(findings)->gap = 8e-7;
}

static void wider_gap_of_another(gv_findings *findings) {
    kept_otherwise(findings);
    wider_gap(findings);
}

static void wider_bound(gv_findings *findings) {
    worst(findings)->error = 3e-6;
}

static void moved(gv_findings *findings) {
    worst(findings)->claimed += 5e-8;
}

static void moved_from_another_seed(gv_findings *findings) {
    moved(findings);
    point(findings)->value = 2;
    first(findings)->digest.checksum += 5e-7;
    findings->cases[0].options.seed = 4409;
}

static void moved_in_low_precision(gv_findings *findings) {
    moved(findings);
    point(findings)->value += 1e-7;
    first(findings)->digest.checksum += 1e-7;
    findings->cases[0].options.precision = GV_FLOAT32;
}

/* An entry of which nothing but its part of the sum is kept. */
static void moved_unseen(gv_findings *findings) {
    first(findings)->digest.checksum += 1e-7;
}

static void value_moved(gv_findings *findings) {
    point(findings)->value += 1e-8;
}

static void value_lost(gv_findings *findings) {
    point(findings)->value = (double)NAN;
}

static void noisier(gv_findings *findings) {
    point(findings)->noise = 1e-13;
}

static void reshaped(gv_findings *findings) {
    first(findings)->rank = 2;
    first(findings)->shape[0] = 2;
    first(findings)->shape[1] = 3;
}

static void demands_less_coverage(gv_findings *findings) {
    findings->cases[0].options.min_coverage = -0.5;
}

static void demands_some_resolution(gv_findings *findings) {
    findings->cases[0].options.min_resolution = 1e-4;
}

static void undecided_fails(gv_findings *findings) {
    findings->cases[0].options.on_inconclusive = GV_INCONCLUSIVE_FAIL;
}

/* The same of one check alone. */
static void one_demands_some_resolution(gv_findings *findings) {
    first(findings)->options.min_resolution = 1e-4;
}

static void one_demands_coverage(gv_findings *findings) {
    first(findings)->options.min_coverage = 0.5;
}

static void undecided_fails_of_one(gv_findings *findings) {
    first(findings)->options.on_inconclusive = GV_INCONCLUSIVE_FAIL;
}

/* A change, and what it is when it is made, and when it is made undone; GV_CHANGE_COUNT: no
 * change at all. */
static const struct {
    void (*make)(gv_findings *findings);
    gv_change_kind worse, back;
} changes_to_make[] = {
    {nothing, GV_CHANGE_COUNT, GV_CHANGE_COUNT},
    {rounding, GV_CHANGE_COUNT, GV_CHANGE_COUNT},
    {small_gap, GV_CHANGE_COUNT, GV_CHANGE_COUNT},
    {kept_otherwise, GV_CHANGE_COUNT, GV_CHANGE_COUNT},
    {in_another_order, GV_CHANGE_COUNT, GV_CHANGE_COUNT},
    {without_points_and_sums, GV_CHANGE_COUNT, GV_CHANGE_COUNT},
    {moved_from_another_seed, GV_CHANGE_COUNT, GV_CHANGE_COUNT},
    {moved_in_low_precision, GV_CHANGE_COUNT, GV_CHANGE_COUNT},
    {wrong, GV_CHANGE_BROKE, GV_CHANGE_MENDED},
    {not_finite, GV_CHANGE_MOVED, GV_CHANGE_MOVED},
    {renamed, GV_CHANGE_CASE_GONE, GV_CHANGE_CASE_GONE},
    {parameter_gone, GV_CHANGE_CHECK_GONE, GV_CHANGE_CHECK_GONE},
    {expected, GV_CHANGE_EXPECTED, GV_CHANGE_COUNT},
    {undecided, GV_CHANGE_UNDECIDED, GV_CHANGE_DECIDED},
    {skipped, GV_CHANGE_COVERAGE, GV_CHANGE_COVERED},
    {looser, GV_CHANGE_LOOSER, GV_CHANGE_STRICTER},
    {unresolved, GV_CHANGE_LOOSER, GV_CHANGE_STRICTER},
    {demands_less_coverage, GV_CHANGE_LOOSER, GV_CHANGE_STRICTER},
    {demands_some_resolution, GV_CHANGE_STRICTER, GV_CHANGE_LOOSER},
    {undecided_fails, GV_CHANGE_STRICTER, GV_CHANGE_LOOSER},
    {one_demands_some_resolution, GV_CHANGE_STRICTER, GV_CHANGE_LOOSER},
    {one_demands_coverage, GV_CHANGE_STRICTER, GV_CHANGE_LOOSER},
    {undecided_fails_of_one, GV_CHANGE_STRICTER, GV_CHANGE_LOOSER},
    {coarser, GV_CHANGE_COARSER, GV_CHANGE_FINER},
    {wider_gap, GV_CHANGE_GAP, GV_CHANGE_COUNT},
    {wider_gap_of_another, GV_CHANGE_GAP, GV_CHANGE_COUNT},
    {wider_bound, GV_CHANGE_BOUND, GV_CHANGE_COUNT},
    {moved, GV_CHANGE_MOVED, GV_CHANGE_MOVED},
    {moved_unseen, GV_CHANGE_SUM_MOVED, GV_CHANGE_SUM_MOVED},
    {value_moved, GV_CHANGE_VALUE, GV_CHANGE_VALUE},
    {value_lost, GV_CHANGE_VALUE, GV_CHANGE_COUNT},
    {noisier, GV_CHANGE_NOISE, GV_CHANGE_COUNT},
    {reshaped, GV_CHANGE_CHECK_GONE, GV_CHANGE_CHECK_GONE},
};

static void must_find(const gv_findings *before, const gv_findings *after, gv_change_kind kind,
                      size_t number) {
    const gv_gate_limits limits = gv_gate_limits_default();
    gv_changes changes;
    bool found = kind == GV_CHANGE_COUNT;

    ck_assert_int_eq(gv_findings_compare(before, after, &limits, &changes), GV_OK);
    for (size_t i = 0; i < changes.count; i++)
        found = found || changes.items[i].kind == kind;
    ck_assert_msg(found, "change %zu is no %s", number, gv_change_word(kind));
    if (kind == GV_CHANGE_COUNT)
        ck_assert_msg(changes.worse == 0, "change %zu is %s", number,
                      gv_change_word(changes.items[0].kind));
    else
        ck_assert_int_eq(changes.worse > 0, gv_change_is_worse(kind));
    gv_changes_clear(&changes);
}

START_TEST(every_way_of_getting_worse_is_seen_and_rounding_is_not) {
    for (size_t i = 0; i < sizeof changes_to_make / sizeof *changes_to_make; i++) {
        gv_findings *before = findings_of("one"), *after = findings_of("one");
        changes_to_make[i].make(after);
        must_find(before, after, changes_to_make[i].worse, i);
        must_find(after, before, changes_to_make[i].back, i);
        gv_findings_destroy(before);
        gv_findings_destroy(after);
    }
}
END_TEST

START_TEST(every_kind_of_getting_worse_has_its_change) {
    for (int kind = 0; kind < GV_CHANGE_COUNT; kind++) {
        bool made = !gv_change_is_worse((gv_change_kind)kind);
        for (size_t i = 0; i < sizeof changes_to_make / sizeof *changes_to_make; i++)
            made = made || (int)changes_to_make[i].worse == kind;
        ck_assert_msg(made, "%s", gv_change_word((gv_change_kind)kind));
    }
}
END_TEST

START_TEST(what_is_new_and_wrong_is_no_improvement) {
    gv_findings *before = gv_findings_create(), *after = findings_of("one");

    must_find(before, after, GV_CHANGE_CASE_NEW, 0);
    after->cases[0].verdict = GV_FAIL;
    must_find(before, after, GV_CHANGE_BROKE, 1);
    gv_findings_destroy(before);
    gv_findings_destroy(after);
}
END_TEST

/* A noisy value, and an entry that is zero but for rounding: its last digit is its first. */
static gv_findings *noisy_findings(double value, double claimed) {
    gv_findings *findings = findings_of("one");

    point(findings)->noise = 1e-6;
    point(findings)->value = value;
    worst(findings)->scale = worst(findings)->measured = 0;
    worst(findings)->claimed = claimed;
    return findings;
}

static void compare_noisy(double value, double claimed, gv_change_kind kind) {
    gv_findings *before = noisy_findings(2.6180339887, 0), *after;

    after = noisy_findings(value, claimed);
    must_find(before, after, kind, 0);
    gv_findings_destroy(before);
    gv_findings_destroy(after);
}

START_TEST(what_lies_within_noise_and_bounds_has_not_moved) {
    compare_noisy(2.6180339887 + 1.9e-6, 4e-12, GV_CHANGE_COUNT);
    compare_noisy(2.6180339887 + 2.1e-6, 4e-12, GV_CHANGE_VALUE);
    compare_noisy(2.6180339887 - 1.9e-6, 6e-12, GV_CHANGE_MOVED);
}
END_TEST

START_TEST(limits_are_those_that_are_given) {
    const gv_gate_limits wide = {.factor = 1e7, .moved = 1e-3};
    gv_findings *before = findings_of("one"), *after = findings_of("one");
    gv_changes changes;

    moved(after);
    wider_gap(after);
    ck_assert_int_eq(gv_findings_compare(before, after, &wide, &changes), GV_OK);
    ck_assert_uint_eq(changes.count, 0);
    gv_changes_clear(&changes);
    gv_findings_destroy(before);
    gv_findings_destroy(after);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {every_way_of_getting_worse_is_seen_and_rounding_is_not,
                                  every_kind_of_getting_worse_has_its_change,
                                  what_is_new_and_wrong_is_no_improvement,
                                  what_lies_within_noise_and_bounds_has_not_moved,
                                  limits_are_those_that_are_given,
                                  NULL};

    return run_suite("gate_compare", tests);
}
