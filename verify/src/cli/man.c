/* Manual pages, from the lists that help is drawn from.  Source: groff_man(7). */
#include "cli/reference.h"
#include "report/tally.h"
#include <gradgate/verify/verify.h>
#include <ctype.h>
#include <string.h>

/* Text that is no request and no escape, with hyphens that can be searched for and copied. */
static void text(const char *from, size_t length, FILE *out) {
    if (length && (*from == '.' || *from == '\''))
        fputs("\\&", out);
    for (size_t i = 0; i < length; i++)
        if (from[i] == '\\')
            fputs("\\e", out);
        else if (from[i] == '-')
            fputs("\\-", out);
        else
            fputc(from[i], out);
}

static void line(const char *from, FILE *out) {
    text(from, strlen(from), out);
    fputc('\n', out);
}

static void bold(const char *from, FILE *out) {
    fputs("\\fB", out);
    text(from, strlen(from), out);
    fputs("\\fR", out);
}

static void italic(const char *from, FILE *out) {
    fputs("\\fI", out);
    text(from, strlen(from), out);
    fputs("\\fR", out);
}

/* "gradgate-run". */
static void print_name(const gv_subcommand *command, FILE *out) {
    fputs("gradgate", out);
    if (command)
        fprintf(out, "\\-%s", command->name);
}

static void print_head(const gv_subcommand *command, FILE *out) {
    fputs(".\\\" Written by 'gradgate help --man': not to be edited.\n.TH GRADGATE", out);
    if (command)
        fputs("\\-", out);
    for (const char *at = command ? command->name : ""; *at; at++)
        fputc(toupper((unsigned char)*at), out);
    fprintf(out, " 1 \"\" \"gradgate %s\" \"User Commands\"\n.SH NAME\n", gv_version());
    print_name(command, out);
    fputs(" \\- ", out);
    /* a name's line: a phrase, without its capital and its end */
    const char *summary = command ? command->summary : "Checks gradients.";
    fputc(tolower((unsigned char)*summary), out);
    text(summary + 1, strlen(summary + 1) - 1, out);
    fputc('\n', out);
}

static void print_synopsis(const gv_subcommand *command, FILE *out) {
    fputs(".SH SYNOPSIS\n\\fBgradgate\\fR ", out);
    if (!command) {
        fputs("\\fICOMMAND\\fR [\\fIARGUMENTS\\fR]\n", out);
        return;
    }
    bold(command->name, out);
    if (*command->synopsis) {
        fputc(' ', out);
        italic(command->synopsis, out);
    }
    fputs(" [\\fIFLAGS\\fR]\n", out);
}

static void print_description(const gv_subcommand *command, FILE *out) {
    fputs(".SH DESCRIPTION\n", out);
    line(command ? command->summary : gv_program_summary, out);
    for (const char *at = command && command->details ? command->details : ""; *at;) {
        const char *begin = at;
        const size_t length = gv_next_paragraph(&at);
        fputs(".PP\n", out);
        text(begin, length, out);
        fputc('\n', out);
    }
}

static void print_commands(FILE *out) {
    fputs(".SH COMMANDS\n", out);
    for (const gv_subcommand *const *command = gv_subcommand_list; *command; command++) {
        fputs(".TP\n", out);
        bold((*command)->name, out);
        fputc('\n', out);
        line((*command)->summary, out);
    }
}

static void print_flag(const gv_flag *flag, FILE *out) {
    char name[80], meaning[GV_FLAG_TEXT_SIZE];

    fputs(".TP\n", out);
    if (flag->letter) {
        snprintf(name, sizeof name, "-%c", flag->letter);
        bold(name, out);
        fputs(", ", out);
    }
    snprintf(name, sizeof name, "--%s", flag->name);
    bold(name, out);
    if (flag->argument) {
        fputc(' ', out);
        italic(flag->argument, out);
    }
    fputc('\n', out);
    gv_flag_describe(flag, meaning);
    line(meaning, out);
}

static void print_flags(const gv_subcommand *command, FILE *out) {
    fputs(".SH OPTIONS\n", out);
    if (command)
        fputs("A flag's value follows it or its '=', flags and operands may be mixed, and "
              "behind \\fB\\-\\-\\fR all are operands.\n",
              out);
    for (const gv_flag *flag = gv_flag_list; flag->name; flag++)
        if (gv_flag_applies(flag, command ? command->name : NULL))
            print_flag(flag, out);
}

static void print_exit_codes(FILE *out) {
    fputs(".SH EXIT STATUS\nOf several, the first in the order 4, 3, 1, 2, 0.\n", out);
    for (int code = 0; code <= 4; code++) {
        fprintf(out, ".TP\n\\fB%d\\fR\n", code);
        line(gv_exit_code_text(code), out);
    }
}

static void print_surroundings(const char *title, const gv_surrounding *list,
                               const gv_subcommand *command, FILE *out) {
    bool any = false;

    for (; list->name; list++) {
        if (!gv_surrounding_applies(list, command))
            continue;
        if (!any)
            fprintf(out, ".SH %s\n", title);
        any = true;
        fputs(".TP\n", out);
        bold(list->name, out);
        fputc('\n', out);
        line(list->meaning, out);
    }
}

static void print_examples(const gv_example *examples, FILE *out) {
    fputs(".SH EXAMPLES\n", out);
    for (; examples->command; examples++) {
        fputs(".TP\n", out);
        bold(examples->command, out);
        fputc('\n', out);
        line(examples->meaning, out);
    }
}

static void print_others(const gv_subcommand *command, FILE *out) {
    const char *before = "";

    fputs(".SH SEE ALSO\n", out);
    if (command) {
        fputs("\\fBgradgate\\fR(1)", out);
        before = ", ";
    }
    for (const gv_subcommand *const *other = gv_subcommand_list; *other; other++) {
        if (*other == command)
            continue;
        fprintf(out, "%s\\fB", before);
        print_name(*other, out);
        fputs("\\fR(1)", out);
        before = ", ";
    }
    fputc('\n', out);
}

void gv_man_print(const gv_subcommand *command, FILE *out) {
    const gv_example *examples = command ? command->examples : gv_program_examples;

    print_head(command, out);
    print_synopsis(command, out);
    print_description(command, out);
    if (!command)
        print_commands(out);
    print_flags(command, out);
    print_exit_codes(out);
    print_surroundings("ENVIRONMENT", gv_environment_list, command, out);
    print_surroundings("FILES", gv_file_list, command, out);
    if (examples)
        print_examples(examples, out);
    print_others(command, out);
}
