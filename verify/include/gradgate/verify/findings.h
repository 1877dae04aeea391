/* What a run produces: a plain value, from which every report format is drawn.
 *
 * Everything is owned by the gv_findings it hangs on and freed with it; strings are UTF-8 as
 * given by the subject, not escaped. */
#ifndef GRADGATE_VERIFY_FINDINGS_H
#define GRADGATE_VERIFY_FINDINGS_H

#include <gradgate/verify/options.h>
#include <gradgate/verify/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised when a field changes its meaning or goes; new fields do not raise it. */
#define GV_FINDINGS_SCHEMA 1

#define GV_VERDICT_LIST(X)                                                                     \
    X(GV_PASS, "pass")                                                                         \
    X(GV_FAIL, "fail")                                                                         \
    X(GV_INCONCLUSIVE, "inconclusive")

typedef enum gv_verdict {
#define GV_VERDICT_ENUM(name, text) name,
    GV_VERDICT_LIST(GV_VERDICT_ENUM)
#undef GV_VERDICT_ENUM
        GV_VERDICT_COUNT
} gv_verdict;

/* Why: a name for machines, a sentence for people.  One list; the verdict each belongs to. */
#define GV_REASON_LIST(X)                                                                      \
    X(GV_WITHIN_TOLERANCE, "within-tolerance", "the claim agrees with the measurement")        \
    X(GV_WITHIN_BOUND, "within-bound",                                                         \
      "the claim agrees as far as the measurement can see, coarser than the tolerance")        \
    X(GV_BOTH_ZERO, "both-zero", "claim and measurement are exactly zero")                     \
    X(GV_NEGLIGIBLE, "negligible", "too small to move the value beyond its noise")             \
    X(GV_AT_KINK, "at-kink", "the claim is a subgradient at a kink")                           \
    X(GV_GAP, "gap", "the claim differs from the measurement beyond tolerance and bound")      \
    X(GV_CLAIM_NOT_FINITE, "claim-not-finite", "the claim is NaN or infinite")                 \
    X(GV_NO_SUBGRADIENT, "no-subgradient", "the claim is no subgradient at a kink")            \
    X(GV_NOT_ZERO, "not-zero", "the claim is declared to be zero and is not")                  \
    X(GV_SUM_DIFFERS, "sum-differs", "the parts do not add up to the whole")                   \
    X(GV_FORMULA_DIFFERS, "formula-differs", "the claim differs from the closed formula")      \
    X(GV_UNWRITTEN, "unwritten", "the gradient call leaves entries of its buffer unwritten")   \
    X(GV_ACCUMULATES, "accumulates",                                                           \
      "the gradient call adds to what is in its buffer and does not declare it")               \
    X(GV_DOES_NOT_ACCUMULATE, "does-not-accumulate",                                           \
      "the gradient call is declared to add to its buffer and overwrites it")                  \
    X(GV_NOT_ADDED, "not-added", "a backward does not add just the gradient to what is there") \
    X(GV_NOT_ZEROED, "not-zeroed", "zeroing leaves something of the gradient behind")          \
    X(GV_NOT_TRANSPOSED, "not-transposed",                                                     \
      "forward and reverse are not the transpose of each other")                               \
    X(GV_NOT_SYMMETRIC, "not-symmetric", "the second derivatives are not symmetric")           \
    X(GV_ORDER, "order", "the remainder falls by a lower order than a right claim leaves")     \
    X(GV_NO_ORDER, "no-order", "noise or a kink hides the order of the remainder")             \
    X(GV_NOT_IN_PLACE, "not-in-place", "an update does not reach every use of a parameter")    \
    X(GV_STATE, "state-between-calls", "the gradient depends on what was called before it")    \
    X(GV_MODIFIES, "parameters-modified", "a call changed the parameters it was given")        \
    X(GV_NONDETERMINISTIC, "non-deterministic", "equal calls give different results")          \
    X(GV_RANDOM, "fresh-random-numbers",                                                       \
      "the value draws fresh random numbers at each call: give a reset(seed) callback")        \
    X(GV_SCATTER, "scatter", "the claim scatters more than its declared precision explains")   \
    X(GV_TOO_COARSE, "too-coarse", "the error bound is coarser than the resolution")           \
    X(GV_CONTRADICTORY, "contradictory", "the steps contradict each other")                    \
    X(GV_VALUE_NOT_FINITE, "value-not-finite", "the value is not finite near the point")       \
    X(GV_NO_ROOM, "no-room", "bounds or the domain leave no room for a step")                  \
    X(GV_UNMOVED, "unmoved", "the value never moved")                                          \
    X(GV_FEEDS_NOTHING, "feeds-nothing", "the parameter does not influence the value")         \
    X(GV_ALL_ZERO, "all-zero", "every entry is zero on both sides")                            \
    X(GV_NOTHING_CHECKED, "nothing-checked", "no entry was checked")                           \
    X(GV_COVERAGE, "coverage", "fewer entries were decided than demanded")                     \
    X(GV_LESS_THAN_DEMANDED, "less-than-demanded",                                             \
      "the smallest error that would have been seen is larger than was demanded")              \
    X(GV_BUDGET, "budget", "the evaluations allowed for an entry did not suffice")             \
    X(GV_SUBJECT_BROKE, "subject-broke", "the subject reported an error")                      \
    X(GV_SETTLED, "settled", "every entry was decided in favour of the claim")

typedef enum gv_reason {
#define GV_REASON_ENUM(name, id, text) name,
    GV_REASON_LIST(GV_REASON_ENUM)
#undef GV_REASON_ENUM
        GV_REASON_COUNT
} gv_reason;

/* One step of the walk, for the picture of the sweep. */
typedef struct gv_rung {
    double step, estimate, error;
} gv_rung;

#define GV_RUNGS_MAX 48

/* One decided thing: an entry, or one direction. */
typedef struct gv_entry {
    size_t index; /* row-major, in its parameter */
    gv_verdict verdict;
    gv_reason reason;
    double claimed, measured;
    double error;   /* bound of |measured - true| */
    double gap;     /* |claimed - measured| */
    double allowed; /* gap beyond which it fails: tolerance share + error + scatter */
    double scale;   /* the entry's scale, which the resolution is a share of */
    double scatter; /* of the claim at points one ulp of its precision away; 0: not taken */
    double step;    /* at which it was measured */
    bool kink;      /* slopes differ on the two sides within the steps taken */
    double kink_at; /* where, as a change of the entry */
    double slope_left, slope_right; /* one-sided derivatives, when `kink` */
    bool one_sided;                 /* measured from one side: an edge of the domain */
    size_t evaluations;
    gv_rung *rungs; /* of notable entries; else NULL */
    size_t rung_count;
    char *advice; /* what would decide it; NULL when decided */
} gv_entry;

/* How many entries came to what.  checked = passed + failed + inconclusive + negligible;
 * the others tell parts of `passed` apart, and `skipped` were not looked at. */
typedef struct gv_counts {
    size_t checked, passed, failed, inconclusive, negligible;
    size_t skipped, zero, at_kink, coarse;
} gv_counts;

/* A part of the worst entry's derivative: one use, one term. */
typedef struct gv_part {
    char *name;
    double claimed, measured, error;
} gv_part;

/* One question asked of one parameter (or of the whole subject), and its answer. */
typedef struct gv_check_finding {
    const char *kind; /* static: "gradient", "uses", "terms", "contract", ... */
    char *point;      /* "initial", "jittered", ... */
    char *parameter;  /* NULL: the subject as a whole */
    char *use;        /* NULL where it does not apply; "sum" for the sum of all uses */
    char *term;       /* NULL where it does not apply; "sum" for the sum of all terms */
    size_t rank;
    size_t shape[GV_RANK_MAX];
    gv_verdict verdict;
    gv_reason reason;
    char *message; /* one sentence for people: what, where, how much */
    gv_counts entries;
    bool has_worst;
    gv_entry worst;    /* without rungs and advice: those are in notable */
    gv_entry *notable; /* worst first */
    size_t notable_count;
    gv_part *parts; /* of the worst entry, for tied or regularised parameters */
    size_t part_count;
    double detectable; /* smallest relative error that would have failed, over the entries
                          that passed; NaN when none did */
    char *diagnosis;   /* the kind of mistake that explains it best, or NULL */
    size_t evaluations;
    double tolerance, resolution;
} gv_check_finding;

typedef struct gv_case_finding {
    char *name;
    char *file; /* NULL for a problem given in memory */
    gv_verdict expected;
    gv_verdict verdict;
    gv_reason reason;
    char *message; /* when the subject broke: its own words */
    gv_check_finding *checks;
    size_t check_count;
    gv_options options; /* as applied; its `checks` is NULL */
    double noise;       /* of the value at the first point, absolute */
    size_t parameters;  /* entries in all */
    size_t evaluations;
    double seconds;
    char *command; /* that repeats exactly this; NULL for a problem given in memory */
} gv_case_finding;

typedef struct gv_findings {
    gv_case_finding *cases;
    size_t case_count;
} gv_findings;

/* Names and sentences of the lists above. Returns: static strings. */
const char *gv_verdict_name(gv_verdict verdict);
const char *gv_reason_name(gv_reason reason);
const char *gv_reason_text(gv_reason reason);
const char *gv_precision_name(gv_precision precision);

/* The verdict over all cases: fail before inconclusive before pass; a case whose verdict is the
 * expected one counts as a pass, any other as a failure, or as inconclusive if it is that.
 * Returns: GV_INCONCLUSIVE for findings without a case: nothing was checked. */
gv_verdict gv_findings_verdict(const gv_findings *findings);

/* Frees findings and all that hangs on them.  NULL is allowed. */
void gv_findings_destroy(gv_findings *findings);

#ifdef __cplusplus
}
#endif
#endif
