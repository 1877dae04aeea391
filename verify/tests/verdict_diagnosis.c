/* The kind of mistake that explains a wrong gradient: each kind, and none where none does. */
#include "verdict/collect.h"
#include "verdict/diagnosis.h"
#include "verdict_suite.h"
#include <stdio.h>

enum { ROWS = 3, COLUMNS = 4, N = ROWS * COLUMNS };

/* A right gradient with its bounds at a point; a kind of mistake is made in `claimed`. */
typedef struct patient {
    double claimed[N], measured[N], error[N], point[N];
    gv_symptoms symptoms;
} patient;

static const size_t shape[] = {ROWS, COLUMNS};

static void admit(patient *p, uint64_t seed) {
    dice d = {.seed = seed};
    for (size_t i = 0; i < N; i++) {
        p->measured[i] = p->claimed[i] = dice_size(&d, -1.0, 1.0);
        p->error[i] = 1e-10 * fabs(p->measured[i]);
        p->point[i] = dice_size(&d, -1.0, 0.5);
    }
    p->symptoms = (gv_symptoms){.count = N,
                                .claimed = p->claimed,
                                .measured = p->measured,
                                .error = p->error,
                                .point = p->point,
                                .rank = 2,
                                .shape = shape};
}

/* The diagnosis has to contain the words; NULL: there must be none. */
static void expect(const patient *p, const char *words) {
    gv_check_finding check = {0};
    ck_assert_int_eq(gv_diagnose(&p->symptoms, &check), GV_OK);
    if (words)
        ck_assert_msg(check.diagnosis && strstr(check.diagnosis, words),
                      "not \"%s\" but \"%s\"", words,
                      check.diagnosis ? check.diagnosis : "none");
    else
        ck_assert_msg(!check.diagnosis, "\"%s\"", check.diagnosis);
    free(check.diagnosis);
}

enum { PATIENTS = 200 };

START_TEST(a_factor_is_named_with_its_sign_and_its_inverse) {
    static const struct {
        double factor;
        const char *words;
    } factors[] = {{-1.0, "sign"},      {2.0, "factor of 2"},   {0.5, "factor of 1/2"},
                   {1.0 / 7, "1/7"},    {-2.0, "factor of -2"}, {3.7, "factor of 3.7"},
                   {1.0 / 150, "1/150"}};
    for (uint64_t seed = 0; seed < PATIENTS; seed++)
        for (size_t k = 0; k < sizeof factors / sizeof *factors; k++) {
            patient p;
            admit(&p, 1000 + seed);
            for (size_t i = 0; i < N; i++)
                p.claimed[i] *= factors[k].factor;
            expect(&p, factors[k].words);
        }
}
END_TEST

START_TEST(a_claim_of_zeros_is_named) {
    patient p;
    admit(&p, 181);
    memset(p.claimed, 0, sizeof p.claimed);
    expect(&p, "zero everywhere");
}
END_TEST

START_TEST(a_transposed_gradient_is_named) {
    for (uint64_t seed = 0; seed < PATIENTS; seed++) {
        patient p;
        admit(&p, 2000 + seed);
        for (size_t i = 0; i < ROWS; i++)
            for (size_t j = 0; j < COLUMNS; j++)
                p.claimed[j * ROWS + i] = p.measured[i * COLUMNS + j];
        expect(&p, "transposed");
        p.symptoms.rank = 1; /* of a vector there is no such thing */
        expect(&p, NULL);
    }
}
END_TEST

START_TEST(a_decay_missing_or_too_many_is_named_with_its_lambda) {
    for (uint64_t seed = 0; seed < PATIENTS; seed++) {
        patient p;
        admit(&p, 3000 + seed);
        for (size_t i = 0; i < N; i++)
            p.claimed[i] = p.measured[i] + 2.0 * 0.037 * p.point[i];
        expect(&p, "too many, of lambda 0.037");
        for (size_t i = 0; i < N; i++)
            p.claimed[i] = p.measured[i] - 2.0 * 0.0125 * p.point[i];
        expect(&p, "missing, of lambda 0.0125");
    }
}
END_TEST

START_TEST(a_constant_added_to_every_entry_is_named) {
    for (uint64_t seed = 0; seed < PATIENTS; seed++) {
        patient p;
        admit(&p, 4000 + seed);
        for (size_t i = 0; i < N; i++)
            p.claimed[i] += 0.00173;
        expect(&p, "0.00173, is added");
    }
}
END_TEST

START_TEST(one_wrong_entry_is_named_with_its_place) {
    for (size_t i = 0; i < N; i++) {
        patient p;
        admit(&p, 5000 + i);
        p.claimed[i] *= 1.25;
        char words[60];
        (void)snprintf(words, sizeof words, "only entry %zu of 12 is wrong: 1.25 times", i);
        expect(&p, words);
    }
}
END_TEST

START_TEST(no_ratio_is_told_to_what_is_not_told_from_zero) {
    patient p;
    admit(&p, 5100);
    p.measured[4] = 0.0;
    p.error[4] = 2e-9;
    p.claimed[4] = 0.25;
    expect(&p, "only entry 4 of 12 is wrong: 0.25 where 0 +- 2e-09 is measured");
    p.measured[4] = 1e-9;
    expect(&p, "0.25 where 1e-09 +- 2e-09 is measured");
}
END_TEST

START_TEST(of_a_sample_it_is_said_how_many_were_looked_at) {
    patient p;
    admit(&p, 5200);
    p.claimed[6] *= 1.25;
    for (size_t i = 0; i < 5; i++)
        p.measured[i] = NAN;
    expect(&p, "only entry 6 of the 7 looked at is wrong: 1.25 times");
}
END_TEST

START_TEST(two_exchanged_entries_are_named) {
    dice d = {.seed = 182};
    for (uint64_t seed = 0; seed < PATIENTS; seed++) {
        patient p;
        admit(&p, 6000 + seed);
        const size_t a = dice_below(&d, N - 1), b = a + 1 + dice_below(&d, N - 1 - a);
        p.claimed[a] = p.measured[b];
        p.claimed[b] = p.measured[a];
        char words[60];
        (void)snprintf(words, sizeof words, "exchanged: %zu and %zu", a, b);
        expect(&p, words);
    }
}
END_TEST

START_TEST(mistakes_without_a_pattern_have_no_diagnosis) {
    for (uint64_t seed = 0; seed < PATIENTS; seed++) {
        patient p;
        admit(&p, 7000 + seed);
        dice d = {.seed = 8000 + seed};
        for (size_t i = 0; i < N; i++)
            p.claimed[i] = dice_size(&d, -1.0, 1.0);
        expect(&p, NULL);
    }
}
END_TEST

START_TEST(entries_that_were_not_measured_take_no_part) {
    dice d = {.seed = 183};
    for (uint64_t seed = 0; seed < PATIENTS; seed++) {
        patient p;
        admit(&p, 9000 + seed);
        for (size_t i = 0; i < N; i++)
            p.claimed[i] *= 2.0;
        for (int k = 0; k < 5; k++) {
            const size_t i = dice_below(&d, N);
            p.measured[i] = NAN;
            p.error[i] = 0.0;
        }
        expect(&p, "factor of 2");
        for (size_t i = 0; i < N; i++)
            p.measured[i] = NAN;
        expect(&p, NULL);
    }
}
END_TEST

START_TEST(a_diagnosis_is_made_within_the_bounds_of_the_measurement) {
    for (uint64_t seed = 0; seed < PATIENTS; seed++) {
        patient p;
        admit(&p, 10000 + seed);
        dice d = {.seed = 11000 + seed};
        for (size_t i = 0; i < N; i++) {
            p.claimed[i] *= -1.0;
            p.error[i] = 0.02 * fabs(p.measured[i]);
            p.measured[i] += p.error[i] * dice_between(&d, -0.4, 0.4);
        }
        gv_check_finding check = {0};
        ck_assert_int_eq(gv_diagnose(&p.symptoms, &check), GV_OK);
        HOLDS(check.diagnosis != NULL, "patient %d", (int)seed);
        free(check.diagnosis);
    }
}
END_TEST

int main(void) {
    const TTest *const tests[] = {a_factor_is_named_with_its_sign_and_its_inverse,
                                  a_claim_of_zeros_is_named,
                                  a_transposed_gradient_is_named,
                                  a_decay_missing_or_too_many_is_named_with_its_lambda,
                                  a_constant_added_to_every_entry_is_named,
                                  one_wrong_entry_is_named_with_its_place,
                                  no_ratio_is_told_to_what_is_not_told_from_zero,
                                  of_a_sample_it_is_said_how_many_were_looked_at,
                                  two_exchanged_entries_are_named,
                                  mistakes_without_a_pattern_have_no_diagnosis,
                                  entries_that_were_not_measured_take_no_part,
                                  a_diagnosis_is_made_within_the_bounds_of_the_measurement,
                                  NULL};
    return suite_run("verdict_diagnosis", tests);
}
