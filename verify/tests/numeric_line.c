/* Pairs of points on a line: exact steps, carried-over values where the storage has none, and
 * bounds that are never left. */
#include "numeric/line.h"
#include "numeric/precision.h"
#include "numeric_told.h"
#include "verdict_suite.h"

static double wavy(double x, const void *context) {
    (void)context;
    return 1.7 * sin(2.3 * x) - 0.4 * x * x;
}

START_TEST(a_pair_asks_the_two_points_at_exactly_a_power_of_two) {
    told_line t;
    told_start(&t, wavy, NULL, 0.7731);
    (void)gv_line_pair(&t.line, -5);
    ck_assert_uint_eq(t.log.wanted, 2);
    ck_assert(t.told[0].at == 0.7731 + 0x1p-5 && t.told[1].at == 0.7731 - 0x1p-5);
}
END_TEST

START_TEST(odd_and_even_parts_are_those_of_the_values) {
    told_line t;
    told_start(&t, wavy, NULL, 0.75);
    gv_pair pair;
    TOLD_UNTIL_SETTLED(&t, pair = gv_line_pair(&t.line, -3));
    ck_assert(pair.plus_ok && pair.minus_ok && pair.t == 0.125);
    ck_assert(pair.plus == wavy(0.875, NULL) && pair.minus == wavy(0.625, NULL));
    ck_assert(pair.odd == 0.5 * (wavy(0.875, NULL) - wavy(0.625, NULL)));
    ck_assert_double_eq_tol(
        pair.even, 0.5 * (wavy(0.875, NULL) + wavy(0.625, NULL)) - wavy(0.75, NULL), 1e-15);
}
END_TEST

START_TEST(peeking_at_a_pair_asks_nothing_and_needs_both_values) {
    told_line t;
    gv_pair pair;
    told_start(&t, wavy, NULL, -1.3947);
    ck_assert(!gv_line_peek(&t.line, -4, &pair));
    ck_assert_uint_eq(t.log.count, 0);
    (void)gv_line_value(&t.line, 0x1p-4);
    (void)told_fill(&t);
    ck_assert(!gv_line_peek(&t.line, -4, &pair));
    (void)gv_line_value(&t.line, -0x1p-4);
    (void)told_fill(&t);
    ck_assert(gv_line_peek(&t.line, -4, &pair));
    ck_assert(pair.plus_ok && pair.minus_ok);
}
END_TEST

START_TEST(a_side_beyond_its_bound_is_never_asked) {
    told_line t;
    told_start(&t, wavy, NULL, 0.7731);
    t.line.upper = 0.78;
    const gv_pair pair = gv_line_pair(&t.line, -5);
    ck_assert(!pair.plus_ok && isnan(pair.odd) && isnan(pair.even));
    ck_assert_uint_eq(t.log.count, 1);
    ck_assert(t.told[0].at < 0.7731);
    t.line.lower = 0.77;
    ck_assert(isnan(gv_line_value(&t.line, -0.1)));
    ck_assert_uint_eq(t.log.count, 1);
}
END_TEST

START_TEST(a_bound_itself_may_be_asked) {
    told_line t;
    told_start(&t, wavy, NULL, 0.5);
    t.line.lower = 0.375;
    t.line.upper = 0.625;
    gv_pair pair;
    TOLD_UNTIL_SETTLED(&t, pair = gv_line_pair(&t.line, -3));
    ck_assert(pair.plus_ok && pair.minus_ok);
}
END_TEST

static double nan_on_the_right(double x, const void *context) {
    (void)context;
    return x > 0.8 ? NAN : x > 0.7731 ? INFINITY : x;
}

START_TEST(values_that_are_not_finite_leave_their_side_not_ok) {
    told_line t;
    told_start(&t, nan_on_the_right, NULL, 0.7731);
    for (int e = -8; e < 0; e += 3) {
        gv_pair pair;
        TOLD_UNTIL_SETTLED(&t, pair = gv_line_pair(&t.line, e));
        ck_assert(!pair.plus_ok && pair.minus_ok);
        ck_assert(isnan(pair.odd) && isnan(pair.even));
    }
}
END_TEST

START_TEST(in_every_storage_only_numbers_of_it_are_asked) {
    for (int p = 0; p < GV_PRECISION_COUNT; p++) {
        dice d = {.seed = 21 + (uint64_t)p};
        for (int i = 0; i < 300; i++) {
            told_line t;
            const gv_precision storage = (gv_precision)p;
            told_start(&t, wavy, NULL, gv_round_to(storage, dice_size(&d, -3.0, 3.0)));
            t.line.storage = storage;
            const int lowest = gv_line_lowest(&t.line), highest = gv_line_highest(&t.line);
            for (int e = lowest < -60 ? -60 : lowest; e <= highest; e++)
                (void)gv_line_pair(&t.line, e);
            for (size_t k = 0; k < t.log.count; k++)
                HOLDS(gv_round_to(storage, t.told[k].at) == t.told[k].at, "%a", t.told[k].at);
        }
    }
}
END_TEST

static double straight(double x, const void *context) {
    return *(const double *)context * x - 0.61;
}

/* On a straight line the secant is exact: what is left is rounding, of values of size |f|. */
START_TEST(a_value_is_carried_over_to_the_point_that_the_storage_lacks) {
    for (int p = GV_FLOAT32; p < GV_PRECISION_COUNT; p++) {
        dice d = {.seed = 31 + (uint64_t)p};
        size_t carried = 0;
        for (int i = 0; i < 2000; i++) {
            told_line t;
            const double slope = dice_size(&d, -2.0, 2.0);
            const double x = gv_round_to((gv_precision)p, dice_size(&d, -1.0, 2.0));
            told_start(&t, straight, &slope, x);
            t.line.storage = (gv_precision)p;
            const int lowest = gv_line_lowest(&t.line), span = gv_exponent(x) + 3 - lowest;
            const int e = lowest + (int)dice_below(&d, (size_t)span);
            const double step = ldexp(1.0, e);
            carried += gv_round_to((gv_precision)p, x + step) != x + step;
            gv_pair pair;
            TOLD_UNTIL_SETTLED(&t, pair = gv_line_pair(&t.line, e));
            const double size = fabs(slope) * (fabs(x) + step) + 0.61;
            HOLDS(fabs(pair.odd - slope * step) <= 8.0 * DBL_EPSILON * size, "x %a, 2^%d", x,
                  e);
            HOLDS(fabs(pair.even) <= 8.0 * DBL_EPSILON * size, "x %a, 2^%d", x, e);
        }
        ck_assert_uint_gt(carried, 50);
    }
}
END_TEST

START_TEST(a_step_that_the_storage_cannot_make_costs_nothing) {
    told_line t;
    told_start(&t, wavy, NULL, 1.5);
    t.line.storage = GV_FLOAT32;
    ck_assert(gv_line_value(&t.line, 1e-9) == t.line.f0);
    ck_assert(gv_line_value(&t.line, -1e-9) == t.line.f0);
    ck_assert_uint_eq(t.log.count, 0);
}
END_TEST

START_TEST(from_the_lowest_step_on_half_a_step_moves_and_far_below_none_does) {
    for (int p = 0; p < GV_PRECISION_COUNT; p++) {
        const gv_precision storage = (gv_precision)p;
        dice d = {.seed = 41 + (uint64_t)p};
        for (int i = 0; i < 3000; i++) {
            const double x = gv_round_to(storage, dice_size(&d, -3.0, 4.0));
            gv_line line = {.x = x, .scale = 1.0, .storage = storage};
            const double t = ldexp(1.0, gv_line_lowest(&line));
            HOLDS(gv_round_to(storage, x + 0.5 * t) != x, "%a", x);
            HOLDS(gv_round_to(storage, x - 0.5 * t) != x, "%a", x);
            HOLDS(gv_round_to(storage, x + 0.125 * t) == x, "%a", x);
            HOLDS(gv_round_to(storage, x - 0.125 * t) == x, "%a", x);
        }
    }
}
END_TEST

START_TEST(steps_reach_beyond_the_scale_and_stay_finite_everywhere) {
    for (int decade = -300; decade < 300; decade += 30) {
        const double scale = pow(10.0, decade);
        const gv_line line = {.x = scale, .scale = scale};
        const double far = ldexp(1.0, gv_line_highest(&line));
        ck_assert(far >= scale && isfinite(line.x + far));
        ck_assert(ldexp(1.0, gv_line_lowest(&line)) < 1e-10 * scale);
        ck_assert(ldexp(1.0, gv_line_lowest(&line)) > 0.0);
    }
}
END_TEST

START_TEST(the_exponent_of_a_number_is_that_of_the_power_of_two_below) {
    dice d = {.seed = 51};
    for (int i = 0; i < 2000; i++) {
        const double v = fabs(dice_size(&d, -307.0, 307.0));
        const int e = gv_exponent(v);
        HOLDS(ldexp(1.0, e) <= v && v < ldexp(1.0, e + 1), "%a", v);
    }
    ck_assert_int_eq(gv_exponent(0x1p-1074), -1074);
    ck_assert_int_eq(gv_exponent(0x1p37), 37);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        a_pair_asks_the_two_points_at_exactly_a_power_of_two,
        odd_and_even_parts_are_those_of_the_values,
        peeking_at_a_pair_asks_nothing_and_needs_both_values,
        a_side_beyond_its_bound_is_never_asked,
        a_bound_itself_may_be_asked,
        values_that_are_not_finite_leave_their_side_not_ok,
        in_every_storage_only_numbers_of_it_are_asked,
        a_value_is_carried_over_to_the_point_that_the_storage_lacks,
        a_step_that_the_storage_cannot_make_costs_nothing,
        from_the_lowest_step_on_half_a_step_moves_and_far_below_none_does,
        steps_reach_beyond_the_scale_and_stay_finite_everywhere,
        the_exponent_of_a_number_is_that_of_the_power_of_two_below,
        NULL};
    return suite_run("numeric_line", tests);
}
