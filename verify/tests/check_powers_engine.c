/* The checks of further powers over the fixtures: right models pass, planted mistakes are
 * named, and everything is left as it was, bit for bit. */
#include "case_support.h"
#include "fault/fault.h"
#include "subject/engine.h"
#include "verdict/collect.h"

#include <string.h>

static const char *const kinds[] = {"accumulation", "tangent", "taylor", "step", "curvature"};
enum { KINDS = sizeof kinds / sizeof *kinds };

static const char *const fixtures[] = {"diabetes.yaml", "iris.yaml", "shared.yaml",
                                       "recurrent.yaml"};
enum { FIXTURES_TRIED = sizeof fixtures / sizeof *fixtures };

#define MODEL                                                                                  \
    "schema: 1\nname: x\nseed: 31\n"                                                           \
    "model:\n  layers:\n    - {name: in, kind: linear, out: 5}\n    - tanh\n"                  \
    "    - {name: w, kind: linear, out: 5}\n    - sigmoid\n    - use: w\n    - tanh\n"         \
    "    - use: w\n    - {name: out, kind: linear, out: 3}\n"                                  \
    "data: {random: {rows: 7, inputs: 4, classes: 3}}\nloss: cross_entropy\n"                  \
    "l2:\n  - {lambda: 0.03, parameters: [w, in]}\n"

static gv_findings *findings_of(gv_subject *subject, const char *kind) {
    const gv_request request = {.kind = kind, .options = gv_options_default()};
    gv_findings *findings = gv_findings_create();
    ck_assert_ptr_nonnull(findings);
    gv_case_finding *finding = gv_findings_add_case(findings, kind, NULL);
    ck_assert_ptr_nonnull(finding);
    ck_assert_int_eq(gv_checks_run(subject, &request, 1, "here", NULL, finding, NULL), GV_OK);
    gv_case_conclude(finding);
    return findings;
}

/* Data and gradients of all parameters, one after the other; the gradients are filled first. */
static double *state_of(gv_subject *subject, bool fill) {
    double *state = calloc(2 * subject->count, sizeof *state);
    ck_assert_ptr_nonnull(state);
    for (size_t p = 0; p < subject->parameter_count; p++) {
        ag_parameter *held = gv_engine_subject_parameter(subject, p);
        const size_t offset = subject->parameters[p].offset;
        for (size_t i = 0; fill && i < held->size; i++)
            held->grad[i] = 0.7731 - 0.0137 * (double)(offset + i);
        memcpy(state + offset, held->data, held->size * sizeof *state);
        memcpy(state + subject->count + offset, held->grad, held->size * sizeof *state);
    }
    return state;
}

START_TEST(right_models_pass_and_are_left_as_they_were) {
    for (size_t f = 0; f < FIXTURES_TRIED; f++) {
        gv_case *item = load_fixture(fixtures[f]);
        gv_subject *subject = subject_of(item, 1);
        double *before = state_of(subject, true);
        for (size_t k = 0; k < KINDS; k++) {
            gv_findings *findings = findings_of(subject, kinds[k]);
            ck_assert_msg(findings->cases[0].verdict == GV_PASS, "%s of %s: %s", kinds[k],
                          fixtures[f], gv_reason_name(findings->cases[0].reason));
            ck_assert_uint_gt(findings->cases[0].check_count, 0);
            gv_findings_destroy(findings);
            double *after = state_of(subject, false);
            ck_assert_msg(same_bits(before, after, 2 * subject->count * sizeof *after),
                          "%s of %s leaves something behind", kinds[k], fixtures[f]);
            free(after);
        }
        free(before);
        gv_subject_destroy(subject);
        gv_case_destroy(item);
    }
}
END_TEST

/* Its softmaxes leave terms that cancel at most steps that are clear of the noise: which of
 * them are left to show the order depends on what the noise is taken for. */
START_TEST(an_order_that_hardly_a_step_shows_is_not_accused) {
    gv_case *item = load_fixture("transformer.yaml");
    gv_subject *subject = subject_of(item, 2); /* trained */
    gv_findings *findings = findings_of(subject, "taylor");
    ck_assert_uint_eq(findings->cases[0].check_count, 2);
    ck_assert_int_ne(findings->cases[0].verdict, GV_FAIL);
    gv_findings_destroy(findings);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

/* The findings of a check with a fault planted; item and subject are freed by the caller. */
typedef struct planted {
    gv_case *item;
    gv_subject *subject;
    gv_findings *findings;
} planted;

static planted plant(const char *fault, const char *kind) {
    char text[2048];
    snprintf(text, sizeof text, MODEL "fault: %s\nexpect: fail\n", fault);
    planted made = {.item = load_good(text)};
    made.subject = subject_of(made.item, 0);
    made.findings = findings_of(made.subject, kind);
    return made;
}

static void uproot(planted *made) {
    gv_findings_destroy(made->findings);
    gv_subject_destroy(made->subject);
    gv_case_destroy(made->item);
}

static bool says(const planted *made, const char *words) {
    for (size_t i = 0; i < made->findings->cases[0].check_count; i++) {
        const char *diagnosis = made->findings->cases[0].checks[i].diagnosis;
        if (diagnosis && strstr(diagnosis, words))
            return true;
    }
    return false;
}

START_TEST(a_wrong_vjp_is_named_with_its_step) {
    static const char *const ops[] = {"tanh", "sigmoid"};
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
        char fault[96];
        snprintf(fault, sizeof fault, "{kind: factor, factor: 1.003, at: {op: %s}}", ops[i]);
        planted made = plant(fault, "tangent");
        ck_assert_int_eq(made.findings->cases[0].verdict, GV_FAIL);
        ck_assert(says(&made, ops[i]));
        ck_assert(says(&made, "reverse mode is broken"));
        ck_assert(!says(&made, "forward mode is broken"));
        uproot(&made);
    }
}
END_TEST

/* Its own derivative is not the product: the fault is in the vjp, and not in its tangent. */
START_TEST(a_wrong_vjp_shows_in_the_curvature) {
    planted made = plant("{kind: factor, factor: 1.003, at: {op: tanh}}", "curvature");
    ck_assert_int_eq(made.findings->cases[0].verdict, GV_FAIL);
    ck_assert_int_eq(made.findings->cases[0].reason, GV_GAP);
    uproot(&made);
}
END_TEST

START_TEST(a_use_that_overwrites_does_not_accumulate) {
    planted made =
        plant("{kind: overwritten, at: {parameter: w.weight, use: 1}}", "accumulation");
    ck_assert_int_eq(made.findings->cases[0].verdict, GV_FAIL);
    for (size_t i = 0; i < made.findings->cases[0].check_count; i++) {
        const gv_check_finding *check = &made.findings->cases[0].checks[i];
        const bool struck = check->parameter && strcmp(check->parameter, "w.weight") == 0;
        if (!struck)
            ck_assert_int_eq(check->verdict, GV_PASS);
    }
    uproot(&made);
}
END_TEST

START_TEST(a_lost_term_shows_in_the_order_and_along_every_update) {
    planted made = plant("{kind: lost, at: {term: l2}}", "taylor");
    ck_assert_int_eq(made.findings->cases[0].reason, GV_ORDER);
    uproot(&made);
    made = plant("{kind: lost, at: {term: l2}}", "step");
    ck_assert_int_eq(made.findings->cases[0].reason, GV_ORDER);
    uproot(&made);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {right_models_pass_and_are_left_as_they_were,
                                  an_order_that_hardly_a_step_shows_is_not_accused,
                                  a_wrong_vjp_is_named_with_its_step,
                                  a_wrong_vjp_shows_in_the_curvature,
                                  a_use_that_overwrites_does_not_accumulate,
                                  a_lost_term_shows_in_the_order_and_along_every_update,
                                  NULL};
    return run_suite("check_powers_engine", tests);
}
