/* Calls of dgemm. */
#include "product.h"

#include <cblas.h>
#include <limits.h>

enum { TRANSPOSE_A, TRANSPOSE_B };

const ag_attribute_spec ag_product_schema[2] = {
    {.name = "transpose_a", .kind = AG_ATTRIBUTE_BOOL, .meaning = "op(a) is a transposed"},
    {.name = "transpose_b", .kind = AG_ATTRIBUTE_BOOL, .meaning = "op(b) is b transposed"},
};

ag_product ag_product_of(const ag_attribute_value *p, const ag_shape *a, const ag_shape *b) {
    const bool ta = p[TRANSPOSE_A].flag, tb = p[TRANSPOSE_B].flag;
    const size_t *of_a = a->extent + a->rank - 2, *of_b = b->extent + b->rank - 2;
    return (ag_product){.m = of_a[ta ? 1 : 0],
                        .k = of_a[ta ? 0 : 1],
                        .n = of_b[tb ? 0 : 1],
                        .ta = ta,
                        .tb = tb};
}

ag_status ag_product_check(const ag_shape_call *call, ag_product *out, ag_error *error) {
    const ag_shape *a = call->input_shapes[0], *b = call->input_shapes[1];
    const ag_product d = ag_product_of(call->attributes, a, b);
    *out = d;
    if (d.k != b->extent[b->rank - (d.tb ? 1 : 2)])
        return ag_shape_refuse(call, error,
                               d.ta || d.tb ? "inner extents differ (after transposing)"
                                            : "inner extents differ");
    if (d.m > INT_MAX / 2 || d.k > INT_MAX / 2 || d.n > INT_MAX / 2)
        return ag_shape_refuse(call, error, "extents too large for the BLAS");
    return AG_OK;
}

static CBLAS_TRANSPOSE flag(bool transpose) {
    return transpose ? CblasTrans : CblasNoTrans;
}

void ag_gemm(bool ta, bool tb, size_t m, size_t n, size_t k, const double *a, size_t lda,
             const double *b, size_t ldb, double beta, double *y, size_t ldy) {
    cblas_dgemm(CblasRowMajor, flag(ta), flag(tb), (int)m, (int)n, (int)k, 1.0, a, (int)lda, b,
                (int)ldb, beta, y, (int)ldy);
}

void ag_product_vjp(const ag_product *d, const double *a, const double *b, const double *ybar,
                    double *abar, double *bbar) {
    const size_t lda = ag_product_lda(d), ldb = ag_product_ldb(d);
    if (abar != NULL && !d->ta)
        ag_gemm(false, !d->tb, d->m, d->k, d->n, ybar, d->n, b, ldb, 1.0, abar, lda);
    if (abar != NULL && d->ta)
        ag_gemm(d->tb, true, d->k, d->m, d->n, b, ldb, ybar, d->n, 1.0, abar, lda);
    if (bbar != NULL && !d->tb)
        ag_gemm(!d->ta, false, d->k, d->n, d->m, a, lda, ybar, d->n, 1.0, bbar, ldb);
    if (bbar != NULL && d->tb)
        ag_gemm(true, d->ta, d->n, d->k, d->m, ybar, d->n, a, lda, 1.0, bbar, ldb);
}

void ag_product_hvp(const ag_product *d, const double *adot, const double *bdot,
                    const double *ybar, double *abar, double *bbar) {
    ag_product_vjp(d, adot, bdot, ybar, bdot == NULL ? NULL : abar, adot == NULL ? NULL : bbar);
}

void ag_product_jvp(const ag_product *d, const double *a, const double *b, const double *adot,
                    const double *bdot, double *ydot) {
    const size_t lda = ag_product_lda(d), ldb = ag_product_ldb(d);
    if (adot != NULL)
        ag_gemm(d->ta, d->tb, d->m, d->n, d->k, adot, lda, b, ldb, 0.0, ydot, d->n);
    if (bdot != NULL)
        ag_gemm(d->ta, d->tb, d->m, d->n, d->k, a, lda, bdot, ldb, adot == NULL ? 0.0 : 1.0,
                ydot, d->n);
}
