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
void ag_init_ones(ag_parameter *parameter);

/* ---- by fan ---- */

/* How many entries feed one output, and how many outputs one input feeds, of a weight that is
 * (outputs, inputs) or (outputs, inputs, kernel...). Either may be NULL.
 * Formula: fan_in = extent[1] k, fan_out = extent[0] k, k = product of the other extents.
 * Returns: AG_OK; AG_ERR_SHAPE for fewer than two axes. Source: PyTorch, torch.nn.init. */
ag_status ag_init_fans(const ag_shape *shape, size_t *fan_in, size_t *fan_out);

typedef enum ag_fan { AG_FAN_IN, AG_FAN_OUT } ag_fan;

/* The factor that keeps the size of signals through a nonlinearity.
 * Formula: linear, sigmoid 1; tanh 5/3; relu sqrt 2; leaky_relu sqrt(2 / (1 + slope^2));
 *          selu 3/4. `slope` is read for leaky_relu alone.
 * Returns: AG_OK; AG_ERR_NAME for another name. Source: PyTorch, calculate_gain. */
ag_status ag_init_gain(const char *nonlinearity, double slope, double *gain);

/* Formula: deviation gain sqrt(2 / (fan_in + fan_out)); uniform in +-sqrt 3 times that.
 * Returns: AG_OK; AG_ERR_SHAPE for fewer than two axes (nothing drawn).
 * Source:  Glorot & Bengio, Understanding the difficulty of training deep feedforward neural
 *          networks, AISTATS 2010. */
ag_status ag_init_xavier_normal(ag_parameter *parameter, ag_random *random, double gain);
ag_status ag_init_xavier_uniform(ag_parameter *parameter, ag_random *random, double gain);

/* Formula: deviation gain / sqrt(fan); uniform in +-sqrt 3 times that. Returns: as above.
 * Source:  He, Zhang, Ren & Sun, Delving deep into rectifiers, ICCV 2015. */
ag_status ag_init_kaiming_normal(ag_parameter *parameter, ag_random *random, ag_fan fan,
                                 double gain);
ag_status ag_init_kaiming_uniform(ag_parameter *parameter, ag_random *random, ag_fan fan,
                                  double gain);

#ifdef __cplusplus
}
#endif
#endif
