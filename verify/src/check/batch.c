#include "check/batch.h"
#include "verdict/ladder.h"
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>

/* Items per block, and probes per call: fixed, so that no result depends on what else is being
 * asked.  32 items of four points fill the lanes of a subject several times over. */
enum { BLOCK = GV_BATCH_BLOCK, CALL = 512 };

typedef struct batch {
    const gv_checking *checking;
    gv_item *items;
    gv_probe *templates;
    gv_told *storage;
    size_t room;           /* points that the log of one item can hold */
    unsigned short *slots; /* slot_count of each item */
    size_t slot_count;
    gv_probe *probes;
    gv_item **askers; /* of each probe */
    double *values;
    gv_eval *evals;
    size_t waiting; /* probes gathered */
} batch;

static void release(batch *b) {
    free(b->items);
    free(b->templates);
    free(b->storage);
    free(b->slots);
    free(b->probes);
    free(b->askers);
    free(b->values);
    free(b->evals);
}

static bool reserve(batch *b) {
    b->room = b->checking->options->evaluations + (b->checking->ladder ? GV_LADDER_POINTS : 0);
    if (b->room > USHRT_MAX - 1)
        return false;
    b->items = calloc(BLOCK, sizeof *b->items);
    b->templates = calloc(BLOCK, sizeof *b->templates);
    b->storage = malloc(BLOCK * b->room * sizeof *b->storage); /* written before it is read */
    b->slot_count = 2;
    while (b->slot_count < 2 * b->room)
        b->slot_count *= 2;
    b->slots = calloc(BLOCK * b->slot_count, sizeof *b->slots);
    b->probes = calloc(CALL, sizeof *b->probes);
    b->askers = calloc(CALL, sizeof(gv_item *));
    b->values = calloc(CALL, sizeof *b->values);
    b->evals = calloc(CALL, sizeof *b->evals);
    return b->items && b->templates && b->storage && b->slots && b->probes && b->askers &&
           b->values && b->evals;
}

static double where(const gv_probe *probe) {
    return probe->direction ? probe->step : probe->at;
}

/* Evaluates what has been gathered and tells each item its values. */
static gv_status flush(batch *b) {
    gv_subject *subject = b->checking->subject;
    const size_t count = b->waiting;
    if (count == 0)
        return GV_OK;
    b->waiting = 0;
    const gv_status status =
        subject->kind->values(subject, b->probes, count, b->values, b->evals);
    if (status != GV_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        gv_log_tell(&b->askers[i]->log, where(&b->probes[i]), b->values[i],
                    b->evals[i] == GV_EVAL_OK);
    return GV_OK;
}

static gv_status gather(batch *b, size_t i) {
    gv_item *item = &b->items[i];
    size_t left = item->log.wanted;
    for (size_t k = item->log.count; k-- > 0 && left > 0;) {
        if (item->log.told[k].state != GV_WANTED)
            continue;
        left--;
        gv_probe *probe = &b->probes[b->waiting];
        *probe = b->templates[i];
        if (probe->direction)
            probe->step = item->log.told[k].at;
        else
            probe->at = item->log.told[k].at;
        b->askers[b->waiting++] = item;
        if (b->waiting == CALL) {
            const gv_status status = flush(b);
            if (status != GV_OK)
                return status;
        }
    }
    return GV_OK;
}

static void start(batch *b, size_t i, const gv_question *question) {
    const size_t budget = b->checking->options->evaluations;
    gv_item *item = &b->items[i];
    *item = (gv_item){.line = question->line, .demand = question->demand};
    item->line.without = b->checking->options->without;
    item->entry.index = question->index;
    item->entry.claimed = question->claimed;
    gv_log_start(&item->log, b->storage + i * b->room, budget);
    gv_log_hash(&item->log, b->slots + i * b->slot_count, b->slot_count);
    b->templates[i] = question->probe;
}

/* The verdict first; its ladder, where one is wanted, is no part of its budget. */
static bool is_finished(const batch *b, gv_item *item) {
    if (!item->done) {
        if (!gv_item_run(item))
            return false;
        item->entry.evaluations = item->log.count;
        item->log.capacity = b->room;
    }
    return !b->checking->ladder || gv_ladder_climb(item);
}

static gv_status decide_block(batch *b, size_t count) {
    for (;;) {
        bool all_done = true;
        for (size_t i = 0; i < count; i++) {
            if (is_finished(b, &b->items[i]))
                continue;
            all_done = false;
            const gv_status status = gather(b, i);
            if (status != GV_OK)
                return status;
        }
        if (all_done)
            return GV_OK;
        const gv_status status = flush(b);
        if (status != GV_OK)
            return status;
    }
}

static void report_progress(const gv_checking *checking, size_t done, size_t total) {
    if (checking->progress && checking->progress->tick)
        checking->progress->tick(checking->progress->context, "entries", done, total);
}

static gv_status listen_to(batch *b, size_t first, size_t count, gv_listener *listen,
                           void *context) {
    for (size_t i = 0; i < count; i++) {
        const gv_status status = listen(context, first + i, &b->items[i]);
        if (status != GV_OK)
            return status;
    }
    return GV_OK;
}

gv_status gv_batch_run(const gv_checking *checking, size_t total, gv_asker *ask,
                       gv_listener *listen, void *context) {
    batch b = {.checking = checking};
    gv_status status = reserve(&b) ? GV_OK : GV_ERR_MEMORY;
    for (size_t first = 0; first < total && status == GV_OK; first += BLOCK) {
        const size_t count = total - first < BLOCK ? total - first : BLOCK;
        for (size_t i = 0; i < count; i++) {
            gv_question question = {.index = first + i};
            ask(context, first + i, &question);
            start(&b, i, &question);
        }
        status = decide_block(&b, count);
        if (status == GV_OK)
            status = listen_to(&b, first, count, listen, context);
        report_progress(checking, first + count, total);
    }
    release(&b);
    return status;
}
