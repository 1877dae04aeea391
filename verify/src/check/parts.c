#include "check/parts.h"
#include "verdict/collect.h"
#include <math.h>
#include <stdlib.h>

/* Measures one part of one entry and adds it. */
typedef struct part {
    const gv_checking *checking;
    gv_entries entries;
    size_t index;
    const char *kind, *name; /* "use layers.2", "term l2" */
    gv_check_finding *check;
} part;

static void ask(void *context, size_t i, gv_question *question) {
    const part *a = context;
    const gv_move move = {.index = a->index};
    (void)i;
    gv_move_ask(a->checking, &a->entries, &move, question);
}

static gv_status listen(void *context, size_t i, const gv_item *item) {
    const part *a = context;
    char *name = NULL;
    (void)i;
    gv_status status = gv_set_text(&name, "%s %s", a->kind, a->name);
    if (status == GV_OK)
        status = gv_check_add_part(a->check, name, item->entry.claimed, item->entry.measured,
                                   item->entry.error);
    free(name);
    return status;
}

static gv_status add(part *a) {
    return gv_batch_run(a->checking, 1, ask, listen, a);
}

static gv_status add_uses(part *a, const gv_parameter *parameter, double *claimed) {
    gv_subject *subject = a->checking->subject;
    a->kind = "use";
    a->entries.claimed = claimed;
    a->entries.term = GV_WHOLE;
    for (size_t u = 0; u < parameter->use_count; u++) {
        if (subject->kind->gradient_use(subject, a->entries.parameter, u, claimed) !=
            GV_EVAL_OK)
            return GV_ERR_SUBJECT;
        a->entries.use = u;
        a->name = parameter->uses[u].name;
        const gv_status status = add(a);
        if (status != GV_OK)
            return status;
    }
    return GV_OK;
}

/* A term is measured against its own value at the point, and its own noise. */
static gv_status add_term(part *a, size_t t) {
    const gv_checking *whole = a->checking;
    gv_survey survey;
    gv_checking own = *whole;
    gv_status status =
        gv_survey_narrow(whole->survey, whole->subject, whole->options, t, &survey);
    if (status != GV_OK)
        return status;
    own.survey = &survey;
    a->checking = &own;
    status = add(a);
    a->checking = whole;
    return status;
}

static gv_status add_terms(part *a, const gv_parameter *parameter, double *claimed) {
    gv_subject *subject = a->checking->subject;
    a->kind = "term";
    a->entries.claimed = claimed + parameter->offset;
    a->entries.use = GV_WHOLE;
    for (size_t t = 0; t < subject->term_count; t++) {
        for (size_t i = 0; i < subject->count; i++)
            claimed[i] = 0.0;
        if (subject->kind->gradient(subject, t, claimed) != GV_EVAL_OK)
            return GV_ERR_SUBJECT;
        a->entries.term = t;
        a->name = subject->terms[t].name;
        const gv_status status = add_term(a, t);
        if (status != GV_OK)
            return status;
    }
    return GV_OK;
}

/* Which part, lost or doubled or alone, would make the claim of the worst entry what it is? */
typedef struct tale {
    double own, whole;
    const char *before, *after;
} tale;

static const tale tales[] = {
    {-1.0, 1.0, "is what remains without ", ""},
    {1.0, 1.0, "has ", " twice"},
    {1.0, 0.0, "is ", " alone"},
    {-2.0, 1.0, "has ", " with the wrong sign"},
};

gv_status gv_parts_diagnose(gv_check_finding *check, const char *entry) {
    const double closeness = 1e-3; /* as the diagnosis has it */
    const gv_entry *worst = &check->worst;
    for (size_t t = 0; t < sizeof tales / sizeof *tales; t++)
        for (size_t k = 0; k < check->part_count; k++) {
            const gv_part *p = &check->parts[k];
            const double told = tales[t].whole * worst->measured + tales[t].own * p->measured;
            const double room = closeness * fabs(p->measured) + worst->error + p->error;
            if (!(fabs(p->measured) > 4.0 * (worst->error + p->error)) ||
                !(fabs(worst->claimed - told) <= room))
                continue;
            return gv_set_text(&check->diagnosis, "%s %s%s%s", entry, tales[t].before, p->name,
                               tales[t].after);
        }
    return GV_OK;
}

gv_status gv_parts_measure(const gv_checking *checking, size_t p, gv_check_finding *check) {
    const gv_subject *subject = checking->subject;
    const gv_parameter *parameter = &subject->parameters[p];
    const bool uses = subject->kind->gradient_use && parameter->use_count > 1;
    const bool terms = subject->term_count > 1;
    if (!check->has_worst || (!uses && !terms))
        return GV_OK;
    part a = {.checking = checking,
              .entries = {.parameter = p, .term = GV_WHOLE, .use = GV_WHOLE},
              .index = check->worst.index,
              .check = check};
    double *claimed = calloc(subject->count, sizeof *claimed);
    gv_status status = claimed ? GV_OK : GV_ERR_MEMORY;
    if (status == GV_OK && uses)
        status = add_uses(&a, parameter, claimed);
    if (status == GV_OK && terms)
        status = add_terms(&a, parameter, claimed);
    free(claimed);
    return status;
}

gv_status gv_parts_add(const gv_checking *checking, size_t p, gv_check_finding *check) {
    const gv_status status = gv_parts_measure(checking, p, check);
    return status == GV_OK && !check->diagnosis ? gv_parts_diagnose(check, "the worst entry")
                                                : status;
}
