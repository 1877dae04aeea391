/* Mistakes in conduct: the numbers may be right, once, in a clean buffer, in the right order.
 */
#include "mistakes.h"
#include <string.h>

static size_t size_of(const corpus_run *run) {
    return run->problem->function->n;
}

static void copy(const corpus_run *run, double *g) {
    memcpy(g, run->right, size_of(run) * sizeof *g);
}

static size_t middle(const corpus_run *run) {
    return size_of(run) / 2;
}

static void skip_entry(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    (void)amount;
    for (size_t i = 0; i < size_of(run); i++)
        if (i != middle(run))
            g[i] = run->right[i];
}

/* "The gradient is 0 there, the buffer surely is too": only nonzero entries are written. */
static void skip_zeros(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    (void)amount;
    for (size_t i = 0; i < size_of(run); i++)
        if (run->right[i] != 0)
            g[i] = run->right[i];
}

static void put(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    copy(run, g);
    g[middle(run)] = amount;
}

/* A NaN in place of an entry that is zero: 0 * infinity in a mask. */
static void put_nan_for_zero(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    copy(run, g);
    for (size_t i = 0; i < size_of(run); i++)
        if (g[i] == 0)
            g[i] = amount;
}

static void add(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    for (size_t i = 0; i < size_of(run); i++)
        g[i] += amount * run->right[i];
}

static void overwrite(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    (void)amount;
    copy(run, g);
}

/* An internal buffer that is never zeroed. */
static void add_inside(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    for (size_t i = 0; i < size_of(run); i++) {
        run->scratch[i] += amount * run->right[i];
        g[i] = run->scratch[i];
    }
}

/* Activations kept from the last call of the value: right only when that was at x. */
static void stale(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    (void)amount;
    if (run->values > 0)
        run->problem->gradient(run->last, run->right);
    copy(run, g);
}

/* Nudges a parameter and forgets to put it back. */
static void modify(corpus_run *run, double amount, const double *x, double *g) {
    double *writable = (double *)(uintptr_t)x;
    copy(run, g);
    writable[middle(run)] += amount;
}

/* Sums in the order in which threads come: the last bits differ from call to call. */
static void last_bits(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    for (size_t i = 0; i < size_of(run); i++)
        g[i] = run->right[i] * (1 + amount * corpus_uniform(run->gradients, i));
}

static double last_bits_of_value(corpus_run *run, double amount, double value) {
    return value * (1 + amount * corpus_uniform(run->values, 77));
}

/* A factor drawn anew at each call, as dropout without a seed would. */
static double fresh(corpus_run *run, double amount, double value) {
    return value * (1 + amount * corpus_uniform(run->values, 78));
}

static double seeded(corpus_run *run, double amount, double value) {
    return value * (1 + amount * corpus_uniform(run->seed, 79));
}

static void seeded_gradient(corpus_run *run, double amount, const double *x, double *g) {
    (void)x;
    for (size_t i = 0; i < size_of(run); i++)
        g[i] = run->right[i] * (1 + amount * corpus_uniform(run->seed, 79));
}

/* A step count that leaks into the value: a schedule, a moving average. */
static double counted(corpus_run *run, double amount, double value) {
    return value + amount * (double)run->values;
}

#define W .label = CORPUS_WRONG, .breach = true
const corpus_mistake wrong_unwritten = {.name = "entry-unwritten", .plant = skip_entry, W};
const corpus_mistake wrong_unwritten_zero = {.name = "zeros-unwritten", .plant = skip_zeros, W};
const corpus_mistake wrong_nan = {.name = "nan", .amount = NAN, .plant = put, W};
const corpus_mistake wrong_nan_zero = {
    .name = "nan-where-0", .amount = NAN, W, .plant = put_nan_for_zero};
const corpus_mistake wrong_infinite = {.name = "infinity", .amount = INFINITY, .plant = put, W};
const corpus_mistake wrong_accumulating = {
    .name = "adds-to-buffer", .amount = 1, .plant = add, W};
const corpus_mistake wrong_first_call_only = {
    .name = "right-on-first-call-only", .amount = 1, .plant = add_inside, W};
const corpus_mistake wrong_stale = {.name = "stale-activations", .plant = stale, W};
const corpus_mistake wrong_modifies = {
    .name = "modifies-parameters", .amount = 1e-3, W, .plant = modify};
const corpus_mistake wrong_not_accumulating = {
    .name = "declared-to-add-and-overwrites", W, .plant = overwrite, .accumulates = true};
const corpus_mistake wrong_random_value = {
    .name = "fresh-random-numbers", .amount = 0.1, W, .bend = fresh};
const corpus_mistake wrong_counts_calls = {
    .name = "value-counts-calls", .amount = 1e-3, W, .bend = counted};
#undef W
const corpus_mistake right_accumulating = {
    .name = "adds-as-declared", .amount = 1, .plant = add, .breach = true, .accumulates = true};
const corpus_mistake right_reset = {.name = "random-with-reset",
                                    .amount = 0.1,
                                    .breach = true,
                                    .bend = seeded,
                                    .plant = seeded_gradient,
                                    .reset = true};
const corpus_mistake right_last_bits = {.name = "last-bits-of-gradient-differ",
                                        .amount = 1e-15,
                                        .breach = true,
                                        .plant = last_bits};
const corpus_mistake right_last_bits_value = {.name = "last-bits-of-value-differ",
                                              .amount = 2e-16,
                                              .breach = true,
                                              .bend = last_bits_of_value};
