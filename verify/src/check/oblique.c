#include "check/oblique.h"
#include "check/random.h"
#include "numeric/line.h"
#include "numeric/precision.h"
#include <math.h>
#include <stdlib.h>

/* Streams of random numbers: the choice of partners, the dense sets, the points around. */
enum { PARTNERS = 16, SETS = 17, AROUND_FIRST = 256 };

/* All pairs of up to 12 entries are 264 directions; 16 dense sets see a tie of several entries
 * that no pair sees with a chance of 1 - 2^-16; 24 points around a kink of up to four branches
 * miss one of them with a chance of 4 (3/4)^24 = 0.4 %. */
enum { ALL_PAIRS_UP_TO = 12, PAIRED_MOST = 128, DENSE = 16, POINTS = 24 };

/* Directions of one pair: the sum and the difference, and the same weighed by each other's
 * jumps. */
enum { PER_PAIR = 4 };

static size_t pair_count(size_t m) {
    if (m <= ALL_PAIRS_UP_TO)
        return m * (m - 1) / 2 * PER_PAIR;
    return 2 * PER_PAIR * (m < PAIRED_MOST ? m : PAIRED_MOST);
}

size_t gv_oblique_count(const gv_survey *survey) {
    return pair_count(survey->kink_count) + DENSE + 1;
}

/* Pair `left` of all unordered pairs, in order. */
static void small_pair(size_t m, size_t left, size_t *i, size_t *j) {
    *i = 0;
    while (left >= m - 1 - *i) {
        left -= m - 1 - *i;
        ++*i;
    }
    *j = *i + 1 + left;
}

/* Each entry with its neighbour, and with a random other. */
static void large_pair(size_t m, uint64_t seed, size_t pair, size_t *i, size_t *j) {
    const double u = gv_random_unit(seed, PARTNERS, pair / 2);
    *i = (pair / 2) * m / (pair_count(m) / PER_PAIR / 2);
    *j = pair % 2 == 0 ? (*i + 1) % m : (size_t)(u * (double)m) % m;
    if (*j == *i)
        *j = (*i + 1) % m;
}

static void dense_set(size_t m, uint64_t seed, size_t k, double *weights) {
    for (size_t a = 0; a < m; a++) {
        const double sign = gv_random_sign(seed, SETS + k, a);
        if (k == 0)
            weights[a] = 1.0;
        else if (k % 2 == 1)
            weights[a] = sign;
        else
            weights[a] = sign > 0.0 ? 1.0 : 0.0;
    }
}

/* Along the ridge of a kink of both entries, relu(2 x + 3 y) along (3, -2), the value is smooth
 * and a claim either right or wrong. */
static void weigh_by_jumps(double jump_i, double jump_j, double *weight_i, double *weight_j) {
    const double larger = fmax(fabs(jump_i), fabs(jump_j));
    if (!(larger > 0.0) || jump_i == 0.0 || jump_j == 0.0)
        return;
    *weight_i = fabs(jump_j) / larger;
    *weight_j = fabs(jump_i) / larger;
}

/* Where the claim itself points, from the middle of the slopes: out of a subdifferential that
 * is round (a norm at 0), it sticks out that way most. */
static void outwards(const gv_survey *survey, double *weights) {
    double largest = 0.0;
    for (size_t a = 0; a < survey->kink_count; a++) {
        weights[a] = survey->claim[survey->kinks[a]] - survey->middles[a];
        largest = fmax(largest, fabs(weights[a]));
    }
    for (size_t a = 0; a < survey->kink_count; a++)
        weights[a] = largest > 0.0 ? weights[a] / largest : 1.0;
}

void gv_oblique_weights(const gv_survey *survey, uint64_t seed, size_t k, double *weights) {
    const size_t m = survey->kink_count, pairs = pair_count(m);
    size_t i = 0, j = 0;
    if (k == pairs + DENSE)
        outwards(survey, weights);
    else if (k >= pairs)
        dense_set(m, seed, k - pairs, weights);
    if (k >= pairs)
        return;
    if (m <= ALL_PAIRS_UP_TO)
        small_pair(m, k / PER_PAIR, &i, &j);
    else
        large_pair(m, seed, k / PER_PAIR, &i, &j);
    for (size_t a = 0; a < m; a++)
        weights[a] = 0.0;
    weights[i] = weights[j] = 1.0;
    if (k % PER_PAIR >= 2)
        weigh_by_jumps(survey->jumps[i], survey->jumps[j], &weights[i], &weights[j]);
    if (k % 2 == 1)
        weights[j] = -weights[j];
}

static double steepest(const gv_survey *survey, size_t a) {
    return fabs(survey->middles[a]) + 0.5 * fabs(survey->jumps[a]);
}

double gv_oblique_parts(const gv_survey *survey, const double *weights) {
    double sum = 0.0;
    for (size_t a = 0; a < survey->kink_count; a++)
        sum += fabs(weights[a]) * steepest(survey, a);
    return sum;
}

double gv_oblique_rounding(const gv_survey *survey, const gv_subject *subject,
                           const double *weights) {
    double sum = 0.0;
    for (size_t a = 0; a < survey->kink_count; a++) {
        const bool exact = weights[a] == 0.0 || fabs(weights[a]) == 1.0;
        if (!exact)
            sum +=
                steepest(survey, a) * gv_ulp_of(GV_FLOAT64, subject->point[survey->kinks[a]]);
    }
    return sum;
}

double gv_oblique_size(const gv_survey *survey, const gv_subject *subject) {
    double size = INFINITY;
    for (size_t a = 0; a < survey->kink_count; a++) {
        const size_t entry = survey->kinks[a];
        const size_t p = gv_subject_parameter_of(subject, entry);
        size = fmin(size, gv_survey_scale(survey, subject, p, entry));
    }
    return ldexp(1.0, gv_exponent(size));
}

/* How far around the point slopes are taken, and the step there: both small against the scale
 * of the entries, the step small against the distance, so that it rarely straddles a kink. */
static const double around = 0x1p-16, step_share = 0x1p-6;

static gv_status value_at(const gv_checking *checking, const double *direction, double *value) {
    gv_eval eval = GV_EVAL_OK;
    const gv_probe probe = {.term = GV_WHOLE,
                            .use = GV_WHOLE,
                            .direction = direction,
                            .step = 1.0,
                            .reference = checking->survey->reference};
    const gv_status status =
        checking->subject->kind->values(checking->subject, &probe, 1, value, &eval);
    if (eval != GV_EVAL_OK)
        *value = NAN;
    return status;
}

/* The slope at one point around: x + offset +- t weights. */
static gv_status slope_at(const gv_checking *checking, const double *weights, double size,
                          size_t round, double *direction, double *slope) {
    const gv_survey *survey = checking->survey;
    const double distance = around * size, t = distance * step_share;
    double values[2];
    for (int side = 0; side < 2; side++) {
        const double signed_t = side == 0 ? -t : t;
        for (size_t a = 0; a < survey->kink_count; a++) {
            const size_t entry = survey->kinks[a];
            const double u =
                gv_random_unit(checking->options->seed, AROUND_FIRST + round, entry);
            direction[entry] = distance * (2.0 * u - 1.0) + signed_t * weights[a];
        }
        const gv_status status = value_at(checking, direction, &values[side]);
        if (status != GV_OK)
            return status;
    }
    *slope = (values[1] - values[0]) / (2.0 * t) * size;
    return GV_OK;
}

gv_status gv_oblique_slopes(const gv_checking *checking, const double *weights, double size,
                            double *low, double *high) {
    const double noise = checking->survey->noise / (around * step_share);
    double *direction = calloc(checking->subject->count, sizeof *direction);
    gv_status status = direction ? GV_OK : GV_ERR_MEMORY;
    *low = INFINITY;
    *high = -INFINITY;
    for (size_t round = 0; round < POINTS && status == GV_OK; round++) {
        double slope = NAN;
        status = slope_at(checking, weights, size, round, direction, &slope);
        *low = fmin(*low, slope);
        *high = fmax(*high, slope);
    }
    free(direction);
    /* The slopes themselves change by a share `around` of their spread on the way. */
    const double room = noise + around * fabs(*high - *low);
    *low -= room;
    *high += room;
    return status;
}
