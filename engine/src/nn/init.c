/* Initializers: they fill a parameter's data in entry order. */
#include <gradgate/engine/init.h>

void ag_init_normal(ag_parameter *parameter, ag_random *random, double mean, double deviation) {
    for (size_t i = 0; i < parameter->size; i++)
        parameter->data[i] = mean + deviation * ag_random_normal(random);
}

void ag_init_uniform(ag_parameter *parameter, ag_random *random, double low, double high) {
    for (size_t i = 0; i < parameter->size; i++)
        parameter->data[i] = low + (high - low) * ag_random_uniform(random);
}

void ag_init_constant(ag_parameter *parameter, double value) {
    for (size_t i = 0; i < parameter->size; i++)
        parameter->data[i] = value;
}

void ag_init_zeros(ag_parameter *parameter) {
    ag_init_constant(parameter, 0.0);
}
