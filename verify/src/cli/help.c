/* help: all that is said is drawn from the lists of commands and flags. */
#include "cli/reference.h"
#include "report/tally.h"
#include "report/wrap.h"
#include <string.h>

#define GV_HELP_WIDTH 80
#define FLAG_COLUMN 30

static void print_flag(const gv_flag *flag, FILE *out) {
    char text[GV_FLAG_TEXT_SIZE];
    size_t at = 0;

    fprintf(out, flag->letter ? "  -%c, " : "      ", flag->letter);
    at = 6 + (size_t)fprintf(out, "--%s%s%s", flag->name, flag->argument ? " " : "",
                             flag->argument ? flag->argument : "");
    if (at + 2 > FLAG_COLUMN) {
        fputc('\n', out);
        at = 0;
    }
    fprintf(out, "%*s", (int)(FLAG_COLUMN - at), "");
    gv_flag_describe(flag, text);
    gv_print_wrapped(text, FLAG_COLUMN, FLAG_COLUMN, GV_HELP_WIDTH, out);
}

static void print_exit_codes(FILE *out) {
    fputs("\nExit codes (of several, the first in the order 4, 3, 1, 2, 0):\n", out);
    for (int code = 0; code <= 4; code++)
        fprintf(out, "  %d  %s\n", code, gv_exit_code_text(code));
}

static void print_examples(const gv_example *examples, FILE *out) {
    fputs("\nExamples:\n", out);
    for (; examples->command; examples++)
        fprintf(out, "  %s\n      %s\n", examples->command, examples->meaning);
}

static void print_details(const char *details, FILE *out) {
    for (const char *at = details; *at;) {
        char paragraph[1000];
        const char *begin = at;
        const size_t length = gv_next_paragraph(&at);
        fputc('\n', out);
        snprintf(paragraph, sizeof paragraph, "%.*s", (int)length, begin);
        gv_print_wrapped(paragraph, 0, 0, GV_HELP_WIDTH, out);
    }
}

static void print_environment(const gv_subcommand *command, FILE *out) {
    bool any = false;

    for (const gv_surrounding *one = gv_environment_list; one->name; one++) {
        if (!gv_surrounding_applies(one, command))
            continue;
        if (!any)
            fputs("\nEnvironment:\n", out);
        any = true;
        fprintf(out, "  %-*s", FLAG_COLUMN - 2, one->name);
        gv_print_wrapped(one->meaning, FLAG_COLUMN, FLAG_COLUMN, GV_HELP_WIDTH, out);
    }
}

static void print_command(const gv_subcommand *command, FILE *out) {
    fprintf(out, "Usage: gradgate %s%s%s [FLAGS]\n\n", command->name,
            *command->synopsis ? " " : "", command->synopsis);
    gv_print_wrapped(command->summary, 0, 0, GV_HELP_WIDTH, out);
    if (command->details)
        print_details(command->details, out);
    fputs("\nFlags:\n", out);
    for (const gv_flag *flag = gv_flag_list; flag->name; flag++)
        if (gv_flag_applies(flag, command->name))
            print_flag(flag, out);
    print_environment(command, out);
    if (command->examples)
        print_examples(command->examples, out);
    print_exit_codes(out);
}

static void print_program(FILE *out) {
    fputs("Usage: gradgate COMMAND [ARGUMENTS]\n\n", out);
    gv_print_wrapped(gv_program_summary, 0, 0, GV_HELP_WIDTH, out);
    fputs("\nCommands:\n", out);
    for (const gv_subcommand *const *command = gv_subcommand_list; *command; command++)
        fprintf(out, "  %-10s%s\n", (*command)->name, (*command)->summary);
    fputs("\nFlags:\n", out);
    for (const gv_flag *flag = gv_flag_list; flag->name; flag++)
        if (gv_flag_applies(flag, NULL))
            print_flag(flag, out);
    print_examples(gv_program_examples, out);
    print_exit_codes(out);
}

void gv_help_print(const gv_subcommand *command, FILE *out) {
    if (command)
        print_command(command, out);
    else
        print_program(out);
}

static void print_topic(const gv_arguments *arguments, const gv_subcommand *command) {
    if (arguments->man)
        gv_man_print(command, stdout);
    else
        gv_help_print(command, stdout);
}

static void print_names(void) {
    for (size_t i = 0; gv_subcommand_word(i); i++)
        puts(gv_subcommand_word(i));
}

static int run(const gv_invocation *invocation) {
    const gv_arguments *arguments = invocation->arguments;
    const gv_list *topics = &arguments->operands;
    gv_error error;

    if (arguments->bash_completion)
        gv_completion_print(stdout);
    else if (arguments->names)
        print_names();
    else if (topics->count == 0)
        print_topic(arguments, NULL);
    for (size_t i = 0; i < topics->count; i++) {
        const gv_subcommand *command = gv_subcommand_find(topics->items[i]);
        if (!command) {
            gv_usage_error(&error, topics->items[i], gv_subcommand_word,
                           "there is no command '%.60s'", topics->items[i]);
            gv_complain("help", error.message);
            return 3;
        }
        print_topic(arguments, command);
    }
    return 0;
}

static const gv_example examples[] = {
    {"gradgate help explain", "everything about a command"},
    {"gradgate help --man run > gradgate-run.1", "its manual page"},
    {"eval \"$(gradgate help --bash-completion)\"", "completion in this shell"},
    {NULL, NULL},
};

const gv_subcommand gv_command_help = {
    .name = "help",
    .synopsis = "[COMMAND...]",
    .summary = "Says what a command does, its flags, and examples.",
    .examples = examples,
    .run = run,
};
