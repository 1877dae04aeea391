/* The noise table on noise of a known size, from GSL's generators; and on values that have
 * none. */
#include "numeric/noise.h"
#include "verdict_suite.h"
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

enum { TABLES = 4000 };

/* What the tables came to against the standard deviation that is known. */
typedef struct tally {
    size_t within, beyond, silent;
} tally;

static void count(tally *t, const double values[GV_NOISE_POINTS], double sigma) {
    const double noise = gv_table_noise(values);
    if (isnan(noise))
        t->silent++;
    else if (noise >= 0.25 * sigma && noise <= 4.0 * sigma)
        t->within++;
    else
        t->beyond++;
}

/* Nine values are a small sample: a level of eight differences is off by a factor of four once
 * in some thousand tables. */
static void expect_known(const tally *t) {
    ck_assert_msg(t->beyond * 200 <= TABLES, "%zu of %d beyond a factor of 4", t->beyond,
                  TABLES);
    ck_assert_msg(t->silent * 10 <= TABLES, "%zu of %d silent", t->silent, TABLES);
}

/* A smooth value under the noise, which the table has to remove. */
static double trend(gsl_rng *rng, int i, double steepness) {
    (void)rng;
    const double x = 0.01 * i;
    return 1.9 + steepness * (0.77 * x - 1.3 * x * x + 0.41 * x * x * x);
}

typedef double noise_fn(gsl_rng *rng);

static double uniform_noise(gsl_rng *rng) {
    return gsl_ran_flat(rng, -sqrt(3.0), sqrt(3.0));
}

static double gaussian_noise(gsl_rng *rng) {
    return gsl_ran_gaussian(rng, 1.0);
}

static tally try_noise(noise_fn *noise, double sigma, double steepness) {
    tally t = {0};
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, 71);
    for (int k = 0; k < TABLES; k++) {
        double values[GV_NOISE_POINTS];
        for (int i = 0; i < GV_NOISE_POINTS; i++)
            values[i] = trend(rng, i, steepness) + sigma * noise(rng);
        count(&t, values, sigma);
    }
    gsl_rng_free(rng);
    return t;
}

START_TEST(uniform_noise_is_measured_within_a_factor_of_four) {
    for (int decade = -13; decade < 0; decade += 3) {
        const tally t = try_noise(uniform_noise, pow(10.0, decade), 0.0);
        expect_known(&t);
    }
}
END_TEST

START_TEST(gaussian_noise_is_measured_within_a_factor_of_four) {
    for (int decade = -13; decade < 0; decade += 3) {
        const tally t = try_noise(gaussian_noise, pow(10.0, decade), 0.0);
        expect_known(&t);
    }
}
END_TEST

START_TEST(noise_is_measured_under_a_trend_a_hundred_times_its_size) {
    const tally uniform = try_noise(uniform_noise, 1e-6, 1e-3);
    const tally gaussian = try_noise(gaussian_noise, 1e-6, 1e-3);
    expect_known(&uniform);
    expect_known(&gaussian);
}
END_TEST

/* Rounding to a grid of width g is uniform noise of standard deviation g / sqrt(12). */
START_TEST(the_noise_of_a_grid_is_its_width_over_the_root_of_twelve) {
    dice d = {.seed = 72};
    tally t = {0};
    for (int k = 0; k < TABLES; k++) {
        double values[GV_NOISE_POINTS];
        const double grid = fabs(dice_size(&d, -12.0, -3.0));
        const double slope = dice_between(&d, 3.0, 300.0), start = dice_between(&d, 0.0, 9.0);
        const double bend = dice_between(&d, 0.1, 1.0);
        for (int i = 0; i < GV_NOISE_POINTS; i++)
            values[i] = grid * rint(start + slope * i + bend * i * i);
        count(&t, values, grid / sqrt(12.0));
    }
    ck_assert_msg(t.beyond * 20 <= TABLES, "%zu of %d beyond a factor of 4", t.beyond, TABLES);
}
END_TEST

/* Smooth values are no noise at any level: their differences keep their sign. */
START_TEST(smooth_values_have_no_noise) {
    dice d = {.seed = 73};
    for (int k = 0; k < TABLES; k++) {
        double values[GV_NOISE_POINTS];
        const double x = dice_between(&d, -3.0, 3.0), spacing = dice_between(&d, 0.01, 0.08);
        const double a = dice_size(&d, -2.0, 2.0), b = dice_size(&d, -2.0, 2.0);
        for (int i = 0; i < GV_NOISE_POINTS; i++)
            values[i] = a * exp(0.7 * (x + spacing * i)) + b * exp(1.9 * (x + spacing * i));
        if (a * b < 0.0)
            continue;
        HOLDS(isnan(gv_table_noise(values)), "%a from a %a, b %a", gv_table_noise(values), a,
              b);
    }
}
END_TEST

START_TEST(constant_and_straight_values_have_no_noise) {
    double values[GV_NOISE_POINTS];
    for (int i = 0; i < GV_NOISE_POINTS; i++)
        values[i] = 0.7731;
    ck_assert(isnan(gv_table_noise(values)));
    for (int i = 0; i < GV_NOISE_POINTS; i++)
        values[i] = -1.5 + 0.375 * i;
    ck_assert(isnan(gv_table_noise(values)));
}
END_TEST

START_TEST(a_value_that_is_not_finite_settles_nothing) {
    double values[GV_NOISE_POINTS] = {0.3, -0.7, 0.1, 0.9, -0.2, 0.6, -0.8, 0.4, -0.1};
    ck_assert(isfinite(gv_table_noise(values)));
    for (int i = 0; i < GV_NOISE_POINTS; i++) {
        const double kept = values[i];
        values[i] = NAN;
        ck_assert(!isfinite(gv_table_noise(values)));
        values[i] = INFINITY;
        ck_assert(!isfinite(gv_table_noise(values)));
        values[i] = kept;
    }
}
END_TEST

int main(void) {
    const TTest *const tests[] = {uniform_noise_is_measured_within_a_factor_of_four,
                                  gaussian_noise_is_measured_within_a_factor_of_four,
                                  noise_is_measured_under_a_trend_a_hundred_times_its_size,
                                  the_noise_of_a_grid_is_its_width_over_the_root_of_twelve,
                                  smooth_values_have_no_noise,
                                  constant_and_straight_values_have_no_noise,
                                  a_value_that_is_not_finite_settles_nothing,
                                  NULL};
    return suite_run("numeric_noise", tests);
}
