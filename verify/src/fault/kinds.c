/* The kinds of fault: mistakes that people make in gradients, each one descriptor. */
#include "fault/inside.h"

#include <math.h>
#include <string.h>

enum {
    AT_NODE = 1 << GV_FAULT_AT_NODE,
    AT_USE = 1 << GV_FAULT_AT_USE,
    AT_TERM = 1 << GV_FAULT_AT_TERM,
    ANYWHERE = AT_NODE | AT_USE | AT_TERM
};

/* ---- what passes along an edge ---- */

static void pass_scaled(const gv_passing *p) {
    for (size_t i = 0; i < p->size; i++)
        p->adjoint[i] += p->factor * p->right[i];
}

static void pass_nothing(const gv_passing *p) {
    (void)p;
}

static void pass_nan(const gv_passing *p) {
    for (size_t i = 0; i < p->size; i++)
        p->adjoint[i] = NAN;
}

static void pass_shifted(const gv_passing *p) {
    for (size_t i = 0; i < p->size; i++)
        p->adjoint[(i + 1) % p->size] += p->right[i];
}

static void pass_transposed(const gv_passing *p) {
    size_t n = p->shape->extent[0];
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            p->adjoint[j * n + i] += p->right[i * n + j];
}

static const char only_whole[] = "this kind is about all entries";

static const char *refuse_unless_square(const gv_fault *fault, gv_subject *subject,
                                        const ag_shape *shape) {
    (void)subject;
    if (fault->entry != GV_FAULT_ALL)
        return only_whole;
    bool square = shape->rank == 2 && shape->extent[0] == shape->extent[1];
    return square && shape->extent[0] > 1 ? NULL
                                          : "only a square matrix can be transposed unseen";
}

static const char *refuse_single(const gv_fault *fault, gv_subject *subject,
                                 const ag_shape *shape) {
    (void)subject;
    if (fault->entry != GV_FAULT_ALL)
        return only_whole;
    return ag_shape_size(shape) > 1 ? NULL : "one entry has no neighbour to shift to";
}

static const gv_fault_kind sign = {.name = "sign",
                                   .meaning = "the sign is flipped",
                                   .sites = ANYWHERE,
                                   .factor = -1,
                                   .pass = pass_scaled};
static const gv_fault_kind factor = {.name = "factor",
                                     .meaning = "multiplied by `factor`",
                                     .sites = ANYWHERE,
                                     .factor = 1.5,
                                     .pass = pass_scaled};
static const gv_fault_kind lost = {.name = "lost",
                                   .meaning = "the contribution never arrives",
                                   .sites = ANYWHERE,
                                   .pass = pass_nothing};
static const gv_fault_kind not_finite = {
    .name = "nan", .meaning = "NaN arrives instead", .sites = ANYWHERE, .pass = pass_nan};
static const gv_fault_kind shifted = {
    .name = "shifted",
    .meaning = "every entry's contribution arrives at the next entry",
    .sites = AT_NODE | AT_USE,
    .pass = pass_shifted,
    .refuse = refuse_single};
static const gv_fault_kind transposed = {
    .name = "transposed",
    .meaning = "the contribution to a square matrix is transposed",
    .sites = AT_NODE | AT_USE,
    .pass = pass_transposed,
    .refuse = refuse_unless_square};

/* ---- what a leaf adds to its parameter ---- */

static void deposit_overwriting(const ag_vjp_call *call, double unused) {
    (void)unused;
    memcpy(call->parameter->grad, call->cotangent, call->output_size * sizeof(double));
}

static void deposit_twice(const ag_vjp_call *call, double unused) {
    (void)unused;
    for (size_t i = 0; i < call->output_size; i++)
        call->parameter->grad[i] += 2 * call->cotangent[i];
}

/* Backward meets the last use first: what is overwritten are the uses recorded after. */
static const char *refuse_last_use(const gv_fault *fault, gv_subject *subject,
                                   const ag_shape *shape) {
    (void)shape;
    size_t last = subject->parameters[fault->parameter].use_count - 1;
    return fault->use != last ? NULL
                              : "the last use is the first that backward meets: there is "
                                "nothing to overwrite yet";
}

static const gv_fault_kind overwritten = {
    .name = "overwritten",
    .meaning = "the use writes its gradient over that of the uses recorded after it",
    .sites = AT_USE,
    .deposit = deposit_overwriting,
    .refuse = refuse_last_use};
static const gv_fault_kind doubled = {.name = "doubled",
                                      .meaning = "the use is added to the gradient twice",
                                      .sites = AT_USE,
                                      .deposit = deposit_twice};

/* ---- L2 terms ---- */

static const char *refuse_unless_l2(const gv_fault *fault, gv_subject *subject,
                                    const ag_shape *shape) {
    (void)shape;
    return subject->terms[fault->term].lambda != 0 ? NULL : "this is no L2 term";
}

/* The edges from an L2 term's squares to its parameters, each with the number of places in the
 * data term in which the parameter is read; only where that is not one. */
static void find_tied_squares(const gv_fault *fault, gv_subject *subject, gv_edges *edges) {
    const gv_term *term = &subject->terms[fault->term];
    for (size_t c = 0; c < term->cover_count; c++) {
        const gv_parameter *parameter = &subject->parameters[term->covers[c]];
        size_t places = 0;
        for (size_t u = 0; u < parameter->use_count; u++)
            places += subject->terms[parameter->uses[u].term].lambda == 0;
        for (size_t u = 0; u < parameter->use_count && places > 1; u++)
            if (parameter->uses[u].term == fault->term)
                gv_edges_into(subject, gv_engine_subject_leaf(subject, term->covers[c], u),
                              (double)places, edges);
    }
}

static const gv_fault_kind l2_half = {
    .name = "l2_half",
    .meaning = "lambda p for 2 lambda p: the 2 of the square is forgotten",
    .sites = AT_TERM,
    .factor = 0.5,
    .pass = pass_scaled,
    .refuse = refuse_unless_l2};
static const gv_fault_kind l2_per_use = {
    .name = "l2_per_use",
    .meaning = "a tied parameter is decayed once for each of its uses",
    .sites = AT_TERM,
    .factor = 1,
    .pass = pass_scaled,
    .find = find_tied_squares,
    .nothing = "the term covers no parameter that the model reads in several places",
    .refuse = refuse_unless_l2};

const gv_fault_kind *const gv_fault_list[] = {
    &sign,        &factor,  &lost,    &not_finite, &shifted, &transposed,
    &overwritten, &doubled, &l2_half, &l2_per_use, NULL,
};
