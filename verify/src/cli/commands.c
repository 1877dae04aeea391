/* The list of subcommands.  A new one is its file and a line here. */
#include "cli/commands.h"
#include "report/utf8.h"
#include <string.h>

const gv_subcommand *const gv_subcommand_list[] = {
    &gv_command_run,   &gv_command_explain, &gv_command_report,     &gv_command_gate,
    &gv_command_diff,  &gv_command_show,    &gv_command_list_cases, &gv_command_ops,
    &gv_command_train, &gv_command_help,    &gv_command_version,    NULL,
};

const gv_subcommand *gv_subcommand_find(const char *name) {
    for (const gv_subcommand *const *command = gv_subcommand_list; *command; command++)
        if (strcmp((*command)->name, name) == 0)
            return *command;
    return NULL;
}

const char *gv_subcommand_word(size_t number) {
    return gv_subcommand_list[number] ? gv_subcommand_list[number]->name : NULL;
}

void gv_complain(const char *command, const char *message) {
    fprintf(stderr, "gradgate%s%s: ", command ? " " : "", command ? command : "");
    gv_print_safe(stderr, message, 1000);
    fputc('\n', stderr);
}

void gv_print_refused(const gv_outcome *outcome) {
    for (size_t i = 0; i < outcome->issue_count; i++)
        gv_issues_render(&outcome->issues[i], stderr);
    for (size_t i = 0; i < outcome->empty_count; i++) {
        fputs("gradgate: nothing to be checked: no case in or named '", stderr);
        gv_print_safe(stderr, outcome->empty[i], 400);
        fputs("'\n", stderr);
    }
}
