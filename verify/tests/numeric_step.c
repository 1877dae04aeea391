/* The claim of numeric/step.h: the true error of a rung never exceeds its bound. */
#include "numeric/step.h"
#include "numeric_smooth.h"
#include "numeric_told.h"
#include "verdict_suite.h"

enum { MANY = 30000 };

/* The rung at 2^e with none, one or both of the rungs above known: they sharpen it. */
static gv_step rung(told_line *t, int e, size_t above) {
    gv_step step;
    for (size_t i = above; i > 0; i--)
        TOLD_UNTIL_SETTLED(t, step = gv_step_at(&t->line, e + (int)i));
    TOLD_UNTIL_SETTLED(t, step = gv_step_at(&t->line, e));
    return step;
}

static void check_bound(const gv_step *step, double slope, size_t sample) {
    const double error = fabs(step->r5 - slope);
    HOLDS(error <= step->bound, "sample %zu: error %g, odd %g, even %g, noise %g", sample,
          error, step->odd, step->even, step->noise);
}

START_TEST(the_error_is_within_the_bound_on_smooth_functions_at_every_step) {
    dice d = {.seed = 81};
    for (size_t i = 0; i < MANY; i++) {
        const smooth s = smooth_roll(&d);
        told_line t;
        told_start(&t, smooth_value, &s, s.x0);
        const int e = gv_exponent(s.length) - (int)dice_below(&d, 26);
        const gv_step step = rung(&t, e, dice_below(&d, 3));
        check_bound(&step, smooth_slope(&s), i);
    }
}
END_TEST

/* Fine steps: what the smooth part's truncation is there, the kink's parts do not need. */
START_TEST(the_error_is_within_the_bound_with_a_kink_at_any_distance) {
    dice d = {.seed = 82};
    for (size_t i = 0; i < MANY; i++) {
        smooth s = smooth_roll(&d);
        const int e = gv_exponent(s.length) - 9 - (int)dice_below(&d, 16);
        s.jump = dice_size(&d, -3.0, 1.0) * s.size / s.length;
        s.at = dice_between(&d, -1.2, 1.2) * ldexp(1.0, e);
        told_line t;
        told_start(&t, smooth_value, &s, s.x0);
        const gv_step step = rung(&t, e, dice_below(&d, 3));
        check_bound(&step, smooth_slope(&s), i);
    }
}
END_TEST

/* slope * t + several jumps at one place, on either side of x or at it. */
typedef struct bent {
    double x0, slope, jump, at;
} bent;

static double bent_value(double x, const void *context) {
    const bent *b = context;
    const long double t = (long double)x - b->x0;
    const long double beyond = b->at < 0.0 ? b->at - t : t - b->at;
    return (double)(b->slope * t + (beyond > 0.0L ? b->jump * beyond : 0.0L));
}

START_TEST(the_error_is_within_the_bound_where_a_straight_line_is_bent) {
    dice d = {.seed = 83};
    for (size_t i = 0; i < MANY; i++) {
        const int e = -3 - (int)dice_below(&d, 20);
        const double h = ldexp(1.0, e);
        /* Distances over the whole range, and next to 0, h/3 and h/2, where a part vanishes. */
        static const double special[] = {0.0, 1.0 / 3.0, 3.0 / 7.0, 0.5, 1.0};
        const double near = special[dice_below(&d, 5)] + dice_size(&d, -14.0, -2.0);
        const double share = dice_below(&d, 2) ? near : dice_between(&d, -1.2, 1.2);
        const bent b = {.x0 = ldexp(rint(ldexp(dice_between(&d, -2.0, 2.0), 20)), -20),
                        .slope = dice_size(&d, -3.0, 2.0),
                        .jump = dice_size(&d, -3.0, 2.0) + dice_size(&d, -3.0, 2.0),
                        .at = share * h};
        told_line t;
        told_start(&t, bent_value, &b, b.x0);
        const gv_step step = rung(&t, e, dice_below(&d, 3));
        check_bound(&step, b.slope, i);
    }
}
END_TEST

/* At the kink itself the central difference is the mean of the slopes; the bound must not let
 * either of them be called right or wrong by it. */
START_TEST(at_a_kink_the_bound_reaches_both_slopes) {
    dice d = {.seed = 84};
    for (size_t i = 0; i < 3000; i++) {
        const bent b = {.x0 = dice_between(&d, -2.0, 2.0),
                        .slope = dice_size(&d, -3.0, 2.0),
                        .jump = dice_size(&d, -3.0, 2.0)};
        told_line t;
        told_start(&t, bent_value, &b, b.x0);
        const gv_step step = rung(&t, -7 - (int)dice_below(&d, 14), dice_below(&d, 3));
        check_bound(&step, b.slope, i);
        check_bound(&step, b.slope + b.jump, i);
    }
}
END_TEST

/* A smooth function whose values are off by up to eta, as the line is told. */
typedef struct noisy {
    smooth under;
    double eta;
} noisy;

static double noisy_value(double x, const void *context) {
    const noisy *n = context;
    uint64_t bits = 0;
    memcpy(&bits, &x, sizeof bits);
    return smooth_value(x, &n->under) + n->eta * (2.0 * gv_random_unit(85, 0, bits) - 1.0);
}

START_TEST(the_error_is_within_the_bound_when_values_are_noisy) {
    dice d = {.seed = 86};
    for (size_t i = 0; i < MANY; i++) {
        noisy n = {.under = smooth_roll(&d)};
        n.eta = n.under.size * pow(10.0, dice_between(&d, -12.0, -1.0));
        told_line t;
        told_start(&t, noisy_value, &n, n.under.x0);
        t.line.noise = n.eta + DBL_EPSILON * fabs(t.line.f0);
        const int e = gv_exponent(n.under.length) - (int)dice_below(&d, 20);
        const gv_step step = rung(&t, e, dice_below(&d, 3));
        check_bound(&step, smooth_slope(&n.under), i);
    }
}
END_TEST

START_TEST(a_rung_is_gsls_five_point_value_and_its_parts_add_up) {
    dice d = {.seed = 87};
    for (size_t i = 0; i < 1000; i++) {
        const smooth s = smooth_roll(&d);
        told_line t;
        told_start(&t, smooth_value, &s, s.x0);
        const int e = gv_exponent(s.length) - 7;
        const gv_step step = rung(&t, e, 0);
        const double h = ldexp(1.0, e);
        HOLDS(step.h == h && step.e == e, "sample %zu", i);
        HOLDS(step.bound == step.odd + step.even + step.noise, "sample %zu", i);
        HOLDS(t.log.count == 4, "%zu points", t.log.count);
        const double r3 = (smooth_value(s.x0 + h, &s) - smooth_value(s.x0 - h, &s)) / (2.0 * h);
        HOLDS(fabs(step.r3 - r3) <= step.noise, "sample %zu", i);
    }
}
END_TEST

START_TEST(a_known_rung_asks_nothing_and_the_best_has_about_the_smallest_bound) {
    dice d = {.seed = 88};
    for (size_t i = 0; i < 500; i++) {
        const smooth s = smooth_roll(&d);
        told_line t;
        told_start(&t, smooth_value, &s, s.x0);
        /* beyond the size of the variable other rules hold */
        const int e = gv_exponent(fmin(s.length, t.line.scale));
        HOLDS(isnan(gv_step_known(&t.line, e).bound) && t.log.count == 0, "sample %zu", i);
        HOLDS(isnan(gv_step_best(&t.line, e - 20, e).bound), "sample %zu", i);
        double smallest = INFINITY;
        for (int k = 0; k < 20; k += 3)
            (void)rung(&t, e - k, 0);
        const size_t told = t.log.count;
        for (int k = 0; k < 20; k++)
            smallest = fmin(smallest, gv_step_known(&t.line, e - k).bound);
        HOLDS(gv_step_best(&t.line, e - 19, e).bound <= 1.1 * smallest, "sample %zu", i);
        HOLDS(gv_step_best(&t.line, e - 19, e - 8).h <= ldexp(1.0, e - 8), "sample %zu", i);
        HOLDS(t.log.count == told && t.log.wanted == 0, "sample %zu", i);
    }
}
END_TEST

static double open_on_the_left(double x, const void *context) {
    (void)context;
    return x < 0.7731 ? NAN : sqrt(x - 0.77);
}

START_TEST(a_rung_with_a_side_missing_has_no_bound) {
    told_line t;
    told_start(&t, open_on_the_left, NULL, 0.7731);
    const gv_step step = rung(&t, -12, 0);
    ck_assert(isnan(step.bound) && isnan(step.r5));
    ck_assert(isnan(gv_step_best(&t.line, -40, 0).bound));
}
END_TEST

START_TEST(the_mean_slope_is_the_steepest_seen_and_zero_below_the_noise) {
    told_line t;
    const bent b = {.x0 = 0.7731, .slope = -2.6, .jump = 5.9};
    told_start(&t, bent_value, &b, b.x0);
    (void)rung(&t, -4, 0);
    ck_assert_double_eq_tol(gv_mean_slope(&t.line, -5, 0), 3.3, 1e-12);
    ck_assert(gv_mean_slope(&t.line, -40, -20) == 0.0);
    t.line.noise = 10.0;
    ck_assert(gv_mean_slope(&t.line, -5, 0) == 0.0);
}
END_TEST

static double steep(double x, const void *context) {
    (void)context;
    return expm1(30.0 * x);
}

START_TEST(the_mean_slope_grows_by_no_more_than_the_square_of_the_distance) {
    told_line t;
    told_start(&t, steep, NULL, 0.0);
    (void)rung(&t, -4, 0);
    (void)rung(&t, 0, 0);
    const double near = steep(0x1p-5, NULL) * 0x1p5, far = steep(1.0, NULL);
    ck_assert_double_eq_tol(gv_mean_slope(&t.line, -5, 0), near * 0x1p10, 1e-6);
    ck_assert_double_eq_tol(gv_mean_slope(&t.line, 0, 0), far, 1e-6 * far);
    ck_assert_double_eq_tol(gv_steepest_slope(&t.line, -5, 0), far, 1e-6 * far);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        the_error_is_within_the_bound_on_smooth_functions_at_every_step,
        the_error_is_within_the_bound_with_a_kink_at_any_distance,
        the_error_is_within_the_bound_where_a_straight_line_is_bent,
        at_a_kink_the_bound_reaches_both_slopes,
        the_error_is_within_the_bound_when_values_are_noisy,
        a_rung_is_gsls_five_point_value_and_its_parts_add_up,
        a_known_rung_asks_nothing_and_the_best_has_about_the_smallest_bound,
        a_rung_with_a_side_missing_has_no_bound,
        the_mean_slope_is_the_steepest_seen_and_zero_below_the_noise,
        the_mean_slope_grows_by_no_more_than_the_square_of_the_distance,
        NULL};
    return suite_run("numeric_step", tests);
}
