/* run: the plan from the arguments, the run, the reports.  Results go to standard output,
 * progress and complaints to standard error. */
#include "cli/commands.h"
#include "cli/gate.h"
#include "cli/outputs.h"
#include "cli/progress.h"
#include "cli/version.h"
#include <stdlib.h>
#include <time.h>

static const char *const default_paths[] = {"fixtures"};

static gv_words words_of(const gv_list *list) {
    return (gv_words){list->items, list->count};
}

static gv_plan plan_of(const gv_arguments *arguments) {
    return (gv_plan){
        .paths = arguments->operands.count ? words_of(&arguments->operands)
                                           : (gv_words){default_paths, 1},
        .names = words_of(&arguments->cases),
        .checks = words_of(&arguments->checks),
        .overrides = arguments->overrides,
        .settings = arguments->settings.text,
    };
}

/* The issues of all files, as the reports want them.  New, free() it; NULL without memory. */
static gv_refusal *refusals_of(const gv_outcome *outcome, size_t *count) {
    gv_refusal *refusals;
    size_t total = outcome->empty_count;

    for (size_t i = 0; i < outcome->issue_count; i++)
        total += outcome->issues[i].count;
    refusals = calloc(total + 1, sizeof *refusals);
    *count = 0;
    for (size_t i = 0; i < outcome->issue_count && refusals; i++)
        for (size_t k = 0; k < outcome->issues[i].count; k++) {
            const gv_issue *issue = &outcome->issues[i].items[k];
            refusals[(*count)++] = (gv_refusal){.file = issue->file,
                                                .line = issue->place.line,
                                                .column = issue->place.column,
                                                .message = issue->message};
        }
    for (size_t i = 0; i < outcome->empty_count && refusals; i++)
        refusals[(*count)++] = (gv_refusal){.file = outcome->empty[i],
                                            .empty = true,
                                            .message = "no case in it, or of that name"};
    return refusals;
}

static double seconds_now(void) {
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Runs the plan.  Returns: the status, what is wrong being said already. */
static gv_status carry_out(const gv_arguments *arguments, gv_outcome *outcome) {
    const gv_plan plan = plan_of(arguments);
    gv_error error = {GV_OK, ""};
    gv_meter meter;
    const gv_watch watch = gv_meter_start(&meter);
    const gv_status status = gv_run(&plan, &watch, outcome, &error);

    gv_meter_stop(&meter);
    gv_print_refused(outcome);
    if (status != GV_OK)
        gv_complain("run", *error.message ? error.message : gv_status_message(status));
    return status;
}

static int out_of_memory(void) {
    gv_complain("run", gv_status_message(GV_ERR_MEMORY));
    return 4;
}

static int run(const gv_invocation *invocation) {
    const gv_arguments *arguments = invocation->arguments;
    const double began = seconds_now();
    char started[GV_STARTED_SIZE];
    gv_report report = {.provenance = gv_provenance_of_run(invocation, started)};
    gv_outcome outcome = {0};
    gv_outputs outputs;
    gv_refusal *refusals = NULL;
    gv_status status;
    int code = gv_outputs_find("run", arguments, &outputs);

    if (code)
        goto out;
    status = carry_out(arguments, &outcome);
    if (status == GV_ERR_MEMORY) { /* said already; a finding may be there by half */
        code = 4;
        goto out;
    }
    refusals = refusals_of(&outcome, &report.refusal_count);
    if (!outcome.findings || !refusals) {
        code = out_of_memory();
        goto out;
    }
    report.findings = outcome.findings;
    report.refusals = refusals;
    report.exit_code = gv_outcome_exit_code(&outcome, status);
    report.provenance.seconds = seconds_now() - began;
    report.exit_code =
        gv_exit_code_worst(report.exit_code, gv_outputs_write(&outputs, arguments, &report));
    code = gv_exit_code_worst(report.exit_code, gv_outputs_show(&outputs, arguments, &report));
    if (arguments->baseline) /* its lines come last: they are about this run and another */
        code = gv_exit_code_worst(code, gv_gate_run(arguments->baseline, arguments, &report,
                                                    outputs.to_stdout ? stderr : stdout));
out:
    free(refusals);
    free(outputs.items);
    gv_outcome_clear(&outcome);
    return code;
}

static const gv_example examples[] = {
    {"gradgate run fixtures", "every case below fixtures"},
    {"gradgate run fixtures/iris.yaml --check gradient --verbose",
     "one check of one case, in detail"},
    {"gradgate run fixtures --case 'iris-*' --json findings.json",
     "some cases, with a report for machines"},
    {"gradgate run fixtures --html report.html", "and a page with pictures, for people"},
    {"gradgate run --tolerance 1e-8 --on-inconclusive=fail fixtures",
     "stricter than the cases themselves"},
    {NULL, NULL},
};

const gv_subcommand gv_command_run = {
    .name = "run",
    .synopsis = "[PATH...]",
    .summary = "Checks the gradients of cases, and exits with what they came to.",
    .details = "PATH is a case file, or a folder in which every *.yaml is one; 'fixtures' when "
               "none is given. A case with an error in its file is reported, and the others "
               "are run. What a flag sets holds for every check of every case; settings of a "
               "single parameter stay.",
    .examples = examples,
    .run = run,
};
