/* The number type that the corpus' functions are written in.
 *
 * Every file of functions is compiled twice.  In the first, `real` is double, and what comes
 * out is the function that a checker is given.  In the second (CORPUS_EXACT), `real` is a dual
 * number in binary128, and what comes out is the same function's value and derivative with 33
 * digits: the independent route by which the labels are proven.
 *
 * The dual number is C's own complex type with an imaginary part of 2^-6000: products of two
 * such parts vanish beside every real part that a double can name, so that the arithmetic of
 * complex numbers is that of dual numbers, to the last bit, and + - * / need no functions.
 * Source: Martins, Sturdza & Alonso, The complex-step derivative approximation, 2003. */
#ifndef CORPUS_SCALAR_H
#define CORPUS_SCALAR_H

#include <float.h>
#include <math.h>

#define CORPUS_PI 3.14159265358979323846

#ifndef CORPUS_EXACT

#ifdef CORPUS_NARROW /* a file whose values are computed in float32 throughout */
typedef float real;
#define r_exp expf
#define r_log logf
#define r_sin sinf
#define r_cos cosf
#define r_tanh tanhf
#define r_sqrt sqrtf
#define r_abs fabsf
#else
typedef double real;
#define r_exp exp
#define r_log log
#define r_log1p log1p
#define r_sin sin
#define r_cos cos
#define r_tanh tanh
#define r_atan atan
#define r_acos acos
#define r_sqrt sqrt
#define r_erf erf
#define r_lgamma lgamma
#define r_pow pow /* the exponent is a double */
#define r_abs fabs
#endif
#define r_value(x) (x)
#define CORPUS_DONE(change, tolerance) (fabs(change) <= (tolerance)) /* an iteration ends */
#define CORPUS_GRID(value, grid) (nearbyint((value) / (grid)) * (grid))

#else

#if LDBL_MANT_DIG == 113
typedef long double corpus_quad;
typedef _Complex long double real;
#define CORPUS_QUAD(f) f##l
#else
typedef __float128 corpus_quad;
typedef _Complex float real __attribute__((mode(TC)));
#define CORPUS_QUAD(f) f##f128
/* glibc has these since 2.26; its headers show them to gcc only. */
corpus_quad expf128(corpus_quad x);
corpus_quad expm1f128(corpus_quad x);
corpus_quad logf128(corpus_quad x);
corpus_quad log1pf128(corpus_quad x);
corpus_quad sinf128(corpus_quad x);
corpus_quad cosf128(corpus_quad x);
corpus_quad tanhf128(corpus_quad x);
corpus_quad coshf128(corpus_quad x);
corpus_quad atanf128(corpus_quad x);
corpus_quad acosf128(corpus_quad x);
corpus_quad sqrtf128(corpus_quad x);
corpus_quad erff128(corpus_quad x);
corpus_quad lgammaf128(corpus_quad x);
corpus_quad powf128(corpus_quad x, corpus_quad y);
corpus_quad scalbnf128(corpus_quad x, int n);
#endif

#define CORPUS_TINY (-6000) /* the exponent of the imaginary part */
/* Iterations go to their limit unless exact.h's exact_stop_early is asked for. */
extern int corpus_stops;
#define CORPUS_DONE(change, tolerance) (corpus_stops && r_value(r_abs(change)) <= (tolerance))
#define CORPUS_GRID(value, grid) (value)
#define r_value(x) (__real__(x))

/* f(x) and f'(x) x', given f and f' at the value of x.  An infinite slope does not matter to
 * who does not ask for it: sqrt at 0. */
static inline real r_chain(corpus_quad f, corpus_quad slope, real x) {
    real y;
    __real__ y = f;
    __imag__ y = __imag__ x == 0 ? 0 : slope * __imag__ x;
    return y;
}

/* Nobody asks for the slope of what does not depend on the entry in question: a function in
 * binary128 costs a microsecond. */
static inline int r_asked(real x) {
    return __imag__ x != 0;
}

static inline real r_exp(real x) {
    corpus_quad y = CORPUS_QUAD(exp)(r_value(x));
    return r_chain(y, y, x);
}

static inline real r_log(real x) {
    return r_chain(CORPUS_QUAD(log)(r_value(x)), 1 / r_value(x), x);
}

static inline real r_log1p(real x) {
    return r_chain(CORPUS_QUAD(log1p)(r_value(x)), 1 / (1 + r_value(x)), x);
}

static inline real r_sin(real x) {
    corpus_quad v = r_value(x), slope = r_asked(x) ? CORPUS_QUAD(cos)(v) : 0;
    return r_chain(CORPUS_QUAD(sin)(v), slope, x);
}

static inline real r_cos(real x) {
    corpus_quad v = r_value(x), slope = r_asked(x) ? -CORPUS_QUAD(sin)(v) : 0;
    return r_chain(CORPUS_QUAD(cos)(v), slope, x);
}

static inline real r_tanh(real x) {
    corpus_quad c = r_asked(x) ? CORPUS_QUAD(cosh)(r_value(x)) : 1;
    return r_chain(CORPUS_QUAD(tanh)(r_value(x)), 1 / (c * c), x);
}

static inline real r_atan(real x) {
    return r_chain(CORPUS_QUAD(atan)(r_value(x)), 1 / (1 + r_value(x) * r_value(x)), x);
}

static inline real r_acos(real x) {
    corpus_quad v = r_value(x);
    return r_chain(CORPUS_QUAD(acos)(v), -1 / CORPUS_QUAD(sqrt)((1 - v) * (1 + v)), x);
}

static inline real r_sqrt(real x) {
    corpus_quad y = CORPUS_QUAD(sqrt)(r_value(x));
    return r_chain(y, 1 / (2 * y), x);
}

static inline real r_erf(real x) {
    corpus_quad v = r_value(x), pi = 4 * CORPUS_QUAD(atan)(1);
    return r_chain(CORPUS_QUAD(erf)(v), 2 * CORPUS_QUAD(exp)(-v * v) / CORPUS_QUAD(sqrt)(pi),
                   x);
}

static inline real r_pow(real x, double y) {
    corpus_quad v = r_value(x);
    return r_chain(CORPUS_QUAD(pow)(v, y), y * CORPUS_QUAD(pow)(v, y - 1), x);
}

/* Slope by the central difference of order 8: with h = x / 1000 its error is below 1e-21. */
static inline real r_lgamma(real x) {
    static const double above[] = {4, -1, 4, -1}, below[] = {5, 5, 105, 280};
    corpus_quad v = r_value(x), h = v / 1000, slope = 0;
    for (int k = 1; k <= 4 && r_asked(x); k++)
        slope += above[k - 1] / (corpus_quad)below[k - 1] *
                 (CORPUS_QUAD(lgamma)(v + k * h) - CORPUS_QUAD(lgamma)(v - k * h)) / h;
    return r_chain(CORPUS_QUAD(lgamma)(v), slope, x);
}

static inline real r_abs(real x) {
    return r_value(x) < 0 ? -x : x;
}

#endif

static inline real r_max(real x, real y) {
    return r_value(x) < r_value(y) ? y : x;
}

static inline real r_min(real x, real y) {
    return r_value(y) < r_value(x) ? y : x;
}

static inline real r_square(real x) {
    return x * x;
}

#endif
