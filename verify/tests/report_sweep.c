/* The drawn sweep of findings made by hand: what has to be seen in it, and nothing that a
 * terminal of its width or character set does not take. */
#include "report/plot.h"
#include "report/rungs.h"
#include "report/sweep.h"
#include "report/utf8.h"
#include "report_suite.h"
#include <math.h>
#include <string.h>

enum { TEXT_SIZE = 65536 };

/* Rounding 3 eta / h from the left, truncation h^4 from the right: a V with its foot in the
 * middle. */
static const double noise = 1e-16;

static double bound_at(double h) {
    return 3.0 * noise / h + h * h * h * h;
}

/* The estimates of 1.3947 at 2^0 ... 2^-47, off by half of their bound to alternate sides. */
static gv_entry sweep_of(gv_rung rungs[GV_RUNGS_MAX], double claimed) {
    const double truth = 1.3947;

    for (int i = 0; i < GV_RUNGS_MAX; i++) {
        const double h = ldexp(1.0, -i), bound = bound_at(h);
        rungs[i] = (gv_rung){h, truth + (i % 2 ? 0.5 : -0.5) * bound, bound};
    }
    gv_entry entry = {.claimed = claimed,
                      .measured = truth,
                      .error = bound_at(0x1p-10),
                      .step = 0x1p-10,
                      .scale = truth,
                      .rungs = rungs,
                      .rung_count = GV_RUNGS_MAX};
    entry.gap = fabs(claimed - truth);
    entry.allowed = 1e-6 * truth + entry.error;
    entry.verdict = entry.gap > entry.allowed ? GV_FAIL : GV_PASS;
    return entry;
}

/* Static; good until the next call. */
static char *drawn(const gv_entry *entry, size_t width, bool unicode, bool color) {
    static char text[TEXT_SIZE];
    const gv_sweep_look look = {width, unicode, color};
    FILE *out = fmemopen(text, sizeof text, "w");

    ck_assert_ptr_nonnull(out);
    ck_assert(gv_sweep_print(entry, noise, &look, out));
    ck_assert_int_eq(fclose(out), 0);
    return text;
}

/* A copy of line `number` of the pictures, without its label. Static. */
static const char *picture_line(const char *text, size_t number) {
    static char line[1000];

    for (; number > 0; number--)
        text = strchr(text, '\n') + 1;
    snprintf(line, sizeof line, "%.*s", (int)strcspn(text, "\n"), text);
    return strchr(line, '|') ? strchr(line, '|') + 1 : line;
}

/* Lines of the drawing: a heading, 9 of estimates, a heading, 13 of errors, the arms, steps. */
enum { ESTIMATES = 1, ERRORS = 11, ARMS = 24, STEPS = 25, LEGEND = 26 };

static size_t count_of(const char *text, char mark) {
    size_t count = 0;

    for (; *text; text++)
        count += *text == mark;
    return count;
}

/* The highest row in which the curve of bounds passes through a column. */
static size_t row_of_column(const char *text, size_t column) {
    size_t row = ERRORS;

    while (row < ARMS && !(strlen(picture_line(text, row)) > column &&
                           picture_line(text, row)[column] == '.'))
        row++;
    return row;
}

START_TEST(the_bound_is_a_valley_and_the_chosen_step_stands_in_it) {
    gv_rung rungs[GV_RUNGS_MAX];
    const gv_entry entry = sweep_of(rungs, 1.3947);
    const char *text = drawn(&entry, 80, false, false);
    /* Between two rungs near each end: 3 eta / 2^-44.65 = 8e-3, and 2^-2.35 to the fourth is
     * 1.5e-3, two or three of thirteen decades below the upper edge. */
    ck_assert_uint_le(row_of_column(text, 3), ERRORS + 3);
    ck_assert_uint_le(row_of_column(text, 66), ERRORS + 3);
    size_t row = ERRORS;
    while (row < ARMS && !strchr(picture_line(text, row), '#'))
        row++;
    ck_assert_uint_lt(row, ARMS);
    ck_assert_uint_ge(row, ERRORS + 10); /* at the foot */
    const char *foot = picture_line(text, row);
    /* 2^-10 of 2^-47 ... 2^0, in 70 columns */
    ck_assert_int_eq(strchr(foot, '#') - foot, (int)(70.0 * 37.0 / 47.0));
}
END_TEST

START_TEST(the_two_arms_are_told_apart_under_the_picture) {
    gv_rung rungs[GV_RUNGS_MAX];
    const gv_entry entry = sweep_of(rungs, 1.3947);
    const char *arms = picture_line(drawn(&entry, 80, false, false), ARMS);
    const char *rounding = strstr(arms, "rounding"), *truncation = strstr(arms, "truncation");
    ck_assert_ptr_nonnull(rounding);
    ck_assert_ptr_nonnull(truncation);
    ck_assert(rounding < truncation);
    /* Equal at h^5 = 3e-16, h = 2^-10.3: the last step that rounding rules is 2^-11. */
    ck_assert_int_eq(strchr(arms, '|') - arms, (int)(70.0 * 36.0 / 47.0));
}
END_TEST

START_TEST(a_right_claim_keeps_below_the_bound_and_a_wrong_one_stays_off_it) {
    gv_rung rungs[GV_RUNGS_MAX];
    gv_entry entry = sweep_of(rungs, 1.3947);
    const char *text = drawn(&entry, 80, false, false);
    size_t rows = 0;
    for (size_t row = ERRORS; row < ARMS; row++)
        rows += strchr(picture_line(text, row), 'o') != NULL;
    ck_assert_msg(rows > 8, "a right claim follows the bound down: %zu rows", rows);

    entry = sweep_of(rungs, 1.3947 + 0.01);
    text = drawn(&entry, 80, false, false);
    size_t most = 0;
    for (size_t row = ERRORS; row < ARMS; row++) {
        const size_t count = count_of(picture_line(text, row), 'o');
        most = count > most ? count : most;
    }
    ck_assert_msg(most >= 30, "a wrong claim is equally wrong at most steps: %zu", most);
}
END_TEST

START_TEST(claim_and_measurement_are_lines_with_names) {
    gv_rung rungs[GV_RUNGS_MAX];
    gv_entry entry = sweep_of(rungs, 1.3947 + 0.01);
    ck_assert_ptr_nonnull(strstr(drawn(&entry, 80, false, false), " claimed |--"));
    ck_assert_ptr_nonnull(strstr(drawn(&entry, 80, false, false), "measured |"));
    entry = sweep_of(rungs, 1.3947);
    ck_assert_ptr_nonnull(strstr(drawn(&entry, 80, false, false), "    both |"));
    ck_assert_ptr_null(strstr(drawn(&entry, 80, false, false), "claimed |"));
}
END_TEST

START_TEST(a_kink_shows_both_slopes) {
    gv_rung rungs[GV_RUNGS_MAX];
    gv_entry entry = sweep_of(rungs, 2.5);
    entry.kink = true;
    entry.slope_left = 0.2;
    entry.slope_right = 2.7894;
    const char *text = drawn(&entry, 80, false, false);
    ck_assert_ptr_nonnull(strstr(text, "   right |--"));
    ck_assert_ptr_nonnull(strstr(text, "    left |--"));
    ck_assert(strstr(text, "   right |--") < strstr(text, "    left |--"));
}
END_TEST

START_TEST(no_picture_is_wider_than_the_terminal) {
    gv_rung rungs[GV_RUNGS_MAX];
    const gv_entry entry = sweep_of(rungs, 1.5);
    for (size_t width = 30; width <= 200; width++)
        for (int unicode = 0; unicode <= 1; unicode++) {
            char *text = drawn(&entry, width, unicode, false);
            size_t number = 0;
            for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"), number++)
                if (number < LEGEND && number != 0 && number != ERRORS - 1)
                    ck_assert_msg(gv_safe_width(line, 1000) <= width, "%zu: %s", width, line);
        }
}
END_TEST

START_TEST(where_the_locale_is_not_utf8_all_is_ascii) {
    gv_rung rungs[GV_RUNGS_MAX];
    const gv_entry entry = sweep_of(rungs, 1.5);
    for (const char *at = drawn(&entry, 80, false, true); *at; at++)
        ck_assert_int_ge(*at, 0);
    ck_assert_ptr_nonnull(strstr(drawn(&entry, 80, true, false), "\xe2\xa0")); /* Braille */
}
END_TEST

START_TEST(colour_is_that_of_the_verdict_and_only_where_it_is_wanted) {
    gv_rung rungs[GV_RUNGS_MAX];
    gv_entry entry = sweep_of(rungs, 1.5);
    ck_assert_ptr_null(strchr(drawn(&entry, 80, true, false), '\033'));
    ck_assert_ptr_nonnull(strstr(drawn(&entry, 80, true, true), "\033[31m"));
    entry.verdict = GV_PASS;
    ck_assert_ptr_nonnull(strstr(drawn(&entry, 80, true, true), "\033[32m"));
    ck_assert_ptr_null(strstr(drawn(&entry, 80, true, true), "\033[31m"));
}
END_TEST

/* Numbers that no measurement should come to, and some do. */
START_TEST(no_number_is_too_odd_to_be_drawn) {
    static const double odd[] = {0.0,    -0.0,     1e-308,    5e-324,      1e308,
                                 -1e308, INFINITY, -INFINITY, (double)NAN, 0.7731};
    enum { ODD = sizeof odd / sizeof *odd };
    gv_rung rungs[GV_RUNGS_MAX];
    for (size_t i = 0; i < (size_t)ODD * ODD * ODD; i++) {
        gv_entry entry = sweep_of(rungs, odd[i % ODD]);
        entry.measured = odd[i / ODD % ODD];
        entry.error = odd[i / ODD / ODD];
        entry.allowed = odd[(i + 3) % ODD];
        entry.kink = i % 2;
        entry.slope_left = odd[(i + 5) % ODD];
        rungs[7].estimate = odd[(i + 1) % ODD];
        rungs[9].error = odd[(i + 2) % ODD];
        entry.rung_count = i % 3 == 0 ? 1 : i % 5 == 0 ? 2 : GV_RUNGS_MAX;
        ck_assert_uint_gt(strlen(drawn(&entry, 80, true, true)), 0);
    }
}
END_TEST

START_TEST(without_a_rung_it_is_said_that_there_is_no_sweep) {
    const gv_entry entry = {.claimed = 1.0};
    ck_assert_ptr_nonnull(strstr(drawn(&entry, 80, true, false), "there is no sweep"));
}
END_TEST

static size_t table_lines(const gv_entry *entry, bool all, char text[TEXT_SIZE]) {
    FILE *out = fmemopen(text, TEXT_SIZE, "w");

    ck_assert_ptr_nonnull(out);
    ck_assert(gv_rungs_print(entry, all, out));
    ck_assert_int_eq(fclose(out), 0);
    return count_of(text, '\n');
}

START_TEST(the_table_shows_the_chosen_step_and_all_of_them_when_asked) {
    static char text[TEXT_SIZE];
    gv_rung rungs[GV_RUNGS_MAX];
    const gv_entry entry = sweep_of(rungs, 1.5);
    ck_assert_uint_lt(table_lines(&entry, false, text), 20);
    ck_assert_ptr_nonnull(strstr(text, "chosen  2^-10"));
    ck_assert_ptr_nonnull(strstr(text, "of 48 steps: --all shows the others"));
    ck_assert_uint_eq(table_lines(&entry, true, text), GV_RUNGS_MAX + 2);
    ck_assert_ptr_null(strstr(text, "--all"));
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        the_bound_is_a_valley_and_the_chosen_step_stands_in_it,
        the_two_arms_are_told_apart_under_the_picture,
        a_right_claim_keeps_below_the_bound_and_a_wrong_one_stays_off_it,
        claim_and_measurement_are_lines_with_names,
        a_kink_shows_both_slopes,
        no_picture_is_wider_than_the_terminal,
        where_the_locale_is_not_utf8_all_is_ascii,
        colour_is_that_of_the_verdict_and_only_where_it_is_wanted,
        no_number_is_too_odd_to_be_drawn,
        without_a_rung_it_is_said_that_there_is_no_sweep,
        the_table_shows_the_chosen_step_and_all_of_them_when_asked,
        NULL,
    };

    return run_suite("report_sweep", tests);
}
