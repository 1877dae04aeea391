/* The noise of the value, by difference tables along a random direction. */
#include "check/survey_noise.h"
#include "check/random.h"
#include "numeric/leaps.h"
#include "numeric/line.h"
#include "numeric/noise.h"
#include "numeric/precision.h"
#include "rules.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>

/* Streams of random numbers: the direction, and the last bits of its steps. */
enum { STREAM = 1, STREAM_BITS = 4 };

/* Spacings of the difference tables, as shares of each entry's scale.  2^-12 sees the grids of
 * float32; at 2^-32 the second difference of a smooth value is below its last bit.  The finer
 * ones are taken only where it still shows more than rounding: a kink within its reach, an
 * oscillation, a scale far below the variable's. */
static const double spacings[] = {0x1p-12, 0x1p-17, 0x1p-22, 0x1p-27,
                                  0x1p-32, 0x1p-37, 0x1p-42, 0x1p-47};
enum { SPACINGS = 8, SPACINGS_ALWAYS = 5 };

/* Noise does not depend on the spacing.  What falls by more than this from one spacing to the
 * next is structure: a kink falls by 2^5, a curvature by more. */
static const double same_noise = 8.0;

/* From a standard deviation to a bound: four of them hold for all but 1 in 16,000 values of
 * Gaussian noise, and more than cover uniform rounding (1.7 of them). */
static const double bound_of_sigma = 4.0;

static gv_probe along(const gv_survey *survey, const double *direction, double step) {
    return (gv_probe){.term = survey->term,
                      .use = GV_WHOLE,
                      .direction = direction,
                      .step = step,
                      .reference = survey->reference};
}

/* The noise on one side of the point at one (signed) spacing; NaN when the table does not
 * settle or leaves the domain, infinite when the value stands still: then it says nothing. */
static gv_status noise_on_side(const gv_survey *survey, gv_subject *subject,
                               const double *direction, double spacing, double *noise) {
    gv_probe probes[GV_NOISE_POINTS];
    gv_eval evals[GV_NOISE_POINTS];
    double values[GV_NOISE_POINTS];
    for (int i = 0; i < GV_NOISE_POINTS; i++) /* not x: it may be a place of its own, a kink */
        probes[i] = along(survey, direction, (double)(i + 1) * spacing);
    *noise = NAN;
    const gv_status status =
        subject->kind->values(subject, probes, GV_NOISE_POINTS, values, evals);
    if (status != GV_OK)
        return status;
    for (int i = 0; i < GV_NOISE_POINTS; i++)
        if (evals[i] != GV_EVAL_OK || !isfinite(values[i]))
            return GV_OK;
    bool flat = true;
    for (int i = 1; i < GV_NOISE_POINTS; i++)
        flat = flat && values[i] == values[0];
    *noise = flat ? INFINITY : bound_of_sigma * gv_table_noise(values);
    return GV_OK;
}

/* The smallest spacing that every parameter's storage can hold: four ulps of it. */
static double finest_spacing(const gv_subject *subject) {
    double finest = 0.0;
    for (size_t p = 0; p < subject->parameter_count; p++)
        finest = fmax(finest, 8.0 * gv_unit_roundoff(subject->parameters[p].group.storage));
    return finest;
}

/* The quieter of the two sides at a spacing: a kink or an edge may stand on the other. *differ:
 * one is far louder than the other. */
static gv_status quieter_side(const gv_survey *survey, gv_subject *subject,
                              const double *direction, double spacing, double *noise,
                              bool *differ) {
    double right = NAN, left = NAN;
    gv_status status = noise_on_side(survey, subject, direction, spacing, &right);
    if (status == GV_OK)
        status = noise_on_side(survey, subject, direction, -spacing, &left);
    *noise = fmin(right, left); /* of a NaN and a number: the number */
    *differ = *noise * same_noise < fmax(right, left);
    return status;
}

/* Is there more noise than rounding makes of the value? */
static bool more_than_rounding(const gv_survey *survey, double noise) {
    return isfinite(noise) && noise > same_noise * DBL_EPSILON * fabs(survey->value);
}

/* The noise at each spacing.  Where the sides differ, a kink makes one of them loud, or luck
 * one of them quiet (values on a grid that advance evenly): at three quarters of the spacing
 * the luck is gone, the kink is not. */
static gv_status take_tables(const gv_survey *survey, gv_subject *subject,
                             const double *direction, double noises[SPACINGS]) {
    const double finest = finest_spacing(subject), again = 0.75;
    for (size_t i = 0; i < SPACINGS; i++) {
        double other = NAN;
        bool differ = false;
        noises[i] = INFINITY; /* not taken: neither confirms nor contradicts */
        if (spacings[i] < finest ||
            (i >= SPACINGS_ALWAYS && !more_than_rounding(survey, noises[i - 1])))
            continue;
        gv_status status =
            quieter_side(survey, subject, direction, spacings[i], &noises[i], &differ);
        if (status == GV_OK && differ)
            status =
                quieter_side(survey, subject, direction, again * spacings[i], &other, &differ);
        if (status != GV_OK)
            return status;
        if (isfinite(other))
            noises[i] = fmax(noises[i], other);
    }
    return GV_OK;
}

/* What the finer tables say of the noise at spacing i. */
typedef struct opinion {
    size_t same, smaller;
} opinion;

static opinion finer_tables(const double noises[SPACINGS], size_t i) {
    opinion o = {0, 0};
    for (size_t j = i + 1; j < SPACINGS; j++) {
        const bool below = isnan(noises[j]) || noises[j] * same_noise < noises[i];
        o.smaller += below;
        o.same += !below && noises[j] <= noises[i] * same_noise;
    }
    return o;
}

/* Is the noise at a spacing noise?  A finer spacing must show the same, and at most one a
 * smaller one: a single table may be lucky (values on a grid that happen to advance evenly),
 * two are not, and what they see to be smooth is structure at the wider spacing. */
static bool confirmed(const double noises[SPACINGS], size_t i) {
    const opinion o = finer_tables(noises, i);
    return o.same > 0 && o.smaller < 2;
}

/* Several spacings show the same, and several finer ones that it is smooth: an oscillation that
 * the wider ones do not resolve, or pieces between leaps.  Which, one has to look at. */
static bool disputed(const double noises[SPACINGS], size_t i) {
    const opinion o = finer_tables(noises, i);
    return o.same > 0 && o.smaller >= 2;
}

/* Evaluates what the log of a line along the direction wants. */
static gv_status tell(const gv_survey *survey, gv_subject *subject, const double *direction,
                      gv_log *log) {
    for (size_t i = 0; i < log->count; i++) {
        double value = NAN;
        gv_eval eval = GV_EVAL_OK;
        if (log->told[i].state != GV_WANTED)
            continue;
        const gv_probe probe = along(survey, direction, log->told[i].at);
        const gv_status status = subject->kind->values(subject, &probe, 1, &value, &eval);
        if (status != GV_OK)
            return status;
        gv_log_tell(log, log->told[i].at, value, eval == GV_EVAL_OK);
    }
    return GV_OK;
}

/* Does the value leap within eight spacings, by an eighth of the noise there at least? */
static gv_status look_for_leap(const gv_survey *survey, gv_subject *subject,
                               const double *direction, double spacing, double noise,
                               bool *leaps) {
    enum { CAPACITY = 320 };
    gv_told told[CAPACITY];
    gv_log log;
    gv_log_start(&log, told, CAPACITY);
    const gv_line line = {.f0 = survey->value,
                          .lower = -INFINITY,
                          .upper = INFINITY,
                          .noise = DBL_EPSILON * fabs(survey->value),
                          .finest = 0x1p-50,
                          .scale = 1.0,
                          .log = &log};
    const double width = (GV_NOISE_POINTS - 1) * spacing, share = 0.125;
    for (;;) {
        const double height =
            gv_leap_within(&line, spacing, width, noise / width, share * noise);
        *leaps = height > 0.0;
        if (log.wanted == 0)
            return GV_OK;
        const gv_status status = tell(survey, subject, direction, &log);
        if (status != GV_OK)
            return status;
    }
}

/* More noise than a value in float32 has is not believed on the word of tables alone: an
 * oscillation that none of them resolves looks like it. */
static const double much = 0x1p-20;

/* Is what spacing i shows noise? */
static gv_status is_noise(const gv_survey *survey, gv_subject *subject, const double *direction,
                          const double noises[SPACINGS], size_t i, bool *noise) {
    const bool is_much = noises[i] > much * fabs(survey->value);
    *noise = confirmed(noises, i);
    if (*noise ? is_much : disputed(noises, i))
        return look_for_leap(survey, subject, direction, spacings[i], noises[i], noise);
    return GV_OK;
}

/* The largest noise that is confirmed, by other tables or by a leap; failing that the finest
 * table's. */
static gv_status settle_noise(const gv_survey *survey, gv_subject *subject,
                              const double *direction, const double noises[SPACINGS],
                              double *settled) {
    size_t finest = SPACINGS;
    *settled = 0.0;
    for (size_t i = 0; i < SPACINGS; i++) {
        bool noise = false;
        if (!isfinite(noises[i]))
            continue;
        finest = i;
        if (noises[i] <= *settled)
            continue;
        const gv_status status = is_noise(survey, subject, direction, noises, i, &noise);
        if (status != GV_OK)
            return status;
        *settled = noise ? noises[i] : *settled;
    }
    if (*settled > 0.0 || finest == SPACINGS)
        return GV_OK;
    bool noise = true;
    gv_status status = GV_OK;
    if (noises[finest] > much * fabs(survey->value))
        status =
            look_for_leap(survey, subject, direction, spacings[finest], noises[finest], &noise);
    *settled = noise ? noises[finest] : 0.0;
    return status;
}

/* Steps that are powers of two, or multiples of a few, keep the phase of every rounding on the
 * way (1 + x rounds x + t as it rounds x), and hide it.  20 random bits more are still added to
 * x without rounding down to spacings of 2^-32. */
static void roughen(const gv_subject *subject, uint64_t seed, double *direction) {
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        const gv_group *group = &parameter->group;
        if (group->storage != GV_FLOAT64 || group->constraint != GV_FREE)
            continue;
        for (size_t i = parameter->offset; i < parameter->offset + parameter->count; i++) {
            const double bits = floor(gv_random_unit(seed, STREAM_BITS, i) * 0x1p19);
            direction[i] *= 1.0 + (2.0 * bits + 1.0) * 0x1p-21;
        }
    }
}

gv_status gv_survey_noise(gv_survey *survey, gv_subject *subject, const gv_options *options) {
    survey->noise = DBL_EPSILON * fabs(survey->value);
    if (!gv_rule_on(options->without, GV_RULE_NOISE))
        return GV_OK;
    double noises[SPACINGS], settled = 0.0;
    double *direction = malloc(subject->count * sizeof *direction);
    if (!direction)
        return GV_ERR_MEMORY;
    gv_survey_direction(survey, subject, options->seed, STREAM, direction);
    roughen(subject, options->seed, direction);
    gv_status status = take_tables(survey, subject, direction, noises);
    if (status == GV_OK)
        status = settle_noise(survey, subject, direction, noises, &settled);
    if (status == GV_OK)
        survey->noise = fmax(survey->noise, settled);
    free(direction);
    return status;
}
