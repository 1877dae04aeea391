#include "check/list.h"
#include "check/survey.h"
#include "error.h"
#include "verdict/collect.h"
#include <math.h>
#include <string.h>

const gv_check_kind *const gv_check_list[] = {
#define GV_CHECK_LINE(check) &(check),
    GV_CHECKS(GV_CHECK_LINE)
#undef GV_CHECK_LINE
        NULL};

const gv_check_kind *gv_check_find(const char *name) {
    for (size_t i = 0; gv_check_list[i]; i++)
        if (strcmp(gv_check_list[i]->name, name) == 0)
            return gv_check_list[i];
    return NULL;
}

size_t gv_checks_standard(const gv_options *options, gv_request *requests, size_t capacity) {
    size_t count = 0;
    for (size_t i = 0; gv_check_list[i] && count < capacity; i++)
        if (gv_check_list[i]->standard || (gv_check_list[i]->covers && options->entries > 0))
            requests[count++] = (gv_request){gv_check_list[i]->name, *options};
    return count;
}

static gv_status note_broken(gv_case_finding *finding, const char *what) {
    finding->verdict = GV_FAIL;
    finding->reason = GV_SUBJECT_BROKE;
    return gv_set_text(&finding->message, "%s", what);
}

/* Could the point be surveyed at all?  false: the finding says why not. */
static bool usable(const gv_survey *survey, gv_case_finding *finding, const char *point,
                   gv_status *status) {
    if (survey->broke == GV_EVAL_ERROR) {
        *status = note_broken(finding, "the subject reported an error at the point itself");
        return false;
    }
    if (survey->broke == GV_EVAL_OUTSIDE || !isfinite(survey->value)) {
        gv_check_finding *check = gv_case_add_check(finding, "survey", point, NULL);
        if (!check) {
            *status = GV_ERR_MEMORY;
            return false;
        }
        check->verdict = GV_INCONCLUSIVE;
        check->reason = GV_VALUE_NOT_FINITE;
        *status = gv_set_text(&check->message,
                              "the value at the point is not finite, or the point is outside "
                              "the domain: nothing can be measured there");
        return false;
    }
    return true;
}

static gv_status run_requests(const gv_checking *common, const gv_request *requests,
                              size_t count, gv_error *error) {
    for (size_t i = 0; i < count; i++) {
        const gv_check_kind *kind = gv_check_find(requests[i].kind);
        if (!kind)
            return gv_fail(error, GV_ERR_ARGUMENT, "there is no check named '%.100s'",
                           requests[i].kind);
        if (!kind->applies(common->subject))
            continue;
        gv_checking checking = *common;
        checking.options = &requests[i].options;
        const gv_status status = kind->run(&checking, error);
        if (status != GV_OK)
            return status;
    }
    return GV_OK;
}

gv_status gv_checks_run(gv_subject *subject, const gv_request *requests, size_t count,
                        const char *point, const gv_progress *progress,
                        gv_case_finding *finding, gv_error *error) {
    if (count == 0)
        return GV_OK;
    gv_survey *survey = NULL;
    gv_status status = gv_survey_create(subject, &requests[0].options, &survey);
    finding->parameters = subject->count;
    if (status == GV_OK && usable(survey, finding, point, &status)) {
        const gv_checking checking = {.subject = subject,
                                      .survey = survey,
                                      .point = point,
                                      .progress = progress,
                                      .finding = finding};
        if (finding->noise == 0.0)
            finding->noise = survey->noise;
        status = run_requests(&checking, requests, count, error);
        if (status == GV_ERR_SUBJECT)
            status = note_broken(finding, "the subject reported an error at a probe");
    }
    gv_survey_destroy(survey);
    if (status != GV_OK && error && error->status == GV_OK)
        (void)gv_fail(error, status, "%s", gv_status_message(status));
    return status;
}
