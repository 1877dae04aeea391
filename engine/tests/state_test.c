/* State: names and ties, files both ways, loading all or nothing. */
#define _POSIX_C_SOURCE 200809L /* NOLINT(bugprone-reserved-identifier): POSIX has it so */
#include "support.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reference/state_reference.h"

/* The model of reference/state.py: table (3, 2), a layer, the table again. */
static ag_module *tied_model(void) {
    ag_module *all = ag_sequential_create(), *table = ag_embedding_create(3, 2);
    ag_module *out = ag_linear_create(2, 3, false);
    ag_linear_set_weight(out, ag_module_parameter(table, "weight"));
    ag_sequential_take(all, table);
    ag_sequential_take(all, ag_linear_create(2, 2, true));
    ag_sequential_take(all, out);
    return all;
}

static void fill(ag_module *module, uint64_t seed) {
    ag_parameter *list[8];
    ag_random random = ag_random_create(seed, 8);
    const size_t count = ag_module_parameters(module, list, 8);
    for (size_t i = 0; i < count; i++)
        ag_init_normal(list[i], &random, 0.3, 0.9);
}

static void expect_data(const ag_module *module, const char *name, const double *want) {
    const ag_parameter *p = ag_module_parameter(module, name);
    for (size_t i = 0; i < p->size; i++)
        ck_assert_msg(p->data[i] == want[i], "%s[%zu]: %.17g, not %.17g", name, i, p->data[i],
                      want[i]);
}

static char folder[] = "/tmp/gradgate-state-XXXXXX";

static const char *in_folder(const char *name) {
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static size_t slurp(const char *path, unsigned char *bytes, size_t room) {
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    const size_t size = fread(bytes, 1, room, file);
    fclose(file);
    return size;
}

/* ---- the list ---- */

START_TEST(a_tied_parameter_is_in_the_state_under_each_name_in_order) {
    static const char *const names[] = {"0.weight", "1.weight", "1.bias", "2.weight"};
    ag_module *all = tied_model();
    ag_state *state = ag_state_of_module(all);
    ck_assert_uint_eq(ag_state_count(state), 4);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_str_eq(ag_state_name(state, i), names[i]);
        ck_assert_uint_eq(ag_state_index(state, names[i]), i);
    }
    ck_assert_ptr_eq(ag_state_parameter(state, 0), ag_state_parameter(state, 3));
    ck_assert_ptr_eq(ag_state_parameter(state, 1), ag_module_parameter(all, "1.weight"));
    ck_assert_uint_eq(ag_state_index(state, "1"), 4);
    ck_assert_ptr_null(ag_state_name(state, 4));
    ck_assert_ptr_null(ag_state_parameter(state, 4));
    ag_module_release(all);
    ag_state_destroy(state);
}
END_TEST

START_TEST(a_name_comes_once) {
    ag_state *state = ag_state_create();
    ag_parameter *p = ag_parameter_create("p", ag_shape_scalar());
    ck_assert_uint_eq(ag_state_index(state, "p"), 0);
    ck_assert_int_eq(ag_state_add(state, "p", p), AG_OK);
    ck_assert_int_eq(ag_state_add(state, "p", p), AG_ERR_NAME);
    ck_assert_int_eq(ag_state_add(state, NULL, p), AG_ERR_ARGUMENT);
    ck_assert_int_eq(ag_state_add(state, "q", NULL), AG_ERR_ARGUMENT);
    for (int i = 0; i < 500; i++) {
        char name[16];
        snprintf(name, sizeof name, "p.%d", i);
        ck_assert_int_eq(ag_state_add(state, name, p), AG_OK);
    }
    ck_assert_uint_eq(ag_state_count(state), 501);
    ck_assert_uint_eq(ag_state_index(state, "p.417"), 418);
    ag_state_destroy(state);
    ag_state_destroy(NULL);
    ck_assert_uint_eq(p->references, 1);
    ag_parameter_release(p);
}
END_TEST

/* A parameter "0.weight" of the container itself beside child "0" with a "weight". */
START_TEST(two_places_of_one_dotted_name_have_no_state) {
    ag_module *all = ag_sequential_create();
    ag_sequential_take(all, ag_linear_create(2, 2, false));
    ag_module_take_parameter(all, "0.weight", ag_parameter_create("", ag_shape_scalar()));
    ck_assert_ptr_null(ag_state_of_module(all));
    ag_state *state = ag_state_create();
    ck_assert_int_eq(ag_state_load(all, state, NULL), AG_ERR_NAME);
    ag_state_destroy(state);
    ag_module_release(all);
}
END_TEST

/* ---- files ---- */

START_TEST(a_file_of_pytorchs_tensors_is_loaded_and_ties_stay) {
    ag_module *all = tied_model();
    fill(all, 3);
    ag_error error = {.message = ""};
    ag_state *state = ag_state_parse(state_foreign, sizeof state_foreign, &error);
    ck_assert_msg(state != NULL, "%s", error.message);
    ck_assert_uint_eq(ag_state_count(state), 4);
    ck_assert_str_eq(ag_state_name(state, 3), "1.bias");
    ck_assert_int_eq(ag_state_load(all, state, NULL), AG_OK);
    expect_data(all, "0.weight", state_table);
    expect_data(all, "1.weight", state_weight);
    expect_data(all, "1.bias", state_bias_f32);
    ck_assert_ptr_eq(ag_module_parameter(all, "0.weight"),
                     ag_module_parameter(all, "2.weight"));
    ag_state_destroy(state);
    ag_module_release(all);
}
END_TEST

START_TEST(a_saved_file_has_the_bytes_of_the_reference_writer) {
    unsigned char bytes[2048];
    ag_module *all = tied_model();
    ag_state *own = ag_state_parse(state_own, sizeof state_own, NULL);
    ck_assert_int_eq(ag_state_load(all, own, NULL), AG_OK);
    expect_data(all, "1.bias", state_bias);
    ag_state *state = ag_state_of_module(all);
    const char *path = in_folder("own.safetensors");
    ag_error error = {.message = ""};
    ck_assert_msg(ag_state_save(state, path, &error) == AG_OK, "%s", error.message);
    ck_assert_uint_eq(slurp(path, bytes, sizeof bytes), sizeof state_own);
    ck_assert_mem_eq(bytes, state_own, sizeof state_own);
    ag_state_destroy(own);
    ag_state_destroy(state);
    ag_module_release(all);
}
END_TEST

START_TEST(what_is_saved_is_read_back_bit_for_bit) {
    ag_module *from = tied_model(), *to = tied_model();
    fill(from, 11);
    fill(to, 12);
    double *odd = ag_module_parameter(from, "1.weight")->data;
    odd[0] = -0.0;
    odd[1] = 0x1p-1074;
    odd[2] = -INFINITY;
    ag_module_parameter(from, "1.bias")->requires_grad = false;
    ag_state *state = ag_state_of_module(from);
    ck_assert_int_eq(ag_state_save(state, in_folder("a"), NULL), AG_OK);
    ag_state *again = ag_state_read(in_folder("a"), NULL);
    ck_assert_ptr_nonnull(again);
    ck_assert_int_eq(ag_state_load(to, again, NULL), AG_OK);
    for (size_t i = 0; i < 4; i++) {
        const ag_parameter *p = ag_state_parameter(state, i);
        ck_assert_mem_eq(ag_module_parameter(to, ag_state_name(state, i))->data, p->data,
                         p->size * sizeof(double));
    }
    ag_state_destroy(state);
    ag_state_destroy(again);
    ag_module_release(from);
    ag_module_release(to);
}
END_TEST

START_TEST(an_empty_state_and_a_scalar_have_files_too) {
    ag_state *empty = ag_state_create(), *one = ag_state_create();
    ag_parameter *p = ag_parameter_create("p", ag_shape_scalar());
    p->data[0] = -1.3947;
    ag_state_add(one, "\xC3\xA9 \"\\\n", p);
    ck_assert_int_eq(ag_state_save(empty, in_folder("empty"), NULL), AG_OK);
    ck_assert_int_eq(ag_state_save(one, in_folder("one"), NULL), AG_OK);
    ag_state *first = ag_state_read(in_folder("empty"), NULL);
    ag_state *second = ag_state_read(in_folder("one"), NULL);
    ck_assert_uint_eq(ag_state_count(first), 0);
    ck_assert_str_eq(ag_state_name(second, 0), "\xC3\xA9 \"\\\n");
    ck_assert_uint_eq(ag_state_parameter(second, 0)->shape.rank, 0);
    ck_assert_double_eq(ag_state_parameter(second, 0)->data[0], -1.3947);
    ag_state_destroy(empty);
    ag_state_destroy(one);
    ag_state_destroy(first);
    ag_state_destroy(second);
    ag_parameter_release(p);
}
END_TEST

START_TEST(names_that_the_format_cannot_hold_are_refused) {
    static const char *const names[] = {"__metadata__", "\xFF\xFE"};
    ag_parameter *p = ag_parameter_create("p", ag_shape_scalar());
    for (size_t i = 0; i < 2; i++) {
        ag_state *state = ag_state_create();
        ag_error error = {.message = ""};
        ag_state_add(state, names[i], p);
        ck_assert_int_eq(ag_state_save(state, in_folder("refused"), &error), AG_ERR_NAME);
        ck_assert_str_ne(error.message, "");
        ck_assert_int_ne(access(in_folder("refused"), F_OK), 0);
        ag_state_destroy(state);
    }
    ag_parameter_release(p);
}
END_TEST

/* A full disk, imitated by a limit on the size of files. */
START_TEST(a_file_that_cannot_be_finished_leaves_the_old_one_and_nothing_else) {
    ag_module *small = ag_linear_create(2, 2, false), *large = ag_linear_create(60, 90, true);
    ag_state *state = ag_state_of_module(small), *too_much = ag_state_of_module(large);
    unsigned char before[512], after[512];
    ag_error error = {.message = ""};
    ck_assert_int_eq(mkdir(in_folder("full"), 0700), 0);
    ck_assert_int_eq(ag_state_save(state, in_folder("full/kept"), NULL), AG_OK);
    const size_t size = slurp(in_folder("full/kept"), before, sizeof before);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    const rlim_t most = limit.rlim_cur;
    limit.rlim_cur = 1024;
    setrlimit(RLIMIT_FSIZE, &limit);
    const ag_status status = ag_state_save(too_much, in_folder("full/kept"), &error);
    limit.rlim_cur = most;
    setrlimit(RLIMIT_FSIZE, &limit);
    ck_assert_int_eq(status, AG_ERR_FILE);
    ck_assert_ptr_nonnull(strstr(error.message, "File too large"));
    ck_assert_uint_eq(slurp(in_folder("full/kept"), after, sizeof after), size);
    ck_assert_mem_eq(before, after, size);
    unlink(in_folder("full/kept"));
    ck_assert_int_eq(rmdir(in_folder("full")), 0); /* no draft was left behind */
    ag_state_destroy(state);
    ag_state_destroy(too_much);
    ag_module_release(small);
    ag_module_release(large);
}
END_TEST

START_TEST(files_that_are_not_there_or_are_no_files_are_refused_in_words) {
    ag_state *state = ag_state_create();
    ag_error error = {.message = ""};
    ck_assert_ptr_null(ag_state_read(in_folder("nowhere"), &error));
    ck_assert_int_eq(error.status, AG_ERR_FILE);
    ck_assert_ptr_nonnull(strstr(error.message, "No such file"));
    ck_assert_ptr_null(ag_state_read(folder, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "not a regular file"));
    ck_assert_int_eq(mkfifo(in_folder("pipe"), 0600), 0);
    ck_assert_ptr_null(ag_state_read(in_folder("pipe"), NULL));
    unlink(in_folder("pipe"));
    ck_assert_int_eq(ag_state_save(state, in_folder("no/folder"), &error), AG_ERR_FILE);
    ck_assert_ptr_nonnull(strstr(error.message, "No such file"));
    ck_assert_int_eq(ag_state_save(state, folder, &error), AG_ERR_FILE); /* the rename fails */
    ck_assert_int_eq(ag_state_save(state, "here.safetensors", NULL), AG_OK);
    ck_assert_int_eq(unlink("here.safetensors"), 0);
    ag_state_destroy(state);
}
END_TEST

/* ---- loading ---- */

START_TEST(all_mismatches_are_named_at_once_and_nothing_is_loaded) {
    ag_module *all = tied_model();
    fill(all, 14);
    ag_state *state = ag_state_create();
    ag_parameter *table = ag_parameter_create("", ag_shape_matrix(3, 2));
    ag_parameter *other = ag_parameter_create("", ag_shape_matrix(3, 2));
    ag_parameter *wrong = ag_parameter_create("", ag_shape_matrix(2, 4));
    ag_init_constant(table, 0.7731);
    ag_init_constant(other, 0.7732);
    ag_state_add(state, "0.weight", table);
    ag_state_add(state, "2.weight", other);
    ag_state_add(state, "1.weight", wrong);
    ag_state_add(state, "extra", table);
    ag_state_add(state, "more", table);
    ag_mismatches list = {0};
    const double before = ag_module_parameter(all, "0.weight")->data[4];
    ck_assert_int_eq(ag_state_load(all, state, &list), AG_ERR_MISMATCH);
    ck_assert_int_eq(ag_state_load(all, state, NULL), AG_ERR_MISMATCH);
    ck_assert_double_eq(ag_module_parameter(all, "0.weight")->data[4], before);
    char *text = ag_mismatches_text(&list);
    ck_assert_str_eq(text, "missing: 1.bias; unexpected: extra, more; of another shape: "
                           "1.weight (module (2, 2), state (2, 4)); tied but different: "
                           "0.weight and 2.weight");
    free(text);
    ag_mismatches_destroy(&list);
    text = ag_mismatches_text(&list);
    ck_assert_str_eq(text, "");
    free(text);
    ag_parameter_release(table);
    ag_parameter_release(other);
    ag_parameter_release(wrong);
    ag_state_destroy(state);
    ag_module_release(all);
}
END_TEST

START_TEST(one_name_of_a_tied_parameter_is_enough) {
    ag_module *all = tied_model();
    ag_state *whole = ag_state_parse(state_own, sizeof state_own, NULL);
    for (size_t skip = 0; skip < 4; skip++) {
        ag_state *part = ag_state_create();
        ag_mismatches list = {0};
        for (size_t i = 0; i < 4; i++)
            if (i != skip)
                ag_state_add(part, ag_state_name(whole, i), ag_state_parameter(whole, i));
        const ag_status status = ag_state_load(all, part, &list);
        ck_assert_int_eq(status, skip == 0 || skip == 3 ? AG_OK : AG_ERR_MISMATCH);
        ck_assert_uint_eq(list.count, status == AG_OK ? 0 : 1);
        ag_mismatches_destroy(&list);
        ag_state_destroy(part);
    }
    expect_data(all, "2.weight", state_table);
    ag_state_destroy(whole);
    ag_module_release(all);
}
END_TEST

START_TEST(a_frozen_parameter_is_saved_and_loaded_as_any_other) {
    ag_module *from = ag_linear_create(2, 2, true), *to = ag_linear_create(2, 2, true);
    fill(from, 15);
    ag_module_require_grad(from, false);
    ag_module_require_grad(to, false);
    ag_state *state = ag_state_of_module(from);
    ck_assert_uint_eq(ag_state_count(state), 2);
    ck_assert_int_eq(ag_state_load(to, state, NULL), AG_OK);
    expect_data(to, "weight", ag_module_parameter(from, "weight")->data);
    ck_assert(!ag_module_parameter(to, "bias")->requires_grad);
    ck_assert_int_eq(ag_state_load(from, state, NULL), AG_OK); /* its own: nothing changes */
    ag_state_destroy(state);
    ag_module_release(from);
    ag_module_release(to);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        a_tied_parameter_is_in_the_state_under_each_name_in_order,
        a_name_comes_once,
        two_places_of_one_dotted_name_have_no_state,
        a_file_of_pytorchs_tensors_is_loaded_and_ties_stay,
        a_saved_file_has_the_bytes_of_the_reference_writer,
        what_is_saved_is_read_back_bit_for_bit,
        an_empty_state_and_a_scalar_have_files_too,
        names_that_the_format_cannot_hold_are_refused,
        files_that_are_not_there_or_are_no_files_are_refused_in_words,
        all_mismatches_are_named_at_once_and_nothing_is_loaded,
        one_name_of_a_tied_parameter_is_enough,
        a_frozen_parameter_is_saved_and_loaded_as_any_other,
        a_file_that_cannot_be_finished_leaves_the_old_one_and_nothing_else,
    };
    if (mkdtemp(folder) == NULL)
        return 1;
    const int code = run_tests("state", tests, sizeof tests / sizeof *tests);
    static const char *const left[] = {"own.safetensors", "a", "empty", "one"};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        unlink(in_folder(left[i]));
    return rmdir(folder) == 0 ? code : 1;
}
