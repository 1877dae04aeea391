/* The kinds of change, and the list of them that a comparison makes. */
#include "gate/inside.h"
#include <stdlib.h>

static const struct {
    const char *word;
    bool worse;
    int digits;
    const char *text;
} kinds[] = {
#define KIND(name, word, worse, digits, text) {word, worse, digits, text},
    GV_CHANGE_LIST(KIND)
#undef KIND
};

const char *gv_change_word(gv_change_kind kind) {
    return kinds[kind].word;
}

const char *gv_change_text(gv_change_kind kind) {
    return kinds[kind].text;
}

int gv_change_digits(gv_change_kind kind) {
    return kinds[kind].digits;
}

bool gv_change_is_worse(gv_change_kind kind) {
    return kinds[kind].worse;
}

gv_gate_limits gv_gate_limits_default(void) {
    return (gv_gate_limits){.factor = 10, .moved = 1e-9};
}

void gv_changes_clear(gv_changes *changes) {
    free(changes->items);
    *changes = (gv_changes){0};
}

void gv_note_change(gv_comparison *c, gv_change change) {
    gv_changes *changes = c->changes;

    if (changes->count == changes->room) {
        const size_t room = 2 * changes->room + 16;
        gv_change *items = realloc(changes->items, room * sizeof *items);
        if (!items) {
            c->failed = true;
            return;
        }
        changes->items = items;
        changes->room = room;
    }
    changes->items[changes->count++] = change;
    changes->worse += gv_change_is_worse(change.kind);
}
