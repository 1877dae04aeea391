/* The top of the page: the verdict, the counts, the table of cases, what was not run; and its
 * end, where all that comes from. */
#include "report/html.h"
#include "report/text.h"
#include <math.h>

/* Of the whole run, as the exit code has it. */
static gv_verdict overall(const gv_report *report) {
    return report->exit_code == 0   ? GV_PASS
           : report->exit_code == 2 ? GV_INCONCLUSIVE
                                    : GV_FAIL;
}

static void draw_verdict(gv_page *page) {
    static const char *const words[GV_VERDICT_COUNT] = {
        [GV_PASS] = "PASS", [GV_FAIL] = "FAIL", [GV_INCONCLUSIVE] = "UNDECIDED"};
    static const char *const classes[GV_VERDICT_COUNT] = {[GV_PASS] = "verdict pass",
                                                          [GV_FAIL] = "verdict fail",
                                                          [GV_INCONCLUSIVE] = "verdict doubt"};
    const gv_verdict verdict = overall(page->report);
    const gv_tally tally = gv_report_tally(page->report);
    gv_markup *m = &page->m;

    gv_open_class(m, "div", classes[verdict]);
    gv_open(m, "strong");
    gv_verdict_mark(m, verdict, words[verdict]);
    gv_close(m);
    gv_open(m, "p");
    gv_text_print(m, "%zu of %zu cases came to what is expected of them", tally.met,
                  tally.cases);
    if (tally.failed)
        gv_text_print(m, ", %zu did not", tally.failed);
    if (tally.undecided)
        gv_text_print(m, ", %zu could not be decided", tally.undecided);
    if (tally.refused)
        gv_text_print(m, "; %zu %s has errors", tally.refused,
                      tally.refused == 1 ? "file" : "files");
    gv_text_print(m, ". Exit code %d: %s.", page->report->exit_code,
                  gv_exit_code_text(page->report->exit_code));
    gv_close(m);
    gv_close(m);
}

static void draw_count(gv_markup *m, const char *what, size_t count) {
    gv_open(m, "div");
    gv_element(m, "dt", NULL, what);
    gv_open(m, "dd");
    gv_text_print(m, "%zu", count);
    gv_close(m);
    gv_close(m);
}

static void draw_counts(gv_page *page) {
    const gv_tally tally = gv_report_tally(page->report);
    gv_markup *m = &page->m;

    gv_open_class(m, "dl", "counts");
    draw_count(m, "cases", tally.cases);
    draw_count(m, "checks", tally.checks);
    draw_count(m, "entries checked", tally.entries.checked);
    draw_count(m, "passed", tally.entries.passed);
    draw_count(m, "failed, not expected", tally.entries.failed - tally.failed_as_expected);
    draw_count(m, "failed as expected", tally.failed_as_expected);
    draw_count(m, "undecided", tally.entries.inconclusive);
    draw_count(m, "negligible", tally.entries.negligible);
    draw_count(m, "passed at kinks", tally.entries.at_kink);
    draw_count(m, "passed, but coarsely", tally.entries.coarse);
    draw_count(m, "zero on both sides", tally.entries.zero);
    draw_count(m, "not looked at", tally.entries.skipped);
    gv_close(m);
}

/* ---- the table of cases ---- */

static void add_counts(gv_counts *sum, const gv_case_finding *finding) {
    for (size_t i = 0; i < finding->check_count; i++) {
        const gv_counts *n = &finding->checks[i].entries;
        sum->passed += n->passed;
        sum->failed += n->failed;
        sum->inconclusive += n->inconclusive;
        sum->negligible += n->negligible;
        sum->at_kink += n->at_kink;
    }
}

/* The largest gap over what is allowed; NaN, a claim that is no number, before all. */
static double worst_share(const gv_case_finding *finding) {
    double worst = 0.0;

    for (size_t i = 0; i < finding->check_count; i++) {
        const gv_entry *entry = &finding->checks[i].worst;
        if (!finding->checks[i].has_worst || entry->gap == 0.0)
            continue;
        const double share = entry->gap / entry->allowed;
        if (isnan(share))
            return share;
        worst = fmax(worst, share);
    }
    return worst;
}

static void draw_row(gv_page *page, size_t number) {
    const gv_case_finding *finding = &page->report->findings->cases[number];
    const gv_verdict outcome = gv_case_outcome(finding);
    gv_counts counts = {0};
    gv_markup *m = &page->m;

    add_counts(&counts, finding);
    gv_open(m, "tr");
    gv_open_class(m, "th", "k");
    gv_attribute(m, "scope", "row");
    gv_open(m, "a");
    gv_attribute_print(m, "href", "#case-%zu", number + 1);
    gv_text_safe(m, *finding->name ? finding->name : "(no name)", GV_NAME_WIDTH);
    gv_close(m);
    gv_close(m);
    gv_open(m, "td");
    gv_verdict_mark(m, outcome, gv_verdict_name(finding->verdict));
    gv_close(m);
    gv_element(m, "td", NULL, gv_verdict_name(finding->expected));
    gv_number_cell(m, worst_share(finding), GV_BRIEF);
    gv_count_cell(m, counts.passed);
    gv_count_cell(m, counts.failed);
    gv_count_cell(m, counts.inconclusive);
    gv_count_cell(m, counts.negligible);
    gv_count_cell(m, counts.at_kink);
    gv_open_class(m, "td", "n");
    gv_text_print(m, "%.2f s", finding->seconds);
    gv_close(m);
    gv_close(m);
}

static void draw_cases(gv_page *page, const size_t *order) {
    static const char *const heads[] = {
        "case",      "verdict", "expected",   "#worst gap / allowed",
        "#passed",   "#failed", "#undecided", "#negligible",
        "#at kinks", "#time",   NULL};

    gv_element(&page->m, "h2", "top", "Cases");
    gv_element(&page->m, "p", "soft",
               "Those first that did not come to what is expected: the mark says whether they "
               "did. The counts are of entries, over all checks.");
    gv_table_open(&page->m, "What every case came to", heads);
    for (size_t i = 0; i < page->report->findings->case_count; i++)
        draw_row(page, order[i]);
    gv_table_close(&page->m);
}

/* Files that were refused are listed in full up to so many. */
enum { REFUSALS_SHOWN = 200 };

static void draw_refusals(gv_page *page) {
    const gv_report *report = page->report;
    gv_markup *m = &page->m;

    if (!report->refusal_count)
        return;
    gv_element(m, "h2", "top", "Files that were not run");
    gv_open_class(m, "ul", "refused");
    for (size_t i = 0; i < report->refusal_count && i < REFUSALS_SHOWN; i++) {
        const gv_refusal *refusal = &report->refusals[i];
        gv_open(m, "li");
        gv_open(m, "code");
        gv_text_safe(m, refusal->file, GV_NAME_WIDTH);
        if (refusal->line)
            gv_text_print(m, ":%zu:%zu", refusal->line, refusal->column);
        gv_close(m);
        gv_text(m, " ");
        gv_text_safe(m, refusal->message, GV_SENTENCE_WIDTH);
        gv_close(m);
    }
    gv_close(m);
    if (report->refusal_count > REFUSALS_SHOWN) {
        gv_open(m, "p");
        gv_text_print(m, "and %zu more", report->refusal_count - REFUSALS_SHOWN);
        gv_close(m);
    }
}

void gv_html_summary(gv_page *page, const size_t *order) {
    draw_verdict(page);
    draw_counts(page);
    draw_refusals(page);
    draw_cases(page, order);
}

/* ---- provenance ---- */

static void about(gv_markup *m, const char *what, const char *text) {
    if (!text)
        return;
    gv_element(m, "dt", NULL, what);
    gv_element_safe(m, "dd", NULL, text, GV_SENTENCE_WIDTH);
}

void gv_html_provenance(gv_page *page) {
    const gv_provenance *from = &page->report->provenance;
    char text[64];
    gv_markup *m = &page->m;

    gv_element(m, "h2", "top", "Where this comes from");
    gv_open_class(m, "dl", "about");
    about(m, "gradgate", from->version);
    about(m, "commit", from->commit);
    about(m, "command", from->command);
    about(m, "started", from->started);
    snprintf(text, sizeof text, "%.2f s", from->seconds);
    about(m, "took", text);
    snprintf(text, sizeof text, "%llu, for all cases", (unsigned long long)from->seed);
    about(m, "seed", from->seed ? text : "each case has its own");
    about(m, "machine", from->system);
    about(m, "compiler", from->compiler);
    about(m, "GSL", from->gsl);
    about(m, "BLAS", from->blas);
    gv_close(m);
}
