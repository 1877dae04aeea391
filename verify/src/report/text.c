/* Text: a line per case, in full where something is wrong, and the counts at the end.
 *
 * Verdicts are words; colour repeats them and never stands alone.  What others chose (names,
 * messages) goes through gv_print_safe, without exception. */
#include "report/options_text.h"
#include "report/text.h"
#include "report/formats.h"
#include "report/table.h"
#include "report/tally.h"
#include "report/utf8.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* Checks of one case that are shown in full, unless all are asked for. */
#define CHECKS_SHOWN 8

void gv_text_word(FILE *out, const char *word, gv_color color, bool with_color) {
    if (with_color)
        fprintf(out, "\033[1;%dm%s\033[0m", (int)color, word);
    else
        fputs(word, out);
}

void gv_text_count(size_t count, const char *one, const char *many, FILE *out) {
    fprintf(out, "%zu %s", count, count == 1 ? one : many);
}

static void print_outcome(gv_verdict outcome, bool color, FILE *out) {
    switch (outcome) {
    case GV_PASS:
        gv_text_word(out, "ok", GV_GREEN, color);
        fputs("     ", out);
        break;
    case GV_INCONCLUSIVE:
        gv_text_word(out, "UNSURE", GV_YELLOW, color);
        fputc(' ', out);
        break;
    default:
        gv_text_word(out, "FAIL", GV_RED, color);
        fputs("   ", out);
    }
}

static const char *verb(gv_verdict verdict) {
    return verdict == GV_PASS ? "passes" : verdict == GV_FAIL ? "fails" : "is inconclusive";
}

static const char *infinitive(gv_verdict verdict) {
    return verdict == GV_PASS ? "pass" : verdict == GV_FAIL ? "fail" : "be inconclusive";
}

static size_t entries_checked(const gv_case_finding *finding) {
    size_t checked = 0;

    for (size_t i = 0; i < finding->check_count; i++)
        checked += finding->checks[i].entries.checked;
    return checked;
}

static void print_sizes(const gv_case_finding *finding, FILE *out) {
    gv_text_count(finding->check_count, "check", "checks", out);
    fputs(", ", out);
    gv_text_count(entries_checked(finding), "entry", "entries", out);
    fprintf(out, ", %.2f s", finding->seconds);
}

/* Why the case came to its verdict: the check it is due to, or the case's own words. */
static void print_cause(const gv_case_finding *finding, FILE *out) {
    const gv_check_finding *cause = gv_case_cause(finding);

    fputs(": ", out);
    if (cause && !finding->message) {
        gv_text_check_name(cause, out);
        fprintf(out, ": %s", gv_reason_text(cause->reason));
        return;
    }
    fputs(gv_reason_text(finding->reason), out);
    if (finding->message) {
        fputs(": ", out);
        gv_print_safe(out, finding->message, GV_SENTENCE_WIDTH);
    }
}

void gv_text_case_outcome(const gv_case_finding *finding, FILE *out) {
    if (finding->expected != GV_PASS && finding->reason != GV_SUBJECT_BROKE) {
        fprintf(out, "expected to %s, and %s", infinitive(finding->expected),
                verb(finding->verdict));
        return;
    }
    if (!gv_case_cause(finding)) {
        fprintf(out, "%s", verb(finding->verdict));
        print_cause(finding, out);
        return;
    }
    fprintf(out, "%zu of ", gv_case_count(finding, finding->verdict));
    gv_text_count(finding->check_count, "check", "checks", out);
    fputs(finding->verdict == GV_FAIL ? " failed" : " undecided", out);
    if (finding->message) {
        fputs(": ", out);
        gv_print_safe(out, finding->message, GV_SENTENCE_WIDTH);
    }
}

static void print_case_line(const gv_case_finding *finding, const gv_report_options *options,
                            size_t width, FILE *out) {
    const gv_verdict outcome = gv_case_outcome(finding);
    size_t taken;

    print_outcome(outcome, options->color, out);
    taken = gv_print_safe(out, finding->name, GV_NAME_WIDTH);
    fprintf(out, "%*s", (int)(width - taken + 2), "");
    if (outcome != GV_PASS) {
        gv_text_case_outcome(finding, out);
    } else if (finding->expected == GV_PASS) {
        print_sizes(finding, out);
    } else {
        fprintf(out, "%s as expected", verb(finding->verdict));
        print_cause(finding, out);
    }
    fputc('\n', out);
}

static void print_detectable(const gv_check_finding *check, FILE *out) {
    if (isfinite(check->detectable))
        fprintf(out, ", sees relative errors from %.1e", check->detectable);
}

/* What is set for a check or its parameter, and not for the case. */
static void print_own_options(const gv_check_finding *check, const gv_options *common,
                              FILE *out) {
    char text[GV_OPTIONS_TEXT_MAX];

    gv_own_options_text(check, common, text, sizeof text);
    fprintf(out, ", tolerance %g, resolution %g%s%s", check->tolerance, check->resolution,
            *text ? ", " : "", text);
}

/* A line per check, for those who ask for it. */
static void print_check_line(const gv_check_finding *check, const gv_options *common,
                             FILE *out) {
    fprintf(out, "       %-12s ", gv_verdict_name(check->verdict));
    gv_text_check_name(check, out);
    fputs(": ", out);
    if (check->entries.checked || check->entries.skipped)
        gv_text_counts(&check->entries, out);
    else
        fputs(gv_reason_text(check->reason), out);
    if (check->message) {
        fputs("; ", out);
        gv_print_safe(out, check->message, GV_SENTENCE_WIDTH);
    }
    print_detectable(check, out);
    fprintf(out, "; %zu evaluations", check->evaluations);
    print_own_options(check, common, out);
    fputc('\n', out);
}

/* What is set for the case, and not usual. */
static void print_options(const gv_options *options, FILE *out) {
    char text[GV_OPTIONS_TEXT_MAX];
    gv_options usual = gv_options_default();

    usual.seed = options->seed; /* stands beside */
    gv_options_text(options, &usual, text, sizeof text);
    if (*text)
        fprintf(out, "       options: %s\n", text);
}

static void print_case_settings(const gv_case_finding *finding, FILE *out) {
    if (finding->file) {
        fputs("       file ", out);
        gv_print_safe(out, finding->file, GV_SENTENCE_WIDTH);
        fputc('\n', out);
    }
    fprintf(out, "       seed %" PRIu64 ", noise of the value %.1e, ", finding->options.seed,
            finding->noise);
    gv_text_count(finding->parameters, "parameter, ", "parameters, ", out);
    fprintf(out, "%zu evaluations, %.2f s", finding->evaluations, finding->seconds);
    if (finding->claim != GV_FLOAT64)
        fprintf(out, ", claims in %s", gv_precision_name(finding->claim));
    fputc('\n', out);
    print_options(&finding->options, out);
}

/* The checks that did not pass, in full.  A case that was to fail and passes has none. */
static bool print_details(const gv_case_finding *finding, bool all, FILE *out) {
    size_t shown = 0, more = 0;
    bool whole = true;

    for (size_t i = 0; i < finding->check_count && whole; i++) {
        const gv_check_finding *check = &finding->checks[i];
        if (check->verdict == GV_PASS)
            continue;
        if (all || shown < CHECKS_SHOWN) {
            whole = gv_text_check(check, all, out);
            shown++;
        } else {
            more++;
        }
    }
    if (more) {
        fputs("       and ", out);
        gv_text_count(more, "more check (--verbose shows it)\n",
                      "more checks (--verbose shows them)\n", out);
    }
    return whole;
}

static bool print_case(const gv_case_finding *finding, const gv_report_options *options,
                       size_t width, FILE *out) {
    const bool verbose = options->detail == GV_DETAIL_VERBOSE;
    const gv_verdict outcome = gv_case_outcome(finding);
    bool whole = true;

    if (options->detail == GV_DETAIL_QUIET && outcome == GV_PASS)
        return true;
    print_case_line(finding, options, width, out);
    if (verbose) {
        print_case_settings(finding, out);
        for (size_t i = 0; i < finding->check_count; i++)
            print_check_line(&finding->checks[i], &finding->options, out);
    }
    if (outcome != GV_PASS || verbose)
        whole = print_details(finding, verbose, out);
    if ((outcome != GV_PASS || verbose) && finding->command) {
        fputs("       again: ", out); /* in full: a command that is cut is none */
        gv_print_safe(out, finding->command, strlen(finding->command) * 8 + 4);
        fputc('\n', out);
    }
    return whole;
}

/* Names line up, as long as they are short. */
static size_t name_width(const gv_findings *findings) {
    size_t width = 0;

    for (size_t i = 0; i < findings->case_count; i++) {
        const size_t one = gv_safe_width(findings->cases[i].name, GV_NAME_WIDTH);
        width = one > width ? one : width;
    }
    return width;
}

static gv_status render(const gv_report *report, const gv_report_options *options, FILE *out) {
    const gv_findings *findings = report->findings;
    const size_t width = name_width(findings);

    for (size_t i = 0; i < findings->case_count; i++)
        if (!print_case(&findings->cases[i], options, width, out))
            return GV_ERR_MEMORY;
    gv_text_totals(report, options, out);
    return GV_OK;
}

const gv_format gv_format_text = {
    .name = "text",
    .extension = "txt",
    .description = "a line per case, failures in full, counts",
    .render = render,
};
