/* Files made to hurt are refused, and at once: the limit is what a harmless file of many values
 * takes on the same machine under the same load. */
#include "case_support.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static char answer[1 << 16];

/* `count` times `unit`, after `before`. */
static char *repeat(const char *before, const char *unit, size_t count, size_t *length) {
    size_t head = strlen(before), size = strlen(unit);
    char *text = malloc(head + size * count + 1);
    ck_assert_ptr_nonnull(text);
    memcpy(text, before, head);
    for (size_t i = 0; i < count; i++)
        memcpy(text + head + i * size, unit, size);
    *length = head + size * count;
    text[*length] = '\0';
    return text;
}

/* As many times as long may it take to refuse a file. Most take a hundredth of the harmless
 * one; what is quadratic in a depth of 100000 takes thousands of times as long. */
enum { SLACK = 20 };

/* Processor time for a flat list of so many values, which is read to its end. */
static double seconds_of_harmless(void) {
    enum { VALUES = 100000 };
    size_t length;
    char *text = repeat("model: [", "1,", VALUES, &length);
    clock_t start = clock();
    text[length - 1] = ']';
    ck_assert_int_eq(load_text(text, length, answer, sizeof answer), GV_ERR_INPUT);
    ck_assert_msg(strstr(answer, "too many") == NULL, "%.400s", answer);
    free(text);
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void refuse_at_once(char *text, size_t length, const char *expected) {
    clock_t start = clock();
    ck_assert_int_eq(load_text(text, length, answer, sizeof answer), GV_ERR_INPUT);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    ck_assert_msg(strstr(answer, expected) != NULL, "expected '%s', found %.400s", expected,
                  answer);
    double harmless = seconds_of_harmless();
    ck_assert_msg(seconds < SLACK * harmless, "took %g s, a harmless file %g s", seconds,
                  harmless);
    free(text);
}

START_TEST(flow_lists_100000_deep_are_refused_at_once) {
    size_t length;
    char *text = repeat("model: ", "[", 100000, &length);
    refuse_at_once(text, length, "nested too deeply");
}
END_TEST

START_TEST(flow_mappings_100000_deep_are_refused_at_once) {
    size_t length;
    char *text = repeat("", "{a: ", 100000, &length);
    refuse_at_once(text, length, "nested too deeply");
}
END_TEST

START_TEST(block_lists_100000_deep_are_refused_at_once) {
    size_t length;
    char *text = repeat("", "- ", 100000, &length);
    refuse_at_once(text, length, "nested too deeply");
}
END_TEST

START_TEST(question_marks_100000_deep_are_refused_at_once) {
    size_t length;
    char *text = repeat("", "? ", 100000, &length);
    refuse_at_once(text, length, "error:");
}
END_TEST

START_TEST(a_file_above_16_mib_is_refused_before_it_is_parsed) {
    size_t length;
    char *text = repeat("name: ", "aaaaaaaa", 1 << 21, &length);
    refuse_at_once(text, length, "is too large: the limit is 16777216 bytes");
}
END_TEST

START_TEST(a_text_above_64_kib_is_refused) {
    size_t length;
    char *text = repeat("name: ", "a", 70000, &length);
    refuse_at_once(text, length, "too long");
}
END_TEST

START_TEST(more_than_a_million_values_are_refused) {
    size_t length;
    char *text = repeat("model: [", "1,", 1100000, &length);
    clock_t start = clock();
    ck_assert_int_eq(load_text(text, length, answer, sizeof answer), GV_ERR_INPUT);
    ck_assert_msg(strstr(answer, "too many values") != NULL, "%.400s", answer);
    ck_assert_double_lt((double)(clock() - start) / CLOCKS_PER_SEC, 20.0);
    free(text);
}
END_TEST

START_TEST(ten_thousand_unknown_keys_are_counted_not_printed) {
    size_t length = 0, size = 10000 * 16;
    char *text = malloc(size);
    ck_assert_ptr_nonnull(text);
    for (int i = 0; i < 10000; i++)
        length += (size_t)snprintf(text + length, size - length, "k%d: %d\n", i, i);
    refuse_at_once(text, length, "more\n");
    size_t lines = 0;
    for (const char *c = answer; *c != '\0'; c++)
        lines += *c == '\n';
    ck_assert_uint_le(lines, 3 * GV_ISSUES_MAX + 1);
}
END_TEST

/* Overlong, surrogate, beyond the last plane, cut off, a lone continuation. */
START_TEST(no_form_of_broken_utf8_gets_through) {
    static const char *const broken[] = {
        "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
        "\xE2\x82", "\x80",         "\xFF\xFE",     "\xF8\x88\x80\x80\x80"};
    char text[64];
    size_t length = (size_t)snprintf(text, sizeof text, "name: a%sb\n", broken[_i]);
    ck_assert_int_eq(load_text(text, length, answer, sizeof answer), GV_ERR_INPUT);
    ck_assert_str_eq(answer, ":1:8: error: not a text: this byte is no UTF-8, or a NUL\n");
}
END_TEST

START_TEST(a_billion_laughs_do_not_expand) {
    const char *text = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n";
    ck_assert_int_eq(load_text(text, strlen(text), answer, sizeof answer), GV_ERR_INPUT);
    ck_assert_ptr_nonnull(strstr(answer, "anchors"));
}
END_TEST

START_TEST(control_characters_of_a_file_do_not_reach_the_terminal) {
    const char *text = "name: \"\\e[31m\"\n\"\\x1b[2J\": 1\n";
    ck_assert_int_eq(load_text(text, strlen(text), answer, sizeof answer), GV_ERR_INPUT);
    ck_assert_ptr_null(strchr(answer, 0x1b));
    ck_assert_ptr_nonnull(strstr(answer, "'?[2J'"));
}
END_TEST

START_TEST(a_folder_is_no_case_file) {
    gv_issues issues = {0};
    gv_case *item;
    ck_assert_int_eq(gv_case_load(SOURCE_DIR, &item, &issues), GV_ERR_INPUT);
    ck_assert_uint_eq(issues.count, 1);
    gv_issues_clear(&issues);
}
END_TEST

/* Every cut and every single changed byte of a good file: no crash (the sanitizers watch), and
 * what is refused is refused with an issue. */
START_TEST(a_damaged_file_is_loaded_or_refused_with_reasons) {
    static const char good[] =
        "schema: 1\nname: x\nmodel:\n  layers:\n    - {name: a, kind: linear, out: 2}\n"
        "    - tanh\n    - use: a\n"
        "data: {random: {rows: 3, inputs: 2, classes: 2}}\nloss: cross_entropy\n"
        "l2: [{lambda: 0.1, parameters: [a], except: biases}]\n"
        "points: [initial, {train: {steps: 2, rate: 0.1}}]\n"
        "fault: {kind: sign, at: {parameter: a.weight, use: 1}}\nexpect: fail\n";
    static const char bytes[] = "\n :{}[]-'\"#&*!|>%@`0\t,?";
    size_t length = sizeof good - 1;
    char text[sizeof good];
    for (size_t i = 0; i < length; i++) {
        memcpy(text, good, sizeof good);
        text[i] = bytes[(i * 7 + (size_t)_i) % (sizeof bytes - 1)];
        gv_status status = load_text(text, _i == 0 ? i : length, answer, sizeof answer);
        ck_assert(status == GV_OK || (status == GV_ERR_INPUT && answer[0] != '\0'));
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("hostile case files");
    TCase *tests = tcase_create("hostile case files");
    tcase_set_timeout(tests, 0); /* ctest keeps the time */
    tcase_add_test(tests, flow_lists_100000_deep_are_refused_at_once);
    tcase_add_test(tests, flow_mappings_100000_deep_are_refused_at_once);
    tcase_add_test(tests, block_lists_100000_deep_are_refused_at_once);
    tcase_add_test(tests, question_marks_100000_deep_are_refused_at_once);
    tcase_add_test(tests, a_file_above_16_mib_is_refused_before_it_is_parsed);
    tcase_add_test(tests, a_text_above_64_kib_is_refused);
    tcase_add_test(tests, more_than_a_million_values_are_refused);
    tcase_add_test(tests, ten_thousand_unknown_keys_are_counted_not_printed);
    tcase_add_loop_test(tests, no_form_of_broken_utf8_gets_through, 0, 8);
    tcase_add_test(tests, a_billion_laughs_do_not_expand);
    tcase_add_test(tests, control_characters_of_a_file_do_not_reach_the_terminal);
    tcase_add_test(tests, a_folder_is_no_case_file);
    tcase_add_loop_test(tests, a_damaged_file_is_loaded_or_refused_with_reasons, 0, 6);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
