/* Does a problem make sense?  Everything that a caller can get wrong is refused in words. */
#include "subject/problem.h"
#include "error.h"
#include "numeric/precision.h"
#include <gradgate/verify/options.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool count_entries(const gv_group *group, size_t *count) {
    *count = 1;
    for (size_t axis = 0; axis < group->rank; axis++) {
        const size_t size = group->shape[axis];
        if (size == 0 || *count > SIZE_MAX / sizeof(double) / size)
            return false;
        *count *= size;
    }
    return true;
}

/* Below 1: with a tolerance of the whole entry a flipped sign would nearly pass. */
static bool is_share(double v) {
    return v >= 0.0 && v < 1.0;
}

static gv_status check_settings(const gv_group *group, gv_error *error) {
    const gv_group_settings *set = &group->settings;
    if (set->evaluations != 0 &&
        (set->evaluations < GV_EVALUATIONS_LEAST || set->evaluations > GV_EVALUATIONS_MOST))
        return gv_fail(error, GV_ERR_ARGUMENT,
                       "group '%.100s': evaluations per entry: %zu is not between %d and %d",
                       group->name, set->evaluations, GV_EVALUATIONS_LEAST,
                       GV_EVALUATIONS_MOST);
    if (!(set->min_coverage <= 1.0) || isnan(set->min_resolution))
        return gv_fail(
            error, GV_ERR_ARGUMENT,
            "group '%.100s': the minimum coverage is a share, at most 1, the minimum "
            "resolution a number; below 0: none",
            group->name);
    if (!(set->step >= 0.0 && set->step <= 1.0))
        return gv_fail(
            error, GV_ERR_ARGUMENT,
            "group '%.100s': the first step is a share of the size of the variable, up "
            "to 1; 0: the run's",
            group->name);
    if ((unsigned)set->method > GV_METHOD_BACKWARD)
        return gv_fail(error, GV_ERR_ARGUMENT, "group '%.100s': unknown method", group->name);
    if ((unsigned)set->on_inconclusive > GV_POLICY_FAIL)
        return gv_fail(error, GV_ERR_ARGUMENT,
                       "group '%.100s': unknown policy for what is inconclusive", group->name);
    return GV_OK;
}

gv_status gv_group_check(const gv_group *group, size_t *count, gv_error *error) {
    if (group->rank > GV_RANK_MAX)
        return gv_fail(error, GV_ERR_ARGUMENT, "group '%.100s': %zu axes; at most %d",
                       group->name, group->rank, GV_RANK_MAX);
    if (!count_entries(group, count))
        return gv_fail(error, GV_ERR_ARGUMENT,
                       "group '%.100s': its shape has a zero or is too large", group->name);
    if ((unsigned)group->storage >= GV_PRECISION_COUNT ||
        (unsigned)group->constraint >= GV_CONSTRAINT_COUNT)
        return gv_fail(error, GV_ERR_ARGUMENT,
                       "group '%.100s': unknown storage precision or constraint", group->name);
    if (!is_share(group->tolerance) || !is_share(group->resolution))
        return gv_fail(error, GV_ERR_ARGUMENT,
                       "group '%.100s': tolerance and resolution are shares, below 1; 0: the "
                       "run's",
                       group->name);
    const gv_status status = check_settings(group, error);
    if (status != GV_OK)
        return status;
    const bool square = group->rank == 2 && group->shape[0] == group->shape[1];
    if ((group->constraint == GV_SYMMETRIC || group->constraint == GV_LOWER_TRIANGULAR) &&
        !square)
        return gv_fail(error, GV_ERR_ARGUMENT,
                       "group '%.100s': a symmetric or triangular group is square",
                       group->name);
    return GV_OK;
}

static gv_status check_bounds(const gv_group *group, size_t count, gv_error *error) {
    for (size_t i = 0; i < count; i++) {
        const double low = group->lower ? group->lower[i] : -INFINITY;
        const double high = group->upper ? group->upper[i] : INFINITY;
        if (!(low <= high))
            return gv_fail(error, GV_ERR_ARGUMENT,
                           "group '%.100s': the bounds of entry %zu, %g and %g, are not in "
                           "order",
                           group->name, i, low, high);
    }
    return GV_OK;
}

static gv_status check_entries(const gv_group *group, const double *start, size_t count,
                               gv_error *error) {
    for (size_t i = 0; i < count; i++) {
        const bool above = !group->lower || start[i] >= group->lower[i];
        const bool below = !group->upper || start[i] <= group->upper[i];
        if (!isfinite(start[i]) || !above || !below)
            return gv_fail(error, GV_ERR_ARGUMENT,
                           "group '%.100s': entry %zu of the start, %g, is not a finite "
                           "number within its bounds",
                           group->name, i, start[i]);
    }
    return GV_OK;
}

/* Roundings that a start which was computed may have taken on, each of its storage. */
static const double computed = 0x1p10;

static gv_status check_symmetric(const gv_group *group, const double *start, gv_error *error) {
    const size_t n = group->shape[0];
    const double share = computed * gv_unit_roundoff(group->storage);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) {
            const double a = start[i * n + j], b = start[j * n + i];
            if (!(fabs(a - b) <= share * fmax(fabs(a), fabs(b))))
                return gv_fail(error, GV_ERR_ARGUMENT,
                               "group '%.100s' is declared symmetric, and its start is not: "
                               "entry (%zu, %zu) is %g and (%zu, %zu) is %g",
                               group->name, i, j, a, j, i, b);
        }
    return GV_OK;
}

static gv_status check_simplex(const gv_group *group, const double *start, size_t count,
                               gv_error *error) {
    const double share = computed * gv_unit_roundoff(group->storage);
    double sum = 0.0, least = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += start[i];
        least = fmin(least, start[i]);
    }
    if (least < 0.0 || !(fabs(sum - 1.0) <= share))
        return gv_fail(error, GV_ERR_ARGUMENT,
                       "group '%.100s' is declared a simplex, and its start is none: entries "
                       "from %g on, in sum %.17g",
                       group->name, least, sum);
    return GV_OK;
}

gv_status gv_group_check_start(const gv_group *group, const double *start, size_t count,
                               gv_error *error) {
    gv_status status = check_bounds(group, count, error);
    if (status == GV_OK)
        status = check_entries(group, start, count, error);
    if (status == GV_OK && group->constraint == GV_SYMMETRIC)
        status = check_symmetric(group, start, error);
    if (status == GV_OK && group->constraint == GV_SIMPLEX)
        status = check_simplex(group, start, count, error);
    return status;
}

static int by_name(const void *a, const void *b) {
    const gv_group *const *left = a, *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

/* Findings name parameters: two of a name could not be told apart. */
static gv_status check_names(const gv_problem *problem, gv_error *error) {
    const gv_group **groups = calloc(problem->group_count, sizeof *groups);
    gv_status status = GV_OK;
    if (!groups)
        return gv_fail(error, GV_ERR_MEMORY, "no memory for %zu groups", problem->group_count);
    for (size_t i = 0; i < problem->group_count && status == GV_OK; i++) {
        groups[i] = &problem->groups[i];
        if (!groups[i]->name || !*groups[i]->name)
            status = gv_fail(error, GV_ERR_ARGUMENT, "a group has no name");
    }
    if (status == GV_OK)
        qsort(groups, problem->group_count, sizeof *groups, by_name);
    for (size_t i = 1; i < problem->group_count && status == GV_OK; i++)
        if (strcmp(groups[i - 1]->name, groups[i]->name) == 0)
            status = gv_fail(error, GV_ERR_ARGUMENT, "two groups are named '%.100s'",
                             groups[i]->name);
    free(groups);
    return status;
}

gv_status gv_problem_check(const gv_problem *problem, gv_error *error) {
    if (!problem->value || !problem->gradient)
        return gv_fail(error, GV_ERR_ARGUMENT, "the problem has no %s callback",
                       problem->value ? "gradient" : "value");
    if (!problem->groups || problem->group_count == 0 || !problem->start)
        return gv_fail(error, GV_ERR_ARGUMENT, "the problem has no %s",
                       problem->start ? "groups" : "start");
    if ((unsigned)problem->claim >= GV_PRECISION_COUNT)
        return gv_fail(error, GV_ERR_ARGUMENT, "unknown precision of the claim");
    return check_names(problem, error);
}
