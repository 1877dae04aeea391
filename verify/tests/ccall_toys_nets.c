/* Toys that learn: a softmax, layers of units, a recurrence. */
#include "ccall_toys_inside.h"

/* Cross-entropy of a softmax that is sure of itself: the entries of the others are small. */
static const double softmax_start[] = {9.7, 0.3, -1.9};

static double softmax(const double *x, size_t n) {
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += exp(x[i] - x[0]);
    return log1p(sum - 1.0);
}

static void softmax_gradient(const double *x, size_t n, double *g) {
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += exp(x[i] - x[0]);
    for (size_t i = 1; i < n; i++)
        g[i] = exp(x[i] - x[0]) / sum;
    g[0] = 0.0;
    for (size_t i = 1; i < n; i++)
        g[0] -= g[i];
}

/* Two layers of ReLU units, some of them dead, before a squared error. */
enum { NET_IN = 3, NET_HIDDEN = 5 };
static const double net_input[NET_IN] = {0.37, -1.21, 0.83};

static double net(const double *x, size_t n) {
    (void)n;
    double y = x[NET_HIDDEN * NET_IN + NET_HIDDEN] - 0.4;
    for (size_t h = 0; h < NET_HIDDEN; h++) {
        double a = 0.0;
        for (size_t i = 0; i < NET_IN; i++)
            a += x[h * NET_IN + i] * net_input[i];
        y += a > 0.0 ? a * x[NET_HIDDEN * NET_IN + h] : 0.0;
    }
    return y * y;
}

static void net_gradient(const double *x, size_t n, double *g) {
    const double *v = x + NET_HIDDEN * NET_IN;
    double a[NET_HIDDEN], y = v[NET_HIDDEN] - 0.4;
    memset(g, 0, n * sizeof *g);
    for (size_t h = 0; h < NET_HIDDEN; h++) {
        a[h] = 0.0;
        for (size_t i = 0; i < NET_IN; i++)
            a[h] += x[h * NET_IN + i] * net_input[i];
        a[h] = a[h] > 0.0 ? a[h] : 0.0;
        y += a[h] * v[h];
    }
    g[NET_HIDDEN * NET_IN + NET_HIDDEN] = 2.0 * y;
    for (size_t h = 0; h < NET_HIDDEN; h++) {
        g[NET_HIDDEN * NET_IN + h] = 2.0 * y * a[h];
        for (size_t i = 0; i < NET_IN && a[h] > 0.0; i++)
            g[h * NET_IN + i] = 2.0 * y * v[h] * net_input[i];
    }
}

/* One weight and one bias used at nine steps in time. */
static double recurrent(const double *x, size_t n) {
    double h = 0.1;
    (void)n;
    for (int t = 0; t < 9; t++)
        h = tanh(x[0] * h + x[1] * sin(1.0 + t) + x[2]);
    return h * h;
}

static void recurrent_gradient(const double *x, size_t n, double *g) {
    double h = 0.1, d[3] = {0.0, 0.0, 0.0};
    (void)n;
    for (int t = 0; t < 9; t++) {
        const double next = tanh(x[0] * h + x[1] * sin(1.0 + t) + x[2]);
        const double inner = 1.0 - next * next;
        const double own[3] = {h, sin(1.0 + t), 1.0};
        for (int k = 0; k < 3; k++)
            d[k] = inner * (own[k] + x[0] * d[k]);
        h = next;
    }
    for (int k = 0; k < 3; k++)
        g[k] = 2.0 * h * d[k];
}

TOY(softmax, .n = 3, .start = softmax_start, .value = softmax, .gradient = softmax_gradient);
TOY(net, .n = 21, .value = net, .gradient = net_gradient);
TOY(recurrent, .n = 3, .value = recurrent, .gradient = recurrent_gradient);
