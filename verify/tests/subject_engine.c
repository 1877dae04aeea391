/* The subject of an engine model, over all fixtures: probes against replay, parts against the
 * whole, and everything left bit for bit as it was found. */
#include "case_support.h"
#include "subject/engine.h"

#include <float.h>
#include <gradgate/engine/blas.h>
#include <glob.h>
#include <math.h>
#include <string.h>

enum { POINTS = 3 };

static glob_t fixtures;
static size_t opened;
static gv_case *item;
static gv_subject *stood[POINTS + 1]; /* at the first points, and at the last of all */
static gv_subject *subject;

/* Check runs the fixtures in order, or the one that is wanted. */
static const char *next_fixture(void) {
    const char *only = getenv("CK_RUN_CASE");
    while (only && opened + 1 < fixtures.gl_pathc &&
           strcmp(fixtures.gl_pathv[opened], only) != 0)
        opened++;
    return fixtures.gl_pathv[opened++];
}

/* Once for all tests of a fixture: each is a process of its own, with a copy of its own of what
 * is opened here. Opening takes longer than most of them. */
static void open_fixture(void) {
    gv_issues issues = {0};
    ck_assert_int_eq(gv_case_load(next_fixture(), &item, &issues), GV_OK);
    const size_t points = gv_case_point_count(item);
    for (size_t i = 0; i < POINTS && i < points; i++)
        stood[i] = subject_of(item, i);
    stood[POINTS] = points > POINTS ? subject_of(item, points - 1) : NULL;
}

static void close_fixture(void) {
    for (size_t i = 0; i <= POINTS; i++)
        gv_subject_destroy(stood[i]);
    memset(stood, 0, sizeof stood);
    gv_case_destroy(item);
}

static gv_subject *at_last(void) {
    size_t last = POINTS;
    while (last > 0 && stood[last] == NULL)
        last--;
    return stood[last];
}

/* At that point of the fixture, or its last. */
static void stand_at(size_t point) {
    subject = stood[point] ? stood[point] : at_last();
}

/* Some entry of every parameter, the k-th time another one. */
static size_t entry_of(size_t parameter, size_t k) {
    const gv_parameter *p = &subject->parameters[parameter];
    return p->offset + (k * 7919 + 3) % p->count;
}

static double step_of(size_t k) {
    return (k % 2 == 0 ? 0.0137 : -0.0291) * (1.0 + 0.25 * (double)(k % 5));
}

/* The value after an entry was set, by a recording of its own. */
static double fresh_value(size_t entry, double at) {
    double value, *x = malloc(subject->count * sizeof *x);
    ck_assert_ptr_nonnull(x);
    memcpy(x, subject->point, subject->count * sizeof *x);
    x[entry] = at;
    ck_assert_int_eq(subject->kind->value_anew(subject, x, &value), GV_EVAL_OK);
    free(x);
    return value;
}

START_TEST(a_probe_gives_what_a_fresh_recording_gives) {
    stand_at(1);
    for (size_t p = 0; p < subject->parameter_count; p++) {
        gv_probe probe = {.term = GV_WHOLE, .use = GV_WHOLE, .entry = entry_of(p, p)};
        probe.at = subject->point[probe.entry] + step_of(p);
        double expected = fresh_value(probe.entry, probe.at);
        ck_assert_double_eq_tol(value_at(subject, &probe), expected,
                                64 * DBL_EPSILON * (1 + fabs(expected)));
    }
}
END_TEST

START_TEST(the_value_at_the_point_is_that_of_a_fresh_recording_bit_for_bit) {
    for (size_t point = 0; point < POINTS; point++) {
        stand_at(point);
        gv_probe rest = at_rest(subject, GV_WHOLE);
        double anew, value = value_at(subject, &rest);
        ck_assert_int_eq(subject->kind->value_anew(subject, subject->point, &anew), GV_EVAL_OK);
        ck_assert(same_bits(&anew, &value, sizeof value));
    }
}
END_TEST

START_TEST(a_direction_gives_what_a_fresh_recording_gives_bit_for_bit) {
    stand_at(1);
    double *direction = malloc(2 * subject->count * sizeof *direction);
    ck_assert_ptr_nonnull(direction);
    double *x = direction + subject->count, expected;
    for (size_t i = 0; i < subject->count; i++)
        direction[i] = step_of(i) * 13.7;
    for (int k = -1; k <= 1; k += 2) {
        double step = 0.00731 * k;
        for (size_t i = 0; i < subject->count; i++)
            x[i] = subject->point[i] + step * direction[i];
        gv_probe probe = {
            .term = GV_WHOLE, .use = GV_WHOLE, .direction = direction, .step = step};
        double value = value_at(subject, &probe);
        ck_assert_int_eq(subject->kind->value_anew(subject, x, &expected), GV_EVAL_OK);
        ck_assert(same_bits(&expected, &value, sizeof value));
    }
    free(direction);
}
END_TEST

/* Probes of all kinds mixed: what each comes to alone, in another order, in one call. */
START_TEST(a_probe_does_not_depend_on_the_others_of_its_call) {
    enum { COUNT = 109 }; /* several batches, and a rest */
    static gv_probe probes[COUNT];
    static double alone[COUNT], together[COUNT], direction[1 << 12];
    static gv_eval evals[COUNT];
    stand_at(1);
    for (size_t i = 0; i < subject->count; i++)
        direction[i] = step_of(i);
    for (size_t k = 0; k < COUNT; k++) {
        size_t p = k % subject->parameter_count;
        probes[k] = (gv_probe){.term = GV_WHOLE, .use = GV_WHOLE, .entry = entry_of(p, k)};
        probes[k].at = subject->point[probes[k].entry] + step_of(k);
        if (k % 3 == 1)
            probes[k].term = k % subject->term_count;
        if (k % 5 == 2)
            probes[k].use = k % subject->parameters[p].use_count;
        if (k % 97 == 8) {
            probes[k].direction = direction;
            probes[k].step = 0.5;
        }
        alone[k] = value_at(subject, &probes[k]);
    }
    ck_assert_int_eq(subject->kind->values(subject, probes, COUNT, together, evals), GV_OK);
    ck_assert(same_bits(alone, together, sizeof alone));
    for (size_t skipped = 1; skipped < 40; skipped += 13) {
        size_t count = COUNT - skipped;
        subject->kind->values(subject, probes + skipped, count, together, evals);
        ck_assert(same_bits(alone + skipped, together, count * sizeof *alone));
    }
}
END_TEST

START_TEST(terms_add_up_to_the_whole_in_value_and_gradient) {
    stand_at(1);
    double sum = 0, size = 0;
    double *whole = claim(subject, GV_WHOLE);
    double *parts = calloc(subject->count, sizeof *parts);
    ck_assert_ptr_nonnull(parts);
    for (size_t t = 0; t < subject->term_count; t++) {
        gv_probe rest = at_rest(subject, t);
        double *part = claim(subject, t);
        sum += value_at(subject, &rest);
        for (size_t i = 0; i < subject->count; i++) {
            parts[i] += part[i];
            size = fmax(size, fabs(part[i]));
        }
        free(part);
    }
    gv_probe rest = at_rest(subject, GV_WHOLE);
    ck_assert_double_eq_tol(value_at(subject, &rest), sum, 8 * DBL_EPSILON * fabs(sum));
    for (size_t i = 0; i < subject->count; i++)
        ck_assert_double_eq_tol(whole[i], parts[i], 16 * DBL_EPSILON * size);
    free(whole);
    free(parts);
}
END_TEST

START_TEST(the_gradient_of_an_l2_term_is_2_lambda_p) {
    stand_at(2);
    for (size_t t = 1; t < subject->term_count; t++) {
        const gv_term *term = &subject->terms[t];
        double *gradient = claim(subject, t);
        double *expected = calloc(subject->count, sizeof *expected);
        ck_assert_ptr_nonnull(expected);
        for (size_t c = 0; c < term->cover_count; c++) {
            const gv_parameter *p = &subject->parameters[term->covers[c]];
            for (size_t i = p->offset; i < p->offset + p->count; i++)
                expected[i] = 2 * term->lambda * subject->point[i];
        }
        for (size_t i = 0; i < subject->count; i++)
            ck_assert_double_eq_tol(gradient[i], expected[i],
                                    4 * DBL_EPSILON * fabs(expected[i]) + DBL_MIN);
        free(expected);
        free(gradient);
    }
}
END_TEST

START_TEST(uses_add_up_to_the_whole) {
    stand_at(1);
    double *whole = claim(subject, GV_WHOLE);
    double *part = calloc(subject->count, sizeof *part);
    double *sum = calloc(subject->count, sizeof *sum);
    ck_assert(part != NULL && sum != NULL);
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        double size = 0;
        for (size_t u = 0; u < parameter->use_count; u++) {
            ck_assert_int_eq(subject->kind->gradient_use(subject, p, u, part), GV_EVAL_OK);
            for (size_t i = 0; i < parameter->count; i++) {
                sum[parameter->offset + i] += part[i];
                size = fmax(size, fabs(part[i]));
            }
        }
        for (size_t i = parameter->offset; i < parameter->offset + parameter->count; i++)
            ck_assert_double_eq_tol(whole[i], sum[i], 16 * DBL_EPSILON * size);
    }
    free(whole);
    free(part);
    free(sum);
}
END_TEST

/* Central differences of one use against its claim: the use moves, its ties rest. */
START_TEST(a_use_is_probed_alone) {
    const double h = 1e-5;
    stand_at(1);
    double *part = calloc(subject->count, sizeof *part);
    ck_assert_ptr_nonnull(part);
    for (size_t p = 0; p < subject->parameter_count; p++)
        for (size_t u = 0; u < subject->parameters[p].use_count; u++) {
            size_t entry = entry_of(p, u);
            gv_probe probe = {.term = GV_WHOLE, .use = u, .entry = entry};
            subject->kind->gradient_use(subject, p, u, part);
            probe.at = subject->point[entry] + h;
            double above = value_at(subject, &probe);
            probe.at = subject->point[entry] - h;
            double below = value_at(subject, &probe);
            ck_assert_double_eq_tol((above - below) / (2 * h),
                                    part[entry - subject->parameters[p].offset], 2e-7);
        }
    free(part);
}
END_TEST

START_TEST(the_gradient_adds_to_what_is_in_its_buffer) {
    stand_at(0);
    ck_assert(subject->accumulates);
    double *whole = claim(subject, GV_WHOLE);
    double *twice = claim(subject, GV_WHOLE);
    subject->kind->gradient(subject, GV_WHOLE, twice);
    for (size_t i = 0; i < subject->count; i++)
        ck_assert_double_eq_tol(twice[i], 2 * whole[i], 1e-13 * (1 + fabs(whole[i])));
    free(whole);
    free(twice);
}
END_TEST

START_TEST(the_gradient_elsewhere_is_that_of_a_subject_that_stands_there) {
    stand_at(0);
    gv_subject *there = at_last();
    double *expected = claim(there, GV_WHOLE);
    double *found = calloc(subject->count, sizeof *found);
    ck_assert_int_eq(subject->kind->gradient_at(subject, there->point, found), GV_EVAL_OK);
    ck_assert(same_bits(found, expected, subject->count * sizeof *found));
    free(found);
    free(expected);
}
END_TEST

/* Everything a subject must leave as it was, in one buffer. */
static double *photograph(size_t *count) {
    *count = 0;
    double *all = malloc((2 * subject->count + 1) * sizeof *all);
    ck_assert_ptr_nonnull(all);
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const ag_parameter *parameter = gv_engine_subject_parameter(subject, p);
        memcpy(all + *count, parameter->data, parameter->size * sizeof *all);
        memcpy(all + *count + parameter->size, parameter->grad, parameter->size * sizeof *all);
        *count += 2 * parameter->size;
    }
    gv_probe rest = at_rest(subject, GV_WHOLE);
    all[(*count)++] = value_at(subject, &rest);
    return all;
}

static void ask_everything(void) {
    double value, *buffer = calloc(2 * subject->count, sizeof *buffer);
    ck_assert_ptr_nonnull(buffer);
    double *direction = buffer + subject->count;
    for (size_t i = 0; i < subject->count; i++)
        direction[i] = step_of(i);
    gv_probe along = {.term = GV_WHOLE, .use = GV_WHOLE, .direction = direction, .step = 1};
    value_at(subject, &along);
    for (size_t p = 0; p < subject->parameter_count; p++)
        for (size_t u = 0; u < subject->parameters[p].use_count; u++) {
            gv_probe probe = {.term = GV_WHOLE, .use = u, .entry = entry_of(p, u)};
            probe.at = 3.25;
            value_at(subject, &probe);
            subject->kind->gradient_use(subject, p, u, buffer);
        }
    for (size_t t = 0; t < subject->term_count; t++)
        subject->kind->gradient(subject, t, buffer);
    subject->kind->gradient(subject, GV_WHOLE, buffer);
    subject->kind->gradient_at(subject, direction, buffer);
    subject->kind->value_anew(subject, direction, &value);
    free(buffer);
}

START_TEST(parameters_gradients_and_the_value_are_left_bit_for_bit) {
    size_t count, again;
    stand_at(1);
    for (size_t p = 0; p < subject->parameter_count; p++) {
        ag_parameter *parameter = gv_engine_subject_parameter(subject, p);
        for (size_t i = 0; i < parameter->size; i++)
            parameter->grad[i] = step_of(i + p) * 1e3;
    }
    double *before = photograph(&count);
    ask_everything();
    double *after = photograph(&again);
    ck_assert(count == again && same_bits(before, after, count * sizeof *before));
    free(before);
    free(after);
}
END_TEST

START_TEST(a_probe_that_makes_no_sense_is_refused) {
    stand_at(0);
    const gv_probe wrong[] = {
        {.term = GV_WHOLE, .use = GV_WHOLE, .entry = subject->count},
        {.term = subject->term_count, .use = GV_WHOLE},
        {.term = GV_WHOLE, .use = subject->parameters[0].use_count},
        {.term = GV_WHOLE, .use = GV_WHOLE, .reference = true},
    };
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
        double value;
        gv_eval eval;
        ck_assert_int_eq(subject->kind->values(subject, &wrong[k], 1, &value, &eval),
                         GV_ERR_ARGUMENT);
    }
    double gradient;
    ck_assert_int_eq(subject->kind->gradient(subject, subject->term_count, &gradient),
                     GV_EVAL_ERROR);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        a_probe_gives_what_a_fresh_recording_gives,
        the_value_at_the_point_is_that_of_a_fresh_recording_bit_for_bit,
        a_direction_gives_what_a_fresh_recording_gives_bit_for_bit,
        a_probe_does_not_depend_on_the_others_of_its_call,
        terms_add_up_to_the_whole_in_value_and_gradient,
        the_gradient_of_an_l2_term_is_2_lambda_p,
        uses_add_up_to_the_whole,
        a_use_is_probed_alone,
        the_gradient_adds_to_what_is_in_its_buffer,
        the_gradient_elsewhere_is_that_of_a_subject_that_stands_there,
        parameters_gradients_and_the_value_are_left_bit_for_bit,
        a_probe_that_makes_no_sense_is_refused,
    };
    if (glob(FIXTURES "*.yaml", 0, NULL, &fixtures) != 0)
        return EXIT_FAILURE;
    ag_blas_single_thread(); /* as the program does */
    Suite *suite = suite_create("engine subject");
    for (size_t i = 0; i < fixtures.gl_pathc; i++) {
        TCase *of_fixture = tcase_create(fixtures.gl_pathv[i]);
        tcase_set_timeout(of_fixture, 0); /* ctest keeps the time */
        tcase_add_unchecked_fixture(of_fixture, open_fixture, close_fixture);
        for (size_t t = 0; t < sizeof tests / sizeof *tests; t++)
            tcase_add_test(of_fixture, tests[t]);
        suite_add_tcase(suite, of_fixture);
    }
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    globfree(&fixtures);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
