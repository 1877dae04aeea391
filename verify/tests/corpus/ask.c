/* One call of gv_check, and the part of its findings that the table shows. */
#include "ask.h"
#include <stdio.h>
#include <string.h>

corpus_outcome corpus_judge(corpus_label label, bool open, gv_verdict verdict) {
    if (label == CORPUS_HOLLOW)
        return verdict == GV_PASS ? CORPUS_MISSED : CORPUS_AS_LABELLED;
    if (verdict == GV_INCONCLUSIVE)
        return open ? CORPUS_AS_LABELLED : CORPUS_UNDECIDED;
    if (label == CORPUS_WRONG)
        return verdict == GV_PASS ? CORPUS_MISSED : CORPUS_AS_LABELLED;
    return verdict == GV_FAIL ? CORPUS_ACCUSED : CORPUS_AS_LABELLED;
}

/* The check that decided the case, or the first that is as bad as it. */
static const gv_check_finding *deciding(const gv_case_finding *c) {
    for (size_t i = 0; i < c->check_count; i++)
        if (c->checks[i].verdict == c->verdict && c->verdict != GV_PASS)
            return &c->checks[i];
    return c->check_count > 0 ? &c->checks[0] : NULL;
}

static void explain(const gv_case_finding *c, char *why, size_t size) {
    const gv_check_finding *check = deciding(c);
    if (!check)
        snprintf(why, size, "no checks: %s", gv_reason_name(c->reason));
    else if (!check->has_worst)
        snprintf(why, size, "%s %s: %s", check->kind,
                 check->parameter ? check->parameter : "(whole)",
                 gv_reason_name(check->reason));
    else
        snprintf(why, size,
                 "%s %s[%zu] claimed %.9g measured %.9g bound %.2g gap %.2g scale %.2g step "
                 "%.2g: %s",
                 check->kind, check->parameter ? check->parameter : "(whole)",
                 check->worst.index, check->worst.claimed, check->worst.measured,
                 check->worst.error, check->worst.gap, check->worst.scale, check->worst.step,
                 gv_reason_name(check->worst.reason));
}

void corpus_ask(corpus_run *run, const double *x, corpus_label label, const gv_options *options,
                corpus_answer *answer) {
    gv_findings *findings = NULL;
    gv_error error = {GV_OK, ""};
    gv_problem problem;
    gv_group group;
    *answer = (corpus_answer){.verdict = GV_INCONCLUSIVE};
    corpus_fill(run->problem, run, x, &group, &problem);
    if (gv_check(&problem, options, &findings, &error) != GV_OK) {
        snprintf(answer->why, sizeof answer->why, "gv_check: %.200s", error.message);
    } else {
        const gv_case_finding *c = &findings->cases[0];
        size_t evaluations = 0;
        for (size_t i = 0; i < c->check_count; i++)
            if (strcmp(c->checks[i].kind, "gradient") == 0)
                evaluations += c->checks[i].evaluations;
        answer->verdict = c->verdict;
        answer->evaluations = (double)evaluations / (double)run->problem->function->n;
        explain(c, answer->why, sizeof answer->why);
    }
    bool open = run->problem->open && label == run->problem->label;
    answer->outcome = corpus_judge(label, open, answer->verdict);
    gv_findings_destroy(findings);
}
