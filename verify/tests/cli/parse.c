/* The command line: what is taken, and what is said of what is not. */
#include "cli/parse.h"
#include "../report_suite.h"
#include <string.h>

/* Parses up to 12 words for `run`; a NULL ends them. */
#define PARSE(arguments, error, ...)                                                           \
    parse("run", (arguments), (error), (char *[]){__VA_ARGS__, NULL})

static gv_status parse(const char *command, gv_arguments *arguments, gv_error *error,
                       char **words) {
    int count = 0;

    while (words[count])
        count++;
    return gv_arguments_parse(command, count, words, arguments, error);
}

START_TEST(flags_and_operands_may_be_mixed) {
    gv_arguments arguments;
    gv_error error;

    ck_assert_int_eq(PARSE(&arguments, &error, "a.yaml", "-qv", "--json=x.json", "b.yaml",
                           "--case", "iris-*", "-ojson=y", "--", "--all"),
                     GV_OK);
    ck_assert(arguments.quiet && arguments.verbose);
    ck_assert_uint_eq(arguments.operands.count, 3);
    ck_assert_str_eq(arguments.operands.items[2], "--all");
    ck_assert_str_eq(arguments.json.items[0], "x.json");
    ck_assert_str_eq(arguments.cases.items[0], "iris-*");
    ck_assert_str_eq(arguments.outputs.items[0], "json=y");
    gv_arguments_clear(&arguments);
}
END_TEST

START_TEST(settings_are_noted_as_overrides_and_for_repetition) {
    gv_arguments arguments;
    gv_error error;

    ck_assert_int_eq(PARSE(&arguments, &error, "--tolerance=2.5e-7", "--seed",
                           "18446744073709551615", "--precision=float32", "--check", "gradient",
                           "--tolerance", "1e-8"),
                     GV_OK);
    ck_assert(arguments.overrides.values.tolerance == 1e-8); /* the last one holds */
    ck_assert(arguments.overrides.values.seed == UINT64_MAX && arguments.overrides.has_seed);
    ck_assert_int_eq(arguments.overrides.values.precision, GV_FLOAT32);
    ck_assert_uint_eq(arguments.overrides.count, 3);
    ck_assert_str_eq(arguments.settings.text, "--tolerance 2.5e-7 --precision float32 --check "
                                              "gradient --tolerance 1e-8");
    gv_arguments_clear(&arguments);
}
END_TEST

static void refuse(const char *command, char **words, const char *message) {
    gv_arguments arguments;
    gv_error error = {GV_OK, ""};

    ck_assert_int_eq(parse(command, &arguments, &error, words), GV_ERR_INPUT);
    ck_assert_str_eq(error.message, message);
    gv_arguments_clear(&arguments);
}

#define REFUSE(message, ...) refuse("run", (char *[]){__VA_ARGS__, NULL}, message)

START_TEST(what_is_wrong_is_named_with_what_was_meant) {
    REFUSE("unknown flag '--tolerence'; did you mean '--tolerance'?", "--tolerence=1");
    REFUSE("unknown flag '--x'", "--x");
    REFUSE("unknown flag '-z' in '-qz'", "-qz");
    REFUSE("--seed needs a value: N", "--seed");
    REFUSE("--quiet takes no value", "--quiet=yes");
    REFUSE("--output: there is no format 'jason'; did you mean 'json'?", "-o", "jason=x");
    REFUSE("--output: 'json' is not FORMAT=FILE", "--output=json");
    REFUSE("--output: 'json=' is not FORMAT=FILE", "--output=json=");
    REFUSE("--color: 'allways' is none of auto, always, never; did you mean 'always'?",
           "--color=allways");
    refuse("show", (char *[]){"--tolerance=1", NULL},
           "'--tolerance' is no flag of 'gradgate show', but of run, explain");
}
END_TEST

/* Whatever checks there are. */
START_TEST(a_check_is_named_from_the_list_of_checks) {
    gv_arguments arguments;
    gv_error error;

    ck_assert_int_eq(PARSE(&arguments, &error, "--check", "gradeint"), GV_ERR_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "--check: 'gradeint' is none of "));
    ck_assert_ptr_nonnull(strstr(error.message, "; did you mean 'gradient'?"));
    gv_arguments_clear(&arguments);
    for (const gv_check_kind *const *kind = gv_check_list; *kind; kind++) {
        ck_assert_int_eq(PARSE(&arguments, &error, "--check", (char *)(*kind)->name), GV_OK);
        gv_arguments_clear(&arguments);
    }
}
END_TEST

START_TEST(numbers_are_read_to_their_end_and_within_their_range) {
    REFUSE("--tolerance: '1e-6x' is not a number", "--tolerance=1e-6x");
    REFUSE("--tolerance: '' is not a number", "--tolerance=");
    REFUSE("--tolerance: 'nan' is not a number", "--tolerance=nan");
    REFUSE("--tolerance: '0x1p-3' is not a number", "--tolerance=0x1p-3");
    REFUSE("--tolerance: 0 is not between 1e-16 and 0.999", "--tolerance=0");
    REFUSE("--tolerance: 2 is not between 1e-16 and 0.999", "--tolerance", "2");
    REFUSE("--seed: '-1' is not a whole number from 0 to 2^64 - 1", "--seed", "-1");
    REFUSE("--seed: '18446744073709551616' is not a whole number from 0 to 2^64 - 1", "--seed",
           "18446744073709551616");
    REFUSE("--evaluations: 15 is not between 16 and 60000", "--evaluations=15");
    REFUSE("--min-coverage: 1.5 is not between 0 and 1", "--min-coverage=1.5");
}
END_TEST

START_TEST(every_flag_has_a_meaning_and_a_home) {
    for (const gv_flag *flag = gv_flag_list; flag->name; flag++) {
        ck_assert_msg(flag->meaning && *flag->meaning, "--%s", flag->name);
        ck_assert_msg((flag->type == GV_FLAG_SWITCH) == !flag->argument, "--%s", flag->name);
        ck_assert_msg(flag->type != GV_FLAG_WORD || flag->word, "--%s", flag->name);
        ck_assert_msg(!flag->commands || flag->commands[0] == ' ', "--%s", flag->name);
        for (const gv_flag *other = flag + 1; other->name; other++) {
            ck_assert_str_ne(flag->name, other->name);
            ck_assert(!flag->letter || flag->letter != other->letter);
        }
    }
}
END_TEST

int main(void) {
    const TTest *const tests[] = {flags_and_operands_may_be_mixed,
                                  settings_are_noted_as_overrides_and_for_repetition,
                                  what_is_wrong_is_named_with_what_was_meant,
                                  a_check_is_named_from_the_list_of_checks,
                                  numbers_are_read_to_their_end_and_within_their_range,
                                  every_flag_has_a_meaning_and_a_home,
                                  NULL};

    return run_suite("cli_parse", tests);
}
