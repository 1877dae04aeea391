/* One suite from a list of tests. */
#ifndef REPORT_SUITE_H
#define REPORT_SUITE_H

#include <check.h>
#include <stddef.h>
#include <stdlib.h>

/* Runs the tests up to NULL.  Returns: what main() returns. */
static inline int run_suite(const char *name, const TTest *const *tests) {
    Suite *suite = suite_create(name);
    TCase *tests_of = tcase_create(name);
    SRunner *runner;
    int failed;

    for (; *tests; tests++)
        tcase_add_test(tests_of, *tests);
    /* Check ends a test after 4 s of the clock, which a sanitized run of cases on a busy
     * machine takes; ctest has the limit that ends a test which hangs. */
    tcase_set_timeout(tests_of, 0);
    suite_add_tcase(suite, tests_of);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
