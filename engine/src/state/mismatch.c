/* The list of what does not fit, and its words: one clause per kind, in the order of the kinds.
 */
#include "mismatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../graph/tape.h"

/* NULL stays NULL, which is also what comes when memory is short. */
static char *copy_of(const char *text) {
    const size_t size = text == NULL ? 0 : strlen(text) + 1;
    char *copy = size == 0 ? NULL : malloc(size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

ag_status ag_mismatches_add(ag_mismatches *list, const ag_mismatch *mismatch, const char *name,
                            const char *other) {
    if (!ag_grow((void **)&list->at, &list->capacity, list->count, sizeof *list->at))
        return AG_ERR_MEMORY;
    ag_mismatch *m = &list->at[list->count];
    *m = *mismatch;
    m->name = copy_of(name);
    m->other = copy_of(other);
    if (m->name == NULL || (m->other == NULL) != (other == NULL)) {
        free(m->name);
        free(m->other);
        return AG_ERR_MEMORY;
    }
    list->count++;
    return AG_OK;
}

void ag_mismatches_destroy(ag_mismatches *list) {
    for (size_t i = 0; i < list->count; i++) {
        free(list->at[i].name);
        free(list->at[i].other);
    }
    free(list->at);
    *list = (ag_mismatches){0};
}

/* ---- words ---- */

static const char *const clauses[AG_MISMATCH_KIND_COUNT] = {
    [AG_MISMATCH_MISSING] = "missing",
    [AG_MISMATCH_UNEXPECTED] = "unexpected",
    [AG_MISMATCH_SHAPE] = "of another shape",
    [AG_MISMATCH_TIE] = "tied but different",
};

/* What is written, or, with no room, how much that would be. */
typedef struct writing {
    char *text;
    size_t length, room;
} writing;

static void put(writing *w, const char *words) {
    const size_t size = strlen(words);
    if (w->length + size < w->room)
        memcpy(w->text + w->length, words, size + 1);
    w->length += size;
}

static void put_mismatch(writing *w, const ag_mismatch *m) {
    char wanted[96], found[96];
    put(w, m->name);
    if (m->kind == AG_MISMATCH_TIE) {
        put(w, " and ");
        put(w, m->other);
    }
    if (m->kind != AG_MISMATCH_SHAPE)
        return;
    put(w, " (module ");
    put(w, ag_shape_text(&m->wanted, wanted, sizeof wanted));
    put(w, ", state ");
    put(w, ag_shape_text(&m->found, found, sizeof found));
    put(w, ")");
}

static void put_all(writing *w, const ag_mismatches *list) {
    for (size_t kind = 0; kind < AG_MISMATCH_KIND_COUNT; kind++) {
        bool open = false;
        for (size_t i = 0; i < list->count; i++) {
            if (list->at[i].kind != (ag_mismatch_kind)kind)
                continue;
            if (!open && w->length > 0)
                put(w, "; ");
            put(w, open ? ", " : clauses[kind]);
            if (!open)
                put(w, ": ");
            put_mismatch(w, &list->at[i]);
            open = true;
        }
    }
}

char *ag_mismatches_text(const ag_mismatches *list) {
    writing measured = {.text = NULL};
    put_all(&measured, list);
    writing w = {.text = calloc(measured.length + 1, 1), .room = measured.length + 1};
    if (w.text != NULL)
        put_all(&w, list);
    return w.text;
}
