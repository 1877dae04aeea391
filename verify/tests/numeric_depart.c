/* The least change that a value makes: as high as its leaps, and nothing where it departs
 * continuously. */
#include "numeric/depart.h"
#include "numeric_told.h"
#include "verdict_suite.h"

enum { STILL_UP_TO = -12 };

static double quantum_of(told_line *t, double *length) {
    double quantum = 0.0;
    *length = 0.0;
    TOLD_UNTIL_SETTLED(
        t, quantum = gv_quantum(&t->line, STILL_UP_TO, gv_line_highest(&t->line), length));
    return quantum;
}

typedef struct stair {
    double grid, slope;
} stair;

static double stair_value(double x, const void *context) {
    const stair *s = context;
    return rint(s->slope * x / s->grid) * s->grid;
}

START_TEST(a_staircase_moves_by_one_step_of_its_own) {
    dice d = {.seed = 501};
    for (size_t i = 0; i < 300; i++) {
        const stair s = {pow(10.0, dice_between(&d, -2.0, 0.0)), dice_size(&d, -1.0, 1.0)};
        told_line t;
        told_start(&t, stair_value, &s, dice_between(&d, 0.5, 2.0));
        double length;
        const double quantum = quantum_of(&t, &length);
        if (stair_value(t.line.x + 0x1p-12, &s) != t.line.f0 ||
            stair_value(t.line.x - 0x1p-12, &s) != t.line.f0)
            continue; /* it does not stand still */
        HOLDS(fabs(quantum - s.grid) < 1e-9 * s.grid + 8.0 * DBL_EPSILON,
              "sample %zu: %g of %g", i, quantum, s.grid);
        const double at = t.line.x + length, before = t.line.x - length;
        HOLDS(stair_value(at, &s) != t.line.f0 || stair_value(before, &s) != t.line.f0,
              "sample %zu: still at %g", i, length);
    }
}
END_TEST

/* Dead up to an edge, and then as steep as exp: rounded beside 1 far out. */
static double dead_value(double x, const void *context) {
    const double *edge = context;
    return 1.0 + (x > *edge ? exp(3.0 * (x - *edge)) - 1.0 : 0.0);
}

START_TEST(what_departs_continuously_has_no_quantum) {
    dice d = {.seed = 502};
    for (size_t i = 0; i < 300; i++) {
        const double x = dice_between(&d, 0.5, 2.0), edge = x + dice_between(&d, 0.01, 0.5);
        told_line t;
        told_start(&t, dead_value, &edge, x);
        double length;
        const double quantum = quantum_of(&t, &length);
        HOLDS(quantum == 0.0, "sample %zu: %g", i, quantum);
    }
}
END_TEST

/* A saturated softmax: 40 is all that is left of it near x, and the first change an ulp of it.
 */
static double saturated_value(double x, const void *context) {
    (void)context;
    return 40.0 + log1p(exp(x - 60.0)) - 40.0;
}

START_TEST(a_value_of_zero_moves_by_what_its_parts_are_rounded_to) {
    dice d = {.seed = 503};
    for (size_t i = 0; i < 100; i++) {
        told_line t;
        told_start(&t, saturated_value, NULL, dice_between(&d, -3.0, 3.0));
        double length;
        const double quantum = quantum_of(&t, &length);
        HOLDS(quantum == 0x1p-47, "sample %zu: %g", i, quantum);
    }
}
END_TEST

START_TEST(a_value_that_never_moves_has_none) {
    const stair flat = {1.0, 0.0};
    told_line t;
    told_start(&t, stair_value, &flat, 0.7);
    double length;
    ck_assert(quantum_of(&t, &length) == 0.0);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {a_staircase_moves_by_one_step_of_its_own,
                                  what_departs_continuously_has_no_quantum,
                                  a_value_of_zero_moves_by_what_its_parts_are_rounded_to,
                                  a_value_that_never_moves_has_none, NULL};
    return suite_run("numeric_depart", tests);
}
