/* One-sided slopes, the value that a side's branch has at the point, and how a value leaves its
 * linear model. */
#include "numeric/side.h"
#include "numeric/depart.h"
#include "numeric_smooth.h"
#include "numeric_told.h"
#include "verdict/item.h"
#include "verdict_suite.h"

enum { MANY = 5000 };

/* The noise of a line is a bound of the error of any value used, also where f0 is near 0. */
static gv_side side_of(told_line *t, int sign) {
    gv_side side;
    const double h = ldexp(1.0, gv_item_first_exponent(&t->line));
    const double there = t->f(t->line.x + sign * h, t->context);
    t->line.noise = DBL_EPSILON * fmax(fabs(t->line.f0), isnan(there) ? 0.0 : fabs(there));
    TOLD_UNTIL_SETTLED(t, side = gv_side_at(&t->line, sign, gv_item_first_exponent(&t->line)));
    return side;
}

/* What sharpens the bound of a side is one difference, which may be small by chance: hence a
 * few in a thousand, and then by a small factor. */
START_TEST(the_slopes_of_both_sides_of_a_kink_are_within_their_bounds) {
    dice d = {.seed = 101};
    size_t beyond = 0;
    for (size_t i = 0; i < MANY; i++) {
        smooth s = smooth_roll(&d);
        s.jump = dice_size(&d, -3.0, 1.0) * s.size / s.length;
        told_line t;
        told_start(&t, smooth_value, &s, s.x0);
        const gv_side right = side_of(&t, +1), left = side_of(&t, -1);
        const double slope = smooth_slope(&s);
        const double share = fmax(fabs(right.slope - slope - s.jump) / right.slope_error,
                                  fabs(left.slope - slope) / left.slope_error);
        beyond += !(share <= 1.0);
        HOLDS(share <= 8.0, "sample %zu: %g", i, share);
    }
    ck_assert_uint_le(beyond, MANY / 500);
}
END_TEST

START_TEST(both_branches_of_a_kink_at_the_point_go_on_to_the_value_there) {
    dice d = {.seed = 102};
    for (size_t i = 0; i < MANY; i++) {
        smooth s = smooth_roll(&d);
        s.jump = dice_size(&d, -3.0, 1.0) * s.size / s.length;
        told_line t;
        told_start(&t, smooth_value, &s, s.x0);
        const gv_side right = side_of(&t, +1), left = side_of(&t, -1);
        HOLDS(fabs(right.value) <= right.value_error, "sample %zu", i);
        HOLDS(fabs(left.value) <= left.value_error, "sample %zu", i);
    }
}
END_TEST

/* The joint is `at` to the right: the right branch, continued, misses f(x) by jump * at.  Where
 * steps become shorter than `at`, both sides lie on the left branch. */
START_TEST(the_branch_beyond_a_near_kink_misses_the_value_by_jump_times_distance) {
    dice d = {.seed = 103};
    size_t seen = 0;
    for (size_t i = 0; i < MANY; i++) {
        smooth s = smooth_roll(&d);
        s.offset = 0.0;
        s.jump = dice_size(&d, -1.0, 1.0) * s.size / s.length;
        s.at = fabs(s.x0) * pow(10.0, dice_between(&d, -12.0, -4.0));
        told_line t;
        told_start(&t, smooth_value, &s, s.x0);
        const gv_side right = side_of(&t, +1), left = side_of(&t, -1);
        const bool near_branch = fabs(right.value) <= right.value_error;
        const bool beyond = fabs(right.value + s.jump * s.at) <= right.value_error;
        seen += beyond && !near_branch;
        HOLDS(near_branch || beyond, "sample %zu: %g for %g", i, right.value, -s.jump * s.at);
        HOLDS(fabs(left.value) <= left.value_error, "sample %zu", i);
    }
    ck_assert_uint_gt(seen, MANY / 2);
}
END_TEST

static double half_open(double x, const void *context) {
    (void)context;
    return x < 0.0 ? NAN : sin(0.7 * x) + 1.3 * x * x;
}

START_TEST(a_closed_side_has_no_slope_and_an_infinite_bound) {
    told_line t;
    told_start(&t, half_open, NULL, 0.0);
    const gv_side left = side_of(&t, -1);
    ck_assert(isnan(left.slope) && isinf(left.slope_error) && isinf(left.value_error));
    const gv_side right = side_of(&t, +1);
    ck_assert(fabs(right.slope - 0.7) <= right.slope_error);
}
END_TEST

START_TEST(a_side_asks_nothing_on_the_other_side) {
    const smooth s = {.x0 = 1.3947, .sine = 1.1, .frequency = 0.9, .jump = 2.3};
    told_line t;
    told_start(&t, smooth_value, &s, s.x0);
    (void)side_of(&t, -1);
    for (size_t i = 0; i < t.log.count; i++)
        ck_assert(t.told[i].at < s.x0);
}
END_TEST

static gv_departure depart(told_line *t, double slope, double gap, int e) {
    gv_departure d;
    TOLD_UNTIL_SETTLED(t, d = gv_depart(&t->line, slope, gap, e, 2));
    return d;
}

START_TEST(a_kink_leaves_the_model_without_a_leap) {
    dice d = {.seed = 104};
    for (size_t i = 0; i < 500; i++) {
        smooth s = {.x0 = dice_between(&d, -2.0, 2.0), .jump = dice_size(&d, -1.0, 2.0)};
        s.at = pow(10.0, dice_between(&d, -5.0, -2.0));
        told_line t;
        told_start(&t, smooth_value, &s, s.x0);
        const gv_departure found = depart(&t, 0.0, 0.5 * fabs(s.jump), -30);
        HOLDS(found.found && !found.leaps, "sample %zu", i);
        /* 0.5 jump (t - at) passes an eighth of jump t at 4/3 of the distance. */
        HOLDS(found.t >= s.at && found.t <= 1.5 * s.at, "sample %zu: %g for %g", i, found.t,
              s.at);
    }
}
END_TEST

typedef struct stairs {
    double slope, width;
} stairs;

static double stairs_value(double x, const void *context) {
    const stairs *s = context;
    return s->slope * s->width * floor(x / s->width);
}

START_TEST(a_staircase_leaps_and_by_the_height_of_its_steps) {
    dice d = {.seed = 105};
    for (size_t i = 0; i < 500; i++) {
        const stairs s = {dice_size(&d, -1.0, 2.0), pow(10.0, dice_between(&d, -6.0, -3.0))};
        told_line t;
        /* On the middle part of a tread. */
        const double tread = floor(dice_between(&d, 300.0, 3000.0));
        told_start(&t, stairs_value, &s, s.width * (tread + dice_between(&d, 0.2, 0.8)));
        const gv_departure found = depart(&t, 0.0, fabs(s.slope), -30);
        HOLDS(found.found && found.leaps, "sample %zu", i);
        HOLDS(fabs(found.leap - fabs(s.slope) * s.width) <= 0.01 * fabs(s.slope) * s.width,
              "sample %zu: %g", i, found.leap);
    }
}
END_TEST

START_TEST(a_straight_line_never_departs) {
    const smooth s = {.x0 = 0.7731, .jump = 2.6, .at = -9.0};
    told_line t;
    told_start(&t, smooth_value, &s, s.x0);
    ck_assert(!depart(&t, 0.0, 0.1, -30).found);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        the_slopes_of_both_sides_of_a_kink_are_within_their_bounds,
        both_branches_of_a_kink_at_the_point_go_on_to_the_value_there,
        the_branch_beyond_a_near_kink_misses_the_value_by_jump_times_distance,
        a_closed_side_has_no_slope_and_an_infinite_bound,
        a_side_asks_nothing_on_the_other_side,
        a_kink_leaves_the_model_without_a_leap,
        a_staircase_leaps_and_by_the_height_of_its_steps,
        a_straight_line_never_departs,
        NULL};
    return suite_run("numeric_side", tests);
}
