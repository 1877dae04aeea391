/* Parameters from a file: fixtures/data/nested.safetensors, which PyTorch wrote (see
 * fixtures/reference/reference.py), and files that do not fit. */
#include "case/building.h"
#include "case_support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { TEXT_BYTES = 1 << 14 };

static ag_state *read_state(const char *path) {
    ag_error error;
    ag_state *state = ag_state_read(path, &error);
    ck_assert_msg(state != NULL, "%s", error.message);
    return state;
}

START_TEST(the_point_is_what_pytorch_wrote) {
    gv_case *item = load_fixture("nested.yaml");
    gv_subject *subject = subject_of(item, 0);
    ag_state *state = read_state(FIXTURES "data/nested.safetensors");
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        const size_t at = ag_state_index(state, parameter->group.name);
        ck_assert_msg(at < ag_state_count(state), "%s", parameter->group.name);
        const ag_parameter *given = ag_state_parameter(state, at);
        ck_assert_uint_eq(given->size, parameter->count);
        ck_assert(same_bits(given->data, subject->point + parameter->offset,
                            given->size * sizeof(double)));
    }
    ag_state_destroy(state);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

/* The tie stays one: both names are in the file. */
START_TEST(loading_keeps_ties) {
    gv_case *item = load_fixture("nested.yaml");
    gv_subject *subject = subject_of(item, 0);
    const gv_parameter *table =
        &subject->parameters[parameter_named(subject, "embedding.weight")];
    ck_assert_uint_eq(table->use_count, 2);
    ck_assert_str_eq(table->uses[1].name, "head.output.weight");
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

static size_t read_bytes(const char *path, unsigned char *bytes, size_t size) {
    FILE *stream = fopen(path, "rb");
    ck_assert_msg(stream != NULL, "%s", path);
    const size_t got = fread(bytes, 1, size, stream);
    fclose(stream);
    ck_assert_uint_lt(got, size);
    return got;
}

/* What is saved of the loaded model, under the names that PyTorch's module has. */
static void save(const gv_case *item, const ag_state *names, const char *path) {
    gv_building *b = gv_building_create(item);
    ag_state *saved = ag_state_create();
    ck_assert_ptr_nonnull(b);
    ck_assert_int_eq(ag_state_load(b->module, item->state, NULL), AG_OK);
    for (size_t i = 0; i < ag_state_count(names); i++) {
        ag_parameter *p = ag_module_parameter(b->module, ag_state_name(names, i));
        ck_assert_msg(p != NULL, "%s", ag_state_name(names, i));
        ck_assert_int_eq(ag_state_add(saved, ag_state_name(names, i), p), AG_OK);
    }
    ck_assert_int_eq(ag_state_save(saved, path, NULL), AG_OK);
    ag_state_destroy(saved);
    gv_building_destroy(b);
}

/* nested-saved.safetensors is by the independent writer, and PyTorch loaded it strictly. */
START_TEST(what_is_saved_is_what_pytorch_loads_byte_for_byte) {
    static unsigned char expected[1 << 16], found[1 << 16];
    char path[64];
    gv_case *item = load_fixture("nested.yaml");
    ag_state *names = read_state(FIXTURES "reference/nested-saved.safetensors");
    snprintf(path, sizeof path, "/tmp/gradgate-state-%ld", (long)getpid());
    save(item, names, path);
    const size_t size =
        read_bytes(FIXTURES "reference/nested-saved.safetensors", expected, sizeof expected);
    ck_assert_uint_gt(size, 4096);
    ck_assert_uint_eq(read_bytes(path, found, sizeof found), size);
    ck_assert_mem_eq(found, expected, size);
    remove(path);
    ag_state_destroy(names);
    gv_case_destroy(item);
}
END_TEST

/* The model's own order and names, without those of places that PyTorch's module has not, are
 * those of its state_dict. */
START_TEST(names_come_in_the_order_of_pytorchs_state_dict) {
    gv_case *item = load_fixture("nested.yaml");
    ag_state *names = read_state(FIXTURES "reference/nested-saved.safetensors");
    size_t at = 0;
    for (size_t i = 0; i < item->alias_count; i++) {
        const char *name = item->aliases[i].name;
        if (strncmp(name, "first.", 6) == 0 || strncmp(name, "again.", 6) == 0 ||
            strncmp(name, "attend.", 7) == 0)
            continue;
        ck_assert_uint_lt(at, ag_state_count(names));
        ck_assert_str_eq(name, ag_state_name(names, at));
        ck_assert(
            ag_shape_equal(&item->aliases[i].shape, &ag_state_parameter(names, at)->shape));
        at++;
    }
    ck_assert_uint_eq(at, ag_state_count(names));
    ag_state_destroy(names);
    gv_case_destroy(item);
}
END_TEST

/* ---- files that do not fit ---- */

/* Two tied layers; `out` of the second, and the file. */
static const char model[] = "schema: 1\nname: x\nmodel:\n  layers:\n"
                            "    - {name: a, kind: linear, out: 3}\n"
                            "    - {name: b, kind: linear, out: %d}\n"
                            "  ties: [[a.weight, b.weight]]\n"
                            "data: {random: {rows: 3, inputs: 3, outputs: %d}}\n"
                            "loss: squared_error\nload: %s\n";

static gv_status load_path(int out, const char *path, char *text) {
    char yaml[2048];
    const int length = snprintf(yaml, sizeof yaml, model, out, out, path);
    return load_text(yaml, (size_t)length, text, TEXT_BYTES);
}

/* Writes a state of these tensors; each value is the place of the tensor. */
static void write_state(const char *path, const char *const *names, const ag_shape *shapes,
                        size_t count, double last) {
    ag_state *state = ag_state_create();
    for (size_t i = 0; i < count; i++) {
        ag_parameter *p = ag_parameter_create(names[i], shapes[i]);
        ck_assert_ptr_nonnull(p);
        for (size_t k = 0; k < p->size; k++)
            p->data[k] = (double)i + 0.25;
        if (i + 1 == count)
            p->data[p->size - 1] = last;
        ck_assert_int_eq(ag_state_add(state, names[i], p), AG_OK);
        ag_parameter_release(p);
    }
    ck_assert_int_eq(ag_state_save(state, path, NULL), AG_OK);
    ag_state_destroy(state);
}

/* Loads the model with a file of these tensors. */
static gv_status load_with(int out, const char *const *names, const ag_shape *shapes,
                           size_t count, double last, char *text) {
    char path[64];
    snprintf(path, sizeof path, "/tmp/gradgate-state-%ld", (long)getpid());
    write_state(path, names, shapes, count, last);
    const gv_status status = load_path(out, path, text);
    remove(path);
    return status;
}

static void expect_words(const char *text, const char *words) {
    ck_assert_msg(strstr(text, words) != NULL, "no \"%s\" in:\n%s", words, text);
}

/* The linear layers are (3, 3) and (2, 3): they cannot be tied, whatever the file holds. */
START_TEST(a_broken_model_is_told_before_its_file) {
    char text[TEXT_BYTES];
    const char *names[] = {"a.weight"};
    const ag_shape shapes[] = {ag_shape_matrix(3, 3)};
    ck_assert_int_eq(load_with(2, names, shapes, 1, 0, text), GV_ERR_INPUT);
    expect_words(text, "cannot tie 'b.weight'");
}
END_TEST

START_TEST(what_is_missing_unexpected_or_of_another_shape_is_named_with_its_place) {
    char text[TEXT_BYTES];
    const char *names[] = {"a.weight", "a.bias", "c.bias"};
    const ag_shape shapes[] = {ag_shape_matrix(3, 3), ag_shape_vector(4), ag_shape_vector(3)};
    ck_assert_int_eq(load_with(3, names, shapes, 3, 0.5, text), GV_ERR_INPUT);
    expect_words(text, ":10:7: error: the file has no 'b.bias'");
    expect_words(text, ":10:7: error: the file has 'c.bias', which the model has not");
    expect_words(text, ":10:7: error: 'a.bias' has shape (4,) in the file, (3,) in the model");
    ck_assert_ptr_null(strstr(text, "'b.weight'")); /* one name of a tie is enough */
}
END_TEST

START_TEST(two_names_of_a_tie_must_agree) {
    char text[TEXT_BYTES];
    const char *names[] = {"a.weight", "a.bias", "b.weight", "b.bias"};
    const ag_shape shapes[] = {ag_shape_matrix(3, 3), ag_shape_vector(3), ag_shape_matrix(3, 3),
                               ag_shape_vector(3)};
    ck_assert_int_eq(load_with(3, names, shapes, 4, 0.5, text), GV_ERR_INPUT);
    expect_words(text, "'a.weight' and 'b.weight' are tied, but differ in the file");
}
END_TEST

START_TEST(a_number_that_is_not_finite_is_refused) {
    char text[TEXT_BYTES];
    const char *names[] = {"a.weight", "a.bias", "b.bias"};
    const ag_shape shapes[] = {ag_shape_matrix(3, 3), ag_shape_vector(3), ag_shape_vector(3)};
    ck_assert_int_eq(load_with(3, names, shapes, 3, (double)NAN, text), GV_ERR_INPUT);
    expect_words(text, "entry 2 of 'b.bias' is not finite in the file");
    ck_assert_int_eq(load_with(3, names, shapes, 3, 0.5, text), GV_OK);
}
END_TEST

START_TEST(a_file_that_is_no_safetensors_is_refused_at_its_name) {
    char text[TEXT_BYTES];
    ck_assert_int_eq(load_path(3, BAD "unknown-key.yaml", text), GV_ERR_INPUT);
    expect_words(text, ":10:7: error: ");
    ck_assert_int_eq(load_path(3, "/tmp", text), GV_ERR_INPUT);
    expect_words(text, "is not a regular file");
    ck_assert_int_eq(load_path(3, "no-such-file", text), GV_ERR_INPUT);
    expect_words(text, "No such file");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("state of cases");
    TCase *tests = tcase_create("state of cases");
    tcase_set_timeout(tests, 0); /* ctest keeps the time */
    tcase_add_test(tests, the_point_is_what_pytorch_wrote);
    tcase_add_test(tests, loading_keeps_ties);
    tcase_add_test(tests, what_is_saved_is_what_pytorch_loads_byte_for_byte);
    tcase_add_test(tests, names_come_in_the_order_of_pytorchs_state_dict);
    tcase_add_test(tests, a_broken_model_is_told_before_its_file);
    tcase_add_test(tests,
                   what_is_missing_unexpected_or_of_another_shape_is_named_with_its_place);
    tcase_add_test(tests, two_names_of_a_tie_must_agree);
    tcase_add_test(tests, a_number_that_is_not_finite_is_refused);
    tcase_add_test(tests, a_file_that_is_no_safetensors_is_refused_at_its_name);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
