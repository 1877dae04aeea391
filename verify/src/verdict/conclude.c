/* From entries to a check, from checks to a case, from cases to a verdict. */
#include "verdict/collect.h"
#include "check/check.h"
#include <gradgate/verify/verify.h>
#include <math.h>

static void set(gv_check_finding *check, gv_verdict verdict, gv_reason reason) {
    check->verdict = verdict;
    check->reason = reason;
}

/* Share of the entries that were decided one by one. */
static double coverage(const gv_counts *counts) {
    const double decided = (double)(counts->checked - counts->inconclusive);
    const double all = (double)(counts->checked + counts->skipped);
    return all > 0.0 ? decided / all : 0.0;
}

void gv_check_conclude(gv_check_finding *check, const gv_options *options) {
    const gv_counts *n = &check->entries;
    if (n->failed > 0)
        set(check, GV_FAIL, check->worst.reason);
    else if (n->inconclusive > 0)
        set(check, GV_INCONCLUSIVE, check->worst.reason);
    else if (n->checked == 0)
        set(check, GV_INCONCLUSIVE, GV_NOTHING_CHECKED);
    else if (coverage(n) < options->min_coverage)
        set(check, GV_INCONCLUSIVE, GV_COVERAGE);
    else if (options->min_resolution > 0.0 && check->detectable > options->min_resolution)
        set(check, GV_INCONCLUSIVE, GV_LESS_THAN_DEMANDED);
    else
        set(check, GV_PASS, GV_SETTLED);
    if (check->verdict == GV_INCONCLUSIVE && options->on_inconclusive == GV_INCONCLUSIVE_FAIL)
        check->verdict = GV_FAIL;
}

/* The order of a verdict among several: the worst speaks. */
static int rank(gv_verdict verdict) {
    static const int ranks[GV_VERDICT_COUNT] = {
        [GV_PASS] = 0, [GV_INCONCLUSIVE] = 1, [GV_FAIL] = 2};
    return ranks[verdict];
}

void gv_case_conclude(gv_case_finding *finding) {
    finding->evaluations = 0;
    for (size_t i = 0; i < finding->check_count; i++)
        finding->evaluations += finding->checks[i].evaluations;
    if (finding->reason == GV_SUBJECT_BROKE) {
        finding->verdict = GV_FAIL;
        return;
    }
    finding->verdict = GV_PASS;
    finding->reason = GV_SETTLED;
    if (finding->check_count == 0) {
        finding->verdict = GV_INCONCLUSIVE;
        finding->reason = GV_NOTHING_CHECKED;
    }
    for (size_t i = 0; i < finding->check_count; i++) {
        const gv_check_finding *check = &finding->checks[i];
        if (rank(check->verdict) > rank(finding->verdict)) {
            finding->verdict = check->verdict;
            finding->reason = check->reason;
        }
    }
}

/* What a case means for the run: as expected is a pass, unexpected a failure. */
static gv_verdict outcome(const gv_case_finding *finding) {
    if (finding->reason == GV_SUBJECT_BROKE)
        return GV_FAIL;
    if (finding->verdict == finding->expected)
        return GV_PASS;
    return finding->verdict == GV_INCONCLUSIVE ? GV_INCONCLUSIVE : GV_FAIL;
}

gv_verdict gv_findings_verdict(const gv_findings *findings) {
    gv_verdict worst = findings->case_count == 0 ? GV_INCONCLUSIVE : GV_PASS;
    for (size_t i = 0; i < findings->case_count; i++) {
        const gv_verdict verdict = outcome(&findings->cases[i]);
        if (rank(verdict) > rank(worst))
            worst = verdict;
    }
    return worst;
}

int gv_exit_code(const gv_findings *findings) {
    enum { MET = 0, BROKEN = 1, UNDECIDED = 2, INTERNAL = 4 };
    if (!findings)
        return INTERNAL;
    switch (gv_findings_verdict(findings)) {
    case GV_PASS:
        return MET;
    case GV_FAIL:
        return BROKEN;
    default:
        return UNDECIDED;
    }
}
