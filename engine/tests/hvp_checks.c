/* See hvp_checks.h. */
#include "hvp_checks.h"

/* An entry of the gradient is exact to this many roundings of all |entries| together. */
static const double roundings = 16.0 * 0x1p-53;

size_t hvp_size(const net *n) {
    size_t size = 0;
    for (size_t i = 0; i < n->parameter_count; i++)
        size += n->parameters[i]->size;
    return size;
}

/* One more, so that it is never none. */
double *hvp_zeros(const net *n) {
    return calloc(hvp_size(n) + 1, sizeof(double));
}

double *hvp_direction(const net *n, uint64_t stream) {
    ag_random random = ag_random_create(17, stream);
    double *v = hvp_zeros(n);
    fill_random(&random, v, hvp_size(n));
    return v;
}

ag_status hvp_product(net *n, const double *v, size_t moving, double *out) {
    const double *tangents[32];
    double *products[32];
    size_t at = 0;
    for (size_t i = 0; i < n->parameter_count; i++) {
        tangents[i] = moving == SIZE_MAX || moving == i ? v + at : NULL;
        products[i] = out + at;
        at += n->parameters[i]->size;
    }
    return ag_hvp(n->graph, n->loss, n->parameters, tangents, products, n->parameter_count);
}

/* ---- differences ---- */

/* The gradient at point + h v, added to `sums` times `factor`. */
static void add_gradient(net *n, const double *point, const double *v, double h, double factor,
                         double *sums) {
    for (size_t i = 0, at = 0; i < n->parameter_count; at += n->parameters[i++]->size)
        for (size_t k = 0; k < n->parameters[i]->size; k++)
            n->parameters[i]->data[k] = point[at + k] + h * v[at + k];
    net_value(n);
    ag_zero_grad(n->parameters, n->parameter_count);
    ck_assert_int_eq(ag_backward(n->graph, n->loss), AG_OK);
    for (size_t i = 0, at = 0; i < n->parameter_count; at += n->parameters[i++]->size)
        for (size_t k = 0; k < n->parameters[i]->size; k++)
            sums[at + k] += factor * n->parameters[i]->grad[k];
}

enum { RUNGS = 3 };

/* (g(x + h v) - g(x - h v)) / 2h for the three rungs. Returns: the sum of |g| at x. */
static double measure(net *n, double step, const double *v, double *slopes[RUNGS]) {
    double *point = hvp_zeros(n), *here = hvp_zeros(n), size = 0.0;
    for (size_t i = 0, at = 0; i < n->parameter_count; at += n->parameters[i++]->size)
        memcpy(point + at, n->parameters[i]->data, n->parameters[i]->size * sizeof *point);
    for (int rung = 0; rung < RUNGS; rung++) {
        const double h = ldexp(step, rung);
        add_gradient(n, point, v, h, 0.5 / h, slopes[rung]);
        add_gradient(n, point, v, -h, -0.5 / h, slopes[rung]);
    }
    add_gradient(n, point, v, 0.0, 1.0, here);
    for (size_t i = 0; i < hvp_size(n); i++)
        size += fabs(here[i]);
    free(point);
    free(here);
    return size;
}

/* Extrapolated and bounded as in op_checks.c. */
bool hvp_agrees(net *n, const char *name, double step, const double *v, const double *hv,
                op_words *words) {
    double *slopes[RUNGS] = {hvp_zeros(n), hvp_zeros(n), hvp_zeros(n)};
    const double size = measure(n, step, v, slopes);
    bool agrees = true;
    for (size_t i = 0; i < hvp_size(n) && agrees; i++) {
        const double fine = (4.0 * slopes[0][i] - slopes[1][i]) / 3.0;
        const double coarse = (4.0 * slopes[1][i] - slopes[2][i]) / 3.0;
        const double bound = fabs(fine - coarse) + roundings * size / step;
        if (!op_near(hv[i], fine, bound))
            agrees = op_complain(words,
                                 "%s: hvp, entry %zu: got %.17g, measured %.17g, "
                                 "bound %.3g",
                                 name, i, hv[i], fine, bound);
    }
    for (int rung = 0; rung < RUNGS; rung++)
        free(slopes[rung]);
    return agrees;
}
