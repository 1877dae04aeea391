/* How other tools decide, written out: for the table beside gradgate's own verdict. */
#ifndef CORPUS_RULES_H
#define CORPUS_RULES_H

#include "corpus.h"

typedef struct corpus_rule {
    const char *name;
    const char *decides; /* step, scheme and condition, in one line */
    const char *source;
    /* Whether the claim passes at x. */
    bool (*passes)(corpus_run *run, const double *x, const double *claim);
} corpus_rule;

/* All of them, ends with NULL. */
extern const corpus_rule *const corpus_rules[];

#endif
