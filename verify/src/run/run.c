/* All cases of a plan, one after the other, and the exit code they come to. */
#include "run/run.h"
#include "verdict/collect.h"
#include <gradgate/verify/verify.h>

typedef struct running {
    const gv_plan *plan;
    const gv_watch *watch;
    gv_outcome *outcome;
    gv_error *error;
} running;

static gv_status take(void *context, const gv_case *item, size_t number, size_t of) {
    const running *run = context;
    const gv_watch *watch = run->watch;

    if (watch && watch->begins)
        watch->begins(watch->context, gv_case_name(item), number, of);
    return gv_run_case(run->plan, item, watch && watch->progress.tick ? &watch->progress : NULL,
                       run->outcome->findings, run->error);
}

gv_status gv_run(const gv_plan *plan, const gv_watch *watch, gv_outcome *outcome,
                 gv_error *error) {
    running run = {plan, watch, outcome, error};

    *outcome = (gv_outcome){.findings = gv_findings_create()};
    if (!outcome->findings) {
        if (error)
            *error = (gv_error){GV_ERR_MEMORY, "out of memory"};
        return GV_ERR_MEMORY;
    }
    return gv_cases_each(&plan->paths, &plan->names, outcome, take, &run, error);
}

int gv_exit_code_worst(int a, int b) {
    static const int rank[] = {0, 2, 1, 3, 4}; /* of the codes 0 to 4 */

    return rank[a] >= rank[b] ? a : b;
}

int gv_outcome_exit_code(const gv_outcome *outcome, gv_status status) {
    int code = status == GV_OK ? 0 : 4;

    if (outcome->issue_count)
        code = gv_exit_code_worst(code, 3);
    if (outcome->empty_count)
        code = gv_exit_code_worst(code, 2);
    /* Findings without a case are undecided; with an error in the input that goes before. */
    return gv_exit_code_worst(code, gv_exit_code(outcome->findings));
}
