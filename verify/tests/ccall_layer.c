/* Slips in a layer written by hand are caught, in the parameter that has them, and named. */
#include "ccall_support.h"

/* A linear layer, mean squared error over its batch, and L2 on the weights. */
enum { OUT = 2, IN = 3, BATCH = 5, WEIGHTS = OUT * IN, PARAMETERS = WEIGHTS + OUT };
static const double lambda = 0.037;

typedef enum slip {
    NO_SLIP,
    TRANSPOSED,
    L2_MISSING,
    L2_DOUBLED,
    L2_ON_BIASES,
    SUM_NOT_MEAN,
    BIAS_ZERO,
    SLIPS
} slip;

static double input(size_t b, size_t i) {
    return 2.0 * gv_random_unit(123, b, i) - 1.0;
}

static double residual(const double *x, size_t b, size_t o) {
    double y = x[WEIGHTS + o] - gv_random_unit(124, b, o);
    for (size_t i = 0; i < IN; i++)
        y += x[o * IN + i] * input(b, i);
    return y;
}

static gv_eval layer_value(const double *x, size_t n, double *result, void *context) {
    double f = 0.0;
    (void)n;
    (void)context;
    for (size_t b = 0; b < BATCH; b++)
        for (size_t o = 0; o < OUT; o++)
            f += residual(x, b, o) * residual(x, b, o) / BATCH;
    for (size_t i = 0; i < WEIGHTS; i++)
        f += lambda * x[i] * x[i];
    *result = f;
    return GV_EVAL_OK;
}

static gv_eval layer_gradient(const double *x, size_t n, double *g, void *context) {
    const slip made = *(const slip *)context;
    const double share = made == SUM_NOT_MEAN ? 1.0 : 1.0 / BATCH;
    double data[PARAMETERS] = {0.0};
    for (size_t b = 0; b < BATCH; b++)
        for (size_t o = 0; o < OUT; o++) {
            const double r = 2.0 * share * residual(x, b, o);
            for (size_t i = 0; i < IN; i++)
                data[made == TRANSPOSED ? i * OUT + o : o * IN + i] += r * input(b, i);
            data[WEIGHTS + o] += made == BIAS_ZERO ? 0.0 : r;
        }
    const double weight = made == L2_MISSING   ? 0.0
                          : made == L2_DOUBLED ? 4.0 * lambda
                                               : 2.0 * lambda;
    for (size_t i = 0; i < n; i++) {
        const bool decays = i < WEIGHTS || made == L2_ON_BIASES;
        g[i] = data[i] + (decays ? weight * x[i] : 0.0);
    }
    return GV_EVAL_OK;
}

/* What the finding of the parameter at fault has to say. */
static const struct expectation {
    const char *parameter, *words;
} expectations[SLIPS] = {
    [TRANSPOSED] = {"weight", NULL},          [L2_MISSING] = {"weight", "missing"},
    [L2_DOUBLED] = {"weight", "too many"},    [L2_ON_BIASES] = {"bias", "too many"},
    [SUM_NOT_MEAN] = {"bias", "factor of 5"}, [BIAS_ZERO] = {"bias", "zero everywhere"},
};

START_TEST(slips_in_a_layer_and_its_l2_are_caught_and_named) {
    const gv_group groups[] = {{.name = "weight", .rank = 2, .shape = {OUT, IN}},
                               {.name = "bias", .rank = 1, .shape = {OUT}}};
    const double start[PARAMETERS] = {0.7731, -1.3947, 0.618, -0.5772,
                                      1.2021, 0.9159,  -0.31, 0.47};
    for (int k = 0; k < SLIPS; k++) {
        slip made = (slip)k;
        const gv_problem problem = {.name = "layer",
                                    .groups = groups,
                                    .group_count = 2,
                                    .start = start,
                                    .value = layer_value,
                                    .gradient = layer_gradient,
                                    .context = &made};
        gv_findings *findings = call_check(&problem, NULL);
        ck_assert_msg(findings->cases[0].verdict == (k == NO_SLIP ? GV_PASS : GV_FAIL),
                      "slip %d: %s", k, call_told(findings));
        const struct expectation *expected = &expectations[k];
        if (expected->parameter) {
            const gv_check_finding *check =
                call_find(findings, "gradient", expected->parameter);
            ck_assert_msg(check->verdict == GV_FAIL, "slip %d", k);
            ck_assert_msg(!expected->words ||
                              (check->diagnosis && strstr(check->diagnosis, expected->words)),
                          "slip %d: %s", k, check->diagnosis ? check->diagnosis : "none");
        }
        gv_findings_destroy(findings);
    }
}
END_TEST

int main(void) {
    const TTest *const tests[] = {slips_in_a_layer_and_its_l2_are_caught_and_named, NULL};
    return suite_run("ccall_layer", tests);
}
