/* The table of flags. */
#include "cli/flags.h"
#include "check/check.h"
#include <inttypes.h>
#include <string.h>

static const char *color_word(size_t number) {
    static const char *const words[] = {"auto", "always", "never", NULL};
    return words[number];
}

static const char *policy_word(size_t number) {
    static const char *const words[] = {"warn", "fail", NULL}; /* as gv_on_inconclusive */
    return words[number];
}

static const char *precision_word(size_t number) {
    return number < GV_PRECISION_COUNT ? gv_precision_name((gv_precision)number) : NULL;
}

static const char *method_word(size_t number) {
    return number < GV_METHOD_COUNT ? gv_method_name((gv_method)number) : NULL;
}

static const char *format_word(size_t number) {
    return gv_format_list[number] ? gv_format_list[number]->name : NULL;
}

static const char *check_word(size_t number) {
    return gv_check_list[number] ? gv_check_list[number]->name : NULL;
}

#define ARGUMENT(member) .at = offsetof(gv_arguments, member)
#define OPTION(member) .option = true, .repeat = true, .at = offsetof(gv_options, member)
#define RUN .commands = " run "
#define MEASURED .commands = " run explain "
#define DRAWN .commands = " run report "
#define WRITTEN .commands = " run explain report "

/* With a tolerance of the whole entry a claim of 0 would pass. */
#define MOST_SHARE 0.999

/* Half an ulp of 1: a smaller share of an entry is no number. */
#define LEAST_SHARE 1e-16

/* No count is larger: what is asked for more is asked by mistake. */
#define COUNT_MAX 1e9

const gv_flag gv_flag_list[] = {
    {.name = "case",
     .argument = "GLOB",
     .type = GV_FLAG_LIST,
     .commands = " run list ",
     .usual = "every case",
     .meaning = "only cases whose name matches; may be given again",
     ARGUMENT(cases)},
    {.name = "check",
     .argument = "NAME",
     .type = GV_FLAG_LIST,
     MEASURED,
     .repeat = true,
     .usual = "those that a case asks for",
     .meaning = "only this check, also where a case does not ask for it; may be given again",
     .word = check_word,
     ARGUMENT(checks)},
    {.name = "tolerance",
     .argument = "X",
     .type = GV_FLAG_REAL,
     MEASURED,
     .low = LEAST_SHARE,
     .high = MOST_SHARE,
     .meaning = "what counts as wrong, as a share of the entry",
     OPTION(tolerance)},
    {.name = "resolution",
     .argument = "X",
     .type = GV_FLAG_REAL,
     MEASURED,
     .low = LEAST_SHARE,
     .high = MOST_SHARE,
     .meaning = "the coarsest error bound that still passes, as a share of the entry's scale",
     OPTION(resolution)},
    {.name = "evaluations",
     .argument = "N",
     .type = GV_FLAG_COUNT,
     MEASURED,
     .low = GV_EVALUATIONS_LEAST,
     .high = GV_EVALUATIONS_MOST,
     .meaning = "evaluations of the value that one entry may cost",
     OPTION(evaluations)},
    {.name = "step",
     .argument = "X",
     .type = GV_FLAG_REAL,
     MEASURED,
     .low = LEAST_SHARE,
     .high = 1,
     .meaning = "the first step, as a share of the size of the variable",
     OPTION(step)},
    {.name = "method",
     .argument = "SIDES",
     .type = GV_FLAG_WORD,
     MEASURED,
     .word = method_word,
     .meaning = "the sides that are measured from",
     OPTION(method)},
    {.name = "entries",
     .argument = "N",
     .type = GV_FLAG_COUNT,
     MEASURED,
     .high = COUNT_MAX,
     .meaning = "entries checked one by one in each parameter; 0: all",
     OPTION(entries)},
    {.name = "directions",
     .argument = "N",
     .type = GV_FLAG_COUNT,
     RUN,
     .high = COUNT_MAX,
     .meaning = "random directions per parameter",
     OPTION(directions)},
    {.name = "seed",
     .argument = "N",
     .type = GV_FLAG_SEED,
     MEASURED,
     .meaning = "another seed for initial values, jitter and choices; data keep the case's",
     .option = true,
     .at = offsetof(gv_options, seed)},
    {.name = "precision",
     .argument = "TYPE",
     .type = GV_FLAG_WORD,
     MEASURED,
     .word = precision_word,
     .meaning = "the precision that parameters are stored and gradients claimed in",
     OPTION(precision)},
    {.name = "on-inconclusive",
     .argument = "WHAT",
     .type = GV_FLAG_WORD,
     MEASURED,
     .word = policy_word,
     .meaning = "what an undecided entry does: exit code 2, or 1",
     OPTION(on_inconclusive)},
    {.name = "min-coverage",
     .argument = "X",
     .type = GV_FLAG_REAL,
     RUN,
     .high = 1,
     .meaning = "share of the entries that must be decided one by one",
     OPTION(min_coverage)},
    {.name = "min-resolution",
     .argument = "X",
     .type = GV_FLAG_REAL,
     MEASURED,
     .high = 1,
     .meaning = "no pass with a relative error bound coarser than this; 0: no demand",
     OPTION(min_resolution)},
    {.name = "notable",
     .argument = "N",
     .type = GV_FLAG_COUNT,
     RUN,
     .high = 1e6,
     .meaning = "entries kept in full per check, worst first",
     OPTION(notable)},
    {.name = "output",
     .letter = 'o',
     .argument = "FORMAT=FILE",
     .type = GV_FLAG_OUTPUT,
     WRITTEN,
     .word = format_word,
     .usual = "the text alone",
     .meaning = "also write this report; -: to standard output; may be given again",
     ARGUMENT(outputs)},
    {.name = "json",
     .argument = "FILE",
     .type = GV_FLAG_LIST,
     WRITTEN,
     .meaning = "the same as --output json=FILE",
     ARGUMENT(json)},
    {.name = "html",
     .argument = "FILE",
     .type = GV_FLAG_LIST,
     .commands = " run explain report gate diff ",
     .meaning = "also write a page for people",
     ARGUMENT(html)},
    {.name = "quiet",
     .letter = 'q',
     .type = GV_FLAG_SWITCH,
     DRAWN,
     .meaning = "only what did not go as expected, and the last line",
     ARGUMENT(quiet)},
    {.name = "verbose",
     .letter = 'v',
     .type = GV_FLAG_SWITCH,
     DRAWN,
     .meaning = "a line per check, and expected failures in full",
     ARGUMENT(verbose)},
    {.name = "color",
     .argument = "WHEN",
     .type = GV_FLAG_WORD,
     WRITTEN,
     .word = color_word,
     .usual = "auto",
     .meaning = "auto: on a terminal, unless NO_COLOR is set",
     ARGUMENT(color)},
    {.name = "no-color",
     .type = GV_FLAG_SWITCH,
     WRITTEN,
     .meaning = "the same as --color=never",
     ARGUMENT(no_color)},
    {.name = "point",
     .argument = "POINT",
     .type = GV_FLAG_TEXT,
     .commands = " explain show train ",
     .meaning = "at this point of the case; else at its first, and explain where it is worst",
     ARGUMENT(point)},
    {.name = "use",
     .argument = "USE",
     .type = GV_FLAG_TEXT,
     .commands = " explain ",
     .usual = "all uses together",
     .meaning = "what this use of a tied parameter contributes, alone",
     ARGUMENT(use)},
    {.name = "term",
     .argument = "TERM",
     .type = GV_FLAG_TEXT,
     .commands = " explain ",
     .usual = "all terms together",
     .meaning = "the gradient of this term of the value, alone",
     ARGUMENT(term)},
    {.name = "svg",
     .argument = "FILE",
     .type = GV_FLAG_TEXT,
     .commands = " explain ",
     .meaning = "also write the sweep as a picture",
     ARGUMENT(svg)},
    {.name = "all",
     .letter = 'a',
     .type = GV_FLAG_SWITCH,
     .commands = " explain show ",
     .meaning = "every entry, also of large parameters; every step of a sweep",
     ARGUMENT(all)},
    {.name = "baseline",
     .argument = "FILE",
     .type = GV_FLAG_TEXT,
     RUN,
     .usual = "none",
     .meaning = "findings of an earlier run: exit code 1 if anything got worse since",
     ARGUMENT(baseline)},
    {.name = "factor",
     .argument = "X",
     .type = GV_FLAG_REAL,
     .commands = " run gate diff ",
     .low = 1,
     .high = 1e9,
     .usual = "10",
     .meaning = "by which a gap or bound that still passes may grow",
     ARGUMENT(factor)},
    {.name = "moved",
     .argument = "X",
     .type = GV_FLAG_REAL,
     .commands = " run gate diff ",
     .low = LEAST_SHARE,
     .high = MOST_SHARE,
     .usual = "1e-9",
     .meaning = "share of the entry's scale by which a claim may move by rounding",
     ARGUMENT(moved)},
    {.name = "accept",
     .type = GV_FLAG_SWITCH,
     .commands = " gate ",
     .meaning = "make the new findings the baseline, and exit with 0",
     ARGUMENT(accept)},
    {.name = "markdown",
     .type = GV_FLAG_SWITCH,
     .commands = " gate diff ",
     .meaning = "as Markdown, for a job page or a pull request",
     ARGUMENT(markdown)},
    {.name = "names",
     .type = GV_FLAG_SWITCH,
     .commands = " show list ops help ",
     .meaning = "names alone, one a line, for scripts",
     ARGUMENT(names)},
    {.name = "man",
     .type = GV_FLAG_SWITCH,
     .commands = " help ",
     .meaning = "as a manual page: gradgate help --man run | man -l -",
     ARGUMENT(man)},
    {.name = "bash-completion",
     .type = GV_FLAG_SWITCH,
     .commands = " help ",
     .meaning = "the completion script for bash instead",
     ARGUMENT(bash_completion)},
    {.name = "help",
     .letter = 'h',
     .type = GV_FLAG_SWITCH,
     .meaning = "this help",
     ARGUMENT(help)},
    {.name = "version",
     .letter = 'V',
     .type = GV_FLAG_SWITCH,
     .meaning = "versions of gradgate, GSL and the BLAS",
     ARGUMENT(version)},
    {.name = NULL},
};

bool gv_names_command(const char *commands, const char *command) {
    const size_t length = strlen(command);
    const char *at = commands;

    if (!at)
        return true;
    while ((at = strstr(at, command)) != NULL) {
        if (at[-1] == ' ' && at[length] == ' ') /* the list begins with a blank */
            return true;
        at += length;
    }
    return false;
}

bool gv_flag_applies(const gv_flag *flag, const char *command) {
    return command ? gv_names_command(flag->commands, command) : !flag->commands;
}

void gv_flag_default(const gv_flag *flag, char *text, size_t size) {
    const gv_options options = gv_options_default();
    const void *at = (const char *)&options + flag->at;

    snprintf(text, size, "%s", flag->usual ? flag->usual : "");
    if (!flag->option)
        return;
    if (flag->type == GV_FLAG_REAL)
        snprintf(text, size, "%g", *(const double *)at);
    else if (flag->type == GV_FLAG_COUNT)
        snprintf(text, size, "%zu", *(const size_t *)at);
    else if (flag->type == GV_FLAG_SEED)
        snprintf(text, size, "%" PRIu64, *(const uint64_t *)at);
    else if (flag->type == GV_FLAG_WORD)
        snprintf(text, size, "%s", flag->word((size_t) * (const int *)at));
}
