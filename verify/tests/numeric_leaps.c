/* Leaps of a value: found where there are any, by their height, and nowhere else. */
#include "numeric/leaps.h"
#include "numeric_smooth.h"
#include "numeric_told.h"
#include "verdict_suite.h"

static gv_leaps leaps_of(told_line *t, double reach, double least) {
    gv_leaps leaps;
    TOLD_UNTIL_SETTLED(t, leaps = gv_leaps_near(&t->line, reach, least));
    return leaps;
}

START_TEST(a_smooth_value_does_not_leap) {
    dice d = {.seed = 401};
    for (size_t i = 0; i < 1000; i++) {
        const smooth s = smooth_roll(&d);
        told_line t;
        told_start(&t, smooth_value, &s, s.x0);
        const gv_leaps leaps = leaps_of(&t, 0.5 * fabs(s.x0), 1e-9 * s.size);
        HOLDS(!leaps.found, "sample %zu: %g of %g", i, leaps.height, s.size);
    }
}
END_TEST

START_TEST(a_kink_does_not_leap) {
    dice d = {.seed = 402};
    for (size_t i = 0; i < 1000; i++) {
        smooth s = {.x0 = dice_between(&d, 1.0, 2.0), .jump = dice_size(&d, -1.0, 2.0)};
        s.at = dice_between(&d, 0.01, 0.4);
        told_line t;
        told_start(&t, smooth_value, &s, s.x0);
        HOLDS(!leaps_of(&t, 0.5, 1e-9).found, "sample %zu", i);
    }
}
END_TEST

/* sin x and a wave that no step of the scan resolves: continuous all the same. */
static double hum_value(double x, const void *context) {
    const double *frequency = context;
    return sin(x) + 1e-3 * sin(*frequency * x);
}

START_TEST(a_wave_too_fast_for_the_scan_does_not_leap) {
    dice d = {.seed = 403};
    for (size_t i = 0; i < 300; i++) {
        const double frequency = pow(10.0, dice_between(&d, 2.0, 6.0));
        told_line t;
        told_start(&t, hum_value, &frequency, dice_between(&d, 1.0, 2.0));
        HOLDS(!leaps_of(&t, 0.5, 1e-6).found, "sample %zu: %g", i, frequency);
    }
}
END_TEST

/* A smooth value on a grid in x: treads that follow a slope of their own. */
typedef struct treads {
    double width, own;
} treads;

static double treads_value(double x, const void *context) {
    const treads *s = context;
    return 5.3 + sin(s->width * floor(x / s->width)) + s->own * x;
}

/* Where the intervals of a scan happen to be whole numbers of treads, give or take, it sees few
 * of them or none: then another one mostly does. */
START_TEST(leaps_that_are_many_are_found_with_their_height) {
    dice d = {.seed = 404};
    size_t few = 0;
    for (size_t i = 0; i < 300; i++) {
        const treads s = {pow(10.0, dice_between(&d, -8.0, -2.5)), dice_between(&d, -1.0, 1.0)};
        told_line t;
        told_start(&t, treads_value, &s, dice_between(&d, 0.3, 1.2));
        gv_leaps leaps = leaps_of(&t, 0.25, 0.01 * s.width);
        if (!leaps.many)
            leaps = leaps_of(&t, 0.59 * 0.25, 0.01 * s.width);
        few += !leaps.many;
        if (!leaps.found)
            continue;
        HOLDS(leaps.height > 0.1 * s.width && leaps.height < 1.1 * s.width,
              "sample %zu: %g for %g", i, leaps.height, s.width);
    }
    ck_assert_uint_le(few, 15);
}
END_TEST

typedef struct cliff {
    double at, height;
} cliff;

static double cliff_value(double x, const void *context) {
    const cliff *c = context;
    return 3.0 + sin(x) + (x > c->at ? c->height : 0.0);
}

START_TEST(a_leap_alone_is_not_many_and_has_a_long_piece_beside_it) {
    dice d = {.seed = 405};
    for (size_t i = 0; i < 300; i++) {
        const double x = dice_between(&d, 1.0, 1.9), t0 = dice_between(&d, -0.35, 0.35);
        const cliff c = {x + t0, dice_size(&d, -7.0, 0.0)};
        told_line t;
        told_start(&t, cliff_value, &c, x);
        const gv_leaps leaps = leaps_of(&t, 0.5, 0.5 * fabs(c.height));
        HOLDS(leaps.found && !leaps.many, "sample %zu: height %g at %g", i, c.height, t0);
        /* In proportion to the value at x, which the leap may have made larger or smaller. */
        HOLDS(leaps.height > 0.5 * fabs(c.height) && leaps.height < 1.01 * fabs(c.height),
              "sample %zu: %g for %g", i, leaps.height, c.height);
        HOLDS(leaps.apart > 0.3, "sample %zu: %g at %g", i, leaps.apart, t0);
    }
}
END_TEST

START_TEST(where_a_side_is_closed_nothing_is_found) {
    const cliff c = {1.3, 0.1};
    told_line t;
    told_start(&t, cliff_value, &c, 1.2);
    t.line.upper = 1.25;
    ck_assert(!leaps_of(&t, 0.5, 1e-3).found);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {a_smooth_value_does_not_leap,
                                  a_kink_does_not_leap,
                                  a_wave_too_fast_for_the_scan_does_not_leap,
                                  leaps_that_are_many_are_found_with_their_height,
                                  a_leap_alone_is_not_many_and_has_a_long_piece_beside_it,
                                  where_a_side_is_closed_nothing_is_found,
                                  NULL};
    return suite_run("numeric_leaps", tests);
}
