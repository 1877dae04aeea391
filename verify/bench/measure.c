/* For clock_gettime; POSIX prescribes the name. NOLINTNEXTLINE(bugprone-reserved-identifier) */
#define _POSIX_C_SOURCE 200809L
#include "measure.h"
#include "check/check.h"
#include "loop.h"
#include "torch.h"
#include "verdict/collect.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* CPU time, because others use this machine too. All that is measured has one thread. */
static double now(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Calls until the sample is long enough to be told from the clock's grain. */
static bool fill(bool (*call)(void *context, bench_sample *sample), void *context,
                 bench_sample *sample) {
    const double least = 0.02;
    const double start = now();
    for (size_t calls = 1;; calls++) {
        if (!call(context, sample))
            return false;
        const double seconds = now() - start;
        if (seconds < least)
            continue;
        sample->seconds = seconds / (double)calls;
        return true;
    }
}

static bool always(const bench_model *model) {
    (void)model;
    return true;
}

/* ---- the check ---- */

static bool check_gradient(gv_subject *subject, bench_sample *sample) {
    const gv_request request = {"gradient", gv_options_default()};
    gv_findings *findings = gv_findings_create();
    gv_case_finding *finding =
        findings == NULL ? NULL : gv_findings_add_case(findings, "bench", NULL);
    gv_error error = {GV_OK, ""};
    bool good = finding != NULL &&
                gv_checks_run(subject, &request, 1, "start", NULL, finding, &error) == GV_OK;
    *sample = (bench_sample){0};
    for (size_t i = 0; good && i < finding->check_count; i++) {
        const gv_check_finding *check = &finding->checks[i];
        sample->evaluations += check->evaluations;
        sample->entries += check->entries.checked;
        sample->passed += check->entries.passed + check->entries.negligible;
    }
    if (!good)
        fprintf(stderr, "the check could not be made: %s\n", error.message);
    gv_findings_destroy(findings);
    return good;
}

/* With making the subject, as a run does. */
static bool check_once(void *context, bench_sample *sample) {
    gv_subject *subject = bench_model_subject(context);
    const bool good = subject != NULL && check_gradient(subject, sample);
    gv_subject_destroy(subject);
    return good;
}

static bool take_check(bench_model *model, bench_sample *sample) {
    return fill(check_once, model, sample);
}

/* ---- the loop ---- */

static bool is_first(const bench_model *model) {
    return model->net == &bench_nets[0];
}

typedef struct looping {
    bench_loop loop;
    double derivative[LOOP_COUNT], error[LOOP_COUNT];
} looping;

static bool loop_once(void *context, bench_sample *sample) {
    looping *l = context;
    l->loop.evaluations = 0;
    bench_loop_derivatives(&l->loop, l->derivative, l->error);
    sample->evaluations = l->loop.evaluations;
    return true;
}

/* The same parameters and data; its value must be the engine's. */
static bool set_up_loop(const bench_model *model, bench_loop *loop) {
    size_t offset = 0;
    for (size_t i = 0; i < 2 * model->net->layers; i++) {
        const ag_parameter *p = model->parameters[i];
        memcpy(loop->entry + offset, p->data, p->size * sizeof *p->data);
        offset += p->size;
    }
    memcpy(loop->x, model->x, sizeof loop->x);
    memcpy(loop->t, model->t, sizeof loop->t);
    loop->lambda = bench_lambda;
    loop->relu = strcmp(model->activation->name, "relu") == 0;
    const double value = *ag_graph_value(model->graph, model->loss);
    return fabs(bench_loop_value(loop) - value) <= 1e-14 * fabs(value);
}

/* Entries where the loop comes to what backward does, within GSL's bound and 1e-6. */
static void compare(bench_model *model, const looping *l, bench_sample *sample) {
    const double tolerance = 1e-6;
    size_t at = 0;
    ag_zero_grad(model->parameters, 2 * model->net->layers);
    (void)ag_backward(model->graph, model->loss);
    sample->entries = LOOP_COUNT;
    sample->passed = 0;
    for (size_t i = 0; i < 2 * model->net->layers; i++)
        for (size_t k = 0; k < model->parameters[i]->size; k++, at++) {
            const double claimed = model->parameters[i]->grad[k];
            const double allowed = l->error[at] + tolerance * fabs(claimed);
            sample->passed += fabs(l->derivative[at] - claimed) <= allowed;
        }
}

static bool take_loop(bench_model *model, bench_sample *sample) {
    looping l = {.loop = {.index = 0}};
    if (!set_up_loop(model, &l.loop)) {
        fprintf(stderr, "the loop written by hand is not the model\n");
        return false;
    }
    if (!fill(loop_once, &l, sample))
        return false;
    compare(model, &l, sample);
    return true;
}

/* ---- forward and backward ---- */

static bool step_once(void *context, bench_sample *sample) {
    bench_model *model = context;
    (void)sample;
    ag_zero_grad(model->parameters, 2 * model->net->layers);
    return ag_graph_replay(model->graph, 0) == AG_OK &&
           ag_backward(model->graph, model->loss) == AG_OK;
}

static bool take_step(bench_model *model, bench_sample *sample) {
    return fill(step_once, model, sample);
}

/* ---- torch ---- */

static bool has_torch(const bench_model *model) {
    (void)model;
    return bench_torch_version() != NULL;
}

static bool take_gradcheck(bench_model *model, bench_sample *sample) {
    bench_torch_sample answer;
    if (!bench_torch_ask("gradcheck", model, &answer))
        return false;
    *sample = (bench_sample){.seconds = answer.seconds,
                             .evaluations = answer.evaluations,
                             .entries = model->count,
                             .passed = answer.passed ? model->count : 0};
    return true;
}

static bool take_torch_step(bench_model *model, bench_sample *sample) {
    bench_torch_sample answer;
    if (!bench_torch_ask("step", model, &answer))
        return false;
    *sample = (bench_sample){.seconds = answer.seconds};
    return true;
}

const bench_measure bench_measures[BENCH_MEASURES] = {
    [BENCH_CHECK] = {"check", always, take_check},
    [BENCH_LOOP] = {"loop", is_first, take_loop},
    [BENCH_GRADCHECK] = {"gradcheck", has_torch, take_gradcheck},
    [BENCH_STEP] = {"step", always, take_step},
    [BENCH_TORCH_STEP] = {"torch-step", has_torch, take_torch_step},
};
