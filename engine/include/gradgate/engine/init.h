/* A small published random generator, and initializers that use it.
 * Source: Blackman & Vigna, Scrambled linear pseudorandom number generators, ACM TOMS 47
 * (2021): xoshiro256**; state filled by SplitMix64 (Steele, Lea & Flood, OOPSLA 2014). */
#ifndef GRADGATE_ENGINE_INIT_H
#define GRADGATE_ENGINE_INIT_H

#include <stdint.h>

#include <gradgate/engine/parameter.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ag_random {
    uint64_t state[4];
} ag_random;

/* A generator from a seed and a stream number (any two values; equal pairs, equal numbers). */
ag_random ag_random_create(uint64_t seed, uint64_t stream);

/* The next 64 bits. */
uint64_t ag_random_next(ag_random *random);

/* Uniform in [0, 1), a multiple of 2^-53. */
double ag_random_uniform(ag_random *random);

/* Standard normal; draws two uniforms.
 * Source: Box & Muller, Annals of Mathematical Statistics 29 (1958). */
double ag_random_normal(ag_random *random);

/* Fill the data of a parameter, in entry order. */
void ag_init_normal(ag_parameter *parameter, ag_random *random, double mean, double deviation);
void ag_init_uniform(ag_parameter *parameter, ag_random *random, double low, double high);
void ag_init_constant(ag_parameter *parameter, double value);
void ag_init_zeros(ag_parameter *parameter);

#ifdef __cplusplus
}
#endif
#endif
