/* Wrong gradients: every kind of mistake in every kind of function is caught, and named where
 * it has a name. */
#include "ccall_toys.h"

/* A mistake, planted into a right gradient of n entries. */
typedef struct mistake {
    const char *name;
    void (*plant)(double *g, size_t n, const double *x);
    const char *diagnosis; /* words it must contain, or NULL */
} mistake;

static void flip(double *g, size_t n, const double *x) {
    (void)x;
    for (size_t i = 0; i < n; i++)
        g[i] = -g[i];
}

static void double_all(double *g, size_t n, const double *x) {
    (void)x;
    for (size_t i = 0; i < n; i++)
        g[i] *= 2.0;
}

static void halve(double *g, size_t n, const double *x) {
    (void)x;
    for (size_t i = 0; i < n; i++)
        g[i] *= 0.5;
}

static void average(double *g, size_t n, const double *x) {
    (void)x;
    for (size_t i = 0; i < n; i++)
        g[i] /= 13.0;
}

static void vanish(double *g, size_t n, const double *x) {
    (void)x;
    memset(g, 0, n * sizeof *g);
}

static size_t largest(const double *g, size_t n) {
    size_t at = 0;
    for (size_t i = 1; i < n; i++)
        if (fabs(g[i]) > fabs(g[at]))
            at = i;
    return at;
}

static void swap(double *g, size_t n, const double *x) {
    (void)x;
    const size_t a = largest(g, n), b = (a + n / 2) % n;
    const double kept = g[a];
    g[a] = g[b];
    g[b] = kept;
}

static void rotate(double *g, size_t n, const double *x) {
    (void)x;
    const double first = g[0];
    memmove(g, g + 1, (n - 1) * sizeof *g);
    g[n - 1] = first;
}

static void off_by_a_hundredth(double *g, size_t n, const double *x) {
    (void)x;
    g[largest(g, n)] *= 1.01;
}

static void off_by_1e_4(double *g, size_t n, const double *x) {
    (void)x;
    g[largest(g, n)] *= 1.0 - 1e-4;
}

static void lose_one(double *g, size_t n, const double *x) {
    (void)x;
    g[largest(g, n)] = 0.0;
}

static void cancel_in_sums(double *g, size_t n, const double *x) {
    (void)x;
    const size_t a = largest(g, n), b = (a + 1) % n;
    const double amount = 0.05 * g[a];
    g[a] += amount;
    g[b] -= amount;
}

static void clip(double *g, size_t n, const double *x) {
    (void)x;
    const double most = 0.9 * fabs(g[largest(g, n)]);
    for (size_t i = 0; i < n; i++)
        g[i] = fmax(-most, fmin(most, g[i]));
}

static void put_nan(double *g, size_t n, const double *x) {
    (void)x;
    g[n / 2] = NAN;
}

static void put_infinity(double *g, size_t n, const double *x) {
    (void)x;
    g[n - 1] = -INFINITY;
}

static const mistake mistakes[] = {
    {"sign", flip, "sign"},
    {"factor 2", double_all, "factor of 2"},
    {"factor 1/2", halve, "factor of 1/2"},
    {"factor 1/n", average, "factor of 1/13"},
    {"zero", vanish, "zero everywhere"},
    {"swapped", swap, NULL},
    {"rotated", rotate, NULL},
    {"one off by 1e-2", off_by_a_hundredth, NULL},
    {"one off by 1e-4", off_by_1e_4, NULL},
    {"one lost", lose_one, NULL},
    {"cancels in sums", cancel_in_sums, NULL},
    {"clipped", clip, NULL},
    {"nan", put_nan, NULL},
    {"infinity", put_infinity, NULL},
};
enum { MISTAKES = sizeof mistakes / sizeof *mistakes };

/* Toys with more entries have tests of their own: hundreds of failing entries take long. */
enum { LARGE = 25 };

/* A toy with a mistake. */
typedef struct wrong_problem {
    toy_problem made;
    const mistake *mistake;
} wrong_problem;

static gv_eval value(const double *x, size_t n, double *result, void *context) {
    *result = ((const wrong_problem *)context)->made.toy->value(x, n);
    return GV_EVAL_OK;
}

static gv_eval gradient(const double *x, size_t n, double *g, void *context) {
    const wrong_problem *w = context;
    w->made.toy->gradient(x, n, g);
    w->mistake->plant(g, n, x);
    return GV_EVAL_OK;
}

static void plant(wrong_problem *w, const toy *of, const mistake *planted) {
    toy_make(&w->made, of);
    w->mistake = planted;
    w->made.problem.value = value;
    w->made.problem.gradient = gradient;
    w->made.problem.context = w;
}

/* Noise may blur what kind of mistake it is; the rounding of 1e3 x is such a noise. */
static bool names(const toy *of, const mistake *planted) {
    return planted->diagnosis && !of->hard && strcmp(of->name, "fast") != 0;
}

START_TEST(every_mistake_in_every_function_is_caught_and_named_if_it_has_a_name) {
    for (const toy *const *t = toys; *t; t++)
        for (size_t k = 0; k < MISTAKES && (*t)->n <= LARGE; k++) {
            /* Noise hides a hundredth of a percent in a hard function, and may say so. */
            const bool fine = mistakes[k].plant == off_by_1e_4;
            wrong_problem w;
            plant(&w, *t, &mistakes[k]);
            gv_findings *findings = call_check(&w.made.problem, NULL);
            HOLDS(findings->cases[0].verdict == GV_FAIL || ((*t)->hard && fine), "%s, %s: %s",
                  (*t)->name, mistakes[k].name, call_told(findings));
            const char *diagnosis = call_find(findings, "gradient", "x")->diagnosis;
            HOLDS(!names(*t, &mistakes[k]) ||
                      (diagnosis && strstr(diagnosis, mistakes[k].diagnosis)),
                  "%s, %s: %s", (*t)->name, mistakes[k].name, diagnosis ? diagnosis : "none");
            gv_findings_destroy(findings);
        }
}
END_TEST

/* One entry of many, off by little: found, and shown first. */
typedef struct one_wrong {
    const toy *toy;
    size_t entry;
    double by, add;
} one_wrong;

static gv_eval one_value(const double *x, size_t n, double *result, void *context) {
    *result = ((const one_wrong *)context)->toy->value(x, n);
    return GV_EVAL_OK;
}

static gv_eval one_gradient(const double *x, size_t n, double *g, void *context) {
    const one_wrong *o = context;
    o->toy->gradient(x, n, g);
    g[o->entry] = g[o->entry] * (1.0 + o->by) + o->add;
    return GV_EVAL_OK;
}

static const toy *find(const char *name) {
    const toy *const *t = toys;
    while (strcmp((*t)->name, name) != 0)
        t++;
    return *t;
}

static void expect_located(const char *name, size_t entry, double by, double add) {
    toy_problem made;
    one_wrong o = {find(name), entry, by, add};
    toy_make(&made, o.toy);
    made.problem.value = one_value;
    made.problem.gradient = one_gradient;
    made.problem.context = &o;
    gv_findings *findings = call_check(&made.problem, NULL);
    const gv_check_finding *check = call_find(findings, "gradient", "x");
    HOLDS(check->verdict == GV_FAIL && check->reason == GV_GAP, "%s[%zu] by %g: %s", name,
          entry, by, call_told(findings));
    HOLDS(check->entries.failed == 1, "%s[%zu]: %zu failed", name, entry,
          check->entries.failed);
    HOLDS(check->worst.index == entry && check->notable[0].index == entry, "%s[%zu]: %zu", name,
          entry, check->worst.index);
    gv_findings_destroy(findings);
}

START_TEST(one_entry_among_five_hundred_off_by_1e_2_to_1e_5_is_located) {
    dice d = {.seed = 121};
    for (int decade = -5; decade <= -2; decade++)
        for (int k = 0; k < 3; k++)
            expect_located("many", dice_below(&d, 500),
                           (k == 1 ? -1.0 : 1.0) * pow(10.0, decade), 0.0);
}
END_TEST

/* Entry 0 of the dead unit, whatever it is: a number where the truth is exactly 0. */
START_TEST(a_thousandth_added_where_the_truth_is_zero_is_located) {
    toy_problem made;
    double g[TOY_MAX];
    const toy *net = find("net");
    toy_make(&made, net);
    net->gradient(made.start, net->n, g);
    size_t zeros = 0;
    for (size_t i = 0; i < net->n; i++)
        if (g[i] == 0.0) {
            expect_located("net", i, 0.0, zeros % 2 ? -1e-3 : 1e-3);
            zeros++;
        }
    ck_assert_uint_gt(zeros, 2);
}
END_TEST

/* Scales in each part so different that no absolute comparison could do. */
START_TEST(an_entry_of_any_size_off_by_1e_4_is_located) {
    for (size_t i = 0; i < 6; i++)
        expect_located("sizes", i, 1e-4, 0.0);
    for (size_t i = 0; i < 4; i++)
        expect_located("scales", i, -1e-4, 0.0);
    for (size_t i = 0; i < 7; i++) {
        expect_located("tiny", i, 1e-4, 0.0);
        expect_located("huge", i, 1e-4, 0.0);
    }
}
END_TEST

/* A right gradient in one random entry of a random function, scaled by 1 +- 1e-4 ... 1e-1. */
START_TEST(one_random_entry_scaled_at_random_is_caught) {
    static const char *const names[] = {"rosenbrock", "wood",    "waves", "steep",    "fast",
                                        "product",    "hilbert", "edges", "recurrent"};
    dice d = {.seed = 122};
    for (int k = 0; k < 80; k++) {
        const char *name = names[dice_below(&d, sizeof names / sizeof *names)];
        expect_located(name, dice_below(&d, find(name)->n), dice_size(&d, -4.0, -1.0), 0.0);
    }
}
END_TEST

/* Wrong only where a unit saturates: tanh beyond 2 cut to slope 0. */
static gv_eval tanh_value(const double *x, size_t n, double *result, void *context) {
    (void)context;
    *result = 0.0;
    for (size_t i = 0; i < n; i++)
        *result += (1.0 + 0.1 * (double)i) * tanh(x[i]);
    return GV_EVAL_OK;
}

static gv_eval tanh_gradient_cut(const double *x, size_t n, double *g, void *context) {
    (void)context;
    for (size_t i = 0; i < n; i++) {
        const double y = tanh(x[i]);
        g[i] = fabs(x[i]) > 2.0 ? 0.0 : (1.0 + 0.1 * (double)i) * (1.0 - y * y);
    }
    return GV_EVAL_OK;
}

START_TEST(a_gradient_that_is_wrong_only_in_saturation_is_caught) {
    const double start[] = {0.7731, -1.3947, 3.618, -0.5772, -4.2021};
    gv_findings *findings = NULL;
    ck_assert_int_eq(gv_check_vector(5, start, tanh_value, tanh_gradient_cut, NULL, &findings),
                     GV_OK);
    const gv_check_finding *check = call_find(findings, "gradient", "x");
    ck_assert_msg(check->verdict == GV_FAIL, "%s", call_told(findings));
    ck_assert_uint_eq(check->entries.failed, 2);
    gv_findings_destroy(findings);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        every_mistake_in_every_function_is_caught_and_named_if_it_has_a_name,
        one_entry_among_five_hundred_off_by_1e_2_to_1e_5_is_located,
        a_thousandth_added_where_the_truth_is_zero_is_located,
        an_entry_of_any_size_off_by_1e_4_is_located,
        one_random_entry_scaled_at_random_is_caught,
        a_gradient_that_is_wrong_only_in_saturation_is_caught,
        NULL};
    return suite_run("ccall_wrong", tests);
}
