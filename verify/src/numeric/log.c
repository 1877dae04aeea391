#include "numeric/log.h"
#include <math.h>

void gv_log_start(gv_log *log, gv_told *storage, size_t capacity) {
    *log = (gv_log){.told = storage, .capacity = capacity};
}

static gv_told *find(const gv_log *log, double at) {
    for (size_t i = 0; i < log->count; i++)
        if (log->told[i].at == at)
            return &log->told[i];
    return NULL;
}

static gv_told *append(gv_log *log, double at) {
    if (log->count == log->capacity) {
        log->exhausted = true;
        return NULL;
    }
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
