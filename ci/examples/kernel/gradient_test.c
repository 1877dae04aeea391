/* The gradient test of kernel.c: every entry of what kernel_backward claims, held against
 * measured derivatives. Ends with gradgate's exit code. */
#include "kernel.h"
#include <gradgate/verify/verify.h>
#include <stdio.h>

enum { WEIGHTS = CLASSES * FEATURES };

static gv_eval value(const double *p, size_t n, double *out, void *context) {
    (void)n;
    *out = kernel_loss(context, p, p + WEIGHTS);
    return GV_EVAL_OK;
}

static gv_eval gradient(const double *p, size_t n, double *out, void *context) {
    (void)n;
    kernel_backward(context, p, p + WEIGHTS, out, out + WEIGHTS);
    return GV_EVAL_OK;
}

/* One line for each check, as much as a log needs. */
static void print(const gv_findings *findings) {
    for (size_t i = 0; i < findings->cases[0].check_count; i++) {
        const gv_check_finding *check = &findings->cases[0].checks[i];
        printf("%-12s %s of %s: %s\n", gv_verdict_name(check->verdict), check->kind,
               check->parameter ? check->parameter : "the kernel",
               check->message ? check->message : gv_reason_text(check->reason));
    }
}

int main(void) {
    static batch data = {.x = {{0.7731, -1.3947, 0.2113},
                               {-0.9187, 0.4421, 1.1019},
                               {1.6203, 0.8837, -0.3391},
                               {-0.1259, -0.6673, 0.9551},
                               {0.5087, 1.2347, -1.7713}},
                         .label = {2, 0, 3, 1, 2}};
    const double start[WEIGHTS + CLASSES] = {0.4253,  -0.7919, 0.1327, -1.0141, 0.3559, 0.6871,
                                             0.2239,  0.5987,  -0.411, 0.8213,  -0.277, 0.9371,
                                             -0.3119, 0.8233,  0.1907, -0.5641};
    const gv_group groups[] = {{.name = "weight", .rank = 2, .shape = {CLASSES, FEATURES}},
                               {.name = "bias", .rank = 1, .shape = {CLASSES}}};
    const gv_problem problem = {.name = "kernel",
                                .groups = groups,
                                .group_count = 2,
                                .start = start,
                                .value = value,
                                .gradient = gradient,
                                .context = &data};
    gv_options options = gv_options_default();
    gv_findings *findings = NULL;
    gv_error error;

    if (gv_check(&problem, &options, &findings, &error) != GV_OK) {
        fprintf(stderr, "gradient_test: %s\n", error.message);
        return 4;
    }
    print(findings);
    const int code = gv_exit_code(findings);
    gv_findings_destroy(findings);
    return code;
}
