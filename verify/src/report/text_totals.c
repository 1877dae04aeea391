/* The last lines: how many of what, and what the exit code will be. */
#include "report/tally.h"
#include "report/text.h"
#include "report/utf8.h"

static void some(size_t count, const char *word, FILE *out) {
    if (count)
        fprintf(out, ", %zu %s", count, word);
}

/* How many errors the file of a refusal has. */
static size_t errors_of_file(const gv_report *report, size_t first) {
    size_t count = 1;

    while (first + count < report->refusal_count && !gv_refusal_is_first(report, first + count))
        count++;
    return count;
}

/* The first error of a file; all of them, with the lines they are in, went to standard error
 * as they were found. */
static void print_refusal(const gv_report *report, size_t number,
                          const gv_report_options *options, FILE *out) {
    const gv_refusal *refusal = &report->refusals[number];
    const size_t more = errors_of_file(report, number) - 1;

    gv_text_word(out, refusal->empty ? "UNSURE" : "ERROR", refusal->empty ? GV_YELLOW : GV_RED,
                 options->color);
    fputs(refusal->empty ? " " : "  ", out);
    gv_print_safe(out, refusal->file, GV_SENTENCE_WIDTH);
    if (refusal->line)
        fprintf(out, ":%zu:%zu", refusal->line, refusal->column);
    fputs(": ", out);
    gv_print_safe(out, refusal->message, GV_SENTENCE_WIDTH);
    if (more)
        fprintf(out, " (and %zu more)", more);
    fputc('\n', out);
}

static void print_refusals(const gv_report *report, const gv_report_options *options,
                           FILE *out) {
    for (size_t i = 0; i < report->refusal_count; i++)
        if (gv_refusal_is_first(report, i))
            print_refusal(report, i, options, out);
}

static void print_entries(const gv_tally *tally, FILE *out) {
    gv_text_count(tally->checks, "check; ", "checks; ", out);
    gv_text_counts(&tally->entries, out);
    if (tally->failed_as_expected)
        fprintf(out, " (%zu of the failed in cases that are to fail)",
                tally->failed_as_expected);
    fputc('\n', out);
}

static void print_last(const gv_report *report, const gv_tally *tally,
                       const gv_report_options *options, FILE *out) {
    const char *word = report->exit_code == 0   ? "ok"
                       : report->exit_code == 2 ? "UNSURE"
                                                : "FAIL";
    const gv_color color = report->exit_code == 0   ? GV_GREEN
                           : report->exit_code == 2 ? GV_YELLOW
                                                    : GV_RED;

    gv_text_word(out, word, color, options->color);
    fputs(": ", out);
    gv_text_count(tally->cases, "case", "cases", out);
    fprintf(out, ", %zu as expected", tally->met);
    some(tally->failed, "failed", out);
    some(tally->undecided, "undecided", out);
    if (tally->refused) {
        fputs(", ", out);
        gv_text_count(tally->refused, "file with errors", "files with errors", out);
    }
    fprintf(out, "; exit code %d: %s\n", report->exit_code,
            gv_exit_code_text(report->exit_code));
}

void gv_text_totals(const gv_report *report, const gv_report_options *options, FILE *out) {
    const gv_tally tally = gv_report_tally(report);

    print_refusals(report, options, out);
    if (options->detail != GV_DETAIL_QUIET && tally.cases)
        print_entries(&tally, out);
    print_last(report, &tally, options, out);
}
