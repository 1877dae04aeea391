/* Checks: what is wrong or undecided in full, and all of them by kind and point. */
#include "report/html.h"
#include "report/options_text.h"
#include "report/svg_sweep.h"
#include "report/text.h"
#include "report/words.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Checks of a case, and entries of a check, that are shown in full; and those whose sweeps are
 * drawn. */
enum { CHECKS_SHOWN = 12, CHECKS_SHOWN_EXPECTED = 3, ENTRIES_SHOWN = 10, SWEEPS_SHOWN = 3 };

/* ---- entries ---- */

static void entry_row(gv_markup *m, const gv_check_finding *check, const gv_entry *entry) {
    char where[GV_PLACE_SIZE];

    gv_text_place(check, entry->index, where, sizeof where);
    gv_open(m, "tr");
    gv_open_class(m, "th", "k");
    gv_attribute(m, "scope", "row");
    gv_text(m, where);
    gv_close(m);
    gv_number_cell(m, entry->claimed, GV_IN_FULL);
    gv_number_cell(m, entry->measured, GV_IN_FULL);
    gv_number_cell(m, entry->error, GV_BRIEF);
    gv_number_cell(m, entry->gap, GV_BRIEF);
    gv_number_cell(m, entry->allowed, GV_BRIEF);
    gv_open(m, "td");
    gv_verdict_mark(m, entry->verdict, gv_reason_name(entry->reason));
    gv_close(m);
    gv_close(m);
}

static void draw_entries(gv_page *page, const gv_check_finding *check) {
    static const char *const heads[] = {"entry", "#claimed", "#measured", "#bound",
                                        "#gap",  "#allowed", "verdict",   NULL};
    gv_markup *m = &page->m;
    size_t shown = 0;

    if (!check->has_worst)
        return;
    gv_table_open(m, "The worst entries", heads);
    for (size_t i = 0; i < check->notable_count && shown < ENTRIES_SHOWN; i++) {
        if (check->notable[i].verdict == GV_PASS && shown)
            break; /* worst first: only such follow */
        entry_row(m, check, &check->notable[i]);
        shown++;
    }
    if (!shown)
        entry_row(m, check, &check->worst);
    gv_table_close(m);
}

/* ---- sweeps ---- */

static void sweep_data(gv_markup *m, const gv_entry *entry) {
    static const char *const heads[] = {"#step", "#estimate", "#bound", "#off the claim", NULL};

    gv_details_open(m, false, "The sweep as numbers");
    gv_table_open(m, "The sweep as numbers", heads);
    for (size_t i = 0; i < entry->rung_count; i++) {
        const gv_rung *rung = &entry->rungs[i];
        gv_open(m, "tr");
        gv_number_cell(m, rung->step, GV_BRIEF);
        gv_number_cell(m, rung->estimate, GV_IN_FULL);
        gv_number_cell(m, rung->error, GV_BRIEF);
        gv_number_cell(m, fabs(rung->estimate - entry->claimed), GV_BRIEF);
        gv_close(m);
    }
    gv_table_close(m);
    gv_close(m);
}

/* What the check as a whole has not said of it. */
static void describe_entry(gv_markup *m, const gv_check_finding *check, const gv_entry *entry) {
    if (entry->reason == check->reason && !entry->kink && !entry->one_sided && !entry->fitted &&
        !entry->advice)
        return;
    char where[GV_PLACE_SIZE];

    gv_text_place(check, entry->index, where, sizeof where);
    gv_open(m, "p");
    gv_text_print(m, "%s: ", where);
    if (entry->reason != check->reason)
        gv_text_print(m, "%s. ", gv_reason_text(entry->reason));
    if (entry->kink)
        gv_text_print(m,
                      "There is a kink %s: the slope is %.10g on the left and %.10g on the "
                      "right. ",
                      entry->kink_at == 0.0 ? "at the point" : "near the point",
                      entry->slope_left, entry->slope_right);
    if (entry->kink && entry->kink_at != 0.0)
        gv_text_print(m, "It lies %+.3g away. ", entry->kink_at);
    if (entry->one_sided)
        gv_text(m, "Measured from one side: the other is closed. ");
    if (entry->fitted)
        gv_text_print(m, "Noise hides it from every step: fitted over points within %.3g. ",
                      entry->step);
    if (entry->advice) {
        gv_text(m, "What would decide it: ");
        gv_text_safe(m, entry->advice, GV_SENTENCE_WIDTH);
    }
    gv_close(m);
}

void gv_html_sweep(gv_page *page, const gv_check_finding *check, const gv_entry *entry) {
    enum { FRAME = 4200, RUNG = 260 };
    gv_markup *m = &page->m;
    char where[GV_PLACE_SIZE], id[32], caption[GV_PLACE_SIZE + 40];

    if (!gv_has_sweep(entry) || !gv_page_has_room(page, FRAME + RUNG * entry->rung_count))
        return;
    gv_text_place(check, entry->index, where, sizeof where);
    snprintf(caption, sizeof caption, "Entry %s over the steps", where);
    gv_page_next_id(page, id);
    gv_open(m, "div");
    gv_figure_open(m, caption);
    gv_svg_sweep(m, entry, id, where);
    gv_close(m);
    describe_entry(m, check, entry);
    sweep_data(m, entry);
    gv_close(m);
}

static void draw_sweeps(gv_page *page, const gv_check_finding *check, size_t most) {
    size_t shown = 0;

    gv_open_class(&page->m, "div", "pictures");
    for (size_t i = 0; i < check->notable_count && shown < most; i++) {
        const gv_entry *entry = &check->notable[i];
        if (entry->verdict == GV_PASS)
            continue;
        if (gv_has_sweep(entry))
            gv_html_sweep(page, check, entry);
        else
            describe_entry(&page->m, check, entry);
        shown++;
    }
    gv_close(&page->m);
}

/* ---- one check in full ---- */

static void draw_sentences(gv_page *page, const gv_check_finding *check,
                           const gv_options *common) {
    char own[GV_OPTIONS_TEXT_MAX];
    const gv_counts *n = &check->entries;
    gv_markup *m = &page->m;

    gv_open(m, "p");
    gv_text_print(m, "%s.", gv_reason_text(check->reason));
    if (check->message) {
        gv_text(m, " ");
        gv_text_safe(m, check->message, GV_SENTENCE_WIDTH);
    }
    gv_close(m);
    if (check->diagnosis) {
        gv_open(m, "p");
        gv_element(m, "strong", NULL, "It looks like this: ");
        gv_text_safe(m, check->diagnosis, GV_SENTENCE_WIDTH);
        gv_close(m);
    }
    if (!n->checked)
        return;
    gv_open(m, "p");
    gv_text_print(m, "%zu entries checked: %zu passed, %zu failed", n->checked, n->passed,
                  n->failed);
    if (n->inconclusive)
        gv_text_print(m, ", %zu undecided", n->inconclusive);
    if (n->negligible)
        gv_text_print(m, ", %zu negligible", n->negligible);
    gv_own_options_text(check, common, own, sizeof own);
    gv_text_print(m, "; tolerance %.3g, resolution %.3g%s%s.", check->tolerance,
                  check->resolution, *own ? ", " : "", own);
    gv_close(m);
}

static void draw_check(gv_page *page, const gv_check_finding *check, const gv_options *common,
                       size_t sweeps) {
    char *title = gv_check_title(check);
    gv_markup *m = &page->m;

    m->failed = m->failed || !title;
    gv_open(m, "article");
    gv_open(m, "h4");
    gv_verdict_mark(m, check->verdict, gv_verdict_name(check->verdict));
    gv_text_print(m, " ");
    gv_text(m, title ? title : "");
    gv_close(m);
    free(title);
    draw_sentences(page, check, common);
    if (gv_page_has_room(page, 600 + 330 * (check->notable_count < ENTRIES_SHOWN
                                                ? check->notable_count
                                                : ENTRIES_SHOWN)))
        draw_entries(page, check);
    if (check->part_count && gv_page_has_room(page, 500 + 200 * check->part_count))
        gv_html_part_rows(page, check->parts, check->part_count);
    draw_sweeps(page, check, sweeps);
    gv_close(m);
}

/* Those of one verdict; what names a use or a term, the narrowest, comes first: it is the
 * cause.
 */
static size_t draw_some(gv_page *page, const gv_case_finding *finding, gv_verdict verdict,
                        const gv_check_finding *cause, size_t most) {
    const size_t sweeps = gv_case_outcome(finding) == GV_PASS ? 1 : SWEEPS_SHOWN;
    size_t shown = 0;

    if (cause && cause->verdict == verdict) {
        draw_check(page, cause, &finding->options, sweeps);
        shown++;
    }
    for (size_t i = 0; i < finding->check_count && shown < most; i++) {
        const gv_check_finding *check = &finding->checks[i];
        if (check->verdict != verdict || check == cause)
            continue;
        draw_check(page, check, &finding->options, shown < SWEEPS_SHOWN ? sweeps : 1);
        shown++;
    }
    return shown;
}

void gv_html_wrong(gv_page *page, const gv_case_finding *finding) {
    const gv_check_finding *cause = gv_case_cause(finding);
    const size_t wrong = gv_case_count(finding, GV_FAIL);
    const size_t open = gv_case_count(finding, GV_INCONCLUSIVE);
    const size_t most =
        gv_case_outcome(finding) == GV_PASS ? CHECKS_SHOWN_EXPECTED : CHECKS_SHOWN;
    gv_markup *m = &page->m;

    if (wrong + open == 0)
        return;
    gv_element(m, "h3", NULL, wrong ? "What is wrong" : "What could not be decided");
    size_t shown = draw_some(page, finding, GV_FAIL, cause, most);
    if (shown < most)
        shown += draw_some(page, finding, GV_INCONCLUSIVE, cause, most - shown);
    if (shown == wrong + open)
        return;
    gv_open_class(m, "p", "soft");
    gv_text_print(m, "%zu more checks did not pass; the table below counts them.",
                  wrong + open - shown);
    gv_close(m);
}
