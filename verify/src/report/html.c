/* HTML: one file that needs nothing else, for people.  No script, nothing from anywhere; what
 * is deep is folded into <details>.
 *
 * libxml2's writer makes it: it escapes and closes, and the result is well-formed XML too,
 * which is how the tests read it.  What is not XML (the doctype, the style) is written as it
 * stands. */
#include "report/html.h"
#include "report/formats.h"
#include "report/svg_cells.h"
#include <math.h>
#include <stdlib.h>

void gv_html_head(gv_markup *m, const char *title) {
    gv_open(m, "head");
    gv_raw(m, "<meta charset=\"utf-8\"/>\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
              "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
              "style-src 'unsafe-inline'\"/>\n");
    gv_open(m, "title");
    gv_text_print(m, "gradgate: %s", title);
    gv_close(m);
    gv_open(m, "style");
    gv_raw(m, gv_html_style);
    gv_raw(m, gv_svg_style);
    gv_close(m);
    gv_close(m);
}

static int outcome_rank(gv_verdict verdict) {
    static const int ranks[GV_VERDICT_COUNT] = {
        [GV_FAIL] = 0, [GV_INCONCLUSIVE] = 1, [GV_PASS] = 2};
    return ranks[verdict];
}

/* What failed, what is undecided, the rest; each in the order it was run. */
static void sort_cases(const gv_findings *findings, size_t *order) {
    size_t count = 0;

    for (int rank = 0; rank <= 2; rank++)
        for (size_t i = 0; i < findings->case_count; i++)
            if (outcome_rank(gv_case_outcome(&findings->cases[i])) == rank)
                order[count++] = i;
}

static void draw_reading_aid(gv_page *page) {
    gv_markup *m = &page->m;

    gv_details_open(m, false, "How to read the pictures");
    gv_open(m, "p");
    gv_text(m, "A claim fails when its gap to the measurement exceeds what is allowed: the "
               "tolerance's share of the entry and the error bound of the measurement "
               "together. In maps every entry has a cell:");
    gv_close(m);
    gv_svg_legend(m);
    gv_close(m);
}

/* What a case would take, roughly; one that did not come to what is expected of it counts more,
 * for it is what will be looked at. */
static double need_of(const gv_case_finding *finding) {
    enum { CASE = 8000, CHECK = 24000, CHECKS = 12, WEIGHT = 4 };
    const size_t wrong =
        gv_case_count(finding, GV_FAIL) + gv_case_count(finding, GV_INCONCLUSIVE);
    const size_t shown = wrong < CHECKS ? wrong : CHECKS;
    const bool met = gv_case_outcome(finding) == GV_PASS;
    const size_t bytes = CASE + gv_html_parameters_need(finding) + (met ? 1 : shown) * CHECK;

    return (double)bytes * (met ? 1.0 : WEIGHT);
}

/* Each case may take its share of what is left; what one does not need, others have. */
static void draw_cases(gv_page *page, const size_t *order) {
    const gv_findings *findings = page->report->findings;
    double need = 0.0;

    gv_element(&page->m, "h2", "top", "Case by case");
    draw_reading_aid(page);
    for (size_t i = 0; i < findings->case_count; i++)
        need += need_of(&findings->cases[i]);
    for (size_t i = 0; i < findings->case_count && !page->m.failed; i++) {
        const size_t written = page->m.written;
        const double left = written < GV_PAGE_BYTES ? (double)(GV_PAGE_BYTES - written) : 0.0;
        const double own = need_of(&findings->cases[order[i]]);
        page->limit = written + (size_t)(left * fmin(1.0, own / need));
        need -= own;
        gv_html_case(page, order[i]);
    }
}

static void draw_body(gv_page *page, const size_t *order) {
    gv_markup *m = &page->m;

    gv_open(m, "body");
    gv_raw(m, "<a class=\"skip\" href=\"#main\">Skip to the report</a>\n");
    gv_open(m, "header");
    gv_element(m, "h1", NULL, "gradgate: are the gradients right?");
    gv_close(m);
    gv_open(m, "main");
    gv_attribute(m, "id", "main");
    gv_html_summary(page, order);
    draw_cases(page, order);
    gv_close(m);
    gv_open(m, "footer");
    gv_html_provenance(page);
    gv_close(m);
    gv_close(m);
}

static gv_status render(const gv_report *report, const gv_report_options *options, FILE *out) {
    gv_page page = {.report = report};
    size_t *order = calloc(report->findings->case_count + 1, sizeof *order);
    gv_status status = order ? gv_markup_start(&page.m, out) : GV_ERR_MEMORY;

    (void)options;
    if (status == GV_OK) {
        sort_cases(report->findings, order);
        gv_raw(&page.m, "<!DOCTYPE html>\n");
        gv_open(&page.m, "html");
        gv_attribute(&page.m, "lang", "en");
        gv_html_head(&page.m, report->exit_code == 0   ? "pass"
                              : report->exit_code == 2 ? "undecided"
                                                       : "fail");
        draw_body(&page, order);
        status = gv_markup_end(&page.m);
    }
    free(order);
    return status;
}

const gv_format gv_format_html = {
    .name = "html",
    .extension = "html",
    .description = "one page for people: verdicts, pictures, reasons; needs nothing else",
    .render = render,
};
