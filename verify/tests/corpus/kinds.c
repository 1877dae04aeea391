/* The list of all kinds: one line per file of functions. */
#include "corpus.h"

#define CORPUS_KIND_LIST(X)                                                                    \
    X(kind_classic)                                                                            \
    X(kind_classic_fits)                                                                       \
    X(kind_classic_many)                                                                       \
    X(kind_offset)                                                                             \
    X(kind_tiny)                                                                               \
    X(kind_extreme)                                                                            \
    X(kind_mixed)                                                                              \
    X(kind_steep)                                                                              \
    X(kind_oscillation)                                                                        \
    X(kind_product)                                                                            \
    X(kind_cancellation)                                                                       \
    X(kind_conditioned)                                                                        \
    X(kind_polynomial)                                                                         \
    X(kind_nets)                                                                               \
    X(kind_layers)                                                                             \
    X(kind_nets_saturating)                                                                    \
    X(kind_saturated)                                                                          \
    X(kind_dead)                                                                               \
    X(kind_minimiser)                                                                          \
    X(kind_tied)                                                                               \
    X(kind_recurrent)                                                                          \
    X(kind_regularised)                                                                        \
    X(kind_likelihood)                                                                         \
    X(kind_matrix)                                                                             \
    X(kind_float32)                                                                            \
    X(kind_storage)                                                                            \
    X(kind_grid)                                                                               \
    X(kind_iterated)                                                                           \
    X(kind_kink)                                                                               \
    X(kind_kink_more)                                                                          \
    X(kind_near)                                                                               \
    X(kind_edge)                                                                               \
    X(kind_contract)                                                                           \
    X(kind_hollow)                                                                             \
    X(kind_constrained)                                                                        \
    X(kind_odd)                                                                                \
    X(kind_sparse)                                                                             \
    X(kind_search)                                                                             \
    X(kind_models)                                                                             \
    X(kind_doubted)

#define DECLARE(kind) extern const corpus_kind CORPUS_NAME(kind);
CORPUS_KIND_LIST(DECLARE)
#undef DECLARE

const corpus_kind *const corpus_kinds[] = {
#define ENTER(kind) &CORPUS_NAME(kind),
    CORPUS_KIND_LIST(ENTER)
#undef ENTER
        NULL};
