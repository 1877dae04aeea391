#include "check/select.h"
#include "check/random.h"
#include <math.h>
#include <stdlib.h>

enum { STREAM = 5, STREAM_ZEROS = 8 };

static int ascending(const void *a, const void *b) {
    const size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static size_t without_repeats(size_t *chosen, size_t count) {
    size_t kept = 0;
    qsort(chosen, count, sizeof *chosen, ascending);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || chosen[kept - 1] != chosen[i])
            chosen[kept++] = chosen[i];
    return kept;
}

/* Puts i among the `room` largest claims so far, kept in descending order. */
static size_t keep_largest(const double *claimed, size_t i, size_t *largest, size_t held,
                           size_t room) {
    size_t place = held;
    while (place > 0 && fabs(claimed[largest[place - 1]]) < fabs(claimed[i]))
        place--;
    if (place >= room)
        return held;
    const size_t now = held < room ? held + 1 : room;
    for (size_t k = now - 1; k > place; k--)
        largest[k] = largest[k - 1];
    largest[place] = i;
    return now;
}

static size_t choose_largest(const double *claimed, size_t count, size_t room, size_t *out) {
    size_t held = 0;
    for (size_t i = 0; i < count && room > 0; i++)
        held = keep_largest(claimed, i, out, held, room);
    return held;
}

/* `room` of the claimed zeros, each as likely as any other.
 * Source: J. S. Vitter, Random sampling with a reservoir, ACM TOMS 11 (1985), algorithm R. */
static size_t choose_zeros(const double *claimed, size_t count, size_t room, uint64_t seed,
                           size_t *out) {
    size_t held = 0, seen = 0;
    for (size_t i = 0; i < count && room > 0; i++) {
        if (claimed[i] != 0.0)
            continue;
        const size_t place = (size_t)(gv_random_unit(seed, STREAM_ZEROS, i) * (double)++seen);
        if (held < room)
            out[held++] = i;
        else if (place < room)
            out[place] = i;
    }
    return held;
}

size_t gv_select(const double *claimed, size_t count, size_t most, uint64_t seed,
                 size_t *chosen, size_t *drawn) {
    size_t held = 0;
    *drawn = most < count ? most : count;
    if (most >= count) {
        for (; held < count; held++)
            chosen[held] = held;
        return held;
    }
    if (most > 4) {
        chosen[held++] = 0;
        chosen[held++] = count - 1;
    }
    if (most > 8) {
        held += choose_largest(claimed, count, most / 4, chosen + held);
        held += choose_zeros(claimed, count, most / 8, seed, chosen + held);
    }
    *drawn = most - held;
    for (size_t b = 0; b < *drawn; b++) {
        const double from = (double)count / (double)*drawn;
        const double at = ((double)b + gv_random_unit(seed, STREAM, b)) * from;
        const size_t entry = (size_t)at;
        chosen[held++] = entry < count ? entry : count - 1;
    }
    return without_repeats(chosen, held);
}
