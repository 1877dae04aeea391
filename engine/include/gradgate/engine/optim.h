/* Optimizers see only the flat list of parameters and write into their data in place. */
#ifndef GRADGATE_ENGINE_OPTIM_H
#define GRADGATE_ENGINE_OPTIM_H

#include <gradgate/engine/parameter.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Formula: p <- p - rate * grad, every entry of every parameter with requires_grad. The list
 * must hold each parameter once, as ag_module_parameters gives it. */
void ag_sgd_step(ag_parameter *const *parameters, size_t count, double rate);

#ifdef __cplusplus
}
#endif
#endif
