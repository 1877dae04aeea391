#include "check/scatter.h"
#include "check/allowed.h"
#include "check/random.h"
#include "numeric/precision.h"
#include "rules.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS = 16, STREAM = 128 };

const double gv_scatter_allowance = 8.0;

/* One ulp away in the claim's precision, within bounds. */
static void move(const gv_subject *subject, uint64_t seed, size_t round, double *x) {
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        const gv_group *group = &parameter->group;
        for (size_t i = 0; i < parameter->count; i++) {
            const size_t entry = parameter->offset + i;
            const double here = subject->point[entry];
            const double sign = gv_random_sign(seed, STREAM + round, entry);
            const double there = here + sign * gv_ulp_of(subject->claim, here);
            const bool above = !group->lower || there >= group->lower[i];
            const bool below = !group->upper || there <= group->upper[i];
            x[entry] = above && below ? there - here : 0.0;
        }
        gv_allow_direction(parameter, x + parameter->offset);
        for (size_t i = parameter->offset; i < parameter->offset + parameter->count; i++)
            x[i] += subject->point[i];
    }
}

static gv_eval take(gv_subject *subject, const gv_options *options, const double *claim,
                    double *scatter, double *x, double *moved) {
    for (size_t round = 0; round < POINTS; round++) {
        move(subject, options->seed, round, x);
        memset(moved, 0, subject->count * sizeof *moved);
        const gv_eval eval = subject->kind->gradient_at(subject, x, moved);
        if (eval != GV_EVAL_OK)
            return eval;
        for (size_t i = 0; i < subject->count; i++)
            scatter[i] = fmax(scatter[i], fabs(moved[i] - claim[i]));
    }
    return GV_EVAL_OK;
}

gv_status gv_claim_scatter(gv_subject *subject, const gv_options *options, const double *claim,
                           double **scatter, gv_eval *broke) {
    const size_t n = subject->count;
    *scatter = NULL;
    if (subject->claim == GV_FLOAT64 || !subject->kind->gradient_at ||
        !gv_rule_on(options->without, GV_RULE_CLAIM_SCATTER))
        return GV_OK;
    double *taken = calloc(n, sizeof *taken);
    double *x = calloc(n, sizeof *x), *moved = calloc(n, sizeof *moved);
    const bool ready = taken && x && moved;
    gv_eval eval = ready ? take(subject, options, claim, taken, x, moved) : GV_EVAL_OK;
    free(x);
    free(moved);
    if (!ready || eval != GV_EVAL_OK) {
        free(taken);
        taken = NULL;
    }
    *scatter = taken;
    if (eval == GV_EVAL_ERROR)
        *broke = eval;
    return ready ? GV_OK : GV_ERR_MEMORY;
}
