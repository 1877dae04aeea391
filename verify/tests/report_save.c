/* Report files appear whole or not at all, and what was there before is not lost. */
#include "report/report.h"
#include "report_sample.h"
#include "report_suite.h"
#include <dirent.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <signal.h>
#include <unistd.h>

static const gv_report_options plain = {GV_DETAIL_NORMAL, false};

/* Each test runs in a folder of its own (and, by Check, in a process of its own). */
static void enter_folder(void) {
    static char folder[] = "/tmp/gradgate-save-XXXXXX";

    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
}

static void leave_folder(void) {
    char path[200];

    ck_assert_ptr_nonnull(getcwd(path, sizeof path));
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(rmdir(path), 0); /* nothing is left behind */
}

static void write_text(const char *path, const char *text) {
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    ck_assert_int_eq(fclose(file), 0);
}

static void assert_text(const char *path, const char *text) {
    char buffer[100] = "";
    FILE *file = fopen(path, "r");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fread(buffer, 1, sizeof buffer - 1, file), strlen(text));
    ck_assert_str_eq(buffer, text);
    fclose(file);
}

static gv_status save(const char *format, const char *path, gv_error *error) {
    gv_findings *findings = sample_findings();
    const gv_report report = sample_report(findings);
    const gv_status status =
        gv_report_save(gv_format_find(format), &report, &plain, path, error);

    gv_findings_destroy(findings);
    return status;
}

static gv_status half(const gv_report *report, const gv_report_options *options, FILE *out) {
    (void)report, (void)options;
    fputs("half of a document", out);
    return GV_ERR_MEMORY;
}

START_TEST(a_report_is_written_for_every_format) {
    enter_folder();
    for (const gv_format *const *format = gv_format_list; *format; format++) {
        struct stat about;
        ck_assert_int_eq(save((*format)->name, "report", NULL), GV_OK);
        ck_assert_int_eq(stat("report", &about), 0);
        ck_assert_int_gt(about.st_size, 100);
        ck_assert_int_eq(unlink("report"), 0);
    }
    leave_folder();
}
END_TEST

START_TEST(a_missing_folder_is_an_error_that_names_the_path) {
    gv_error error;

    enter_folder();
    ck_assert_int_eq(save("json", "no/such/report.json", &error), GV_ERR_IO);
    ck_assert_str_eq(error.message, "no/such/report.json: No such file or directory");
    leave_folder();
}
END_TEST

START_TEST(rendering_that_fails_leaves_the_old_file) {
    const gv_format broken = {"broken", "x", "x", half};
    const gv_report report = {0};

    enter_folder();
    write_text("report", "old");
    ck_assert_int_eq(gv_report_save(&broken, &report, &plain, "report", NULL), GV_ERR_MEMORY);
    assert_text("report", "old");
    ck_assert_int_eq(unlink("report"), 0);
    leave_folder();
}
END_TEST

/* A limit on the size of files fails as a full disk does: in the middle.  It is lifted before
 * the next assertion, for Check writes a file too. */
START_TEST(a_disk_that_fills_up_leaves_the_old_file) {
    struct rlimit limit, small;
    gv_error error;
    gv_status status;

    enter_folder();
    write_text("report", "old");
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    small = limit;
    small.rlim_cur = 1000;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    status = save("json", "report", &error);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_int_eq(status, GV_ERR_IO);
    ck_assert_str_eq(error.message, "report: File too large");
    assert_text("report", "old");
    ck_assert_int_eq(unlink("report"), 0);
    leave_folder();
}
END_TEST

START_TEST(a_device_is_written_to_and_not_replaced) {
    struct stat about;
    gv_error error;

    ck_assert_int_eq(save("text", "/dev/null", NULL), GV_OK);
    ck_assert_int_eq(save("text", "/dev/full", &error), GV_ERR_IO);
    ck_assert_str_eq(error.message, "/dev/full: No space left on device");
    ck_assert_int_eq(stat("/dev/null", &about), 0);
    ck_assert(S_ISCHR(about.st_mode));
    ck_assert_int_eq(stat("/dev/full", &about), 0);
    ck_assert(S_ISCHR(about.st_mode));
}
END_TEST

START_TEST(a_folder_is_no_place_for_a_report) {
    enter_folder();
    ck_assert_int_eq(mkdir("report", 0777), 0);
    ck_assert_int_eq(save("text", "report", NULL), GV_ERR_IO);
    ck_assert_int_eq(rmdir("report"), 0);
    leave_folder();
}
END_TEST

START_TEST(a_link_stays_and_permissions_are_kept) {
    struct stat about;

    enter_folder();
    write_text("real", "old");
    ck_assert_int_eq(chmod("real", 0640), 0);
    ck_assert_int_eq(symlink("real", "link"), 0);
    ck_assert_int_eq(save("text", "link", NULL), GV_OK);
    ck_assert_int_eq(lstat("link", &about), 0);
    ck_assert(S_ISLNK(about.st_mode));
    ck_assert_int_eq(stat("real", &about), 0);
    ck_assert_int_eq(about.st_mode & 0777, 0640);
    ck_assert_int_gt(about.st_size, 100);
    ck_assert_int_eq(unlink("real") + unlink("link"), 0);
    leave_folder();
}
END_TEST

int main(void) {
    const TTest *const tests[] = {a_report_is_written_for_every_format,
                                  a_missing_folder_is_an_error_that_names_the_path,
                                  rendering_that_fails_leaves_the_old_file,
                                  a_disk_that_fills_up_leaves_the_old_file,
                                  a_device_is_written_to_and_not_replaced,
                                  a_folder_is_no_place_for_a_report,
                                  a_link_stays_and_permissions_are_kept,
                                  NULL};

    return run_suite("report_save", tests);
}
