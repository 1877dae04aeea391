/* See outputs.h. */
#include "cli/outputs.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static gv_report_options look_of(const gv_arguments *arguments) {
    return (gv_report_options){
        .detail = arguments->quiet     ? GV_DETAIL_QUIET
                  : arguments->verbose ? GV_DETAIL_VERBOSE
                                       : GV_DETAIL_NORMAL,
    };
}

static bool is_stdout(const gv_output *one) {
    return one->path && strcmp(one->path, "-") == 0;
}

/* The files of a flag that is named as the format. */
static void add_all(gv_outputs *outputs, const char *format, const gv_list *paths) {
    for (size_t i = 0; i < paths->count; i++)
        outputs->items[outputs->count++] = (gv_output){gv_format_find(format), paths->items[i]};
}

int gv_outputs_find(const char *command, const gv_arguments *arguments, gv_outputs *outputs) {
    const gv_list *named = &arguments->outputs;
    size_t taken = 0;

    *outputs = (gv_outputs){.command = command};
    outputs->items = calloc(named->count + arguments->json.count + arguments->html.count + 1,
                            sizeof *outputs->items);
    if (!outputs->items) {
        gv_complain(command, gv_status_message(GV_ERR_MEMORY));
        return 4;
    }
    for (size_t i = 0; i < named->count; i++) {
        gv_output *one = &outputs->items[outputs->count++];
        one->format = gv_output_split(named->items[i], &one->path);
    }
    add_all(outputs, "json", &arguments->json);
    add_all(outputs, "html", &arguments->html);
    for (size_t i = 0; i < outputs->count; i++)
        taken += is_stdout(&outputs->items[i]);
    outputs->to_stdout = taken > 0;
    if (taken <= 1)
        return 0;
    gv_complain(command, "only one report can go to standard output");
    return 3;
}

/* Writes one report.  Returns: 0, or the exit code that its failure is. */
static int write_output(const char *command, const gv_output *one, const gv_report *report,
                        const gv_report_options *look) {
    gv_error error = {GV_OK, ""};
    gv_status status;

    if (is_stdout(one)) /* whether it was taken is asked at the end of the program */
        status = one->format->render(report, look, stdout);
    else
        status = gv_report_save(one->format, report, look, one->path, &error);
    if (status == GV_OK)
        return 0;
    gv_complain(command, *error.message ? error.message : gv_status_message(status));
    return status == GV_ERR_IO ? 3 : 4;
}

int gv_outputs_write(const gv_outputs *outputs, const gv_arguments *arguments,
                     const gv_report *report) {
    const gv_report_options plain = look_of(arguments);
    int code = 0;

    for (size_t i = 0; i < outputs->count; i++)
        code = gv_exit_code_worst(
            code, write_output(outputs->command, &outputs->items[i], report, &plain));
    return code;
}

/* Behind what the steps before this one wrote.  Returns: an exit code. */
static int append_summary(const char *command, const char *path, const gv_report *report) {
    const gv_report_options plain = {GV_DETAIL_NORMAL, false};
    FILE *out = fopen(path, "a");
    gv_status status = GV_OK;
    bool written = out != NULL;

    if (out) {
        status = gv_format_find("markdown")->render(report, &plain, out);
        written = !ferror(out);
        written = fclose(out) == 0 && written;
    }
    if (written && status == GV_OK)
        return 0;
    gv_complain(command, status == GV_OK ? "GITHUB_STEP_SUMMARY: could not be written"
                                         : gv_status_message(status));
    return status == GV_OK ? 3 : 4;
}

/* Nothing outside of GitHub Actions.  Returns: an exit code. */
static int show_on_github(const gv_outputs *outputs, const gv_report *report, FILE *out) {
    const gv_report_options plain = {GV_DETAIL_NORMAL, false};
    const char *actions = getenv("GITHUB_ACTIONS");
    const char *summary = getenv("GITHUB_STEP_SUMMARY");

    if (actions && strcmp(actions, "true") == 0 &&
        gv_format_find("github")->render(report, &plain, out) != GV_OK) {
        gv_complain(outputs->command, gv_status_message(GV_ERR_MEMORY));
        return 4;
    }
    return summary && *summary ? append_summary(outputs->command, summary, report) : 0;
}

int gv_outputs_show(const gv_outputs *outputs, const gv_arguments *arguments,
                    const gv_report *report) {
    FILE *out = outputs->to_stdout ? stderr : stdout;
    gv_report_options look = look_of(arguments);

    look.color = gv_wants_color(arguments, outputs->to_stdout ? STDERR_FILENO : STDOUT_FILENO);
    if (gv_format_find("text")->render(report, &look, out) != GV_OK) {
        gv_complain(outputs->command, gv_status_message(GV_ERR_MEMORY));
        return 4;
    }
    return show_on_github(outputs, report, out);
}
