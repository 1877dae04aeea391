/* Mistakes in the numbers: planted into a right gradient.
 *
 * Where one entry is meant, it is one of ordinary size: the median of those that are not zero.
 * A mistake in the largest is found by anybody, one in the smallest by nobody. */
#include "mistakes.h"
#include <string.h>

static size_t size_of(const corpus_run *run) {
    return run->problem->function->n;
}

/* The entry whose absolute value is the median of the nonzero ones; n when all are zero. */
static size_t median_entry(const corpus_run *run) {
    const double *g = run->right;
    size_t n = size_of(run), nonzero = 0;
    for (size_t i = 0; i < n; i++)
        nonzero += g[i] != 0;
    for (size_t i = 0; i < n; i++) {
        size_t below = 0;
        if (g[i] == 0)
            continue;
        for (size_t j = 0; j < n; j++) {
            bool before = fabs(g[j]) < fabs(g[i]) || (fabs(g[j]) == fabs(g[i]) && j < i);
            below += g[j] != 0 && before;
        }
        if (below == nonzero / 2)
            return i;
    }
    return n;
}

static size_t largest_entry(const corpus_run *run) {
    size_t largest = 0;
    for (size_t i = 1; i < size_of(run); i++)
        if (fabs(run->right[i]) > fabs(run->right[largest]))
            largest = i;
    return largest;
}

static void copy(const corpus_run *run, double *g) {
    memcpy(g, run->right, size_of(run) * sizeof *g);
}

static void scale_all(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    for (size_t i = 0; i < size_of(run); i++)
        g[i] = amount * run->right[i];
}

/* A mean where a sum was meant. */
static void scale_by_count(corpus_run *run, double amount, const double *x, double *g) {
    scale_all(run, amount / (double)size_of(run), x, g);
}

static void scale_median(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    copy(run, g);
    size_t k = median_entry(run);
    if (k < size_of(run))
        g[k] *= amount;
}

static void scale_largest(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    copy(run, g);
    g[largest_entry(run)] *= amount;
}

static void scale_first(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    copy(run, g);
    g[0] *= amount;
}

static void scale_last(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    copy(run, g);
    g[size_of(run) - 1] *= amount;
}

/* The two neighbours that differ most. */
static void swap(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    (void)amount;
    copy(run, g);
    size_t best = 0;
    for (size_t i = 0; i + 1 < size_of(run); i++)
        if (fabs(g[i] - g[i + 1]) > fabs(g[best] - g[best + 1]))
            best = i;
    double keep = g[best];
    g[best] = g[best + 1];
    g[best + 1] = keep;
}

static void reverse(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    (void)amount;
    for (size_t i = 0; i < size_of(run); i++)
        g[i] = run->right[size_of(run) - 1 - i];
}

/* Off by one. */
static void shift(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    (void)amount;
    for (size_t i = 0; i < size_of(run); i++)
        g[i] = run->right[(i + 1) % size_of(run)];
}

/* Errors that cancel in any sum: a norm, a mean and a projection on ones see nothing. */
static void cancel_in_pairs(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    copy(run, g);
    size_t k = median_entry(run), other = k == 0 ? 1 : 0;
    if (k == size_of(run))
        return;
    double error = amount * fabs(g[k]);
    g[k] += error;
    g[other] -= error;
}

/* Entries clipped to the share `amount` of the largest, as against exploding gradients. */
static void clip(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    double bound = amount * fabs(run->right[largest_entry(run)]);
    for (size_t i = 0; i < size_of(run); i++)
        g[i] = fmax(-bound, fmin(bound, run->right[i]));
}

static void clip_norm(corpus_run *run, double amount, const double *x, double *g) {
    double norm = 0;
    for (size_t i = 0; i < size_of(run); i++)
        norm += run->right[i] * run->right[i];
    scale_all(run, fmin(1, amount / (1 + sqrt(norm))), x, g);
}

static void absolute(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    for (size_t i = 0; i < size_of(run); i++)
        g[i] = amount * fabs(run->right[i]);
}

/* Projected on a zero sum, as if the parameters were a simplex. */
static void remove_mean(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    double mean = 0;
    for (size_t i = 0; i < size_of(run); i++)
        mean += run->right[i] / (double)size_of(run);
    for (size_t i = 0; i < size_of(run); i++)
        g[i] = run->right[i] - amount * mean;
}

static void add_to_zero(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    copy(run, g);
    for (size_t i = 0; i < size_of(run); i++)
        if (g[i] == 0) {
            g[i] = amount;
            return;
        }
}

/* By the logarithm of the parameter. */
static void times_x(corpus_run *run, double amount, const double *x, double *g) {
    for (size_t i = 0; i < size_of(run); i++)
        g[i] = amount * x[i] * run->right[i];
}

/* At the point before or after the optimiser's step. */
static void elsewhere(corpus_run *run, double amount, const double *x, double *g) {
    for (size_t i = 0; i < size_of(run); i++)
        run->scratch[i] = x[i] * (1 + amount * corpus_uniform(7, i));
    run->problem->gradient(run->scratch, g);
}

/* Not a derivative at all, a forward difference of the gradient's own making. */
static void forward_difference(corpus_run *run, double amount, const double *x, double *g) {
    const corpus_function *f = run->problem->function;
    double *at = run->scratch;
    memcpy(at, x, f->n * sizeof *at);
    double before = f->value(at);
    for (size_t i = 0; i < f->n; i++) {
        at[i] = x[i] + amount;
        g[i] = (f->value(at) - before) / amount;
        at[i] = x[i];
    }
}

static void round_to_float32(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    (void)amount;
    for (size_t i = 0; i < size_of(run); i++)
        g[i] = (double)(float)run->right[i];
}

#define W CORPUS_WRONG
const corpus_mistake wrong_sign = {
    .name = "sign", .label = W, .amount = -1, .plant = scale_all};
const corpus_mistake wrong_twice = {
    .name = "factor-2", .label = W, .amount = 2, .plant = scale_all};
const corpus_mistake wrong_half = {
    .name = "factor-1/2", .label = W, .amount = 0.5, .plant = scale_all};
const corpus_mistake wrong_mean = {
    .name = "factor-1/n", .label = W, .amount = 1, .plant = scale_by_count};
const corpus_mistake wrong_per_mille = {
    .name = "all-off-by-1e-3", .label = W, .amount = 1.001, .plant = scale_all};
const corpus_mistake wrong_zero = {
    .name = "all-zero", .label = W, .amount = 0, .plant = scale_all};
const corpus_mistake wrong_entry_1e2 = {
    .name = "entry-off-by-1e-2", .label = W, .amount = 1.01, .plant = scale_median};
const corpus_mistake wrong_entry_1e3 = {
    .name = "entry-off-by-1e-3", .label = W, .amount = 0.999, .plant = scale_median};
const corpus_mistake wrong_entry_1e4 = {
    .name = "entry-off-by-1e-4", .label = W, .amount = 1.0001, .plant = scale_median};
const corpus_mistake wrong_entry_1e5 = {
    .name = "entry-off-by-1e-5", .label = W, .amount = 0.99999, .plant = scale_median};
const corpus_mistake wrong_entry_sign = {
    .name = "entry-sign", .label = W, .amount = -1, .plant = scale_median};
const corpus_mistake wrong_dropped_entry = {
    .name = "entry-dropped", .label = W, .amount = 0, .plant = scale_median};
const corpus_mistake wrong_largest_1e3 = {
    .name = "largest-off-by-1e-3", .label = W, .amount = 1.001, .plant = scale_largest};
const corpus_mistake wrong_last_1e3 = {
    .name = "last-off-by-1e-3", .label = W, .amount = 0.999, .plant = scale_last};
const corpus_mistake wrong_first_1e2 = {
    .name = "first-off-by-1e-2", .label = W, .amount = 1.01, .plant = scale_first};
const corpus_mistake wrong_swapped = {
    .name = "entries-swapped", .label = W, .amount = 0, .plant = swap};
const corpus_mistake wrong_reversed = {
    .name = "entries-reversed", .label = W, .amount = 0, .plant = reverse};
const corpus_mistake wrong_shifted = {
    .name = "off-by-one", .label = W, .amount = 0, .plant = shift};
const corpus_mistake wrong_pair = {
    .name = "pair-cancels", .label = W, .amount = 1e-2, .plant = cancel_in_pairs};
const corpus_mistake wrong_clipped = {
    .name = "clipped", .label = W, .amount = 0.6, .plant = clip};
const corpus_mistake wrong_norm_clipped = {
    .name = "norm-clipped", .label = W, .amount = 1, .plant = clip_norm};
const corpus_mistake wrong_absolute = {
    .name = "absolute-values", .label = W, .amount = 1, .plant = absolute};
const corpus_mistake wrong_mean_removed = {
    .name = "mean-removed", .label = W, .amount = 1, .plant = remove_mean};
const corpus_mistake wrong_nonzero_1e3 = {
    .name = "1e-3-where-0", .label = W, .amount = 1e-3, .plant = add_to_zero};
const corpus_mistake right_float32 = {
    .name = "float32-rounded", .label = CORPUS_RIGHT, .amount = 0, .plant = round_to_float32};
const corpus_mistake wrong_times_x = {
    .name = "by-the-logarithm", .label = W, .amount = 1, .plant = times_x};
const corpus_mistake wrong_elsewhere = {
    .name = "at-another-point", .label = W, .amount = 1e-3, .plant = elsewhere};
const corpus_mistake wrong_forward_difference = {
    .name = "forward-difference", .label = W, .amount = 1e-3, .plant = forward_difference};
