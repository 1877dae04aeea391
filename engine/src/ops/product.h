/* The matrix product y = op(a) op(b) of arrays and its derivatives by OpenBLAS, for the ops
 * that are made of it. */
#ifndef GRADGATE_ENGINE_SRC_PRODUCT_H
#define GRADGATE_ENGINE_SRC_PRODUCT_H

#include "family.h"

/* op(a) is (m, k), op(b) is (k, n); ta, tb: stored transposed. */
typedef struct ag_product {
    size_t m, k, n;
    bool ta, tb;
} ag_product;

/* The two attributes of such an op, transpose_a and transpose_b, in this order. */
extern const ag_attribute_spec ag_product_schema[2];

/* Product of the last two axes of a and b.
 * Returns: AG_ERR_SHAPE, with words, if the inner extents differ or are too large. */
ag_status ag_product_check(const ag_shape_call *call, ag_product *out, ag_error *error);
ag_product ag_product_of(const ag_attribute_value *p, const ag_shape *a, const ag_shape *b);

/* Entries between one row (or one column, if transposed) of a, b and the next. */
static inline size_t ag_product_lda(const ag_product *d) {
    return d->ta ? d->m : d->k;
}
static inline size_t ag_product_ldb(const ag_product *d) {
    return d->tb ? d->k : d->n;
}

/* y (m x n, row stride ldy) = beta y + op(a) op(b), op being the transpose where asked. */
void ag_gemm(bool ta, bool tb, size_t m, size_t n, size_t k, const double *a, size_t lda,
             const double *b, size_t ldb, double beta, double *y, size_t ldy);

/* abar += ybar op(b)^T and bbar += op(a)^T ybar, transposed where a and b are; NULL: skipped.
 */
void ag_product_vjp(const ag_product *d, const double *a, const double *b, const double *ybar,
                    double *abar, double *bbar);

/* The change of what the vjp adds as a and b move: the vjp with adot and bdot in place of a and
 * b; a NULL tangent is zero. */
void ag_product_hvp(const ag_product *d, const double *adot, const double *bdot,
                    const double *ybar, double *abar, double *bbar);

/* ydot = op(adot) op(b) + op(a) op(bdot); a NULL tangent is zero. */
void ag_product_jvp(const ag_product *d, const double *a, const double *b, const double *adot,
                    const double *bdot, double *ydot);

#endif
