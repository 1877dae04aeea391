/* report: findings that were written before, drawn again. */
#include "cli/commands.h"
#include "cli/outputs.h"
#include <stdlib.h>

static int run(const gv_invocation *invocation) {
    const gv_arguments *arguments = invocation->arguments;
    gv_document *document = NULL;
    gv_error error = {GV_OK, ""};
    gv_outputs outputs;
    int code = gv_outputs_find("report", arguments, &outputs);

    if (code == 0 && arguments->operands.count != 1) {
        gv_complain("report", "one file of findings is needed");
        code = 3;
    }
    if (code == 0) {
        const gv_status status =
            gv_document_read(arguments->operands.items[0], &document, &error);
        if (status != GV_OK) {
            gv_complain("report", *error.message ? error.message : gv_status_message(status));
            code = status == GV_ERR_MEMORY ? 4 : 3;
        } else if (outputs.count) {
            code = gv_outputs_write(&outputs, arguments, gv_document_report(document));
        } else {
            code = gv_outputs_show(&outputs, arguments, gv_document_report(document));
        }
    }
    gv_document_destroy(document);
    free(outputs.items);
    return code;
}

static const gv_example examples[] = {
    {"gradgate report findings.json --output junit=junit.xml", "for GitLab and Jenkins"},
    {"gradgate report findings.json --html report.html", "a page with pictures"},
    {"gradgate report findings.json --verbose", "as text, in detail"},
    {NULL, NULL},
};

const gv_subcommand gv_command_report = {
    .name = "report",
    .synopsis = "FINDINGS",
    .summary = "Draws the findings of an earlier run again, in any format.",
    .details = "FINDINGS is what 'gradgate run --json' wrote, by this version or an earlier "
               "one. Without --output they are shown as text. The exit code is 0 when all was "
               "drawn, whatever the findings are.",
    .examples = examples,
    .run = run,
};
