/* From functions, claims and mistakes to problems, and from a problem to its callbacks. */
#include "corpus.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The problems of a function come in the order: right, its own claims, planted mistakes. */
static size_t claims_of(const corpus_function *f) {
    size_t count = 0;
    while (f->claims && f->claims[count].name)
        count++;
    return count;
}

static size_t mistakes_of(const corpus_function *f) {
    size_t count = 0;
    while (f->mistakes && f->mistakes[count])
        count++;
    return count;
}

size_t corpus_count(void) {
    size_t count = 0;
    for (const corpus_kind *const *kind = corpus_kinds; *kind; kind++)
        for (const corpus_function *const *f = (*kind)->functions; *f; f++)
            count += 1 + claims_of(*f) + mistakes_of(*f);
    return count;
}

static void describe(size_t which, corpus_problem *p) {
    const corpus_function *f = p->function;
    const char *claim = "right";
    p->gradient = f->gradient;
    p->mistake = NULL;
    p->label = f->hollow ? CORPUS_HOLLOW : CORPUS_RIGHT;
    p->open = f->open;
    if (which > claims_of(f)) {
        p->mistake = f->mistakes[which - 1 - claims_of(f)];
        claim = p->mistake->name;
        p->label = p->mistake->label == CORPUS_RIGHT ? p->label : p->mistake->label;
        p->open = p->mistake->open || (f->open && p->label == CORPUS_RIGHT);
    } else if (which > 0) {
        const corpus_claim *c = &f->claims[which - 1];
        claim = c->name;
        p->gradient = c->gradient;
        p->label = c->label;
        p->open = c->open;
    }
    snprintf(p->name, sizeof p->name, "%s/%s/%s", p->kind->name, f->name, claim);
}

void corpus_get(size_t index, corpus_problem *problem) {
    *problem = (corpus_problem){0};
    for (size_t k = 0; corpus_kinds[k]; k++)
        for (size_t i = 0; corpus_kinds[k]->functions[i]; i++) {
            const corpus_function *f = corpus_kinds[k]->functions[i];
            size_t count = 1 + claims_of(f) + mistakes_of(f);
            if (index < count) {
                problem->kind = corpus_kinds[k];
                problem->kind_index = k;
                problem->function = f;
                problem->function_index = i;
                describe(index, problem);
                return;
            }
            index -= count;
        }
}

bool corpus_run_begin(corpus_run *run, const corpus_problem *problem) {
    size_t n = problem->function->n;
    *run = (corpus_run){.problem = problem};
    run->right = calloc(3 * n, sizeof *run->right);
    if (!run->right)
        return false;
    run->last = run->right + n;
    run->scratch = run->last + n;
    return true;
}

void corpus_run_end(corpus_run *run) {
    free(run->right);
    run->right = NULL;
}

static double value_in_float32(const corpus_function *f, const double *x) {
    float narrow[512];
    for (size_t i = 0; i < f->n; i++)
        narrow[i] = (float)x[i];
    return (double)f->value32(narrow);
}

gv_eval corpus_value(const double *x, size_t n, double *value, void *context) {
    corpus_run *run = context;
    const corpus_function *f = run->problem->function;
    const corpus_mistake *mistake = run->problem->mistake;
    run->values++;
    memcpy(run->last, x, n * sizeof *x);
    if (f->outside && f->outside(x))
        return GV_EVAL_OUTSIDE;
    *value = f->value32 ? value_in_float32(f, x) : f->value(x);
    if (mistake && mistake->bend)
        *value = mistake->bend(run, mistake->amount, *value);
    return GV_EVAL_OK;
}

gv_eval corpus_gradient(const double *x, size_t n, double *gradient, void *context) {
    corpus_run *run = context;
    const corpus_mistake *mistake = run->problem->mistake;
    run->gradients++;
    run->problem->gradient(x, run->right);
    if (run->scaled_by != 0)
        run->right[run->scaled_entry] *= run->scaled_by;
    if (mistake && mistake->plant)
        mistake->plant(run, mistake->amount, x, gradient);
    else
        memcpy(gradient, run->right, n * sizeof *gradient);
    return GV_EVAL_OK;
}

bool corpus_bites(const corpus_problem *problem, const double *x) {
    corpus_run run;
    size_t n = problem->function->n;
    if (problem->label != CORPUS_WRONG || (problem->mistake && problem->mistake->breach))
        return true;
    if (!corpus_run_begin(&run, problem))
        return true;
    corpus_gradient(x, n, run.scratch, &run);
    problem->function->gradient(x, run.right);
    bool bites = memcmp(run.scratch, run.right, n * sizeof *run.right) != 0;
    corpus_run_end(&run);
    return bites;
}

void corpus_reset(uint64_t seed, void *context) {
    corpus_run *run = context;
    run->seed = seed;
}

void corpus_fill(const corpus_problem *problem, corpus_run *run, const double *start,
                 gv_group *group, gv_problem *out) {
    const corpus_function *f = problem->function;
    *group = (gv_group){.name = "x", .rank = 1, .shape = {f->n}};
    *out = (gv_problem){
        .name = problem->name,
        .groups = f->groups ? f->groups : group,
        .group_count = f->groups ? f->group_count : 1,
        .start = start,
        .value = corpus_value,
        .gradient = corpus_gradient,
        .context = run,
        .claim = f->claim,
        .accumulates = problem->mistake && problem->mistake->accumulates,
        .reset = problem->mistake && problem->mistake->reset ? corpus_reset : NULL,
    };
}
