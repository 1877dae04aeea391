#include "numeric/gsl.h"
#include "numeric/precision.h"
#include <gsl/gsl_deriv.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_version.h>
#include <math.h>

typedef int derivative(const gsl_function *f, double x, double h, double *result,
                       double *abserr);

typedef struct table {
    const gv_line *line;
    bool buys;
    int calls;
} table;

/* GSL evaluates its first four points before it weighs a second step. */
enum { FIRST_POINTS = 4 };

/* The value that GSL is told at x + t.  A point the storage cannot hold is answered by the pair
 * it belongs to, whose values have been carried over to x +- t. */
static double told(const table *t, double at) {
    const gv_line *line = t->line;
    const double step = at - line->x;
    const int e = gv_exponent(fabs(step));
    if (gv_power_of_two(e) == fabs(step) && gv_round_to(line->storage, at) != at) {
        const gv_pair pair = gv_line_pair(line, e);
        return step > 0.0 ? pair.plus : pair.minus;
    }
    return gv_line_value(line, step);
}

static double look_up(double at, void *params) {
    table *t = params;
    const bool first = t->calls++ < FIRST_POINTS;
    if (first || t->buys)
        return told(t, at);
    const gv_told *known = gv_log_peek(t->line->log, at);
    return known && known->state == GV_TOLD ? known->value : NAN;
}

static gv_gsl_result differentiate(derivative *method, const gv_line *line, double h,
                                   bool buys) {
    table t = {.line = line, .buys = buys};
    const gsl_function f = {.function = look_up, .params = &t};
    gv_gsl_result result = {NAN, NAN};
    (void)method(&f, line->x, h, &result.value, &result.error); /* always GSL_SUCCESS */
    return result;
}

gv_gsl_result gv_gsl_central(const gv_line *line, double h, bool buys) {
    return differentiate(gsl_deriv_central, line, h, buys);
}

gv_gsl_result gv_gsl_forward(const gv_line *line, double h, bool buys) {
    return differentiate(gsl_deriv_forward, line, h, buys);
}

gv_gsl_result gv_gsl_backward(const gv_line *line, double h, bool buys) {
    return differentiate(gsl_deriv_backward, line, h, buys);
}

const char *gv_gsl_version(void) {
    return gsl_version;
}
