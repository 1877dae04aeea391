/* The list of all kinds: one line per file of functions. */
#include "corpus.h"

#define CORPUS_KIND_LIST(X) X(kind_classic) X(kind_classic_fits) X(kind_classic_many)

#define DECLARE(kind) extern const corpus_kind CORPUS_NAME(kind);
CORPUS_KIND_LIST(DECLARE)
#undef DECLARE

const corpus_kind *const corpus_kinds[] = {
#define ENTER(kind) &CORPUS_NAME(kind),
    CORPUS_KIND_LIST(ENTER)
#undef ENTER
        NULL};
