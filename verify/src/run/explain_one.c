/* An explanation, and the command that gives it again. */
#include "run/explain_one.h"
#include "run/plan.h"
#include "verdict/collect.h"
#include <stdlib.h>
#include <string.h>

gv_options gv_explain_options(const gv_explaining *e, const char *kind) {
    const gv_options *common =
        e->request_count ? &e->requests[0].options : gv_case_options(e->item);

    for (size_t i = 0; i < e->request_count; i++)
        if (strcmp(e->requests[i].kind, kind) == 0)
            return e->requests[i].options;
    return *common;
}

gv_case_finding *gv_explain_begin(const gv_explaining *e, const gv_options *options,
                                  gv_explanation *one) {
    gv_case_finding *finding;

    *one = (gv_explanation){.findings = gv_findings_create(), .explained.index = GV_WHOLE};
    if (!one->findings)
        return NULL;
    finding = gv_findings_add_case(one->findings, gv_case_name(e->item), gv_case_file(e->item));
    if (!finding)
        return NULL;
    one->expected = gv_case_expected(e->item);
    finding->options = *options;
    finding->options.checks = NULL;
    return gv_case_outline(e->item, &finding->outline) == GV_OK ? finding : NULL;
}

/* "name[3,6]", as gv_target_parse reads it back.  New; NULL without memory. */
static char *name_entry(const gv_parameter *parameter, size_t index) {
    const gv_group *group = &parameter->group;
    const size_t size = strlen(group->name) + GV_RANK_MAX * 21 + 3;
    size_t coordinates[GV_RANK_MAX] = {0};
    char *text = malloc(size);
    size_t at;

    if (!text)
        return NULL;
    for (size_t axis = group->rank; axis-- > 0; index /= group->shape[axis])
        coordinates[axis] = index % group->shape[axis];
    at = (size_t)snprintf(text, size, "%s", group->name);
    for (size_t axis = 0; axis < group->rank; axis++)
        at += (size_t)snprintf(text + at, size - at, "%c%zu", axis ? ',' : '[',
                               coordinates[axis]);
    if (group->rank)
        snprintf(text + at, size - at, "]");
    return text;
}

static void add_choice(gv_command_line *line, const char *flag, const char *word) {
    gv_command_add(line, flag);
    gv_command_add(line, word);
}

static void add_operands(const gv_explaining *e, const gv_parameter *parameter, size_t index,
                         gv_command_line *line) {
    char *entry = index != GV_WHOLE ? name_entry(parameter, index) : NULL;
    const char *name = index != GV_WHOLE ? entry : parameter->group.name;

    if (!name) {
        line->failed = true;
        return;
    }
    if (*name == '-') /* no flag, behind this */
        gv_command_add(line, "--");
    gv_command_add_path(line, gv_case_file(e->item));
    gv_command_add(line, name);
    free(entry);
}

/* `gradgate explain --point NAME ... --seed N`, the settings, and `FILE NAME[INDEX]`. */
static gv_status set_command(const gv_explaining *e, const gv_subject *subject,
                             const gv_target *target, const char *point, gv_explanation *one) {
    gv_case_finding *finding = &one->findings->cases[0];
    const gv_parameter *parameter = &subject->parameters[target->parameter];
    gv_command_line head = {0}, tail = {0};
    gv_status status;

    gv_command_add(&head, "gradgate");
    gv_command_add(&head, "explain");
    add_choice(&head, "--point", point);
    if (target->use != GV_WHOLE)
        add_choice(&head, "--use", parameter->uses[target->use].name);
    if (target->term != GV_WHOLE)
        add_choice(&head, "--term", subject->terms[target->term].name);
    status = gv_plan_set_command(e->plan, e->item, &head, finding, e->error);
    add_operands(e, parameter, one->explained.index, &tail);
    if (tail.failed)
        status = GV_ERR_MEMORY;
    if (status == GV_OK)
        status = gv_set_text(&finding->command, "%s %s", finding->command, tail.text);
    free(head.text);
    free(tail.text);
    return status;
}

gv_status gv_explain_one(const gv_explaining *e, gv_subject *subject, const gv_target *targets,
                         size_t count, const char *point, gv_explanation *one) {
    const gv_options options = gv_explain_options(e, gv_target_check(targets));
    const gv_options *surveying = e->request_count ? &e->requests[0].options : &options;
    gv_case_finding *finding = gv_explain_begin(e, &options, one);
    gv_status status = finding ? GV_OK : GV_ERR_MEMORY;

    if (status == GV_OK)
        status = gv_explain(subject, surveying, &options, targets, count, point, e->progress,
                            finding, &one->explained, e->error);
    if (status == GV_OK)
        status = set_command(e, subject, &targets[one->explained.target], point, one);
    if (status == GV_OK)
        gv_case_conclude(finding);
    else
        gv_explanation_clear(one);
    return status;
}
