/* Report files appear whole or not at all, and what was there before is not lost. */
#include "report/report.h"
#include "report_sample.h"
#include "report_suite.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
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

/* Saves under a limit on the size of files, which fails as a full disk does: in the middle.
 * Nothing is asserted while it holds: every assertion is a message that Check writes to a file,
 * and half a message is none. */
static gv_status save_within(rlim_t size, const char *format, const gv_report *report,
                             gv_error *error) {
    struct rlimit limit, small;

    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    small = limit;
    small.rlim_cur = size;
    const int limited = setrlimit(RLIMIT_FSIZE, &small);
    const gv_status status =
        gv_report_save(gv_format_find(format), report, &plain, "report", error);
    const int lifted = setrlimit(RLIMIT_FSIZE, &limit);
    ck_assert_int_eq(limited, 0);
    ck_assert_int_eq(lifted, 0);
    return status;
}

static rlim_t size_of(const char *format) {
    struct stat about;

    ck_assert_int_eq(save(format, "report", NULL), GV_OK);
    ck_assert_int_eq(stat("report", &about), 0);
    return (rlim_t)about.st_size;
}

START_TEST(a_disk_that_fills_up_leaves_the_old_file_in_every_format) {
    gv_findings *findings = sample_findings();
    const gv_report report = sample_report(findings);

    enter_folder();
    for (const gv_format *const *format = gv_format_list; *format; format++) {
        const rlim_t size = size_of((*format)->name);
        const rlim_t limits[] = {0, 1, size / 2, size - 1};
        write_text("report", "old");
        for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
            gv_error error = {GV_OK, ""};
            ck_assert_msg(save_within(limits[i], (*format)->name, &report, &error) == GV_ERR_IO,
                          "%s within %zu bytes", (*format)->name, (size_t)limits[i]);
            ck_assert_str_eq(error.message, "report: File too large");
            assert_text("report", "old");
        }
        ck_assert_int_eq(save_within(size, (*format)->name, &report, NULL), GV_OK);
    }
    ck_assert_int_eq(unlink("report"), 0);
    leave_folder();
    gv_findings_destroy(findings);
}
END_TEST

/* The format that is drawn, and how far, before the program is killed; for the child alone. */
static const gv_format *killed_format;
static size_t killed_at; /* of 4 parts */

static gv_status draw_and_die(const gv_report *report, const gv_report_options *options,
                              FILE *out) {
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);

    if (!memory || killed_format->render(report, options, memory) != GV_OK)
        _exit(1);
    fclose(memory);
    fwrite(text, 1, size * killed_at / 4, out);
    fflush(out);
    kill(getpid(), SIGKILL);
    _exit(1);
}

/* Saves in a process that is killed in the middle of it. */
static void save_killed(void) {
    const gv_format deadly = {"deadly", "x", "x", draw_and_die};
    int ended = 0;
    const pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        gv_findings *findings = sample_findings();
        const gv_report report = sample_report(findings);
        (void)gv_report_save(&deadly, &report, &plain, "report", NULL);
        _exit(1);
    }
    ck_assert_int_eq(waitpid(child, &ended, 0), child);
    ck_assert(WIFSIGNALED(ended) && WTERMSIG(ended) == SIGKILL);
}

/* What a killed process could not take away: files of other names, beginning with a dot. */
static size_t remove_leftovers(void) {
    DIR *folder = opendir(".");
    size_t count = 0;

    ck_assert_ptr_nonnull(folder);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (strncmp(entry->d_name, ".gradgate-", 10) == 0) {
            ck_assert_int_eq(unlink(entry->d_name), 0);
            count++;
        }
    closedir(folder);
    return count;
}

START_TEST(a_program_that_is_killed_leaves_the_old_file_or_none_in_every_format) {
    enter_folder();
    for (const gv_format *const *format = gv_format_list; *format; format++)
        for (killed_at = 0; killed_at <= 4; killed_at++) {
            killed_format = *format;
            save_killed();
            ck_assert_int_ne(access("report", F_OK), 0);
            write_text("report", "old");
            save_killed();
            assert_text("report", "old");
            ck_assert_int_eq(save((*format)->name, "report", NULL), GV_OK);
            ck_assert_int_eq(unlink("report"), 0);
            ck_assert_uint_eq(remove_leftovers(), 2);
        }
    leave_folder();
}
END_TEST

START_TEST(a_device_is_written_to_and_not_replaced) {
    struct stat about;
    gv_error error;

    for (const gv_format *const *format = gv_format_list; *format; format++) {
        ck_assert_int_eq(save((*format)->name, "/dev/null", NULL), GV_OK);
        ck_assert_int_eq(save((*format)->name, "/dev/full", &error), GV_ERR_IO);
        ck_assert_str_eq(error.message, "/dev/full: No space left on device");
    }
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
    const TTest *const tests[] = {
        a_report_is_written_for_every_format,
        a_missing_folder_is_an_error_that_names_the_path,
        rendering_that_fails_leaves_the_old_file,
        a_disk_that_fills_up_leaves_the_old_file_in_every_format,
        a_program_that_is_killed_leaves_the_old_file_or_none_in_every_format,
        a_device_is_written_to_and_not_replaced,
        a_folder_is_no_place_for_a_report,
        a_link_stays_and_permissions_are_kept,
        NULL};

    return run_suite("report_save", tests);
}
