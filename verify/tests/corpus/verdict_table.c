/* Prints what gradgate's verdict is worth on the corpus, and what the rules of other tools are:
 * per kind of problem, missed, accused, undecided, and evaluations of the value per entry.
 *
 * Ends with 1 when gradgate falls short of its target: nothing missed, nobody accused, at most
 * 4 % undecided and none of the ordinary ones, which settle at a median of 8 evaluations. */
#include "rules.h"
#include "series.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { METHODS = 7 };
static const double most_undecided = 0.04, most_evaluations = 8;

typedef struct wanted {
    bool rules, moved, scaled, rules_off;
    uint64_t seeds;
} wanted;

typedef struct tally {
    size_t right, wrong, missed, accused, undecided;
    double median, most; /* evaluations per entry */
} tally;

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Of one method; NULL: of all kinds.  `ordinary`: of the ordinary ones only. */
static tally count(const series *s, size_t method, const corpus_kind *kind, bool ordinary) {
    tally t = {0};
    size_t n = 0;
    double *evaluations = malloc((s->count + 1) * sizeof *evaluations);
    if (!evaluations)
        exit(70);
    for (size_t i = 0; i < s->count; i++) {
        const series_record *r = &s->records[i];
        if (r->method != method || (kind && r->kind != kind) ||
            (ordinary && !r->kind->ordinary))
            continue;
        t.right += !r->wrong;
        t.wrong += r->wrong;
        t.missed += r->outcome == CORPUS_MISSED;
        t.accused += r->outcome == CORPUS_ACCUSED;
        t.undecided += r->outcome == CORPUS_UNDECIDED;
        if (!ordinary || !r->wrong)
            evaluations[n++] = r->evaluations;
    }
    qsort(evaluations, n, sizeof *evaluations, by_size);
    t.median = n ? evaluations[n / 2] : 0;
    t.most = n ? evaluations[n - 1] : 0;
    free(evaluations);
    return t;
}

static const char *method_name(size_t method) {
    return method == 0 ? "gradgate" : corpus_rules[method - 1]->name;
}

static void print_counts(tally t) {
    char text[32];
    snprintf(text, sizeof text, "%zu/%zu/%zu", t.missed, t.accused, t.undecided);
    printf(" %11s", t.missed + t.accused + t.undecided ? text : "-");
}

static void print_row(const series *s, const corpus_kind *kind, size_t methods) {
    tally own = count(s, 0, kind, false);
    if (own.right + own.wrong == 0)
        return;
    printf("%-22s %5zu %5zu  %6.1f %6.1f", kind ? kind->name : "all", own.right, own.wrong,
           own.median, own.most);
    for (size_t method = 0; method < methods; method++)
        print_counts(count(s, method, kind, false));
    printf("\n");
}

static void print_table(const series *s, const char *title) {
    size_t methods = s->rules ? METHODS : 1;
    printf("\n%s\n\nmissed/accused/undecided, and gradgate's evaluations per entry\n\n"
           "%-22s %5s %5s  %6s %6s",
           title, "kind", "right", "wrong", "median", "most");
    for (size_t method = 0; method < methods; method++)
        printf(" %11s", method_name(method));
    printf("\n");
    for (const corpus_kind *const *kind = corpus_kinds; *kind; kind++)
        print_row(s, *kind, methods);
    print_row(s, NULL, methods);
    printf("\n%-10s %7s %8s %10s %7s %7s   evaluations per entry\n", "", "missed", "accused",
           "undecided", "median", "most");
    for (size_t method = 0; method < methods; method++) {
        tally t = count(s, method, NULL, false);
        printf("%-10s %7zu %8zu %10zu %7.1f %7.1f\n", method_name(method), t.missed, t.accused,
               t.undecided, t.median, t.most);
    }
    tally ordinary = count(s, 0, NULL, true);
    printf("gradgate on right ordinary ones: %zu undecided, %.1f evaluations per entry at the "
           "median\n",
           ordinary.undecided, ordinary.median);
    if (s->skipped)
        printf("skipped, as the value cannot show the change: %zu\n", s->skipped);
}

/* Whether gradgate's own row is what it must be.  The median counts at the points themselves
 * only: a wrong claim costs what it takes to be sure. */
static bool reached(const series *s, bool median_counts) {
    tally t = count(s, 0, NULL, false), ordinary = count(s, 0, NULL, true);
    double share = (double)t.undecided / (double)(t.right + t.wrong);
    bool good = !s->broken && t.missed == 0 && t.accused == 0 && share <= most_undecided &&
                ordinary.undecided == 0 &&
                (!median_counts || ordinary.median <= most_evaluations);
    printf("%s: %zu missed, %zu accused, %.1f %% undecided\n",
           good ? "target reached" : "TARGET NOT REACHED", t.missed, t.accused, 100 * share);
    return good;
}

static bool make(void (*run)(series *), const char *title, const wanted *w,
                 bool median_counts) {
    series s = {.rules = w->rules, .seeds = w->seeds};
    run(&s);
    print_table(&s, title);
    bool good = reached(&s, median_counts);
    series_end(&s);
    return good;
}

/* What each rule of the verdict is worth: the same problems with it switched off. */
static void without_each_rule(const wanted *w) {
    printf("\nThe problems%s again, each rule of the verdict switched off in turn\n\n"
           "%-20s %7s %8s %10s %7s %7s\n",
           w->moved ? ", moved ones, too," : "", "without", "missed", "accused", "undecided",
           "median", "most");
    for (int rule = -1; rule < (int)GV_RULE_COUNT; rule++) {
        gv_options options = gv_options_default();
        options.without = rule < 0 ? 0 : 1u << rule;
        series s = {.options = &options, .silent = true, .seeds = w->seeds};
        series_plain(&s);
        if (w->moved)
            series_moved(&s);
        tally t = count(&s, 0, NULL, false);
        printf("%-20s %7zu %8zu %10zu %7.1f %7.1f   %s\n",
               rule < 0 ? "(nothing)" : gv_rule_name((gv_rule)rule), t.missed, t.accused,
               t.undecided, t.median, t.most, rule < 0 ? "" : gv_rule_text((gv_rule)rule));
        series_end(&s);
    }
}

static int usage(void) {
    fprintf(stderr, "usage: gradgate_verdict_table [--moved] [--scaled] [--rules-off] "
                    "[--all] [--own] [--seeds=N]\n"
                    "  --moved      also at points moved by up to 10 %%\n"
                    "  --scaled     also with one entry scaled by 1 +- 1e-4 ... 1e-1\n"
                    "  --rules-off  again with each rule of the verdict switched off in turn\n"
                    "  --all        all of these\n"
                    "  --own        gradgate alone, not the rules of other tools\n"
                    "  --seeds=N    moves and scalings of each, 5\n");
    return 64;
}

static bool understand(int argc, char **argv, wanted *w) {
    for (int i = 1; i < argc; i++) {
        bool all = strcmp(argv[i], "--all") == 0;
        bool moved = strcmp(argv[i], "--moved") == 0, scaled = strcmp(argv[i], "--scaled") == 0;
        bool off = strcmp(argv[i], "--rules-off") == 0, own = strcmp(argv[i], "--own") == 0;
        bool seeds = strncmp(argv[i], "--seeds=", 8) == 0;
        w->moved |= moved || all;
        w->scaled |= scaled || all;
        w->rules_off |= off || all;
        w->rules &= !own;
        if (seeds)
            w->seeds = strtoul(argv[i] + 8, NULL, 10);
        if (!(all || moved || scaled || off || own || seeds) || w->seeds == 0)
            return false;
    }
    return true;
}

int main(int argc, char **argv) {
    wanted w = {.rules = true, .seeds = 5};
    if (!understand(argc, argv, &w))
        return usage();
    for (size_t i = 0; w.rules && corpus_rules[i]; i++)
        printf("%-8s %s\n         %s\n", corpus_rules[i]->name, corpus_rules[i]->decides,
               corpus_rules[i]->source);
    bool good = make(series_plain, "Problems with known answers", &w, true);
    if (w.moved)
        good &= make(series_moved, "The same, at points moved by up to 10 %", &w, false);
    if (w.scaled)
        good &= make(series_scaled, "Right gradients with one entry scaled", &w, false);
    if (w.rules_off)
        without_each_rule(&w);
    return good ? 0 : 1;
}
