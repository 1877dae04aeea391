/* Training: batches of rows, and the optimizers of the engine with their groups, each held
 * against the same steps made by hand with the claims of the subject before training. */
#include "case/batches.h"
#include "case_support.h"
#include "subject/engine.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { YAML_BYTES = 4096, TEXT_BYTES = 1 << 14 };

/* ---- batches ---- */

/* `rows` rows of two numbers over `steps` steps; every number tells its row and step. */
static gv_data numbered(size_t rows, size_t steps, double *inputs, double *targets) {
    for (size_t t = 0; t < steps; t++)
        for (size_t i = 0; i < rows; i++) {
            inputs[2 * (t * rows + i)] = (double)(100 * i + t);
            inputs[2 * (t * rows + i) + 1] = (double)(100 * i + t) + 0.5;
            targets[t * rows + i] = -(double)(100 * i + t);
        }
    return (gv_data){.flow = {.steps = steps, .shape = ag_shape_matrix(rows, 2)},
                     .inputs = inputs,
                     .targets = targets,
                     .columns = 1};
}

/* Takes an epoch of batches apart: every row once, inputs and targets of all steps together.
 * Returns: the order of the rows, in `order`. */
static void expect_epoch(gv_batches *batches, size_t *order) {
    const size_t rows = batches->rows, steps = batches->all->flow.steps;
    bool seen[64] = {false};
    size_t count = 0, last = batches->size;
    for (const gv_data *b; (b = gv_batches_next(batches)) != NULL;) {
        const size_t here = b->flow.shape.extent[0];
        ck_assert_uint_eq(last, batches->size); /* only the last may be smaller */
        ck_assert_uint_eq(b->flow.steps, steps);
        last = here;
        for (size_t i = 0; i < here; i++) {
            const size_t row = (size_t)b->inputs[2 * i] / 100;
            ck_assert_uint_lt(row, rows);
            ck_assert(!seen[row]);
            seen[row] = true;
            order[count++] = row;
            for (size_t t = 0; t < steps; t++) {
                const double expected = (double)(100 * row + t);
                ck_assert_double_eq(b->inputs[2 * (t * here + i)], expected);
                ck_assert_double_eq(b->inputs[2 * (t * here + i) + 1], expected + 0.5);
                ck_assert_double_eq(b->targets[t * here + i], -expected);
            }
        }
    }
    ck_assert_uint_eq(count, rows);
    ck_assert_uint_eq(last, rows % batches->size == 0 ? batches->size : rows % batches->size);
}

START_TEST(an_epoch_of_batches_holds_every_row_once) {
    static const struct {
        size_t rows, steps, size;
    } sizes[] = {{11, 1, 4}, {12, 1, 4}, {7, 3, 2}, {5, 2, 5}, {3, 4, 1}};
    double inputs[128], targets[64];
    size_t order[64];
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        const gv_data all = numbered(sizes[k].rows, sizes[k].steps, inputs, targets);
        gv_batches batches;
        ck_assert(gv_batches_start(&batches, &all, sizes[k].size));
        expect_epoch(&batches, order);
        for (size_t i = 0; i < sizes[k].rows; i++)
            ck_assert_uint_eq(order[i], i);
        ag_random random = ag_random_create(5, k);
        for (size_t epoch = 0; epoch < 3; epoch++) {
            gv_batches_shuffle(&batches, &random);
            expect_epoch(&batches, order);
        }
        gv_batches_clear(&batches);
    }
}
END_TEST

/* Of 4 rows there are 24 orders: 2400 shuffles give each 100 times, with a deviation of 10. */
START_TEST(every_order_of_the_rows_is_as_likely) {
    double inputs[8], targets[4];
    size_t order[4] = {0}, counts[256] = {0}, orders = 0;
    const gv_data all = numbered(4, 1, inputs, targets);
    gv_batches batches;
    ag_random random = ag_random_create(77, 3);
    ck_assert(gv_batches_start(&batches, &all, 4));
    for (size_t i = 0; i < 2400; i++) {
        gv_batches_shuffle(&batches, &random);
        expect_epoch(&batches, order);
        counts[order[0] * 64 + order[1] * 16 + order[2] * 4 + order[3]]++;
    }
    for (size_t i = 0; i < 256; i++) {
        orders += counts[i] > 0;
        if (counts[i] > 0)
            ck_assert_double_le(fabs((double)counts[i] - 100), 50);
    }
    ck_assert_uint_eq(orders, 24);
    gv_batches_clear(&batches);
}
END_TEST

/* ---- cases that are trained ---- */

static gv_case *load_trained(const char *train) {
    char yaml[YAML_BYTES];
    snprintf(yaml, sizeof yaml,
             "schema: 1\nname: x\nseed: 91\nmodel:\n  layers:\n"
             "    - {name: a, kind: linear, out: 3}\n    - tanh\n"
             "    - {name: b, kind: linear, out: 2}\n"
             "data: {random: {rows: 11, inputs: 4, outputs: 2}}\nloss: squared_error\n"
             "l2: [{lambda: 0.01, parameters: weights}]\n"
             "points:\n  - initial\n  - train: {%s}\n",
             train);
    return load_good(yaml);
}

static double loss_at(const gv_case *item, size_t point) {
    gv_subject *subject = subject_of(item, point);
    const gv_probe rest = at_rest(subject, GV_WHOLE);
    const double value = value_at(subject, &rest);
    gv_subject_destroy(subject);
    return value;
}

/* The same steps by hand: `group[p]` is the group of parameter p, of two. */
static void step_by_hand(const gv_case *item, const ag_optimizer_kind *kind,
                         const ag_optimizer_settings *settings, const size_t *group,
                         size_t steps, double *x) {
    gv_subject *subject = subject_of(item, 0);
    ag_optimizer *optimizer = ag_optimizer_create(kind);
    ag_parameter *parameters[4];
    double *gradient = calloc(subject->count, sizeof *gradient);
    ck_assert_ptr_nonnull(gradient);
    memcpy(x, subject->point, subject->count * sizeof *x);
    ck_assert_uint_eq(subject->parameter_count, 4);
    for (size_t p = 0; p < 4; p++) {
        parameters[p] = ag_parameter_create("", ag_shape_vector(subject->parameters[p].count));
        memcpy(parameters[p]->data, x + subject->parameters[p].offset,
               parameters[p]->size * sizeof *x);
        ck_assert_int_eq(
            ag_optimizer_add_group(optimizer, &parameters[p], 1, &settings[group[p]], NULL),
            AG_OK);
    }
    for (size_t k = 0; k < steps; k++) {
        memset(gradient, 0, subject->count * sizeof *gradient);
        ck_assert_int_eq(subject->kind->gradient_at(subject, x, gradient), GV_EVAL_OK);
        for (size_t p = 0; p < 4; p++)
            memcpy(parameters[p]->grad, gradient + subject->parameters[p].offset,
                   parameters[p]->size * sizeof *x);
        ag_optimizer_step(optimizer);
        for (size_t p = 0; p < 4; p++)
            memcpy(x + subject->parameters[p].offset, parameters[p]->data,
                   parameters[p]->size * sizeof *x);
    }
    for (size_t p = 0; p < 4; p++)
        ag_parameter_release(parameters[p]);
    ag_optimizer_destroy(optimizer);
    free(gradient);
    gv_subject_destroy(subject);
}

/* A valid value of a setting that is not the one it has anyway. */
static double other_value(const ag_setting_spec *spec) {
    const double value = 0.75 * spec->fallback + 0.017;
    ck_assert_double_ge(value, spec->low);
    ck_assert_double_lt(value, spec->below);
    return value;
}

/* Every setting of the schema as a key, but flags: nesterov excludes dampening.  `factor`
 * makes those of a group differ. */
static size_t write_settings(const ag_optimizer_kind *kind, double factor,
                             ag_optimizer_settings *settings, char *text, size_t size) {
    size_t at = 0;
    for (size_t i = 0; i < kind->setting_count; i++) {
        const ag_setting_spec *spec = &kind->settings[i];
        if (spec->is_flag)
            continue;
        const double value = other_value(spec) * factor;
        ck_assert_int_eq(ag_optimizer_set(kind, settings, spec->name, value), AG_OK);
        at += (size_t)snprintf(text + at, size - at, ", %s: %.17g", spec->name, value);
    }
    return at;
}

START_TEST(every_optimizer_of_the_engine_has_all_its_settings_and_groups) {
    const ag_optimizer_kind *kind = ag_optimizer_kinds[_i];
    ag_optimizer_settings settings[2] = {ag_optimizer_defaults(kind),
                                         ag_optimizer_defaults(kind)};
    char train[YAML_BYTES / 2], own[512], other[512];
    write_settings(kind, 1, &settings[0], own, sizeof own);
    write_settings(kind, 0.5, &settings[1], other, sizeof other);
    snprintf(train, sizeof train,
             "steps: 7, optimizer: {kind: %s%s, groups: [{parameters: [a, b.bias], except: "
             "a.weight%s}]}",
             kind->name, own, other);
    gv_case *item = load_trained(train);
    gv_subject *subject = subject_of(item, 1);
    double expected[32];
    ck_assert_uint_le(subject->count, sizeof expected / sizeof *expected);
    step_by_hand(item, kind, settings, (const size_t[]){0, 1, 0, 1}, 7, expected);
    for (size_t i = 0; i < subject->count; i++)
        ck_assert_double_eq_tol(subject->point[i], expected[i], 1e-14);
    ck_assert_str_eq(gv_case_point_optimizer(item, 1), kind->name);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

/* The settings that a group does not name are those of the optimizer, flags too. */
START_TEST(a_group_inherits_what_it_does_not_say) {
    ag_optimizer_settings settings[2] = {ag_optimizer_defaults(&ag_optimizer_sgd)};
    settings[0].rate = 0.05;
    settings[0].momentum = 0.8;
    settings[0].nesterov = true;
    settings[1] = settings[0];
    settings[1].weight_decay = 0.3;
    gv_case *item = load_trained("steps: 4, optimizer: {kind: sgd, rate: 0.05, momentum: 0.8, "
                                 "nesterov: true, groups: [{parameters: weights, "
                                 "weight_decay: 0.3}]}");
    gv_subject *subject = subject_of(item, 1);
    double expected[32];
    step_by_hand(item, &ag_optimizer_sgd, settings, (const size_t[]){1, 0, 1, 0}, 4, expected);
    for (size_t i = 0; i < subject->count; i++)
        ck_assert_double_eq_tol(subject->point[i], expected[i], 1e-14);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

static void expect_same_point(const char *a, const char *b, bool same) {
    gv_case *first = load_trained(a), *second = load_trained(b);
    gv_subject *x = subject_of(first, 1), *y = subject_of(second, 1);
    ck_assert(same_bits(x->point, y->point, x->count * sizeof *x->point) == same);
    gv_subject_destroy(x);
    gv_subject_destroy(y);
    gv_case_destroy(first);
    gv_case_destroy(second);
}

START_TEST(one_batch_of_all_rows_is_no_batch) {
    expect_same_point("steps: 5, rate: 0.2", "epochs: 5, batch: 11, rate: 0.2", true);
    expect_same_point("steps: 5, rate: 0.2", "epochs: 5, batch: 10, rate: 0.2", false);
    expect_same_point("steps: 5, rate: 0.2", "epochs: 5, rate: 0.2", true);
    expect_same_point("steps: 5, rate: 0.2", "steps: 5, optimizer: {kind: sgd, rate: 0.2}",
                      true);
}
END_TEST

START_TEST(steps_end_in_the_middle_of_an_epoch) {
    expect_same_point("epochs: 2, batch: 4, rate: 0.2", "steps: 6, batch: 4, rate: 0.2", true);
    expect_same_point("epochs: 2, batch: 4, rate: 0.2", "steps: 5, batch: 4, rate: 0.2", false);
}
END_TEST

START_TEST(shuffling_is_another_order_by_the_seed) {
    static const char shuffled[] = "epochs: 3, batch: 4, shuffle: true, rate: 0.2";
    expect_same_point(shuffled, shuffled, true);
    expect_same_point(shuffled, "epochs: 3, batch: 4, rate: 0.2", false);
    gv_case *item = load_trained(shuffled);
    gv_subject *x = subject_of(item, 1), *y;
    const gv_case_overrides other = {.has_seed = true, .seed = 92};
    ck_assert_int_eq(gv_case_subject(item, 1, &other, &y, NULL), GV_OK);
    ck_assert(!same_bits(x->point, y->point, x->count * sizeof *x->point));
    gv_subject_destroy(x);
    gv_subject_destroy(y);
    gv_case_destroy(item);
}
END_TEST

/* ---- what is told, and what must fall ---- */

typedef struct heard {
    size_t calls, measured, epoch, step;
    double first, last;
} heard;

static void listen(void *context, const gv_training_news *news) {
    heard *h = context;
    ck_assert_uint_eq(news->step, h->calls++);
    h->epoch = news->epoch;
    h->step = news->step;
    if (!news->measured)
        return;
    if (h->measured++ == 0)
        h->first = news->loss;
    h->last = news->loss;
}

START_TEST(the_loss_is_told_at_the_start_and_after_every_epoch) {
    gv_case *item = load_trained("steps: 8, batch: 4, rate: 0.2"); /* 3 batches an epoch */
    heard h = {0};
    const gv_case_overrides overrides = {.told = listen, .context = &h};
    gv_subject *subject;
    ck_assert_int_eq(gv_case_subject(item, 1, &overrides, &subject, NULL), GV_OK);
    ck_assert_uint_eq(h.calls, 9);
    ck_assert_uint_eq(h.measured, 4); /* before, after 3, 6 and at the end */
    ck_assert_uint_eq(h.epoch, 2);
    ck_assert_uint_eq(h.step, 8);
    ck_assert_double_eq(h.first, loss_at(item, 0));
    ck_assert_double_eq(h.last, loss_at(item, 1));
    ck_assert_double_lt(h.last, h.first);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

START_TEST(a_loss_that_does_not_fall_as_far_as_it_is_to_breaks_the_subject) {
    gv_case *item = load_trained("steps: 20, rate: 0.05, falls_below: 0.0001");
    gv_subject *subject;
    gv_error error = {GV_OK, ""};
    ck_assert_int_eq(gv_case_subject(item, 1, NULL, &subject, &error), GV_ERR_SUBJECT);
    ck_assert_ptr_null(subject);
    ck_assert_ptr_nonnull(strstr(error.message, "is not below 0.0001 of it"));
    gv_case_destroy(item);
    item = load_trained("steps: 20, rate: 0.05, falls_below: 0.9");
    gv_subject_destroy(subject_of(item, 1));
    gv_case_destroy(item);
}
END_TEST

/* Fixtures that promise a fall fail when they are given no time for it. */
START_TEST(micrograds_training_fails_when_it_is_cut_short) {
    gv_case *item = load_fixture("training.yaml");
    gv_subject *subject;
    gv_subject_destroy(subject_of(item, 2));
    ck_assert_double_eq(item->points[2].training.falls_below, 0.01);
    item->points[2].training.steps = 3;
    ck_assert_int_eq(gv_case_subject(item, 2, NULL, &subject, NULL), GV_ERR_SUBJECT);
    gv_case_destroy(item);
}
END_TEST

/* Every step on a batch masks anew: with a rate of 0 nothing moves, and yet the mean over the
 * steps' masks is what a fixed one could not give. */
START_TEST(training_leaves_the_masks_of_the_checks_alone) {
    static const char yaml[] =
        "schema: 1\nname: x\nseed: 4\nmodel:\n  layers: [{kind: linear, out: 7}, "
        "{kind: dropout, rate: 0.5, mask: 12}, {kind: linear, out: 1}]\n"
        "data: {random: {rows: 6, inputs: 2, outputs: 1}}\nloss: squared_error\n"
        "points: [initial, {train: {epochs: 2, batch: 5, optimizer: {kind: sgd, rate: 0}}},"
        " {train: {epochs: 9, batch: 6, rate: 0.1}}, {train: {epochs: 9, rate: 0.1}}]\n";
    gv_case *item = load_good(yaml);
    ck_assert_double_eq(loss_at(item, 0), loss_at(item, 1));
    /* One batch of all rows, but with a mask for each step. */
    ck_assert_double_ne(loss_at(item, 2), loss_at(item, 3));
    gv_case_destroy(item);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("training of cases");
    TCase *tests = tcase_create("training of cases");
    tcase_set_timeout(tests, 0); /* ctest keeps the time */
    tcase_add_test(tests, an_epoch_of_batches_holds_every_row_once);
    tcase_add_test(tests, every_order_of_the_rows_is_as_likely);
    tcase_add_loop_test(tests, every_optimizer_of_the_engine_has_all_its_settings_and_groups, 0,
                        (int)ag_optimizer_kind_count);
    tcase_add_test(tests, a_group_inherits_what_it_does_not_say);
    tcase_add_test(tests, one_batch_of_all_rows_is_no_batch);
    tcase_add_test(tests, steps_end_in_the_middle_of_an_epoch);
    tcase_add_test(tests, shuffling_is_another_order_by_the_seed);
    tcase_add_test(tests, the_loss_is_told_at_the_start_and_after_every_epoch);
    tcase_add_test(tests, a_loss_that_does_not_fall_as_far_as_it_is_to_breaks_the_subject);
    tcase_add_test(tests, micrograds_training_fails_when_it_is_cut_short);
    tcase_add_test(tests, training_leaves_the_masks_of_the_checks_alone);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
