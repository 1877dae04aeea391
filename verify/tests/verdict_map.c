/* Maps, digests, points and outlines: what pictures and gates are drawn from. */
#include "verdict/map.h"
#include "verdict/collect.h"
#include "verdict/outline.h"
#include "verdict_suite.h"
#include <gradgate/verify/verify.h>

static gv_entry entry_of(size_t index, gv_verdict verdict, double claimed, double gap) {
    return (gv_entry){.index = index,
                      .verdict = verdict,
                      .reason = verdict == GV_PASS   ? GV_WITHIN_TOLERANCE
                                : verdict == GV_FAIL ? GV_GAP
                                                     : GV_TOO_COARSE,
                      .claimed = claimed,
                      .measured = claimed + gap,
                      .gap = gap,
                      .allowed = 1e-6};
}

START_TEST(a_small_parameter_has_a_cell_for_each_entry) {
    gv_map map = {0};

    ck_assert_int_eq(gv_map_start(&map, 35), GV_OK);
    ck_assert_uint_eq(map.count, 35);
    ck_assert_uint_eq(map.span, 1);
    const gv_entry entry = entry_of(34, GV_PASS, -1.3947, 2.5e-7);
    gv_map_note(&map, &entry);
    ck_assert_int_eq(map.cells[34].state, GV_STATE_PASSED);
    ck_assert_double_eq_tol(map.cells[34].share, 0.25, 1e-12);
    ck_assert(map.cells[34].claimed == -1.3947);
    ck_assert_int_eq(map.cells[33].state, GV_STATE_SKIPPED);
    ck_assert_uint_eq(map.cells[33].index, 33);
    free(map.cells);
}
END_TEST

/* In whatever order they come. */
START_TEST(a_cell_of_many_entries_shows_the_worst_of_them) {
    enum { ENTRIES = 100003 };
    dice d = {.seed = 7731};
    gv_map map = {0};

    ck_assert_int_eq(gv_map_start(&map, ENTRIES), GV_OK);
    ck_assert_uint_le(map.count, GV_CELLS_MAX);
    ck_assert_uint_ge(map.count * map.span, ENTRIES);
    const size_t wrong = 77310, undecided = wrong + 1 - (wrong % map.span ? 2 : 0);
    for (size_t k = 0; k < ENTRIES; k++) {
        const size_t i = k * 60013 % ENTRIES; /* every one once: 100003 is a prime */
        const gv_verdict verdict = i == wrong       ? GV_FAIL
                                   : i == undecided ? GV_INCONCLUSIVE
                                                    : GV_PASS;
        const gv_entry entry =
            entry_of(i, verdict, dice_size(&d, -3, 3), 1e-9 + 1e-13 * (double)i);
        gv_map_note(&map, &entry);
    }
    for (size_t c = 0; c < map.count; c++) {
        const gv_map_cell *cell = &map.cells[c];
        const size_t last = c + 1 < map.count ? (c + 1) * map.span - 1 : ENTRIES - 1;
        if (c == wrong / map.span)
            HOLDS(cell->state == GV_STATE_FAILED && cell->index == wrong, "cell %zu", c);
        else
            HOLDS(cell->state == GV_STATE_PASSED && cell->index == last, "cell %zu", c);
    }
    free(map.cells);
}
END_TEST

START_TEST(a_share_that_is_no_number_is_the_worst_of_its_kind) {
    for (int nan_first = 0; nan_first < 2; nan_first++) {
        gv_map map = {0};
        gv_entry a = entry_of(0, GV_FAIL, 0.7731, 3e-6);
        gv_entry b = entry_of(1, GV_FAIL, NAN, NAN);
        ck_assert_int_eq(gv_map_start(&map, 2 * GV_CELLS_MAX), GV_OK);
        gv_map_note(&map, nan_first ? &b : &a);
        gv_map_note(&map, nan_first ? &a : &b);
        ck_assert(isnan(map.cells[0].share));
        ck_assert_uint_eq(map.cells[0].index, 1);
        free(map.cells);
    }
}
END_TEST

static gv_digest digest_of(const double *claims, size_t count) {
    gv_digest digest = {0};

    for (size_t i = 0; i < count; i++) {
        const gv_entry entry = entry_of(i, GV_PASS, claims[i], 0.0);
        gv_digest_note(&digest, &entry);
    }
    return digest;
}

START_TEST(the_checksum_sees_one_entry_that_moves_and_two_that_change_places) {
    enum { ENTRIES = 4096 };
    static double claims[ENTRIES];
    dice d = {.seed = 13947};

    for (size_t i = 0; i < ENTRIES; i++)
        claims[i] = dice_between(&d, -2.0, 2.0);
    const gv_digest digest = digest_of(claims, ENTRIES);
    const double rounding = 2.0 * ENTRIES * 0x1p-53 * digest.size;
    for (size_t trial = 0; trial < 200; trial++) {
        const size_t i = dice_below(&d, ENTRIES), k = (i + 64) % ENTRIES;
        const double kept = claims[i];
        claims[i] *= 1.0 + 1e-5;
        HOLDS(fabs(digest_of(claims, ENTRIES).checksum - digest.checksum) > rounding, "%zu", i);
        claims[i] = claims[k];
        claims[k] = kept;
        HOLDS(fabs(digest_of(claims, ENTRIES).checksum - digest.checksum) > rounding, "%zu", i);
        claims[k] = claims[i];
        claims[i] = kept;
    }
    ck_assert(digest_of(claims, ENTRIES).checksum == digest.checksum);
}
END_TEST

START_TEST(norms_of_huge_claims_do_not_overflow) {
    const double claims[] = {3e200, -4e200};

    ck_assert_double_eq_tol(digest_of(claims, 2).claimed_norm / 5e200, 1.0, 1e-12);
}
END_TEST

START_TEST(losses_are_thinned_evenly_and_the_last_is_kept) {
    for (size_t steps = 0; steps < 700; steps += 7) {
        gv_findings *findings = gv_findings_create();
        gv_case_finding *finding = gv_findings_add_case(findings, "case", NULL);
        gv_point_finding *point = gv_case_point(finding, "trained");
        for (size_t s = 0; s <= steps; s++)
            ck_assert_int_eq(gv_point_add_loss(point, s, 1.0 / (double)(s + 1)), GV_OK);
        const gv_loss_sample *kept = point->losses;
        const size_t n = point->loss_count;
        HOLDS(n <= GV_LOSSES_MAX && n > (steps < 64 ? steps : 31), "%zu of %zu", n, steps);
        HOLDS(kept[0].step == 0 && kept[n - 1].step == steps, "%zu", steps);
        for (size_t i = 0; i < n; i++)
            HOLDS(kept[i].value == 1.0 / (double)(kept[i].step + 1), "%zu of %zu", i, steps);
        for (size_t i = 2; i + 1 < n; i++)
            HOLDS(kept[i].step - kept[i - 1].step == kept[1].step, "%zu of %zu", i, steps);
        ck_assert_ptr_eq(gv_case_point(finding, "trained"), point);
        gv_findings_destroy(findings);
    }
}
END_TEST

static gv_eval value(const double *x, size_t n, double *f, void *context) {
    (void)n, (void)context;
    *f = exp(x[0]) * sin(x[1]) + 0.0 * x[2];
    return GV_EVAL_OK;
}

static gv_eval gradient(const double *x, size_t n, double *g, void *context) {
    (void)n, (void)context;
    g[0] = exp(x[0]) * sin(x[1]);
    g[1] = -exp(x[0]) * cos(x[1]); /* the sign is wrong */
    g[2] = 0.0;
    return GV_EVAL_OK;
}

START_TEST(a_check_tells_all_its_entries_the_point_and_what_was_checked) {
    gv_findings *findings = NULL;
    const double start[] = {0.7731, -1.3947, 0.2441};

    ck_assert_int_eq(gv_check_vector(3, start, value, gradient, NULL, &findings), GV_OK);
    const gv_case_finding *finding = &findings->cases[0];
    const gv_map *map = &finding->checks[0].map;
    ck_assert_str_eq(finding->checks[0].kind, "gradient");
    ck_assert_uint_eq(map->count, 3);
    ck_assert_int_eq(map->cells[0].state, GV_STATE_PASSED);
    ck_assert_int_eq(map->cells[1].state, GV_STATE_FAILED);
    ck_assert_int_eq(map->cells[2].state, GV_STATE_ZERO);
    ck_assert_double_eq_tol(map->cells[1].measured, exp(0.7731) * cos(1.3947), 1e-9);
    ck_assert_double_eq_tol(map->cells[1].claimed, -exp(0.7731) * cos(1.3947), 1e-9);
    ck_assert_double_eq_tol(finding->checks[0].digest.claimed_norm, exp(0.7731), 1e-9);
    ck_assert_uint_eq(finding->point_count, 1);
    ck_assert_str_eq(finding->points[0].name, "start");
    ck_assert_double_eq_tol(finding->points[0].value, exp(0.7731) * sin(-1.3947), 1e-12);
    ck_assert(finding->points[0].noise > 0.0 && finding->points[0].noise < 1e-12);
    ck_assert_uint_eq(finding->outline.parameter_count, 1);
    ck_assert_str_eq(finding->outline.parameters[0].name, "x");
    ck_assert_uint_eq(finding->outline.parameters[0].shape[0], 3);
    gv_findings_destroy(findings);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        a_small_parameter_has_a_cell_for_each_entry,
        a_cell_of_many_entries_shows_the_worst_of_them,
        a_share_that_is_no_number_is_the_worst_of_its_kind,
        the_checksum_sees_one_entry_that_moves_and_two_that_change_places,
        norms_of_huge_claims_do_not_overflow,
        losses_are_thinned_evenly_and_the_last_is_kept,
        a_check_tells_all_its_entries_the_point_and_what_was_checked,
        NULL};
    return suite_run("verdict_map", tests);
}
