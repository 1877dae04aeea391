/* What may be set for a check.  Every number is echoed in the findings. */
#ifndef GRADGATE_VERIFY_OPTIONS_H
#define GRADGATE_VERIFY_OPTIONS_H

#include <gradgate/verify/problem.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What an inconclusive entry does to the run: WARN leaves the verdict inconclusive (exit code
 * 2); FAIL makes it a failure (exit code 1). */
typedef enum gv_on_inconclusive {
    GV_INCONCLUSIVE_WARN = 0,
    GV_INCONCLUSIVE_FAIL = 1
} gv_on_inconclusive;

/* From which sides of the point a derivative is measured: both, and one where an edge leaves no
 * other (the default); or one in any case, as where only that side is meant. */
#define GV_METHOD_LIST(X)                                                                      \
    X(GV_CENTRAL, "central")                                                                   \
    X(GV_FORWARD, "forward")                                                                   \
    X(GV_BACKWARD, "backward")

typedef enum gv_method {
#define GV_METHOD_ENUM(name, text) name,
    GV_METHOD_LIST(GV_METHOD_ENUM)
#undef GV_METHOD_ENUM
        GV_METHOD_COUNT
} gv_method;

/* Returns: a static string. */
const char *gv_method_name(gv_method method);

/* The rules that the verdict is made of; each can be switched off, to see what it is worth. */
#define GV_RULE_LIST(X)                                                                        \
    X(GV_RULE_EVEN_PART, "even-part", "the second difference enters the bound")                \
    X(GV_RULE_NEIGHBOURS, "neighbours", "neighbouring steps sharpen the truncation")           \
    X(GV_RULE_NOISE, "noise", "noise is measured, not assumed to be one ulp")                  \
    X(GV_RULE_SCATTER, "residual-scatter", "noise is taken from the scatter of an entry")      \
    X(GV_RULE_SEEK, "seek", "the step is sought where truncation and noise balance")           \
    X(GV_RULE_FINER, "finer-steps", "a gap must stand at finer steps before it fails")         \
    X(GV_RULE_LEAPS, "leaps", "a value that leaps is measured across its leaps")               \
    X(GV_RULE_FIT, "fit", "what noise hides is fitted over many points")                       \
    X(GV_RULE_KINKS, "kinks", "kinks are recognised by their one-sided slopes")                \
    X(GV_RULE_OBLIQUE, "oblique", "claims at kinks are tested along oblique directions")       \
    X(GV_RULE_EDGES, "edges", "one-sided derivatives at edges of the domain")                  \
    X(GV_RULE_WITNESS, "witness", "the claim is called as a hostile witness")                  \
    X(GV_RULE_CLAIM_SCATTER, "claim-scatter", "a low-precision claim is taken one ulp away")

typedef enum gv_rule {
#define GV_RULE_ENUM(name, id, text) name,
    GV_RULE_LIST(GV_RULE_ENUM)
#undef GV_RULE_ENUM
        GV_RULE_COUNT
} gv_rule;

/* Name and meaning of a rule.  Returns: static strings. */
const char *gv_rule_name(gv_rule rule);
const char *gv_rule_text(gv_rule rule);

/* Fewer evaluations show no entry well enough, and of more each would be looked up for longer
 * than it takes: a walk visits each power of two of a double a handful of times. */
enum { GV_EVALUATIONS_LEAST = 16, GV_EVALUATIONS_MOST = 60000 };

typedef struct gv_options {
    /* What counts as wrong, as a share of the entry: |claimed - measured| beyond
     * tolerance * max(|claimed|, |measured|) and the error bound together fails. */
    double tolerance;
    /* The coarsest error bound at which a pass is still given, as a share of the entry's
     * scale: the mean slope of the value over the steps taken, or |entry| if that is more. */
    double resolution;
    /* Evaluations of the value that one entry may cost before it is left undecided:
     * GV_EVALUATIONS_LEAST to GV_EVALUATIONS_MOST. */
    size_t evaluations;
    /* The first step, as a share of the size of the variable, up to 1; 0 is 2^-8: there the
     * five-point formula leaves 2^-32 of a fifth derivative.  The walk goes on from it, so that
     * another start changes what it costs, and little of what it finds. */
    double step;
    gv_method method;
    /* Entries checked one by one in each parameter; 0: all.  What is left out is covered by
     * directions, and the findings state the chance of a miss. */
    size_t entries;
    /* Random signed directions per parameter in the direction check. */
    size_t directions;
    /* Of every random number the check draws. */
    uint64_t seed;
    gv_on_inconclusive on_inconclusive;
    /* Share of the entries that must be decided one by one for a pass, 0..1. */
    double min_coverage;
    /* A pass whose relative error bound is coarser than this does not pass; 0: no demand. */
    double min_resolution;
    /* Overrides the storage of every group, and the claim's precision, when not float64. */
    gv_precision precision;
    /* Which checks, by name, NULL-terminated; NULL: those that the subject can answer. */
    const char *const *checks;
    /* Entries kept in full per check, worst first. */
    size_t notable;
    /* Rules of the verdict that are switched off, bit 1u << rule each: for the table that
     * shows what each is worth (ci/verdict-table), and for nothing else. */
    unsigned without;
} gv_options;

/* The defaults: tolerance 1e-6, resolution 1e-3, 400 evaluations, first step 2^-8, central, all
 * entries, 4 directions, seed 1, inconclusive warns, no demands, float64, all checks, 10
 * notable entries. */
gv_options gv_options_default(void);

#ifdef __cplusplus
}
#endif
#endif
