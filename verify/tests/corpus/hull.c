/* Frank-Wolfe with pairwise steps: weight goes from the worst point in use to the best. */
#include "hull.h"
#include <math.h>

enum { COUNT = 128, STEPS = 20000 };

static double dot(const double *a, const double *b, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

double hull_distance(double (*points)[HULL_SIZE], size_t count, size_t n, const double *p) {
    double weight[COUNT] = {1}, r[HULL_SIZE], d[HULL_SIZE];
    for (int step = 0; step < STEPS; step++) {
        for (size_t i = 0; i < n; i++) {
            r[i] = -p[i];
            for (size_t k = 0; k < count; k++)
                r[i] += weight[k] * points[k][i];
        }
        size_t best = 0, worst = count;
        for (size_t k = 0; k < count; k++) {
            if (dot(r, points[k], n) < dot(r, points[best], n))
                best = k;
            if (weight[k] > 0 &&
                (worst == count || dot(r, points[k], n) > dot(r, points[worst], n)))
                worst = k;
        }
        for (size_t i = 0; i < n; i++)
            d[i] = points[best][i] - points[worst][i];
        double length = dot(d, d, n);
        if (!(length > 0) || !(-dot(r, d, n) > 1e-24 * length))
            break;
        double share = fmin(weight[worst], -dot(r, d, n) / length);
        weight[worst] -= share;
        weight[best] += share;
    }
    return sqrt(dot(r, r, n));
}
