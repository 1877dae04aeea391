#include "kernel.h"
#include <math.h>
#include <string.h>

/* z = W x + b of one row, shifted so that the largest is 0: exp cannot overflow. */
static void logits(const double *x, const double *weight, const double *bias, double *z) {
    double largest = -INFINITY;

    for (int k = 0; k < CLASSES; k++) {
        z[k] = bias[k];
        for (int i = 0; i < FEATURES; i++)
            z[k] += weight[k * FEATURES + i] * x[i];
        largest = fmax(largest, z[k]);
    }
    for (int k = 0; k < CLASSES; k++)
        z[k] -= largest;
}

static double sum_of_exponentials(const double *z) {
    double sum = 0;

    for (int k = 0; k < CLASSES; k++)
        sum += exp(z[k]);
    return sum;
}

double kernel_loss(const batch *data, const double *weight, const double *bias) {
    double z[CLASSES], loss = 0;

    for (int row = 0; row < ROWS; row++) {
        logits(data->x[row], weight, bias, z);
        loss += log(sum_of_exponentials(z)) - z[data->label[row]];
    }
    return loss / ROWS;
}

void kernel_backward(const batch *data, const double *weight, const double *bias,
                     double *weight_gradient, double *bias_gradient) {
    double z[CLASSES];

    memset(weight_gradient, 0, CLASSES * FEATURES * sizeof *weight_gradient);
    memset(bias_gradient, 0, CLASSES * sizeof *bias_gradient);
    for (int row = 0; row < ROWS; row++) {
        logits(data->x[row], weight, bias, z);
        const double sum = sum_of_exponentials(z);
        for (int k = 0; k < CLASSES; k++) {
            const double dz = (exp(z[k]) / sum - (k == data->label[row])) / ROWS;
            bias_gradient[k] += dz;
            for (int i = 0; i < FEATURES; i++)
                weight_gradient[k * FEATURES + i] += dz * data->x[row][i];
        }
    }
}
