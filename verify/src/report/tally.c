/* Totals and outcomes, drawn once for all formats. */
#include "report/tally.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void add(gv_counts *sum, const gv_counts *more) {
    sum->checked += more->checked;
    sum->passed += more->passed;
    sum->failed += more->failed;
    sum->inconclusive += more->inconclusive;
    sum->negligible += more->negligible;
    sum->skipped += more->skipped;
    sum->zero += more->zero;
    sum->at_kink += more->at_kink;
    sum->coarse += more->coarse;
}

gv_verdict gv_case_outcome(const gv_case_finding *finding) {
    if (finding->reason == GV_SUBJECT_BROKE) /* whatever is expected: nothing was checked */
        return GV_FAIL;
    if (finding->verdict == finding->expected)
        return GV_PASS;
    return finding->verdict == GV_INCONCLUSIVE ? GV_INCONCLUSIVE : GV_FAIL;
}

gv_verdict gv_check_outcome(const gv_case_finding *finding, const gv_check_finding *check) {
    const bool broke = check->reason == GV_SUBJECT_BROKE;

    return finding->expected == GV_PASS || broke ? check->verdict : GV_PASS;
}

static void add_case(gv_tally *tally, const gv_case_finding *finding) {
    const gv_verdict outcome = gv_case_outcome(finding);

    tally->cases++;
    tally->met += outcome == GV_PASS;
    tally->failed += outcome == GV_FAIL;
    tally->undecided += outcome == GV_INCONCLUSIVE;
    tally->checks += finding->check_count;
    for (size_t i = 0; i < finding->check_count; i++) {
        add(&tally->entries, &finding->checks[i].entries);
        if (finding->expected == GV_FAIL)
            tally->failed_as_expected += finding->checks[i].entries.failed;
    }
}

bool gv_refusal_is_first(const gv_report *report, size_t number) {
    const gv_refusal *refusal = &report->refusals[number];

    return number == 0 || strcmp(refusal->file, refusal[-1].file) != 0;
}

static size_t refused_files(const gv_report *report) {
    size_t files = 0;

    for (size_t i = 0; i < report->refusal_count; i++)
        files += !report->refusals[i].empty && gv_refusal_is_first(report, i);
    return files;
}

gv_tally gv_report_tally(const gv_report *report) {
    gv_tally tally = {.refused = refused_files(report)};

    for (size_t i = 0; i < report->findings->case_count; i++)
        add_case(&tally, &report->findings->cases[i]);
    return tally;
}

size_t gv_case_count(const gv_case_finding *finding, gv_verdict verdict) {
    size_t count = 0;

    for (size_t i = 0; i < finding->check_count; i++)
        count += finding->checks[i].verdict == verdict;
    return count;
}

/* Does it say where in the parameter's derivative the mistake is? */
static bool names_part(const gv_check_finding *check) {
    const char *part = check->use ? check->use : check->term;

    return part && strcmp(part, "sum") != 0;
}

static const gv_check_finding *find_cause(const gv_case_finding *finding, gv_verdict verdict) {
    const gv_check_finding *first = NULL;

    for (size_t i = 0; i < finding->check_count; i++) {
        const gv_check_finding *check = &finding->checks[i];
        if (check->verdict == verdict && names_part(check))
            return check;
        if (check->verdict == verdict && !first)
            first = check;
    }
    return first;
}

const gv_check_finding *gv_case_cause(const gv_case_finding *finding) {
    const gv_check_finding *failed = find_cause(finding, GV_FAIL);

    return failed ? failed : find_cause(finding, GV_INCONCLUSIVE);
}

bool gv_coordinates(size_t index, const size_t *shape, size_t rank,
                    size_t coordinates[GV_RANK_MAX]) {
    for (size_t axis = rank; axis-- > 0;) {
        if (shape[axis] == 0)
            return false;
        coordinates[axis] = index % shape[axis];
        index /= shape[axis];
    }
    return index == 0;
}

double gv_map_number(double value) {
    char digits[40];

    if (!isfinite(value))
        return value;
    snprintf(digits, sizeof digits, "%.*g", GV_MAP_DIGITS, value);
    return strtod(digits, NULL);
}

const char *gv_exit_code_text(int exit_code) {
    static const char *const texts[] = {
        "every case met its expectation",
        "a case did not meet its expectation",
        "something could not be decided, or nothing was checked",
        "the input or the command has an error, or a file could not be written",
        "gradgate itself failed",
    };

    if (exit_code < 0 || (size_t)exit_code >= sizeof texts / sizeof *texts)
        return "unknown";
    return texts[exit_code];
}
