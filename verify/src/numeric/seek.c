#include "numeric/seek.h"
#include "rules.h"
#include <math.h>

/* Visits allowed to one walk: doubling strides cross 2000 binades in 11, and as many again
 * close in on the balance. */
enum { VISITS = 40 };

/* The stride, in binades, that would balance noise ~ 1/h against truncation ~ h^4.  Odd and
 * even parts that noise explains are no truncation: up. */
static int stride(const gv_step *step) {
    const double truncation = step->odd + step->even;
    const double noise = GV_NOISE_AS_TRUNCATION * step->noise;
    if (!(truncation > 0x1p-40 * noise))
        return 8;
    if (!(noise > 0.0))
        return -8;
    const double binades = log2(noise / truncation) / 5.0;
    return (int)(binades >= 0.0 ? ceil(binades + 0.5) : floor(binades));
}

typedef struct walk {
    int e, below, above; /* truncation is known to rule from `above` on, noise below `below` */
    int last, run;       /* last stride, and how often its direction has stayed */
} walk;

/* Keeps the stride within what is known, halving the interval when it would leave it. */
static int confined(const walk *w, int move) {
    const int e = w->e + move;
    if (e >= w->above)
        return w->e + (w->above - w->e) / 2;
    if (e <= w->below)
        return w->e - (w->e - w->below) / 2;
    return e;
}

static bool advance(walk *w, int move) {
    const bool same = (move > 0) == (w->last > 0) && w->last != 0;
    w->run = same ? w->run + 1 : 0;
    w->last = move;
    if (w->run > 1 && w->run < 10)
        move *= 1 << (w->run - 1);
    if (move > 0)
        w->below = w->e;
    else
        w->above = w->e;
    const int next = confined(w, move);
    if (next == w->e)
        return false;
    w->e = next;
    return true;
}

static void limit(walk *w, const gv_line *line, int highest) {
    const int lowest = gv_line_lowest(line) + 1;
    w->below = lowest - 1;
    w->above = highest + 1;
    w->e = w->e < lowest ? lowest : w->e > highest ? highest : w->e;
}

gv_step gv_seek(const gv_line *line, int e, int highest) {
    walk w = {.e = e};
    limit(&w, line, highest);
    for (int visit = 0; visit < VISITS; visit++) {
        const gv_step step = gv_step_at(line, w.e);
        if (line->log->wanted)
            return (gv_step){.bound = NAN};
        const int move = isnan(step.bound) ? -4 : stride(&step);
        if (move == 0 || !gv_rule_on(line->without, GV_RULE_SEEK) || !advance(&w, move))
            break;
    }
    return gv_step_best(line, gv_line_lowest(line), highest);
}

gv_step gv_polish(const gv_line *line, const gv_step *best, int highest) {
    enum { ROUNDS = 4, REACH = 2 };
    const int lowest = gv_line_lowest(line) + 1;
    gv_step now = *best;
    for (int round = 0; round < ROUNDS; round++) {
        const gv_step before = now;
        for (int e = before.e - REACH; e <= before.e + REACH; e++)
            if (e >= lowest && e <= highest)
                (void)gv_step_at(line, e);
        if (line->log->wanted)
            return (gv_step){.bound = NAN};
        now = gv_step_best(line, gv_line_lowest(line), highest);
        if (now.e == before.e)
            break;
    }
    return now;
}

/* Rungs whose scatter is looked at, below the best one.  What the five-point formula leaves
 * there has fallen by 32 per rung, by 2^-20 at the first of them; noise has not fallen. */
enum { SCATTER_FIRST = 4, SCATTER_LAST = 8 };

/* 3 h (r5(h) - r5(h/2)) = 10 odd(h/2) - odd(h) - 16 odd(h/4): 19 times the noise of one odd
 * part in the mean square, and that is sqrt(1/2) of the noise of one value. */
static const double scatter_weight = 19.0 * 0.70710678118654752;

double gv_scatter_noise(const gv_line *line, const gv_step *best) {
    double noise = line->noise;
    if (!gv_rule_on(line->without, GV_RULE_SCATTER))
        return noise;
    for (int i = SCATTER_FIRST; i <= SCATTER_LAST; i++) {
        if (best->e - i - 1 <= gv_line_lowest(line))
            break;
        const gv_pair outer = gv_line_pair(line, best->e - i);
        const gv_pair inner = gv_line_pair(line, best->e - i - 1);
        const gv_pair inmost = gv_line_pair(line, best->e - i - 2);
        const double scatter =
            fabs(10.0 * inner.odd - outer.odd - 16.0 * inmost.odd) / scatter_weight;
        if (2.0 * scatter > noise)
            noise = 2.0 * scatter;
    }
    return noise;
}
