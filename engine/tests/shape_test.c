/* Shapes, regions, statuses, the BLAS's name. */
#include "support.h"

START_TEST(a_shape_knows_its_size_and_its_text) {
    char text[64], cut[6];
    const ag_shape matrix = ag_shape_matrix(4, 16), vector = ag_shape_vector(3);
    const ag_shape scalar = ag_shape_scalar();
    ck_assert_uint_eq(ag_shape_size(&matrix), 64);
    ck_assert_uint_eq(ag_shape_size(&scalar), 1);
    ck_assert_str_eq(ag_shape_text(&matrix, text, sizeof text), "(4, 16)");
    ck_assert_str_eq(ag_shape_text(&vector, text, sizeof text), "(3,)");
    ck_assert_str_eq(ag_shape_text(&scalar, text, sizeof text), "()");
    ck_assert_str_eq(ag_shape_text(&matrix, cut, sizeof cut), "(4, 1");
}
END_TEST

START_TEST(a_shape_that_is_not_valid_has_size_zero) {
    const size_t many[7] = {2, 2, 2, 2, 2, 2, 2};
    const ag_shape deep = ag_shape_make(7, many), empty = ag_shape_matrix(3, 0);
    const ag_shape huge = ag_shape_matrix(SIZE_MAX / 8, SIZE_MAX / 8);
    ck_assert_uint_eq(ag_shape_size(&deep), 0);
    ck_assert_uint_eq(ag_shape_size(&empty), 0);
    ck_assert_uint_eq(ag_shape_size(&huge), 0);
    ck_assert_ptr_null(ag_parameter_create("p", huge));
}
END_TEST

START_TEST(broadcasting_follows_numpy) {
    const ag_shape a = ag_shape_make(3, (const size_t[]){2, 1, 5});
    const ag_shape b = ag_shape_matrix(3, 1), c = ag_shape_vector(4);
    ag_shape out;
    ck_assert(ag_shape_broadcast(&a, &b, &out));
    ck_assert_uint_eq(out.extent[0], 2);
    ck_assert_uint_eq(out.extent[1], 3);
    ck_assert_uint_eq(out.extent[2], 5);
    ck_assert(!ag_shape_broadcast(&a, &c, &out));
}
END_TEST

START_TEST(regions_hold_one_entry_all_or_nothing) {
    const ag_shape shape = ag_shape_matrix(3, 5), scalar = ag_shape_scalar();
    const ag_region one = ag_region_entry(&shape, 7), all = ag_region_all(&shape);
    const ag_region none = ag_region_empty(), other = ag_region_entry(&shape, 14);
    const ag_region both = ag_region_union(&shape, &one, &other);
    ck_assert_uint_eq(one.begin[0], 1);
    ck_assert_uint_eq(one.begin[1], 2);
    ck_assert_uint_eq(both.end[0], 3);
    ck_assert_uint_eq(both.begin[1], 2);
    ck_assert(ag_region_is_empty(&shape, &none) && !ag_region_is_empty(&shape, &one));
    ck_assert(ag_region_is_all(&shape, &all) && !ag_region_is_all(&shape, &both));
    const ag_region whole = ag_region_all(&scalar);
    ck_assert(ag_region_is_empty(&scalar, &none) && !ag_region_is_empty(&scalar, &whole));
}
END_TEST

START_TEST(every_status_has_a_message) {
    for (int i = 0; i < AG_STATUS_COUNT; i++)
        ck_assert_uint_gt(strlen(ag_status_message((ag_status)i)), 4);
    ck_assert_str_eq(ag_status_message((ag_status)99), "unknown status");
}
END_TEST

START_TEST(the_blas_gives_its_name) {
    ck_assert_ptr_nonnull(strstr(ag_blas_description(), "OpenBLAS"));
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        a_shape_knows_its_size_and_its_text, a_shape_that_is_not_valid_has_size_zero,
        broadcasting_follows_numpy,          regions_hold_one_entry_all_or_nothing,
        every_status_has_a_message,          the_blas_gives_its_name,
    };
    return run_tests("shape", tests, sizeof tests / sizeof *tests);
}
