/* help: all that is said is drawn from the lists of commands and flags. */
#include "cli/commands.h"
#include "report/tally.h"
#include "report/wrap.h"
#include <string.h>

#define GV_HELP_WIDTH 80
#define FLAG_COLUMN 30

static void print_words(const gv_flag *flag, char *text, size_t size) {
    size_t at = strlen(text);

    if (flag->type != GV_FLAG_WORD && flag->type != GV_FLAG_LIST)
        return;
    at += (size_t)snprintf(text + at, size - at, " (");
    for (size_t i = 0; flag->word(i) && at < size; i++)
        at += (size_t)snprintf(text + at, size - at, "%s%s", i ? ", " : "", flag->word(i));
    if (at < size)
        snprintf(text + at, size - at, ")");
}

static void print_flag(const gv_flag *flag, FILE *out) {
    char text[600], value[40];
    size_t at = 0;

    fprintf(out, flag->letter ? "  -%c, " : "      ", flag->letter);
    at = 6 + (size_t)fprintf(out, "--%s%s%s", flag->name, flag->argument ? " " : "",
                             flag->argument ? flag->argument : "");
    if (at + 2 > FLAG_COLUMN) {
        fputc('\n', out);
        at = 0;
    }
    fprintf(out, "%*s", (int)(FLAG_COLUMN - at), "");
    snprintf(text, sizeof text, "%s", flag->meaning);
    if (flag->word)
        print_words(flag, text, sizeof text);
    gv_flag_default(flag, value, sizeof value);
    if (*value)
        snprintf(text + strlen(text), sizeof text - strlen(text), " [the case's, else %s]",
                 value);
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

static void print_command(const gv_subcommand *command, FILE *out) {
    fprintf(out, "Usage: gradgate %s%s%s [FLAGS]\n\n", command->name,
            *command->synopsis ? " " : "", command->synopsis);
    gv_print_wrapped(command->summary, 0, 0, GV_HELP_WIDTH, out);
    if (command->details) {
        fputc('\n', out);
        for (const char *at = command->details; *at;) {
            char paragraph[1000];
            const size_t length = strcspn(at, "\n");
            snprintf(paragraph, sizeof paragraph, "%.*s", (int)length, at);
            gv_print_wrapped(paragraph, 0, 0, GV_HELP_WIDTH, out);
            at += length + (at[length] == '\n');
        }
    }
    fputs("\nFlags:\n", out);
    for (const gv_flag *flag = gv_flag_list; flag->name; flag++)
        if (gv_flag_applies(flag, command->name))
            print_flag(flag, out);
    if (command->examples)
        print_examples(command->examples, out);
    print_exit_codes(out);
}

static void print_program(FILE *out) {
    static const gv_example examples[] = {
        {"gradgate run fixtures", "check every case below fixtures"},
        {"gradgate run --json findings.json fixtures", "the same, with a report for machines"},
        {"gradgate show fixtures/mlp.yaml", "the parameters of a case and their gradients"},
        {"gradgate help run", "everything about a command"},
        {NULL, NULL},
    };

    fputs("Usage: gradgate COMMAND [ARGUMENTS]\n\n", out);
    gv_print_wrapped(
        "Checks gradients: measures the derivative of a scalar function of named parameters "
        "numerically, decides entry by entry whether the gradient that is claimed for it "
        "holds, and exits with a code that a pipeline can gate on.",
        0, 0, GV_HELP_WIDTH, out);
    fputs("\nCommands:\n", out);
    for (const gv_subcommand *const *command = gv_subcommand_list; *command; command++)
        fprintf(out, "  %-10s%s\n", (*command)->name, (*command)->summary);
    fputs("\nFlags:\n", out);
    for (const gv_flag *flag = gv_flag_list; flag->name; flag++)
        if (!flag->commands)
            print_flag(flag, out);
    print_examples(examples, out);
    print_exit_codes(out);
}

void gv_help_print(const gv_subcommand *command, FILE *out) {
    if (command)
        print_command(command, out);
    else
        print_program(out);
}

static int run(const gv_invocation *invocation) {
    const gv_list *topics = &invocation->arguments->operands;
    gv_error error;

    if (topics->count == 0) {
        gv_help_print(NULL, stdout);
        return 0;
    }
    for (size_t i = 0; i < topics->count; i++) {
        const gv_subcommand *command = gv_subcommand_find(topics->items[i]);
        if (!command) {
            gv_usage_error(&error, topics->items[i], gv_subcommand_word,
                           "there is no command '%.60s'", topics->items[i]);
            gv_complain("help", error.message);
            return 3;
        }
        gv_help_print(command, stdout);
    }
    return 0;
}

const gv_subcommand gv_command_help = {
    .name = "help",
    .synopsis = "[COMMAND]",
    .summary = "Says what a command does, its flags, and examples.",
    .run = run,
};
