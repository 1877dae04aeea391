/* TAP, the Test Anything Protocol, version 13: a line for each case and each of its checks, and
 * behind a "#" what is to be said of those that are not ok.  Undecided is a SKIP: what was not
 * decided is not ok, and not wrong.  Source: https://testanything.org. */
#include "report/formats.h"
#include "report/tally.h"
#include "report/text.h"
#include "report/words.h"
#include <stdlib.h>
#include <string.h>

typedef struct drawing {
    FILE *out;
    size_t number;
    bool failed; /* no memory */
} drawing;

/* A "#" would begin a directive. */
static void print_escaped(const char *text, FILE *out) {
    for (; *text; text++) {
        if (*text == '#')
            fputc('\\', out);
        fputc(*text, out);
    }
}

/* "ok 3 - CASE: TITLE".  Takes the texts; `reason` stands behind SKIP. */
static void line(drawing *d, gv_verdict outcome, char *name, char *title, char *reason) {
    d->failed = d->failed || !name || !title || !reason;
    if (!d->failed) {
        fprintf(d->out, "%s %zu - ", outcome == GV_FAIL ? "not ok" : "ok", ++d->number);
        print_escaped(name, d->out);
        fputs(": ", d->out);
        print_escaped(title, d->out);
        if (outcome == GV_INCONCLUSIVE) {
            fputs(" # SKIP undecided: ", d->out);
            print_escaped(reason, d->out);
        }
        fputc('\n', d->out);
    }
    free(name);
    free(title);
    free(reason);
}

/* Every line behind a "#".  Takes the text. */
static void remark(drawing *d, char *text) {
    bool fresh = true;

    d->failed = d->failed || !text;
    for (const char *at = text; at && *at; at++) {
        if (fresh)
            fputs("# ", d->out);
        fputc(*at, d->out);
        fresh = *at == '\n';
    }
    if (text && !fresh)
        fputc('\n', d->out);
    free(text);
}

static void draw_check(drawing *d, const gv_case_finding *finding,
                       const gv_check_finding *check) {
    const gv_verdict outcome = gv_check_outcome(finding, check);

    line(d, outcome, gv_safe_text(finding->name, GV_NAME_WIDTH), gv_check_title(check),
         gv_check_sentence(check));
    if (outcome != GV_PASS)
        remark(d, gv_check_story(check));
}

static void draw_case(drawing *d, const gv_case_finding *finding) {
    const gv_verdict outcome = gv_case_outcome(finding);

    line(d, outcome, gv_safe_text(finding->name, GV_NAME_WIDTH),
         gv_safe_text("the case as a whole", GV_NAME_WIDTH), gv_case_sentence(finding));
    if (outcome != GV_PASS)
        remark(d, gv_case_sentence(finding));
    for (size_t i = 0; i < finding->check_count && !d->failed; i++)
        draw_check(d, finding, &finding->checks[i]);
}

static gv_status render(const gv_report *report, const gv_report_options *options, FILE *out) {
    const gv_findings *findings = report->findings;
    drawing d = {.out = out};
    size_t count = report->refusal_count;

    (void)options;
    for (size_t i = 0; i < findings->case_count; i++)
        count += 1 + findings->cases[i].check_count;
    fprintf(out, "TAP version 13\n1..%zu\n", count);
    for (size_t i = 0; i < findings->case_count && !d.failed; i++)
        draw_case(&d, &findings->cases[i]);
    for (size_t i = 0; i < report->refusal_count && !d.failed; i++) {
        const gv_refusal *refusal = &report->refusals[i];
        line(&d, refusal->empty ? GV_INCONCLUSIVE : GV_FAIL,
             gv_safe_text(refusal->file, GV_SENTENCE_WIDTH),
             gv_safe_text(refusal->message, GV_SENTENCE_WIDTH),
             gv_safe_text("nothing was checked", GV_NAME_WIDTH));
    }
    return d.failed ? GV_ERR_MEMORY : GV_OK;
}

const gv_format gv_format_tap = {
    .name = "tap",
    .extension = "tap",
    .description = "TAP 13, a line for each case and check",
    .render = render,
};
