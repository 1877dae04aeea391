/* A user of gradgate::verify with a gradient of his own: the right one has to pass, and the
 * same with one sign turned has to fail in the entry that is wrong. */
#include <gradgate/verify/verify.h>

#include <stdbool.h>
#include <stdio.h>

/* f(x, y) = (1.3 - x)^2 + 7.1 (y - x^2)^2 */
static gv_eval value(const double *x, size_t n, double *out, void *context) {
    (void)n;
    (void)context;
    const double a = 1.3 - x[0];
    const double b = x[1] - x[0] * x[0];
    *out = a * a + 7.1 * b * b;
    return GV_EVAL_OK;
}

/* df/dx = -2 (1.3 - x) - 28.4 x (y - x^2),   df/dy = +-14.2 (y - x^2) */
static gv_eval gradient(const double *x, size_t n, double *out, void *context) {
    (void)n;
    const bool *flipped = context;
    const double b = x[1] - x[0] * x[0];
    out[0] = -2.0 * (1.3 - x[0]) - 28.4 * x[0] * b;
    out[1] = (*flipped ? -14.2 : 14.2) * b;
    return GV_EVAL_OK;
}

static const gv_check_finding *first_failure(const gv_findings *findings) {
    const gv_case_finding *only = &findings->cases[0];
    for (size_t i = 0; i < only->check_count; i++)
        if (only->checks[i].verdict == GV_FAIL)
            return &only->checks[i];
    return NULL;
}

static bool right_gradient_passes(const double *start) {
    bool flipped = false;
    gv_findings *findings = NULL;
    const gv_status status = gv_check_vector(2, start, value, gradient, &flipped, &findings);
    const bool good = status == GV_OK && gv_findings_verdict(findings) == GV_PASS &&
                      gv_exit_code(findings) == 0;
    printf("right gradient: %s\n", good ? "pass, as it should" : "WRONG");
    gv_findings_destroy(findings);
    return good;
}

static bool wrong_gradient_fails(const double *start) {
    bool flipped = true;
    gv_findings *findings = NULL;
    const gv_status status = gv_check_vector(2, start, value, gradient, &flipped, &findings);
    const gv_check_finding *failure = status == GV_OK ? first_failure(findings) : NULL;
    const bool good = failure && failure->has_worst && failure->worst.index == 1 &&
                      gv_exit_code(findings) == 1;
    if (good)
        printf("wrong gradient: fail, as it should: %s[%zu] claimed %g, measured %g\n",
               failure->parameter ? failure->parameter : "?", failure->worst.index,
               failure->worst.claimed, failure->worst.measured);
    else
        printf("wrong gradient: WRONG\n");
    gv_findings_destroy(findings);
    return good;
}

int main(void) {
    const double start[2] = {-0.7731, 1.3947};
    printf("gradgate::verify %s\n", gv_version());
    const bool right = right_gradient_passes(start);
    const bool wrong = wrong_gradient_fails(start);
    return right && wrong ? 0 : 1;
}
