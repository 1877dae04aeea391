/* What can be seen at all: a label must not ask for more than the double value holds. */
#include "exact.h"
#include <string.h>

/* Off the exact value at x + k h along one entry; NaN outside the domain. */
static double noise_at(const corpus_problem *p, corpus_run *run, const double *x, size_t entry,
                       double h) {
    double at[512], value = NAN;
    memcpy(at, x, p->function->n * sizeof *x);
    at[entry] += h;
    if (corpus_value(at, p->function->n, &value, run) != GV_EVAL_OK)
        return NAN;
    return fabs(exact_error(p->kind_index, p->function_index, at, value));
}

/* The largest error of a value at steps around h, on the sides that are used: a single value
 * may be right by luck. */
static double noise_around(const corpus_problem *p, corpus_run *run, const double *x,
                           size_t entry, double h, int side) {
    double noise = noise_at(p, run, x, entry, 0);
    for (int j = -3; j <= 2; j++)
        for (int sign = -1; sign <= 1; sign += 2) {
            if (side != 0 && side != sign)
                continue;
            double here = noise_at(p, run, x, entry, sign * scalbn(1.37 * h, j));
            if (!(here <= noise))
                noise = here;
        }
    return noise;
}

/* The error of one difference quotient: the rounding of its values, of which a central one of
 * order 4 takes 1.5 / h and a one-sided one 11 / h, and its truncation. */
static double error_at(const corpus_problem *p, corpus_run *run, const double *x, size_t entry,
                       double h, int side, double right) {
    double slope = exact_slope(p->kind_index, p->function_index, x, entry, h, side);
    double noise = noise_around(p, run, x, entry, h, side);
    double error = (side ? 11 : 1.5) * noise / h + fabs(slope - right);
    return error >= 0 ? error : INFINITY;
}

double exact_blindness(const corpus_problem *p, const double *x, size_t entry, double right,
                       double enough) {
    /* Central quotients first: they need the fewest values. */
    static const int sides[] = {0, -1, 1};
    corpus_run run;
    double best = INFINITY;
    if (!corpus_run_begin(&run, p))
        return best;
    /* Steps from the last bit of the entry up, from the middle outwards; then those around 1:
     * the scale of a function need not be that of its parameter.  What only shows at steps
     * far beyond both is a matter of luck with the function, not of what can be seen. */
    int own = x[entry] == 0 ? -40 : ilogb(x[entry]) - 14;
    for (int k = 0; k < 3 * 150 && !(best <= enough); k++) {
        int step = k % 150 % 75, away = step % 2 ? step / 2 + 1 : -(step / 2);
        double h = scalbn(1, (k % 150 < 75 ? own : -14) + away);
        if (h <= 4 * fmax(1, fabs(x[entry])))
            best = fmin(best, error_at(p, &run, x, entry, h, sides[k / 150], right));
    }
    corpus_run_end(&run);
    return best;
}

bool exact_visible(const corpus_problem *p, const double *x, size_t entry, double right,
                   double gap) {
    return gap > 2e-6 * fabs(right) &&
           exact_blindness(p, x, entry, right, gap / 10) <= gap / 10;
}
