/* What the tests of the library share: running a suite from a list of tests, random numbers
 * that are the same on every machine, and comparing bits. */
#ifndef VERDICT_SUITE_H
#define VERDICT_SUITE_H

#include "check/random.h"
#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Seconds that one test may take with sanitizers on a busy machine. */
enum { SUITE_TIMEOUT = 600 };

/* Runs the tests up to NULL.  Returns: what main() returns. */
static inline int suite_run(const char *name, const TTest *const *tests) {
    Suite *suite = suite_create(name);
    TCase *tests_of = tcase_create(name);
    tcase_set_timeout(tests_of, SUITE_TIMEOUT);
    for (; *tests; tests++)
        tcase_add_test(tests_of, *tests);
    suite_add_tcase(suite, tests_of);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* Random numbers in a row. */
typedef struct dice {
    uint64_t seed, rolled;
} dice;

/* Uniform in [low, high). */
static inline double dice_between(dice *d, double low, double high) {
    return low + (high - low) * gv_random_unit(d->seed, 0, d->rolled++);
}

/* 10^e with e uniform in [low, high), signed at random. */
static inline double dice_size(dice *d, double low, double high) {
    const double size = pow(10.0, dice_between(d, low, high));
    return gv_random_sign(d->seed, 1, d->rolled) * size;
}

/* An integer in [0, count). */
static inline size_t dice_below(dice *d, size_t count) {
    return (size_t)dice_between(d, 0.0, (double)count);
}

/* An assertion for loops: costs nothing while it holds. */
#define HOLDS(condition, ...)                                                                  \
    do {                                                                                       \
        if (!(condition))                                                                      \
            ck_abort_msg(#condition ": " __VA_ARGS__);                                         \
    } while (0)

static inline bool same_bits(double a, double b) {
    uint64_t x = 0, y = 0;
    memcpy(&x, &a, sizeof x);
    memcpy(&y, &b, sizeof y);
    return x == y;
}

static inline bool same_numbers(const double *a, const double *b, size_t n) {
    size_t i = 0;
    while (i < n && same_bits(a[i], b[i]))
        i++;
    return i == n;
}

#endif
