/* GSL by table: what it returns on a log is what it returns on the function, to the last bit,
 * after two fills at most. */
#include "numeric/gsl.h"
#include "numeric_told.h"
#include "verdict_suite.h"
#include <gsl/gsl_deriv.h>
#include <gsl/gsl_version.h>

enum { MANY = 6000 };

/* A sum of five terms, each of its own character. */
typedef struct mixture {
    double sine, frequency, growth, rate, cubic, edge, jump, offset;
} mixture;

static double mixed(double x, const void *context) {
    const mixture *m = context;
    return m->sine * sin(m->frequency * x) + m->growth * exp(m->rate * tanh(x)) +
           m->cubic * x * x * x + m->jump * fabs(x - m->edge) + m->offset;
}

static double mixed_for_gsl(double x, void *params) {
    return mixed(x, params);
}

static mixture roll(dice *d) {
    return (mixture){.sine = dice_size(d, -2.0, 1.0),
                     .frequency = dice_size(d, -2.0, 3.0),
                     .growth = dice_size(d, -2.0, 1.0),
                     .rate = dice_between(d, -2.0, 2.0),
                     .cubic = dice_size(d, -3.0, 1.0),
                     .edge = dice_size(d, -3.0, 1.0),
                     .jump = dice_below(d, 3) == 0 ? dice_size(d, -2.0, 1.0) : 0.0,
                     .offset = dice_below(d, 3) == 0 ? dice_size(d, 0.0, 9.0) : 0.0};
}

typedef int gsl_method(const gsl_function *f, double x, double h, double *result,
                       double *abserr);
typedef gv_gsl_result table_method(const gv_line *line, double h, bool buys);

static void check_method(gsl_method *direct, table_method *by_table, uint64_t seed,
                         bool any_step) {
    dice d = {.seed = seed};
    for (int i = 0; i < MANY; i++) {
        mixture m = roll(&d);
        const double x = dice_size(&d, -4.0, 3.0);
        const double h = any_step ? fabs(x) * fabs(dice_size(&d, -8.0, 0.0))
                                  : ldexp(1.0, (int)dice_between(&d, -30.0, 4.0));
        gsl_function f = {.function = mixed_for_gsl, .params = &m};
        double value = 0.0, error = 0.0;
        (void)direct(&f, x, h, &value, &error);
        told_line t;
        told_start(&t, mixed, &m, x);
        gv_gsl_result result;
        int fills = -1;
        do {
            (void)told_fill(&t);
            result = by_table(&t.line, h, true);
            fills++;
        } while (t.log.wanted > 0);
        HOLDS(fills <= 2, "%d fills", fills);
        HOLDS(same_bits(result.value, value), "%a, not %a: x %a, h %a", result.value, value, x,
              h);
        HOLDS(same_bits(result.error, error), "%a, not %a: x %a, h %a", result.error, error, x,
              h);
    }
}

START_TEST(central_by_table_is_bit_identical_to_the_direct_call) {
    check_method(gsl_deriv_central, gv_gsl_central, 61, false);
    check_method(gsl_deriv_central, gv_gsl_central, 62, true);
}
END_TEST

START_TEST(forward_by_table_is_bit_identical_to_the_direct_call) {
    check_method(gsl_deriv_forward, gv_gsl_forward, 63, false);
    check_method(gsl_deriv_forward, gv_gsl_forward, 64, true);
}
END_TEST

START_TEST(backward_by_table_is_bit_identical_to_the_direct_call) {
    check_method(gsl_deriv_backward, gv_gsl_backward, 65, false);
    check_method(gsl_deriv_backward, gv_gsl_backward, 66, true);
}
END_TEST

START_TEST(the_second_step_is_asked_only_where_it_may_be_bought) {
    dice d = {.seed = 67};
    size_t second_steps = 0;
    for (int i = 0; i < 500; i++) {
        const mixture m = roll(&d);
        const double x = dice_size(&d, -2.0, 2.0);
        told_line t;
        told_start(&t, mixed, &m, x);
        gv_gsl_result result;
        TOLD_UNTIL_SETTLED(&t, result = gv_gsl_central(&t.line, 0x1p-6, false));
        HOLDS(t.log.count == 4, "%zu points", t.log.count);
        HOLDS(isfinite(result.value), "x %a", x);
        TOLD_UNTIL_SETTLED(&t, result = gv_gsl_central(&t.line, 0x1p-6, true));
        second_steps += t.log.count > 4;
    }
    ck_assert_uint_gt(second_steps, 250);
}
END_TEST

START_TEST(the_version_of_gsl_is_the_one_linked) {
    ck_assert_str_eq(gv_gsl_version(), gsl_version);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {central_by_table_is_bit_identical_to_the_direct_call,
                                  forward_by_table_is_bit_identical_to_the_direct_call,
                                  backward_by_table_is_bit_identical_to_the_direct_call,
                                  the_second_step_is_asked_only_where_it_may_be_bought,
                                  the_version_of_gsl_is_the_one_linked,
                                  NULL};
    return suite_run("numeric_gsl", tests);
}
