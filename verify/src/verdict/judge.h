/* The verdict on one measured thing: gap, tolerance, resolution and bound, and nothing else. */
#ifndef GV_JUDGE_H
#define GV_JUDGE_H

#include <gradgate/verify/findings.h>

/* What the measurement of one entry came to. */
typedef struct gv_measured {
    double value, error; /* |value - true| <= error */
    double scale;        /* mean slope of the value over the steps taken */
    double noise;        /* bound of the error of one value, as surveyed: what an entry itself
                            added to it makes nothing negligible */
    double reach;        /* size of the variable, and 1 at the least, for the scale of a small
                            number is not known: reach * slope moves the value */
    double step;
} gv_measured;

/* What it is held against. */
typedef struct gv_demand {
    double tolerance, resolution;
    double scatter; /* of the claim, already multiplied: enters what is allowed */
    double parts;   /* size of what a direction adds up, which may cancel: its scale at least */
} gv_demand;

/* Fills verdict, reason and all numbers of an entry whose `claimed` is set.
 *
 *   claim not finite                                   fail
 *   measurement or bound not finite                    inconclusive
 *   gap > tolerance max(|c|, |m|) + error + scatter    fail
 *   both exactly zero, bound within the resolution     pass, zero
 *   error <= resolution * scale                        pass; coarse when error > tolerance
 * share (moving + error) reach <= 32 noise               negligible (a pass counted apart),
 *                                                      moving = max(|c| - scatter, |m|)
 *   else                                               inconclusive */
void gv_judge(const gv_measured *measured, const gv_demand *demand, gv_entry *entry);

/* Is the entry decided finely: a pass whose error bound is within the tolerance itself?  What
 * the claim scatters by does not count: more probes would not change it. */
bool gv_judge_settled(const gv_entry *entry, const gv_demand *demand);

/* The verdict at a kink: the claim passes between the one-sided slopes, widened by tolerance
 * and error; else it fails. */
void gv_judge_kink(double left, double right, const gv_measured *measured,
                   const gv_demand *demand, gv_entry *entry);

#endif
