/* Two runs compared: every way of getting worse is seen, rounding is not. */
#include "gate/gate.h"
#include "report_suite.h"
#include "verdict/collect.h"
#include <math.h>
#include <string.h>

/* One case, two checks, an entry that passes. */
static gv_findings *findings_of(const char *name) {
    gv_findings *findings = gv_findings_create();
    gv_case_finding *finding = gv_findings_add_case(findings, name, "x.yaml");

    ck_assert_ptr_nonnull(finding);
    finding->options = gv_options_default();
    for (size_t i = 0; i < 2; i++) {
        static const char *const parameters[] = {"weight", "bias"};
        gv_check_finding *check =
            gv_case_add_check(finding, "gradient", "jittered", parameters[i]);
        const gv_entry entry = {.index = 3,
                                .verdict = GV_PASS,
                                .reason = GV_WITHIN_TOLERANCE,
                                .claimed = -1.3947,
                                .measured = -1.3947,
                                .error = 2.5e-12,
                                .gap = 1.5e-12,
                                .allowed = 1.4e-6,
                                .scale = 1.3947};
        ck_assert_int_eq(gv_check_count(check, &entry, 10), GV_OK);
        check->tolerance = 1e-6;
        check->resolution = 1e-3;
    }
    return findings;
}

static void nothing(gv_findings *findings) {
    (void)findings;
}

/* Last digits of another machine: another libm, another order of the same sums. */
static void rounding(gv_findings *findings) {
    gv_entry *entry = &findings->cases[0].checks[0].notable[0];

    entry->claimed *= 1 + 3e-13;
    entry->measured *= 1 - 2e-12;
    entry->gap = 4e-12;
    entry->error = 9e-12;
    findings->cases[0].seconds = 7.5;
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
    findings->cases[0].checks[0].entries.coarse = 1;
}

static void wider_gap(gv_findings *findings) {
    findings->cases[0].checks[0].notable[0].gap = 8e-7;
}

static void wider_bound(gv_findings *findings) {
    findings->cases[0].checks[0].notable[0].error = 3e-6;
}

static void moved(gv_findings *findings) {
    findings->cases[0].checks[0].notable[0].claimed += 5e-8;
}

static void moved_from_another_seed(gv_findings *findings) {
    moved(findings);
    findings->cases[0].options.seed = 4409;
}

static void moved_in_low_precision(gv_findings *findings) {
    moved(findings);
    findings->cases[0].options.precision = GV_FLOAT32;
}

/* A change, and what it is when it is made, and when it is made undone; GV_CHANGE_COUNT: no
 * change at all. */
static const struct {
    void (*make)(gv_findings *findings);
    gv_change_kind worse, back;
} changes_to_make[] = {
    {nothing, GV_CHANGE_COUNT, GV_CHANGE_COUNT},
    {rounding, GV_CHANGE_COUNT, GV_CHANGE_COUNT},
    {moved_from_another_seed, GV_CHANGE_COUNT, GV_CHANGE_COUNT},
    {moved_in_low_precision, GV_CHANGE_COUNT, GV_CHANGE_MOVED},
    {wrong, GV_CHANGE_BROKE, GV_CHANGE_MENDED},
    {not_finite, GV_CHANGE_MOVED, GV_CHANGE_MOVED},
    {renamed, GV_CHANGE_CASE_GONE, GV_CHANGE_CASE_GONE},
    {parameter_gone, GV_CHANGE_CHECK_GONE, GV_CHANGE_CHECK_GONE},
    {expected, GV_CHANGE_EXPECTED, GV_CHANGE_COUNT},
    {undecided, GV_CHANGE_UNDECIDED, GV_CHANGE_DECIDED},
    {skipped, GV_CHANGE_COVERAGE, GV_CHANGE_COVERED},
    {looser, GV_CHANGE_LOOSER, GV_CHANGE_COUNT},
    {unresolved, GV_CHANGE_LOOSER, GV_CHANGE_COUNT},
    {coarser, GV_CHANGE_COARSER, GV_CHANGE_FINER},
    {wider_gap, GV_CHANGE_GAP, GV_CHANGE_COUNT},
    {wider_bound, GV_CHANGE_BOUND, GV_CHANGE_COUNT},
    {moved, GV_CHANGE_MOVED, GV_CHANGE_MOVED},
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
        if (changes_to_make[i].make != moved_in_low_precision)
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
                                  limits_are_those_that_are_given, NULL};

    return run_suite("gate_compare", tests);
}
