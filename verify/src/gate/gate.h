/* Two runs compared: what got worse, what got better.  Computed here, drawn in report/.
 *
 * Nothing is compared bitwise, for two machines round differently.  Verdicts, and counts that
 * do not depend on rounding, are compared as they are; numbers only where the difference is
 * beyond what rounding and the error bounds of both runs explain. */
#ifndef GV_GATE_H
#define GV_GATE_H

#include <gradgate/verify/findings.h>

/* X(name, word, is it worse?, significant digits of its numbers, sentence) */
#define GV_CHANGE_LIST(X)                                                                      \
    X(GV_CHANGE_BROKE, "broke", true, 10, "more is wrong than before")                         \
    X(GV_CHANGE_CASE_GONE, "case-gone", true, 3, "the case is not there any more")             \
    X(GV_CHANGE_CHECK_GONE, "check-gone", true, 3, "the check or its parameter is not there")  \
    X(GV_CHANGE_EXPECTED, "expected", true, 3, "the case is not expected to pass any more")    \
    X(GV_CHANGE_UNDECIDED, "undecided", true, 10, "more is undecided than before")             \
    X(GV_CHANGE_COVERAGE, "coverage", true, 10, "fewer entries are checked than before")       \
    X(GV_CHANGE_LOOSER, "looser", true, 6, "less is demanded than before")                     \
    X(GV_CHANGE_COARSER, "coarser", true, 3, "the smallest error that would be seen grew")     \
    X(GV_CHANGE_GAP, "gap", true, 3, "the gap grew, although it passes still")                 \
    X(GV_CHANGE_BOUND, "bound", true, 3, "the error bound grew, although it passes still")     \
    X(GV_CHANGE_VALUE, "value", true, 15, "the value moved beyond rounding")                   \
    X(GV_CHANGE_NOISE, "noise", true, 3, "the noise of the value grew")                        \
    X(GV_CHANGE_MOVED, "moved", true, 15, "the claim moved beyond rounding")                   \
    X(GV_CHANGE_SUM_MOVED, "sum-moved", true, 15,                                              \
      "the weighted sum of all claims moved beyond rounding")                                  \
    X(GV_CHANGE_MENDED, "mended", false, 10, "less is wrong than before")                      \
    X(GV_CHANGE_DECIDED, "decided", false, 10, "less is undecided than before")                \
    X(GV_CHANGE_COVERED, "covered", false, 10, "more entries are checked than before")         \
    X(GV_CHANGE_STRICTER, "stricter", false, 6, "more is demanded than before")                \
    X(GV_CHANGE_FINER, "finer", false, 3, "the smallest error that would be seen shrank")      \
    X(GV_CHANGE_CASE_NEW, "case-new", false, 3, "the case is new")                             \
    X(GV_CHANGE_CHECK_NEW, "check-new", false, 3, "the check or its parameter is new")

typedef enum gv_change_kind {
#define GV_CHANGE_ENUM(name, word, worse, digits, text) name,
    GV_CHANGE_LIST(GV_CHANGE_ENUM)
#undef GV_CHANGE_ENUM
        GV_CHANGE_COUNT
} gv_change_kind;

/* Static strings. */
const char *gv_change_word(gv_change_kind kind);
const char *gv_change_text(gv_change_kind kind);
int gv_change_digits(gv_change_kind kind);
bool gv_change_is_worse(gv_change_kind kind);

typedef struct gv_change {
    gv_change_kind kind;
    const gv_case_finding *where;  /* in the findings after; before, if it is gone */
    const gv_check_finding *check; /* NULL: the case as a whole */
    const gv_entry *entry;         /* NULL: the check as a whole */
    const gv_point_finding *point; /* of a value; else NULL */
    double before, after;          /* counts or numbers of the kind; NaN: none */
} gv_change;

/* Start from {0}.  Borrows from both findings. */
typedef struct gv_changes {
    gv_change *items;
    size_t count, room;
    size_t worse; /* how many of them are */
} gv_changes;

typedef struct gv_gate_limits {
    /* A gap, a bound or a noise may grow by this factor.  Noise is measured within a factor of
     * 2 or 3, and a step is a power of 2, whose noise and truncation differ by 2 to 4: 10 is
     * beyond both. */
    double factor;
    /* A value or claim may move by this share of its size.  A sum of n terms taken in another
     * order moves by at most n u of the sum of their magnitudes, u = 1.1e-16: 1e-9 is room for
     * some 9 million terms, or for the steps of a training that enlarge a difference
     * 9 million times.  Source: Higham, Accuracy and Stability, 2nd ed., 4.2. */
    double moved;
} gv_gate_limits;

/* 10 and 1e-9. */
gv_gate_limits gv_gate_limits_default(void);

/* What changed from `before` to `after`.  Cases are paired by name, checks by kind, point,
 * parameter and its shape, use and term; those of the same words in their order.
 *
 * In what follows a prime is of the run after; size = max(scale, |claimed|, |measured|); where
 * the claim or a parameter is not float64, `moved` is at least the tolerance.
 *
 * Of each point of a case, f the value and e its noise, where both runs had the same seed and
 * so the same points: the value moved if |f' - f| > e + e' + moved max(|f|, |f'|); its noise
 * grew  if e' > factor max(e, u |f|). Of each check that passed in both, d the smallest
 * relative error that would have failed: it sees less    if d' > factor max(d, tolerance'). Of
 * entries that passed in both and are kept in full in both (of one that was not kept before,
 * the gap is at most what the map says of its cell):
 *   the gap grew    if gap' - error' > factor (gap + error), since the true gap lies within its
 *                   error bound of the measured one, and gap' > moved size';
 *   the bound grew  if error' > factor error and error' > tolerance' scale' / factor: a bound
 *                   far below the tolerance may grow without taking anything from the verdict;
 *   the claim moved if |c' - c| > moved max(size, size') + error + error' + scatter + scatter':
 *                   the bounds stand for the noise of the value, which a claim far below its
 *                   scale shares.  Same seed only, as with values.
 * Of all entries of a check together, their checksum S = sum w c with 1 <= w < 2:
 *   the sum moved   if |S' - S| > 2 (moved max(sum size, sum size') + slack + slack'), where
 *                   slack sums the bounds and scatters, and both runs looked at as many.
 *
 * Returns: GV_OK or GV_ERR_MEMORY.
 * Owns:    *changes is filled in any case; free it with gv_changes_clear. */
gv_status gv_findings_compare(const gv_findings *before, const gv_findings *after,
                              const gv_gate_limits *limits, gv_changes *changes);

void gv_changes_clear(gv_changes *changes);

#endif
