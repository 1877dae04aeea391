#include "check/survey.h"
#include "check/allowed.h"
#include "check/random.h"
#include "check/scatter.h"
#include "check/survey_noise.h"
#include "numeric/line.h"
#include "numeric/precision.h"
#include <math.h>
#include <stdlib.h>

double gv_survey_scale(const gv_survey *survey, const gv_subject *subject, size_t parameter,
                       size_t entry) {
    const double x = fabs(subject->point[entry]);
    const double typical = survey->typical[parameter];
    const double by_chance = 0x1p-10; /* smaller than this share of its fellows is another
                                         scale, not a small number among them */
    if (x == 0.0 || (x < typical && x > by_chance * typical))
        return typical;
    return x;
}

static void note_typical(gv_survey *survey, const gv_subject *subject) {
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        double largest = 0.0, squares = 0.0;
        for (size_t i = 0; i < parameter->count; i++)
            largest = fmax(largest, fabs(subject->point[parameter->offset + i]));
        for (size_t i = 0; i < parameter->count && largest > 0.0; i++) {
            const double share = subject->point[parameter->offset + i] / largest;
            squares += share * share;
        }
        survey->typical[p] =
            largest > 0.0 ? largest * sqrt(squares / (double)parameter->count) : 1.0;
    }
}

void gv_survey_direction(const gv_survey *survey, const gv_subject *subject, uint64_t seed,
                         uint64_t stream, double *direction) {
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        for (size_t i = 0; i < parameter->count; i++) {
            const size_t entry = parameter->offset + i;
            const double scale = gv_survey_scale(survey, subject, p, entry);
            direction[entry] =
                gv_random_sign(seed, stream, entry) * ldexp(1.0, gv_exponent(scale));
        }
        gv_allow_direction(parameter, direction + parameter->offset);
    }
}

/* The value at the point, asked as a probe is: in the shape that probes are evaluated in. */
static gv_status take_value(const gv_survey *survey, gv_subject *subject, bool reference,
                            double *value, gv_eval *eval) {
    const gv_probe here = {
        .term = survey->term, .use = GV_WHOLE, .at = subject->point[0], .reference = reference};
    return subject->kind->values(subject, &here, 1, value, eval);
}

/* The value in higher precision replaces the value once both agree at the point within the
 * noise of the value. */
static gv_status weigh_reference(gv_survey *survey, gv_subject *subject,
                                 const gv_options *options) {
    double reference = NAN;
    gv_eval eval = GV_EVAL_OK;
    if (!subject->reference || survey->term != GV_WHOLE)
        return GV_OK;
    const gv_status status = take_value(survey, subject, true, &reference, &eval);
    if (status != GV_OK)
        return status;
    const double apart = eval == GV_EVAL_OK ? fabs(reference - survey->value) : NAN;
    if (!(apart <= 4.0 * survey->noise)) {
        survey->apart = apart;
        return GV_OK;
    }
    survey->reference = true;
    survey->value = reference;
    return gv_survey_noise(survey, subject, options);
}

/* The value twice.  A difference of equal calls is noise: of threads, or of anything else. */
static gv_status survey_values(gv_survey *survey, gv_subject *subject,
                               const gv_options *options) {
    double again = 0.0;
    gv_status status = take_value(survey, subject, false, &survey->value, &survey->broke);
    if (status != GV_OK || survey->broke != GV_EVAL_OK)
        return status;
    status = take_value(survey, subject, false, &again, &survey->broke);
    if (status != GV_OK || survey->broke != GV_EVAL_OK)
        return status;
    status = gv_survey_noise(survey, subject, options);
    survey->noise = fmax(survey->noise, 2.0 * fabs(again - survey->value));
    return status == GV_OK ? weigh_reference(survey, subject, options) : status;
}

/* Scatter that the precision explains: 2^10 rounding errors of the largest number that a
 * backward pass is made of.  That is not the parameter's own largest claim, for large parts may
 * cancel in it, but the largest anywhere, as it moves the value: |claim| scale. */
static void explain_scatter(gv_survey *survey, const gv_subject *subject) {
    const double operations = 0x1p10;
    double largest = 0.0;
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        for (size_t i = parameter->offset; i < parameter->offset + parameter->count; i++) {
            const double moves =
                fabs(survey->claim[i]) * gv_survey_scale(survey, subject, p, i);
            if (isfinite(moves))
                largest = fmax(largest, moves);
        }
    }
    survey->moves = largest;
    for (size_t p = 0; p < subject->parameter_count; p++)
        survey->explained[p] =
            operations * gv_unit_roundoff(subject->claim) * largest / survey->typical[p];
}

/* The gradient as an honest caller asks for it: right after the value at the same point, into
 * a buffer of zeros. */
static gv_status take_claim(gv_survey *survey, gv_subject *subject, const gv_options *options) {
    double value = 0.0;
    gv_eval eval = GV_EVAL_OK;
    const gv_status status = take_value(survey, subject, false, &value, &eval);
    if (status == GV_OK)
        survey->broke = subject->kind->gradient(subject, GV_WHOLE, survey->claim);
    if (status != GV_OK || survey->broke != GV_EVAL_OK)
        return status;
    explain_scatter(survey, subject);
    return gv_claim_scatter(subject, options, survey->claim, &survey->scatter, &survey->broke);
}

gv_status gv_survey_create(gv_subject *subject, const gv_options *options, gv_survey **out) {
    gv_survey *survey = calloc(1, sizeof *survey);
    *out = survey;
    if (!survey)
        return GV_ERR_MEMORY;
    survey->claim = calloc(subject->count, sizeof *survey->claim);
    survey->typical = calloc(subject->parameter_count, sizeof *survey->typical);
    survey->explained = calloc(subject->parameter_count, sizeof *survey->explained);
    survey->kinks = calloc(subject->count, sizeof *survey->kinks);
    survey->jumps = calloc(subject->count, sizeof *survey->jumps);
    survey->middles = calloc(subject->count, sizeof *survey->middles);
    if (!survey->claim || !survey->typical || !survey->explained || !survey->kinks ||
        !survey->jumps || !survey->middles)
        return GV_ERR_MEMORY;
    survey->term = GV_WHOLE;
    note_typical(survey, subject);
    const gv_status status = survey_values(survey, subject, options);
    if (status == GV_ERR_SUBJECT)
        survey->broke = GV_EVAL_ERROR;
    if (status != GV_OK || survey->broke != GV_EVAL_OK)
        return status == GV_ERR_SUBJECT ? GV_OK : status;
    return take_claim(survey, subject, options);
}

gv_status gv_survey_narrow(const gv_survey *survey, gv_subject *subject,
                           const gv_options *options, size_t term, gv_survey *narrowed) {
    *narrowed = *survey;
    narrowed->term = term;
    narrowed->reference = false; /* the reference is the whole's */
    const gv_status status = survey_values(narrowed, subject, options);
    return status == GV_OK && narrowed->broke != GV_EVAL_OK ? GV_ERR_SUBJECT : status;
}

void gv_survey_destroy(gv_survey *survey) {
    if (!survey)
        return;
    free(survey->claim);
    free(survey->scatter);
    free(survey->typical);
    free(survey->kinks);
    free(survey->jumps);
    free(survey->middles);
    free(survey->explained);
    free(survey);
}
