#include "numeric/noise.h"
#include <math.h>
#include <stdbool.h>

enum { LEVELS = 6 }; /* the last has three differences: fewer say nothing of a mean */

typedef struct level {
    double sigma;
    bool changes_sign;
} level;

static level look_at(const double *differences, size_t count, double gamma) {
    double squares = 0.0, low = 0.0, high = 0.0;
    for (size_t i = 0; i < count; i++) {
        squares += differences[i] * differences[i];
        low = fmin(low, differences[i]);
        high = fmax(high, differences[i]);
    }
    return (level){sqrt(gamma * squares / (double)count), low < 0.0 && high > 0.0};
}

double gv_table_noise(const double values[GV_NOISE_POINTS]) {
    const double agreement = 4.0; /* the factor of the source */
    double table[GV_NOISE_POINTS];
    level levels[LEVELS + 1];
    double gamma = 1.0;
    for (size_t i = 0; i < GV_NOISE_POINTS; i++)
        table[i] = values[i] - values[0];
    for (size_t k = 1; k <= LEVELS; k++) {
        const size_t count = GV_NOISE_POINTS - k;
        for (size_t i = 0; i < count; i++)
            table[i] = table[i + 1] - table[i];
        gamma *= 0.5 * (double)k / (double)(2 * k - 1); /* (k!)^2 / (2k)! by recurrence */
        levels[k] = look_at(table, count, gamma);
    }
    for (size_t k = 1; k < LEVELS; k++) {
        const double a = levels[k].sigma, b = levels[k + 1].sigma;
        if (fmax(a, b) <= agreement * fmin(a, b) && levels[k].changes_sign)
            return a;
    }
    return NAN;
}
