/* The test of one op, as a function with a verdict, so that it can be tested itself: it must
 * find fault with an op that is wrong. */
#ifndef GRADGATE_ENGINE_TESTS_OP_CHECKS_H
#define GRADGATE_ENGINE_TESTS_OP_CHECKS_H

#include "support.h"

/* What is wrong with an op, beginning with its name; "" if nothing is. */
typedef struct op_words {
    char text[240];
} op_words;

/* Has it examples, a formula, a source, a domain, and are its kinks described? */
bool op_is_described(const ag_op *op, op_words *words);

/* Over all of its examples: gradients and tangents against differences, entry by entry; the
 * adjoint identity <ybar, J xdot> = <J' ybar, xdot> for random signed vectors; gradients are
 * added to what is there, tangents overwrite it; each input alone gets what it gets in company.
 * Stops at the first complaint. */
bool op_is_sound(const ag_op *op, op_words *words);

/* The same for the second order: products with the second derivatives against differences of
 * the op's own gradient; the sum of what each input's motion alone gives; symmetric; added to
 * what is there; and the same for an input alone as in company. And where the domain has 0
 * inside, value and derivatives are finite at inputs of 0. */
bool op_curves_soundly(const ag_op *op, op_words *words);

/* What both are made of: words about a fault, always false; false too for NaN; the sum of
 * a_i b_i, and that of the absolute values added to `size`. */
bool op_complain(op_words *words, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool op_near(double a, double b, double bound);
double op_dot(const double *a, const double *b, size_t count, double *size);

#endif
