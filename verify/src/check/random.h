/* Counter-based random numbers: number i of stream s of seed k, without a state, so that an
 * item's numbers do not depend on who drew before it.
 * Source: the finalizer of SplitMix64, Steele, Lea, Flood, OOPSLA 2014, figure 19. */
#ifndef GV_RANDOM_H
#define GV_RANDOM_H

#include <stdint.h>

static inline uint64_t gv_mix(uint64_t z) {
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static inline uint64_t gv_random_bits(uint64_t seed, uint64_t stream, uint64_t i) {
    const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15);
    return gv_mix(gv_mix(gv_mix(seed + golden) + stream * golden) + i * golden);
}

/* +1 or -1. */
static inline double gv_random_sign(uint64_t seed, uint64_t stream, uint64_t i) {
    return gv_random_bits(seed, stream, i) >> 63 ? 1.0 : -1.0;
}

/* Uniform in [0, 1). */
static inline double gv_random_unit(uint64_t seed, uint64_t stream, uint64_t i) {
    return (double)(gv_random_bits(seed, stream, i) >> 11) * 0x1p-53;
}

#endif
