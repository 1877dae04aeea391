#include "numeric/log.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

void gv_log_start(gv_log *log, gv_told *storage, size_t capacity) {
    *log = (gv_log){.told = storage, .capacity = capacity};
}

void gv_log_hash(gv_log *log, unsigned short *slots, size_t count) {
    memset(slots, 0, count * sizeof *slots);
    log->slots = slots;
    log->slot_count = count;
}

/* The slot of a point, or the empty one where it would go.  Multiplicative hashing, Knuth,
 * TAOCP 3, section 6.4; +0.0 and -0.0 are one point. */
static size_t slot_of(const gv_log *log, double at) {
    const double key = at + 0.0;
    uint64_t bits = 0;
    memcpy(&bits, &key, sizeof bits);
    size_t slot = (size_t)((bits * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (log->slot_count - 1);
    while (log->slots[slot] != 0 && log->told[log->slots[slot] - 1].at != at)
        slot = (slot + 1) & (log->slot_count - 1);
    return slot;
}

static gv_told *find(const gv_log *log, double at) {
    if (log->slots) {
        const unsigned short found = log->slots[slot_of(log, at)];
        return found ? &log->told[found - 1] : NULL;
    }
    for (size_t i = 0; i < log->count; i++)
        if (log->told[i].at == at)
            return &log->told[i];
    return NULL;
}

static gv_told *append(gv_log *log, double at) {
    if (log->told == NULL || log->count == log->capacity) {
        log->exhausted = true;
        return NULL;
    }
    if (log->slots)
        log->slots[slot_of(log, at)] = (unsigned short)(log->count + 1);
    gv_told *told = &log->told[log->count++];
    *told = (gv_told){.at = at, .value = NAN, .state = GV_WANTED};
    log->wanted++;
    return told;
}

double gv_log_value(gv_log *log, double at) {
    const gv_told *told = find(log, at);
    if (!told)
        told = append(log, at);
    return told && told->state == GV_TOLD ? told->value : NAN;
}

const gv_told *gv_log_peek(const gv_log *log, double at) {
    const gv_told *told = find(log, at);
    return told && told->state != GV_WANTED ? told : NULL;
}

void gv_log_tell(gv_log *log, double at, double value, bool inside) {
    gv_told *told = find(log, at);
    if (!told)
        told = append(log, at);
    if (!told)
        return;
    if (told->state == GV_WANTED)
        log->wanted--;
    told->value = value;
    told->state = inside ? GV_TOLD : GV_TOLD_OUTSIDE;
}
