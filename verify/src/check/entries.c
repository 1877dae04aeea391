#include "check/entries.h"
#include "verdict/collect.h"
#include <math.h>

typedef struct asking {
    const gv_checking *checking;
    const gv_entries *entries;
    gv_check_finding *check;
    bool moved; /* did any probe move the value? */
} asking;

static gv_demand demand_of(const gv_checking *checking, const gv_parameter *parameter) {
    const gv_group *group = &parameter->group;
    const gv_options *options = checking->options;
    return (gv_demand){
        .tolerance = group->tolerance > 0.0 ? group->tolerance : options->tolerance,
        .resolution = group->resolution > 0.0 ? group->resolution : options->resolution};
}

gv_check_finding *gv_checking_add(const gv_checking *checking, const char *kind,
                                  const gv_parameter *parameter) {
    gv_check_finding *check = gv_case_add_check(checking->finding, kind, checking->point,
                                                parameter ? parameter->group.name : NULL);
    if (!check)
        return NULL;
    check->tolerance = checking->options->tolerance;
    check->resolution = checking->options->resolution;
    if (!parameter)
        return check;
    const gv_demand demand = demand_of(checking, parameter);
    check->tolerance = demand.tolerance;
    check->resolution = demand.resolution;
    check->rank = parameter->group.rank;
    for (size_t axis = 0; axis < check->rank; axis++)
        check->shape[axis] = parameter->group.shape[axis];
    return check;
}

static gv_line line_of(const gv_checking *checking, const gv_parameter *parameter,
                       size_t parameter_index, size_t index) {
    const gv_subject *subject = checking->subject;
    const gv_group *group = &parameter->group;
    const size_t entry = parameter->offset + index;
    return (gv_line){.x = subject->point[entry],
                     .f0 = checking->survey->value,
                     .lower = group->lower ? group->lower[index] : -INFINITY,
                     .upper = group->upper ? group->upper[index] : INFINITY,
                     .noise = checking->survey->noise,
                     .scale =
                         gv_survey_scale(checking->survey, subject, parameter_index, entry),
                     .storage = group->storage};
}

void gv_entry_ask(const gv_checking *checking, const gv_entries *entries, size_t index,
                  gv_question *question) {
    const gv_parameter *parameter = &checking->subject->parameters[entries->parameter];
    question->probe = (gv_probe){.term = entries->term,
                                 .use = entries->use,
                                 .entry = parameter->offset + index,
                                 .reference = checking->survey->reference};
    question->line = line_of(checking, parameter, entries->parameter, index);
    question->demand = demand_of(checking, parameter);
    question->index = index;
    question->claimed = entries->claimed[index];
}

static void ask(void *context, size_t i, gv_question *question) {
    const asking *a = context;
    gv_entry_ask(a->checking, a->entries, i, question);
}

static gv_status listen(void *context, size_t i, const gv_item *item) {
    asking *a = context;
    if (a->entries->measured)
        a->entries->measured[i] = item->entry.measured;
    a->moved = a->moved || item->entry.scale > 0.0;
    return gv_check_count(a->check, &item->entry, a->checking->options->notable);
}

/* Nothing passes by default: a parameter that moves nothing is a finding, unless declared. */
static void refuse_vacuous(const gv_checking *checking, const gv_parameter *parameter,
                           bool moved, gv_check_finding *check) {
    const gv_counts *counts = &check->entries;
    if (check->verdict != GV_PASS || counts->zero < counts->checked || moved)
        return;
    bool declared = parameter->group.expect_zero != NULL;
    for (size_t i = 0; declared && i < parameter->count; i++)
        declared = parameter->group.expect_zero[i] != 0;
    if (declared)
        return;
    const bool fails = checking->options->on_inconclusive == GV_INCONCLUSIVE_FAIL;
    check->verdict = fails ? GV_FAIL : GV_INCONCLUSIVE;
    check->reason = GV_FEEDS_NOTHING;
}

gv_status gv_entries_check(const gv_checking *checking, const gv_entries *entries,
                           gv_check_finding *check) {
    const gv_parameter *parameter = &checking->subject->parameters[entries->parameter];
    asking a = {checking, entries, check, false};
    const gv_status status = gv_batch_run(checking, parameter->count, ask, listen, &a);
    if (status != GV_OK)
        return status;
    gv_check_conclude(check, checking->options);
    refuse_vacuous(checking, parameter, a.moved, check);
    return GV_OK;
}
