/* Kinks: at one, what is a subgradient passes and nothing else; next to one, the gradient is
 * simply right or wrong. */
#include "ccall_support.h"

/* A function of one variable with a kink, slopes `left` and `right` of it, at 0. */
typedef struct kinked {
    const char *name;
    double (*value)(double t);
    double left, right;
} kinked;

static double relu(double t) {
    return t > 0.0 ? t : 0.0;
}

static double hinge(double t) {
    return t < 0.0 ? -1.7 * t : 0.0;
}

static double leaky(double t) {
    return t > 0.0 ? t : 0.01 * t;
}

static double clamped(double t) {
    return fmin(0.0, fmax(-1.0, t));
}

static double larger(double t) {
    return fmax(0.3 * t, -1.1 * t);
}

static const kinked kinks[] = {
    {"relu", relu, 0.0, 1.0},         {"abs", fabs, -1.0, 1.0},     {"hinge", hinge, -1.7, 0.0},
    {"leaky relu", leaky, 0.01, 1.0}, {"clamp", clamped, 1.0, 0.0}, {"max", larger, -1.1, 0.3},
};
enum { KINKS = sizeof kinks / sizeof *kinks };

/* weight * kink(x - joint) + a smooth part, of the first of two variables; what is claimed of
 * the kink is a number. */
typedef struct placed {
    const kinked *kink;
    double weight, joint, claimed, smooth;
} placed;

static gv_eval value(const double *x, size_t n, double *result, void *context) {
    const placed *p = context;
    (void)n;
    *result = p->weight * p->kink->value(x[0] - p->joint) +
              p->smooth * sin(0.9 * x[0] + 0.7 * x[1]) + 0.3 * x[1];
    return GV_EVAL_OK;
}

static gv_eval gradient(const double *x, size_t n, double *g, void *context) {
    const placed *p = context;
    (void)n;
    const double c = p->smooth * cos(0.9 * x[0] + 0.7 * x[1]);
    g[0] = p->weight * p->claimed + 0.9 * c;
    g[1] = 0.7 * c + 0.3;
    return GV_EVAL_OK;
}

/* The findings with x[0] at joint + distance. */
static gv_findings *look(placed *p, double distance) {
    const double start[] = {p->joint + distance, -0.5772};
    const gv_group group = call_vector("x", 2);
    const gv_problem problem = {.name = p->kink->name,
                                .groups = &group,
                                .group_count = 1,
                                .start = start,
                                .value = value,
                                .gradient = gradient,
                                .context = p};
    return call_check(&problem, NULL);
}

static void expect(placed *p, double distance, gv_verdict verdict) {
    gv_findings *findings = look(p, distance);
    HOLDS(findings->cases[0].verdict == verdict, "%s, %g away, joint %g, claimed %g: %s",
          p->kink->name, distance, p->joint, p->claimed, call_told(findings));
    gv_findings_destroy(findings);
}

/* Every other time something smooth is added. */
static placed place(const kinked *kink, dice *d) {
    const bool smooth = dice_below(d, 2) == 0;
    return (placed){.kink = kink,
                    .weight = dice_size(d, -1.0, 1.0),
                    .joint = dice_between(d, -2.0, 2.0),
                    .smooth = smooth ? dice_between(d, 0.2, 1.3) : 0.0};
}

START_TEST(at_a_kink_subgradients_pass) {
    dice d = {.seed = 131};
    for (int i = 0; i < 8; i++)
        for (size_t k = 0; k < KINKS; k++) {
            placed p = place(&kinks[k], &d);
            static const double shares[] = {0.0, 1.0, 0.5, 0.3313, 0.01};
            for (size_t s = 0; s < sizeof shares / sizeof *shares; s++) {
                p.claimed = kinks[k].left + shares[s] * (kinks[k].right - kinks[k].left);
                expect(&p, 0.0, GV_PASS);
            }
        }
}
END_TEST

START_TEST(at_a_kink_what_is_no_subgradient_fails_and_the_kink_is_named) {
    dice d = {.seed = 132};
    for (int i = 0; i < 8; i++)
        for (size_t k = 0; k < KINKS; k++) {
            placed p = place(&kinks[k], &d);
            static const double shares[] = {-0.02, 1.02, -1.0, 2.0};
            for (size_t s = 0; s < sizeof shares / sizeof *shares; s++) {
                p.claimed = kinks[k].left + shares[s] * (kinks[k].right - kinks[k].left);
                gv_findings *findings = look(&p, 0.0);
                const gv_check_finding *check = call_find(findings, "gradient", "x");
                HOLDS(check->reason == GV_NO_SUBGRADIENT, "%s, claimed %g: %s", kinks[k].name,
                      p.claimed, call_told(findings));
                HOLDS(check->worst.kink && check->worst.kink_at == 0.0, "%s", kinks[k].name);
                gv_findings_destroy(findings);
            }
        }
}
END_TEST

START_TEST(at_a_kink_the_slopes_of_both_sides_are_reported) {
    dice d = {.seed = 133};
    for (size_t k = 0; k < KINKS; k++) {
        placed p = place(&kinks[k], &d);
        p.smooth = 0.7;
        p.claimed = 0.5 * (kinks[k].left + kinks[k].right);
        gv_findings *findings = look(&p, 0.0);
        const gv_check_finding *check = call_find(findings, "gradient", "x");
        ck_assert_uint_eq(check->entries.at_kink, 1);
        const gv_entry *entry = NULL;
        for (size_t i = 0; i < check->notable_count; i++)
            if (check->notable[i].index == 0)
                entry = &check->notable[i];
        ck_assert_ptr_nonnull(entry);
        ck_assert_int_eq(entry->reason, GV_AT_KINK);
        const double smooth = 0.63 * cos(0.9 * p.joint - 0.7 * 0.5772);
        ck_assert_double_eq_tol(entry->slope_left, p.weight * kinks[k].left + smooth, 1e-6);
        ck_assert_double_eq_tol(entry->slope_right, p.weight * kinks[k].right + smooth, 1e-6);
        gv_findings_destroy(findings);
    }
}
END_TEST

static const double distances[] = {1e-12, 1e-11, 1e-9, 3.3e-8, 1e-7, 2.1e-6, 1e-5, 1e-4};
enum { DISTANCES = sizeof distances / sizeof *distances };

START_TEST(near_a_kink_the_slope_of_the_own_side_is_never_accused) {
    dice d = {.seed = 134};
    for (int i = 0; i < 3; i++)
        for (size_t k = 0; k < KINKS; k++)
            for (size_t j = 0; j < 2 * DISTANCES; j++) {
                placed p = place(&kinks[k], &d);
                p.joint = 0.0;
                const double distance = (j % 2 ? -1.0 : 1.0) * distances[j / 2];
                p.claimed = distance > 0.0 ? kinks[k].right : kinks[k].left;
                gv_findings *findings = look(&p, distance);
                const gv_verdict verdict = findings->cases[0].verdict;
                const bool hidden = fabs(distance) < 1e-10; /* by the noise of the value */
                HOLDS(verdict == GV_PASS || (hidden && verdict == GV_INCONCLUSIVE),
                      "%s, %g away: %s", kinks[k].name, distance, call_told(findings));
                gv_findings_destroy(findings);
            }
}
END_TEST

START_TEST(near_a_kink_the_slope_of_the_other_side_and_the_mean_fail) {
    dice d = {.seed = 135};
    for (int i = 0; i < 2; i++)
        for (size_t k = 0; k < KINKS; k++)
            for (size_t j = 0; j < 2 * DISTANCES; j++) {
                placed p = place(&kinks[k], &d);
                p.joint = 0.0;
                const double distance = (j % 2 ? -1.0 : 1.0) * distances[j / 2];
                p.claimed = distance > 0.0 ? kinks[k].left : kinks[k].right;
                expect(&p, distance, GV_FAIL);
                p.claimed = 0.5 * (kinks[k].left + kinks[k].right);
                expect(&p, distance, GV_FAIL);
            }
}
END_TEST

/* Functions of two variables at a coincident kink, with a claim. */
typedef gv_eval pair_value(const double *x, size_t n, double *result, void *context);

static gv_eval difference(const double *x, size_t n, double *result, void *context) {
    (void)n;
    (void)context;
    *result = fabs(x[0] - x[1]);
    return GV_EVAL_OK;
}

static gv_eval saddle(const double *x, size_t n, double *result, void *context) {
    (void)n;
    (void)context;
    *result = fabs(x[0]) - fabs(x[1]);
    return GV_EVAL_OK;
}

static gv_eval maximum(const double *x, size_t n, double *result, void *context) {
    (void)context;
    *result = x[0];
    for (size_t i = 1; i < n; i++)
        *result = fmax(*result, x[i]);
    return GV_EVAL_OK;
}

static gv_eval claim(const double *x, size_t n, double *g, void *context) {
    (void)x;
    memcpy(g, context, n * sizeof *g);
    return GV_EVAL_OK;
}

typedef struct tie {
    const char *name;
    pair_value *value;
    size_t n;
    double start[3], claimed[3];
    gv_verdict verdict;
} tie;

/* Smooth along its ridge, (3, -2), and nowhere else. */
static gv_eval ridge(const double *x, size_t n, double *result, void *context) {
    (void)n;
    (void)context;
    *result = fmax(2.0 * x[0] + 3.0 * x[1], 0.0);
    return GV_EVAL_OK;
}

/* Every gradient of length 1 is one of its subgradients at 0. */
static gv_eval norm(const double *x, size_t n, double *result, void *context) {
    double squares = 0.0;
    (void)context;
    for (size_t i = 0; i < n; i++)
        squares += x[i] * x[i];
    *result = sqrt(squares) + 0.4 * x[0];
    return GV_EVAL_OK;
}

static const tie ties[] = {
    {"|x-y|", difference, 2, {0.7731, 0.7731}, {0.5, -0.5}, GV_PASS},
    {"|x-y|", difference, 2, {0.7731, 0.7731}, {1.0, -1.0}, GV_PASS},
    {"|x-y|", difference, 2, {-1.3, -1.3}, {-0.31, 0.31}, GV_PASS},
    {"|x-y|", difference, 2, {0.7731, 0.7731}, {0.5, 0.5}, GV_FAIL},
    {"|x-y|", difference, 2, {0.7731, 0.7731}, {1.0, 1.0}, GV_FAIL},
    {"|x-y|", difference, 2, {-1.3, -1.3}, {0.2, 0.1}, GV_FAIL},
    {"|x|-|y|", saddle, 2, {0.0, 0.0}, {1.0, 0.0}, GV_PASS},
    {"|x|-|y|", saddle, 2, {0.0, 0.0}, {1.0, -1.0}, GV_PASS},
    {"|x|-|y|", saddle, 2, {0.0, 0.0}, {0.3, 0.7}, GV_PASS},
    {"|x|-|y|", saddle, 2, {0.0, 0.0}, {1.3, 0.0}, GV_FAIL},
    {"max", maximum, 3, {0.7731, 0.7731, 0.7731}, {1.0, 0.0, 0.0}, GV_PASS},
    {"max", maximum, 3, {0.7731, 0.7731, 0.7731}, {0.2, 0.3, 0.5}, GV_PASS},
    {"max", maximum, 3, {0.7731, 0.7731, 0.1}, {0.5, 0.5, 0.0}, GV_PASS},
    {"max", maximum, 3, {0.7731, 0.7731, 0.7731}, {1.0, 1.0, 0.0}, GV_FAIL},
    {"max", maximum, 3, {0.7731, 0.7731, 0.7731}, {1.0, 1.0, 1.0}, GV_FAIL},
    {"max", maximum, 3, {0.7731, 0.7731, 0.1}, {1.0, 1.0, 0.0}, GV_FAIL},
    {"max", maximum, 3, {0.7731, 0.7731, 0.1}, {0.5, 0.5, 0.5}, GV_FAIL},
    {"max", maximum, 3, {0.7731, 0.7731, 0.1}, {0.0, 0.0, 0.0}, GV_FAIL},
    {"relu", ridge, 2, {3.0, -2.0}, {2.0, 3.0}, GV_PASS},
    {"relu", ridge, 2, {3.0, -2.0}, {1.0, 1.5}, GV_PASS},
    {"relu", ridge, 2, {3.0, -2.0}, {1.0, 1.0}, GV_FAIL},
    {"relu", ridge, 2, {3.0, -2.0}, {0.0, 0.5}, GV_FAIL},
    {"norm", norm, 3, {0.0, 0.0, 0.0}, {0.9, -0.5, 0.3}, GV_PASS},
    {"norm", norm, 3, {0.0, 0.0, 0.0}, {1.1, -0.7, 0.3}, GV_FAIL},
    {"norm", norm, 3, {0.0, 0.0, 0.0}, {1.0, -0.6, 0.57}, GV_FAIL},
};

START_TEST(claims_at_coincident_kinks_are_judged_along_oblique_directions_too) {
    for (size_t i = 0; i < sizeof ties / sizeof *ties; i++) {
        tie t = ties[i];
        const gv_group group = call_vector("x", t.n);
        const gv_problem problem = {.name = t.name,
                                    .groups = &group,
                                    .group_count = 1,
                                    .start = t.start,
                                    .value = t.value,
                                    .gradient = claim,
                                    .context = t.claimed};
        gv_findings *findings = call_check(&problem, NULL);
        HOLDS(findings->cases[0].verdict == t.verdict, "%s, claim (%g, %g, %g): %s", t.name,
              t.claimed[0], t.claimed[1], t.claimed[2], call_told(findings));
        gv_findings_destroy(findings);
    }
}
END_TEST

/* Each entry of (1/2, 1/2) lies within its slopes: only the oblique check sees it. */
START_TEST(the_oblique_check_names_the_two_entries) {
    double claimed[] = {0.5, 0.5};
    const double start[] = {0.7731, 0.7731};
    const gv_group group = call_vector("weight", 2);
    const gv_problem problem = {.name = "|x-y|",
                                .groups = &group,
                                .group_count = 1,
                                .start = start,
                                .value = difference,
                                .gradient = claim,
                                .context = claimed};
    gv_findings *findings = call_check(&problem, NULL);
    ck_assert_int_eq(call_find(findings, "gradient", "weight")->verdict, GV_PASS);
    const gv_check_finding *check = call_find(findings, "kinks", NULL);
    ck_assert_ptr_nonnull(check);
    ck_assert_int_eq(check->reason, GV_NO_SUBGRADIENT);
    ck_assert_ptr_nonnull(strstr(check->message, "weight[0]"));
    ck_assert_ptr_nonnull(strstr(check->message, "weight[1]"));
    gv_findings_destroy(findings);
}
END_TEST

/* Edges: the value is not defined on one side. */
static gv_eval one_sided(const double *x, size_t n, double *result, void *context) {
    (void)n;
    (void)context;
    if (x[0] < 0.0)
        return GV_EVAL_OUTSIDE;
    *result = sin(0.7 * x[0]) + 1.3 * x[0] * x[0] + 0.4;
    return GV_EVAL_OK;
}

static gv_eval nan_outside(const double *x, size_t n, double *result, void *context) {
    if (one_sided(x, n, result, context) != GV_EVAL_OK)
        *result = NAN;
    return GV_EVAL_OK;
}

START_TEST(at_an_edge_the_derivative_of_the_open_side_decides) {
    static gv_value_fn *const values[] = {one_sided, nan_outside};
    for (size_t k = 0; k < 2; k++) {
        const double start[] = {0.0};
        const gv_group group = call_vector("x", 1);
        double claimed[] = {0.7};
        const gv_problem problem = {.name = "edge",
                                    .groups = &group,
                                    .group_count = 1,
                                    .start = start,
                                    .value = values[k],
                                    .gradient = claim,
                                    .context = claimed};
        CALL_EXPECT(&problem, NULL, GV_PASS);
        gv_findings *findings = call_check(&problem, NULL);
        ck_assert(call_find(findings, "gradient", "x")->worst.one_sided);
        gv_findings_destroy(findings);
        claimed[0] = 0.35;
        CALL_EXPECT(&problem, NULL, GV_FAIL);
        claimed[0] = 0.7 * (1.0 + 1e-4);
        CALL_EXPECT(&problem, NULL, GV_FAIL);
    }
}
END_TEST

static gv_eval nowhere(const double *x, size_t n, double *result, void *context) {
    (void)n;
    (void)context;
    if (x[0] != 0.7731)
        return GV_EVAL_OUTSIDE;
    *result = 1.9;
    return GV_EVAL_OK;
}

START_TEST(a_point_alone_in_its_domain_is_undecided) {
    const double start[] = {0.7731};
    const gv_group group = call_vector("x", 1);
    double claimed[] = {0.7};
    const gv_problem problem = {.name = "island",
                                .groups = &group,
                                .group_count = 1,
                                .start = start,
                                .value = nowhere,
                                .gradient = claim,
                                .context = claimed};
    gv_findings *findings = call_check(&problem, NULL);
    ck_assert_int_eq(findings->cases[0].verdict, GV_INCONCLUSIVE);
    ck_assert_int_eq(call_find(findings, "gradient", "x")->reason, GV_VALUE_NOT_FINITE);
    ck_assert_int_eq(gv_exit_code(findings), 2);
    gv_findings_destroy(findings);
}
END_TEST

static gv_eval stepped(const double *x, size_t n, double *result, void *context) {
    (void)n;
    (void)context;
    *result = 0.6 * x[0] + (x[0] >= 0.7731 ? 1.0 : 0.0);
    return GV_EVAL_OK;
}

START_TEST(at_a_leap_of_the_value_nothing_passes) {
    const double start[] = {0.7731};
    static const double claims[] = {0.6, 0.0, 1e3, -5.0};
    for (size_t i = 0; i < 4; i++) {
        const gv_group group = call_vector("x", 1);
        double claimed[] = {claims[i]};
        const gv_problem problem = {.name = "leap",
                                    .groups = &group,
                                    .group_count = 1,
                                    .start = start,
                                    .value = stepped,
                                    .gradient = claim,
                                    .context = claimed};
        gv_findings *findings = call_check(&problem, NULL);
        ck_assert_msg(findings->cases[0].verdict != GV_PASS || claims[i] == 0.6, "%g: %s",
                      claims[i], call_told(findings));
        gv_findings_destroy(findings);
    }
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        at_a_kink_subgradients_pass,
        at_a_kink_what_is_no_subgradient_fails_and_the_kink_is_named,
        at_a_kink_the_slopes_of_both_sides_are_reported,
        near_a_kink_the_slope_of_the_own_side_is_never_accused,
        near_a_kink_the_slope_of_the_other_side_and_the_mean_fail,
        claims_at_coincident_kinks_are_judged_along_oblique_directions_too,
        the_oblique_check_names_the_two_entries,
        at_an_edge_the_derivative_of_the_open_side_decides,
        a_point_alone_in_its_domain_is_undecided,
        at_a_leap_of_the_value_nothing_passes,
        NULL};
    return suite_run("ccall_kinks", tests);
}
