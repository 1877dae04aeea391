/* A subject of the tests' own: a weight used three times and decayed by two L2 terms, a bias
 * used once; right unless a slip is set. */
#ifndef CHECK_FAKE_H
#define CHECK_FAKE_H

#include "ccall_support.h"
#include "check/check.h"
#include "subject/subject.h"
#include "verdict/collect.h"

enum { FAKE_WEIGHTS = 3, FAKE_BIASES = 2, FAKE_N = FAKE_WEIGHTS + FAKE_BIASES };
enum { FAKE_DATA_USES = 3, FAKE_L2_USES = 2, FAKE_USES = FAKE_DATA_USES + FAKE_L2_USES };
enum { FAKE_TERMS = 3 };

/* Weights of the claimed whole: of each use of the weight (the L2 reads last); of the L2 terms
 * for the biases.  1 and 0 are right. */
typedef struct fake_slips {
    double of_use[FAKE_USES];
    double bias_decay;              /* times lambda, of the first L2 term, on the biases */
    double use_factor[FAKE_USES];   /* of the claim of one use alone, and in the whole */
    double term_factor[FAKE_TERMS]; /* of the claim of one term alone, and in the whole */
    double anew;                    /* added to the value that is built anew, off the point */
    size_t forgets_after;           /* gradients until the whole is scaled by 2; 0: never */
} fake_slips;

typedef struct fake {
    gv_subject base;
    double point[FAKE_N];
    fake_slips slips;
    size_t gradients;
    size_t calls;
} fake;

/* Sets up a right one. */
void fake_make(fake *f);

/* Runs the chosen checks (NULL: the standard ones) and concludes the case. */
gv_findings *fake_check(fake *f, const char *kind, const gv_options *options);

/* The finding of a use or a term ("sum" for their sums) of a parameter; NULL: none. */
const gv_check_finding *fake_find(const gv_findings *findings, const char *kind,
                                  const char *parameter, const char *part, gv_verdict verdict);

#endif
