/* The verdict on one measured thing, row by row of its contract; numbers far from where any row
 * ends. */
#include "verdict/judge.h"
#include "verdict_suite.h"

typedef struct row {
    const char *what;
    double claimed, value, error, scale, noise, scatter;
    gv_verdict verdict;
    gv_reason reason;
} row;

/* Tolerance 1e-6, resolution 1e-3, reach 1. */
static const row rows[] = {
    {"right", 0.7731, 0.7731, 1e-9, 0.8, 1e-15, 0, GV_PASS, GV_WITHIN_TOLERANCE},
    {"within tolerance", -1.3947, -1.3947000003, 1e-9, 2.0, 0, 0, GV_PASS, GV_WITHIN_TOLERANCE},
    {"coarse", 0.7731, 0.77311, 2e-4, 0.8, 1e-15, 0, GV_PASS, GV_WITHIN_BOUND},
    {"off", 0.7731, 0.7831, 1e-4, 0.8, 1e-15, 0, GV_FAIL, GV_GAP},
    {"off by little", 0.7731, 0.7731 * (1 + 1e-5), 1e-9, 0.8, 0, 0, GV_FAIL, GV_GAP},
    {"sign", -0.7731, 0.7731, 1e-9, 0.8, 0, 0, GV_FAIL, GV_GAP},
    {"zero for something", 0.0, 0.7731, 1e-9, 0.8, 0, 0, GV_FAIL, GV_GAP},
    {"something for zero", 1e-3, 0.0, 1e-9, 0.8, 1e-15, 0, GV_FAIL, GV_GAP},
    {"small, off", 1e-20, 2e-20, 1e-24, 1e-20, 0, 0, GV_FAIL, GV_GAP},
    {"both zero", 0.0, 0.0, 1e-12, 0.8, 1e-15, 0, GV_PASS, GV_BOTH_ZERO},
    {"both zero, signed", -0.0, 0.0, 0.0, 0.8, 1e-15, 0, GV_PASS, GV_BOTH_ZERO},
    {"too coarse", 0.7731, 0.78, 0.1, 0.8, 1e-3, 0, GV_INCONCLUSIVE, GV_TOO_COARSE},
    {"hidden, and claimed to be", 3e-16, -2e-14, 4e-13, 0, 1e-15, 0, GV_PASS, GV_NEGLIGIBLE},
    {"hidden, and claimed to show", 5e-15, 2e-14, 4e-13, 0, 1e-15, 0, GV_INCONCLUSIVE,
     GV_TOO_COARSE},
    {"negligible", 1e-17, 3e-17, 1e-13, 1e-17, 1e-12, 0, GV_PASS, GV_NEGLIGIBLE},
    {"scatter allows", 0.7731, 0.7741, 1e-9, 0.8, 0, 1e-2, GV_PASS, GV_WITHIN_BOUND},
    {"scatter is not enough", 0.7731, 0.8731, 1e-9, 0.8, 0, 1e-2, GV_FAIL, GV_GAP},
    {"claim nan", NAN, 0.7731, 1e-9, 0.8, 0, 0, GV_FAIL, GV_CLAIM_NOT_FINITE},
    {"claim infinite", INFINITY, 0.7731, 1e-9, 0.8, 0, 0, GV_FAIL, GV_CLAIM_NOT_FINITE},
    {"claim minus infinite", -INFINITY, 0.77, INFINITY, 1, 0, 0, GV_FAIL, GV_CLAIM_NOT_FINITE},
    {"claim and value nan", NAN, NAN, NAN, NAN, NAN, NAN, GV_FAIL, GV_CLAIM_NOT_FINITE},
    {"value nan", 0.7731, NAN, 1e-9, 0.8, 0, 0, GV_INCONCLUSIVE, GV_VALUE_NOT_FINITE},
    {"value infinite", 0.7731, INFINITY, 1e-9, 0.8, 0, 0, GV_INCONCLUSIVE, GV_VALUE_NOT_FINITE},
    {"bound nan", 0.7731, 0.7731, NAN, 0.8, 0, 0, GV_INCONCLUSIVE, GV_VALUE_NOT_FINITE},
    {"bound infinite", 0.77, 0.77, INFINITY, 0.8, 0, 0, GV_INCONCLUSIVE, GV_VALUE_NOT_FINITE},
};

static gv_measured measured_of(const row *r) {
    return (gv_measured){.value = r->value,
                         .error = r->error,
                         .scale = r->scale,
                         .noise = r->noise,
                         .reach = 1.0,
                         .step = 0x1p-9};
}

static gv_demand demand_of(const row *r) {
    return (gv_demand){.tolerance = 1e-6, .resolution = 1e-3, .scatter = r->scatter};
}

START_TEST(every_row_of_the_contract_comes_to_its_verdict) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const gv_measured m = measured_of(&rows[i]);
        const gv_demand demand = demand_of(&rows[i]);
        gv_entry entry = {.claimed = rows[i].claimed};
        gv_judge(&m, &demand, &entry);
        ck_assert_msg(entry.verdict == rows[i].verdict && entry.reason == rows[i].reason,
                      "%s: %s, %s", rows[i].what, gv_verdict_name(entry.verdict),
                      gv_reason_name(entry.reason));
    }
}
END_TEST

/* Signs and sizes do not matter: mirrored and scaled rows come to the same. */
START_TEST(the_verdict_does_not_depend_on_sign_or_size) {
    static const double factors[] = {-1.0, 0x1p-400, -0x1p300, 0x1p30};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t k = 0; k < sizeof factors / sizeof *factors; k++) {
            const double f = factors[k], size = fabs(f);
            row r = rows[i];
            r.claimed *= f;
            r.value *= f;
            r.error *= size;
            r.scale *= size;
            r.noise *= size;
            r.scatter *= size;
            const gv_measured m = measured_of(&r);
            const gv_demand demand = demand_of(&r);
            gv_entry entry = {.claimed = r.claimed};
            gv_judge(&m, &demand, &entry);
            ck_assert_msg(entry.verdict == r.verdict && entry.reason == r.reason,
                          "%s times %g: %s", r.what, f, gv_reason_name(entry.reason));
        }
}
END_TEST

/* Whatever is NaN, wherever: never a pass, but where nothing that is NaN is looked at. */
START_TEST(nan_anywhere_in_a_measurement_never_passes_a_wrong_claim) {
    static const double numbers[] = {0.7731, 1e-9, 0.0, NAN, INFINITY};
    enum { COUNT = sizeof numbers / sizeof *numbers };
    for (int i = 0; i < COUNT * COUNT * COUNT * COUNT; i++) {
        const gv_measured m = {.value = numbers[i % COUNT],
                               .error = numbers[i / COUNT % COUNT],
                               .scale = numbers[i / COUNT / COUNT % COUNT],
                               .noise = numbers[i / COUNT / COUNT / COUNT],
                               .reach = 1.0,
                               .step = NAN};
        const gv_demand demand = {.tolerance = 1e-6, .resolution = 1e-3};
        gv_entry entry = {.claimed = NAN};
        gv_judge(&m, &demand, &entry);
        HOLDS(entry.verdict == GV_FAIL, "%d", i);
        if (isfinite(m.value) && isfinite(m.error))
            continue;
        entry.claimed = 0.7731;
        gv_judge(&m, &demand, &entry);
        HOLDS(entry.verdict == GV_INCONCLUSIVE, "%d", i);
    }
}
END_TEST

START_TEST(the_numbers_behind_a_verdict_are_filled) {
    const gv_measured m = {.value = 0.78, .error = 1e-4, .scale = 1.9, .step = 0x1p-7};
    const gv_demand demand = {.tolerance = 1e-5, .resolution = 1e-3, .scatter = 3e-5};
    gv_entry entry = {.claimed = 0.7731, .index = 17};
    gv_judge(&m, &demand, &entry);
    ck_assert(entry.measured == 0.78 && entry.error == 1e-4 && entry.step == 0x1p-7);
    ck_assert_double_eq_tol(entry.gap, 0.0069, 1e-15);
    ck_assert_double_eq_tol(entry.allowed, 1e-5 * 0.78 + 1e-4 + 3e-5, 1e-18);
    ck_assert(entry.scale == 1.9 && entry.scatter == 3e-5 && entry.index == 17);
}
END_TEST

/* A fail needs the gap to exceed tolerance and bound together: at random, on both sides. */
START_TEST(the_line_between_fail_and_the_rest_is_tolerance_plus_bound_plus_scatter) {
    dice d = {.seed = 161};
    for (int i = 0; i < 20000; i++) {
        const double value = dice_size(&d, -3.0, 3.0);
        const gv_demand demand = {.tolerance = fabs(dice_size(&d, -8.0, -2.0)),
                                  .resolution = 1e-3,
                                  .scatter =
                                      dice_below(&d, 2) ? fabs(dice_size(&d, -6, -3)) : 0};
        const gv_measured m = {.value = value,
                               .error = fabs(value * dice_size(&d, -12.0, -1.0)),
                               .scale = fabs(value),
                               .reach = 1.0};
        const double off = demand.tolerance * fabs(value) + m.error + demand.scatter;
        gv_entry entry = {.claimed = value * (1.0 - 0.9 * off / fabs(value))};
        gv_judge(&m, &demand, &entry);
        HOLDS(entry.verdict != GV_FAIL, "%d", i);
        entry.claimed = value * (1.0 + 1.2 * off / fabs(value));
        gv_judge(&m, &demand, &entry);
        HOLDS(entry.verdict == GV_FAIL, "%d", i);
    }
}
END_TEST

START_TEST(only_a_fine_pass_is_settled) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const gv_measured m = measured_of(&rows[i]);
        const gv_demand demand = demand_of(&rows[i]);
        gv_entry entry = {.claimed = rows[i].claimed};
        gv_judge(&m, &demand, &entry);
        const bool fine =
            rows[i].verdict == GV_PASS && m.error <= 1e-6 * fabs(m.value) && m.value != 0.0;
        ck_assert_msg(gv_judge_settled(&entry, &demand) == fine, "%s", rows[i].what);
    }
}
END_TEST

START_TEST(at_a_kink_what_lies_between_the_slopes_passes) {
    dice d = {.seed = 162};
    for (int i = 0; i < 3000; i++) {
        const double left = dice_size(&d, -2.0, 2.0), right = dice_size(&d, -2.0, 2.0);
        const double low = fmin(left, right), jump = fabs(left - right);
        const double larger = fmax(fabs(left), fabs(right));
        const gv_measured m = {.value = right, .error = 1e-9 * jump, .scale = larger};
        const gv_demand demand = {.tolerance = 1e-6, .resolution = 1e-3};
        gv_entry entry = {.claimed = low + jump * dice_between(&d, 0.0, 1.0)};
        gv_judge_kink(left, right, &m, &demand, &entry);
        HOLDS(entry.verdict == GV_PASS && entry.reason == GV_AT_KINK, "%d", i);
        HOLDS(entry.kink && entry.slope_left == left && entry.slope_right == right, "%d", i);
        const double beyond = 1e-4 * larger + 1e-2 * jump;
        entry.claimed = dice_below(&d, 2) ? low - beyond : low + jump + beyond;
        gv_judge_kink(left, right, &m, &demand, &entry);
        HOLDS(entry.verdict == GV_FAIL && entry.reason == GV_NO_SUBGRADIENT, "%d", i);
    }
}
END_TEST

START_TEST(at_a_kink_nan_does_not_pass_and_a_coarse_bound_decides_nothing) {
    const gv_demand demand = {.tolerance = 1e-6, .resolution = 1e-3};
    gv_measured m = {.value = 1.0, .error = 1e-9, .scale = 1.0};
    gv_entry entry = {.claimed = NAN};
    gv_judge_kink(-0.3, 1.0, &m, &demand, &entry);
    ck_assert(entry.verdict == GV_FAIL && entry.reason == GV_CLAIM_NOT_FINITE);
    entry.claimed = 0.5;
    m.error = 0.1;
    gv_judge_kink(-0.3, 1.0, &m, &demand, &entry);
    ck_assert(entry.verdict == GV_INCONCLUSIVE && entry.reason == GV_TOO_COARSE);
    m.error = NAN;
    gv_judge_kink(-0.3, 1.0, &m, &demand, &entry);
    ck_assert_int_ne(entry.verdict, GV_PASS);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        every_row_of_the_contract_comes_to_its_verdict,
        the_verdict_does_not_depend_on_sign_or_size,
        nan_anywhere_in_a_measurement_never_passes_a_wrong_claim,
        the_numbers_behind_a_verdict_are_filled,
        the_line_between_fail_and_the_rest_is_tolerance_plus_bound_plus_scatter,
        only_a_fine_pass_is_settled,
        at_a_kink_what_lies_between_the_slopes_passes,
        at_a_kink_nan_does_not_pass_and_a_coarse_bound_decides_nothing,
        NULL};
    return suite_run("verdict_judge", tests);
}
