/* gate and diff: two runs compared, with and without an exit code. */
#include "cli/commands.h"
#include "cli/gate.h"
#include "report/changes.h"
#include <stdlib.h>
#include <string.h>

static gv_gate_limits limits_of(const gv_arguments *arguments) {
    gv_gate_limits limits = gv_gate_limits_default();

    limits.factor = arguments->factor > 0 ? arguments->factor : limits.factor;
    limits.moved = arguments->moved > 0 ? arguments->moved : limits.moved;
    return limits;
}

/* Says what is wrong.  Returns: the exit code. */
static int refuse(const char *command, gv_status status, const gv_error *error) {
    gv_complain(command, *error->message ? error->message : gv_status_message(status));
    return status == GV_ERR_MEMORY ? 4 : 3;
}

/* The page of each --html of a command that has no other report.  Returns: the exit code. */
static int write_pages(const char *command, const gv_arguments *arguments,
                       const gv_changes *changes) {
    const gv_changes_report drawn = {.changes = changes};
    const gv_report_options plain = {GV_DETAIL_NORMAL, false};
    gv_error error = {GV_OK, ""};
    gv_status status = GV_OK;

    for (size_t i = 0; i < arguments->html.count && status == GV_OK; i++)
        status = gv_report_save(&gv_changes_page, &drawn.report, &plain,
                                arguments->html.items[i], &error);
    return status == GV_OK ? 0 : refuse(command, status, &error);
}

/* Prints what changed on `out`.  Returns: 0, 1 when something got worse, 2 when there was
 * nothing to compare with, or what went wrong. */
static int compare(const char *command, const gv_arguments *arguments, const gv_report *before,
                   const gv_report *after, FILE *out) {
    const gv_gate_limits limits = limits_of(arguments);
    const gv_error nothing = {GV_OK, ""};
    gv_changes changes;
    const gv_status status =
        gv_findings_compare(before->findings, after->findings, &limits, &changes);
    int code = changes.worse ? 1 : 0;

    if (status == GV_OK)
        gv_changes_print(&changes, arguments->markdown, out);
    else
        code = refuse(command, status, &nothing);
    if (status == GV_OK && strcmp(command, "run") != 0) /* where --html is the report itself */
        code = gv_exit_code_worst(code, write_pages(command, arguments, &changes));
    if (code == 0 && before->findings->case_count == 0) {
        gv_complain(command, "there is no case in what is compared with");
        code = 2;
    }
    gv_changes_clear(&changes);
    return code;
}

int gv_gate_run(const char *path, const gv_arguments *arguments, const gv_report *report,
                FILE *out) {
    gv_document *baseline = NULL;
    gv_error error = {GV_OK, ""};
    const gv_status status = gv_document_read(path, &baseline, &error);
    const int code = status == GV_OK
                         ? compare("run", arguments, gv_document_report(baseline), report, out)
                         : refuse("run", status, &error);

    gv_document_destroy(baseline);
    return code;
}

/* The new findings become the baseline, whole or not at all.  Returns: the exit code. */
static int accept(const gv_report *report, const char *path) {
    const gv_report_options plain = {GV_DETAIL_NORMAL, false};
    gv_error error = {GV_OK, ""};
    const gv_status status =
        gv_report_save(gv_format_find("json"), report, &plain, path, &error);

    return status == GV_OK ? 0 : refuse("gate", status, &error);
}

/* Reads both files.  Returns: 0, or the exit code of what is wrong with them. */
static int read_both(const char *command, const gv_list *names, gv_document *documents[2]) {
    gv_error error = {GV_OK, ""};

    if (names->count != 2) {
        gv_complain(command, "two files of findings are needed");
        return 3;
    }
    for (size_t i = 0; i < 2; i++) {
        const gv_status status = gv_document_read(names->items[i], &documents[i], &error);
        if (status != GV_OK)
            return refuse(command, status, &error);
    }
    return 0;
}

static int run_gate(const gv_invocation *invocation) {
    const gv_arguments *arguments = invocation->arguments;
    gv_document *documents[2] = {NULL, NULL}; /* new, baseline */
    int code = read_both("gate", &arguments->operands, documents);

    if (code == 0)
        code = compare("gate", arguments, gv_document_report(documents[1]),
                       gv_document_report(documents[0]), stdout);
    if (code <= 2 && arguments->accept)
        code = accept(gv_document_report(documents[0]), arguments->operands.items[1]);
    gv_document_destroy(documents[0]);
    gv_document_destroy(documents[1]);
    return code;
}

static int run_diff(const gv_invocation *invocation) {
    const gv_arguments *arguments = invocation->arguments;
    gv_document *documents[2] = {NULL, NULL}; /* before, after */
    int code = read_both("diff", &arguments->operands, documents);

    if (code == 0)
        code = compare("diff", arguments, gv_document_report(documents[0]),
                       gv_document_report(documents[1]), stdout);
    gv_document_destroy(documents[0]);
    gv_document_destroy(documents[1]);
    return code <= 2 ? 0 : code;
}

static const gv_example gate_examples[] = {
    {"gradgate gate new.json base.json", "exit code 1 if anything got worse"},
    {"gradgate gate new.json base.json --accept", "new.json becomes the baseline"},
    {NULL, NULL},
};

const gv_subcommand gv_command_gate = {
    .name = "gate",
    .synopsis = "NEW BASELINE",
    .summary = "Compares findings with a baseline, and exits with 1 if anything got worse.",
    .details =
        "Worse is: a gradient that broke, a case or a check that is gone, entries that "
        "became undecided or are not checked any more, less that is demanded, errors that "
        "would not be seen any more, a gap or error bound that grew past the factor "
        "although it still passes, a value or a claim that moved beyond rounding. What "
        "failed before and fails still is not worse. Numbers are compared only beyond "
        "what rounding and both error bounds explain, so that the two runs may be of "
        "different machines. Exit code 2: there is no case in BASELINE.",
    .examples = gate_examples,
    .run = run_gate,
};

static const gv_example diff_examples[] = {
    {"gradgate diff a.json b.json --markdown", "for a pull request"},
    {"gradgate diff a.json b.json --html changes.html", "as a page"},
    {NULL, NULL},
};

const gv_subcommand gv_command_diff = {
    .name = "diff",
    .synopsis = "BEFORE AFTER",
    .summary = "Says what changed between two runs.",
    .details = "As 'gradgate gate', with exit code 0 whatever changed.",
    .examples = diff_examples,
    .run = run_diff,
};
