/* The log: asking is noting, telling is answering, and the budget is kept. */
#include "numeric/log.h"
#include "verdict_suite.h"

enum { CAPACITY = 5 };

typedef struct kept {
    gv_log log;
    gv_told told[CAPACITY];
} kept;

static void setup(kept *k) {
    gv_log_start(&k->log, k->told, CAPACITY);
}

START_TEST(a_point_that_is_missing_is_noted_once_and_answered_with_nan) {
    kept k;
    setup(&k);
    ck_assert(isnan(gv_log_value(&k.log, 0.7731)));
    ck_assert(isnan(gv_log_value(&k.log, 0.7731)));
    ck_assert_uint_eq(k.log.count, 1);
    ck_assert_uint_eq(k.log.wanted, 1);
    ck_assert(k.told[0].state == GV_WANTED && k.told[0].at == 0.7731);
}
END_TEST

START_TEST(a_value_that_was_told_is_used_before_a_new_one_is_bought) {
    kept k;
    setup(&k);
    (void)gv_log_value(&k.log, -1.3947);
    gv_log_tell(&k.log, -1.3947, 42.19, true);
    ck_assert_uint_eq(k.log.wanted, 0);
    ck_assert(gv_log_value(&k.log, -1.3947) == 42.19);
    ck_assert_uint_eq(k.log.wanted, 0);
    ck_assert_uint_eq(k.log.count, 1);
}
END_TEST

START_TEST(peeking_never_asks) {
    kept k;
    setup(&k);
    ck_assert_ptr_null(gv_log_peek(&k.log, 3.31));
    ck_assert_uint_eq(k.log.count, 0);
    (void)gv_log_value(&k.log, 3.31);
    ck_assert_ptr_null(gv_log_peek(&k.log, 3.31));
    gv_log_tell(&k.log, 3.31, -0.6, true);
    ck_assert_ptr_nonnull(gv_log_peek(&k.log, 3.31));
    ck_assert(gv_log_peek(&k.log, 3.31)->value == -0.6);
}
END_TEST

START_TEST(a_point_outside_the_domain_is_nan_and_not_asked_again) {
    kept k;
    setup(&k);
    (void)gv_log_value(&k.log, 2.6);
    gv_log_tell(&k.log, 2.6, 17.5, false);
    ck_assert(isnan(gv_log_value(&k.log, 2.6)));
    ck_assert_uint_eq(k.log.wanted, 0);
    ck_assert(gv_log_peek(&k.log, 2.6)->state == GV_TOLD_OUTSIDE);
}
END_TEST

START_TEST(a_value_known_before_needs_no_question) {
    kept k;
    setup(&k);
    gv_log_tell(&k.log, 0.193, -7.7, true);
    ck_assert_uint_eq(k.log.wanted, 0);
    ck_assert(gv_log_value(&k.log, 0.193) == -7.7);
}
END_TEST

START_TEST(an_exhausted_budget_answers_nan_wants_nothing_and_says_so) {
    kept k;
    setup(&k);
    for (int i = 0; i < CAPACITY; i++)
        (void)gv_log_value(&k.log, 0.31 * (i + 1));
    ck_assert(!k.log.exhausted);
    ck_assert(isnan(gv_log_value(&k.log, 9.81)));
    ck_assert(k.log.exhausted);
    ck_assert_uint_eq(k.log.wanted, CAPACITY);
    ck_assert_uint_eq(k.log.count, CAPACITY);
    gv_log_tell(&k.log, 9.81, 1.5, true);
    ck_assert_ptr_null(gv_log_peek(&k.log, 9.81));
    gv_log_tell(&k.log, 0.31, 2.25, true);
    ck_assert(gv_log_value(&k.log, 0.31) == 2.25);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {a_point_that_is_missing_is_noted_once_and_answered_with_nan,
                                  a_value_that_was_told_is_used_before_a_new_one_is_bought,
                                  peeking_never_asks,
                                  a_point_outside_the_domain_is_nan_and_not_asked_again,
                                  a_value_known_before_needs_no_question,
                                  an_exhausted_budget_answers_nan_wants_nothing_and_says_so,
                                  NULL};
    return suite_run("numeric_log", tests);
}
