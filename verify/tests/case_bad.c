/* Every bad file of verify/tests/bad is refused in exactly the words beside it.  With
 * GRADGATE_UPDATE set in the environment the words are written anew. */
#include "case_support.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_BYTES = 1 << 16 };

static glob_t files;

/* NAME.yaml to NAME.expected. */
static void name_expected(const char *file, char *path, size_t size) {
    snprintf(path, size, "%.*s.expected", (int)(strlen(file) - strlen(".yaml")), file);
}

static void read_expected(const char *path, char *text, size_t size) {
    FILE *stream = fopen(path, "rb");
    text[0] = '\0';
    if (stream == NULL)
        return;
    text[fread(text, 1, size - 1, stream)] = '\0';
    fclose(stream);
}

static void write_expected(const char *path, const char *text) {
    FILE *stream = fopen(path, "wb");
    ck_assert_ptr_nonnull(stream);
    ck_assert_int_ge(fputs(text, stream), 0);
    ck_assert_int_eq(fclose(stream), 0);
}

START_TEST(a_bad_file_is_refused_in_the_expected_words) {
    static char found[TEXT_BYTES], expected[TEXT_BYTES];
    const char *file = files.gl_pathv[_i];
    char path[512];
    gv_issues issues = {0};
    gv_case *item;
    ck_assert_int_eq(gv_case_load(file, &item, &issues), GV_ERR_INPUT);
    ck_assert_ptr_null(item);
    ck_assert_uint_gt(gv_issues_total(&issues), 0);
    render(&issues, BAD, found, sizeof found);
    gv_issues_clear(&issues);
    name_expected(file, path, sizeof path);
    if (getenv("GRADGATE_UPDATE") != NULL)
        write_expected(path, found);
    read_expected(path, expected, sizeof expected);
    ck_assert_msg(strcmp(found, expected) == 0, "%s:\n--- found\n%s--- expected\n%s", file,
                  found, expected);
}
END_TEST

START_TEST(one_list_takes_the_issues_of_many_files) {
    gv_issues issues = {0};
    gv_case *item;
    gv_case_load(BAD "unknown-key.yaml", &item, &issues);
    gv_case_load(BAD "missing-file.yaml", &item, &issues);
    gv_case_load("no/such/file.yaml", &item, &issues);
    ck_assert_uint_ge(issues.count, 3);
    ck_assert_str_eq(issues.items[issues.count - 1].file, "no/such/file.yaml");
    ck_assert_uint_eq(issues.items[issues.count - 1].place.line, 0);
    gv_issues_clear(&issues);
    ck_assert_uint_eq(gv_issues_total(&issues), 0);
}
END_TEST

int main(void) {
    if (glob(BAD "*.yaml", 0, NULL, &files) != 0)
        return EXIT_FAILURE;
    Suite *suite = suite_create("bad case files");
    TCase *tests = tcase_create("bad case files");
    tcase_add_loop_test(tests, a_bad_file_is_refused_in_the_expected_words, 0,
                        (int)files.gl_pathc);
    tcase_add_test(tests, one_list_takes_the_issues_of_many_files);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    globfree(&files);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
