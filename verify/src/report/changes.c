/* See changes.h. */
#include "report/changes.h"
#include "report/tally.h"
#include "report/text.h"
#include "report/utf8.h"
#include "report/words.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Lines of worse, and of better. */
#define SHOWN 100

void gv_change_print_place(const gv_change *change, FILE *out) {
    size_t at[GV_RANK_MAX];

    gv_print_safe(out, change->where->name, GV_NAME_WIDTH);
    if (change->point) {
        fputs(", at ", out);
        gv_print_safe(out, change->point->name, GV_NAME_WIDTH);
    }
    if (change->check) {
        fputs(", ", out);
        gv_text_check_name(change->check, out);
    }
    if (change->check && change->entry && change->check->rank &&
        gv_coordinates(change->entry->index, change->check->shape, change->check->rank, at)) {
        for (size_t i = 0; i < change->check->rank; i++)
            fprintf(out, "%s%zu", i ? "," : ", entry [", at[i]);
        fputc(']', out);
    }
}

static void print_change(const gv_change *change, FILE *out) {
    const int digits = gv_change_digits(change->kind);

    gv_change_print_place(change, out);
    fprintf(out, ": %s", gv_change_text(change->kind));
    if (!isnan(change->before) || !isnan(change->after))
        fprintf(out, " (%.*g, was %.*g)", digits, change->after, digits, change->before);
}

/* What could be taken for Markdown becomes a character reference. */
static void print_escaped(const char *text, FILE *out) {
    for (; *text; text++) {
        if ((unsigned char)*text >= 0x80 || isalnum((unsigned char)*text) ||
            strchr(" ,()/-", *text))
            fputc(*text, out);
        else
            fprintf(out, "&#%d;", *text);
    }
}

static void print_line(const gv_change *change, bool markdown, FILE *out) {
    const char *word = gv_change_is_worse(change->kind) ? "worse" : "better";
    char *text = NULL;
    size_t size = 0;
    FILE *memory = markdown ? open_memstream(&text, &size) : NULL;

    if (!markdown) {
        fprintf(out, "%-7s", word);
        print_change(change, out);
        fputc('\n', out);
    } else if (memory) {
        print_change(change, memory);
        fprintf(out, "- **%s** ", word);
        if (fclose(memory) == 0)
            print_escaped(text, out);
        fputc('\n', out);
    }
    free(text);
}

static void print_side(const gv_changes *changes, bool worse, bool markdown, FILE *out) {
    size_t shown = 0, more = 0;

    for (size_t i = 0; i < changes->count; i++) {
        if (gv_change_is_worse(changes->items[i].kind) != worse)
            continue;
        if (shown < SHOWN)
            print_line(&changes->items[i], markdown, out);
        more += shown == SHOWN;
        shown += shown < SHOWN;
    }
    if (more)
        fprintf(out, "%sand %zu more that are %s\n", markdown ? "- " : "", more,
                worse ? "worse" : "better");
}

void gv_changes_print(const gv_changes *changes, bool markdown, FILE *out) {
    if (markdown)
        fprintf(out, "## gradgate: %zu worse, %zu better\n\n", changes->worse,
                changes->count - changes->worse);
    print_side(changes, true, markdown, out);
    print_side(changes, false, markdown, out);
    if (!markdown)
        fprintf(out, "%zu worse, %zu better than before\n", changes->worse,
                changes->count - changes->worse);
}
