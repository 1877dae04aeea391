/* explain: one entry of one case, in full.  The verdict is the one that a run gives it. */
#include "run/explain.h"
#include "cli/commands.h"
#include "cli/one_case.h"
#include "cli/outputs.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "cli/version.h"
#include "report/explain.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What there is to do, once the case is found. */
typedef struct explaining {
    const gv_invocation *invocation;
    const gv_outputs *outputs;
} explaining;

static int fail(const char *message, int code) {
    gv_complain("explain", message);
    return code;
}

static gv_wanted wanted_of(const gv_arguments *arguments) {
    return (gv_wanted){
        .entry = arguments->operands.count > 1 ? arguments->operands.items[1] : NULL,
        .point = arguments->point,
        .check = arguments->checks.count ? arguments->checks.items[0] : NULL,
        .use = arguments->use,
        .term = arguments->term,
    };
}

static int code_of(const gv_explanation *explanation) {
    static const int codes[GV_VERDICT_COUNT] = {
        [GV_PASS] = 0, [GV_FAIL] = 1, [GV_INCONCLUSIVE] = 2};

    return codes[explanation->findings->cases[0].verdict];
}

/* Returns: 0, or the exit code that its failure is. */
static int write_picture(const char *path, const gv_report *report) {
    const gv_report_options plain = {GV_DETAIL_NORMAL, false};
    gv_error error = {GV_OK, ""};

    if (!gv_explain_has_picture(report))
        return fail("--svg: no step has points on both sides, there is no sweep to be drawn",
                    3);
    const gv_status status = gv_report_save(&gv_explain_picture, report, &plain, path, &error);
    if (status == GV_OK)
        return 0;
    return fail(*error.message ? error.message : gv_status_message(status),
                status == GV_ERR_IO ? 3 : 4);
}

/* The files that were asked for, and then the text. */
static int draw(const explaining *e, const gv_explanation *explanation) {
    const gv_arguments *arguments = e->invocation->arguments;
    const bool aside = e->outputs->to_stdout;
    const int descriptor = aside ? STDERR_FILENO : STDOUT_FILENO;
    char started[GV_STARTED_SIZE];
    const gv_report report = {.findings = explanation->findings,
                              .provenance = gv_provenance_of_run(e->invocation, started),
                              .exit_code = code_of(explanation)};
    const gv_explain_view view = {
        .finding = &explanation->findings->cases[0],
        .explained = &explanation->explained,
        .expected = explanation->expected,
        .look = {.width = gv_terminal_width(descriptor),
                 .unicode = gv_takes_utf8(),
                 .color = gv_wants_color(arguments, descriptor)},
        .all = arguments->all,
    };
    int code =
        gv_exit_code_worst(report.exit_code, gv_outputs_write(e->outputs, arguments, &report));

    if (arguments->svg)
        code = gv_exit_code_worst(code, write_picture(arguments->svg, &report));
    return gv_explain_print(&view, aside ? stderr : stdout)
               ? code
               : fail(gv_status_message(GV_ERR_MEMORY), 4);
}

static int explain(const gv_case *item, void *context) {
    const explaining *e = context;
    const gv_arguments *arguments = e->invocation->arguments;
    const gv_plan plan = {.checks = {arguments->checks.items, arguments->checks.count},
                          .overrides = arguments->overrides,
                          .settings = arguments->settings.text};
    const gv_wanted wanted = wanted_of(arguments);
    gv_error error = {GV_OK, ""};
    gv_explanation explanation;
    gv_meter meter;
    const gv_watch watch = gv_meter_start(&meter);
    gv_status status;

    watch.begins(watch.context, gv_case_name(item), 1, 1);
    status = gv_explain_case(&plan, item, &wanted, &watch.progress, &explanation, &error);
    gv_meter_stop(&meter);
    if (status != GV_OK)
        return fail(*error.message ? error.message : gv_status_message(status),
                    status == GV_ERR_INPUT ? 3 : 4);
    const int code = draw(e, &explanation);
    gv_explanation_clear(&explanation);
    return code;
}

/* The checks that look at entries one by one against a measurement. */
static bool is_about_entries(const char *check) {
    return strcmp(check, "gradient") == 0 || strcmp(check, "uses") == 0 ||
           strcmp(check, "terms") == 0;
}

/* What contradicts itself, or is no question about one entry; NULL: nothing. */
static const char *complaint(const gv_arguments *arguments) {
    const gv_list *checks = &arguments->checks;

    if (arguments->operands.count == 0)
        return "which case? Give its file, or its name, and a parameter: hidden.weight[3,6]";
    if (arguments->operands.count > 2)
        return "one case and one parameter are explained at a time";
    if (checks->count > 1 || (checks->count && !is_about_entries(checks->items[0])))
        return "--check is one of those about single entries: gradient, uses, terms";
    if (arguments->use && arguments->term)
        return "--use and --term exclude each other";
    if (checks->count && ((arguments->use && strcmp(checks->items[0], "uses") != 0) ||
                          (arguments->term && strcmp(checks->items[0], "terms") != 0)))
        return "--use belongs to the check 'uses', --term to 'terms'";
    return NULL;
}

static int run(const gv_invocation *invocation) {
    const gv_arguments *arguments = invocation->arguments;
    const char *wrong = complaint(arguments);
    gv_outputs outputs;
    int code;

    if (wrong)
        return fail(wrong, 3);
    code = gv_outputs_find("explain", arguments, &outputs);
    if (code == 0) {
        explaining e = {invocation, &outputs};
        code = gv_one_case("explain", arguments->operands.items[0], explain, &e);
    }
    free(outputs.items);
    return code;
}

static const gv_example examples[] = {
    {"gradgate explain fixtures/shared.yaml 'shared.weight[3,6]'", "one entry"},
    {"gradgate explain shared shared.weight --point jittered",
     "the worst entry of a parameter at a point; the case by its name"},
    {"gradgate explain shared-use-lost", "the worst entry of all"},
    {"gradgate explain shared-use-lost 'shared.weight[3,6]' --use 4.weight",
     "what one use of a tied parameter contributes"},
    {"gradgate explain shared shared.bias --svg sweep.svg", "with a picture"},
    {NULL, NULL},
};

const gv_subcommand gv_command_explain = {
    .name = "explain",
    .synopsis = "CASE [PARAMETER[INDEX]]",
    .summary = "Explains the verdict on one entry of a gradient, with its sweep over steps.",
    .details = "CASE is a case file, or the name of a case below 'fixtures'. INDEX counts from "
               "0 along each axis: weight[3,6]; without it the worst entry of the parameter is "
               "explained, without a parameter the worst of all, and without --point the worst "
               "of all points. The verdict is the one that 'gradgate run' gives, whatever the "
               "case expects: exit code 0 for a pass, 1 for a failure, 2 for undecided.\n"
               "--check names one of the checks about single entries, gradient, uses or terms; "
               "--use and --term one part of the derivative.\n"
               "The sweep shows every step of the ladder, also those that the verdict did "
               "without. It is drawn in Unicode where the locale takes it.",
    .examples = examples,
    .run = run,
};
