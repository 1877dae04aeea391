/* The three series of the table. */
#include "series.h"
#include "exact.h"
#include "rules.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE = 512 };

static const char *const outcomes[] = {"as-labelled", "MISSED", "ACCUSED", "UNDECIDED"};

static void record(series *s, series_record r) {
    if (s->count == s->capacity) {
        size_t capacity = s->capacity ? 2 * s->capacity : 1024;
        series_record *more = realloc(s->records, capacity * sizeof *more);
        if (!more) {
            s->broken = true;
            return;
        }
        s->records = more;
        s->capacity = capacity;
    }
    s->records[s->count++] = r;
}

static void ask_gradgate(series *s, corpus_run *run, const double *x, corpus_label label,
                         const char *how) {
    corpus_answer answer;
    corpus_ask(run, x, label, s->options, &answer);
    if (answer.outcome != CORPUS_AS_LABELLED && !s->silent)
        printf("%-9s %s%s: %s\n", outcomes[answer.outcome], run->problem->name, how,
               answer.why);
    record(s, (series_record){.kind = run->problem->kind,
                              .wrong = label != CORPUS_RIGHT,
                              .outcome = answer.outcome,
                              .evaluations = answer.evaluations});
}

/* A tool sees the claim that one call leaves in a zeroed buffer, after one of the value. */
static void ask_rule(series *s, size_t method, corpus_run *run, const double *x,
                     corpus_label label) {
    double claim[SIZE] = {0}, value;
    size_t n = run->problem->function->n;
    corpus_value(x, n, &value, run);
    corpus_gradient(x, n, claim, run);
    size_t before = run->values;
    bool passes = corpus_rules[method - 1]->passes(run, x, claim);
    record(s, (series_record){.kind = run->problem->kind,
                              .method = method,
                              .wrong = label != CORPUS_RIGHT,
                              .outcome = corpus_judge(label, false, passes ? GV_PASS : GV_FAIL),
                              .evaluations = (double)(run->values - before) / (double)n});
}

/* Puts one question to all.  Every one of them starts from a fresh run. */
static void ask_all(series *s, const corpus_problem *p, const double *x, size_t scaled_entry,
                    double scaled_by, const char *how) {
    corpus_label label = scaled_by != 0 ? CORPUS_WRONG : p->label;
    for (size_t method = 0; method == 0 || (s->rules && corpus_rules[method - 1]); method++) {
        corpus_run run;
        if (!corpus_run_begin(&run, p)) {
            s->broken = true;
            return;
        }
        run.scaled_entry = scaled_entry;
        run.scaled_by = scaled_by;
        if (method == 0)
            ask_gradgate(s, &run, x, label, how);
        else
            ask_rule(s, method, &run, x, label);
        corpus_run_end(&run);
    }
}

void series_plain(series *s) {
    for (size_t i = 0; i < corpus_count(); i++) {
        corpus_problem p;
        double x[SIZE];
        corpus_get(i, &p);
        corpus_point(p.function, 0, 0, x);
        ask_all(s, &p, x, 0, 0, "");
    }
}

void series_moved(series *s) {
    for (size_t i = 0; i < corpus_count(); i++) {
        corpus_problem p;
        double x[SIZE];
        corpus_get(i, &p);
        for (uint64_t seed = 1; seed <= s->seeds && !p.function->stays; seed++) {
            char how[32];
            snprintf(how, sizeof how, " moved %d", (int)seed);
            corpus_point(p.function, 0.1, seed, x);
            if (corpus_bites(&p, x))
                ask_all(s, &p, x, 0, 0, how);
        }
    }
}

/* Not what a single entry decides: kinks, constraints, hollow ones, values that are open. */
static bool may_be_scaled(const corpus_problem *p) {
    const corpus_function *f = p->function;
    return p->gradient == f->gradient && !p->mistake && !f->kink && !f->hollow && !f->open &&
           (f->group_count == 0 || f->groups[0].constraint == GV_FREE);
}

/* Beyond what a declared float32 claim may be off, which is a share of the largest entry. */
static bool beyond_claim(const corpus_function *f, const double *g, double gap) {
    double largest = 0;
    for (size_t i = 0; i < f->n; i++)
        largest = fmax(largest, fabs(g[i]));
    return f->claim == GV_FLOAT64 || gap > 200 * (double)FLT_EPSILON * largest;
}

void series_scaled(series *s) {
    for (size_t i = 0; i < corpus_count(); i++) {
        corpus_problem p;
        double x[SIZE], g[SIZE];
        corpus_get(i, &p);
        if (!may_be_scaled(&p))
            continue;
        corpus_point(p.function, 0, 0, x);
        p.gradient(x, g);
        for (uint64_t seed = 1; seed <= s->seeds; seed++) {
            char how[64];
            double pick = (corpus_uniform(seed, 3 * i) + 1) / 2;
            size_t entry = (size_t)(pick * (double)p.function->n);
            double change = pow(10, -2.5 + 1.5 * corpus_uniform(seed, 3 * i + 1));
            if (corpus_uniform(seed, 3 * i + 2) < 0)
                change = -change;
            double gap = fabs(g[entry] * change);
            if (gap == 0 || !beyond_claim(p.function, g, gap) ||
                !exact_visible(&p, x, entry, g[entry], gap)) {
                s->skipped++;
                continue;
            }
            snprintf(how, sizeof how, " entry %zu times %.6f", entry, 1 + change);
            ask_all(s, &p, x, entry, 1 + change, how);
        }
    }
}

void series_end(series *s) {
    free(s->records);
    s->records = NULL;
    s->count = s->capacity = 0;
}
