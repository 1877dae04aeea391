#include "check/entries.h"
#include "check/allowed.h"
#include "check/scatter.h"
#include "check/select.h"
#include "check/settings.h"
#include "verdict/collect.h"
#include "verdict/diagnosis.h"
#include "verdict/ladder.h"
#include "verdict/map.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct asking {
    const gv_checking *checking;
    const gv_entries *entries;
    const gv_parameter *parameter;
    gv_check_finding *check;
    size_t *chosen;           /* of the moves, or NULL: all */
    size_t drawn;             /* of them: at random, see gv_select */
    double *measured, *error; /* of the parameter's entries, for the diagnosis */
    bool moved;               /* did any probe move the value? */
} asking;

static gv_demand demand_of(const gv_checking *checking, const gv_parameter *parameter) {
    const gv_options options = gv_options_for(checking->options, parameter);
    return (gv_demand){.tolerance = options.tolerance, .resolution = options.resolution};
}

gv_check_finding *gv_checking_add(const gv_checking *checking, const char *kind,
                                  const gv_parameter *parameter) {
    gv_check_finding *check = gv_case_add_check(checking->finding, kind, checking->point,
                                                parameter ? parameter->group.name : NULL);
    if (!check)
        return NULL;
    check->options = gv_options_for(checking->options, parameter);
    check->options.checks = NULL;
    check->tolerance = check->options.tolerance;
    check->resolution = check->options.resolution;
    if (!parameter)
        return check;
    check->rank = parameter->group.rank;
    for (size_t axis = 0; axis < check->rank; axis++)
        check->shape[axis] = parameter->group.shape[axis];
    return check;
}

gv_status gv_check_remark(gv_check_finding *check, const char *format, ...) {
    char remark[512];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(remark, sizeof remark, format, arguments);
    va_end(arguments);
    const char *before = check->message              ? check->message
                         : check->verdict != GV_PASS ? gv_reason_text(check->reason)
                                                     : "";
    return gv_set_text(&check->message, "%s%s%s", before, *before ? "; " : "", remark);
}

static double lower_of(const gv_group *group, size_t i) {
    return group->lower ? group->lower[i] : -INFINITY;
}

static double upper_of(const gv_group *group, size_t i) {
    return group->upper ? group->upper[i] : INFINITY;
}

/* Bounds of the variable, tightened by those of the entry that moves along. */
static void bound(const gv_group *group, const double *point, const gv_move *move,
                  gv_line *line) {
    line->lower = lower_of(group, move->index);
    line->upper = upper_of(group, move->index);
    if (move->weight == 0.0)
        return;
    const double x = point[move->other], w = move->weight;
    const double a = line->x + (lower_of(group, move->other) - x) / w;
    const double b = line->x + (upper_of(group, move->other) - x) / w;
    line->lower = fmax(line->lower, fmin(a, b));
    line->upper = fmin(line->upper, fmax(a, b));
}

static gv_line line_of(const gv_checking *checking, const gv_entries *entries,
                       const gv_move *move) {
    const gv_subject *subject = checking->subject;
    const gv_parameter *parameter = &subject->parameters[entries->parameter];
    const size_t entry = parameter->offset + move->index;
    gv_line line = {.x = subject->point[entry],
                    .f0 = checking->survey->value,
                    .noise = checking->survey->noise,
                    .scale =
                        gv_survey_scale(checking->survey, subject, entries->parameter, entry),
                    .storage = parameter->group.storage};
    const gv_options options = gv_options_for(checking->options, parameter);
    bound(&parameter->group, subject->point + parameter->offset, move, &line);
    gv_options_guide(&options, &line);
    return line;
}

/* A claim's scatter enters what is allowed, as far as its precision explains it. */
static double scatter_of(const gv_checking *checking, size_t p, const gv_move *move) {
    const gv_parameter *parameter = &checking->subject->parameters[p];
    const double *scatter = checking->survey->scatter;
    if (!scatter)
        return 0.0;
    const double own = scatter[parameter->offset + move->index] +
                       fabs(move->weight) * scatter[parameter->offset + move->other];
    const double explained = checking->survey->explained[p];
    return gv_scatter_allowance * fmin(own, explained);
}

/* The claimed slope along a move. */
static double move_claim(const gv_entries *entries, const gv_move *move) {
    const double claimed = entries->claimed[move->index];
    return move->weight == 0.0 ? claimed
                               : claimed + move->weight * entries->claimed[move->other];
}

void gv_move_ask(const gv_checking *checking, const gv_entries *entries, const gv_move *move,
                 gv_question *question) {
    const gv_parameter *parameter = &checking->subject->parameters[entries->parameter];
    question->probe = (gv_probe){.term = entries->term,
                                 .use = entries->use,
                                 .entry = parameter->offset + move->index,
                                 .other = parameter->offset + move->other,
                                 .weight = move->weight,
                                 .reference = checking->survey->reference};
    question->line = line_of(checking, entries, move);
    question->demand = demand_of(checking, parameter);
    question->demand.scatter = scatter_of(checking, entries->parameter, move);
    question->index = move->index;
    question->claimed = move_claim(entries, move);
}

static void ask(void *context, size_t i, gv_question *question) {
    const asking *a = context;
    const gv_move move = gv_move_at(a->parameter, a->chosen ? a->chosen[i] : i);
    gv_move_ask(a->checking, a->entries, &move, question);
}

/* A claim that is declared to be zero passes as such, and as nothing else: for that no
 * measurement is needed, and none that is too coarse is an excuse. */
static void hold_to_zero(const gv_group *group, gv_entry *entry) {
    if (!group->expect_zero || !group->expect_zero[entry->index] || entry->claimed == 0.0 ||
        entry->verdict == GV_FAIL)
        return;
    entry->verdict = GV_FAIL;
    entry->reason = GV_NOT_ZERO;
}

static void remember_kink(const asking *a, const gv_entry *entry) {
    gv_survey *survey = a->checking->survey;
    const bool whole = a->entries->term == GV_WHOLE && a->entries->use == GV_WHOLE;
    if (whole && entry->verdict == GV_PASS && entry->reason == GV_AT_KINK &&
        survey->kink_count < a->checking->subject->count) {
        survey->jumps[survey->kink_count] = entry->slope_right - entry->slope_left;
        survey->middles[survey->kink_count] = 0.5 * (entry->slope_right + entry->slope_left);
        survey->kinks[survey->kink_count++] = a->parameter->offset + entry->index;
    }
}

/* The walk of an entry that is kept in full, or its whole ladder where that was measured. */
static gv_status keep_rungs(gv_check_finding *check, const gv_item *item, bool ladder) {
    gv_rung rungs[GV_RUNGS_MAX];
    enum { FIRST_LOOK = 8 }; /* an entry that settled at first sight has no walk to show */
    if (item->entry.verdict == GV_PASS && item->log.count <= FIRST_LOOK)
        return GV_OK;
    gv_entry *entry = gv_check_notable(check, item->entry.index);
    if (!entry || entry->rungs)
        return GV_OK;
    const size_t count =
        ladder ? gv_ladder_rungs(item, rungs) : gv_item_rungs(item, rungs, GV_RUNGS_MAX);
    entry->rungs = malloc((count ? count : 1) * sizeof *rungs);
    if (!entry->rungs)
        return GV_ERR_MEMORY;
    memcpy(entry->rungs, rungs, count * sizeof *rungs);
    entry->rung_count = count;
    return GV_OK;
}

static gv_status listen(void *context, size_t i, const gv_item *item) {
    asking *a = context;
    gv_entry entry = item->entry;
    (void)i;
    hold_to_zero(&a->parameter->group, &entry);
    remember_kink(a, &entry);
    a->measured[entry.index] = entry.measured;
    a->error[entry.index] = entry.error;
    a->moved = a->moved || entry.scale > 0.0;
    const gv_status status = gv_check_count(a->check, &entry, a->checking->options->notable);
    return status == GV_OK ? keep_rungs(a->check, item, a->checking->ladder) : status;
}

static bool declared_zero(const gv_parameter *parameter) {
    if (!parameter->group.expect_zero)
        return false;
    for (size_t i = 0; i < parameter->count; i++)
        if (!parameter->group.expect_zero[i])
            return false;
    return true;
}

static void undecided(const gv_checking *checking, gv_check_finding *check, gv_reason reason) {
    const bool fails = checking->options->on_inconclusive == GV_INCONCLUSIVE_FAIL;
    check->verdict = fails ? GV_FAIL : GV_INCONCLUSIVE;
    check->reason = reason;
}

/* Does anything outside the sample say that the parameter moves the value? */
static bool claims_something(const asking *a) {
    for (size_t i = 0; i < a->parameter->count; i++)
        if (a->entries->claimed[i] != 0.0)
            return true;
    return false;
}

/* Nothing passes by default: a parameter that moves nothing is a finding, unless declared.  One
 * of its uses or terms may well be silent, and so may a sample of its entries. */
static void refuse_vacuous(const asking *a) {
    const gv_counts *counts = &a->check->entries;
    const bool whole = a->entries->term == GV_WHOLE && a->entries->use == GV_WHOLE;
    if (whole && a->check->verdict == GV_PASS && counts->zero == counts->checked && !a->moved &&
        !claims_something(a) && !declared_zero(a->parameter))
        undecided(a->checking, a->check, GV_FEEDS_NOTHING);
}

/* Noise can make every entry negligible, and then nothing was shown.  That an entry is
 * negligible says something only where the noise is far below what others move the value by. */
static void refuse_drowned(const asking *a) {
    const double visible = 0x1p10;
    const gv_counts *counts = &a->check->entries;
    const gv_survey *survey = a->checking->survey;
    if (a->check->verdict == GV_PASS && counts->checked > 0 &&
        counts->negligible == counts->checked && survey->noise * visible > survey->moves)
        undecided(a->checking, a->check, GV_TOO_COARSE);
}

/* Scatter that the precision does not explain. */
static gv_status refuse_scatter(const asking *a) {
    const gv_survey *survey = a->checking->survey;
    if (!survey->scatter || a->check->verdict != GV_PASS)
        return GV_OK;
    const double explained = survey->explained[a->entries->parameter];
    for (size_t i = 0; i < a->parameter->count; i++) {
        const double scatter = survey->scatter[a->parameter->offset + i];
        if (scatter <= explained)
            continue;
        undecided(a->checking, a->check, GV_SCATTER);
        return gv_set_text(&a->check->message,
                           "entry %zu of the claim changes by %.3g within one ulp of its "
                           "precision; rounding explains %.3g",
                           i, scatter, explained);
    }
    return GV_OK;
}

/* The move that changes this entry alone or first. */
static gv_status choose_only(asking *a, size_t *total) {
    const size_t moves = gv_move_count(a->parameter);
    a->chosen = calloc(1, sizeof *a->chosen);
    if (!a->chosen)
        return GV_ERR_MEMORY;
    *total = 0;
    for (size_t i = 0; i < moves && *total == 0; i++)
        if (gv_move_at(a->parameter, i).index == *a->entries->only)
            a->chosen[(*total)++] = i;
    return *total ? GV_OK : GV_ERR_ARGUMENT;
}

static gv_status choose(asking *a, size_t *total) {
    const size_t moves = gv_move_count(a->parameter), most = a->checking->options->entries;
    if (a->entries->only)
        return choose_only(a, total);
    *total = moves;
    if (most == 0 || most >= moves)
        return GV_OK;
    a->chosen = calloc(most, sizeof *a->chosen);
    double *claimed = calloc(moves, sizeof *claimed);
    gv_status status = a->chosen && claimed ? GV_OK : GV_ERR_MEMORY;
    for (size_t i = 0; i < moves && status == GV_OK; i++) {
        const gv_move move = gv_move_at(a->parameter, i);
        claimed[i] = move_claim(a->entries, &move);
    }
    if (status == GV_OK) {
        *total =
            gv_select(claimed, moves, most, a->checking->options->seed, a->chosen, &a->drawn);
        a->check->entries.skipped = moves - *total;
    }
    free(claimed);
    return status;
}

static gv_status diagnose(const asking *a) {
    const gv_symptoms symptoms = {.count = a->parameter->count,
                                  .claimed = a->entries->claimed,
                                  .measured = a->measured,
                                  .error = a->error,
                                  .point = a->checking->subject->point + a->parameter->offset,
                                  .rank = a->check->rank,
                                  .shape = a->check->shape};
    const bool entries = a->parameter->group.constraint == GV_FREE;
    return a->check->verdict == GV_FAIL && entries ? gv_diagnose(&symptoms, a->check) : GV_OK;
}

/* What a sample alone may miss, whatever the error does to the claims that are looked at in any
 * case, the largest and the zeros. */
static gv_status state_chance(const asking *a) {
    const gv_counts *n = &a->check->entries;
    const double total = (double)(n->checked + n->skipped);
    if (n->skipped == 0)
        return GV_OK;
    return gv_check_remark(
        a->check,
        "%zu of %.0f entries one by one: an error in one entry alone is missed "
        "by them with a chance of at most %.3g %%",
        n->checked, total, 100.0 * (total - (double)a->drawn) / total);
}

static gv_status decide(asking *a) {
    size_t total = 0;
    gv_status status = choose(a, &total);
    if (status == GV_OK)
        status = gv_batch_run(a->checking, total, ask, listen, a);
    if (status != GV_OK)
        return status;
    gv_check_conclude(a->check, a->checking->options);
    if (a->entries->only)
        return GV_OK;
    refuse_vacuous(a);
    refuse_drowned(a);
    status = refuse_scatter(a);
    if (status == GV_OK)
        status = state_chance(a);
    return status == GV_OK ? diagnose(a) : status;
}

gv_status gv_entries_check(const gv_checking *checking, const gv_entries *entries,
                           gv_check_finding *check) {
    const gv_parameter *parameter = &checking->subject->parameters[entries->parameter];
    const gv_options options = gv_options_for(checking->options, parameter);
    gv_checking own = *checking;
    own.options = &options;
    asking a = {.checking = &own,
                .entries = entries,
                .parameter = parameter,
                .check = check,
                .measured = calloc(parameter->count, sizeof *a.measured),
                .error = calloc(parameter->count, sizeof *a.error)};
    gv_status status =
        a.measured && a.error ? gv_map_start(&check->map, parameter->count) : GV_ERR_MEMORY;
    for (size_t i = 0; i < parameter->count && status == GV_OK; i++)
        a.measured[i] = NAN;
    if (status == GV_OK)
        status = decide(&a);
    free(a.chosen);
    free(a.measured);
    free(a.error);
    return status;
}
