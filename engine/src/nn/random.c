/* xoshiro256**, its state filled by SplitMix64, and the two distributions.
 * Source: Blackman & Vigna, ACM TOMS 47 (2021), fig. 3 and sec. 5.3. */
#include <math.h>

#include <gradgate/engine/init.h>

static uint64_t splitmix(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* The stream is mixed before it meets the seed, so that (1, 2) and (2, 1) have nothing to do
 * with each other. */
ag_random ag_random_create(uint64_t seed, uint64_t stream) {
    uint64_t mixed = stream;
    uint64_t state = seed ^ splitmix(&mixed);
    ag_random random;
    for (int i = 0; i < 4; i++)
        random.state[i] = splitmix(&state);
    return random;
}

static uint64_t rotate_left(uint64_t x, int count) {
    return x << count | x >> (64 - count);
}

uint64_t ag_random_next(ag_random *random) {
    uint64_t *s = random->state;
    const uint64_t result = rotate_left(s[1] * 5, 7) * 9;
    const uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    return result;
}

double ag_random_uniform(ag_random *random) {
    return (double)(ag_random_next(random) >> 11) * 0x1p-53;
}

/* sqrt(-2 ln u) cos(2 pi v) with u in (0, 1]. */
double ag_random_normal(ag_random *random) {
    const double two_pi = 6.283185307179586476925;
    const double u = 1.0 - ag_random_uniform(random);
    const double v = ag_random_uniform(random);
    return sqrt(-2.0 * log(u)) * cos(two_pi * v);
}
