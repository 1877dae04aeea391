/* The proof of the labels: every claim held against the derivative in binary128.
 *
 * Right: each entry within 1e-9 of the exact one, or within what rounding the point itself to
 * its last bit would change (the part of the error that no double gradient can avoid).  Wrong:
 * an entry off by more than the tolerance, and by more than differences of the double value
 * leave in doubt.  At a kink: inside the convex hull of the branches around the point, or
 * clearly outside of it. */
#include "exact.h"
#include "hull.h"
#include <check.h>
#include <stdio.h>
#include <string.h>

enum { SIZE = 512, NEIGHBOURS = 3, DIRECTIONS = 96, SEEDS = 5 };

static void claim_of(const corpus_problem *p, const double *x, double *claim) {
    corpus_run run;
    ck_assert(corpus_run_begin(&run, p));
    memset(claim, 0, p->function->n * sizeof *claim);
    corpus_gradient(x, p->function->n, claim, &run);
    corpus_run_end(&run);
}

/* The exact gradient, and how far it moves when each entry of the point moves by its last bit;
 * kept for the other problems of the same function. */
typedef struct truth {
    const corpus_function *function;
    double x[SIZE], exact[SIZE], moves[SIZE], stopped[SIZE];
} truth;

static const truth *truth_of(const corpus_problem *p, const double *x) {
    static truth t;
    const corpus_function *f = p->function;
    double at[SIZE], other[SIZE];
    if (t.function == f && memcmp(t.x, x, f->n * sizeof *x) == 0)
        return &t;
    t.function = f;
    memcpy(t.x, x, f->n * sizeof *x);
    exact_gradient(p->kind_index, p->function_index, x, f->side, t.exact);
    memset(t.moves, 0, sizeof t.moves);
    for (uint64_t k = 0; k < NEIGHBOURS; k++) {
        for (size_t i = 0; i < f->n; i++)
            at[i] = x[i] * (1 + 4e-16 * corpus_uniform(500 + k, i));
        exact_gradient(p->kind_index, p->function_index, at, f->side, other);
        for (size_t i = 0; i < f->n; i++)
            t.moves[i] = fmax(t.moves[i], 8 * fabs(other[i] - t.exact[i]));
    }
    exact_stop_early(true);
    exact_gradient(p->kind_index, p->function_index, x, f->side, t.stopped);
    exact_stop_early(false);
    return &t;
}

/* What a right claim may be off, as a share of its entry: nothing, but for its own format. */
static double share_of(const corpus_problem *p) {
    return p->mistake ? FLT_EPSILON : 1e-9;
}

static double largest(const double *g, size_t n) {
    double most = 0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, fabs(g[i]));
    return most;
}

static const char *prove_right(const corpus_problem *p, const truth *t, const double *claim,
                               const double *exact, double share) {
    static char why[256];
    double slack = p->function->negligible;
    if (p->function->claim == GV_FLOAT32)
        slack += 16 * FLT_EPSILON * largest(exact, p->function->n);
    for (size_t i = 0; i < p->function->n; i++) {
        double gap = fabs(claim[i] - exact[i]);
        double allowed = share * fabs(exact[i]) + t->moves[i] + slack;
        if (!(gap <= allowed)) {
            snprintf(why, sizeof why, "entry %zu: claimed %.17g, exact %.17g, allowed %.2g", i,
                     claim[i], exact[i], allowed);
            return why;
        }
    }
    return NULL;
}

static const char *prove_wrong(const corpus_problem *p, const double *x, const double *claim,
                               const double *exact) {
    for (size_t i = 0; i < p->function->n; i++) {
        double gap = fabs(claim[i] - exact[i]);
        if (!isfinite(claim[i]))
            return NULL;
        if (gap > 2e-6 * fabs(exact[i]) && (p->open || exact_visible(p, x, i, exact[i], gap)))
            return NULL;
    }
    return "no entry is visibly wrong";
}

/* Where entries are tied by a constraint, what counts is the derivative along what is allowed:
 * puts it in the place of the gradient. */
static void along_allowed(const corpus_function *f, double *g) {
    if (f->group_count == 0 || f->groups[0].constraint == GV_FREE)
        return;
    size_t n = f->n, m = f->groups[0].shape[0];
    if (f->groups[0].constraint == GV_SIMPLEX) {
        for (size_t i = 0; i < n; i++)
            g[i] -= i + 1 < n ? g[n - 1] : g[i];
        return;
    }
    for (size_t i = 0; i < m; i++)
        for (size_t j = i + 1; j < m; j++) {
            if (f->groups[0].constraint == GV_SYMMETRIC)
                g[j * m + i] += g[i * m + j];
            g[i * m + j] = 0;
        }
}

static const char *prove_constrained(const corpus_problem *p, const double *x, double *claim) {
    double exact[SIZE], most = 0;
    size_t n = p->function->n;
    exact_gradient(p->kind_index, p->function_index, x, NULL, exact);
    along_allowed(p->function, exact);
    along_allowed(p->function, claim);
    for (size_t i = 0; i < n; i++)
        most = fmax(most, fabs(claim[i] - exact[i]) / largest(exact, n));
    bool wrong = p->label == CORPUS_WRONG;
    return (wrong ? most > 1e-4 : most < 1e-9) ? NULL : "constrained";
}

static const char *prove_smooth(const corpus_problem *p, const double *x, const double *claim) {
    const truth *t = truth_of(p, x);
    if (p->label == CORPUS_WRONG)
        return prove_wrong(p, x, claim, t->exact);
    const char *why = prove_right(p, t, claim, t->exact, share_of(p));
    return why || p->open ? why : prove_right(p, t, claim, t->stopped, 2e-7);
}

static const char *prove_kink(const corpus_problem *p, const double *x, const double *claim) {
    static char why[128];
    static double branches[DIRECTIONS][HULL_SIZE];
    size_t n = p->function->n;
    double side[SIZE], scale = 0, gradient[SIZE];
    ck_assert_uint_le(n, HULL_SIZE);
    for (uint64_t k = 0; k < DIRECTIONS; k++) {
        for (size_t i = 0; i < n; i++)
            side[i] = corpus_uniform(900 + k, i);
        exact_gradient(p->kind_index, p->function_index, x, side, gradient);
        for (size_t i = 0; i < n; i++) {
            branches[k][i] = gradient[i];
            scale = fmax(scale, fabs(gradient[i]));
        }
    }
    for (size_t i = 0; i < n; i++)
        if (!isfinite(claim[i]))
            return p->label == CORPUS_WRONG ? NULL : "not finite";
    double distance = hull_distance(branches, DIRECTIONS, n, claim) / scale;
    snprintf(why, sizeof why, "distance to the subgradients: %.2g", distance);
    bool wrong = p->label == CORPUS_WRONG;
    return (wrong ? distance > 2e-5 : distance < 1e-7) ? NULL : why;
}

static const char *prove(const corpus_problem *p, double move, uint64_t seed) {
    double x[SIZE], claim[SIZE];
    if (p->mistake && p->mistake->breach)
        return NULL;
    corpus_point(p->function, move, seed, x);
    claim_of(p, x, claim);
    if (move > 0 && !corpus_bites(p, x))
        return NULL;
    if (p->function->group_count > 0 && p->function->groups[0].constraint != GV_FREE)
        return prove_constrained(p, x, claim);
    return p->function->kink ? prove_kink(p, x, claim) : prove_smooth(p, x, claim);
}

START_TEST(every_label_holds) {
    size_t failed = 0, count = 0;
    for (size_t i = 0; i < corpus_count(); i++) {
        corpus_problem p;
        corpus_get(i, &p);
        if (p.kind_index != (size_t)_i)
            continue;
        count++;
        const char *why = prove(&p, 0, 0);
        if (why)
            fprintf(stderr, "%s: %s\n", p.name, why);
        failed += why != NULL;
    }
    ck_assert_uint_gt(count, 0);
    ck_assert_uint_eq(failed, 0);
}
END_TEST

START_TEST(every_label_holds_where_points_move) {
    size_t failed = 0, count = corpus_count();
    for (size_t i = 0; i < SEEDS * count; i++) {
        corpus_problem p;
        corpus_get(i % count, &p);
        if (p.kind_index != (size_t)_i || p.function->stays)
            continue;
        const char *why = prove(&p, 0.1, 1 + i / count);
        if (why)
            fprintf(stderr, "%s, moved %zu: %s\n", p.name, 1 + i / count, why);
        failed += why != NULL;
    }
    ck_assert_uint_eq(failed, 0);
}
END_TEST

START_TEST(there_are_enough_of_them) {
    size_t functions = 0;
    for (size_t k = 0; corpus_kinds[k]; k++)
        for (size_t i = 0; corpus_kinds[k]->functions[i]; i++)
            functions++;
    printf("%zu functions, %zu problems\n", functions, corpus_count());
    ck_assert_uint_ge(functions, 150);
    ck_assert_uint_ge(corpus_count(), 350);
}
END_TEST

int main(void) {
    int kinds = 0;
    while (corpus_kinds[kinds])
        kinds++;
    Suite *suite = suite_create("corpus labels");
    TCase *tcase = tcase_create("labels");
    tcase_set_timeout(tcase, 300);
    tcase_add_loop_test(tcase, every_label_holds, 0, kinds);
    tcase_add_loop_test(tcase, every_label_holds_where_points_move, 0, kinds);
    tcase_add_test(tcase, there_are_enough_of_them);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
