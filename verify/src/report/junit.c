/* JUnit XML, as GitLab and Jenkins read it: a suite for each case, a test case for the case
 * itself and for each of its checks, one for each error in a file.
 *
 * There is no agreed schema.  What both read: failure, error and skipped with a message, the
 * counts of a suite, a (classname, name) that does not repeat.  Jenkins' xUnit plugin takes no
 * attribute that it does not know: tests/junit.rng has what is left.  Undecided is "skipped",
 * the one word there is for neither; the exit code tells the difference. */
#include "report/formats.h"
#include "report/markup.h"
#include "report/tally.h"
#include "report/text.h"
#include "report/words.h"
#include <libxml/xmlwriter.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of details in one report, which CI servers read whole; what comes after has its
 * sentence only. */
#define DETAILS_MAX ((size_t)4 << 20)

typedef enum result { RESULT_PASS, RESULT_FAIL, RESULT_ERROR, RESULT_SKIP, RESULTS } result;

typedef struct drawing {
    xmlTextWriterPtr xml;
    bool failed; /* no memory, or the file does not take it */
    size_t details;
} drawing;

static void start(drawing *d, const char *name) {
    d->failed = d->failed || xmlTextWriterStartElement(d->xml, BAD_CAST name) < 0;
}

static void end(drawing *d) {
    d->failed = d->failed || xmlTextWriterEndElement(d->xml) < 0;
}

static void raw_attribute(drawing *d, const char *name, const char *text) {
    d->failed = d->failed || !text ||
                xmlTextWriterWriteAttribute(d->xml, BAD_CAST name, BAD_CAST text) < 0;
}

static void attribute(drawing *d, const char *name, const char *text, size_t columns) {
    char *safe = gv_safe_text(text, columns);

    raw_attribute(d, name, safe);
    free(safe);
}

static void count_attribute(drawing *d, const char *name, size_t count) {
    char digits[24];

    snprintf(digits, sizeof digits, "%zu", count);
    raw_attribute(d, name, digits);
}

static void time_attribute(drawing *d, double seconds) {
    char digits[40];

    snprintf(digits, sizeof digits, "%.3f", seconds);
    raw_attribute(d, "time", digits);
}

/* To the second, without the zone, which Jenkins does not read. */
static void timestamp_attribute(drawing *d, const char *started) {
    char text[20];

    if (!started || strlen(started) < 19)
        return;
    snprintf(text, sizeof text, "%.19s", started);
    attribute(d, "timestamp", text, 40);
}

static result result_of(gv_verdict outcome, gv_reason reason) {
    if (outcome == GV_FAIL)
        return reason == GV_SUBJECT_BROKE ? RESULT_ERROR : RESULT_FAIL;
    return outcome == GV_PASS ? RESULT_PASS : RESULT_SKIP;
}

/* Failure, error or skipped within a test case.  Takes `message` and `details` (may be NULL).
 */
static void complain(drawing *d, result what, const char *type, char *message, char *details) {
    static const char *const names[] = {NULL, "failure", "error", "skipped"};

    start(d, names[what]);
    raw_attribute(d, "message", message);
    if (what != RESULT_SKIP)
        raw_attribute(d, "type", type);
    if (details && d->details + strlen(details) <= DETAILS_MAX) {
        d->details += strlen(details);
        d->failed = d->failed || xmlTextWriterWriteString(d->xml, BAD_CAST details) < 0;
    }
    end(d);
    free(message);
    free(details);
}

static void start_test(drawing *d, const char *class, const char *name) {
    start(d, "testcase");
    raw_attribute(d, "classname", class);
    raw_attribute(d, "name", name);
}

static void draw_check(drawing *d, const gv_case_finding *finding,
                       const gv_check_finding *check, const char *class, const char *name) {
    const result what = result_of(gv_check_outcome(finding, check), check->reason);

    start_test(d, class, name);
    if (what != RESULT_PASS)
        complain(d, what, gv_reason_name(check->reason), gv_check_sentence(check),
                 gv_check_story(check));
    end(d);
}

static void draw_verdict(drawing *d, const gv_case_finding *finding, const char *class) {
    const result what = result_of(gv_case_outcome(finding), finding->reason);

    start_test(d, class, "the case as a whole");
    time_attribute(d, finding->seconds);
    if (what != RESULT_PASS)
        complain(d, what, gv_reason_name(finding->reason), gv_case_sentence(finding),
                 finding->command ? gv_safe_text(finding->command, GV_SENTENCE_WIDTH) : NULL);
    end(d);
}

static void add_results(const gv_case_finding *finding, size_t counts[RESULTS]) {
    counts[result_of(gv_case_outcome(finding), finding->reason)]++;
    for (size_t i = 0; i < finding->check_count; i++)
        counts[result_of(gv_check_outcome(finding, &finding->checks[i]),
                         finding->checks[i].reason)]++;
}

static void count_attributes(drawing *d, const size_t counts[RESULTS]) {
    count_attribute(d, "tests",
                    counts[RESULT_PASS] + counts[RESULT_FAIL] + counts[RESULT_ERROR] +
                        counts[RESULT_SKIP]);
    count_attribute(d, "failures", counts[RESULT_FAIL]);
    count_attribute(d, "errors", counts[RESULT_ERROR]);
}

static char *title_of_check(const void *context, size_t number) {
    return gv_check_title(&((const gv_case_finding *)context)->checks[number]);
}

static char *title_of_case(const void *context, size_t number) {
    return gv_safe_text(((const gv_findings *)context)->cases[number].name, GV_NAME_WIDTH);
}

static void draw_case(drawing *d, const gv_case_finding *finding, const char *name,
                      const char *started) {
    const size_t count = finding->check_count;
    char **titles = gv_unique_titles(count, title_of_check, finding);
    size_t counts[RESULTS] = {0};

    d->failed = d->failed || !titles;
    add_results(finding, counts);
    start(d, "testsuite");
    raw_attribute(d, "name", name);
    count_attributes(d, counts);
    count_attribute(d, "skipped", counts[RESULT_SKIP]);
    time_attribute(d, finding->seconds);
    timestamp_attribute(d, started);
    if (finding->file)
        attribute(d, "file", finding->file, GV_SENTENCE_WIDTH);
    draw_verdict(d, finding, name);
    for (size_t i = 0; i < count && titles && !d->failed; i++)
        draw_check(d, finding, &finding->checks[i], name, titles[i]);
    end(d);
    gv_titles_free(titles, count);
}

static char *title_of_refusal(const void *context, size_t number) {
    return gv_safe_text(((const gv_refusal *)context)[number].file, GV_SENTENCE_WIDTH);
}

static void add_refusals(const gv_report *report, size_t counts[RESULTS]) {
    for (size_t i = 0; i < report->refusal_count; i++)
        counts[report->refusals[i].empty ? RESULT_SKIP : RESULT_ERROR]++;
}

static void draw_refusals(drawing *d, const gv_report *report) {
    const size_t count = report->refusal_count;
    char **titles = gv_unique_titles(count, title_of_refusal, report->refusals);
    size_t counts[RESULTS] = {0};

    d->failed = d->failed || !titles;
    add_refusals(report, counts);
    start(d, "testsuite");
    raw_attribute(d, "name", "files that were not run");
    count_attributes(d, counts);
    count_attribute(d, "skipped", counts[RESULT_SKIP]);
    for (size_t i = 0; i < count && titles && !d->failed; i++) {
        const gv_refusal *refusal = &report->refusals[i];
        start_test(d, "files that were not run", titles[i]);
        complain(d, refusal->empty ? RESULT_SKIP : RESULT_ERROR, "input",
                 gv_safe_text(refusal->message, GV_SENTENCE_WIDTH), NULL);
        end(d);
    }
    end(d);
    gv_titles_free(titles, count);
}

static void draw(drawing *d, const gv_report *report) {
    const gv_findings *findings = report->findings;
    char **names = gv_unique_titles(findings->case_count, title_of_case, findings);
    size_t counts[RESULTS] = {0};

    d->failed = d->failed || !names;
    add_refusals(report, counts);
    for (size_t i = 0; i < findings->case_count; i++)
        add_results(&findings->cases[i], counts);
    start(d, "testsuites");
    raw_attribute(d, "name", "gradgate");
    count_attributes(d, counts);
    time_attribute(d, report->provenance.seconds);
    for (size_t i = 0; i < findings->case_count && names && !d->failed; i++)
        draw_case(d, &findings->cases[i], names[i], report->provenance.started);
    if (report->refusal_count)
        draw_refusals(d, report);
    end(d);
    gv_titles_free(names, findings->case_count);
}

static gv_status render(const gv_report *report, const gv_report_options *options, FILE *out) {
    gv_markup markup;
    drawing d = {0};

    (void)options;
    if (gv_markup_start(&markup, out) != GV_OK)
        return GV_ERR_MEMORY;
    d.xml = markup.xml;
    d.failed = xmlTextWriterSetIndent(d.xml, 1) < 0 ||
               xmlTextWriterStartDocument(d.xml, NULL, "UTF-8", NULL) < 0;
    draw(&d, report);
    markup.failed = d.failed;
    return gv_markup_end(&markup);
}

const gv_format gv_format_junit = {
    .name = "junit",
    .extension = "xml",
    .description = "JUnit XML, for GitLab, Jenkins and their kin",
    .render = render,
};
