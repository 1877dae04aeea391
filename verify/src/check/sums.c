#include "check/sums.h"
#include "verdict/collect.h"
#include "verdict/map.h"
#include <float.h>
#include <math.h>

static double part(const gv_sum *sum, size_t k, size_t i) {
    return sum->parts[k * sum->count + i];
}

/* Rounding of adding m numbers in any order, twice (once there, once here):
 * 2 (m - 1) u sum |part|, Higham, Accuracy and Stability, 2nd ed., eq. 4.4; and once more for
 * parts that were themselves rounded when they were stored. */
static double rounding(const gv_sum *sum, size_t i) {
    double size = 0.0;
    for (size_t k = 0; k < sum->part_count; k++)
        size += fabs(part(sum, k, i));
    if (sum->sizes)
        size = fmax(size, sum->sizes[i]);
    const size_t additions = sum->additions ? sum->additions : sum->part_count;
    return 2.0 * (double)additions * DBL_EPSILON * size;
}

static gv_entry compare(const gv_sum *sum, size_t i) {
    double total = 0.0;
    for (size_t k = 0; k < sum->part_count; k++)
        total += part(sum, k, i);
    gv_entry entry = {.index = i, .claimed = sum->whole[i], .measured = total};
    entry.error = rounding(sum, i);
    entry.gap = fabs(entry.claimed - total);
    entry.allowed = entry.error;
    entry.scale = fabs(total);
    entry.verdict = entry.gap <= entry.allowed ? GV_PASS : GV_FAIL;
    entry.reason = entry.verdict == GV_PASS ? GV_WITHIN_TOLERANCE : GV_SUM_DIFFERS;
    if (!isfinite(entry.claimed))
        entry.reason = GV_CLAIM_NOT_FINITE;
    return entry;
}

/* Is whole = sum + weight_k part_k + weight_rest (sum - part_k) everywhere?  Lost: -1, 0.
 * Doubled: 1, 0.  Alone (the others overwritten): 0, -1. */
typedef struct story {
    double own, rest;
    const char *before, *after; /* the name of the part stands between them */
} story;

static const story stories[] = {
    {-1.0, 0.0, "the contribution of ", " is lost"},
    {1.0, 0.0, "the contribution of ", " is counted twice"},
    {-2.0, 0.0, "the contribution of ", " has the wrong sign"},
    {0.0, -1.0, "", " has overwritten the contributions of the others"},
};

static bool explains(const gv_sum *sum, size_t k, const story *told) {
    for (size_t i = 0; i < sum->count; i++) {
        double total = 0.0;
        for (size_t j = 0; j < sum->part_count; j++)
            total += part(sum, j, i);
        const double own = part(sum, k, i);
        const double expected = total + told->own * own + told->rest * (total - own);
        if (!(fabs(sum->whole[i] - expected) <= 2.0 * rounding(sum, i)))
            return false;
    }
    return true;
}

static gv_status diagnose(const gv_sum *sum, gv_check_finding *check) {
    for (size_t s = 0; s < sizeof stories / sizeof *stories; s++)
        for (size_t k = 0; k < sum->part_count; k++) {
            if (!explains(sum, k, &stories[s]))
                continue;
            return gv_set_text(&check->diagnosis, "%s%s%s", stories[s].before, sum->names[k],
                               stories[s].after);
        }
    return GV_OK;
}

gv_status gv_sum_check(const gv_checking *checking, const gv_sum *sum,
                       gv_check_finding *check) {
    const gv_status started = gv_map_start(&check->map, sum->count);
    if (started != GV_OK)
        return started;
    for (size_t i = 0; i < sum->count; i++) {
        const gv_entry entry = compare(sum, i);
        const gv_status status = gv_check_count(check, &entry, checking->options->notable);
        if (status != GV_OK)
            return status;
    }
    gv_check_conclude(check, checking->options);
    if (check->verdict != GV_FAIL)
        return GV_OK;
    for (size_t k = 0; k < sum->part_count; k++) {
        const double own = part(sum, k, check->worst.index);
        const gv_status status = gv_check_add_part(check, sum->names[k], own, NAN, NAN);
        if (status != GV_OK)
            return status;
    }
    return diagnose(sum, check);
}
