/* gradient: every entry of the claimed gradient against the measured derivative. */
#include "check/entries.h"
#include "check/list.h"
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
    return check ? gv_entries_check(checking, &entries, check) : GV_ERR_MEMORY;
}

static gv_status run(const gv_checking *checking, gv_error *error) {
    (void)error;
    for (size_t p = 0; p < checking->subject->parameter_count; p++) {
        const gv_status status = check_parameter(checking, p);
        if (status != GV_OK)
            return status;
    }
    return GV_OK;
}

const gv_check_kind gv_check_gradient = {
    .name = "gradient",
    .question = "Is every entry of the claimed gradient the derivative of the value?",
    .standard = true,
    .applies = applies,
    .run = run,
};
