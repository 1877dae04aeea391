/* Which files a path stands for, and how a case is named in a shell. */
#include "report_suite.h"
#include "run/command.h"
#include "run/files.h"
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void make_folder(const char *path) {
    ck_assert_int_eq(mkdir(path, 0777), 0);
}

static void make_file(const char *path) {
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fclose(file), 0);
}

/* A small tree; the test's process stands in it. */
static void make_tree(void) {
    static char folder[] = "/tmp/gradgate-files-XXXXXX";

    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    make_folder("t");
    make_folder("t/b");
    make_folder("t/a");
    make_folder("t/.hidden");
    make_file("t/z.yaml");
    make_file("t/B.yml");
    make_file("t/notes.txt");
    make_file("t/.yaml");
    make_file("t/a/1.yaml");
    make_file("t/b/2.yaml");
    make_file("t/.hidden/3.yaml");
    ck_assert_int_eq(symlink("..", "t/b/loop"), 0);
    ck_assert_int_eq(symlink("2.yaml", "t/b/same.yaml"), 0);
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where) {
    (void)about, (void)kind, (void)where;
    return remove(path);
}

static void remove_tree(void) {
    char path[200];

    ck_assert_ptr_nonnull(getcwd(path, sizeof path));
    ck_assert_int_eq(nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

static void assert_files(const gv_files *files, const char *expected) {
    char all[1000] = "";
    size_t at = 0;

    for (size_t i = 0; i < files->count && at < sizeof all; i++)
        at += (size_t)snprintf(all + at, sizeof all - at, "%s ", files->items[i].path);
    ck_assert_str_eq(all, expected);
}

START_TEST(folders_are_walked_in_the_order_of_bytes_and_loops_end) {
    gv_files files = {0};

    make_tree();
    ck_assert_int_eq(gv_files_add(&files, "t", NULL), GV_OK);
    assert_files(&files, "t/B.yml t/a/1.yaml t/b/2.yaml t/z.yaml ");
    gv_files_clear(&files);
    ck_assert_int_eq(gv_files_add(&files, "t/b/", NULL), GV_OK);
    assert_files(&files, "t/b/2.yaml t/b/loop/B.yml t/b/loop/a/1.yaml t/b/loop/z.yaml ");
    gv_files_clear(&files);
    remove_tree();
}
END_TEST

START_TEST(a_file_is_taken_once_and_whatever_its_name) {
    gv_files files = {0};

    make_tree();
    ck_assert_int_eq(gv_files_add(&files, "t/notes.txt", NULL), GV_OK);
    ck_assert_int_eq(gv_files_add(&files, "t/b/same.yaml", NULL), GV_OK);
    ck_assert_int_eq(gv_files_add(&files, "./t/b", NULL), GV_OK);
    assert_files(&files, "t/notes.txt t/b/same.yaml ./t/b/loop/B.yml ./t/b/loop/a/1.yaml "
                         "./t/b/loop/z.yaml ");
    gv_files_clear(&files);
    remove_tree();
}
END_TEST

START_TEST(what_is_not_there_is_an_error_and_an_empty_folder_is_none) {
    gv_files files = {0};
    gv_error error;

    make_tree();
    ck_assert_int_eq(gv_files_add(&files, "t/nosuch", &error), GV_ERR_IO);
    ck_assert_str_eq(error.message, "t/nosuch: No such file or directory");
    make_folder("t/empty");
    ck_assert_int_eq(gv_files_add(&files, "t/empty", &error), GV_OK);
    ck_assert_uint_eq(files.met, 0);
    gv_files_clear(&files);
    remove_tree();
}
END_TEST

START_TEST(folders_are_not_entered_for_ever) {
    char path[400] = "t";
    size_t at = 1;
    gv_files files = {0};
    gv_error error;

    make_tree();
    for (int i = 0; i < GV_FOLDER_DEPTH + 2; i++) {
        at += (size_t)snprintf(path + at, sizeof path - at, "/d");
        make_folder(path);
    }
    ck_assert_int_eq(gv_files_add(&files, "t", &error), GV_ERR_IO);
    ck_assert_ptr_nonnull(strstr(error.message, "too many folders"));
    gv_files_clear(&files);
    remove_tree();
}
END_TEST

/* What a shell makes of the words. */
static void assert_shell(const char *word) {
    gv_command_line line = {0};
    char heard[200] = "";
    FILE *shell;

    gv_command_add(&line, "printf");
    gv_command_add(&line, "%s");
    gv_command_add(&line, word);
    ck_assert(!line.failed);
    shell = popen(line.text, "r"); /* NOLINT(cert-env33-c): a shell is what is asked */
    ck_assert_ptr_nonnull(shell);
    ck_assert_uint_eq(fread(heard, 1, sizeof heard - 1, shell), strlen(word));
    ck_assert_int_eq(pclose(shell), 0);
    ck_assert_str_eq(heard, word);
    free(line.text);
}

START_TEST(a_shell_hears_every_word_as_it_was) {
    assert_shell("plain/path-1.yaml");
    assert_shell("");
    assert_shell("two words");
    assert_shell("it's $HOME `id` \"x\" \\ * ? [a] ; & | > < # ~ !");
    assert_shell("'");
    assert_shell("line\nline\ttab\033[31m");
    assert_shell("-dash");
}
END_TEST

START_TEST(names_and_paths_are_quoted_for_what_they_are) {
    gv_command_line line = {0};

    gv_command_add(&line, "run");
    gv_command_add_path(&line, "-x.yaml");
    gv_command_add_glob(&line, "a[0]*");
    gv_command_add_glob(&line, "plain");
    ck_assert_str_eq(line.text, "run ./-x.yaml 'a\\[0\\]\\*' plain");
    free(line.text);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {folders_are_walked_in_the_order_of_bytes_and_loops_end,
                                  a_file_is_taken_once_and_whatever_its_name,
                                  what_is_not_there_is_an_error_and_an_empty_folder_is_none,
                                  folders_are_not_entered_for_ever,
                                  a_shell_hears_every_word_as_it_was,
                                  names_and_paths_are_quoted_for_what_they_are,
                                  NULL};

    return run_suite("run_files", tests);
}
