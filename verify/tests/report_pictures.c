/* What the pictures of the HTML report are made of. */
#include "report/html_views.h"
#include "report/svg_cells.h"
#include "report/svg_model.h"
#include "report/svg_sweep.h"
#include "report_page.h"
#include "report_suite.h"
#include "verdict/collect.h"
#include "verdict/map.h"
#include "verdict/outline.h"
#include <math.h>

START_TEST(fewer_cells_show_the_worst_of_those_that_were_put_together) {
    gv_check_finding check = {.kind = "gradient", .rank = 1, .shape = {90}};
    gv_cells cells;

    ck_assert_int_eq(gv_map_start(&check.map, 90), GV_OK);
    for (size_t i = 0; i < 90; i++)
        check.map.cells[i] = (gv_map_cell){i == 47   ? GV_STATE_FAILED
                                           : i == 48 ? GV_STATE_SKIPPED
                                                     : GV_STATE_PASSED,
                                           i, 1e-3 * (double)i, 0.0, 0.0};
    ck_assert_int_eq(gv_cells_of(&check, 30, &cells), GV_OK);
    ck_assert_uint_eq(cells.count, 30);
    ck_assert_uint_eq(cells.span, 3);
    ck_assert_uint_eq(cells.items[15].index, 47);
    ck_assert_uint_eq(cells.items[16].index, 50); /* the largest share of 48, 49, 50 */
    free(cells.items);
    free(check.map.cells);
}
END_TEST

/* A check of one parameter at a point, its one entry with this share. */
static void add_at(gv_case_finding *finding, const char *point, const char *parameter,
                   gv_verdict verdict, double share) {
    gv_check_finding *check = gv_case_add_check(finding, "gradient", point, parameter);

    ck_assert(check && gv_case_point(finding, point) && gv_map_start(&check->map, 1) == GV_OK);
    check->verdict = verdict;
    check->map.cells[0] =
        (gv_map_cell){verdict == GV_FAIL ? GV_STATE_FAILED : GV_STATE_PASSED, 0, share, 1, 1};
}

START_TEST(of_a_parameter_the_worst_point_is_drawn_and_every_one_that_fails) {
    gv_findings *findings = gv_findings_create();
    gv_case_finding *finding = gv_findings_add_case(findings, "case", NULL);
    gv_views views;

    add_at(finding, "first", "a", GV_PASS, 0.1);
    add_at(finding, "second", "a", GV_PASS, 0.3);
    add_at(finding, "third", "a", GV_PASS, 0.2);
    add_at(finding, "first", "b", GV_FAIL, 7.0);
    add_at(finding, "second", "b", GV_PASS, 0.9);
    add_at(finding, "third", "b", GV_FAIL, 9.0);
    ck_assert_int_eq(gv_views_of(finding, &views), GV_OK);
    ck_assert_uint_eq(views.count, 6);
    ck_assert_uint_eq(views.drawn, 3);
    ck_assert_str_eq(views.items[0].check->point, "second");
    ck_assert_str_eq(views.items[3].check->point, "third");
    ck_assert(views.items[3].drawn && views.items[4].drawn && !views.items[5].drawn);
    ck_assert_uint_eq(views.items[5].first, 3);
    ck_assert_uint_eq(views.items[5].siblings, 3);
    gv_views_clear(&views);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(many_scalars_are_one_view_per_point) {
    gv_findings *findings = gv_findings_create();
    gv_case_finding *finding = gv_findings_add_case(findings, "case", NULL);
    gv_views views;

    for (size_t i = 0; i < 5; i++) {
        char name[8];
        snprintf(name, sizeof name, "w%zu", i);
        add_at(finding, "first", name, i == 3 ? GV_FAIL : GV_PASS, i == 3 ? 5.0 : 0.5);
        if (i < 3)
            add_at(finding, "second", name, GV_PASS, 0.25);
    }
    ck_assert_int_eq(gv_views_of(finding, &views), GV_OK);
    ck_assert_uint_eq(views.scalar_count, 1); /* three at the second are too few */
    ck_assert_uint_eq(views.count, 4);
    ck_assert_uint_eq(views.scalars[0].map.count, 5);
    ck_assert_int_eq(views.scalars[0].verdict, GV_FAIL);
    ck_assert_uint_eq(views.scalars[0].map.cells[3].index, 3);
    ck_assert(views.items[0].gathered && views.items[0].worst == 5.0);
    gv_views_clear(&views);
    gv_findings_destroy(findings);
}
END_TEST

START_TEST(a_share_that_is_no_number_is_beyond_what_is_allowed) {
    ck_assert_uint_eq(gv_share_bin(0.0), 0);
    ck_assert_uint_eq(gv_share_bin(1.0), GV_SHARE_BINS - 2);
    ck_assert_uint_eq(gv_share_bin(1.0000001), GV_SHARE_BINS - 1);
    ck_assert_uint_eq(gv_share_bin((double)INFINITY), GV_SHARE_BINS - 1);
    ck_assert_uint_eq(gv_share_bin((double)NAN), GV_SHARE_BINS - 1);
}
END_TEST

START_TEST(a_use_is_found_in_its_block) {
    gv_outline outline = {0};

    ck_assert_ptr_nonnull(gv_outline_add_block(&outline, "cell", "rnn"));
    ck_assert_ptr_nonnull(gv_outline_add_block(&outline, "cells", "linear"));
    ck_assert_ptr_nonnull(gv_outline_add_block(&outline, "layers.0", "neurons"));
    ck_assert_uint_eq(gv_block_of_use(&outline, "cell[3].weight_ih"), 0);
    ck_assert_uint_eq(gv_block_of_use(&outline, "cells.weight"), 1);
    ck_assert_uint_eq(gv_block_of_use(&outline, "row[2].layers.0.neurons.4.b"), 2);
    ck_assert_uint_eq(gv_block_of_use(&outline, "cel.weight"), 3);
    ck_assert_uint_eq(gv_block_of_use(&outline, "term l2"), 3);
    gv_outline_clear(&outline);
}
END_TEST

START_TEST(ticks_are_round_ascending_and_within) {
    const gv_scale scales[] = {
        gv_scale_of(-0.731, 12.47, 0, 100, false),
        gv_scale_of(1e-17, 3e4, 0, 100, true),
        gv_scale_of(5.0, 5.0, 0, 100, false),
        gv_scale_of(-1e300, 1e300, 0, 100, false),
        gv_scale_of(0.0, 0.0, 0, 100, true),
        gv_scale_of(2.1, 2.3, 0, 100, true),
        gv_scale_of((double)INFINITY, (double)-INFINITY, 0, 100, false),
    };

    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        double ticks[GV_TICKS_MAX];
        const size_t count = gv_scale_ticks(&scales[i], ticks);
        ck_assert_msg(count >= 1 && count <= GV_TICKS_MAX, "scale %zu: %zu", i, count);
        for (size_t k = 0; k < count; k++) {
            const double at = gv_scale_at(&scales[i], ticks[k]);
            ck_assert_msg(at >= 0 && at <= 100 && (k == 0 || ticks[k] > ticks[k - 1]),
                          "scale %zu, tick %zu: %g", i, k, ticks[k]);
        }
        ck_assert(gv_scale_at(&scales[i], (double)NAN) == 0.0);
    }
}
END_TEST

/* The picture alone, as a file of its own. */
static char *sweep_of(const gv_entry *entry) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    gv_markup m;

    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(gv_markup_start(&m, out), GV_OK);
    m.alone = true;
    gv_svg_sweep(&m, entry, "s", "a & <b>");
    ck_assert_int_eq(gv_markup_end(&m), GV_OK);
    ck_assert_int_eq(fclose(out), 0);
    return text;
}

START_TEST(a_sweep_is_drawn_whatever_its_numbers_are) {
    gv_rung rungs[] = {{0.5, 1.25, 0.125},
                       {0.25, 1.31, 3e-3},
                       {0.125, (double)NAN, (double)NAN},
                       {1e-300, -1e300, (double)INFINITY},
                       {0.0, 0.0, 0.0}};
    const gv_entry entries[] = {
        {.claimed = 1.2,
         .measured = 1.31,
         .error = 3e-3,
         .gap = 0.11,
         .allowed = 1e-6,
         .step = 0.25,
         .rungs = rungs,
         .rung_count = 5,
         .kink = true,
         .slope_left = -1,
         .slope_right = 2},
        {.claimed = (double)NAN,
         .measured = (double)NAN,
         .error = (double)NAN,
         .gap = (double)NAN,
         .allowed = (double)NAN,
         .step = (double)NAN,
         .rungs = rungs,
         .rung_count = 5},
        {.rungs = rungs, .rung_count = 1},
    };

    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        char *text = sweep_of(&entries[i]);
        xmlDoc *picture = parse(text);
        ck_assert_msg(!strstr(text, "nan") || strstr(text, "measured nan"), "entry %zu: %s", i,
                      text);
        ck_assert_ptr_nonnull(strstr(text, "a &amp; &lt;b&gt;"));
        ck_assert_uint_ge(count_of(picture, "//*[local-name() = 'line']"), 3);
        xmlFreeDoc(picture);
        free(text);
    }
    ck_assert_ptr_eq(gv_sweep_chosen(&entries[0]), &rungs[1]);
    ck_assert(!gv_has_sweep(&(gv_entry){0}));
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        fewer_cells_show_the_worst_of_those_that_were_put_together,
        of_a_parameter_the_worst_point_is_drawn_and_every_one_that_fails,
        many_scalars_are_one_view_per_point,
        a_share_that_is_no_number_is_beyond_what_is_allowed,
        a_use_is_found_in_its_block,
        ticks_are_round_ascending_and_within,
        a_sweep_is_drawn_whatever_its_numbers_are,
        NULL};

    return run_suite("report_pictures", tests);
}
