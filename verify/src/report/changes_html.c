/* What changed between two runs, as a page: worse and better, each in a table. */
#include "report/changes.h"
#include "report/html.h"
#include "report/words.h"
#include <math.h>
#include <stdlib.h>

/* Rows of worse, and of better. */
#define SHOWN ((size_t)1000)

static void draw_place(gv_markup *m, const gv_change *change) {
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    bool whole = memory != NULL;

    if (memory) {
        gv_change_print_place(change, memory);
        whole = fclose(memory) == 0;
    }
    m->failed = m->failed || !whole;
    if (whole)
        gv_element(m, "td", NULL, text); /* what others chose in it is safe already */
    free(text);
}

static void draw_number(gv_markup *m, double number, int digits) {
    gv_open_class(m, "td", "n");
    if (!isnan(number))
        gv_text_print(m, "%.*g", digits, number);
    gv_close(m);
}

static void draw_row(gv_markup *m, const gv_change *change) {
    const int digits = gv_change_digits(change->kind);
    const bool worse = gv_change_is_worse(change->kind);

    gv_open(m, "tr");
    gv_open(m, "td");
    gv_verdict_mark(m, worse ? GV_FAIL : GV_PASS, gv_change_word(change->kind));
    gv_close(m);
    draw_place(m, change);
    gv_element(m, "td", NULL, gv_change_text(change->kind));
    draw_number(m, change->before, digits);
    draw_number(m, change->after, digits);
    gv_close(m);
}

static void draw_side(gv_markup *m, const gv_changes *changes, bool worse) {
    static const char *const heads[] = {"change",  "where",  "what it means",
                                        "#before", "#after", NULL};
    const size_t count = worse ? changes->worse : changes->count - changes->worse;
    size_t shown = 0;

    gv_element(m, "h2", "top", worse ? "Worse" : "Better");
    if (!count) {
        gv_element(m, "p", "soft", "nothing");
        return;
    }
    gv_table_open(m, worse ? "What got worse." : "What got better.", heads);
    for (size_t i = 0; i < changes->count && shown < SHOWN; i++)
        if (gv_change_is_worse(changes->items[i].kind) == worse) {
            draw_row(m, &changes->items[i]);
            shown++;
        }
    gv_table_close(m);
    if (shown < count) {
        gv_open(m, "p");
        gv_text_print(m, "and %zu more", count - shown);
        gv_close(m);
    }
}

static void draw_verdict(gv_markup *m, const gv_changes *changes) {
    gv_open_class(m, "div", changes->worse ? "verdict fail" : "verdict pass");
    gv_open(m, "strong");
    gv_verdict_mark(m, changes->worse ? GV_FAIL : GV_PASS,
                    changes->worse ? "WORSE" : "not worse");
    gv_close(m);
    gv_open(m, "p");
    gv_text_print(m, "%zu worse, %zu better than before.", changes->worse,
                  changes->count - changes->worse);
    gv_close(m);
    gv_close(m);
}

static gv_status render(const gv_report *report, const gv_report_options *options, FILE *out) {
    const gv_changes *changes = ((const gv_changes_report *)(const void *)report)->changes;
    gv_markup m;

    (void)options;
    if (gv_markup_start(&m, out) != GV_OK)
        return GV_ERR_MEMORY;
    gv_raw(&m, "<!DOCTYPE html>\n");
    gv_open(&m, "html");
    gv_attribute(&m, "lang", "en");
    gv_html_head(&m, changes->worse ? "worse" : "not worse");
    gv_open(&m, "body");
    gv_open(&m, "main");
    gv_element(&m, "h1", NULL, "gradgate: what changed");
    draw_verdict(&m, changes);
    draw_side(&m, changes, true);
    draw_side(&m, changes, false);
    gv_close(&m);
    gv_close(&m);
    return gv_markup_end(&m);
}

const gv_format gv_changes_page = {
    .name = "changes",
    .extension = "html",
    .description = "what changed between two runs, as a page",
    .render = render,
};
