#include "table.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Of the seconds of one call; NaN when there are none. Sorts them. */
static double median(const bench_row *row, int measure) {
    const size_t count = row->rounds[measure];
    double *seconds = row->seconds[measure];
    if (count == 0)
        return NAN;
    qsort(seconds, count, sizeof *seconds, by_size);
    return 0.5 * (seconds[(count - 1) / 2] + seconds[count / 2]);
}

/* Microseconds per evaluation, per parameter, or of one call. */
static double per_evaluation(const bench_row *row, int measure) {
    return 1e6 * median(row, measure) / (double)row->last[measure].evaluations;
}

static double per_parameter(const bench_row *row, int measure) {
    return 1e6 * median(row, measure) / (double)row->model.count;
}

static double per_call(const bench_row *row, int measure) {
    return 1e6 * median(row, measure);
}

/* How many entries passed, and evaluations per parameter. */
static void counts(const bench_row *row, int measure, char *passed, char *evaluations,
                   size_t size) {
    const bench_sample *last = &row->last[measure];
    (void)snprintf(passed, size, "-");
    (void)snprintf(evaluations, size, "-");
    if (row->rounds[measure] == 0)
        return;
    (void)snprintf(passed, size, "%zu/%zu", last->passed, last->entries);
    (void)snprintf(evaluations, size, "%.2f",
                   (double)last->evaluations / (double)row->model.count);
}

/* A number of `digits` decimals; "-" where there is none. */
static void number(double v, int width, int digits) {
    if (isnan(v))
        printf(" %*s", width, "-");
    else
        printf(" %*.*f", width, digits, v);
}

static void head(const char *title, const char *columns) {
    printf("\n%s\n\n%-14s %-4s %s\n", title, "net", "act", columns);
}

static void begin(const bench_row *row) {
    printf("%-14s %-4s", row->model.name, row->model.activation->name);
}

static void print_check(const bench_row *row, int measure, const char *who) {
    char passed[32], evaluations[32];
    counts(row, measure, passed, evaluations, sizeof passed);
    if (row->rounds[measure] == 0)
        return;
    begin(row);
    printf(" %-10s %13s %12s", who, passed, evaluations);
    number(per_evaluation(row, measure), 9, 3);
    number(per_parameter(row, measure), 9, 2);
    printf("\n");
}

static void print_checks(const bench_row *rows, size_t count) {
    head("The check of every entry; medians, CPU time.",
         "by                passed  evaluations   us/eval  us/param");
    for (size_t i = 0; i < count; i++) {
        print_check(&rows[i], BENCH_CHECK, "gradgate");
        print_check(&rows[i], BENCH_LOOP, "loop");
        print_check(&rows[i], BENCH_GRADCHECK, "gradcheck");
    }
}

static void print_ratios(const bench_row *rows, size_t count) {
    head("Ratios of medians. Asked of the first: with the loop at most 1.5; of gradcheck, with "
         "relu, at least 40.",
         "gradgate/loop per evaluation   gradcheck/gradgate per parameter");
    for (size_t i = 0; i < count; i++) {
        const bench_row *row = &rows[i];
        begin(row);
        number(per_evaluation(row, BENCH_CHECK) / per_evaluation(row, BENCH_LOOP), 28, 2);
        number(per_parameter(row, BENCH_GRADCHECK) / per_parameter(row, BENCH_CHECK), 34, 1);
        printf("\n");
    }
}

static void print_steps(const bench_row *rows, size_t count) {
    head("Forward and backward, one step; medians, CPU time.",
         "gradgate us   torch us   torch/gradgate");
    for (size_t i = 0; i < count; i++) {
        const double ours = per_call(&rows[i], BENCH_STEP);
        const double theirs = per_call(&rows[i], BENCH_TORCH_STEP);
        begin(&rows[i]);
        number(ours, 11, 1);
        number(theirs, 10, 1);
        number(theirs / ours, 16, 2);
        printf("\n");
    }
}

void bench_table_print(const bench_row *rows, size_t count) {
    print_checks(rows, count);
    print_ratios(rows, count);
    print_steps(rows, count);
}
