/* Random numbers without state, and points made of them. */
#include "corpus.h"

/* Source: Steele, Lea & Flood, Fast splittable pseudorandom number generators, 2014. */
static uint64_t splitmix64(uint64_t z) {
    z += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

double corpus_uniform(uint64_t seed, uint64_t index) {
    uint64_t bits = splitmix64(splitmix64(seed) ^ index) >> 11;
    return (double)bits * 0x1p-52 - 1.0;
}

void corpus_point(const corpus_function *function, double move, uint64_t seed, double *x) {
    const corpus_function *f = function;
    double middle = (f->low + f->high) / 2, half = (f->high - f->low) / 2;
    for (size_t i = 0; i < f->n; i++) {
        x[i] = f->start ? f->start[i] : middle + half * corpus_uniform(f->seed, i);
        if (move > 0 && !f->stays)
            x[i] += move * x[i] * corpus_uniform(seed ^ f->seed, i);
        for (size_t g = 0, offset = 0; g < f->group_count; g++) {
            size_t count = 1;
            for (size_t axis = 0; axis < f->groups[g].rank; axis++)
                count *= f->groups[g].shape[axis];
            if (i >= offset && i < offset + count && f->groups[g].storage == GV_FLOAT32)
                x[i] = (double)(float)x[i];
            offset += count;
        }
    }
    if (f->settle)
        f->settle(x);
}
