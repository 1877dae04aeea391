/* What the stages of one item share: for the files of this folder alone.
 *
 * A stage is written as if it could evaluate.  When it returns, `gv_run_waits` says whether it
 * wants values: then the item stops here, and everything is run again once they are told. */
#ifndef GV_RUN_H
#define GV_RUN_H

#include "numeric/side.h"
#include "numeric/step.h"
#include "verdict/item.h"

/* The state of one run: the item's line with the noise as far as it is known by now. */
typedef struct gv_run {
    gv_item *item;
    gv_line line;
    double noise;   /* of one value: the survey's, unless this entry contradicts it */
    double quantum; /* least change of a value that stands still near x; 0: it moves */
    gv_step best;
} gv_run;

static inline bool gv_run_waits(const gv_run *run) {
    return run->item->log.wanted > 0;
}

/* What one step or one side came to, for the judge. */
gv_measured gv_run_measured(const gv_run *run, const gv_step *step);
gv_measured gv_run_measured_side(const gv_run *run, const gv_side *side);

void gv_run_judge(gv_run *run, const gv_step *step);

/* The best rung there is between the exponents, with the noise that its own neighbourhood
 * shows; judged. */
void gv_run_seek(gv_run *run, int e, int highest);

/* The largest |value| that was told within a distance of x. */
double gv_run_largest(const gv_run *run, double within);

/* kink.c: no step has points on both sides, the edge of a domain or bounds.  Returns: whether
 * it is judged; false when it waits. */
bool gv_run_at_edge(gv_run *run);

/* kink.c: may a kink be near, as far as the rungs show?  And is there one closer to x than
 * steps can resolve: judged if there is. */
bool gv_run_suspects_kink(const gv_run *run);
bool gv_run_at_kink(gv_run *run);

/* doubt.c: a gap that may be the measurement's fault.  Leaves it, or measures again.  at_kink:
 * it is one to the slopes of a kink. */
void gv_run_doubt(gv_run *run, bool at_kink);

/* fit.c: an entry that noise has left undecided.  Passes it, or leaves it, with the better
 * bound. */
void gv_run_fit(gv_run *run);

/* still.c: a claim of 0 where the value stands still near x.  Returns: whether it is judged. */
bool gv_run_flat(gv_run *run);

/* still.c: a value that stands still where the claim says that it moves: the least change that
 * it can make is part of the noise. */
void gv_run_learn_quantum(gv_run *run);

/* still.c: a claim of 0 that a walk found to be right where the value stands still: measured
 * again above the tread, if it stands on one. */
void gv_run_doubt_zero(gv_run *run);

/* finest.c: what the survey took for noise may be the function; is it?  Sets the noise. */
void gv_run_doubt_noise(gv_run *run);

/* finest.c: does the value turn between the numbers near x, so that no difference can tell? */
bool gv_run_unresolved(gv_run *run);

/* finest.c: do two steps contradict each other beyond their bounds; a step and what has been
 * measured; does it see the slope on the claim's side of the middle between the two? */
bool gv_steps_contradict(const gv_step *a, const gv_step *b);
bool gv_run_contradicted_by(const gv_run *run, const gv_step *step);
bool gv_run_sides_with_claim(const gv_run *run, const gv_step *step);

/* doubt.c: is the gap plain, far beyond the bound of the first look? */
bool gv_run_plain_gap(const gv_run *run);

#endif
