/* Softmax regression: the mean cross entropy of a batch, and its gradient by hand. */
#ifndef KERNEL_H
#define KERNEL_H

#include <stddef.h>

enum { ROWS = 5, FEATURES = 3, CLASSES = 4 };

typedef struct batch {
    double x[ROWS][FEATURES];
    int label[ROWS]; /* 0 .. CLASSES - 1 */
} batch;

/* loss = mean over rows of (log sum_k exp(z_k) - z_label),   z = W x + b
 * W is (CLASSES, FEATURES), row-major; b has CLASSES entries. */
double kernel_loss(const batch *data, const double *weight, const double *bias);

/* dz_k = (softmax(z)_k - [k = label]) / ROWS,   dW = dz x^T,   db = dz, summed over the rows.
 * Both are overwritten. */
void kernel_backward(const batch *data, const double *weight, const double *bias,
                     double *weight_gradient, double *bias_gradient);

#endif
