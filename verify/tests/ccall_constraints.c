/* Constraints of a group are kept by every probe, and its claim is judged along what they
 * allow. */
#include "ccall_support.h"
#include <float.h>

/* A symmetric matrix's value reads both halves; its gradient is claimed entry by entry, and
 * only the sum over both halves can be seen. */
enum { SIDE = 3 };

typedef struct matrix_claim {
    gv_constraint constraint;
    size_t broken; /* added to in each of its allowed directions, or ENTRIES: none */
    double hidden; /* added where no allowed direction sees it */
    size_t bad_points;
} matrix_claim;

enum { ENTRIES = SIDE * SIDE };
static const double weights[ENTRIES] = {0.7, -1.3, 2.1, 0.4, 1.9, -0.6, 0.3, 1.1, -0.8};

static bool keeps(gv_constraint constraint, const double *x) {
    double sum = 0.0;
    for (size_t i = 0; i < SIDE; i++)
        for (size_t j = 0; j < SIDE; j++) {
            sum += x[i * SIDE + j];
            if (constraint == GV_SYMMETRIC && x[i * SIDE + j] != x[j * SIDE + i])
                return false;
            if (constraint == GV_LOWER_TRIANGULAR && j > i && x[i * SIDE + j] != 0.0)
                return false;
        }
    return constraint != GV_SIMPLEX || fabs(sum - 1.0) <= 64.0 * DBL_EPSILON;
}

static gv_eval matrix_value(const double *x, size_t n, double *result, void *context) {
    matrix_claim *m = context;
    m->bad_points += !keeps(m->constraint, x);
    *result = 0.3;
    for (size_t i = 0; i < n; i++)
        *result += sin(weights[i] * x[i]) + 0.2 * x[i] * x[(i + 4) % n];
    return GV_EVAL_OK;
}

static gv_eval matrix_gradient(const double *x, size_t n, double *g, void *context) {
    const matrix_claim *m = context;
    for (size_t i = 0; i < n; i++)
        g[i] = weights[i] * cos(weights[i] * x[i]) + 0.2 * x[(i + 4) % n] +
               0.2 * x[(i + n - 4) % n];
    if (m->broken < n)
        g[m->broken] += 1e-3;
    if (m->constraint == GV_SYMMETRIC) { /* antisymmetric parts are invisible */
        g[1] += m->hidden;
        g[3] -= m->hidden;
    }
    if (m->constraint == GV_LOWER_TRIANGULAR)
        g[2] += m->hidden;
    for (size_t i = 0; i < n && m->constraint == GV_SIMPLEX; i++)
        g[i] += m->hidden; /* the normal of the simplex */
    return GV_EVAL_OK;
}

static const double symmetric[] = {0.77, -1.39, 0.61, -1.39, 1.2, 0.91, 0.61, 0.91, -0.57};
static const double triangular[] = {0.77, 0.0, 0.0, -1.39, 1.2, 0.0, 0.61, 0.91, -0.57};
static const double simplex[] = {0.05, 0.07, 0.11, 0.13, 0.17, 0.19, 0.09, 0.08, 0.11};

static const struct constrained {
    gv_constraint constraint;
    const double *start;
    size_t moves;
} constrained[] = {{GV_SYMMETRIC, symmetric, 6},
                   {GV_LOWER_TRIANGULAR, triangular, 6},
                   {GV_SIMPLEX, simplex, 8}};

static gv_findings *check_constrained(size_t k, matrix_claim *m) {
    const gv_group group = {.name = "matrix",
                            .rank = 2,
                            .shape = {SIDE, SIDE},
                            .constraint = constrained[k].constraint};
    const gv_problem problem = {.name = "constrained",
                                .groups = &group,
                                .group_count = 1,
                                .start = constrained[k].start,
                                .value = matrix_value,
                                .gradient = matrix_gradient,
                                .context = m};
    m->constraint = constrained[k].constraint;
    return call_check(&problem, NULL);
}

START_TEST(constrained_groups_pass_along_allowed_directions_and_never_leave_them) {
    for (size_t k = 0; k < 3; k++) {
        matrix_claim m = {.broken = ENTRIES, .hidden = 0.37};
        gv_findings *findings = check_constrained(k, &m);
        ck_assert_msg(findings->cases[0].verdict == GV_PASS, "%zu: %s", k, call_told(findings));
        const gv_check_finding *check = call_find(findings, "gradient", "matrix");
        ck_assert_uint_eq(check->entries.checked, constrained[k].moves);
        ck_assert_msg(m.bad_points == 0, "constraint %zu: %zu points", k, m.bad_points);
        gv_findings_destroy(findings);
    }
}
END_TEST

START_TEST(a_wrong_entry_of_a_constrained_group_fails) {
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < ENTRIES; i++) {
            const bool upper = i % SIDE > i / SIDE;
            if (constrained[k].constraint == GV_LOWER_TRIANGULAR && upper)
                continue;
            matrix_claim m = {.broken = i};
            gv_findings *findings = check_constrained(k, &m);
            ck_assert_msg(findings->cases[0].verdict == GV_FAIL, "%zu[%zu]: %s", k, i,
                          call_told(findings));
            gv_findings_destroy(findings);
        }
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        constrained_groups_pass_along_allowed_directions_and_never_leave_them,
        a_wrong_entry_of_a_constrained_group_fails, NULL};
    return suite_run("ccall_constraints", tests);
}
