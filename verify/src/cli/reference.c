#include "cli/reference.h"
#include <string.h>

const gv_surrounding gv_environment_list[] = {
    {"NO_COLOR", "set and not empty: no colour, unless --color=always",
     " run explain report gate diff "},
    {"TERM", "dumb: no colour, and no line that tells how far a run is",
     " run explain report gate diff "},
    {"COLUMNS", "how wide to draw where no terminal tells", " explain "},
    {"LC_ALL, LC_CTYPE, LANG", "pictures in Unicode where the character set is UTF-8",
     " explain "},
    {"GITHUB_ACTIONS", "true: what is wrong is annotated as well", " run report "},
    {"GITHUB_STEP_SUMMARY", "a file that a summary in Markdown is appended to", " run report "},
    {NULL, NULL, NULL},
};

const gv_surrounding gv_file_list[] = {
    {"fixtures", "the folder of cases that is taken where none is named",
     " run explain show train list "},
    {"*.yaml, *.yml", "case files; fixtures/README.md of the source lists their keys",
     " run explain show train list "},
    {"*.json",
     "findings, as 'gradgate run --json FILE' writes them: a report can be drawn from "
     "them again, and two of them compared",
     " run explain report gate diff "},
    {NULL, NULL, NULL},
};

bool gv_surrounding_applies(const gv_surrounding *one, const gv_subcommand *command) {
    return !command || gv_names_command(one->commands, command->name);
}

static void append(char text[GV_FLAG_TEXT_SIZE], const char *more) {
    const size_t length = strlen(text);

    snprintf(text + length, GV_FLAG_TEXT_SIZE - length, "%s", more);
}

void gv_flag_describe(const gv_flag *flag, char text[GV_FLAG_TEXT_SIZE]) {
    char value[40];

    snprintf(text, GV_FLAG_TEXT_SIZE, "%s", flag->meaning);
    for (size_t i = 0; flag->word && flag->word(i); i++) {
        append(text, i ? ", " : " (");
        append(text, flag->word(i));
    }
    if (flag->word)
        append(text, ")");
    gv_flag_default(flag, value, sizeof value);
    if (*value)
        append(text, flag->option ? " [the case's, else " : " [");
    append(text, value);
    if (*value)
        append(text, "]");
}

size_t gv_next_paragraph(const char **at) {
    const size_t length = strcspn(*at, "\n");

    *at += length + ((*at)[length] == '\n');
    return length;
}

const char *const gv_program_summary =
    "Checks gradients: measures the derivative of a scalar function of named parameters "
    "numerically, decides entry by entry whether the gradient that is claimed for it holds, "
    "and exits with a code that a pipeline can gate on.";

const gv_example gv_program_examples[] = {
    {"gradgate run fixtures", "check every case below fixtures"},
    {"gradgate run --json findings.json fixtures", "the same, with a report for machines"},
    {"gradgate explain shared-use-lost", "why a case failed: its worst entry, drawn"},
    {"gradgate show fixtures/shared.yaml", "the parameters of a case and their gradients"},
    {"gradgate help run", "everything about a command"},
    {NULL, NULL},
};
