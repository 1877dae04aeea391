/* The completion script for bash: three tables, and a function that reads them.
 *
 * Bash splits words at '=' as well, so "--color=al" comes as three: they are put together again
 * first.  What only a case knows (its name, its parameters) is asked of the program itself. */
#include "cli/reference.h"
#include "report/report.h"
#include <string.h>

/* What stands for an argument in a synopsis or behind a flag, and how the script fills it. */
static const struct {
    const char *placeholder, *kind;
} kinds[] = {
    {"PATH", "yaml"},     {"CASE", "case"},  {"PARAMETER[INDEX]", "parameter"},
    {"GLOB", "name"},     {"FILE", "file"},  {"FORMAT=FILE", "output"},
    {"FINDINGS", "json"}, {"NEW", "json"},   {"BASELINE", "json"},
    {"BEFORE", "json"},   {"AFTER", "json"}, {"COMMAND", "command"},
    {"OP", "op"},
};

static const char *kind_of(const char *placeholder, size_t length) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strlen(kinds[i].placeholder) == length &&
            strncmp(kinds[i].placeholder, placeholder, length) == 0)
            return kinds[i].kind;
    return "nothing";
}

static void print_flags_of(const gv_subcommand *command, FILE *out) {
    const char *before = "";

    fprintf(out, "    %s) echo '", command->name);
    for (const gv_flag *flag = gv_flag_list; flag->name; flag++) {
        if (!gv_flag_applies(flag, command->name))
            continue;
        fprintf(out, "%s--%s", before, flag->name);
        before = " ";
        if (flag->letter)
            fprintf(out, " -%c", flag->letter);
    }
    fputs("' ;;\n", out);
}

static void print_flags(FILE *out) {
    fputs("\n# The flags of a command.\n_gradgate_flags() {\n    case $1 in\n", out);
    for (const gv_subcommand *const *command = gv_subcommand_list; *command; command++)
        print_flags_of(*command, out);
    fputs("    *) echo '--help --version' ;;\n    esac\n}\n", out);
}

static void print_value(const gv_flag *flag, FILE *out) {
    fprintf(out, "    --%s", flag->name);
    if (flag->letter)
        fprintf(out, " | -%c", flag->letter);
    fputs(") echo '", out);
    if (flag->word && flag->type != GV_FLAG_OUTPUT) {
        fputs("words", out);
        for (size_t i = 0; flag->word(i); i++)
            fprintf(out, " %s", flag->word(i));
    } else {
        fputs(kind_of(flag->argument, strlen(flag->argument)), out);
    }
    fputs("' ;;\n", out);
}

static void print_values(FILE *out) {
    fputs("\n# What the value of a flag is; nothing for a flag that takes none.\n"
          "_gradgate_value() {\n    case $1 in\n",
          out);
    for (const gv_flag *flag = gv_flag_list; flag->name; flag++)
        if (flag->argument)
            print_value(flag, out);
    fputs("    esac\n}\n", out);
}

/* The words of a synopsis: "CASE [PARAMETER[INDEX]]", "[PATH...]". */
static void print_operands_of(const gv_subcommand *command, FILE *out) {
    size_t number = 1;

    for (const char *at = command->synopsis; *at; number++) {
        const char *begin = at + (*at == '[');
        size_t length = strcspn(begin, " ");
        at = begin + length + (begin[length] == ' ');
        if (begin[-(begin != command->synopsis)] == '[' && begin[length - 1] == ']')
            length--;
        const bool more = length > 3 && strncmp(begin + length - 3, "...", 3) == 0;
        const char *kind = kind_of(begin, more ? length - 3 : length);
        fprintf(out, "    %s:", command->name);
        if (more)
            fputc('*', out);
        else
            fprintf(out, "%zu", number);
        fprintf(out, ") echo %s ;;\n", kind);
    }
}

static void print_operands(FILE *out) {
    fputs("\n# What an operand of a command is, by its number.\n_gradgate_operand() {\n"
          "    case $1:$2 in\n",
          out);
    for (const gv_subcommand *const *command = gv_subcommand_list; *command; command++)
        print_operands_of(*command, out);
    fputs("    esac\n}\n", out);
}

static void print_lists(FILE *out) {
    fputs("\n_gradgate_commands='", out);
    for (size_t i = 0; gv_subcommand_word(i); i++)
        fprintf(out, "%s%s", i ? " " : "", gv_subcommand_word(i));
    fputs("'\n_gradgate_formats='", out);
    for (size_t i = 0; gv_format_list[i]; i++)
        fprintf(out, "%s%s=", i ? " " : "", gv_format_list[i]->name);
    fputs("'\n", out);
}

/* `words` are those of the command line up to the cursor, put together; `paths` the operands.
 */
static const char *const functions[] = {
    "",
    "_gradgate_take() { # the words among \"$1\" that begin with \"$2\"",
    "    mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$2\")",
    "}",
    "",
    "_gradgate_files() { # folders, and files with one of the ends from \"$2\" on",
    "    local end",
    "    compopt -o filenames 2>/dev/null",
    "    mapfile -t COMPREPLY < <(",
    "        compgen -d -- \"$1\"",
    "        for end in \"${@:2}\"; do compgen -f -X \"!*.$end\" -- \"$1\"; done",
    "    )",
    "}",
    "",
    "_gradgate_any_file() {",
    "    compopt -o filenames 2>/dev/null",
    "    mapfile -t COMPREPLY < <(compgen -f -- \"$1\")",
    "}",
    "",
    "_gradgate_ask() { # the words that the program answers with",
    "    _gradgate_take \"$(\"$program\" \"${@:2}\" 2>/dev/null)\" \"$1\"",
    "}",
    "",
    "_gradgate_fill() { # a word of the kind \"$1\" that begins with \"$2\"",
    "    local more",
    "    case $1 in",
    "    words\\ *) _gradgate_take \"${1#words }\" \"$2\" ;;",
    "    command) _gradgate_take \"$_gradgate_commands\" \"$2\" ;;",
    "    op) _gradgate_ask \"$2\" ops --names ;;",
    "    name) _gradgate_ask \"$2\" list --names \"${paths[@]}\" ;;",
    "    parameter) _gradgate_ask \"$2\" show --names \"${paths[0]}\" ;;",
    "    yaml) _gradgate_files \"$2\" yaml yml ;;",
    "    json) _gradgate_files \"$2\" json ;;",
    "    file) _gradgate_any_file \"$2\" ;;",
    "    case)",
    "        _gradgate_ask \"$2\" list --names",
    "        more=(\"${COMPREPLY[@]}\")",
    "        _gradgate_files \"$2\" yaml yml",
    "        COMPREPLY+=(\"${more[@]}\")",
    "        ;;",
    "    output)",
    "        if [[ $2 == *=* ]]; then",
    "            _gradgate_any_file \"${2#*=}\"",
    "        else",
    "            compopt -o nospace 2>/dev/null",
    "            _gradgate_take \"$_gradgate_formats\" \"$2\"",
    "        fi",
    "        ;;",
    "    esac",
    "}",
    "",
    "_gradgate() {",
    "    local -a words=() paths=()",
    "    local program=${COMP_WORDS[0]} word glue='' command='' flag='' value i",
    "    COMPREPLY=()",
    "    for ((i = 0; i <= COMP_CWORD; i++)); do",
    "        word=${COMP_WORDS[i]}",
    "        if [[ $word == '=' && ${#words[@]} -gt 0 ]]; then",
    "            words[-1]+='='",
    "            glue=yes",
    "        elif [[ $glue ]]; then",
    "            words[-1]+=$word",
    "            glue=''",
    "        else",
    "            words+=(\"$word\")",
    "        fi",
    "    done",
    "    for ((i = 1; i < ${#words[@]} - 1; i++)); do",
    "        word=${words[i]}",
    "        if [[ $flag ]]; then",
    "            flag='' # it was its value",
    "        elif [[ $word == -* ]]; then",
    "            [[ -z $(_gradgate_value \"$word\") ]] || flag=$word",
    "        elif [[ -z $command ]]; then",
    "            command=$word",
    "        else",
    "            paths+=(\"$word\")",
    "        fi",
    "    done",
    "    value=${words[-1]}",
    "    if [[ -z $flag && $value == --*=* ]]; then",
    "        flag=${value%%=*}",
    "        value=${value#*=}",
    "    fi",
    "    if [[ $flag ]]; then",
    "        _gradgate_fill \"$(_gradgate_value \"$flag\")\" \"$value\"",
    "    elif [[ $value == -* ]]; then",
    "        _gradgate_take \"$(_gradgate_flags \"$command\")\" \"$value\"",
    "    elif [[ -z $command ]]; then",
    "        _gradgate_fill command \"$value\"",
    "    else",
    "        i=$((${#paths[@]} + 1))",
    "        _gradgate_fill \"$(_gradgate_operand \"$command\" \"$i\")\" \"$value\"",
    "    fi",
    "    # Where bash does not split at '=', the part before it is part of the word.",
    "    if [[ $COMP_WORDBREAKS != *=* && ${words[-1]} == *=* ]]; then",
    "        COMPREPLY=(\"${COMPREPLY[@]/#/${words[-1]%\"${value##*=}\"}}\")",
    "    fi",
    "}",
    "",
    "complete -F _gradgate gradgate",
};

void gv_completion_print(FILE *out) {
    fputs("# shellcheck shell=bash\n# Completion for gradgate(1) in bash; written by 'gradgate "
          "help --bash-completion'.\n",
          out);
    print_flags(out);
    print_values(out);
    print_operands(out);
    print_lists(out);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        fprintf(out, "%s\n", functions[i]);
}
