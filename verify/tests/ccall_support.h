/* Calling the library as its users do, and looking at what came back. */
#ifndef CCALL_SUPPORT_H
#define CCALL_SUPPORT_H

#include "verdict_suite.h"
#include <gradgate/verify/verify.h>
#include <stdio.h>

/* Findings of a problem; the call has to succeed.  Owns: gv_findings_destroy. */
static inline gv_findings *call_check(const gv_problem *problem, const gv_options *options) {
    gv_findings *findings = NULL;
    gv_error error = {GV_OK, ""};
    const gv_status status = gv_check(problem, options, &findings, &error);
    if (status != GV_OK)
        ck_abort_msg("%s: %s", problem->name, error.message);
    return findings;
}

/* The first finding of a check about a parameter (NULL: any); NULL when there is none. */
static inline const gv_check_finding *call_find(const gv_findings *findings, const char *kind,
                                                const char *parameter) {
    const gv_case_finding *finding = &findings->cases[0];
    for (size_t i = 0; i < finding->check_count; i++) {
        const gv_check_finding *check = &finding->checks[i];
        const bool about =
            !parameter || (check->parameter && strcmp(check->parameter, parameter) == 0);
        if (strcmp(check->kind, kind) == 0 && about)
            return check;
    }
    return NULL;
}

/* Is there a finding of that check with that reason? */
static inline bool call_has(const gv_findings *findings, const char *kind, gv_reason reason) {
    const gv_case_finding *finding = &findings->cases[0];
    for (size_t i = 0; i < finding->check_count; i++)
        if (strcmp(finding->checks[i].kind, kind) == 0 && finding->checks[i].reason == reason)
            return true;
    return false;
}

/* Verdict and reason of the case, in words, for messages. */
static inline const char *call_told(const gv_findings *findings) {
    static char text[512];
    const gv_case_finding *finding = &findings->cases[0];
    size_t used =
        (size_t)snprintf(text, sizeof text, "%s (%s):", gv_verdict_name(finding->verdict),
                         gv_reason_name(finding->reason));
    for (size_t i = 0; i < finding->check_count && used < sizeof text; i++) {
        const gv_check_finding *check = &finding->checks[i];
        used += (size_t)snprintf(text + used, sizeof text - used, " %s %s", check->kind,
                                 gv_reason_name(check->reason));
        if (check->has_worst && check->verdict != GV_PASS && used < sizeof text)
            used += (size_t)snprintf(text + used, sizeof text - used,
                                     " [%zu] claimed %.9g measured %.9g +- %.2g;",
                                     check->worst.index, check->worst.claimed,
                                     check->worst.measured, check->worst.error);
    }
    return text;
}

/* The verdict of a problem. */
static inline gv_verdict call_verdict(const gv_problem *problem, const gv_options *options,
                                      const char **told) {
    gv_findings *findings = call_check(problem, options);
    const gv_verdict verdict = findings->cases[0].verdict;
    *told = call_told(findings);
    gv_findings_destroy(findings);
    return verdict;
}

#define CALL_EXPECT(problem, options, expected)                                                \
    do {                                                                                       \
        const char *told_ = NULL;                                                              \
        const gv_verdict verdict_ = call_verdict((problem), (options), &told_);                \
        if (verdict_ != (expected))                                                            \
            ck_abort_msg("%s: expected %s, got %s", (problem)->name,                           \
                         gv_verdict_name(expected), told_);                                    \
    } while (0)

/* A group of one axis, free and of float64. */
static inline gv_group call_vector(const char *name, size_t n) {
    return (gv_group){.name = name, .rank = 1, .shape = {n}};
}

#endif
