#include "check/culprits.h"
#include "verdict/collect.h"
#include <stdio.h>

/* Named at most; and halves that wait, two of each size of a size_t. */
enum { NAMED = 4, WAITING = 2 * 64 };

typedef struct hunt {
    const gv_subject *subject;
    gv_suspicion *fails;
    void *context;
    gv_suspect waiting[WAITING];
    size_t count;
    char names[640];
    size_t used, named;
} hunt;

static const gv_parameter *parameter_of(const hunt *h, size_t entry) {
    return &h->subject->parameters[gv_subject_parameter_of(h->subject, entry)];
}

static void name(hunt *h, const gv_suspect *s) {
    const gv_parameter *a = parameter_of(h, s->from), *b = parameter_of(h, s->to - 1);
    char *at = h->names + h->used;
    const size_t room = sizeof h->names - h->used;
    const char *joint = h->named > 0 ? "; " : "";
    int length = 0;
    if (s->to - s->from == 1)
        length = snprintf(at, room, "%san error in %.60s[%zu]: claimed %.9g, measured %.9g",
                          joint, a->group.name, s->from - a->offset, s->claimed, s->measured);
    else
        length =
            snprintf(at, room, "%serrors between %.60s[%zu] and %.60s[%zu]", joint,
                     a->group.name, s->from - a->offset, b->group.name, s->to - 1 - b->offset);
    h->used += length > 0 && (size_t)length < room ? (size_t)length : 0;
    h->named++;
}

/* Puts the halves that fail in the place of the whole; the first is looked at first. */
static gv_status halve(hunt *h, const gv_suspect *whole, bool *any) {
    const size_t middle = whole->from + (whole->to - whole->from) / 2;
    gv_suspect halves[] = {{middle, whole->to, 0.0, 0.0}, {whole->from, middle, 0.0, 0.0}};
    *any = false;
    for (size_t i = 0; i < 2; i++) {
        bool failed = false;
        const gv_status status = h->fails(h->context, &halves[i], &failed);
        if (status != GV_OK)
            return status;
        *any = *any || failed;
        if (failed && h->count < WAITING)
            h->waiting[h->count++] = halves[i];
    }
    return GV_OK;
}

gv_status gv_name_culprits(const gv_subject *subject, size_t from, size_t to,
                           gv_suspicion *fails, void *context, gv_check_finding *check) {
    hunt h = {.subject = subject, .fails = fails, .context = context};
    h.waiting[h.count++] = (gv_suspect){from, to, 0.0, 0.0};
    if (to - from == 1) {
        bool failed = false;
        const gv_status status = fails(context, &h.waiting[0], &failed);
        if (status != GV_OK)
            return status;
    }
    while (h.count > 0 && h.named < NAMED) {
        const gv_suspect suspect = h.waiting[--h.count];
        bool any = false;
        if (suspect.to - suspect.from > 1) {
            const gv_status status = halve(&h, &suspect, &any);
            if (status != GV_OK)
                return status;
        }
        if (!any)
            name(&h, &suspect);
    }
    return gv_set_text(&check->diagnosis, "%s%s", h.names, h.count > 0 ? "; and others" : "");
}
