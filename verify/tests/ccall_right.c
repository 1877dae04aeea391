/* Right gradients: nobody is accused, at the point and at others around it. */
#include "ccall_toys.h"

START_TEST(right_gradients_of_every_kind_pass) {
    for (const toy *const *t = toys; *t; t++) {
        toy_problem made;
        toy_make(&made, *t);
        const char *told = NULL;
        const gv_verdict verdict = call_verdict(&made.problem, NULL, &told);
        HOLDS(verdict == GV_PASS || ((*t)->hard && verdict == GV_INCONCLUSIVE), "%s: %s",
              (*t)->name, told);
    }
}
END_TEST

enum { MOVES = 12 };

START_TEST(right_gradients_pass_at_points_moved_at_random) {
    for (const toy *const *t = toys; *t; t++)
        for (uint64_t seed = 1; seed <= MOVES; seed++) {
            toy_problem made;
            toy_make(&made, *t);
            dice d = {.seed = seed};
            /* inwards, so that domains are not left */
            for (size_t i = 0; i < (*t)->n; i++)
                made.start[i] *= 1.0 - dice_between(&d, 0.0, 0.1);
            gv_options options = gv_options_default();
            options.seed = seed;
            const char *told = NULL;
            const gv_verdict verdict = call_verdict(&made.problem, &options, &told);
            HOLDS(verdict == GV_PASS || ((*t)->hard && verdict == GV_INCONCLUSIVE),
                  "%s, seed %d: %s", (*t)->name, (int)seed, told);
            if ((*t)->n > 100)
                break;
        }
}
END_TEST

START_TEST(ordinary_smooth_entries_settle_at_a_median_of_eight_evaluations) {
    toy_problem made;
    size_t entries[2] = {0, 0};
    for (const toy *const *t = toys; *t; t++) {
        if (strcmp((*t)->name, "many") != 0)
            continue;
        toy_make(&made, *t);
        gv_options options = gv_options_default();
        options.notable = TOY_MAX;
        gv_findings *findings = call_check(&made.problem, &options);
        const gv_check_finding *check = call_find(findings, "gradient", "x");
        for (size_t i = 0; i < check->notable_count; i++)
            entries[check->notable[i].evaluations > 8]++;
        gv_findings_destroy(findings);
    }
    ck_assert_uint_gt(entries[0] + entries[1], 400);
    ck_assert_uint_ge(entries[0], entries[1]);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        right_gradients_of_every_kind_pass, right_gradients_pass_at_points_moved_at_random,
        ordinary_smooth_entries_settle_at_a_median_of_eight_evaluations, NULL};
    return suite_run("ccall_right", tests);
}
