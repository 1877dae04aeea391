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
    X(GV_READS_BUFFER, "reads-buffer", "the gradient call reads what is in its buffer")        \
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
      "fresh random numbers are drawn at each call: give a reset(seed) callback")              \
    X(GV_SCATTER, "scatter", "the claim scatters more than its declared precision explains")   \
    X(GV_TOO_COARSE, "too-coarse", "the error bound is coarser than the resolution")           \
    X(GV_CONTRADICTORY, "contradictory", "the steps contradict each other")                    \
    X(GV_UNRESOLVED, "unresolved",                                                             \
      "neighbouring numbers are too far apart to see a slope like the one claimed")            \
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
    X(GV_REFERENCE_UNUSED, "reference-unused",                                                 \
      "the reference differs from the value at the point beyond its noise, and was not used")  \
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
    bool fitted; /* by least squares over many points within `step`, for the noise's sake */
    size_t evaluations;
    gv_rung *rungs; /* of notable entries; else NULL */
    size_t rung_count;
    char *advice; /* what would decide it; NULL when decided */
} gv_entry;

/* What an entry came to, at a glance: a letter for files, a sentence for people.  One list, in
 * the order in which a cell of several entries shows the worst of them. */
#define GV_STATE_LIST(X)                                                                       \
    X(GV_STATE_SKIPPED, '-', "not looked at")                                                  \
    X(GV_STATE_ZERO, 'z', "zero on both sides")                                                \
    X(GV_STATE_PASSED, 'p', "passed")                                                          \
    X(GV_STATE_NEGLIGIBLE, 'n', "negligible")                                                  \
    X(GV_STATE_COARSE, 'c', "passed, coarser than the tolerance")                              \
    X(GV_STATE_KINK, 'k', "passed at a kink")                                                  \
    X(GV_STATE_UNDECIDED, 'u', "undecided")                                                    \
    X(GV_STATE_FAILED, 'F', "failed")

typedef enum gv_state {
#define GV_STATE_ENUM(name, letter, text) name,
    GV_STATE_LIST(GV_STATE_ENUM)
#undef GV_STATE_ENUM
        GV_STATE_COUNT
} gv_state;

/* A cell of a map: an entry, or the worst of `span` entries that stand together. */
typedef struct gv_map_cell {
    gv_state state;
    size_t index; /* row-major, of the entry that is shown */
    double share; /* gap / allowed: beyond 1 it fails; 0 where both are 0, or skipped */
    double claimed, measured;
} gv_map_cell;

/* Cells that a map has at most: what a picture can show, and a file hold. */
#define GV_CELLS_MAX ((size_t)1024)

/* All entries of a parameter in row-major order, in few enough cells.  Kept for pictures: in
 * JSON its numbers have six digits. */
typedef struct gv_map {
    size_t span; /* entries per cell, but perhaps of the last */
    gv_map_cell *cells;
    size_t count; /* 0: there is no map */
} gv_map;

/* All entries of a check in a few numbers, by which two runs are compared. */
typedef struct gv_digest {
    double claimed_norm, measured_norm; /* Euclidean; where the measurement is NaN: without */
    double size;                        /* sum |claimed| */
    double checksum; /* sum w claimed, 1 <= w(index) < 2, no two alike: see verdict/map.h; it
                        differs by rounding (2 n u size) or because a claim moved */
    double reach;    /* sum max(scale, |claimed|, |measured|): what rounding is a share of */
    double slack;    /* sum of the error bounds that are finite, and of the scatters */
} gv_digest;

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
    char *message; /* what, where, how much, where the reason's own sentence is not all there is
                      to say; else NULL */
    gv_counts entries;
    bool has_worst;
    gv_entry worst;    /* without rungs and advice: those are in notable */
    gv_entry *notable; /* worst first */
    size_t notable_count;
    gv_part *parts; /* of the worst entry, for tied or regularised parameters */
    size_t part_count;
    gv_map map;        /* of the checks that look at the entries of a parameter one by one */
    gv_digest digest;  /* of the same */
    double detectable; /* every relative error from this one on would have failed, in each of
                          the entries that passed (of the scale of an entry, where it is not
                          told from zero); NaN when none did */
    char *diagnosis;   /* the kind of mistake that explains it best, or NULL */
    size_t evaluations;
    double tolerance, resolution;
    gv_options options; /* as applied here, with what is set for the check and its parameter;
                           its `checks` is NULL.  The same tolerance and resolution. */
} gv_check_finding;

/* The value as training went on. */
typedef struct gv_loss_sample {
    size_t step; /* 0: before the first */
    double value;
} gv_loss_sample;

#define GV_LOSSES_MAX ((size_t)64)

/* Where the gradient was checked. */
typedef struct gv_point_finding {
    char *name;
    double value, noise;    /* of the value there, absolute; NaN: could not be taken */
    gv_loss_sample *losses; /* of the training that led there, thinned evenly, the last kept */
    size_t loss_count;
} gv_point_finding;

/* A step of the model, in order of evaluation: a layer, or a node of a formula. */
typedef struct gv_outline_block {
    char *name, *kind;
    size_t rank; /* of what comes out of it */
    size_t shape[GV_RANK_MAX];
} gv_outline_block;

/* A place where a parameter is read: "mix.weight" is read in the block "mix". */
typedef struct gv_outline_use {
    char *name;
    size_t term; /* of the outline's */
} gv_outline_use;

typedef struct gv_outline_parameter {
    char *name;
    size_t rank;
    size_t shape[GV_RANK_MAX];
    gv_precision storage;
    gv_outline_use *uses; /* the first GV_USES_MAX of them */
    size_t use_count;
    size_t uses_in_all; /* 0: the subject does not tell uses apart */
} gv_outline_parameter;

#define GV_USES_MAX ((size_t)16)

typedef struct gv_outline_term {
    char *name;
    double lambda;  /* 0: not an L2 term */
    size_t *covers; /* places among the parameters, ascending */
    size_t cover_count;
} gv_outline_term;

/* What was checked, as far as the subject tells. */
typedef struct gv_outline {
    gv_outline_block *blocks;
    size_t block_count;
    gv_outline_parameter *parameters;
    size_t parameter_count;
    gv_outline_term *terms; /* data first */
    size_t term_count;
} gv_outline;

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
    gv_precision claim; /* in which the gradient was claimed */
    double noise;       /* of the value at the first point, absolute */
    size_t parameters;  /* entries in all */
    size_t evaluations;
    double seconds;
    char *command; /* that repeats exactly this; NULL for a problem given in memory */
    gv_point_finding *points;
    size_t point_count;
    gv_outline outline;
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
char gv_state_letter(gv_state state);
const char *gv_state_text(gv_state state);

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
