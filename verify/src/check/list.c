#include "check/list.h"
#include "check/entries.h"
#include "check/survey.h"
#include "error.h"
#include "verdict/collect.h"
#include "verdict/outline.h"
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

size_t gv_checks_standard(const gv_options *options, bool sampled, gv_request *requests,
                          size_t capacity) {
    const bool left_out = sampled || options->entries > 0;
    size_t count = 0;
    for (size_t i = 0; gv_check_list[i] && count < capacity; i++)
        if (gv_check_list[i]->standard || (gv_check_list[i]->covers && left_out))
            requests[count++] = (gv_request){gv_check_list[i]->name, *options};
    return count;
}

static gv_status note_broken(gv_case_finding *finding, const gv_subject *subject,
                             const char *where) {
    finding->verdict = GV_FAIL;
    finding->reason = GV_SUBJECT_BROKE;
    if (subject->trouble[0])
        return gv_set_text(&finding->message, "%s", subject->trouble);
    return gv_set_text(&finding->message, "the subject reported an error %s", where);
}

/* Why nothing can be measured at a point that the subject does not take. */
static gv_status explain_outside(gv_check_finding *check, const gv_subject *subject) {
    if (subject->trouble[0])
        return gv_set_text(&check->message, "%s: there is nothing to compare",
                           subject->trouble);
    return gv_set_text(&check->message,
                       "the value at the point is not finite, or the point is outside the "
                       "domain: nothing can be measured there");
}

/* Could the point be surveyed at all?  false: the finding says why not. */
static bool usable(const gv_checking *checking, gv_status *status) {
    const gv_survey *survey = checking->survey;
    const gv_subject *subject = checking->subject;
    gv_case_finding *finding = checking->finding;
    if (survey->broke == GV_EVAL_ERROR) {
        *status = note_broken(finding, subject, "at the point itself");
        return false;
    }
    if (survey->broke == GV_EVAL_OUTSIDE || !isfinite(survey->value)) {
        gv_check_finding *check = gv_checking_add(checking, "survey", NULL);
        if (!check) {
            *status = GV_ERR_MEMORY;
            return false;
        }
        check->verdict = GV_INCONCLUSIVE;
        check->reason = GV_VALUE_NOT_FINITE;
        *status = explain_outside(check, subject);
        return false;
    }
    return true;
}

/* A reference that is not used takes nothing from the verdict, which rests on the value then;
 * but whoever gave it learns of it.  Only beside other checks: alone it would be all that the
 * case passed. */
static gv_status note_reference(const gv_checking *checking) {
    const gv_survey *survey = checking->survey;
    if (survey->apart == 0.0 || checking->finding->check_count == 0)
        return GV_OK;
    gv_check_finding *check = gv_checking_add(checking, "survey", NULL);
    if (!check)
        return GV_ERR_MEMORY;
    check->verdict = GV_PASS;
    check->reason = GV_REFERENCE_UNUSED;
    return gv_set_text(&check->message,
                       "the reference is %.3g away from the value, whose noise is %.3g: it was "
                       "not used",
                       survey->apart, survey->noise);
}

typedef struct requested {
    const gv_request *requests;
    size_t count;
} requested;

static gv_status run_requests(const gv_checking *common, void *context, gv_error *error) {
    const requested *all = context;
    for (size_t i = 0; i < all->count; i++) {
        const gv_request *request = &all->requests[i];
        const gv_check_kind *kind = gv_check_find(request->kind);
        if (!kind)
            return gv_fail(error, GV_ERR_ARGUMENT, "there is no check named '%.100s'",
                           request->kind);
        if (!kind->applies(common->subject))
            continue;
        gv_checking checking = *common;
        checking.options = &request->options;
        const gv_status status = kind->run(&checking, error);
        if (status != GV_OK)
            return status;
    }
    return GV_OK;
}

static gv_status outline_parameter(const gv_subject *subject, size_t p, gv_outline *outline) {
    const gv_parameter *parameter = &subject->parameters[p];
    gv_outline_parameter *added = gv_outline_add_parameter(outline, parameter->group.name);
    if (!added)
        return GV_ERR_MEMORY;
    added->storage = parameter->group.storage;
    added->rank = parameter->group.rank;
    for (size_t axis = 0; axis < added->rank; axis++)
        added->shape[axis] = parameter->group.shape[axis];
    gv_status status = GV_OK;
    for (size_t u = 0; u < parameter->use_count && status == GV_OK; u++)
        status = gv_outline_add_use(added, parameter->uses[u].name, parameter->uses[u].term);
    return status;
}

static gv_status outline_term(const gv_term *term, gv_outline *outline) {
    gv_outline_term *added = gv_outline_add_term(outline, term->name, term->lambda);
    gv_status status = added ? GV_OK : GV_ERR_MEMORY;
    for (size_t i = 0; i < term->cover_count && status == GV_OK; i++)
        status = gv_outline_add_cover(added, term->covers[i]);
    return status;
}

/* What the subject consists of: the same at every point, so told at the first. */
static gv_status outline_subject(const gv_subject *subject, gv_outline *outline) {
    gv_status status = GV_OK;
    if (outline->parameter_count)
        return GV_OK;
    for (size_t p = 0; p < subject->parameter_count && status == GV_OK; p++)
        status = outline_parameter(subject, p, outline);
    for (size_t t = 0; t < subject->term_count && status == GV_OK; t++)
        status = outline_term(&subject->terms[t], outline);
    return status;
}

static gv_status note_point(const gv_survey *survey, const char *name,
                            gv_case_finding *finding) {
    gv_point_finding *point = gv_case_point(finding, name);
    if (!point)
        return GV_ERR_MEMORY;
    if (survey->broke != GV_EVAL_OK)
        return GV_OK;
    point->value = survey->value;
    point->noise = survey->noise;
    return GV_OK;
}

gv_status gv_checks_make(gv_subject *subject, const gv_options *options, const char *point,
                         const gv_progress *progress, gv_case_finding *finding,
                         gv_check_maker *make, void *context, gv_error *error) {
    gv_survey *survey = NULL;
    gv_status status = gv_survey_create(subject, options, &survey);
    finding->parameters = subject->count;
    finding->claim = subject->claim;
    if (status == GV_OK)
        status = outline_subject(subject, &finding->outline);
    if (status == GV_OK)
        status = note_point(survey, point, finding);
    const gv_checking checking = {.subject = subject,
                                  .survey = survey,
                                  .options = options,
                                  .point = point,
                                  .progress = progress,
                                  .finding = finding};
    if (status == GV_OK && usable(&checking, &status)) {
        if (finding->noise == 0.0)
            finding->noise = survey->noise;
        status = make(&checking, context, error);
        if (status == GV_OK)
            status = note_reference(&checking);
        if (status == GV_ERR_SUBJECT)
            status = note_broken(finding, subject, "at a probe");
    }
    gv_survey_destroy(survey);
    if (status != GV_OK && error && error->status == GV_OK)
        (void)gv_fail(error, status, "%s", gv_status_message(status));
    return status;
}

gv_status gv_checks_run(gv_subject *subject, const gv_request *requests, size_t count,
                        const char *point, const gv_progress *progress,
                        gv_case_finding *finding, gv_error *error) {
    requested all = {requests, count};
    if (count == 0)
        return GV_OK;
    return gv_checks_make(subject, &requests[0].options, point, progress, finding, run_requests,
                          &all, error);
}
