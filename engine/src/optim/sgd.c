/* Stochastic gradient descent.
 * Source: Robbins & Monro, Annals of Mathematical Statistics 22 (1951). */
#include <gradgate/engine/optim.h>

void ag_sgd_step(ag_parameter *const *parameters, size_t count, double rate) {
    for (size_t i = 0; i < count; i++) {
        ag_parameter *p = parameters[i];
        if (!p->requires_grad)
            continue;
        for (size_t j = 0; j < p->size; j++)
            p->data[j] -= rate * p->grad[j];
    }
}
