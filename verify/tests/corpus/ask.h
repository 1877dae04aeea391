/* Asks gradgate about a problem and holds the answer against the label. */
#ifndef CORPUS_ASK_H
#define CORPUS_ASK_H

#include "corpus.h"
#include <gradgate/verify/verify.h>

/* MISSED: a wrong claim passed; ACCUSED: a right one failed; UNDECIDED: neither, where an
 * answer could be had.  A hollow problem is missed when it passes, and nothing else. */
typedef enum corpus_outcome {
    CORPUS_AS_LABELLED,
    CORPUS_MISSED,
    CORPUS_ACCUSED,
    CORPUS_UNDECIDED
} corpus_outcome;

typedef struct corpus_answer {
    corpus_outcome outcome;
    gv_verdict verdict;
    double evaluations; /* per entry, of the check of the gradient */
    char why[320];      /* check, entry, claimed, measured, bound, reason */
} corpus_answer;

corpus_outcome corpus_judge(corpus_label label, bool open, gv_verdict verdict);

/* The run's problem, with what the run plants in addition, at x.  `label` is the problem's own
 * unless the run spoils it.  `options` may be NULL. */
void corpus_ask(corpus_run *run, const double *x, corpus_label label, const gv_options *options,
                corpus_answer *answer);

#endif
