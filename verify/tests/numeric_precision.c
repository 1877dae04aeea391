/* Number formats: rounding against the compiler's own casts, and by hand where it has none. */
#include "numeric/precision.h"
#include "verdict_suite.h"
#include <fenv.h>
#include <float.h>

enum { MANY = 20000 };

START_TEST(rounding_to_float32_is_what_a_cast_does) {
    dice d = {.seed = 11};
    for (int i = 0; i < MANY; i++) {
        const double x = dice_size(&d, -46.5, 38.5);
        HOLDS(gv_round_to(GV_FLOAT32, x) == (double)(float)x, "%a", x);
    }
}
END_TEST

START_TEST(rounding_does_not_depend_on_the_mode_of_the_caller) {
    static const int modes[] = {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
    dice d = {.seed = 15};
    for (int i = 0; i < MANY; i++) {
        const double x = dice_size(&d, -44.0, 38.0);
        const double nearest = (double)(float)x;
        (void)fesetround(modes[i % 3]);
        const double rounded = gv_round_to(GV_FLOAT32, x);
        (void)fesetround(FE_TONEAREST);
        HOLDS(rounded == nearest, "%a", x);
    }
}
END_TEST

START_TEST(halfway_between_two_float32_numbers_the_even_one_is_taken) {
    dice d = {.seed = 12};
    for (int i = 0; i < MANY; i++) {
        const float f = (float)dice_size(&d, -44.0, 38.0);
        const double middle = 0.5 * ((double)f + (double)nextafterf(f, INFINITY));
        HOLDS(gv_round_to(GV_FLOAT32, middle) == (double)(float)middle, "%a", middle);
    }
}
END_TEST

/* From, to: ties to even, carries into the next binade, subnormals and what vanishes. */
typedef struct rounding {
    double from, to;
} rounding;

static const rounding float16[] = {
    {1.0 / 3.0, 0.333251953125},
    {-0.7731, -0.77294921875},
    {2049.0, 2048.0},
    {2051.0, 2052.0},
    {2049.0000001, 2050.0},
    {4095.0, 4096.0},
    {65504.0, 65504.0},
    {65500.0, 65504.0},
    {0x1p-24, 0x1p-24},
    {0x1p-25, 0.0},
    {0x1.000001p-25, 0x1p-24},
    {0x1.8p-24, 0x1p-23},
    {0x1.4p-23, 0x1p-23},
    {0x1.ffep-15, 0x1p-14},
    {-0x1.8p-24, -0x1p-23},
    {1e-30, 0.0},
};

static const rounding bfloat16[] = {
    {1.0 / 3.0, 0.333984375}, {-0.7731, -0.7734375},        {1.00390625, 1.0},
    {1.01171875, 1.015625},   {1.003906251, 1.0078125},     {511.0, 512.0},
    {3.3e38, 0x1.fp127},      {0x1p-133, 0x1p-133},         {0x1p-134, 0.0},
    {0x1.8p-133, 0x1p-132},   {-0x1.00001p-134, -0x1p-133}, {1e-300, 0.0},
};

static void check_by_hand(gv_precision precision, const rounding *cases, size_t count) {
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(gv_round_to(precision, cases[i].from) == cases[i].to, "%a became %a",
                      cases[i].from, gv_round_to(precision, cases[i].from));
}

START_TEST(float16_and_bfloat16_round_as_worked_out_by_hand) {
    check_by_hand(GV_FLOAT16, float16, sizeof float16 / sizeof *float16);
    check_by_hand(GV_BFLOAT16, bfloat16, sizeof bfloat16 / sizeof *bfloat16);
}
END_TEST

/* Exponents of the range in which every format has normal numbers, and u of each by hand. */
static const double roundoff[GV_PRECISION_COUNT] = {[GV_FLOAT64] = 0x1p-53,
                                                    [GV_FLOAT32] = 0x1p-24,
                                                    [GV_FLOAT16] = 0x1p-11,
                                                    [GV_BFLOAT16] = 0x1p-8};

START_TEST(in_every_precision_rounding_is_odd_idempotent_and_within_u) {
    for (int p = 0; p < GV_PRECISION_COUNT; p++) {
        const gv_precision precision = (gv_precision)p;
        dice d = {.seed = 13 + (uint64_t)p};
        ck_assert(gv_unit_roundoff(precision) == roundoff[p]);
        for (int i = 0; i < MANY; i++) {
            const double x = dice_size(&d, -4.2, 4.8);
            const double rounded = gv_round_to(precision, x);
            HOLDS(same_bits(gv_round_to(precision, rounded), rounded), "%a", x);
            HOLDS(same_bits(gv_round_to(precision, -x), -rounded), "%a", x);
            HOLDS(fabs(rounded - x) <= roundoff[p] * fabs(x), "%a", x);
            HOLDS(fabs(rounded - x) <= 0.5 * gv_ulp_of(precision, x), "%a", x);
        }
    }
}
END_TEST

START_TEST(an_ulp_is_the_distance_to_the_next_larger_number) {
    dice d = {.seed = 14};
    for (int i = 0; i < MANY; i++) {
        const double x = dice_size(&d, -320.0, 307.0);
        const double next = nextafter(fabs(x), INFINITY);
        HOLDS(gv_ulp_of(GV_FLOAT64, x) == next - fabs(x), "%a", x);
        const float f = (float)dice_size(&d, -44.0, 38.0);
        const double above = (double)nextafterf(fabsf(f), INFINITY);
        HOLDS(gv_ulp_of(GV_FLOAT32, (double)f) == above - (double)fabsf(f), "%a", (double)f);
    }
    for (int e = -1000; e < 1000; e += 7)
        HOLDS(gv_ulp_of(GV_FLOAT64, ldexp(1.0, e)) == ldexp(DBL_EPSILON, e), "2^%d", e);
}
END_TEST

START_TEST(the_ulp_of_zero_is_the_smallest_number_of_the_format) {
    ck_assert(gv_ulp_of(GV_FLOAT64, 0.0) == 0x1p-1074);
    ck_assert(gv_ulp_of(GV_FLOAT32, -0.0) == 0x1p-149);
    ck_assert(gv_ulp_of(GV_FLOAT16, 0.0) == 0x1p-24);
    ck_assert(gv_ulp_of(GV_BFLOAT16, 0.0) == 0x1p-133);
    ck_assert(gv_ulp_of(GV_FLOAT16, 1e-7) == 0x1p-24);
    ck_assert(gv_ulp_of(GV_BFLOAT16, 1.7e-40) == 0x1p-133);
}
END_TEST

START_TEST(what_is_not_finite_stays_as_it_is) {
    for (int p = 0; p < GV_PRECISION_COUNT; p++) {
        ck_assert(isnan(gv_round_to((gv_precision)p, NAN)));
        ck_assert(gv_round_to((gv_precision)p, INFINITY) == INFINITY);
        ck_assert(gv_round_to((gv_precision)p, -INFINITY) == -INFINITY);
    }
}
END_TEST

int main(void) {
    const TTest *const tests[] = {rounding_to_float32_is_what_a_cast_does,
                                  rounding_does_not_depend_on_the_mode_of_the_caller,
                                  halfway_between_two_float32_numbers_the_even_one_is_taken,
                                  float16_and_bfloat16_round_as_worked_out_by_hand,
                                  in_every_precision_rounding_is_odd_idempotent_and_within_u,
                                  an_ulp_is_the_distance_to_the_next_larger_number,
                                  the_ulp_of_zero_is_the_smallest_number_of_the_format,
                                  what_is_not_finite_stays_as_it_is,
                                  NULL};
    return suite_run("numeric_precision", tests);
}
