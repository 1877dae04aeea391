/* The distance of a point from a convex hull. */
#ifndef CORPUS_HULL_H
#define CORPUS_HULL_H

#include <stddef.h>

enum { HULL_SIZE = 8 };

/* Distance of p from the convex hull of `count` points of n <= HULL_SIZE numbers; too large
 * by no more than 1e-9 of their spread.
 * Source: Lacoste-Julien & Jaggi, On the global linear convergence of Frank-Wolfe, 2015. */
double hull_distance(double (*points)[HULL_SIZE], size_t count, size_t n, const double *p);

#endif
