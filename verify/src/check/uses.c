/* uses: of a tied parameter each use alone, and their sum against the whole gradient. */
#include "check/list.h"
#include "check/sums.h"
#include "verdict/collect.h"
#include <stdint.h>
#include <stdlib.h>

static bool applies(const gv_subject *subject) {
    if (!subject->kind->gradient_use)
        return false;
    for (size_t p = 0; p < subject->parameter_count; p++)
        if (subject->parameters[p].use_count > 1)
            return true;
    return false;
}

static gv_status check_use(const gv_checking *checking, size_t p, size_t use,
                           const double *claimed) {
    const gv_parameter *parameter = &checking->subject->parameters[p];
    const gv_entries entries = {
        .parameter = p, .term = GV_WHOLE, .use = use, .claimed = claimed};
    gv_check_finding *check = gv_checking_add(checking, gv_check_uses.name, parameter);
    if (!check || gv_set_text(&check->use, "%s", parameter->uses[use].name) != GV_OK)
        return GV_ERR_MEMORY;
    return gv_entries_check(checking, &entries, check);
}

static gv_status check_sum(const gv_checking *checking, const gv_parameter *parameter,
                           const double *parts, const char *const *names) {
    const gv_sum sum = {.count = parameter->count,
                        .part_count = parameter->use_count,
                        .parts = parts,
                        .whole = checking->survey->claim + parameter->offset,
                        .names = names};
    gv_check_finding *check = gv_checking_add(checking, gv_check_uses.name, parameter);
    if (!check || gv_set_text(&check->use, "sum") != GV_OK)
        return GV_ERR_MEMORY;
    return gv_sum_check(checking, &sum, check);
}

static gv_status check_parameter(const gv_checking *checking, size_t p) {
    gv_subject *subject = checking->subject;
    const gv_parameter *parameter = &subject->parameters[p];
    const size_t uses = parameter->use_count;
    if (uses > SIZE_MAX / parameter->count)
        return GV_ERR_MEMORY;
    gv_status status = GV_ERR_MEMORY;
    double *parts = calloc(uses * parameter->count, sizeof *parts);
    const char **names = calloc(uses, sizeof *names);
    if (!parts || !names)
        goto out;
    status = GV_OK;
    for (size_t u = 0; u < uses && status == GV_OK; u++) {
        double *part = parts + u * parameter->count;
        names[u] = parameter->uses[u].name;
        status = subject->kind->gradient_use(subject, p, u, part) == GV_EVAL_OK
                     ? check_use(checking, p, u, part)
                     : GV_ERR_SUBJECT;
    }
    if (status == GV_OK)
        status = check_sum(checking, parameter, parts, names);
out:
    free(parts);
    free(names);
    return status;
}

static gv_status run(const gv_checking *checking, gv_error *error) {
    (void)error;
    for (size_t p = 0; p < checking->subject->parameter_count; p++) {
        if (checking->subject->parameters[p].use_count < 2)
            continue;
        const gv_status status = check_parameter(checking, p);
        if (status != GV_OK)
            return status;
    }
    return GV_OK;
}

const gv_check_kind gv_check_uses = {
    .name = "uses",
    .question = "Is each use of a tied parameter right alone, and is their sum the whole?",
    .standard = true,
    .applies = applies,
    .run = run,
};
