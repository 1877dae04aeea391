/* The whole corpus through gv_check: every verdict is the one that is known.  One test per
 * kind, so that a failure names the kind, and prints the problems. */
#include "ask.h"
#include <check.h>
#include <stdio.h>

static const char *const outcomes[] = {"", "missed", "accused", "undecided"};

START_TEST(every_verdict_is_the_known_one) {
    const corpus_kind *kind = corpus_kinds[_i];
    size_t count = 0, undecided = 0, wrong = 0;
    for (size_t i = 0; i < corpus_count(); i++) {
        corpus_problem p;
        corpus_run run;
        corpus_answer answer;
        double x[512];
        corpus_get(i, &p);
        if (p.kind != kind)
            continue;
        ck_assert(corpus_run_begin(&run, &p));
        corpus_point(p.function, 0, 0, x);
        corpus_ask(&run, x, p.label, NULL, &answer);
        corpus_run_end(&run);
        count++;
        undecided += answer.outcome == CORPUS_UNDECIDED;
        wrong += answer.outcome == CORPUS_MISSED || answer.outcome == CORPUS_ACCUSED;
        if (answer.outcome != CORPUS_AS_LABELLED)
            fprintf(stderr, "%s %s: %s\n", outcomes[answer.outcome], p.name, answer.why);
    }
    ck_assert_uint_gt(count, 0);
    ck_assert_msg(wrong == 0, "%s: %zu of %zu missed or accused", kind->name, wrong, count);
    /* How many may stay undecided is counted over all kinds, by the table. */
    ck_assert_msg(!kind->ordinary || undecided == 0, "%s: %zu of %zu undecided", kind->name,
                  undecided, count);
}
END_TEST

int main(void) {
    int kinds = 0;
    while (corpus_kinds[kinds])
        kinds++;
    Suite *suite = suite_create("corpus verdicts");
    TCase *tcase = tcase_create("verdicts");
    tcase_set_timeout(tcase, 300);
    tcase_add_loop_test(tcase, every_verdict_is_the_known_one, 0, kinds);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
