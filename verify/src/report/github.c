/* Annotations of GitHub Actions: workflow commands on standard output, which become marks at
 * the files.  It shows ten errors and ten warnings of a step, so no more are written.
 * Source: https://docs.github.com/actions, "Workflow commands". */
#include "report/formats.h"
#include "report/tally.h"
#include "report/text.h"
#include "report/words.h"
#include <stdlib.h>
#include <string.h>

#define SHOWN 10

typedef struct drawing {
    FILE *out;
    size_t errors, warnings;
    bool failed; /* no memory */
} drawing;

/* In a property, ":" and "," end things; in a message they do not. */
static void print_escaped(const char *text, bool property, FILE *out) {
    for (; *text; text++) {
        if (*text == '%' || *text == '\r' || *text == '\n' ||
            (property && (*text == ':' || *text == ',')))
            fprintf(out, "%%%02X", (unsigned)(unsigned char)*text);
        else
            fputc(*text, out);
    }
}

/* Where it is, and what is said of it. */
typedef struct note {
    bool warning;
    const char *file; /* or NULL */
    size_t line, column;
    const char *title; /* of a case, or NULL */
} note;

/* Takes the message. */
static void annotate(drawing *d, const note *about, char *message) {
    size_t *count = about->warning ? &d->warnings : &d->errors;
    char *file = about->file ? gv_safe_text(about->file, GV_SENTENCE_WIDTH) : NULL;
    char *title = gv_safe_text(about->title ? about->title : "case file", GV_NAME_WIDTH);

    d->failed = d->failed || !message || !title || (about->file && !file);
    if (!d->failed && (*count)++ < SHOWN) {
        fprintf(d->out, "::%s title=gradgate%%3A ", about->warning ? "warning" : "error");
        print_escaped(title, true, d->out);
        if (file) {
            fputs(",file=", d->out);
            print_escaped(file, true, d->out);
        }
        if (about->line)
            fprintf(d->out, ",line=%zu,col=%zu", about->line, about->column);
        fputs("::", d->out);
        print_escaped(message, false, d->out);
        fputc('\n', d->out);
    }
    free(file);
    free(title);
    free(message);
}

static gv_status render(const gv_report *report, const gv_report_options *options, FILE *out) {
    drawing d = {.out = out};

    (void)options;
    for (size_t i = 0; i < report->refusal_count; i++) {
        const gv_refusal *refusal = &report->refusals[i];
        const note about = {refusal->empty, refusal->empty ? NULL : refusal->file,
                            refusal->line, refusal->column, NULL};
        annotate(&d, &about, gv_safe_text(refusal->message, GV_SENTENCE_WIDTH));
    }
    for (size_t i = 0; i < report->findings->case_count; i++) {
        const gv_case_finding *finding = &report->findings->cases[i];
        const gv_verdict outcome = gv_case_outcome(finding);
        const note about = {outcome == GV_INCONCLUSIVE, finding->file, 0, 0, finding->name};
        if (outcome != GV_PASS)
            annotate(&d, &about, gv_case_sentence(finding));
    }
    return d.failed ? GV_ERR_MEMORY : GV_OK;
}

const gv_format gv_format_github = {
    .name = "github",
    .extension = "txt",
    .description = "annotations of GitHub Actions",
    .render = render,
};
