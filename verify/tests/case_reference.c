/* Fixtures against PyTorch: values and gradients of fixtures/reference, which a script
 * beside them made from models written out again there. */
#include "case_support.h"
#include "subject/engine.h"

#include <gradgate/engine/state.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const cases[] = {"language",    "recurrent",   "lstm",   "gru",   "formula",
                                    "transformer", "digits-conv", "digits", "nested"};

static const ag_parameter *find(const ag_state *state, const char *item, const char *kind,
                                const char *name) {
    char key[256];
    snprintf(key, sizeof key, "%s%s%s", item, kind, name);
    const size_t index = ag_state_index(state, key);
    ck_assert_msg(index < ag_state_count(state), "%s", key);
    return ag_state_parameter(state, index);
}

/* The reference's point, in the subject's order. */
static double *point_of(const gv_subject *subject, const ag_state *state, const char *item) {
    double *x = calloc(subject->count, sizeof *x);
    ck_assert_ptr_nonnull(x);
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        const ag_parameter *given = find(state, item, "/", parameter->group.name);
        ck_assert_uint_eq(given->size, parameter->count);
        ck_assert_uint_eq(given->shape.rank, parameter->group.rank);
        for (size_t axis = 0; axis < given->shape.rank; axis++)
            ck_assert_uint_eq(given->shape.extent[axis], parameter->group.shape[axis]);
        memcpy(x + parameter->offset, given->data, given->size * sizeof *x);
    }
    return x;
}

/* Per tensor in norm to 1e-10.  Per entry: what rounding explains, a thousand roundings of the
 * largest entry of the tensor, for that is the size of what cancels in the others. */
static void compare(const gv_parameter *parameter, const double *found,
                    const double *expected) {
    double gap = 0, norm = 0, largest = 0;
    for (size_t i = 0; i < parameter->count; i++) {
        gap += (found[i] - expected[i]) * (found[i] - expected[i]);
        norm += expected[i] * expected[i];
        largest = fmax(largest, fabs(expected[i]));
    }
    ck_assert_double_gt(norm, 0);
    ck_assert_msg(sqrt(gap) <= 1e-10 * sqrt(norm), "%s: %.3g of %.3g", parameter->group.name,
                  sqrt(gap), sqrt(norm));
    for (size_t i = 0; i < parameter->count; i++)
        ck_assert_msg(fabs(found[i] - expected[i]) <= 1000 * DBL_EPSILON * largest,
                      "%s[%zu]: %.17g, by PyTorch %.17g", parameter->group.name, i, found[i],
                      expected[i]);
}

START_TEST(value_and_gradient_are_those_of_pytorch) {
    char file[64];
    ag_error error;
    snprintf(file, sizeof file, "%s.yaml", cases[_i]);
    gv_case *item = load_fixture(file);
    gv_subject *subject = subject_of(item, 0);
    ag_state *state = ag_state_read(FIXTURES "reference/reference.safetensors", &error);
    ck_assert_msg(state != NULL, "%s", error.message);
    double *x = point_of(subject, state, cases[_i]), value = 0;
    double *gradient = calloc(subject->count, sizeof *gradient);
    ck_assert_ptr_nonnull(gradient);
    ck_assert_int_eq(subject->kind->value_anew(subject, x, &value), GV_EVAL_OK);
    const double expected = find(state, cases[_i], ".value", "")->data[0];
    ck_assert_double_eq_tol(value, expected, 1e-12 * fabs(expected));
    ck_assert_int_eq(subject->kind->gradient_at(subject, x, gradient), GV_EVAL_OK);
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        compare(parameter, gradient + parameter->offset,
                find(state, cases[_i], ".gradient/", parameter->group.name)->data);
    }
    free(x);
    free(gradient);
    ag_state_destroy(state);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("reference");
    TCase *tests = tcase_create("reference");
    tcase_set_timeout(tests, 0); /* ctest keeps the time */
    tcase_add_loop_test(tests, value_and_gradient_are_those_of_pytorch, 0,
                        (int)(sizeof cases / sizeof *cases));
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
