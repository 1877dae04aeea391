/* Two runs compared: what got worse, what got better.  Computed here, drawn in report/.
 *
 * Nothing is compared bitwise, for two machines round differently.  Counts and verdicts are
 * compared as they are; numbers only where the difference is beyond what rounding and the
 * error bounds of both runs explain. */
#ifndef GV_GATE_H
#define GV_GATE_H

#include <gradgate/verify/findings.h>

/* X(name, word, is it worse?, sentence) */
#define GV_CHANGE_LIST(X)                                                                      \
    X(GV_CHANGE_BROKE, "broke", true, "more is wrong than before")                             \
    X(GV_CHANGE_CASE_GONE, "case-gone", true, "the case is not there any more")                \
    X(GV_CHANGE_CHECK_GONE, "check-gone", true, "the check or its parameter is not there")     \
    X(GV_CHANGE_EXPECTED, "expected", true, "the case is not expected to pass any more")       \
    X(GV_CHANGE_UNDECIDED, "undecided", true, "more is undecided than before")                 \
    X(GV_CHANGE_COVERAGE, "coverage", true, "fewer entries are checked than before")           \
    X(GV_CHANGE_LOOSER, "looser", true, "the tolerance or the resolution was loosened")        \
    X(GV_CHANGE_COARSER, "coarser", true, "more passes are coarser than the tolerance")        \
    X(GV_CHANGE_GAP, "gap", true, "the gap grew, although it passes still")                    \
    X(GV_CHANGE_BOUND, "bound", true, "the error bound grew, although it passes still")        \
    X(GV_CHANGE_MOVED, "moved", true, "the claim moved beyond rounding")                       \
    X(GV_CHANGE_MENDED, "mended", false, "less is wrong than before")                          \
    X(GV_CHANGE_DECIDED, "decided", false, "less is undecided than before")                    \
    X(GV_CHANGE_COVERED, "covered", false, "more entries are checked than before")             \
    X(GV_CHANGE_FINER, "finer", false, "fewer passes are coarser than the tolerance")          \
    X(GV_CHANGE_CASE_NEW, "case-new", false, "the case is new")                                \
    X(GV_CHANGE_CHECK_NEW, "check-new", false, "the check or its parameter is new")

typedef enum gv_change_kind {
#define GV_CHANGE_ENUM(name, word, worse, text) name,
    GV_CHANGE_LIST(GV_CHANGE_ENUM)
#undef GV_CHANGE_ENUM
        GV_CHANGE_COUNT
} gv_change_kind;

/* Static strings. */
const char *gv_change_word(gv_change_kind kind);
const char *gv_change_text(gv_change_kind kind);
bool gv_change_is_worse(gv_change_kind kind);

typedef struct gv_change {
    gv_change_kind kind;
    const gv_case_finding *where;  /* in the findings after; before, if it is gone */
    const gv_check_finding *check; /* NULL: the case as a whole */
    const gv_entry *entry;         /* NULL: the check as a whole */
    double before, after;          /* counts or numbers of the kind; NaN: none */
} gv_change;

/* Start from {0}.  Borrows from both findings. */
typedef struct gv_changes {
    gv_change *items;
    size_t count, room;
    size_t worse; /* how many of them are */
} gv_changes;

typedef struct gv_gate_limits {
    /* A gap or bound may grow by this factor.  Noise is measured within a factor of 2 or 3, and
     * a step is a power of 2, whose noise and truncation differ by 2 to 4: 10 is beyond both.
     */
    double factor;
    /* A claim may move by this share of the entry's scale.  A sum of n terms taken in another
     * order moves by at most n u of the sum of their magnitudes, u = 1.1e-16: 1e-9 is room for
     * some 9 million terms.  Source: Higham, Accuracy and Stability, 2nd ed., 4.2. */
    double moved;
} gv_gate_limits;

/* 10 and 1e-9. */
gv_gate_limits gv_gate_limits_default(void);

/* What changed from `before` to `after`.  Cases are paired by name, checks by kind, point,
 * parameter, use and term.
 *
 * Of entries that passed in both and are kept in both:
 *   the gap grew   if gap' - error' > factor (gap + error): the true gap lies within its error
 *                  bound of the measured one, so that then it grew for certain;
 *   the bound grew if error' > factor error and error' > tolerance scale / factor: a bound that
 *                  is far below the tolerance may grow without taking anything from the
 * verdict; the claim moved if |claimed' - claimed| > moved max(scale, scale') + scatter +
 * scatter', with `moved` at least the tolerance where the claim is not float64; looked at only
 * where both runs had the same seed, and so the same points. Returns: GV_OK or GV_ERR_MEMORY.
 * Owns:    *changes is filled in any case; free it with gv_changes_clear. */
gv_status gv_findings_compare(const gv_findings *before, const gv_findings *after,
                              const gv_gate_limits *limits, gv_changes *changes);

void gv_changes_clear(gv_changes *changes);

#endif
