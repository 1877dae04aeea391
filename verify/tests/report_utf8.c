/* Names that others chose must reach no terminal and no document as they are. */
#include "report/table.h"
#include "report/utf8.h"
#include "report_suite.h"
#include <stdio.h>
#include <string.h>

/* What is shown of a text.  Static; good until the next call. */
static const char *shown(const char *text, size_t columns) {
    static char buffer[4096];
    FILE *out = fmemopen(buffer, sizeof buffer, "w");

    ck_assert_ptr_nonnull(out);
    ck_assert_uint_eq(gv_print_safe(out, text, columns), gv_safe_width(text, columns));
    ck_assert_int_eq(fclose(out), 0);
    return buffer;
}

START_TEST(control_characters_are_spelled_out) {
    ck_assert_str_eq(shown("a\033[31mb\r\n\x7f", 60), "a\\x1b[31mb\\x0d\\x0a\\x7f");
    ck_assert_str_eq(shown("\xc2\x9b"
                           "31m",
                           60),
                     "\\u{9b}31m"); /* the one-byte form of ESC [ */
}
END_TEST

START_TEST(text_that_turns_or_hides_others_is_spelled_out) {
    ck_assert_str_eq(shown("\xe2\x80\xae"
                           "fdp",
                           60),
                     "\\u{202e}fdp");
    ck_assert_str_eq(shown("a\xe2\x80\x8b"
                           "b",
                           60),
                     "a\\u{200b}b");
}
END_TEST

START_TEST(ordinary_text_of_any_script_is_left_alone) {
    ck_assert_str_eq(shown("gewicht_\xc3\xbc \xe9\x87\x8d\xe3\x81\xbf \xf0\x9f\x8d\x8b", 60),
                     "gewicht_\xc3\xbc \xe9\x87\x8d\xe3\x81\xbf \xf0\x9f\x8d\x8b");
    ck_assert_uint_eq(gv_safe_width("\xe9\x87\x8d\xe3\x81\xbf", 60), 4);
}
END_TEST

START_TEST(bytes_that_are_no_utf8_are_spelled_out_one_by_one) {
    ck_assert_str_eq(shown("\xff", 60), "\\xff");
    ck_assert_str_eq(shown("\xc3", 60), "\\xc3");                   /* ends too early */
    ck_assert_str_eq(shown("\xc0\xaf", 60), "\\xc0\\xaf");          /* overlong */
    ck_assert_str_eq(shown("\xe0\x80\xaf", 60), "\\xe0\\x80\\xaf"); /* overlong */
    ck_assert_str_eq(shown("\xed\xa0\x80", 60), "\\xed\\xa0\\x80"); /* a surrogate */
    ck_assert_str_eq(shown("\xf4\x90\x80\x80", 60), "\\xf4\\x90\\x80\\x80");
}
END_TEST

START_TEST(long_text_is_cut_and_says_so) {
    ck_assert_str_eq(shown("abcdefghij", 10), "abcdefghij");
    ck_assert_str_eq(shown("abcdefghijk", 10), "abcdefg...");
    ck_assert_str_eq(shown("\xe9\x87\x8d\xe9\x87\x8d\xe9\x87\x8d", 5), "\xe9\x87\x8d...");
}
END_TEST

START_TEST(a_megabyte_of_combining_marks_stays_small) {
    char *text = malloc(2000001);

    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < 1000000; i++)
        memcpy(text + 2 * i, "\xcc\x81", 2);
    text[2000000] = '\0';
    ck_assert_uint_lt(strlen(shown(text, 60)), 1000);
    free(text);
}
END_TEST

START_TEST(broken_utf8_is_mended_for_documents) {
    char *clean = gv_utf8_clean("a\xff\xc3\xbc\xc3");

    ck_assert_str_eq(clean, "a\xef\xbf\xbd\xc3\xbc\xef\xbf\xbd");
    free(clean);
}
END_TEST

START_TEST(columns_line_up_whatever_is_in_them) {
    char buffer[400];
    FILE *out = fmemopen(buffer, sizeof buffer, "w");
    gv_table table = {.columns = 3, .left = {true, false, true}};

    gv_table_add(&table, "\xe9\x87\x8d");
    gv_table_add_number(&table, -1.3947, false);
    gv_table_add(&table, "x");
    gv_table_add(&table, "a\tb");
    gv_table_add_number(&table, 123456.0, true);
    gv_table_add(&table, "yy");
    ck_assert(gv_table_print(&table, 1, out));
    ck_assert_int_eq(fclose(out), 0);
    ck_assert_str_eq(buffer, " \xe9\x87\x8d       -1.3947  x\n a\\x09b  1.23e+05  yy\n");
}
END_TEST

int main(void) {
    const TTest *const tests[] = {control_characters_are_spelled_out,
                                  text_that_turns_or_hides_others_is_spelled_out,
                                  ordinary_text_of_any_script_is_left_alone,
                                  bytes_that_are_no_utf8_are_spelled_out_one_by_one,
                                  long_text_is_cut_and_says_so,
                                  a_megabyte_of_combining_marks_stays_small,
                                  broken_utf8_is_mended_for_documents,
                                  columns_line_up_whatever_is_in_them,
                                  NULL};

    return run_suite("report_utf8", tests);
}
