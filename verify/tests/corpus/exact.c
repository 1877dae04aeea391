/* The functions in binary128, compiled beside the exact lists. */
#include "exact.h"
#include "corpus.h"

enum { SIZE = 512 };

int corpus_stops;

void exact_stop_early(bool stop) {
    corpus_stops = stop;
}

static real value_of(size_t kind, size_t function, const real *x) {
    return corpus_kinds[kind]->functions[function]->value(x);
}

static size_t load(size_t kind, size_t function, const double *x, const double *side,
                   real *to) {
    size_t n = corpus_kinds[kind]->functions[function]->n;
    for (size_t i = 0; i < n; i++) {
        to[i] = x[i];
        if (side)
            to[i] += CORPUS_QUAD(scalbn)((corpus_quad)side[i], -100);
    }
    return n;
}

void exact_gradient(size_t kind, size_t function, const double *x, const double *side,
                    double *gradient) {
    real at[SIZE];
    size_t n = load(kind, function, x, side, at);
    for (size_t i = 0; i < n; i++) {
        __imag__ at[i] = CORPUS_QUAD(scalbn)(1, CORPUS_TINY);
        real y = value_of(kind, function, at);
        gradient[i] = (double)CORPUS_QUAD(scalbn)(__imag__ y, -CORPUS_TINY);
        __imag__ at[i] = 0;
    }
}

double exact_error(size_t kind, size_t function, const double *x, double value) {
    real at[SIZE];
    load(kind, function, x, NULL, at);
    return (double)(value - r_value(value_of(kind, function, at)));
}

double exact_slope(size_t kind, size_t function, const double *x, size_t entry, double h,
                   int side) {
    static const double central[] = {1, -8, 0, 8, -1}, forward[] = {-25, 48, -36, 16, -3};
    real at[SIZE];
    load(kind, function, x, NULL, at);
    corpus_quad sum = 0, middle = r_value(at[entry]);
    for (int k = 0; k < 5; k++) {
        double weight = side ? forward[k] : central[k];
        at[entry] = middle + (side ? side * k : k - 2) * (corpus_quad)h;
        if (weight != 0)
            sum += weight * r_value(value_of(kind, function, at));
    }
    return (double)((side ? side : 1) * sum / (12 * (corpus_quad)h));
}
