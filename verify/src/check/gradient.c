/* gradient: every entry of the claimed gradient against the measured derivative. */
#include "check/entries.h"
#include "check/list.h"
#include "check/parts.h"
#include "verdict/collect.h"

static bool applies(const gv_subject *subject) {
    (void)subject;
    return true;
}

static gv_status check_parameter(const gv_checking *checking, size_t p) {
    const gv_parameter *parameter = &checking->subject->parameters[p];
    const gv_entries entries = {.parameter = p,
                                .term = GV_WHOLE,
                                .use = GV_WHOLE,
                                .claimed = checking->survey->claim + parameter->offset};
    gv_check_finding *check = gv_checking_add(checking, gv_check_gradient.name, parameter);
    const gv_status status =
        check ? gv_entries_check(checking, &entries, check) : GV_ERR_MEMORY;
    return status == GV_OK && check->verdict == GV_FAIL ? gv_parts_add(checking, p, check)
                                                        : status;
}

/* Is there a claim other than zero, or is every entry declared to have none? */
static bool says_something(const gv_checking *checking) {
    const gv_subject *subject = checking->subject;
    bool all_declared = true;
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        for (size_t i = 0; i < parameter->count; i++) {
            const unsigned char *declared = parameter->group.expect_zero;
            if (checking->survey->claim[parameter->offset + i] != 0.0)
                return true;
            all_declared = all_declared && declared && declared[i];
        }
    }
    return all_declared;
}

/* A gradient of zeros proves nothing of the code that computes it. */
static gv_status refuse_all_zero(const gv_checking *checking) {
    if (says_something(checking))
        return GV_OK;
    gv_check_finding *check = gv_checking_add(checking, gv_check_gradient.name, NULL);
    if (!check)
        return GV_ERR_MEMORY;
    const bool fails = checking->options->on_inconclusive == GV_INCONCLUSIVE_FAIL;
    check->verdict = fails ? GV_FAIL : GV_INCONCLUSIVE;
    check->reason = GV_ALL_ZERO;
    return gv_set_text(&check->message,
                       "every claim is zero: check at a point where the gradient is not, or "
                       "declare expect_zero");
}

static gv_status run(const gv_checking *checking, gv_error *error) {
    (void)error;
    for (size_t p = 0; p < checking->subject->parameter_count; p++) {
        const gv_status status = check_parameter(checking, p);
        if (status != GV_OK)
            return status;
    }
    return refuse_all_zero(checking);
}

const gv_check_kind gv_check_gradient = {
    .name = "gradient",
    .question = "Is every entry of the claimed gradient the derivative of the value?",
    .standard = true,
    .applies = applies,
    .run = run,
};
