/* The derivative by many points, on smooth functions under noise of a known size. */
#include "numeric/fit.h"
#include "numeric/step.h"
#include "numeric_smooth.h"
#include "numeric_told.h"
#include "verdict_suite.h"
#include <stdint.h>

enum { MANY = 3000 };

/* A smooth function under uniform noise of each number's own. */
typedef struct noisy {
    smooth s;
    double amplitude;
} noisy;

static double uniform_at(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits = (bits ^ (bits >> 31)) * UINT64_C(0x9e3779b97f4a7c15);
    bits = (bits ^ (bits >> 29)) * UINT64_C(0xbf58476d1ce4e5b9);
    return ldexp((double)(bits >> 11), -52) - 1.0;
}

static double noisy_value(double x, const void *context) {
    const noisy *n = context;
    return smooth_value(x, &n->s) + n->amplitude * uniform_at(x);
}

/* On a grid of the amplitude. */
static double gridded_value(double x, const void *context) {
    const noisy *n = context;
    return n->amplitude * rint(smooth_value(x, &n->s) / n->amplitude);
}

static noisy noisy_roll(dice *d) {
    noisy n = {.s = smooth_roll(d)};
    n.s.offset = 0.0;
    n.amplitude = n.s.size * dice_size(d, -8.0, -3.0);
    n.amplitude = fabs(n.amplitude);
    return n;
}

static gv_fit fit_at(told_line *t, int e) {
    gv_fit fit;
    TOLD_UNTIL_SETTLED(t, fit = gv_fit_at(&t->line, e));
    return fit;
}

static gv_step step_at(told_line *t, int e) {
    gv_step step;
    TOLD_UNTIL_SETTLED(t, step = gv_step_at(&t->line, e));
    return step;
}

/* How the fits of many functions came out, in windows of a quarter of their length. */
typedef struct tally {
    size_t fitted, beyond, better;
} tally;

static tally try_many(told_fn *f, uint64_t seed) {
    dice d = {.seed = seed};
    tally all = {0};
    for (size_t i = 0; i < MANY; i++) {
        const noisy n = noisy_roll(&d);
        const int e = gv_exponent(0.25 * n.s.length);
        told_line t;
        told_start(&t, f, &n, n.s.x0);
        t.line.noise = 2.0 * n.amplitude;
        const gv_fit fit = fit_at(&t, e);
        const gv_step step = step_at(&t, e);
        if (isnan(fit.bound))
            continue;
        const double share = fabs(fit.slope - smooth_slope(&n.s)) / fit.bound;
        HOLDS(share <= 2.0, "sample %zu: %g bounds, %g", i, share, fit.bound);
        all.fitted++;
        all.beyond += share > 1.0;
        all.better += fit.bound < 0.25 * (step.odd + step.even + step.noise);
    }
    return all;
}

START_TEST(the_slope_is_within_its_bound_and_noise_falls_with_the_number_of_points) {
    const tally t = try_many(noisy_value, 301);
    ck_assert_msg(t.fitted > MANY * 9 / 10, "%zu of %d fitted", t.fitted, MANY);
    ck_assert_msg(t.beyond <= MANY / 1000, "%zu beyond", t.beyond);
    ck_assert_msg(t.better > t.fitted / 2, "%zu of %zu better", t.better, t.fitted);
}
END_TEST

START_TEST(values_on_a_grid_are_noise_to_a_fit) {
    const tally t = try_many(gridded_value, 302);
    ck_assert_msg(t.fitted > MANY / 2, "%zu of %d fitted", t.fitted, MANY);
    ck_assert_msg(t.beyond <= MANY / 1000, "%zu beyond", t.beyond);
    ck_assert_msg(t.better > t.fitted / 4, "%zu of %zu better", t.better, t.fitted);
}
END_TEST

/* At x its slopes differ by the jump: the middle that is measured is off by half of it. */
START_TEST(a_kink_at_the_point_is_in_the_bound) {
    dice d = {.seed = 303};
    for (size_t i = 0; i < MANY; i++) {
        noisy n = noisy_roll(&d);
        n.s.jump = n.s.size / n.s.length;
        told_line t;
        told_start(&t, noisy_value, &n, n.s.x0);
        const gv_fit fit = fit_at(&t, gv_exponent(0.25 * n.s.length));
        HOLDS(!(fit.bound < 0.4 * n.s.jump), "sample %zu: %g of %g", i, fit.bound, n.s.jump);
    }
}
END_TEST

static double ripple(double x, const void *context) {
    (void)context;
    return x + 1e-3 * sin(40.0 * x);
}

/* Some six periods in the window: no polynomial follows, and the rest is no noise. */
START_TEST(residuals_that_lean_on_their_neighbours_are_refused) {
    told_line t;
    told_start(&t, ripple, NULL, 0.0);
    ck_assert(isnan(fit_at(&t, -1).bound));
}
END_TEST

/* Six digits of a logarithm. */
static double logarithm(double x, const void *context) {
    (void)context;
    return x > 0.0 ? log(x) + 1e-6 * uniform_at(x) : NAN;
}

START_TEST(a_window_beyond_the_edge_of_the_domain_is_refused) {
    told_line t;
    told_start(&t, logarithm, NULL, 0.3);
    ck_assert(isnan(fit_at(&t, -1).bound));
    ck_assert(isfinite(fit_at(&t, -3).bound));
}
END_TEST

START_TEST(a_window_says_what_it_costs_and_uses_those_below_it) {
    told_line t;
    told_start(&t, logarithm, NULL, 0.8);
    ck_assert_uint_eq(gv_fit_wants(&t.line, -3), GV_FIT_POINTS);
    ck_assert_uint_eq(t.log.count, 0);
    const gv_fit alone = fit_at(&t, -3);
    ck_assert_uint_eq(t.log.count, GV_FIT_POINTS);
    ck_assert_uint_eq(gv_fit_wants(&t.line, -3), 0);
    ck_assert(fit_at(&t, -4).bound > alone.bound);
    ck_assert_uint_eq(t.log.count, 2 * GV_FIT_POINTS);
    ck_assert(fit_at(&t, -3).noise < alone.noise);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        the_slope_is_within_its_bound_and_noise_falls_with_the_number_of_points,
        values_on_a_grid_are_noise_to_a_fit,
        a_kink_at_the_point_is_in_the_bound,
        residuals_that_lean_on_their_neighbours_are_refused,
        a_window_beyond_the_edge_of_the_domain_is_refused,
        a_window_says_what_it_costs_and_uses_those_below_it,
        NULL};
    return suite_run("numeric_fit", tests);
}
